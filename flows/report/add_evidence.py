"""What is typed or dropped into the report's thread: words as spoken, recordings, pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from flows.alarm.whereabouts import PLACE, hears_place, with_place_words
from flows.case import Case
from flows.company import Company
from flows.evidence import DroppedFile
from flows.membership.roles import company_of
from flows.messages import Kind, Wanted
from flows.places import is_shared, thread_of
from flows.ports import Office, Work
from flows.report.drop_files import drop_files
from flows.report.next_question import next_to_ask
from flows.report.own_case import case_that_hears
from flows.report.proceed import full_answers, proceed
from flows.report.refresh_questions import looks_of, refresh_questions
from flows.timeline import EntryKind
from flows.written import says_something

SHOWING_WORDS = (Kind.FINISHED, Kind.WORDS_KEPT, Kind.REPORT_HEAD)
"""What else looks different once there are more words."""


async def add_words(
    office: Office,
    workspace: str,
    case_id: UUID,
    actor: str,
    text: str,
    files: Sequence[DroppedFile] = (),
    *,
    delivery: str | None = None,
) -> None:
    """Keep words and files as they came, whole; more of them come after the former ones.

    `delivery` names the message they came in: one that comes twice changes nothing.

    Raises:
        RefusedError: not the actor's report, or over.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        before = await case_that_hears(work, case_id, actor)
        looked = await looks_of(office, work, company, before)
        answers_it = await _words_are_asked(office, work, company, before)
        case = before
        if says_something(text) and not await came_before(work, case.id, delivery):
            said = as_said(text, delivery)
            if hears_place(before):
                case = await _with_place(office, work, before, said)
            else:
                earlier = before.answers.words
                words = f"{earlier}\n{text}" if earlier else text
                case = await with_words(office, work, before, said, words)
        case = await drop_files(work, case, files, office.clock.now())
        if case == before:
            return
        case = await proceed(office, work, company, before, case)
        await work.messages.refresh(case.id, *SHOWING_WORDS)
        await refresh_questions(office, work, company, looked, case)
        # Words that answer the open question stand there: one sign is enough.
        beside = case.evidence_count != before.evidence_count or not answers_it
        if beside and not is_shared(company, actor):
            await work.messages.want(Wanted(Kind.WORDS_KEPT, thread_of(case), case=case.id))


async def came_before(work: Work, case: UUID, delivery: str | None) -> bool:
    """Whether the words of a delivery are kept already."""
    if delivery is None:
        return False
    entries = await work.timeline.of(case)
    return any(e.content is not None and e.content.get("delivery") == delivery for e in entries)


def as_said(text: str, delivery: str | None) -> dict[str, object]:
    """Return words as the timeline keeps them."""
    return {"text": text} if delivery is None else {"text": text, "delivery": delivery}


async def with_words(
    office: Office, work: Work, case: Case, said: Mapping[str, object], words: str
) -> Case:
    """Note what was said, and return the case with all the words there are by now."""
    now = office.clock.now()
    await work.timeline.append(case.id, EntryKind.WORDS, case.reporter, now, said)
    return replace(
        case,
        answers=case.answers.with_answer("words", words),
        postponed=case.postponed - {"words"},
        reopened=case.reopened - {"words"},
        touched_at=now,
    )


async def _words_are_asked(office: Office, work: Work, company: Company, case: Case) -> bool:
    if "words" in case.reopened or hears_place(case):
        return True
    asked = next_to_ask(office, company, case, full_answers(case, await work.care.get(case.id)))
    return asked is not None and asked.id == "words"


async def _with_place(office: Office, work: Work, case: Case, said: Mapping[str, object]) -> Case:
    """Somebody in danger says where they are: it is for those who come, and no evidence."""
    content: dict[str, object] = {"question": PLACE, "given": {"words": said["text"]}}
    content |= {key: value for key, value in said.items() if key != "text"}
    now = office.clock.now()
    await work.timeline.append(case.id, EntryKind.ANSWERED, case.reporter, now, content)
    return replace(with_place_words(case, str(said["text"])), touched_at=now)
