"""記録を見る: the whole record, for those with the right; looking is itself an entry."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from flows.case import Case, Customer
from flows.company import Company
from flows.desk.corrections import corrections_in, words_in
from flows.desk.show_desk import answered_lines, card_state, hides_names
from flows.desk.view_states import Quoted, RecordState
from flows.errors import Reason, RefusedError
from flows.evidence import files_of
from flows.membership.roles import company_of, roles_of
from flows.people import is_for_hq, own_people, sees_case
from flows.ports import Office, Work
from flows.timeline import EntryKind
from flows.triage import Otherwise, what_would_change

NOT_ANSWERS = frozenset({"impact", "words"})
"""The employee's own health is never shown here; the words stand below, each with its time."""


async def open_record(office: Office, workspace: str, case_id: UUID, actor: str) -> RecordState:
    """Return the record and note who looked.

    Raises:
        RefusedError: there is no such case, or the actor may not see it.
    """
    async with office.store.write(workspace) as work:
        company = await company_of(work)
        case = await work.cases.get(case_id)
        if case is None or not case.told or case.purged_at is not None:
            raise RefusedError(Reason.NOT_FOUND)
        if actor in own_people(case):
            raise RefusedError(Reason.OWN_CASE, case.id)
        roles = await roles_of(work, company, actor)
        if not sees_case(roles, case, company):
            raise RefusedError(Reason.NOT_ALLOWED)
        await work.timeline.append(case.id, EntryKind.LOOKED, actor, office.clock.now())
        return await record_of(office, work, company, case, for_hq=is_for_hq(roles, case))


async def record_of(
    office: Office, work: Work, company: Company, case: Case, *, for_hq: bool
) -> RecordState:
    """Return the record: answers, words as spoken, evidence, and who the customer is.

    A reporter who asked for it stays without a name except for HQ.
    """
    entries = await work.timeline.of(case.id)
    shown = (q.id for q in office.flow.questions if q.id not in NOT_ANSWERS)
    customer = await work.customers.get(case.id)
    contents = [(e, e.content or {}) for e in entries]
    unnamed = own_people(case) if hides_names(case, for_hq=for_hq) else frozenset[str]()
    return RecordState(
        card=await card_state(office, work, company, case, None, for_hq=for_hq),
        lines=answered_lines(office, case, shown),
        words=words_in(entries, case.answers.words or ""),
        quoted=tuple(_quoted(c, unnamed) for e, c in contents if e.kind is EntryKind.QUOTED and c),
        files=files_of(entries),
        customer=_customer_lines(customer),
        corrections=corrections_in(office.flow, entries),
        otherwise=_otherwise(office, company, case),
    )


def _otherwise(office: Office, company: Company, case: Case) -> tuple[Otherwise, ...]:
    if case.proposal is None:
        return ()
    limits = company.thresholds
    return what_would_change(office.flow, case.answers, case.proposal, thresholds=limits)


def _quoted(content: Mapping[str, object], unnamed: frozenset[str]) -> Quoted:
    author, at = str(content["author"]) or None, str(content["written_at"])
    author = None if author in unnamed else author
    return Quoted(author, datetime.fromisoformat(at), str(content["text"]))


def _customer_lines(customer: Customer | None) -> tuple[tuple[str, str], ...]:
    if customer is None:
        return ()
    known = (
        ("property", customer.property),
        ("room", customer.room),
        ("name", customer.name),
        ("phone", customer.phone),
    )
    return tuple((key, value) for key, value in known if value)
