"""How long deciding, asking and reading may take, beside plain work measured in the same run.

Machines differ, and one differs from day to day; how many times the plain work something takes
does not. Each limit is about twice what was measured.
"""

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


DECISION, QUESTION, READING = 5.0, 160.0, 4500.0
ROUNDS = 7
NAMES = tuple(f"name {number}" for number in range(100))


def plain_work() -> object:
    """Do what tables are made of: small dictionaries, sets, comparisons and calls."""
    known = {name: len(name) for name in NAMES}
    return sum(len({name, value}) for name, value in known.items() if known.get(name) == value)


def seconds(action: Callable[[], object], times: int) -> float:
    """Return the processor time of one call, of so many."""
    start = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - start) / times


def times_plain_work(action: Callable[[], object], times: int) -> float:
    """Return how many times the plain work it takes: the best of rounds that take turns."""
    taken, plain = [], []
    # Under coverage every line would also pay for being traced.
    tracing = sys.gettrace()
    sys.settrace(None)
    try:
        for _ in range(ROUNDS):
            plain.append(seconds(plain_work, 200))
            taken.append(seconds(action, times))
    finally:
        sys.settrace(tracing)
    return min(taken) / min(plain)


def test_one_decision(flow: Flow) -> None:
    """One decision costs at most so many times the plain work."""
    answers = parse_answers(REPORT)
    took = times_plain_work(lambda: decide(flow, answers, thresholds=Thresholds()), 200)
    assert took < DECISION


def test_next_question(flow: Flow) -> None:
    """Finding the next question costs at most so many times the plain work."""
    answers = parse_answers(REPORT)

    def ask() -> object:
        can_decide.cache_clear()
        return next_question(flow, answers, thresholds=Thresholds(), settled=ELSEWHERE)

    assert ask() is not None
    assert times_plain_work(ask, 20) < QUESTION


def test_reading() -> None:
    """Reading the shipped flow costs at most so many times the plain work."""
    assert times_plain_work(lambda: load_flow(SHIPPED), 1) < READING
