"""How long deciding, asking and reading may take; processor time, the best of several."""

import sys
import time
from collections.abc import Callable

from flows.triage import Flow, Thresholds, decide, load_flow, next_question, parse_answers
from flows.triage.conversation import can_decide
from flows.triage.flow import SHIPPED

REPORT = {
    "danger": "none",
    "actor": "tenant",
    "scene": "phone",
    "acts": ["intimidation", "long_contact"],
    "words": "ばか",
    "occurred_at": "2026-11-20T10:00:00+09:00",
}
ELSEWHERE = frozenset({"branch", "customer"})


def best(action: Callable[[], object], times: int) -> float:
    """Seconds of processor time for one call, the best of five rounds."""
    rounds = []
    # Under coverage every line would also pay for being traced.
    tracing = sys.gettrace()
    sys.settrace(None)
    try:
        for _ in range(5):
            start = time.process_time()
            for _ in range(times):
                action()
            rounds.append((time.process_time() - start) / times)
    finally:
        sys.settrace(tracing)
    return min(rounds)


def test_one_decision(flow: Flow) -> None:
    """One decision costs under 100 microseconds."""
    answers = parse_answers(REPORT)
    assert best(lambda: decide(flow, answers, thresholds=Thresholds()), 200) < 100e-6


def test_next_question(flow: Flow) -> None:
    """Finding the next question costs under two milliseconds: seventy decisions at the most.

    Beside decisions in the same run, because machines differ, and one differs from day to day.
    """
    answers = parse_answers(REPORT)

    def ask() -> object:
        can_decide.cache_clear()
        return next_question(flow, answers, thresholds=Thresholds(), settled=ELSEWHERE)

    assert ask() is not None
    decision = best(lambda: decide(flow, answers, thresholds=Thresholds()), 100)
    assert best(ask, 20) < max(2e-3, 70 * decision)


def test_reading() -> None:
    """Reading the shipped flow costs under 150 milliseconds."""
    assert best(lambda: load_flow(SHIPPED), 1) < 0.150
