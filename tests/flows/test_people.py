"""Who may open the record of which case: every person, every case, every cell."""

from typing import Any

import pytest

from flows.case import Affected, Alarm, Case, Ending, State
from flows.company import Company
from flows.company_file import company_from_document
from flows.people import Roles, own_people, sees_case
from tests.flows.office import settings
from tests.storage.examples import NOON, new_case

WITH_HQ = company_from_document(settings())
ALONE = company_from_document(settings(hq_channel=None))

WEST, EAST = frozenset({"west"}), frozenset({"east"})
PEOPLE = {
    "west": Roles("U0WEST", active=True, desks=WEST),
    "east": Roles("U0EAST", active=True, desks=EAST),
    "hq": Roles("U0HQ", active=True, hq=True),
    "hr": Roles("U0HR", active=True, hr=True),
    "legal": Roles("U0LEGAL", active=True, legal=True),
    "manager": Roles("U0MANAGER", active=True, manager=True),
    "staff": Roles("U0STAFF", active=True),
    "shared": Roles("U0SHOP", shared=True, desks=WEST, hq=True),
    "reporter on the desk": Roles("U0REPORTER", active=True, desks=WEST, hq=True),
    "affected on the desk": Roles("U0AFFECTED", active=True, desks=WEST, hq=True),
    "nobody": Roles("U0NOBODY"),
}


def _told(**more: Any) -> Case:
    fields: dict[str, Any] = {"branch": "west", "state": State.REPORTED, "told_at": NOON} | more
    affected = Affected(user="U0AFFECTED")
    return new_case(reporter="U0REPORTER", affected=affected, **fields)


def _answered(by: str) -> Alarm:
    return Alarm(raised_at=NOON, taken_by=by, taken_at=NOON)


CASES = {
    "untold": _told(told_at=None, state=State.INTAKE),
    "told": _told(),
    "kept from the branch": _told(hq_only=True),
    "branch unknown": _told(branch=None),
    "branch unknown, danger": _told(branch=None, alarm=Alarm(raised_at=NOON)),
    "branch gone, danger": _told(branch="closed-down", alarm=Alarm(raised_at=NOON)),
    "withdrawn": _told(state=State.WITHDRAWN, ending=Ending.WITHDRAWN),
    "by a colleague": _told(state=State.CLOSED, ending=Ending.PASSED_ON),
    "staff came": _told(alarm=_answered("U0STAFF")),
    "staff came, kept from the branch": _told(alarm=_answered("U0STAFF"), hq_only=True),
    "the branch came, then it was kept": _told(alarm=_answered("U0WEST"), hq_only=True),
    "a manager came, kept from the branch": _told(alarm=_answered("U0MANAGER"), hq_only=True),
    "somebody gone came": _told(alarm=_answered("U0NOBODY")),
    "staff came, by a colleague": _told(
        state=State.CLOSED, ending=Ending.PASSED_ON, alarm=_answered("U0STAFF")
    ),
}
SEEN_WITH_HQ: dict[str, set[str]] = {
    "untold": set(),
    "told": {"west", "hq"},
    "kept from the branch": {"hq"},
    "branch unknown": {"hq"},
    "branch unknown, danger": {"west", "east", "hq"},
    "branch gone, danger": {"west", "east", "hq"},
    "withdrawn": {"west", "hq"},
    "by a colleague": set(),
    "staff came": {"west", "hq", "staff"},
    "staff came, kept from the branch": {"hq"},
    "the branch came, then it was kept": {"hq"},
    "a manager came, kept from the branch": {"hq", "manager"},
    "somebody gone came": {"west", "hq"},
    "staff came, by a colleague": set(),
}
SEEN_ALONE: dict[str, set[str]] = SEEN_WITH_HQ | {
    "branch unknown": {"west", "east", "hq"},
}
CELLS = [
    (company, case, person, person in seen[case])
    for company, seen in ((WITH_HQ, SEEN_WITH_HQ), (ALONE, SEEN_ALONE))
    for case in CASES
    for person in PEOPLE
]


@pytest.mark.parametrize(("company", "case", "person", "expected"), CELLS)
def test_every_person_sees_exactly_the_cases_they_have_a_right_to(
    company: Company, case: str, person: str, expected: bool
) -> None:
    """A cell of the table of rights."""
    assert sees_case(PEOPLE[person], CASES[case], company) is expected


def test_a_case_is_ones_own_for_the_reporter_and_the_person_concerned() -> None:
    """A name that was only typed is no account."""
    assert own_people(_told()) == {"U0REPORTER", "U0AFFECTED"}
    assert own_people(new_case(reporter="U0A", affected=Affected(name="架空 花子"))) == {"U0A"}
    assert own_people(new_case(reporter="U0A")) == {"U0A"}
