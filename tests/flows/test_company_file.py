"""The settings file: what it may hold, what it means, and the sentence when it is wrong."""

from datetime import date, time
from typing import Any

import pytest

from flows.company_file import company_from_document, normal_document
from flows.errors import SettingsError
from tests.flows.office import (
    EAST_DESK,
    EAST_TEAM,
    HQ_DESK,
    SHOP,
    WEST_DESK,
    WEST_TEAM,
    settings,
)

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
    former = document["branches"][1] | second
    document["branches"][1] = {key: value for key, value in former.items() if value is not None}
    return document


DAY = "a day such as 2026-12-29, or days such as 2026-12-29/2027-01-03"

WRONG: list[tuple[Any, str]] = [
    ("text", "settings: this is no table of settings"),
    ({}, "company: this section is missing"),
    (_branches() | {"company": "架空"}, "company: this must be a section of its own, [company]"),
    (_branches() | {"company": {}}, "company.name: this has to be set"),
    ({"company": {"name": "架空"}}, "branches: at least one branch is needed, in [[branches]]"),
    (
        {"company": {"name": "架空"}, "branches": []},
        "branches: at least one branch is needed, in [[branches]]",
    ),
    (
        {"company": {"name": "架空"}, "branches": {"desk_channel": "C0DESK"}},
        "branches: this must be a list, in [[branches]]",
    ),
    (SMALLEST | {"extra": 1}, "extra: there is no such setting"),
    (SMALLEST | {"branch": 1}, "branch: there is no such setting; branches may be meant"),
    (
        _with("company", manager="U0A"),
        "company.manager: there is no such setting; company.managers may be meant",
    ),
    (
        SMALLEST | {"company": {"nmae": "架空"}},
        "company.nmae: there is no such setting; company.name may be meant",
    ),
    (
        SMALLEST | {"branches": [{"id": "a", "name": "甲店", "desk_chanel": "C0DESK"}]},
        "of the branch 甲店: there is no such setting; branches.desk_channel may be meant",
    ),
    (SMALLEST | {"company": {"language": "ja"}}, "company.name: this has to be set"),
    (_with("company", name=" "), "company.name: this is empty"),
    (_with("company", name="架" * 201), "company.name: this is longer than 200 characters"),
    (_with("company", name=3), "company.name: this must be text, in quotes"),
    (_with("company", managers="U0A"), "company.managers: this must be a list, in [ ]"),
    (
        _with("company", managers=["U0A", "taro"]),
        'company.managers, entry 2: "taro" is not the id of a person or a user group, such as ',
    ),
    (_with("company", timezone="Tokyo"), '"Tokyo" is not a time zone, such as Asia/Tokyo'),
    (_with("company", language="fr"), 'company.language: "fr" is none of ja, en'),
    (_with("company", digest_at="monday"), "is not a weekday and a time, such as mon 09:00"),
    (
        _with("company", hq_channel="#hq"),
        'company.hq_channel: "#hq" is not the id of a channel, such as C0DESKSHINJUKU',
    ),
    (_with("company", internal_contact_channel=WEST_DESK), "internal_contact_channel must be"),
    (_with("company", internal_contact_channel=WEST_TEAM), "internal_contact_channel must be"),
    (_with("company", hq_channel=WEST_TEAM), f"{WEST_TEAM} is a team_channel; hq_channel must"),
    (_with("company", hq_channel=EAST_DESK), "a branch's desk_channel; hq_channel must be another"),
    (_with("company", hr_channel=EAST_TEAM), f"{EAST_TEAM} is a team_channel; hr_channel must"),
    (_with("company", managers=[SHOP]), f"{SHOP} is a shared account and cannot be a manager"),
    (_branches(on_call=[SHOP]), f"{SHOP} is a shared account and cannot be on call"),
    (_branches(name="東\n店"), "branches.name"),
    (_branches(name="\u202e東店"), "cannot be shown as it is written"),
    (_branches(name="\u200b"), "cannot be shown as it is written"),
    (_with("calendar", closed=["2026-02-30"]), f'entry 1: "2026-02-30" is not {DAY}'),
    (_with("calendar", closed=["2027-01-03/2026-12-29"]), "the last day is before the first"),
    (_with("calendar", open=["2026-01-01/2028-01-01"]), "more than a year"),
    (
        _with("thresholds", minutes_after_answer=0),
        "thresholds.minutes_after_answer: this must be a whole number from 1 to 600",
    ),
    (_with("thresholds", repeats_after_answer="three"), "a whole number from 1 to 100"),
    (_with("thresholds", repeats_after_answer=True), "a whole number from 1 to 100"),
    (_with("policy", suspension_months=13), "a whole number from 1 to 12"),
    (_with("policy", two_person_suspension="yes?"), "this must be true or false"),
    (_branches(id="west"), "branches: two have the id west"),
    (_branches(id="unknown"), "branches: unknown cannot be an id, the app itself uses it"),
    (
        {
            "company": {"name": "架空"},
            "branches": [{"desk_channel": "C0DESK", "id": "branch2"}, {"desk_channel": "C0OTHER"}],
        },
        "branches: two have the id branch2",
    ),
    (_branches(id="West"), '"West" is not a short name of small letters, figures, - and _'),
    (_branches(name=settings()["branches"][0]["name"]), "branches: two have the name 西店"),
    (_branches(desk_channel=WEST_DESK), f"branches: two share the desk_channel {WEST_DESK}"),
    (_branches(team_channel=WEST_TEAM), f"branches: two share the team_channel {WEST_TEAM}"),
    (_branches(team_channel=WEST_DESK), f"branches: {WEST_DESK} is both"),
    (
        _branches(hours="18:00-09:00"),
        'branches.hours of the branch 東店: "18:00-09:00" closes before it opens',
    ),
    (_branches(hours="22:00-02:00"), "past midnight"),
    (_branches(hours="10:00+09:00-18:00"), '"10:00+09:00-18:00" is not from one time to another'),
    (_branches(hours="10:00-24:00"), "such as 10:00-18:30"),
    (_branches(hours="10:00-18:30:15"), "such as 10:00-18:30"),
    (
        _branches(closed=["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
        "branches.closed of the branch 東店: this leaves no day open",
    ),
    (_branches(hours="noon"), '"noon" is not from one time to another, such as 10:00-18:30'),
    (_branches(closed=["tue", "Sat"]), "branches.closed of the branch 東店, entry 2"),
    (_branches(name=None, desk_channel="desk"), "branches.desk_channel of the branch east"),
    (
        _branches(name=None, id=None, desk_channel="desk"),
        'branches.desk_channel of branch 2: "desk" is not the id of a channel',
    ),
]


@pytest.mark.parametrize(("document", "sentence"), WRONG)
def test_what_is_wrong_is_said_in_one_sentence_with_its_place(document: Any, sentence: str) -> None:
    """No traceback, no second sentence: the place by its name, and what to change there."""
    with pytest.raises(SettingsError) as error:
        company_from_document(document)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)
    assert str(error.value).startswith(("settings: ", "settings.")) == (document == "text")


def test_the_document_is_kept_as_it_was_given() -> None:
    """Defaults are left out, so that a later default counts for it as well."""
    assert normal_document(SMALLEST) == SMALLEST


def test_every_channel_is_named_once() -> None:
    """Desks, HQ, HR and legal first; then the teams."""
    company = company_from_document(settings(digest_channel=HQ_DESK))
    assert company.desk_channels()[:3] == (WEST_DESK, EAST_DESK, HQ_DESK)
    assert len(company.channels()) == len(set(company.channels())) == 7
