"""A shop account that several people use: one form, a typed name, no history, no messages."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from flows.alarm.end_alarm import end_alarm
from flows.case import Ending
from flows.desk.take_case import take_case
from flows.errors import Reason
from flows.membership.roles import company_of
from flows.messages import Kind, ReplyAddress
from flows.report.add_evidence import add_words
from flows.report.greet import Caller, greet, show_begin
from flows.report.shared_reply import CLEARED_BEFORE
from flows.report.shared_states import SharedReceiptState
from flows.report.show_question import show_talk_form
from flows.report.show_shared import foresee_shared_receipt, show_shared_form
from flows.report.start_report import Start, offer_report, start_report, unfinished_report
from flows.report.submit_shared_form import SharedForm, raise_shared_alarm, submit_shared_form
from flows.report.talk_only import TalkWish, ask_to_talk
from flows.report.view_states import (
    Told,
)
from tests.flows.office import (
    CHIEF,
    EAST_DESK,
    GUEST,
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


NAME = "架空 花子"


async def submit(
    firm: Firm, case: UUID, who: str = SHOP, branch: str | None = None, **given: Any
) -> None:
    """Send the form."""
    form = SharedForm(Start(case, who), NAME, branch, given or GIVEN)
    await submit_shared_form(firm.office, WORKSPACE, form)
    await firm.deliver()


def reply(firm: Firm, *, replaces: bool = True) -> ReplyAddress:
    """Return where a press made now can be answered, for half an hour."""
    until = firm.clock.now() + timedelta(minutes=30)
    return ReplyAddress(uuid4(), "http://127.0.0.1/r", SHOP, until, replaces)


async def alarm(firm: Firm, case: UUID, address: ReplyAddress | None = None) -> None:
    """Press the danger button."""
    await raise_shared_alarm(firm.office, WORKSPACE, Start(case, SHOP), address)
    await firm.deliver()


def receipt(firm: Firm, address: ReplyAddress) -> SharedReceiptState:
    """Return what stands in the answer to a press."""
    key = address.place.key
    said = [s for (kind, place, _), s in firm.stands.items() if place == key]
    assert {kind for kind, place, _ in firm.stands if place == key} == {Kind.SHARED_RECEIPT}
    state = said[-1]
    assert isinstance(state, SharedReceiptState)
    return state


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


async def test_a_form_that_names_nobody_is_refused(firm: Firm) -> None:
    """A name that cannot be seen is none."""
    form = SharedForm(Start(uuid4(), SHOP), "\u3164", None, GIVEN)
    sent = submit_shared_form(firm.office, WORKSPACE, form)
    assert await refusal(sent) == Reason.UNREADABLE


async def test_danger_first_then_the_form_gives_the_name_and_keeps_the_alarm(firm: Firm) -> None:
    """What the form leaves out or contradicts takes no danger back."""
    case = uuid4()
    address = reply(firm)
    await alarm(firm, case, address)
    await alarm(firm, case, address)
    assert firm.reached(Kind.PAGE) == {CHIEF, ON_CALL, MANAGER}
    assert receipt(firm, address).number is not None
    shown = await show_shared_form(firm.office, WORKSPACE, Start(case, SHOP), uuid4())
    assert shown.case == case
    assert "danger" not in {question.id for question in shown.questions}
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
    start = Start(case, SHOP)
    assert len((await show_shared_form(firm.office, WORKSPACE, start, case)).branches) == 2
    await submit(firm, case)
    assert firm.reached(Kind.DESK_CARD) == {WEST_DESK, EAST_DESK}
    await submit(firm, uuid4(), branch="east")
    assert (await firm.case(case)).branch is None


async def test_the_receipt_stands_where_the_form_was_opened(firm: Firm) -> None:
    """Number, who was told, what to do, where to ring; then who took it."""
    address, case = reply(firm), uuid4()
    form = SharedForm(Start(case, SHOP), NAME, None, GIVEN, address)
    await submit_shared_form(firm.office, WORKSPACE, form)
    await firm.deliver()
    said = receipt(firm, address)
    assert said.number == "K-2026-0001"
    assert said.advice is not None
    assert (said.advice.told, bool(said.advice.cards)) == ((Told("西店", hq=False),), True)
    assert said.phones == (("西店", "03-0000-0001"),)
    assert (said.taken_by, said.may_fill) == (None, False)
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    assert receipt(firm, address).taken_by == CHIEF


async def test_the_form_foresees_what_the_receipt_will_say(firm: Firm) -> None:
    """Everything but the number, before anything is kept; nothing changes by it."""
    address, case = reply(firm), uuid4()
    form = SharedForm(Start(case, SHOP), NAME, None, GIVEN, address)
    foreseen = await foresee_shared_receipt(firm.office, WORKSPACE, form)
    async with firm.office.store.read(WORKSPACE) as work:
        assert await work.cases.get(case) is None
    assert (foreseen.ahead, foreseen.follows, foreseen.number) == (True, True, None)
    await submit_shared_form(firm.office, WORKSPACE, form)
    await firm.deliver()
    said = receipt(firm, address)
    assert foreseen.advice is not None
    assert said.advice == replace(foreseen.advice, number="K-2026-0001")
    assert said.phones == foreseen.phones


async def test_what_is_foreseen_comes_true(firm: Firm) -> None:
    """Whether it rings, and whether it is passed on, is the same before and after."""
    every: list[tuple[dict[str, Any], bool, Ending | None]] = [
        ({"danger": "now"}, True, None),
        ({"danger": "now", "actor": "colleague"}, True, Ending.PASSED_ON),
        ({"danger": "none", "actor": "colleague"}, False, Ending.PASSED_ON),
        ({"danger": "past", "acts": ["threat"]}, False, None),
    ]
    for given, rings, ending in every:
        case = uuid4()
        form = SharedForm(Start(case, SHOP), NAME, None, given, reply(firm))
        foreseen = await foresee_shared_receipt(firm.office, WORKSPACE, form)
        await submit_shared_form(firm.office, WORKSPACE, form)
        kept = await firm.case(case)
        assert (kept.ringing, kept.ending) == (rings, ending), given
        seen = (foreseen.alarm is not None, foreseen.ended is not None)
        assert seen == (rings, ending is not None), given
        if foreseen.ended is not None:
            assert bool(foreseen.ended.told) is kept.told


async def test_a_form_that_cannot_be_answered_any_more_says_so(firm: Firm) -> None:
    """Without an answer that lives on, nothing follows."""
    start, address = Start(uuid4(), SHOP), reply(firm)
    for late in (None, replace(address, expires_at=firm.clock.now() + CLEARED_BEFORE)):
        form = SharedForm(start, NAME, None, GIVEN, late)
        assert not (await foresee_shared_receipt(firm.office, WORKSPACE, form)).follows


async def test_the_same_form_again_changes_nothing(firm: Firm) -> None:
    """A delivery that is worked off twice is no second report, and nobody is refused."""
    case = uuid4()
    for given in (GIVEN, {"danger": "none", "actor": "colleague"}):
        case = uuid4()
        await submit(firm, case, **given)
        before, kinds = await firm.case(case), await firm.kinds(case)
        await submit(firm, case, **given)
        assert (await firm.case(case), await firm.kinds(case)) == (before, kinds)


async def test_the_person_reads_on_in_the_answer_to_the_newest_press(firm: Firm) -> None:
    """The place pressed, then safe: what was said before is not said anew in the old answer."""
    case, first, second = uuid4(), reply(firm), reply(firm)
    await alarm(firm, case, first)
    question = receipt(firm, first).place
    assert question is not None
    assert question.id == "place"
    await firm.answer(case, "place", "visit", SHOP, private=second)
    await firm.deliver()
    assert receipt(firm, second).place is None
    third = reply(firm)
    await end_alarm(firm.office, WORKSPACE, case, SHOP, mistake=False, private=third)
    await firm.deliver()
    for address, ringing in ((first, True), (second, True), (third, False)):
        told = receipt(firm, address).alarm
        assert told is not None
        assert told.ringing is ringing


async def test_nobody_yet_is_said_in_the_newest_answer_once(firm: Firm) -> None:
    """After two minutes, and no more once somebody comes."""
    case, first = uuid4(), reply(firm)
    await alarm(firm, case, first)
    await firm.later(minutes=1)
    second = reply(firm)
    await firm.answer(case, "place", "shop", SHOP, private=second)
    await firm.deliver()
    assert receipt(firm, second).nobody is None
    await firm.later(minutes=1)
    assert receipt(firm, second).nobody is not None
    assert receipt(firm, first).nobody is None
    await take_case(firm.office, WORKSPACE, case, CHIEF)
    await firm.deliver()
    live = firm.stands[Kind.SHARED_RECEIPT, second.place.key, ""]
    assert live.nobody is None
    assert live.alarm.taken_by == CHIEF


async def test_a_press_after_two_minutes_reads_at_once_that_nobody_came(firm: Firm) -> None:
    """What is said anew holds what has become of it since."""
    case, address = uuid4(), reply(firm)
    await alarm(firm, case)
    await firm.later(minutes=3)
    await firm.answer(case, "place", "shop", SHOP, private=address)
    await firm.deliver()
    assert receipt(firm, address).nobody is not None


async def test_the_receipt_is_taken_away_for_the_next_person(firm: Firm) -> None:
    """Before Slack stops taking posts; where it does not replace a message it is left alone."""
    for replaces in (True, False):
        address, case = reply(firm, replaces=replaces), uuid4()
        form = SharedForm(Start(case, SHOP), NAME, None, GIVEN, address)
        await submit_shared_form(firm.office, WORKSPACE, form)
        await firm.deliver()
        await firm.later(minutes=28)
        assert receipt(firm, address).cleared is replaces
        await take_case(firm.office, WORKSPACE, case, CHIEF)
        await firm.deliver()
        assert receipt(firm, address).taken_by is None


async def test_the_receipt_of_what_a_colleague_did_is_gone_at_once(firm: Firm) -> None:
    """Who it is about may use the same account."""
    address = reply(firm)
    given = {"danger": "none", "actor": "colleague"}
    form = SharedForm(Start(uuid4(), SHOP), NAME, None, given, address)
    await submit_shared_form(firm.office, WORKSPACE, form)
    await firm.deliver()
    assert receipt(firm, address).cleared
    await firm.later(minutes=28)
    assert len(firm.shown(Kind.SHARED_RECEIPT, address.place)) == 1


async def test_after_a_mistake_nothing_is_said_to_have_happened(firm: Firm) -> None:
    """No advice, nobody awaited; the form asks about danger again and can ring anew."""
    case, address = uuid4(), reply(firm)
    await alarm(firm, case)
    await end_alarm(firm.office, WORKSPACE, case, SHOP, mistake=True, private=address)
    await firm.deliver()
    said = receipt(firm, address)
    assert (said.advice, said.may_fill) == (None, True)
    form = await show_shared_form(firm.office, WORKSPACE, Start(case, SHOP), uuid4())
    assert "danger" in {question.id for question in form.questions}
    await submit(firm, case, danger="now", actor="tenant")
    assert (await firm.case(case)).ringing


async def test_after_safe_nothing_of_leaving_is_advised(firm: Firm) -> None:
    """The danger is over: what remains is what to do about the rest."""
    case, address = uuid4(), reply(firm)
    await alarm(firm, case)
    await submit(firm, case, actor="tenant", acts=["assault"])
    await end_alarm(firm.office, WORKSPACE, case, SHOP, mistake=False, private=address)
    await firm.deliver()
    advice = receipt(firm, address).advice
    assert advice is not None
    assert advice.cards
    assert [card.id for card in advice.cards] == ["violence"]


async def test_after_safe_with_nothing_ticked_there_is_advice(firm: Firm) -> None:
    """What to do once the danger is over."""
    case, address = uuid4(), reply(firm)
    await alarm(firm, case)
    await submit(firm, case, actor="tenant", acts=[])
    await end_alarm(firm.office, WORKSPACE, case, SHOP, mistake=False, private=address)
    await firm.deliver()
    advice = receipt(firm, address).advice
    assert advice is not None
    assert [card.id for card in advice.cards] == ["after_danger"]


async def test_danger_told_in_a_form_after_it_was_safe_rings_anew(firm: Firm) -> None:
    """A form that was open meanwhile on another device is heard too."""
    case = uuid4()
    await alarm(firm, case)
    await end_alarm(firm.office, WORKSPACE, case, SHOP, mistake=False)
    await submit(firm, case, danger="now", actor="tenant")
    kept = await firm.case(case)
    assert kept.alarm is not None
    assert (kept.alarm.round, kept.ringing) == (2, True)


async def test_the_scene_says_where_somebody_in_danger_is(firm: Firm) -> None:
    """At the counter is in the shop: the page says so, and it is not asked again."""
    await submit(firm, uuid4(), danger="now", scene="counter")
    assert {page.alarm_place for page in firm.shown(Kind.PAGE)} == {"shop"}


async def test_every_form_but_that_of_an_alarm_begins_its_own_report(firm: Firm) -> None:
    """The same button is in front of several people, and of the next one tomorrow."""
    shown, alarmed, fresh = uuid4(), uuid4(), uuid4()
    await alarm(firm, alarmed)

    async def opened(case: UUID) -> UUID:
        return (await show_shared_form(firm.office, WORKSPACE, Start(case, SHOP), fresh)).case

    assert (await opened(shown), await opened(alarmed)) == (fresh, alarmed)
    await firm.later(minutes=30)
    assert await opened(alarmed) == fresh


async def test_danger_from_a_button_left_behind_begins_its_own_report(firm: Firm) -> None:
    """Half an hour later it is somebody else's: paged anew, without the former name."""
    case = uuid4()
    await submit(firm, case)
    await alarm(firm, case, reply(firm))
    assert (await firm.case(case)).ringing
    await firm.later(hours=1)
    paged = firm.times_sent(Kind.PAGE)
    await alarm(firm, case, reply(firm))
    assert firm.times_sent(Kind.PAGE) > paged
    names = {page.reporter_name for page in firm.shown(Kind.PAGE)}
    assert names == {NAME, None}


async def test_what_was_passed_on_is_followed_by_danger_under_the_same_name(firm: Firm) -> None:
    """While the person may still be there."""
    case, address = uuid4(), reply(firm)
    await submit(firm, case, danger="none", actor="colleague")
    await alarm(firm, case, address)
    assert {page.reporter_name for page in firm.shown(Kind.PAGE)} == {NAME}
    assert receipt(firm, address).number == "K-2026-0001"


async def test_a_guest_raises_no_alarm_at_a_shared_account(firm: Firm) -> None:
    """Nor does it get or send the form: the rights are those of everybody else."""
    document = settings(shared_accounts=[GUEST])
    await firm.change_settings(document)
    start = Start(uuid4(), GUEST)
    for refused in (
        raise_shared_alarm(firm.office, WORKSPACE, start, None),
        show_shared_form(firm.office, WORKSPACE, start, uuid4()),
        submit(firm, start.case, who=GUEST),
    ):
        assert await refusal(refused) == Reason.NOT_ALLOWED


async def test_the_form_belongs_to_shared_accounts_and_to_their_own_report(firm: Firm) -> None:
    """A person's own account has its thread; somebody else's report is not completed."""
    case = await firm.begin()
    assert await refusal(submit(firm, uuid4(), who=STAFF)) == Reason.SHARED_ACCOUNT
    assert await refusal(submit(firm, case)) == Reason.NOT_YOURS
    for who, reason in ((STAFF, Reason.SHARED_ACCOUNT), (SHOP, Reason.NOT_YOURS)):
        opened = show_shared_form(firm.office, WORKSPACE, Start(case, who), uuid4())
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
        company = await company_of(work)
        assert await unfinished_report(firm.office, work, company, SHOP) is None
        assert (await show_begin(firm.office, work, SHOP, uuid4())).unfinished is None
    (greeting,) = await greet(firm.office, [Caller(WORKSPACE, SHOP, uuid4())])
    assert greeting.state is not None
    assert greeting.state.unfinished is None
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
