"""What is typed or dropped into the report's thread: words as spoken, recordings, pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flows.case import Case
from flows.membership.roles import company_of
from flows.messages import Kind, Wanted
from flows.places import is_shared, thread_of
from flows.ports import Office, Work
from flows.report.own_case import own_case
from flows.report.proceed import proceed
from flows.timeline import Entry, EntryKind


@dataclass(frozen=True, slots=True)
class DroppedFile:
    """A file as Slack refers to it. `size` is in bytes."""

    id: str
    name: str
    mimetype: str
    size: int
    address: str


async def add_words(
    office: Office,
    workspace: str,
    case_id: UUID,
    actor: str,
    text: str,
    files: Sequence[DroppedFile] = (),
    *,
    form: bool = False,
) -> None:
    """Keep words and files as they came, whole; more of them come after the former ones.

    `form` says that the words were typed in the question's form and replace what stood there.
    The same words or file again, as after a delivery that came twice, change nothing.

    Raises:
        RefusedError: not the actor's report, or over.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        before = await own_case(work, case_id, actor)
        known = await work.timeline.of(case_id)
        case = await _with_words(office, work, before, known, text, form=form)
        case = await _with_files(office, work, case, known, files)
        if case == before:
            return
        await proceed(office, work, company, before, case)
        await work.messages.refresh(case.id, Kind.QUESTION)
        if not form and not is_shared(company, actor):
            await work.messages.want(Wanted(Kind.WORDS_KEPT, thread_of(case), case=case.id))


async def _with_words(
    office: Office, work: Work, case: Case, known: Sequence[Entry], text: str, *, form: bool
) -> Case:
    """Keep what was typed; the very same words again are a delivery that came twice."""
    last = next((e.content for e in reversed(known) if e.kind is EntryKind.WORDS), None)
    if not text.strip() or (last == {"text": text} and "words" not in case.reopened):
        return case
    earlier = None if form else case.answers.words
    words = f"{earlier}\n{text}" if earlier else text
    await work.timeline.append(
        case.id, EntryKind.WORDS, case.reporter, office.clock.now(), {"text": text}
    )
    return replace(
        case,
        answers=case.answers.with_answer("words", words),
        postponed=case.postponed - {"words"},
        reopened=case.reopened - {"words"},
        touched_at=office.clock.now(),
    )


async def _with_files(
    office: Office, work: Work, case: Case, known: Sequence[Entry], files: Sequence[DroppedFile]
) -> Case:
    kept = {e.content.get("file") for e in known if e.kind is EntryKind.FILE and e.content}
    for dropped in files:
        if dropped.id in kept:
            continue
        content = {
            "file": dropped.id,
            "name": dropped.name,
            "mimetype": dropped.mimetype,
            "size": dropped.size,
            "address": dropped.address,
        }
        await work.timeline.append(
            case.id, EntryKind.FILE, case.reporter, office.clock.now(), content
        )
        case = replace(case, evidence_count=case.evidence_count + 1)
    return case
