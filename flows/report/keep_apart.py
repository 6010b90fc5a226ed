"""Answers that are not triage answers: where it happened, who it is about, who may be told."""

from collections.abc import Mapping
from dataclasses import fields, replace

from flows.alarm.whereabouts import PLACE
from flows.case import Affected, Care, Case, Contact, Customer
from flows.company import Company
from flows.errors import Reason, RefusedError
from flows.ports import Work
from flows.report.next_question import LAST_PRESS
from flows.triage import Answers, AnswersError
from flows.written import says_something

APART = frozenset({PLACE, "branch", "affected", "customer", "impact", *LAST_PRESS})
"""Questions whose answers are kept with the case, its alarm, or in a store of their own."""

_KEYS = {
    "customer": frozenset(field.name for field in fields(Customer)),
    "affected": frozenset(field.name for field in fields(Affected)),
}
"""What an answer of several parts is made of."""

NEVER_IN_TIMELINE = frozenset({"customer", "impact"})
"""Of these only the fact that they were answered is noted."""

NOT_KNOWN = "unknown"

HQ_WISH, ANONYMOUS = "keep_from_branch", "anonymous_to_branch"
"""Wishes about what the branch may know."""


async def keep_apart(
    work: Work, company: Company, case: Case, question: str, given: Mapping[str, object]
) -> Case | None:
    """Keep one of these answers where it belongs; None when that is what is kept already.

    Raises:
        RefusedError: it cannot be read.
    """
    if not set(given) <= _KEYS.get(question, frozenset({question})):
        raise RefusedError(Reason.UNREADABLE)
    if question == "customer":
        customer = Customer(**_parts(given))
        if customer == await work.customers.get(case.id):
            return None
        await work.customers.save(case.id, customer)
    elif question == "impact":
        care = _care(given.get("impact"))
        if care == await work.care.get(case.id):
            return None
        await work.care.save(case.id, care)
    elif question in LAST_PRESS:
        if question in case.settled:
            return None
        case = _with_contact(case, given.get("pass_on")) if question == "pass_on" else case
    else:
        kept = (
            _with_branch(company, case, given.get("branch"))
            if question == "branch"
            else _with_affected(case, given)
        )
        if kept == case:
            return None
        case = kept
    return replace(case, settled=case.settled | {question})


def _with_contact(case: Case, chosen: object) -> Case:
    if chosen not in [contact.value for contact in Contact]:
        raise RefusedError(Reason.UNREADABLE)
    return replace(case, contact=Contact(str(chosen)))


def _with_branch(company: Company, case: Case, chosen: object) -> Case:
    if chosen == NOT_KNOWN:
        return replace(case, branch=None)
    branch = company.branch(str(chosen))
    if branch not in company.sisters(case.branches):
        raise RefusedError(Reason.UNREADABLE)
    return replace(case, branch=branch.id)


def _with_affected(case: Case, given: Mapping[str, object]) -> Case:
    if not given:
        return replace(case, affected=None)
    affected = Affected(**_parts(given))
    if affected == Affected():
        raise RefusedError(Reason.UNREADABLE)
    return replace(case, affected=affected)


def _parts(given: Mapping[str, object]) -> dict[str, str]:
    """Return the parts of an answer that say something."""
    return {part: str(text) for part, text in given.items() if text and says_something(str(text))}


def _care(given: object) -> Care:
    try:
        return Care(impact=Answers().with_answer("impact", given).impact or ())
    except AnswersError as error:
        raise RefusedError(Reason.UNREADABLE) from error
