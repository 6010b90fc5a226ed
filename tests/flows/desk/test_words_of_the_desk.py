"""What the desk reads on its card and in the record."""

from flows.desk.open_record import open_record
from flows.evidence import DroppedFile
from flows.messages import Kind
from flows.report.add_evidence import add_words
from flows.report.change_course import reopen_question
from handlers.views import record
from tests.flows.office import CHIEF, STAFF, WORKSPACE, Firm
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
    assert "場面：電話 → 店頭（11月16日(月) 12:10）" in shown
