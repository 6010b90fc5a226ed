"""What to ask next, what is still unknown, what a correction makes pointless."""

from collections.abc import Iterator
from functools import cached_property

from flows.triage.answers import Answers
from flows.triage.flow import Flow
from flows.triage.possible import Possible
from flows.triage.questions import Question, Stage
from flows.triage.thresholds import Thresholds

NOTHING_SETTLED: frozenset[str] = frozenset()


class _Lazily:
    """The possible outcomes, worked out only when a question depends on them."""

    def __init__(self, flow: Flow, answers: Answers, thresholds: Thresholds) -> None:
        self._flow, self._answers, self._thresholds = flow, answers, thresholds

    @cached_property
    def possible(self) -> Possible:
        return Possible(self._flow, self._answers, thresholds=self._thresholds)


def next_question(
    flow: Flow, answers: Answers, *, thresholds: Thresholds, settled: frozenset[str]
) -> Question | None:
    """The next question to ask; None when nothing is left to ask.

    `settled` are ids of questions not to ask: postponed, or answered where these answers do not
    show it (branch, customer, affected).
    """
    return next(_open(flow, answers, thresholds, settled), None)


def pending(
    flow: Flow,
    answers: Answers,
    *,
    thresholds: Thresholds,
    settled: frozenset[str] = NOTHING_SETTLED,
) -> tuple[Question, ...]:
    """All questions still open, in order: what the desk's card shows as unknown.

    Leave postponed questions out of `settled` here: they are still unknown.
    """
    return tuple(_open(flow, answers, thresholds, settled))


def stale_answers(flow: Flow, answers: Answers) -> frozenset[str]:
    """Ids of answers whose question makes no sense with the others.

    Dropping one answer can make another pointless; those are counted in.
    """
    stale: set[str] = set()
    while True:
        left = answers.without(*stale)
        found = {
            key
            for question in flow.questions
            if question.is_answered(left) and not question.applies(left)
            for key in question.answer_ids
        }
        if not found:
            return frozenset(stale)
        stale |= found


def _open(
    flow: Flow, answers: Answers, thresholds: Thresholds, settled: frozenset[str]
) -> Iterator[Question]:
    if flow.stops.holds(answers):
        # Whether anybody is in danger is asked whatever else is known.
        yield from (
            question
            for question in flow.questions
            if question.stage is Stage.SAFETY and _is_open(question, answers, settled)
        )
        return
    lazily = _Lazily(flow, answers, thresholds)
    for question in flow.questions:
        if not _is_open(question, answers, settled):
            continue
        if not question.decides or lazily.possible.can_change(question.id):
            yield question


def _is_open(question: Question, answers: Answers, settled: frozenset[str]) -> bool:
    return (
        not question.on_request
        and question.id not in settled
        and not question.is_answered(answers)
        and question.applies(answers)
    )
