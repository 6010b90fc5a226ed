"""One company of several legal entities: what is reported in one reaches no branch of another."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import pytest

from flows.alarm.ask_for_relief import ask_for_relief
from flows.alarm.end_alarm import end_alarm
from flows.case import Case
from flows.desk.take_case import take_case
from flows.errors import Reason
from flows.membership.roles import company_of
from flows.messages import Kind
from flows.people import Person, Standing
from flows.report.belonging import belonging
from flows.report.change_course import reopen_question
from flows.report.show_question import show_talk_form
from flows.report.start_report import Start
from flows.report.view_states import Choice
from tests.flows.office import (
    EAST_CHIEF,
    EAST_DESK,
    EAST_SECOND,
    EAST_STAFF,
    EAST_TEAM,
    HQ,
    HQ_DESK,
    MANAGER,
    SECOND,
    STAFF,
    WEST_DESK,
    WEST_TEAM,
    WORKSPACE,
    Firm,
    refusal,
    settings,
)

NORTH_DESK, NORTH_TEAM, NORTH_CHIEF = "C0NORTHDESK", "C0NORTHTEAM", "U0NORTHCHIEF"
BETWEEN = "U0BETWEEN"
"""Somebody of two branches, so that which it is has to be asked."""


def several(**company: Any) -> dict[str, Any]:
    """Return settings in which east and north are of one legal entity, and west of another."""
    document = settings(**company)
    west, east = document["branches"]
    west["entity"], east["entity"] = "架空西不動産", "架空東不動産"
    north = {"id": "north", "name": "北店", "desk_channel": NORTH_DESK, "team_channel": NORTH_TEAM}
    document["branches"].append(north | {"entity": "架空東不動産", "phone": "03-0000-0003"})
    return document


async def open_north(firm: Firm, document: Mapping[str, Any]) -> None:
    """Put the settings in force; BETWEEN is in the teams of both branches of the east entity."""
    await firm.change_settings(document)
    async with firm.office.store.write(WORKSPACE) as work:
        now = firm.clock.now()
        await work.directory.keep_members(NORTH_DESK, frozenset({NORTH_CHIEF, "U0NORTH2"}), now)
        await work.directory.keep_members(NORTH_TEAM, frozenset({BETWEEN}), now)
        await work.directory.add_member(EAST_TEAM, BETWEEN)
        for user in (BETWEEN, NORTH_CHIEF, "U0NORTH2"):
            await work.directory.keep_people([Person(user, user, "ja", Standing.ACTIVE)])


@pytest.fixture
async def group(firm: Firm) -> Firm:
    await open_north(firm, several())
    return firm


@pytest.fixture
async def group_without_hq(without_hq: Firm) -> Firm:
    await open_north(without_hq, several(hq_channel=None))
    return without_hq


async def branches_offered(firm: Firm, case: UUID, who: str) -> list[str]:
    """Go on to the branch question, and return the branches that can be chosen."""
    for question, value in (("danger", "none"), ("actor", "tenant"), ("scene", "phone")):
        await firm.answer(case, question, value, who)
    await firm.answer(case, "acts", ["insult"], who)
    await firm.deliver()
    (asked,) = [s for s in firm.shown(Kind.QUESTION) if s.question.id == "branch"]
    return [choice.value for choice in asked.choices]


async def desks_offered(firm: Firm, who: str) -> set[str]:
    """Return the supervisors that somebody can choose to talk to."""
    form = await show_talk_form(firm.office, WORKSPACE, uuid4(), who)
    return {choice.value for choice in form.people if choice.group == "desk"}


async def test_only_branches_of_the_own_entity_can_be_chosen(group: Firm) -> None:
    """The others are not offered, and a press made by hand is refused."""
    case = await group.begin(BETWEEN)
    assert await branches_offered(group, case, BETWEEN) == ["east", "north"]
    pressed = group.press(case, "branch", "west", BETWEEN)
    assert await refusal(pressed) == Reason.UNREADABLE
    await group.press(case, "branch", "north", BETWEEN)
    await group.deliver()
    assert WEST_DESK not in group.reached(Kind.DESK_CARD)
    assert NORTH_DESK in group.reached(Kind.DESK_CARD)


async def test_all_branches_are_offered_where_nothing_is_known(group: Firm) -> None:
    """One must be chosen; with each stands of which entity it is."""
    case = await group.begin(HQ)
    assert await branches_offered(group, case, HQ) == ["west", "east", "north"]
    (asked,) = [s for s in group.shown(Kind.QUESTION) if s.question.id == "branch"]
    assert asked.choices[0] == Choice("west", "西店", "架空西不動産")
    await group.press(case, "branch", "west", HQ)


async def test_only_supervisors_of_the_own_entity_can_be_talked_to(group: Firm) -> None:
    """All are offered where nothing is known."""
    assert await desks_offered(group, BETWEEN) == {EAST_CHIEF, EAST_SECOND, NORTH_CHIEF, "U0NORTH2"}
    assert "U0CHIEF" in await desks_offered(group, HQ)


async def test_danger_stays_within_the_entity_also_when_it_goes_wider(
    group_without_hq: Firm,
) -> None:
    """Every desk of the entity is called; nobody of another, then or after two minutes."""
    firm = group_without_hq
    case = await firm.danger(BETWEEN)
    await firm.later(minutes=5)
    called = firm.reached(Kind.DESK_CARD) | firm.reached(Kind.PAGE)
    assert {EAST_DESK, NORTH_DESK, MANAGER} <= called
    assert WEST_DESK not in called
    taking = take_case(firm.office, WORKSPACE, case, SECOND)
    assert await refusal(taking) == Reason.NOT_ALLOWED
    await take_case(firm.office, WORKSPACE, case, NORTH_CHIEF)


async def test_danger_calls_everybody_where_nothing_is_known(group: Firm) -> None:
    """A life comes first: the pages say who, and nothing of what happened."""
    await group.danger(HQ)
    await group.deliver()
    assert {WEST_DESK, EAST_DESK, NORTH_DESK, HQ_DESK} <= group.reached(Kind.DESK_CARD)


async def test_once_it_is_over_what_happened_crosses_no_entity(group: Firm) -> None:
    """Whoever was called while it rang sees no more of it, until the branch is known."""
    case = await group.danger(HQ)
    await group.deliver()
    await end_alarm(group.office, WORKSPACE, case, HQ, mistake=True)
    await branches_offered(group, case, HQ)
    for desk, chief in ((WEST_DESK, SECOND), (NORTH_DESK, NORTH_CHIEF)):
        assert group.card(desk).moved
        assert await refusal(take_case(group.office, WORKSPACE, case, chief)) == Reason.NOT_ALLOWED


async def test_relief_stays_within_the_entity(group_without_hq: Firm) -> None:
    """No desk of another is asked to come."""
    firm = group_without_hq
    await ask_for_relief(firm.office, WORKSPACE, Start(uuid4(), BETWEEN))
    await firm.later(minutes=5)
    assert {EAST_DESK, NORTH_DESK} <= firm.reached(Kind.RELIEF_PAGE)
    assert WEST_DESK not in firm.reached(Kind.RELIEF_PAGE)


async def test_what_happened_is_told_to_no_desk_while_the_entity_is_open(
    group_without_hq: Firm,
) -> None:
    """Without HQ the managers have it, until the reporter says which branch it is."""
    firm = group_without_hq
    case = await firm.begin(HQ)
    await branches_offered(firm, case, HQ)
    await firm.press(case, "branch", "unknown", HQ)
    await firm.deliver()
    assert firm.reached(Kind.DESK_CARD) == {MANAGER}
    taking = take_case(firm.office, WORKSPACE, case, SECOND)
    assert await refusal(taking) == Reason.NOT_ALLOWED
    await reopen_question(firm.office, WORKSPACE, case, HQ, "branch")
    await firm.press(case, "branch", "west", HQ)
    await firm.deliver()
    assert firm.reached(Kind.DESK_CARD) == {MANAGER, WEST_DESK}


async def test_what_happened_is_told_to_every_desk_of_a_known_entity(
    group_without_hq: Firm,
) -> None:
    """Without HQ, where the reporter does not know which branch it is."""
    firm = group_without_hq
    case = await firm.begin(BETWEEN)
    await branches_offered(firm, case, BETWEEN)
    await firm.press(case, "branch", "unknown", BETWEEN)
    await firm.deliver()
    assert firm.reached(Kind.DESK_CARD) == {EAST_DESK, NORTH_DESK}


async def of(firm: Firm, who: str, origin: str | None = None) -> tuple[str | None, set[str]]:
    """Return the branch somebody belongs to, and those that tell the entity."""
    async with firm.office.store.read(WORKSPACE) as work:
        found = await belonging(work, await company_of(work), who, origin)
    return found.branch, set(found.branches)


async def test_where_somebody_belongs(group: Firm) -> None:
    """The channel typed in, the teams, the desks, then what is remembered."""
    assert await of(group, STAFF) == ("west", {"west"})
    assert await of(group, STAFF, EAST_TEAM) == ("east", {"east"})
    assert await of(group, BETWEEN) == (None, {"east", "north"})
    assert await of(group, NORTH_CHIEF) == ("north", {"north"})
    assert await of(group, HQ) == (None, set())
    case = await group.begin(HQ)
    await group.answer(case, "branch", "west", HQ)
    assert await of(group, HQ) == ("west", {"west"})


async def test_what_is_remembered_of_another_entity_counts_no_more(group: Firm) -> None:
    """Somebody who moved from one to the other is asked among the branches of the new one."""
    case = await group.begin(BETWEEN, WEST_TEAM)
    assert (await group.case(case)).branch == "west"
    assert await of(group, BETWEEN) == (None, {"east", "north"})


async def test_what_becomes_known_meanwhile_counts(group: Firm) -> None:
    """Somebody taken into a team after the beginning is offered its entity's branches alone."""
    newcomer = EAST_STAFF
    async with group.office.store.write(WORKSPACE) as work:
        await work.directory.remove_member(EAST_TEAM, newcomer)
    case = await group.begin(newcomer)
    before: Case = await group.case(case)
    assert (before.branch, before.branches) == (None, frozenset())
    async with group.office.store.write(WORKSPACE) as work:
        for team in (EAST_TEAM, NORTH_TEAM):
            await work.directory.add_member(team, newcomer)
    assert await branches_offered(group, case, newcomer) == ["east", "north"]
