"""A case whose holder may no longer have it is free to be taken again."""

from dataclasses import replace

from flows.case import Case
from flows.company import Company
from flows.desk.take_case import SHOWING_WHO
from flows.membership.roles import roles_of
from flows.messages import Kind
from flows.places import holds, word_to_holder
from flows.ports import Work


async def freed(work: Work, company: Company, case: Case) -> Case:
    """Return the case as it is to be kept: without a holder who may no longer have it.

    They left the desk, or the case did, or it has turned out to be about them. They are told,
    where they still work here.
    """
    word = word_to_holder(case)
    if word is None or case.taken_by is None or case.withheld:  # withheld: from all, for now
        return case
    if await holds(work, company, case, case.taken_by):
        return case
    if (await roles_of(work, company, case.taken_by)).active:
        await work.messages.want(word)
    await work.messages.refresh(case.id, Kind.TAKEN)
    return replace(case, taken_by=None, taken_at=None)


async def free_cases_of(work: Work, user: str) -> None:
    """Somebody may do less than before: free what they hold and may no longer have."""
    company = await work.settings.company()
    if company is None:
        return
    for case in await work.cases.taken_by(user):
        now_free = await freed(work, company, case)
        if now_free != case:
            await work.cases.save(now_free)
            await work.messages.refresh(case.id, *SHOWING_WHO)
