"""What a person is in the company today, from the channels they are in."""

from flows.company import Company
from flows.errors import Reason, RefusedError, SettingsError
from flows.people import Person, Roles, Standing
from flows.ports import Work


async def company_of(work: Work) -> Company:
    """Return the settings in force; raise SettingsError when the workspace has none."""
    company = await work.settings.company()
    if company is None:
        raise SettingsError(f"workspace {work.workspace} has no settings: import them first")
    return company


async def roles_of(work: Work, company: Company, user: str) -> Roles:
    """Return what somebody may be, from stored membership.

    Deactivated accounts, guests, other companies' people, bots and people never reconciled
    are nothing. So is everybody in a channel that was not reconciled.
    """
    shared = user in company.shared_accounts
    person = await work.directory.person(user)
    if person is None or person.standing is not Standing.ACTIVE or shared:
        return Roles(user, shared=shared)
    channels = await work.directory.channels_of(user)
    return Roles(
        user,
        active=True,
        desks=frozenset(b.id for b in company.branches if b.desk_channel in channels),
        hq=company.hq_channel in channels,
        hr=company.hr_channel in channels,
        legal=company.legal_channel in channels,
        manager=user in await managers(work, company),
    )


async def managers(work: Work, company: Company) -> frozenset[str]:
    """Return the managers named in the settings, with user groups taken apart."""
    people = frozenset(m for m in company.managers if not m.startswith("S"))
    for group in (m for m in company.managers if m.startswith("S")):
        people |= await work.directory.members(group) or frozenset()
    return people


async def active_members(work: Work, channel: str | None) -> tuple[Person, ...]:
    """Return the people of a channel who count: active, of this company, not bots."""
    if channel is None:
        return ()
    users = await work.directory.members(channel) or frozenset()
    people = await work.directory.people(users)
    return tuple(
        person for _, person in sorted(people.items()) if person.standing is Standing.ACTIVE
    )


async def refuse_strangers(work: Work, user: str) -> None:
    """Refuse people of other companies in shared channels, guests, and bots.

    A colleague whom no reconciliation has met yet is not refused: a report must never wait
    for a directory.
    """
    if await is_stranger(work, user):
        raise RefusedError(Reason.NOT_ALLOWED)


async def is_stranger(work: Work, user: str) -> bool:
    """Whether an account is known not to be that of somebody who works here today."""
    return not is_one_of_us(await work.directory.person(user))


def is_one_of_us(person: Person | None) -> bool:
    """Whether somebody works here today, as far as is known: nobody unknown is turned away."""
    return person is None or person.standing is Standing.ACTIVE
