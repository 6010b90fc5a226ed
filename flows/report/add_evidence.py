"""What is typed or dropped into the report's thread: words as spoken, recordings, pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from flows.membership.roles import company_of
from flows.messages import Kind, Wanted
from flows.places import thread_of
from flows.ports import Office
from flows.report.own_case import own_case
from flows.report.proceed import proceed
from flows.timeline import EntryKind


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

    Raises:
        RefusedError: not the actor's report, or over.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        before = await own_case(work, case_id, actor)
        case, now = before, office.clock.now()
        if text.strip():
            earlier = None if form else case.answers.words
            words = f"{earlier}\n{text}" if earlier else text
            case = replace(
                case,
                answers=case.answers.with_answer("words", words),
                postponed=case.postponed - {"words"},
                reopened=case.reopened - {"words"},
            )
            await work.timeline.append(case.id, EntryKind.WORDS, actor, now, {"text": text})
        for dropped in files:
            case = replace(case, evidence_count=case.evidence_count + 1)
            await work.timeline.append(
                case.id,
                EntryKind.FILE,
                actor,
                now,
                {
                    "file": dropped.id,
                    "name": dropped.name,
                    "mimetype": dropped.mimetype,
                    "size": dropped.size,
                    "address": dropped.address,
                },
            )
        case = await proceed(office, work, company, before, case)
        await work.messages.refresh(case.id, Kind.QUESTION)
        if not form:
            await work.messages.want(Wanted(Kind.WORDS_KEPT, thread_of(case), case=case.id))
