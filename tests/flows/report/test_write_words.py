"""The form of the words changes what stood in it, and loses nothing that came meanwhile."""

from uuid import uuid4

import pytest

from flows.errors import Reason, RefusedError
from flows.messages import Kind
from flows.places import thread_of
from flows.report.add_evidence import add_words
from flows.report.change_course import reopen_question
from flows.report.end_report import withdraw_report
from flows.report.leave_notice import leave_notice
from flows.report.write_words import joined, mark_of, write_words
from flows.timeline import EntryKind
from tests.flows.office import COLLEAGUE, STAFF, WORKSPACE, Firm, refusal


async def test_the_form_changes_what_stood_in_it_and_says_nothing_beside(firm: Firm) -> None:
    """The former words stay in the timeline; sent unchanged, it only closes the question."""
    case = await firm.report()
    await write_words(firm.office, WORKSPACE, case, STAFF, "馬鹿", "")
    for words in ("馬鹿と三回", "馬鹿と三回"):
        await reopen_question(firm.office, WORKSPACE, case, STAFF, "words")
        mark = mark_of((await firm.case(case)).answers.words or "")
        await write_words(firm.office, WORKSPACE, case, STAFF, words, mark)
    await firm.deliver()
    kept = await firm.case(case)
    assert (kept.answers.words, kept.reopened) == ("馬鹿と三回", frozenset())
    said = [e.content for e in await firm.timeline(case) if e.kind is EntryKind.WORDS]
    assert said == [{"text": "馬鹿"}, {"text": "馬鹿と三回", "rewrites": True}]
    assert not firm.shown(Kind.WORDS_KEPT)
    assert "words" not in firm.open_questions()


async def test_two_forms_open_at_once_lose_nothing(firm: Firm) -> None:
    """Two devices: what the first has changed stays, and the second follows."""
    case = await firm.report()
    await add_words(firm.office, WORKSPACE, case, STAFF, "馬鹿")
    mark = mark_of("馬鹿")
    await write_words(firm.office, WORKSPACE, case, STAFF, "馬鹿と三回", mark)
    await write_words(firm.office, WORKSPACE, case, STAFF, "馬鹿と大声で", mark)
    assert (await firm.case(case)).answers.words == "馬鹿と三回\n馬鹿と大声で"


async def test_a_form_that_comes_twice_adds_nothing(firm: Firm) -> None:
    """Nor does one that is sent as nothing to be seen."""
    case = await firm.report()
    await add_words(firm.office, WORKSPACE, case, STAFF, "馬鹿")
    for delivery in ("d1", "d1", "d2"):
        text = "死ね" if delivery == "d1" else " \u200b\u3164"
        await write_words(firm.office, WORKSPACE, case, STAFF, text, "", delivery=delivery)
    assert (await firm.case(case)).answers.words == "馬鹿\n死ね"
    assert (await firm.kinds(case)).count(EntryKind.WORDS) == 2


async def test_the_form_of_somebody_elses_report_or_one_that_is_over_is_refused(
    firm: Firm,
) -> None:
    """Nothing is kept, and the person is told in the thread of what was theirs."""
    case = await firm.report()
    other = write_words(firm.office, WORKSPACE, case, COLLEAGUE, "あ", "")
    assert await refusal(other) == Reason.NOT_YOURS
    await withdraw_report(firm.office, WORKSPACE, case, STAFF)
    over = write_words(firm.office, WORKSPACE, case, STAFF, "あ", "")
    with pytest.raises(RefusedError) as refused:
        await over
    assert refused.value.reason is Reason.NOT_KEPT
    await leave_notice(firm.office, WORKSPACE, STAFF, refused.value, delivery=str(uuid4()))
    await firm.deliver()
    assert [place for kind, place, _ in firm.sent if kind is Kind.NOT_KEPT] == [
        thread_of(await firm.case(case)).key
    ]
    assert (await firm.case(case)).answers.words is None


@pytest.mark.parametrize(
    ("stood", "known", "sent", "words"),
    [
        ("", "", "形", "形"),
        ("", "間", "形", "間\n形"),
        ("", "間", "間", "間"),
        ("前", "前", "形", "形"),
        ("前", "前\n間", "形", "形\n間"),
        ("前", "前\n間", "前", "前\n間"),
        ("前", "前\n間", "前\n形", "前\n間\n形"),
        ("前", "前\n間", "前の形", "前の形\n間"),
        ("前", "別", "形", "別\n形"),
        ("前", "前進", "形", "前進\n形"),
    ],
)
def test_what_was_typed_since_the_form_was_opened_stays(
    stood: str, known: str, sent: str, words: str
) -> None:
    """What stood in the form is changed where it stands; what came since follows, in order."""
    assert joined(known, sent, mark_of(stood)) == words


def test_a_mark_that_is_none_of_ours_loses_nothing() -> None:
    """The words there are stay before those of the form."""
    assert joined("前", "形", "x-y") == "前\n形"
