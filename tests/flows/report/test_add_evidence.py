"""What is typed or dropped into the thread is kept whole, and once."""

from flows.errors import Reason
from flows.evidence import DroppedFile
from flows.messages import Kind
from flows.report.add_evidence import add_words
from flows.report.end_report import withdraw_report
from flows.timeline import EntryKind
from tests.flows.office import COLLEAGUE, STAFF, WORKSPACE, Firm, refusal

CLIP = DroppedFile("F1", "録音.m4a", "audio/mp4", 10, "http://127.0.0.1/f")


async def test_more_words_come_after_the_former_ones(firm: Firm) -> None:
    """Whole, with whatever was typed in them."""
    case = await firm.report()
    rant = "<!channel> 😡" * 400
    for text in ("一つ", rant):
        await add_words(firm.office, WORKSPACE, case, STAFF, text)
    await firm.deliver()
    assert (await firm.case(case)).answers.words == f"一つ\n{rant}"
    assert firm.shown(Kind.WORDS_KEPT)[0].words == 2


async def test_a_delivery_that_comes_twice_adds_nothing(firm: Firm) -> None:
    """Neither the words nor the file."""
    case = await firm.report()
    for _ in range(2):
        await add_words(firm.office, WORKSPACE, case, STAFF, "馬鹿", [CLIP], delivery="d1")
    kept = await firm.case(case)
    assert (kept.answers.words, kept.evidence_count) == ("馬鹿", 1)
    kinds = await firm.kinds(case)
    assert (kinds.count(EntryKind.WORDS), kinds.count(EntryKind.FILE)) == (1, 1)


async def test_the_same_words_said_again_are_kept_again(firm: Firm) -> None:
    """Another message is another message."""
    case = await firm.report()
    for delivery in ("d1", "d2"):
        await add_words(firm.office, WORKSPACE, case, STAFF, "馬鹿", delivery=delivery)
    assert (await firm.case(case)).answers.words == "馬鹿\n馬鹿"
    assert (await firm.kinds(case)).count(EntryKind.WORDS) == 2


async def test_a_file_alone_is_evidence_and_answers_nothing(firm: Firm) -> None:
    """The question of the words stays open."""
    case = await firm.report()
    await add_words(firm.office, WORKSPACE, case, STAFF, "  ", [CLIP])
    await firm.deliver()
    assert (await firm.case(case)).answers.words is None
    assert firm.shown(Kind.WORDS_KEPT)[0].files == 1
    assert firm.open_question() == "words"


async def test_words_for_somebody_elses_report_or_one_that_is_over_are_refused(
    firm: Firm,
) -> None:
    """Nothing is kept, and the person is told."""
    case = await firm.report()
    other = add_words(firm.office, WORKSPACE, case, COLLEAGUE, "あ")
    assert await refusal(other) == Reason.NOT_YOURS
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    over = add_words(firm.office, WORKSPACE, case, STAFF, "あ")
    assert await refusal(over) == Reason.NOT_KEPT
