"""What the desk reads on its card and in the record."""

from uuid import UUID

import pytest

from flows.desk.open_record import open_record
from flows.evidence import DroppedFile
from flows.messages import Kind, Place
from flows.report.add_evidence import add_words
from flows.report.change_course import reopen_question
from handlers.views import record
from tests.flows.office import CHIEF, MANAGER, STAFF, WORKSPACE, Firm
from tests.flows.words import JA, read
from tests.handlers.views.checks import outline

CLIP = DroppedFile("F1", "録音.m4a", "audio/mp4", 10, "http://127.0.0.1/f")


async def test_there_is_a_recording_is_not_no_evidence(firm: Firm) -> None:
    """The card says what there is, and that it was not handed in; no and yes together is yes."""
    case = await firm.report()
    await firm.deliver()
    assert "証拠は" not in read(firm, Kind.DESK_CARD)[0]
    await firm.answer(case, "evidence", ["recording", "none"])
    await firm.deliver()
    assert (await firm.case(case)).answers.evidence == ("recording",)
    assert "証拠：録音あり（ファイルは未提出）" in read(firm, Kind.DESK_CARD)[0]
    await add_words(firm.office, WORKSPACE, case, STAFF, "", [CLIP])
    await firm.deliver()
    assert "証拠：録音あり（提出 1 件）" in read(firm, Kind.DESK_CARD)[0]


async def test_the_record_keeps_showing_what_was_first_said(firm: Firm) -> None:
    """A corrected answer stands beside the one before it, with when it was corrected."""
    case = await firm.report()
    await firm.later(minutes=10)
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "scene")
    await firm.answer(case, "scene", "counter")
    shown = outline(record.view(await open_record(firm.office, WORKSPACE, case, CHIEF), JA))
    assert "場面：電話 → 店頭（2026年11月16日(月) 12:10）" in shown


async def told_of_past_danger(firm: Firm) -> UUID:
    """Report an injury or announced harm at the counter, and tick nothing that happened."""
    case = await firm.begin()
    for question, value in (("danger", "past"), ("actor", "tenant"), ("scene", "counter")):
        await firm.answer(case, question, value)
    await firm.answer(case, "acts", [])
    await firm.deliver()
    return case


@pytest.mark.parametrize(
    ("what", "label"),
    [("injury", "けがをした・つかまれた"), ("announced_harm", "危害を予告された")],
)
async def test_the_card_and_the_page_say_that_somebody_was_hurt_or_threatened(
    firm: Firm, what: str, label: str
) -> None:
    """With no act ticked it stands where the acts stand, and what happened is then known."""
    case = await told_of_past_danger(firm)
    await firm.answer(case, "past_event", what)
    await firm.answer(case, "words", "ただでは済まない")
    await firm.deliver()
    for text in (*read(firm, Kind.DESK_CARD), *read(firm, Kind.PAGE, Place.person(MANAGER))):
        assert f"*{label}*\n入居者 / 店頭" in text
    (card,) = read(firm, Kind.DESK_CARD)
    assert "あったことは選ばれていません" not in card
    assert "けが" not in card.splitlines()[0]


async def test_what_it_was_stands_beside_the_acts(firm: Firm) -> None:
    """Something broken, and somebody hurt: both are said."""
    case = await firm.report("property_damage")
    await reopen_question(firm.office, WORKSPACE, case, STAFF, "danger")
    await firm.answer(case, "danger", "past")
    await firm.answer(case, "past_event", "injury")
    await firm.deliver()
    assert "*物を壊す*\n*けがをした・つかまれた*\n入居者 / 電話" in read(firm, Kind.DESK_CARD)[0]


@pytest.mark.parametrize("what", ["none", "unknown"])
async def test_nothing_that_happened_is_no_line_of_the_card(firm: Firm, what: str) -> None:
    """None of these, or not sure which, says nothing about what happened."""
    case = await told_of_past_danger(firm)
    await firm.answer(case, "past_event", what)
    await firm.deliver()
    (card,) = firm.shown(Kind.DESK_CARD)
    assert "past_event" not in {line.question.id for line in card.happened}
