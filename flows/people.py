"""The people of a workspace as last reconciled, and what they may do."""

from dataclasses import dataclass
from enum import StrEnum

from flows.case import Case, Ending
from flows.company import Company

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
    """Whether somebody on the desks may open the record of a case.

    The reporter and the person it happened to see their own case in their own thread, not
    in the desk's record. A branch with no HQ behind it decides alone. Somebody who stands in
    for a desk sees what it would. What a colleague did is no desk's matter.
    """
    if roles.shared or not case.told or roles.user in own_people(case):
        return False
    if case.ending is Ending.PASSED_ON:
        return False
    if roles.hq or (roles.active and roles.user in case.stand_ins):
        return True
    if case.hq_only:
        return False
    if company.branch(case.branch) is not None:
        return case.branch in roles.desks
    told_every_desk = case.alarm is not None or company.hq_channel is None
    return told_every_desk and bool(roles.desks)


def own_people(case: Case) -> frozenset[str]:
    """The accounts of those whom the case is about on our side."""
    affected = case.affected.user if case.affected else None
    return frozenset(user for user in (case.reporter, affected) if user)
