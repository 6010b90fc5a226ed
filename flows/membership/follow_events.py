"""Keeping people and channels fresh from what the workspace announces."""

from flows.desk.free_case import free_cases_of
from flows.membership.public_channels import found_public
from flows.membership.roles import company_of, is_one_of_us
from flows.people import Person
from flows.ports import Office


async def join_channel(office: Office, workspace: str, channel: str, user: str) -> bool:
    """Somebody joined a channel: what it gives counts at once, where it is known who they are.

    Returns whether it is.
    """
    async with office.store.write(workspace) as work:
        await work.directory.add_member(channel, user)
        return await work.directory.person(user) is not None


async def leave_channel(office: Office, workspace: str, channel: str, user: str) -> None:
    """Somebody left, or was taken out: what the channel gave ends at once."""
    async with office.store.write(workspace) as work:
        await work.directory.remove_member(channel, user)
        company = await work.settings.company()
    if company is not None and channel in company.desk_channels():
        # By itself: whatever is the matter with a case must not leave them in the channel.
        await free_cases_of(office, workspace, user)


async def lose_channel(office: Office, workspace: str, channel: str) -> None:
    """The bot itself left the channel: nothing is known of it any more."""
    async with office.store.write(workspace) as work:
        await work.directory.forget_members(channel)


async def open_channel(office: Office, workspace: str, channel: str) -> None:
    """Everybody can read a desk's channel from now on."""
    async with office.store.write(workspace) as work:
        await found_public(work, await company_of(work), channel, office.clock.now())


async def replace_group(
    office: Office, workspace: str, group: str, added: frozenset[str], removed: frozenset[str]
) -> None:
    """A user group changed; one that is of no concern was never reconciled and stays so."""
    async with office.store.write(workspace) as work:
        members = await work.directory.members(group)
        if members is not None:
            now = office.clock.now()
            await work.directory.keep_members(group, (members | added) - removed, now)


async def change_person(office: Office, workspace: str, person: Person) -> None:
    """An account was renamed, deactivated, made a guest, or changed its language."""
    async with office.store.write(workspace) as work:
        await work.directory.keep_people([person])
    if not is_one_of_us(person):
        await free_cases_of(office, workspace, person.user)
