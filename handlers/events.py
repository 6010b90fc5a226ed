"""What happens in the workspace: words in the bot's conversations, and people coming and going."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flows.errors import Reason, RefusedError
from flows.membership import follow_events
from flows.report.add_evidence import add_words
from flows.report.leave_notice import leave_notice, offer_button, offer_help
from flows.report.start_report import Start, offer_report, unfinished_report
from handlers.commands import COMMAND, REPORT_WORDS, plain
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


@dataclass(frozen=True, slots=True)
class Happening:
    """One event, taken apart. `bot_user` is the bot's own account."""

    surface: Surface
    identity: Identity
    event: Mapping[str, Any]
    bot_user: str | None


async def run_event(surface: Surface, body: Mapping[str, Any], bot_user: str | None) -> None:
    """Do what an event asks for; what concerns nobody was passed over at the entrance."""
    event = event_of(body)
    await EVENTS[event["type"]](Happening(surface, identify(body), event, bot_user))


async def _joined(happening: Happening) -> None:
    event = MembershipEvent.model_validate(happening.event)
    office, workspace = happening.surface.office, happening.identity.workspace
    await follow_events.join_channel(office, workspace, event.channel, event.user)


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
    await _message(happening.surface, happening.identity, message)


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
    if message.channel_type != "im":
        if plain(message.text).startswith(COMMAND):
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
            refused.reason,
            delivery=str(identity.reference),
        )


async def _own_conversation(
    surface: Surface, identity: Identity, message: MessageEvent, user: str
) -> None:
    """Words in a report's thread belong to it; so do words beside it while it is open."""
    office, workspace = surface.office, identity.workspace
    async with office.store.read(workspace) as work:
        case = None
        if message.thread_ts is not None:
            case = await work.messages.case_of_thread(message.channel, message.thread_ts)
            if case is None:
                raise RefusedError(Reason.NOT_FOUND)
        elif plain(message.text) not in REPORT_WORDS or message.files:
            unfinished = await unfinished_report(office, work, user)
            case = unfinished.id if unfinished else None
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
    elif plain(message.text) in REPORT_WORDS:
        await offer_report(office, workspace, Start(identity.reference, user))
    else:
        await offer_help(office, workspace, user, delivery=str(identity.reference))
