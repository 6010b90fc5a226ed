"""A message chosen as evidence while another report is unfinished: kept until it has a report.

It waits, sealed, with the unfinished report, under the beginning it was chosen for, and is no
part of that report before its reporter goes on with it.
"""

from dataclasses import replace
from uuid import UUID

from flows.case import Case
from flows.evidence import ChosenMessage
from flows.messages import Kind, Wanted
from flows.places import thread_of
from flows.ports import Office, Work
from flows.report.drop_files import drop_files
from flows.timeline import EntryKind


def holding(case: Case, beginning: UUID, quote: ChosenMessage) -> Case:
    """Return the unfinished report with a message in keeping."""
    return replace(case, held={**case.held, str(beginning): quote})


def holds(case: Case, beginning: UUID) -> bool:
    """Whether a message is kept for that beginning."""
    return str(beginning) in case.held


async def let_go(
    work: Work, holder: UUID | None, reporter: str, beginning: UUID
) -> ChosenMessage | None:
    """Return the message that was kept for a beginning; None where there is none any more."""
    case = await work.cases.get(holder) if holder else None
    if case is None or case.reporter != reporter or not holds(case, beginning):
        return None
    left = {key: quote for key, quote in case.held.items() if key != str(beginning)}
    await work.cases.save(replace(case, held=left))
    return case.held[str(beginning)]


async def attach(office: Office, work: Work, case: Case, beginning: UUID | None) -> Case:
    """Make the message kept for a beginning evidence of the report that is gone on with."""
    if beginning is None:
        return case
    quote = await let_go(work, case.id, case.reporter, beginning)
    if quote is None:
        return case
    case = await with_quote(office, work, await work.cases.get(case.id) or case, quote)
    await work.cases.save(case)
    await work.messages.want(Wanted(Kind.WORDS_KEPT, thread_of(case), case=case.id))
    await work.messages.refresh(case.id, Kind.REPORT_HEAD, Kind.WORDS_KEPT, Kind.DESK_CARD)
    return case


async def with_quote(office: Office, work: Work, case: Case, quote: ChosenMessage) -> Case:
    """Note a message and its files as evidence, and return the case with them counted."""
    now = office.clock.now()
    content = {
        "channel": quote.channel,
        "ts": quote.ts,
        "written_at": quote.written_at.isoformat(),
        "author": quote.author,
        "text": quote.text,
    }
    await work.timeline.append(case.id, EntryKind.QUOTED, case.reporter, now, content)
    case = replace(case, evidence_count=case.evidence_count + 1, quote_count=case.quote_count + 1)
    return await drop_files(work, case, quote.files, now)
