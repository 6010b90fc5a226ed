"""Showing anew the questions that look different after a change, and no others.

A thread has many questions, and one press seldom changes more than two of them.
"""

from collections.abc import Mapping

from flows.case import Case
from flows.company import Company
from flows.messages import Kind
from flows.places import is_shared
from flows.ports import Office, Work
from flows.report.put_question import message_of
from flows.report.question_state import kept_apart, question_states
from flows.report.view_states import QuestionState

Looks = Mapping[str, tuple[QuestionState, str]]
"""How each question asked so far stands, and the detail of the message in which it does."""


async def looks_of(office: Office, work: Work, company: Company, case: Case) -> Looks:
    """Return how the questions of the thread look now: before a change, to compare with after.

    A shared account has no thread.
    """
    if is_shared(company, case.reporter):
        return {}
    asked = frozenset(case.asked) - {"danger"}
    questions = [question for question in office.flow.questions if question.id in asked]
    apart = await kept_apart(work, case, questions)
    states = question_states(office, company, case, apart, questions)
    return {name: (state, message_of(case, name).detail) for name, state in states.items()}


async def refresh_questions(
    office: Office, work: Work, company: Company, looked: Looks, case: Case
) -> None:
    """Edit the questions that looked otherwise; one that moved shows both where it was and is."""
    changed: set[str] = set()
    for name, look in (await looks_of(office, work, company, case)).items():
        former = looked.get(name)
        if former != look:
            changed |= {detail for _, detail in (look, *([former] if former else []))}
    if changed:
        await work.messages.refresh_some(case.id, Kind.QUESTION, changed)
