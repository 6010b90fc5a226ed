"""What happens in the workspace: words in the bot's conversations, and people coming and going."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flows.errors import Reason, RefusedError
from flows.membership import follow_events
from flows.membership.public_channels import private_by_setting
from flows.membership.roles import company_of
from flows.ports import Office
from flows.report.add_evidence import add_words
from flows.report.leave_notice import leave_notice, offer_button, offer_help
from flows.report.start_report import Start, offer_report, unfinished_report
from flows.written import says_something
from handlers.identity import Identity, identify
from handlers.interaction import Surface
from handlers.payloads import (
    GroupEvent,
    MembershipEvent,
    MessageEvent,
    as_written,
    dropped,
    event_of,
)
from handlers.person import person_from_user
from handlers.typed import asks_for_help, begins_report, is_command, pleads

ReadAnew = Callable[[str], Awaitable[None]]
"""Has memberships read soon; it is told why."""

_MADE_PUBLIC, _MADE_PRIVATE = "channel_convert_to_public", "channel_convert_to_private"


@dataclass(frozen=True, slots=True)
class Happening:
    """One event, taken apart.

    `bot_user` is the bot's own account. `read_anew` has it read soon who is in which channel.
    """

    surface: Surface
    identity: Identity
    event: Mapping[str, Any]
    bot_user: str | None
    read_anew: ReadAnew


async def run_event(
    surface: Surface, body: Mapping[str, Any], bot_user: str | None, read_anew: ReadAnew
) -> None:
    """Do what an event asks for; what concerns nobody was passed over at the entrance."""
    event = event_of(body)
    await EVENTS[event["type"]](Happening(surface, identify(body), event, bot_user, read_anew))


async def _joined(happening: Happening) -> None:
    event = MembershipEvent.model_validate(happening.event)
    office, workspace = happening.surface.office, happening.identity.workspace
    known = await follow_events.join_channel(office, workspace, event.channel, event.user)
    new = event.user == happening.bot_user or not known
    if new and await _is_private_by_setting(happening, event.channel):
        await happening.read_anew(f"{event.user} invited to {event.channel}")


async def _left(happening: Happening) -> None:
    event = MembershipEvent.model_validate(happening.event)
    office, workspace = happening.surface.office, happening.identity.workspace
    if event.user == happening.bot_user:
        await follow_events.lose_channel(office, workspace, event.channel)
    else:
        await follow_events.leave_channel(office, workspace, event.channel, event.user)


async def _group_changed(happening: Happening) -> None:
    group = GroupEvent.model_validate(happening.event)
    added, removed = frozenset(group.added_users), frozenset(group.removed_users)
    office, workspace = happening.surface.office, happening.identity.workspace
    await follow_events.replace_group(office, workspace, group.subteam_id, added, removed)


async def _person_changed(happening: Happening) -> None:
    workspace = happening.identity.workspace
    person = person_from_user(happening.event["user"], workspace)
    await follow_events.change_person(happening.surface.office, workspace, person)


async def _written(happening: Happening) -> None:
    message = MessageEvent.model_validate(happening.event)
    if message.subtype in (_MADE_PUBLIC, _MADE_PRIVATE):
        await _converted(happening, message)
        return
    await _message(happening.surface, happening.identity, message)


async def _converted(happening: Happening, message: MessageEvent) -> None:
    """Everybody may read a channel now, or only its members again."""
    if not await _is_private_by_setting(happening, message.channel):
        return
    is_public = message.subtype == _MADE_PUBLIC
    if is_public:
        office, workspace = happening.surface.office, happening.identity.workspace
        await follow_events.open_channel(office, workspace, message.channel)
    await happening.read_anew(f"{message.channel} is {'public' if is_public else 'private'}")


async def _is_private_by_setting(happening: Happening, channel: str) -> bool:
    async with happening.surface.office.store.read(happening.identity.workspace) as work:
        company = await work.settings.company()
    return company is not None and channel in private_by_setting(company)


EVENTS: Mapping[str, Callable[[Happening], Awaitable[None]]] = {
    "member_joined_channel": _joined,
    "member_left_channel": _left,
    "message": _written,
    "subteam_members_changed": _group_changed,
    "user_change": _person_changed,
}
"""What each event the app subscribes to calls."""


async def _message(surface: Surface, identity: Identity, message: MessageEvent) -> None:
    if not message.written or message.user is None:
        return
    if not says_something(message.text) and not message.files:
        return
    if message.channel_type != "im":
        if is_command(message.text):
            await offer_button(
                surface.office,
                identity.workspace,
                message.user,
                message.channel,
                reference=str(identity.reference),
            )
        return
    try:
        await _own_conversation(surface, identity, message, message.user)
    except RefusedError as refused:
        await leave_notice(
            surface.office,
            identity.workspace,
            message.user,
            refused,
            delivery=str(identity.reference),
        )


async def _own_conversation(
    surface: Surface, identity: Identity, message: MessageEvent, user: str
) -> None:
    """Words in a report's thread belong to it; so do words beside it while it is open.

    The command is no such word, nor is a bare wish to report or for help beside the threads.
    Where more is said with it, that is kept, and the button offered.
    """
    office, workspace, text = surface.office, identity.workspace, message.text
    in_thread = message.thread_ts is not None
    wants_report = begins_report(text) and not message.files
    wants_help = asks_for_help(text) and not message.files
    case = None
    if not is_command(text) and (in_thread or not (wants_report or wants_help)):
        case = await _belongs_to(office, workspace, message, user)
    if case is not None:
        files = [dropped(file) for file in message.files]
        await add_words(
            office,
            workspace,
            case,
            user,
            as_written(message.text),
            files,
            delivery=str(identity.reference),
        )
    if case is not None and (in_thread or not pleads(text)):
        return
    if wants_report or (pleads(text) and not wants_help):
        await offer_report(office, workspace, Start(identity.reference, user))
    else:
        await offer_help(office, workspace, user, reference=str(identity.reference))


async def _belongs_to(
    office: Office, workspace: str, message: MessageEvent, user: str
) -> UUID | None:
    """Return the report of the thread that a message stands in; else the one being answered.

    Raises:
        RefusedError: it is the thread of no report.
    """
    async with office.store.read(workspace) as work:
        if message.thread_ts is None:
            company = await company_of(work)
            unfinished = await unfinished_report(office, work, company, user)
            return unfinished.id if unfinished else None
        case = await work.messages.case_of_thread(message.channel, message.thread_ts)
    if case is None:
        raise RefusedError(Reason.NOT_FOUND)
    return case
