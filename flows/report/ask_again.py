"""What was put off is put off until it matters again: a correction brings it back."""

from dataclasses import replace
from datetime import datetime

from flows.case import Case
from flows.company import Company
from flows.ports import Office
from flows.report.put_question import moved_down
from flows.triage import Answers, pending


def ask_again(
    office: Office, company: Company, before: Case, case: Case, answers: Answers, now: datetime
) -> Case:
    """Return the case with what newly matters no longer put off, and its conversation open.

    What mattered before just as it does now stays put off. What was asked already is asked at
    the end of the thread.

    Args:
        office: the flow.
        company: the settings in force.
        before: the case before the correction.
        case: the case with it.
        answers: its answers, with what the employee said of themselves.
        now: the present time.
    """
    if not case.postponed or case.answers == before.answers:
        return case
    mattered = _open(office, company, before, before.answers)
    back = (_open(office, company, case, answers) - mattered) & case.postponed
    if not back:
        return case
    for question in sorted(back):
        case = moved_down(case, question, now)
    return replace(case, postponed=case.postponed - back, finished_at=None)


def _open(office: Office, company: Company, case: Case, answers: Answers) -> frozenset[str]:
    found = pending(office.flow, answers, thresholds=company.thresholds, settled=case.settled)
    return frozenset(question.id for question in found)
