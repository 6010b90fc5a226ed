"""A channel whose members see cases, and which everybody in the workspace can read.

It gives nobody a right, nothing is said in it, and those who can mend it are told.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flows.company import Company
from flows.desk.try_again import try_again
from flows.errors import SettingsError
from flows.local_time import local
from flows.membership.roles import managers
from flows.messages import Kind, Place, Wanted
from flows.ports import Office, Work
from flows.timeline import BOT

READ_BY_ALL = "channel_is_public"
"""Why a message is given up that was to stand there: our own code beside those of Slack."""


def private_by_setting(company: Company) -> Mapping[str, str]:
    """Return the channels that only their members may read, each with the setting that says so."""
    named = {
        company.internal_contact_channel: "company.internal_contact_channel",
        company.legal_channel: "company.legal_channel",
        company.hr_channel: "company.hr_channel",
        company.hq_channel: "company.hq_channel",
    }
    named |= {
        b.desk_channel: f"the desk_channel of the branch {b.id} ({b.name})"
        for b in company.branches
    }
    return {channel: setting for channel, setting in named.items() if channel is not None}


def refuse_public(company: Company, public: Sequence[str]) -> None:
    """Refuse settings that put cases before everybody; SettingsError names the first channel."""
    if public:
        setting = private_by_setting(company)[public[0]]
        raise SettingsError(
            f"{public[0]} is a public channel and cannot be {setting}: everybody could read what "
            "is reported there; make it private or name another channel"
        )


async def found_public(work: Work, company: Company, channel: str, now: datetime) -> None:
    """Everybody can read it: it gives no right any more, and those who can mend it are told."""
    await work.directory.keep_public(channel, now)
    day = local(now, company.zone).date().isoformat()
    for place in await _readers(work, company, channel):
        await work.messages.want(Wanted(Kind.PUBLIC_CHANNEL, place, detail=f"{channel}/{day}"))


async def found_private(work: Work, channel: str) -> None:
    """Only its members can read it, or everybody may: where it was otherwise, that is over."""
    if await work.directory.is_public(channel):
        await work.messages.refresh(None, Kind.PUBLIC_CHANNEL)


async def say_what_was_held_back(office: Office, workspace: str) -> None:
    """Send what was to stand in a channel that everybody could read, and nobody else can now."""
    async with office.store.read(workspace) as work:
        lost = [one for one in await work.messages.undelivered() if one.why == READ_BY_ALL]
        held = [one for one in lost if not await work.directory.is_public(one.place.ref)]
    for one in held:
        await try_again(office.store, office.clock, workspace, one.id, BOT)


async def _readers(work: Work, company: Company, channel: str) -> tuple[Place, ...]:
    """The managers in person: they edit the settings. Without any, HQ."""
    people = await managers(work, company)
    if people or company.hq_channel in (None, channel):
        return tuple(Place.person(user) for user in sorted(people))
    return (Place.channel(company.hq_channel),)
