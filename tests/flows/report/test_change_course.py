"""Later, again, changed, enough: in whatever order, no answer is lost and asking ends."""

from dataclasses import replace
from itertools import permutations
from random import Random
from uuid import UUID, uuid4

import pytest

from flows.errors import Reason, RefusedError
from flows.messages import Kind
from flows.report.add_evidence import add_words
from flows.report.change_course import (
    finish_report,
    postpone_question,
    reopen_question,
    resume_report,
)
from flows.timeline import EntryKind
from tests.flows.office import COLLEAGUE, ORDINARY, STAFF, WORKSPACE, Firm, refusal

STEPS = ("later", "back", "finish", "resume", "answer", "words")
WALK = "012301203120132010231021302103210"
"""Thirty-three of the first four steps, in which each of their twenty-four orders occurs."""


async def step(firm: Firm, case: UUID, name: str, question: str) -> None:
    """Do one thing a reporter can do, about one question."""
    office = firm.office
    match name:
        case "later":
            await postpone_question(office, WORKSPACE, case, STAFF, question)
        case "back":
            await reopen_question(office, WORKSPACE, case, STAFF, question)
        case "finish":
            await finish_report(office, WORKSPACE, case, STAFF)
        case "resume":
            await resume_report(office, WORKSPACE, case, STAFF)
        case "answer":
            await firm.answer(case, "impact", ["work_interrupted"])
        case _:
            await add_words(office, WORKSPACE, case, STAFF, "続きです")


@pytest.mark.no_cover
async def test_in_every_order_the_answer_stays(firm: Firm) -> None:
    """Postponing, reopening, finishing and resuming an answered question; then asking ends."""
    assert all("".join(order) in WALK for order in permutations("0123"))
    case = await firm.report("strong_tone")
    await firm.reach(case, "impact")
    await firm.answer(case, "impact", ["work_interrupted"])
    for place, number in enumerate(WALK):
        await step(firm, case, STEPS[int(number)], "impact")
        async with firm.office.store.read(WORKSPACE) as work:
            care = await work.care.get(case)
        assert care is not None
        assert care.impact == ("work_interrupted",), place
    await answer_to_the_end(firm, case)


async def answer_to_the_end(firm: Firm, case: UUID) -> None:
    """Put off whatever is open until nothing is."""
    for _ in range(40):
        await firm.deliver()
        open_ones = firm.open_questions()
        if not open_ones:
            break
        await postpone_question(firm.office, WORKSPACE, case, STAFF, min(open_ones))
    assert firm.open_question() is None
    assert (await firm.case(case)).finished_at is not None


@pytest.mark.no_cover
async def test_random_steps_never_fail_otherwise_than_with_a_sentence(
    firm: Firm, kind: str
) -> None:
    """Thirty steps about any question that was asked; then it still ends."""
    chance = Random(kind)  # noqa: S311 - which step comes next, no secret
    case = await firm.report("insult", "repetition")
    for _ in range(30):
        asked = (await firm.case(case)).asked
        try:
            await step(firm, case, chance.choice(STEPS), chance.choice(asked))
        except RefusedError:
            continue
    kept = await firm.case(case)
    assert kept.answers.acts == ("insult", "repetition")
    for question in sorted(kept.reopened):
        if question in ("acts", "danger", "actor", "scene"):
            await firm.answer(case, question, kept.answers.to_document()[question])
    await answer_to_the_end(firm, case)


async def test_enough_means_that_nothing_more_is_asked(firm: Firm) -> None:
    """Neither words added afterwards nor a correction that makes nothing matter asks another."""
    case = await firm.report("insult", "repetition")
    await finish_report(firm.office, WORKSPACE, case, STAFF)
    await finish_report(firm.office, WORKSPACE, case, STAFF)
    await add_words(firm.office, WORKSPACE, case, STAFF, "もう一つ")
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "scene")
    await firm.answer(case, "scene", "counter")
    await firm.deliver()
    assert firm.open_question() is None
    assert (await firm.kinds(case)).count(EntryKind.FINISHED) == 1
    (finished,) = firm.shown(Kind.FINISHED)
    assert "words" not in {question.id for question in finished.postponed}
    assert "occurred_at" in {question.id for question in finished.postponed}
    assert not firm.card().provisional


async def test_after_enough_a_correction_asks_what_it_makes_matter(firm: Firm) -> None:
    """A new act brings its own question, and not the words, which mattered before."""
    case = await firm.report("insult", "repetition")
    await finish_report(firm.office, WORKSPACE, case, STAFF)
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "acts")
    await firm.answer(case, "acts", ["excessive_demand"])
    await firm.deliver()
    assert firm.open_question() == "pressure"
    kept = await firm.case(case)
    assert kept.finished_at is None
    assert {"words", "occurred_at"} <= kept.postponed


async def test_an_injury_that_comes_to_light_after_enough_is_asked_about(firm: Firm) -> None:
    """Which it was decides how grave the report is; nothing else is asked."""
    case = await firm.report("strong_tone")
    await finish_report(firm.office, WORKSPACE, case, STAFF)
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "danger")
    await firm.press(case, "danger", "past")
    await firm.deliver()
    assert firm.open_question() == "past_event"
    await firm.press(case, "past_event", "injury")
    await firm.deliver()
    kept = await firm.case(case)
    assert kept.finished_at is not None
    assert kept.proposal is not None
    assert kept.proposal.severity == "S4"
    assert firm.open_question() is None


async def test_what_was_put_off_is_asked_once_it_matters_again(firm: Firm) -> None:
    """Put off, made pointless, and of matter again: it comes at the end of the thread."""
    case = await firm.begin()
    for question, value in (("danger", "past"), *ORDINARY[1:], ("acts", ["strong_tone"])):
        await firm.answer(case, question, value)
    await firm.deliver()
    assert firm.open_question() == "past_event"
    await postpone_question(firm.office, WORKSPACE, case, STAFF, "past_event")
    await finish_report(firm.office, WORKSPACE, case, STAFF)
    for danger in ("none", "past"):
        await reopen_question(firm.office, WORKSPACE, case, STAFF, "danger")
        await firm.press(case, "danger", danger)
        asked = firm.times_sent(Kind.QUESTION)
        await firm.deliver()
        assert firm.open_question() == ("past_event" if danger == "past" else None)
    assert firm.times_sent(Kind.QUESTION) == asked + 1


async def test_going_on_after_enough_asks_each_question_once(firm: Firm) -> None:
    """The next question comes as one message, not two."""
    case = await firm.report()
    await firm.deliver()
    await finish_report(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    assert firm.shown(Kind.FINISHED)[0].postponed[0].id == "words"
    await resume_report(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    assert firm.open_question() == "words"
    await firm.answer(case, "words", "馬鹿")
    asked = firm.times_sent(Kind.QUESTION)
    await firm.deliver()
    assert firm.times_sent(Kind.QUESTION) == asked + 1


async def test_going_on_where_the_next_question_was_never_asked_asks_it_once(firm: Firm) -> None:
    """After the summary of an alarm, for instance."""
    case = await firm.danger()
    await firm.answer(case, "place", "shop")
    await firm.deliver()
    before = firm.times_sent(Kind.QUESTION)
    await resume_report(firm.office, WORKSPACE, case, STAFF)
    await firm.deliver()
    assert firm.times_sent(Kind.QUESTION) == before + 1
    assert firm.open_question() == "actor"


async def test_a_correction_after_the_last_question_asks_what_then_matters(firm: Firm) -> None:
    """A new act has its own question; the summary is edited, not said twice.

    Where nothing is open after all, going on changes nothing: a summary stays the summary.
    """
    case = await firm.report("strong_tone")
    await answer_to_the_end(firm, case)
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "acts")
    await firm.deliver()
    assert firm.open_question() == "acts"
    await firm.answer(case, "acts", ["intimidation"])
    await firm.deliver()
    assert firm.open_question() == "single_burst"
    assert (await firm.case(case)).finished_at is None
    await answer_to_the_end(firm, case)
    assert firm.times_sent(Kind.FINISHED) == 1
    async with firm.office.store.write(WORKSPACE) as work:
        kept = await firm.case(case)
        settled = kept.settled | {q.id for q in firm.office.flow.questions}
        await work.cases.save(replace(kept, settled=settled))
    before, entries = await firm.case(case), await firm.kinds(case)
    await resume_report(firm.office, WORKSPACE, case, STAFF)
    assert (await firm.case(case), await firm.kinds(case)) == (before, entries)


async def test_later_twice_is_once(firm: Firm) -> None:
    """A repeated delivery notes nothing."""
    case = await firm.report()
    await postpone_question(firm.office, WORKSPACE, case, STAFF, "words")
    before = await firm.kinds(case)
    await postpone_question(firm.office, WORKSPACE, case, STAFF, "words")
    assert await firm.kinds(case) == before


async def test_what_cannot_be_put_off_or_reopened_is_refused(firm: Firm) -> None:
    """What the desk needs first, what was never asked, what no longer matters."""
    office = firm.office
    case = await firm.begin()
    early = postpone_question(office, WORKSPACE, case, STAFF, "danger")
    assert await refusal(early) == Reason.UNREADABLE
    never = postpone_question(office, WORKSPACE, case, STAFF, "wishes")
    assert await refusal(never) == Reason.NOT_FOUND
    unasked = reopen_question(office, WORKSPACE, case, STAFF, "wishes")
    assert await refusal(unasked) == Reason.NOT_ASKED
    untold = finish_report(office, WORKSPACE, case, STAFF)
    assert await refusal(untold) == Reason.NO_ACTS
    for other in (
        reopen_question(office, WORKSPACE, case, COLLEAGUE, "danger"),
        resume_report(office, WORKSPACE, case, COLLEAGUE),
        finish_report(office, WORKSPACE, case, COLLEAGUE),
    ):
        assert await refusal(other) == Reason.NOT_YOURS
    gone = resume_report(office, WORKSPACE, uuid4(), STAFF)
    assert await refusal(gone) == Reason.NOT_FOUND
    danger = await firm.danger()
    await firm.answer(danger, "place", "shop")
    await reopen_question(office, WORKSPACE, danger, STAFF, "danger")
    await firm.answer(danger, "danger", "none")
    pointless = reopen_question(office, WORKSPACE, danger, STAFF, "place")
    assert await refusal(pointless) == Reason.NOT_ASKED


async def test_the_place_can_be_put_off_and_nothing_else_is_asked_while_it_rings(
    firm: Firm,
) -> None:
    """Until it is over, or the reporter goes on."""
    case = await firm.danger()
    await postpone_question(firm.office, WORKSPACE, case, STAFF, "place")
    await firm.deliver()
    assert firm.open_question() is None
    assert (await firm.case(case)).finished_at is None
