"""A branch that was closed before its desk knew of a report: which it is, is asked again."""

from dataclasses import replace
from datetime import datetime

from flows.case import Case
from flows.company import Company
from flows.report.put_question import moved_down

BRANCH = "branch"


def without_lost_branch(company: Company, case: Case, now: datetime) -> Case:
    """Return the case without a branch that the settings no longer have.

    Once a desk was told it stays as it is: others have the report by then.
    """
    if case.told or case.branch is None or company.branch(case.branch) is not None:
        return case
    case = moved_down(case, BRANCH, now)
    return replace(
        case,
        branch=None,
        branches=frozenset(known for known in case.branches if company.branch(known)),
        settled=case.settled - {BRANCH},
    )
