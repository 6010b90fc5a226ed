"""Reading from the workspace who is where, and refusing settings that cannot work there."""

from collections.abc import Sequence
from typing import Protocol

from flows.company import Branch, Company
from flows.desk.free_case import free_cases_of, holders_of, may_have_left
from flows.errors import SettingsError
from flows.membership.public_channels import (
    found_private,
    found_public,
    private_by_setting,
    refuse_public,
    say_what_was_held_back,
)
from flows.membership.roles import active_members, company_of
from flows.people import DECIDERS_NEEDED, Person
from flows.ports import Office, Work


class UnknownChannelError(Exception):
    """The workspace has no such channel or group, or the bot is not in it: names it."""


class WorkspaceReader(Protocol):
    """What must be asked of the workspace itself."""

    async def members(self, channel: str) -> frozenset[str]:
        """Return a channel's members; raise UnknownChannelError when it cannot be read."""

    async def is_public(self, channel: str) -> bool:
        """Whether everybody can read a channel; raise UnknownChannelError as `members` does."""

    async def group(self, group: str) -> frozenset[str]:
        """Return a user group's members; raise UnknownChannelError when there is none."""

    async def people(self, users: Sequence[str]) -> Sequence[Person]:
        """Return what the workspace says of accounts."""


async def reconcile(office: Office, workspace: str, slack: WorkspaceReader) -> None:
    """Replace what is stored of channels and people by what the workspace says now.

    Who left meanwhile, unnoticed, loses what they held as if it had been noticed.

    Raises:
        SettingsError: one sentence naming the channel that cannot be read, or that everybody
            can read, or the branch that has too few people to decide.
    """
    async with office.store.read(workspace) as work:
        company = await company_of(work)
        holders = await holders_of(work, office.clock.now())
    groups = [m for m in company.managers if m.startswith("S")]
    try:
        lists = {channel: await slack.members(channel) for channel in company.channels()}
        public = [c for c in private_by_setting(company) if await slack.is_public(c)]
        lists |= {group: await slack.group(group) for group in groups}
    except UnknownChannelError as error:
        raise SettingsError(
            f"{error}: the workspace has no such channel or group, or the bot is not in it; "
            "correct the settings or invite the bot"
        ) from error
    users = (set(company.managers) - set(groups)) | holders
    users |= {user for branch in company.branches for user in branch.on_call}
    users = users.union(*lists.values())
    people = await slack.people(sorted(users))
    async with office.store.write(workspace) as work:
        now = office.clock.now()
        for channel, members in lists.items():
            if channel in public:
                await found_public(work, company, channel, now)
            else:
                await found_private(work, channel)
                await work.directory.keep_members(channel, members, now)
        await work.directory.keep_people(people)
    await say_what_was_held_back(office, workspace)
    async with office.store.read(workspace) as work:
        left = await may_have_left(work, company, office.clock.now())
    await free_cases_of(office, workspace, *left)
    # What was read stands even where the settings are then refused: rights follow membership.
    refuse_public(company, public)
    async with office.store.read(workspace) as work:
        await refuse_lonely_desks(work, company)


async def refuse_lonely_desks(work: Work, company: Company) -> None:
    """Refuse a branch where one person would have to decide alone, with no HQ behind them.

    Two are needed because nobody may decide a case of their own, and a suspension takes a
    second person (bans must not be arbitrary: Tokyo ordinance, article 5).
    """
    for branch in company.branches:
        deciders = await active_members(work, branch.desk_channel)
        if len(deciders) < DECIDERS_NEEDED and company.hq_channel is None:
            raise SettingsError(_lonely(branch, len(deciders)))


def _lonely(branch: Branch, deciders: int) -> str:
    return (
        f"branch {branch.id} ({branch.name}): its desk_channel {branch.desk_channel} has "
        f"{deciders} who can decide and there is no hq_channel behind it; a case of one's own "
        "must be decided by somebody else, so add a second person or set company.hq_channel"
    )
