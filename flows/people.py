"""The people of a workspace as last reconciled, and what they may do."""

from dataclasses import dataclass
from enum import StrEnum

from flows.case import Case, Ending
from flows.company import Branch, Company

DECIDERS_NEEDED = 2
"""Nobody decides a case of their own, so a desk with fewer people needs HQ behind it."""


class Standing(StrEnum):
    """What Slack says of an account."""

    ACTIVE = "active"
    DEACTIVATED = "deactivated"
    GUEST = "guest"
    STRANGER = "stranger"  # a member of another company in a shared channel
    BOT = "bot"


@dataclass(frozen=True, slots=True)
class Person:
    """One account. `name` is what colleagues see; `language` is "ja" or "en"."""

    user: str
    name: str
    language: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Roles:
    """What somebody is in the company today. Someone not reconciled has none."""

    user: str
    active: bool = False
    desks: frozenset[str] = frozenset()  # ids of branches
    hq: bool = False
    hr: bool = False
    legal: bool = False
    manager: bool = False
    shared: bool = False


def sees_case(roles: Roles, case: Case, company: Company) -> bool:
    """Whether somebody may open the record: it is their desk's, or they came to the alarm.

    What is kept from a branch does not open for somebody of it who came.
    """
    came = case.alarm is not None and case.alarm.taken_by == roles.user
    if came and _is_open_to(roles, case) and (not case.hq_only or is_for_hq(roles, case)):
        return roles.active
    return is_on_its_desk(roles, case, company)


def is_on_its_desk(roles: Roles, case: Case, company: Company) -> bool:
    """Whether a case is for somebody on the desks to take and to decide.

    A branch with no HQ behind it decides alone. Somebody who stands in for a desk is as one
    of it.
    """
    if not _is_open_to(roles, case):
        return False
    if roles.hq or (roles.active and roles.user in case.stand_ins):
        return True
    if case.hq_only:
        return False
    if company.branch(case.branch) is not None:
        return case.branch in roles.desks
    return any(branch.id in roles.desks for branch in desks_instead(company, case))


def desks_instead(company: Company, case: Case) -> tuple[Branch, ...]:
    """Return the branches whose desks are told of a case because its own is not known.

    They are those of the reporter's legal entity; where that is not known either, all while it
    rings: a life comes first. What happened is told to no desk then, because nothing of it may
    cross. HQ has it, where there is one.
    """
    near = company.sisters(case.branches)
    if case.ringing:
        return near
    if len({branch.entity for branch in near}) > 1:
        return ()
    return near if case.alarm is not None or company.hq_channel is None else ()


def is_for_hq(roles: Roles, case: Case) -> bool:
    """Whether somebody reads for HQ: not of the branch that a name or a case is kept from.

    Where the branch is not known it may be any.
    """
    of_branch = case.branch in roles.desks if case.branch else bool(roles.desks)
    return roles.hq or (roles.manager and not of_branch)


def _is_open_to(roles: Roles, case: Case) -> bool:
    """Whether a case is there for anybody's eyes but those whom it is about.

    The reporter and the person it happened to see their own case in their own thread, not
    in the desk's record. What a colleague did is no desk's matter.
    """
    if roles.shared or not case.told or roles.user in own_people(case):
        return False
    return case.ending is not Ending.PASSED_ON and not case.withheld


def own_people(case: Case) -> frozenset[str]:
    """The accounts of those whom the case is about on our side."""
    affected = case.affected.user if case.affected else None
    return frozenset(user for user in (case.reporter, affected) if user)
