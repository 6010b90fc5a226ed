"""A shop account that several people use: one form, a typed name, no history, no messages."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from flows.errors import Reason
from flows.messages import Kind, ReplyAddress
from flows.report.add_evidence import add_words
from flows.report.greet import show_begin
from flows.report.show_question import show_shared_form, show_talk_form
from flows.report.start_report import Start, offer_report, start_report, unfinished_report
from flows.report.submit_shared_form import SharedForm, raise_shared_alarm, submit_shared_form
from flows.report.talk_only import TalkWish, ask_to_talk
from tests.flows.conftest import NOON
from tests.flows.office import (
    CHIEF,
    EAST_DESK,
    HR,
    MANAGER,
    ON_CALL,
    SHOP,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
    refusal,
    settings,
)

GIVEN = {"danger": "none", "actor": "tenant", "scene": "counter", "acts": ["insult"]}


async def submit(
    firm: Firm, case: UUID, who: str = SHOP, branch: str | None = None, **given: Any
) -> None:
    """Send the form."""
    form = SharedForm(Start(case, who), "架空 花子", branch, given or GIVEN)
    await submit_shared_form(firm.office, WORKSPACE, form)
    await firm.deliver()


def reply() -> ReplyAddress:
    """Return where the form's opener can be answered."""
    return ReplyAddress(uuid4(), "http://127.0.0.1/r", SHOP, NOON.replace(hour=4), replaces=True)


async def test_one_form_reports_with_a_typed_name_and_sends_nothing_to_the_account(
    firm: Firm,
) -> None:
    """The desk reads the name, nothing is provisional, the account is written to nowhere."""
    case = uuid4()
    await submit(firm, case)
    assert (firm.card().reporter, firm.card().reporter_name) == (None, "架空 花子")
    assert not firm.card().provisional
    assert {kind for kind, _, _ in firm.sent} == {Kind.DESK_CARD}
    await firm.later(days=1)
    assert {kind for kind, _, _ in firm.sent} == {Kind.DESK_CARD}


async def test_a_second_form_for_the_same_report_is_refused_with_a_sentence(firm: Firm) -> None:
    """The first one stands."""
    case = uuid4()
    await submit(firm, case)
    before = await firm.case(case)
    again = submit(firm, case, acts=["threat"])
    assert await refusal(again) == Reason.ALREADY_ANSWERED
    assert await firm.case(case) == before


async def test_danger_first_then_the_form_gives_the_name_and_keeps_the_alarm(firm: Firm) -> None:
    """What the form leaves out or contradicts takes no danger back."""
    case = uuid4()
    address = reply()
    await raise_shared_alarm(firm.office, WORKSPACE, Start(case, SHOP), address)
    await raise_shared_alarm(firm.office, WORKSPACE, Start(case, SHOP), address)
    await firm.deliver()
    assert firm.reached(Kind.PAGE) == {CHIEF, ON_CALL, MANAGER}
    assert firm.shown(Kind.RECEIPT)[0].number is not None
    shown = await show_shared_form(firm.office, WORKSPACE, case, SHOP)
    assert shown.danger == "now"
    await submit(firm, case, actor="tenant", scene="counter", acts=["assault"], danger="none")
    kept = await firm.case(case)
    assert (kept.answers.danger, kept.answers.acts) == ("now", ("assault",))
    assert (kept.ringing, kept.reporter_name) == (True, "架空 花子")
    pages = firm.shown(Kind.PAGE)
    assert {page.reporter_name for page in pages} == {"架空 花子"}
    assert not any(SHOP in place for _, place, _ in firm.sent)


async def test_danger_told_in_the_form_pages_even_where_a_colleague_did_it(firm: Firm) -> None:
    """Both come at once: people are paged before it is passed on."""
    await submit(firm, uuid4(), danger="now", actor="colleague")
    assert firm.reached(Kind.PAGE) == {CHIEF, ON_CALL, MANAGER}
    assert firm.card().ending == "passed_on"


@pytest.mark.parametrize(
    "given", [{"acts": ["insult"]}, {"danger": "past", "acts": ["insult"]}, {"words": "馬鹿"}]
)
async def test_whatever_is_left_empty_the_desk_is_told(firm: Firm, given: dict[str, Any]) -> None:
    """Nothing can be asked afterwards, so nothing may be waited for."""
    await submit(firm, uuid4(), **given)
    assert firm.card().number == "K-2026-0001"


async def test_without_branch_and_hq_every_desk_is_told(without_hq: Firm) -> None:
    """The form must not end with nobody."""
    firm = without_hq
    document = settings(hq_channel=None)
    del document["branches"][0]["team_channel"]
    await firm.change_settings(document)
    case = uuid4()
    assert len((await show_shared_form(firm.office, WORKSPACE, case, SHOP)).branches) == 2
    await submit(firm, case)
    assert firm.reached(Kind.DESK_CARD) == {WEST_DESK, EAST_DESK}
    await submit(firm, uuid4(), branch="east")
    assert (await firm.case(case)).branch is None


async def test_the_receipt_stands_where_the_form_was_opened(firm: Firm) -> None:
    """It names the number."""
    form = SharedForm(Start(uuid4(), SHOP), "架空 花子", None, GIVEN, reply())
    await submit_shared_form(firm.office, WORKSPACE, form)
    await firm.deliver()
    (receipt,) = firm.shown(Kind.RECEIPT)
    assert (receipt.number, receipt.shared_account) == ("K-2026-0001", True)


async def test_the_form_belongs_to_shared_accounts_and_to_their_own_report(firm: Firm) -> None:
    """A person's own account has its thread; somebody else's report is not completed."""
    case = await firm.begin()
    assert await refusal(submit(firm, uuid4(), who=STAFF)) == Reason.SHARED_ACCOUNT
    assert await refusal(submit(firm, case)) == Reason.NOT_YOURS
    for who, reason in ((STAFF, Reason.SHARED_ACCOUNT), (SHOP, Reason.NOT_YOURS)):
        opened = show_shared_form(firm.office, WORKSPACE, case, who)
        assert await refusal(opened) == reason


@pytest.mark.parametrize("given", [{"actor": "nobody"}, {"impact": ["severe_health"]}])
async def test_a_form_that_cannot_be_read_is_refused(firm: Firm, given: dict[str, Any]) -> None:
    """Health is not asked there and not taken there."""
    assert await refusal(submit(firm, uuid4(), **given)) == Reason.UNREADABLE


async def test_the_next_person_at_the_counter_finds_no_history(firm: Firm) -> None:
    """Nothing to go on with, and no words added to a former report."""
    await submit(firm, uuid4())
    danger = await firm.danger(who=SHOP)
    async with firm.office.store.read(WORKSPACE) as work:
        assert await unfinished_report(firm.office, work, SHOP) is None
        assert (await show_begin(firm.office, work, SHOP, uuid4())).unfinished is None
    await add_words(firm.office, WORKSPACE, danger, SHOP, "あ")
    await firm.answer(await shared_intake(firm), "actor", "tenant", SHOP)
    await firm.deliver()
    assert not any(
        SHOP in place or (place.startswith("thread") and kind is not Kind.PAGE)
        for kind, place, _ in firm.sent
    )


async def shared_intake(firm: Firm) -> UUID:
    """Answer the danger question of the account without any form."""
    case = uuid4()
    await firm.answer(case, "danger", "none", SHOP)
    return case


async def test_words_in_the_bots_conversation_bring_the_button(firm: Firm) -> None:
    """The command begins nothing; its form does."""
    start = Start(uuid4(), SHOP)
    await start_report(firm.office, WORKSPACE, start)
    await offer_report(firm.office, WORKSPACE, start)
    await firm.deliver()
    assert {kind for kind, _, _ in firm.sent} == {Kind.BEGIN}


async def test_nobody_talks_by_a_shared_account(firm: Firm) -> None:
    """The answer could be read by anybody."""
    wish = TalkWish(Start(uuid4(), SHOP), HR, named=True)
    assert await refusal(ask_to_talk(firm.office, WORKSPACE, wish)) == Reason.SHARED_ACCOUNT
    form = show_talk_form(firm.office, WORKSPACE, uuid4(), SHOP)
    assert await refusal(form) == Reason.SHARED_ACCOUNT
