"""One answer: kept where it belongs, once, and nothing lost or left over."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from flows.alarm.end_alarm import end_alarm
from flows.case import Case, Customer
from flows.errors import Reason
from flows.messages import Kind, ReplyAddress
from flows.report.change_course import reopen_question
from flows.report.end_report import withdraw_report
from flows.report.show_question import show_form
from flows.timeline import EntryKind
from tests.flows.conftest import NOON
from tests.flows.office import (
    COLLEAGUE,
    EAST_DESK,
    HQ,
    ORDINARY,
    STAFF,
    WEST_DESK,
    WORKSPACE,
    Firm,
    refusal,
)


async def test_an_answer_by_somebody_else_is_refused_and_changes_nothing(firm: Firm) -> None:
    """Whoever is not the reporter is told so."""
    case = await firm.begin()
    before, entries = await firm.case(case), await firm.kinds(case)
    for question, value in (("danger", "none"), ("actor", "tenant"), ("customer", {"name": "x"})):
        refused = firm.press(case, question, value, who=COLLEAGUE)
        assert await refusal(refused) == Reason.NOT_YOURS
    assert (await firm.case(case), await firm.kinds(case)) == (before, entries)


async def test_a_press_on_a_report_that_is_over_or_unknown_is_refused(firm: Firm) -> None:
    """Nothing begins by answering anything but danger."""
    case = await firm.report()
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    assert await refusal(firm.answer(case, "words", "あ")) == Reason.CLOSED
    assert await refusal(firm.answer(uuid4(), "actor", "tenant")) == Reason.NOT_FOUND


async def test_the_private_question_begins_the_report_and_turns_into_a_receipt(
    firm: Firm,
) -> None:
    """The head stands in the reporter's own conversation; the receipt where it was pressed."""
    case = uuid4()
    address = ReplyAddress(uuid4(), "http://127.0.0.1/r", STAFF, NOON.replace(hour=4), True)
    await firm.answer(case, "danger", "none", private=address, origin="C0EASTTEAM")
    await firm.deliver()
    (receipt,) = firm.shown(Kind.RECEIPT, address.place)
    assert receipt.danger == "none"
    assert (await firm.case(case)).branch == "east"
    assert firm.open_question() == "actor"


ANSWERS: list[tuple[str, Any, Any]] = [
    ("danger", "none", "past"),
    ("actor", "tenant", "owner"),
    ("acts", ["insult"], ["threat"]),
    ("branch", "west", "east"),
    ("customer", {"name": "架空田"}, {"name": "見本田"}),
    ("impact", ["none"], ["severe_health"]),
    ("affected", {"user": COLLEAGUE}, {"name": "見本 次郎"}),
]


async def test_the_same_answer_again_changes_nothing_and_another_is_refused(firm: Firm) -> None:
    """A repeated delivery has no second effect; a stale button overwrites nothing."""
    case = await firm.begin(HQ)
    await firm.answer(case, "reported_as", "witness", HQ)
    for question, first, second in ANSWERS:
        await firm.answer(case, question, first, HQ)
        kept, entries = await firm.case(case), await firm.timeline(case)
        await firm.answer(case, question, first, HQ)
        refused = firm.answer(case, question, second, HQ)
        assert await refusal(refused) == Reason.ALREADY_ANSWERED, question
        assert (await firm.case(case), await firm.timeline(case)) == (kept, entries), question


UNREADABLE: list[tuple[str, Any]] = [
    ("actor", "nobody"),
    ("actor", {}),
    ("acts", {}),
    ("acts", "insult"),
    ("branch", "north"),
    ("impact", ["sad"]),
    ("numbers", {"repeats": -1}),
    ("actor", {"actor": "tenant", "scene": "phone"}),
    ("customer", {"customer": "x"}),
    ("customer", {"user": "U0STAFF"}),
    ("branch", {"user": "U0STAFF"}),
    ("place", "moon"),
    ("place", {"user": "U0STAFF"}),
    # Somebody is chosen or named, and nothing else.
    ("affected", {"user": ""}),
    ("affected", {"affected": "x"}),
    ("affected", {"name": "x", "acts": "x"}),
]


async def test_what_cannot_be_read_is_refused_and_changes_nothing(firm: Firm) -> None:
    """Nor is anything noted."""
    danger, quiet = await firm.danger(), await firm.begin()
    await firm.answer(quiet, "reported_as", "witness")
    for question, value in UNREADABLE:
        case = danger if question == "place" else quiet
        await firm.have_asked(case, question)
        before, entries = await firm.case(case), await firm.kinds(case)
        refused = firm.press(case, question, value)
        assert await refusal(refused) == Reason.UNREADABLE, (question, value)
        assert (await firm.case(case), await firm.kinds(case)) == (before, entries)


NEVER_ASKED: list[tuple[str, Any]] = [
    ("proportion", "excessive"),
    ("wishes", ["anonymous_to_branch"]),
    ("customer", {"name": "x"}),
    ("impact", ["severe_health"]),
    ("branch", "east"),
    ("tell", {}),
    ("pass_on", "contact"),
    ("place", "shop"),
    ("affected", {"name": "x"}),
]


async def test_what_was_never_asked_is_not_answered(firm: Firm) -> None:
    """A made-up press is refused with a sentence, and nothing is noted."""
    case = await firm.begin()
    before, entries = await firm.case(case), await firm.kinds(case)
    for question, value in NEVER_ASKED:
        refused = firm.press(case, question, value)
        assert await refusal(refused) == Reason.NOT_ASKED, question
    assert (await firm.case(case), await firm.kinds(case)) == (before, entries)


async def test_what_a_correction_made_pointless_is_not_answered(firm: Firm) -> None:
    """A press that was on its way: the answer would stand where it can never be changed."""
    case = await firm.begin()
    for question, value in (("danger", "past"), ("actor", "tenant"), ("scene", "phone")):
        await firm.press(case, question, value)
    await firm.press(case, "acts", ["strong_tone"])
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "danger")
    await firm.press(case, "danger", "none")
    before = await firm.case(case)
    late = firm.press(case, "past_event", "injury")
    assert await refusal(late) == Reason.NOT_ASKED
    assert await firm.case(case) == before


async def test_the_place_comes_too_late_after_a_slip(firm: Firm) -> None:
    """Pressed as the alarm was taken back: it is no place of the next one."""
    case = await firm.danger()
    await end_alarm(firm.office, WORKSPACE, case, STAFF, mistake=True)
    assert await refusal(firm.press(case, "place", "visit")) == Reason.NOT_ASKED
    await firm.press(case, "danger", "now")
    await firm.deliver()
    assert firm.open_question() == "place"


async def test_no_act_ticked_is_an_answer(firm: Firm) -> None:
    """The desk is told of a report in which facts are missing, and it is not asked again."""
    case = await firm.begin()
    for question, value in ORDINARY:
        await firm.answer(case, question, value)
    await firm.answer(case, "acts", [])
    await firm.deliver()
    assert firm.card().proposal.determination == "INSUFFICIENT"
    assert firm.open_question() == "words"


async def test_what_nobody_can_see_of_a_customer_is_not_known(firm: Firm) -> None:
    """What stands beside it in the form is kept."""
    case = await firm.report()
    given = {"name": "\u200b", "phone": "\ufe0f", "room": "203"}
    await firm.answer(case, "customer", given)
    async with firm.office.store.read(WORKSPACE) as work:
        assert await work.customers.get(case) == Customer(room="203")


async def test_an_empty_form_is_not_asked_for_again(firm: Firm) -> None:
    """Sent with nothing in it, it says that no more is known."""
    case = await firm.report()
    await firm.reach(case, "occurred_at")
    await firm.answer(case, "occurred_at", {})
    await firm.deliver()
    assert firm.open_question() == "customer"
    await firm.answer(case, "customer", {})
    await firm.deliver()
    assert firm.open_question() not in {"customer", "occurred_at"}


async def test_a_field_emptied_in_a_form_is_empty_from_then_on(firm: Firm) -> None:
    """A correction leaves no stale number behind."""
    case = await firm.report("repetition", "long_contact")
    await firm.reach(case, "numbers")
    await firm.answer(case, "numbers", {"repeats": 5, "longest_minutes": 10})
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "numbers")
    await firm.answer(case, "numbers", {"longest_minutes": 40})
    answers = (await firm.case(case)).answers
    assert (answers.repeats, answers.longest_minutes) == (None, 40)


async def test_a_correction_is_an_entry_of_its_own_and_drops_what_it_makes_pointless(
    firm: Firm,
) -> None:
    """The first answer stays in the timeline; the pointless one counts no more."""
    case = await firm.report("intimidation")
    await firm.reach(case, "single_burst")
    await firm.answer(case, "single_burst", "yes")
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "acts")
    await firm.answer(case, "acts", ["insult"])
    assert (await firm.case(case)).answers.single_burst is None
    entries = await firm.timeline(case)
    acts = [e.content["given"] for e in entries if e.content and "given" in e.content][3:]
    assert {"acts": ["intimidation"]} in acts
    assert {"acts": ["insult"]} in acts
    assert EntryKind.CORRECTED in await firm.kinds(case)


async def test_for_oneself_after_all_nobody_else_is_named(firm: Firm) -> None:
    """A correction of whom it is about forgets the person concerned."""
    case = await firm.begin()
    await firm.answer(case, "reported_as", "witness")
    await firm.answer(case, "danger", "none")
    await firm.deliver()
    await firm.answer(case, "affected", {"name": "見本 次郎"})
    await firm.deliver()
    given = [s.given for s in firm.shown(Kind.QUESTION) if s.question.id == "affected"]
    assert given == ["見本 次郎"]
    async with firm.office.store.write(WORKSPACE) as work:
        kept = await firm.case(case)
        await work.cases.save(reopened(kept, "reported_as"))
    await firm.answer(case, "reported_as", "self")
    kept = await firm.case(case)
    assert (kept.affected, "affected" in kept.settled) == (None, False)


def reopened(case: Case, question: str) -> Case:
    """Return a case with a question open to change, asked or not."""
    return replace(case, asked=(*case.asked, question), reopened=frozenset({question}))


async def test_without_hq_a_branch_that_is_not_known_is_asked_and_then_every_desk_is_told(
    without_hq: Firm,
) -> None:
    """わからない must not leave a report with nobody."""
    firm = without_hq
    case = await firm.report(who=HQ)
    await firm.deliver()
    assert firm.open_question() == "branch"
    assert not firm.shown(Kind.DESK_CARD)
    await firm.answer(case, "branch", "unknown", HQ)
    await firm.deliver()
    assert firm.reached(Kind.DESK_CARD) == {WEST_DESK, EAST_DESK}


async def test_without_hq_a_button_that_tells_hq_tells_nobody(without_hq: Firm) -> None:
    """It was offered while there was one: the branch is not told in its stead."""
    assert await refusal(without_hq.report(hq_only=True)) == Reason.OUTDATED
    await without_hq.deliver()
    assert not without_hq.shown(Kind.DESK_CARD)


async def test_a_form_opens_with_what_is_known_and_only_for_its_reporter(firm: Firm) -> None:
    """What was typed before stands in it."""
    case = await firm.report()
    await firm.reach(case, "customer")
    await firm.answer(case, "customer", {"name": "架空田", "room": "203"})
    form = await show_form(firm.office, WORKSPACE, case, STAFF, "customer")
    assert form.known == (("room", "203"), ("name", "架空田"))
    other = show_form(firm.office, WORKSPACE, case, COLLEAGUE, "customer")
    assert await refusal(other) == Reason.NOT_YOURS
    never = show_form(firm.office, WORKSPACE, case, STAFF, "wishes")
    assert await refusal(never) == Reason.NOT_FOUND
    second = await firm.begin()
    await firm.answer(second, "reported_as", "witness")
    await firm.answer(second, "danger", "none")
    await firm.answer(second, "affected", {"name": "見本 次郎"})
    named = await show_form(firm.office, WORKSPACE, second, STAFF, "affected")
    assert named.known == (("name", "見本 次郎"),)
