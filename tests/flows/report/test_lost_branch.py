"""The branch of a report is removed from the settings while the report is still open."""

from typing import Any
from uuid import UUID

import pytest

from flows.messages import Kind
from flows.report.change_course import keep_answer, reopen_question, resume_report
from tests.flows.office import (
    EAST_DESK,
    HQ,
    HQ_DESK,
    ORDINARY,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
    settings,
)


def reduced(**company: Any) -> dict[str, Any]:
    """Return the settings without the branch in the west, a third one in its place."""
    document = settings(**company)
    _, east = document["branches"]
    north = {"id": "north", "name": "北店", "desk_channel": "C0NORTHDESK"}
    return document | {"branches": [east, north]}


async def chosen_west(firm: Firm) -> UUID:
    """Somebody of no branch reports, and chooses the west while nobody is told yet."""
    case = await firm.begin(HQ)
    for question, value in (*ORDINARY, ("branch", "west")):
        await firm.deliver()
        await firm.answer(case, question, value, HQ)
    await firm.deliver()
    return case


@pytest.mark.parametrize("hq_channel", [HQ_DESK, None])
async def test_the_branch_is_asked_again(bare_firm: Firm, hq_channel: str | None) -> None:
    """With an HQ that is told at once, and without, where nobody is told before the answer."""
    firm = bare_firm
    await firm.settle_in(settings(hq_channel=hq_channel))
    case = await chosen_west(firm)
    await firm.change_settings(reduced(hq_channel=hq_channel))
    await firm.press(case, "acts", ["insult"], HQ)
    await firm.deliver()
    assert firm.open_question() == "branch"
    assert (await firm.case(case)).told is (hq_channel is not None)
    await firm.press(case, "branch", "east", HQ)
    await firm.deliver()
    assert firm.card(EAST_DESK).branch_name == "東店"
    assert not firm.shown(Kind.DESK_CARD, WEST_DESK)
    assert firm.open_question() not in ("branch", None)


async def test_it_stands_at_the_end_of_the_thread(without_hq: Firm) -> None:
    """Where it was asked first is above what was asked since; it says there that it moved."""
    case = await chosen_west(without_hq)
    await without_hq.change_settings(reduced(hq_channel=None))
    before = without_hq.times_sent(Kind.QUESTION)
    await without_hq.later(hours=1)
    await without_hq.press(case, "acts", ["insult"], HQ)
    await without_hq.deliver()
    assert without_hq.times_sent(Kind.QUESTION) == before + 1
    asked = [q for q in without_hq.shown(Kind.QUESTION) if q.question.id == "branch"]
    assert sorted(question.phase for question in asked) == ["moved", "open"]


async def test_going_on_with_a_report_asks_it_first(without_hq: Firm) -> None:
    """Also where all the rest had been answered: otherwise nothing would be asked any more."""
    case = await chosen_west(without_hq)
    await reopen_question(without_hq.office, WORKSPACE, case, HQ, "branch")
    await without_hq.change_settings(reduced(hq_channel=None))
    await keep_answer(without_hq.office, WORKSPACE, case, HQ, "branch")
    await without_hq.press(case, "acts", ["insult"], HQ)
    await resume_report(without_hq.office, WORKSPACE, case, HQ)
    await without_hq.deliver()
    assert without_hq.open_question() == "branch"


async def test_one_that_was_known_without_asking_is_asked_for(without_hq: Firm) -> None:
    """The team that somebody is in belongs to no branch any more."""
    case = await without_hq.begin()
    for question, value in ORDINARY:
        await without_hq.answer(case, question, value)
    await without_hq.change_settings(reduced(hq_channel=None))
    await resume_report(without_hq.office, WORKSPACE, case, STAFF)
    await without_hq.deliver()
    assert without_hq.open_question() == "branch"


@pytest.mark.parametrize("asked", [True, False])
async def test_once_a_desk_was_told_it_stays(firm: Firm, *, asked: bool) -> None:
    """HQ has the report then; the reporter is asked nothing on account of it."""
    who = HQ if asked else STAFF
    case = await chosen_west(firm) if asked else await firm.begin()
    for question, value in () if asked else ORDINARY:
        await firm.answer(case, question, value)
    await firm.press(case, "acts", ["insult"], who)
    await firm.change_settings(reduced())
    await firm.answer(case, "demand", "none", who)
    await firm.deliver()
    assert (await firm.case(case)).branch == "west"
    assert firm.open_question() not in ("branch", None)
