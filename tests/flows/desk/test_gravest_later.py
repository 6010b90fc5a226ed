"""A report that turns out to be of the gravest kind when its card stands: who is rung."""

from uuid import UUID

import pytest

from flows.desk.take_case import take_case
from flows.messages import Kind, Place
from flows.report.change_course import reopen_question
from flows.report.end_report import withdraw_report
from tests.flows.office import (
    CHIEF,
    EAST_DESK,
    HQ,
    HQ_DESK,
    HQ_SECOND,
    MANAGER,
    ON_CALL,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
    settings,
)
from tests.flows.words import read


async def light_report(firm: Firm, *, hq_only: bool = False) -> UUID:
    """Report an insult, which the desk has on its card."""
    case = await firm.report(hq_only=hq_only)
    await firm.deliver()
    return case


async def turns_gravest(firm: Firm, case: UUID) -> None:
    """Say that somebody was hurt after all."""
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "danger")
    await firm.answer(case, "danger", "past")
    await firm.answer(case, "past_event", "injury")


def pages_sent(firm: Firm, place: Place) -> int:
    """Count the pages that rang in one place; an edit rings nothing."""
    return sum(kind is Kind.PAGE and at == place.key for kind, at, _ in firm.sent)


async def test_the_desk_is_rung_where_nobody_has_taken_it(firm: Firm) -> None:
    """Those whom the card called read at once what it is, and take it there; once for each case."""
    case = await light_report(firm)
    await turns_gravest(firm, case)
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {MANAGER, WEST_DESK}
    (page,) = read(firm, Kind.PAGE, WEST_DESK)
    assert page.startswith("<<至急：今すぐ開いてください>>")
    assert f"<@{CHIEF}>\n*重大な言動の報告です。*" in page
    assert "*けがをした・つかまれた*" in page
    assert "受けられる方は「受ける」を押してください" in page
    assert "に、誰が受け持つかを確かめて" not in page
    assert "いま危ない" not in page
    assert "case.take" in page
    for answer in ("none", "injury"):
        await reopen_question(firm.office, WORKSPACE, case, STAFF, "past_event")
        await firm.answer(case, "past_event", answer)
        await firm.deliver()
    assert pages_sent(firm, Place.channel(WEST_DESK)) == 1


async def test_the_page_says_who_took_it_or_what_became_of_it(firm: Firm) -> None:
    """Taken, it offers nothing more to take; withdrawn, it asks for nothing."""
    case = await light_report(firm)
    await turns_gravest(firm, case)
    await firm.deliver()
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    (page,) = read(firm, Kind.PAGE, WEST_DESK)
    assert f"*<@{CHIEF}>* が受け持ちました" in page
    assert "case.take" not in page
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    (page,) = read(firm, Kind.PAGE, WEST_DESK)
    assert "取り下げ" in page
    assert "重大な言動" not in page


@pytest.mark.parametrize("at_once", [True, False])
async def test_whoever_has_taken_it_is_rung_and_not_the_desk(firm: Firm, *, at_once: bool) -> None:
    """Also where it is taken before the desk's page has gone out."""
    case = await light_report(firm)
    if at_once:
        await take_case(firm.office, WORKSPACE, case, CHIEF)
    await turns_gravest(firm, case)
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == ({MANAGER, CHIEF} if at_once else {MANAGER})


async def test_a_card_that_comes_gravest_rings_by_itself(firm: Firm) -> None:
    """Told as the gravest, or so before the card is sent: one call to the desk is enough."""
    await firm.report("assault")
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {MANAGER}
    firm.sent.clear()
    case = await firm.report(who=STAFF)
    await turns_gravest(firm, case)
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {MANAGER}
    assert WEST_DESK in firm.reached(Kind.DESK_CARD)


async def test_what_is_kept_from_the_branch_rings_hq(firm: Firm) -> None:
    """HQ has the card; the branch hears nothing."""
    case = await light_report(firm, hq_only=True)
    await turns_gravest(firm, case)
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {MANAGER, HQ_DESK}
    (page,) = firm.shown(Kind.PAGE, HQ_DESK)
    assert page.mentions == (HQ, HQ_SECOND)
    assert page.may_take


async def test_where_the_desk_cannot_be_reached_whoever_has_its_card_is_rung(firm: Firm) -> None:
    """HQ; or, without it, those on call in person, each once."""
    firm.unreachable = {Place.channel(WEST_DESK).key}
    case = await light_report(firm)
    await turns_gravest(firm, case)
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {MANAGER, HQ_DESK}
    assert "case.take" in read(firm, Kind.PAGE, HQ_DESK)[0]


async def test_those_who_stand_in_for_a_desk_are_rung_in_person(without_hq: Firm) -> None:
    """The people on call and the manager have the card: each is rung once, and may take it."""
    firm = without_hq
    firm.unreachable = {Place.channel(WEST_DESK).key}
    case = await light_report(firm)
    await turns_gravest(firm, case)
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {MANAGER, CHIEF, ON_CALL}
    for user in (MANAGER, CHIEF, ON_CALL):
        assert pages_sent(firm, Place.person(user)) == 1
        assert "case.take" in read(firm, Kind.PAGE, Place.person(user))[0]


async def test_a_manager_on_the_desk_is_rung_once(bare_firm: Firm) -> None:
    """In person, and not by the page before the others of the desk as well."""
    firm = bare_firm
    await firm.settle_in(settings(managers=[HQ]))
    case = await light_report(firm, hq_only=True)
    await turns_gravest(firm, case)
    await firm.deliver()
    assert pages_sent(firm, Place.person(HQ)) == 1
    (page,) = firm.shown(Kind.PAGE, HQ_DESK)
    assert page.mentions == (HQ_SECOND,)


async def test_what_turns_out_to_be_a_colleagues_is_seen_no_more(firm: Firm) -> None:
    """Neither who reports nor how grave it was: the page says only what the card says."""
    case = await light_report(firm)
    await turns_gravest(firm, case)
    await firm.deliver()
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "actor")
    await firm.answer(case, "actor", "colleague")
    await firm.deliver()
    (page,) = read(firm, Kind.PAGE, WEST_DESK)
    for hidden in ("重大な言動", "けが", STAFF, "case.take"):
        assert hidden not in page
    assert "報告した方が、内容を確かめています" in page


async def test_a_page_at_a_branch_that_is_no_longer_to_know_says_only_that_it_moved(
    firm: Firm,
) -> None:
    """The branch it moved to is called by its own card."""
    case = await light_report(firm)
    await turns_gravest(firm, case)
    await firm.deliver()
    await firm.answer(case, "branch", "east")
    await firm.deliver()
    (page,) = read(firm, Kind.PAGE, WEST_DESK)
    assert "重大な言動" not in page
    assert EAST_DESK not in firm.reached(Kind.PAGE)
    assert EAST_DESK in firm.reached(Kind.DESK_CARD)
