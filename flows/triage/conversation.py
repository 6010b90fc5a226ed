"""What to ask next, what is still unknown, what a correction makes pointless."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from flows.triage.answers import Answers
from flows.triage.flow import Flow
from flows.triage.possible import Possible
from flows.triage.questions import Question, Stage
from flows.triage.thresholds import Thresholds

NOTHING_SETTLED: frozenset[str] = frozenset()

_KEPT_IN_MIND = 256
"""So many sets of answers: every message about a case asks the same of them, again and again."""


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
    for question in flow.questions:
        if not _is_open(question, answers, settled):
            continue
        if not question.decides or question.id in _deciding(flow, answers, thresholds):
            yield question


def _deciding(flow: Flow, answers: Answers, thresholds: Thresholds) -> frozenset[str]:
    """Ids of the questions that can still change the outcome."""
    # That there are words counts, not which; nobody's words are kept in mind.
    told = replace(answers, words="-") if answers.words else answers
    return can_decide(flow, told, thresholds)


@lru_cache(maxsize=_KEPT_IN_MIND)
def can_decide(flow: Flow, answers: Answers, thresholds: Thresholds) -> frozenset[str]:
    """The same, of answers without anybody's words."""
    possible = Possible(flow, answers, thresholds=thresholds)
    deciding = (question.id for question in flow.questions if question.decides)
    return frozenset(name for name in deciding if possible.can_change(name))


def _is_open(question: Question, answers: Answers, settled: frozenset[str]) -> bool:
    return (
        not question.on_request
        and question.id not in settled
        and not question.is_answered(answers)
        and question.applies(answers)
    )
