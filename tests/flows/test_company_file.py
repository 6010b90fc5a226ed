"""The settings file: what it may hold, what it means, and the sentence when it is wrong."""

from datetime import date, time
from typing import Any

import pytest

from flows.company_file import company_from_document, normal_document
from flows.errors import SettingsError
from tests.flows.office import EAST_DESK, HQ_DESK, WEST_DESK, WEST_TEAM, settings

SMALLEST = {"company": {"name": "架空不動産"}, "branches": [{"desk_channel": "C0DESK"}]}


def test_a_name_and_one_desk_are_enough() -> None:
    """Every other key has a default that works."""
    company = company_from_document(SMALLEST)
    (branch,) = company.branches
    assert (branch.id, branch.name, branch.entity) == ("branch1", "架空不動産", "架空不動産")
    assert (company.language, str(company.zone), company.digest_at) == (
        "ja",
        "Asia/Tokyo",
        "mon 09:00",
    )
    assert company.thresholds.minutes_after_answer == 30
    assert company.policy.two_person_suspension


def test_every_key_is_read() -> None:
    """Hours, closed days, a calendar over the turn of the year, and an own legal entity."""
    document: dict[str, Any] = {
        "company": {"name": "架空不動産", "managers": ["S0MANAGERS"]},
        "calendar": {"closed": ["2026-12-29/2027-01-03"], "open": ["2026-11-23"]},
        "branches": [
            {
                "desk_channel": "C0DESK",
                "entity": "架空管理",
                "hours": "10:00-18:30",
                "closed": ["tue", "wed"],
            }
        ],
        "thresholds": {"repeats_after_answer": 5},
        "policy": {"suspension_months": 6},
    }
    company = company_from_document(document)
    assert company.calendar.open == {date(2026, 11, 23)}
    assert len(company.calendar.closed) == 6
    assert company.branches[0].hours == (time(10), time(18, 30))
    assert company.branches[0].closed == {1, 2}
    assert company.branches[0].entity == "架空管理"
    assert company.thresholds.repeats_after_answer == 5
    assert company.policy.suspension_months == 6


def _with(section: str, **more: Any) -> dict[str, Any]:
    document = settings()
    document[section] = document.get(section, {}) | more
    return document


def _branches(**second: Any) -> dict[str, Any]:
    document = settings()
    document["branches"][1] |= second
    return document


WRONG: list[tuple[Any, str]] = [
    ("text", "settings: "),
    ({"company": {"name": "架空"}, "branches": []}, "branches: "),
    (SMALLEST | {"extra": 1}, "extra: "),
    (_with("company", timezone="Tokyo/Asia"), "company.timezone: is not a time zone"),
    (_with("company", language="fr"), "company.language: "),
    (_with("company", digest_at="monday"), "company.digest_at: "),
    (_with("company", hq_channel="hq"), "company.hq_channel: "),
    (_with("company", internal_contact_channel=WEST_DESK), "internal_contact_channel must be"),
    (_with("company", internal_contact_channel=WEST_TEAM), "internal_contact_channel must be"),
    (_with("calendar", closed=["2026-02-30"]), "calendar.closed.0: "),
    (_with("calendar", closed=["2027-01-03/2026-12-29"]), "first day first"),
    (_with("calendar", open=["2026-01-01/2028-01-01"]), "within a year"),
    (_with("thresholds", minutes_after_answer=0), "thresholds.minutes_after_answer: "),
    (_with("policy", suspension_months=13), "policy.suspension_months: "),
    (_branches(id="west"), "two branches have the same id"),
    (_branches(desk_channel=WEST_DESK), "share a desk_channel"),
    (_branches(team_channel=WEST_TEAM), "share a team_channel"),
    (_branches(team_channel=WEST_DESK), f"{WEST_DESK} is both"),
    (_branches(hours="18:00-09:00"), "closes before it opens"),
    (_branches(hours="22:00-02:00"), "past midnight"),
    (_branches(hours="noon"), "branches.1.hours: "),
    (_branches(hours="10:00+09:00-18:00"), 'branches.1.hours: is not of the form "10:00-18:30"'),
    (_branches(hours="10:00-24:00"), "branches.1.hours: "),
    (_branches(hours="10:00-18:30:15"), "branches.1.hours: "),
    (_branches(closed=["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), "no day open"),
]


@pytest.mark.parametrize(("document", "sentence"), WRONG)
def test_what_is_wrong_is_said_in_one_sentence_with_its_place(document: Any, sentence: str) -> None:
    """No traceback, no second sentence: the place, and what to change there."""
    with pytest.raises(SettingsError) as error:
        company_from_document(document)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_the_document_is_kept_as_it_was_given() -> None:
    """Defaults are left out, so that a later default counts for it as well."""
    assert normal_document(SMALLEST) == SMALLEST


def test_every_channel_is_named_once() -> None:
    """Desks, HQ, HR and legal first; then the teams."""
    company = company_from_document(settings(digest_channel=HQ_DESK))
    assert company.desk_channels()[:3] == (WEST_DESK, EAST_DESK, HQ_DESK)
    assert len(company.channels()) == len(set(company.channels())) == 7
