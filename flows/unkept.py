"""Nothing can be kept: whom somebody may ring instead, from what is known already."""

from dataclasses import dataclass
from uuid import UUID

from flows.company import Company
from flows.membership.roles import is_one_of_us
from flows.ports import Office, Work
from flows.report.belonging import belonging
from flows.report.who_was_told import phones_to_ring

Phones = tuple[tuple[str, str], ...]
"""Those of branches, by name."""


@dataclass(frozen=True, slots=True)
class UnkeptState:
    """`language` is the reader's, None where nobody's is known."""

    language: str | None
    phones: Phones


async def show_unkept(
    office: Office, workspace: str, user: str, case: UUID | None, origin: str | None
) -> UnkeptState:
    """Return whom to ring in a report of their own, or else where they belong. Only reads.

    `origin` is the channel in which they did what could not be kept.
    """
    async with office.store.read(workspace) as work:
        person = await work.directory.person(user)
        company = await work.settings.company()
        if company is None:
            return UnkeptState(person.language if person else None, ())
        language = person.language if person else company.language
        if not is_one_of_us(person):
            return UnkeptState(language, ())
        return UnkeptState(language, await _phones(work, company, user, case, origin))


async def _phones(
    work: Work, company: Company, user: str, case: UUID | None, origin: str | None
) -> Phones:
    found = await work.cases.get(case) if case is not None else None
    if found is not None and found.reporter == user:
        return await phones_to_ring(work, company, found)
    branch = company.branch((await belonging(work, company, user, origin)).branch)
    return ((branch.name, branch.phone),) if branch and branch.phone else ()
