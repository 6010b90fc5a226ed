"""A case whose holder may no longer have it is free to be taken again."""

from dataclasses import replace

from flows.case import Case
from flows.company import Company
from flows.desk.take_case import SHOWING_WHO
from flows.membership.roles import is_one_of_us
from flows.messages import Kind
from flows.people import own_people
from flows.places import holds, word_to_holder
from flows.ports import Work


async def freed_of_own(work: Work, case: Case) -> Case:
    """Return the case without a holder whom it has turned out to be about."""
    return await _freed(work, case) if case.taken_by in own_people(case) else case


async def freed_if_lost(work: Work, company: Company, case: Case) -> Case:
    """Return the case without a holder who is on no desk that has it.

    For when somebody left, or the case moved: that somebody is not known to be in a channel
    says nothing by itself.
    """
    if case.taken_by is None or await holds(work, company, case, case.taken_by):
        return case
    return await _freed(work, case)


async def free_cases_of(work: Work, user: str) -> None:
    """Somebody left a desk, or the company: free what they hold and may no longer have.

    Nothing is freed of a branch whose desk's members are not known at the moment.
    """
    company = await work.settings.company()
    if company is None:
        return
    for case in await work.cases.taken_by(user):
        branch = company.branch(case.branch)
        if branch is not None and await work.directory.members(branch.desk_channel) is None:
            continue
        free = await freed_if_lost(work, company, case)
        if free != case:
            await work.cases.save(free)
            await work.messages.refresh(case.id, *SHOWING_WHO)


async def _freed(work: Work, case: Case) -> Case:
    """Free it, and tell whoever had it, where they still work here."""
    word = word_to_holder(case)
    if word is None or case.taken_by is None:
        return case
    person = await work.directory.person(case.taken_by)
    if is_one_of_us(person):
        await work.messages.want(word)
    await work.messages.refresh(case.id, Kind.TAKEN)
    return replace(case, taken_by=None, taken_at=None)
