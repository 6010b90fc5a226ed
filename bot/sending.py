"""Putting one rendered message where it belongs: which method, with which arguments."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.clock import Clock
from bot.in_doubt import find_posted, marked
from bot.paced_calls import PacedCalls
from bot.pacing import POST
from bot.slack_calls import GoneError, PermanentError
from flows.messages import PlaceKind, ReplyAddress
from handlers.views.rendered import Rendered
from storage.outbox import Outgoing

_POSTED = {"unfurl_links": False, "unfurl_media": False}

_NO_REPLIES = frozenset(
    {
        "cannot_reply_to_message",
        "restricted_action_thread_locked",
        "restricted_action_non_threadable_channel",
    }
)
"""A thread takes nothing more, though its channel may."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a message now stands: None of both where it can never be edited."""

    channel: str | None = None
    ts: str | None = None


class Sender:
    """Sends and edits messages."""

    def __init__(self, calls: PacedCalls, clock: Clock) -> None:
        self._calls = calls
        self._clock = clock
        self._conversations: dict[tuple[str, str], str] = {}

    async def show(self, outgoing: Outgoing, rendered: Rendered) -> Standing:
        """Put a message in its place, or edit it where it stands.

        Raises:
            CallError: it is not shown, as far as is known; see `bot.slack_calls`.
        """
        content = {"text": rendered.text, "blocks": rendered.blocks}
        if outgoing.channel and outgoing.ts:
            return await self._edit(outgoing, outgoing.channel, outgoing.ts, content)
        match outgoing.place.kind:
            case PlaceKind.CHANNEL:
                return await self._post(outgoing, outgoing.place.ref, content)
            case PlaceKind.PERSON:
                return await self.show_person(outgoing, outgoing.place.ref, rendered)
            case PlaceKind.THREAD:
                return await self._reply(outgoing, content)
            case PlaceKind.PRIVATE:
                channel, _, user = outgoing.place.ref.partition("/")
                await self._call(outgoing, "chat.postEphemeral", channel, {"user": user, **content})
                return Standing()
            case PlaceKind.REPLY:
                return await self._answer(outgoing, content)

    async def take_away(self, channel: str, ts: str, outgoing: Outgoing) -> None:
        """Delete a message where it stands; raises as `show`."""
        await self._call(outgoing, "chat.delete", channel, {"ts": ts})

    async def find(self, outgoing: Outgoing) -> Standing | None:
        """Return where an earlier try has put a message in doubt after all; raises as `show`."""
        place = outgoing.place
        match place.kind:
            case PlaceKind.CHANNEL:
                return await self._find(outgoing, place.ref)
            case PlaceKind.PERSON:
                return await self._find(outgoing, await self._conversation(outgoing, place.ref))
            case PlaceKind.THREAD if outgoing.parent is not None:
                channel, thread = outgoing.parent
                below = await self._find(outgoing, channel, thread)
                return below or await self._find(outgoing, channel)
            case PlaceKind.THREAD:
                instead = await self._instead(outgoing)
                return await self._find(outgoing, instead) if instead else None
            case _:
                return None  # private replies leave nothing that could be found

    async def show_person(self, outgoing: Outgoing, user: str, rendered: Rendered) -> Standing:
        """Post a message in somebody's conversation with the bot; raises as `show`.

        Slack takes a person's id for that conversation, which is thus opened without a call.
        """
        known = self._conversations.get((outgoing.workspace, user))
        content = {"text": rendered.text, "blocks": rendered.blocks}
        standing = await self._post(outgoing, known or user, content)
        if standing.channel is not None:
            self._conversations[outgoing.workspace, user] = standing.channel
        return standing

    async def _edit(
        self, outgoing: Outgoing, channel: str, ts: str, content: Mapping[str, Any]
    ) -> Standing:
        await self._call(outgoing, "chat.update", channel, {"ts": ts, **content})
        return Standing(channel, ts)

    async def _post(
        self,
        outgoing: Outgoing,
        channel: str,
        content: Mapping[str, Any],
        where: Mapping[str, Any] | None = None,
    ) -> Standing:
        arguments = {**content, **_POSTED, **(where or {}), "metadata": marked(outgoing.id)}
        answer = await self._call(outgoing, POST, channel, arguments)
        return Standing(str(answer["channel"]), str(answer["ts"]))

    async def _reply(self, outgoing: Outgoing, content: Mapping[str, Any]) -> Standing:
        """Post below the message above; in its stead, where that never came or takes no reply."""
        if outgoing.parent is None:
            instead = await self._instead(outgoing)
            if instead is None:
                raise GoneError("no_parent")
            return await self._post(outgoing, instead, content)
        channel, thread = outgoing.parent
        try:
            return await self._post(outgoing, channel, content, {"thread_ts": thread})
        except PermanentError as error:
            if error.code not in _NO_REPLIES:
                raise
        return await self._post(outgoing, channel, content)

    async def _instead(self, outgoing: Outgoing) -> str | None:
        """Return the channel in which the message above would have been."""
        above = outgoing.above
        if above is not None and above.kind is PlaceKind.PERSON:
            return await self._conversation(outgoing, above.ref)
        if above is not None and above.kind is PlaceKind.CHANNEL:
            return above.ref
        return None

    async def _find(
        self, outgoing: Outgoing, channel: str, thread: str | None = None
    ) -> Standing | None:
        async def read(method: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
            return await self._calls.read(outgoing, method, channel, arguments)

        ts = await find_posted(read, outgoing.id, channel, thread, outgoing.wanted_at)
        return Standing(channel, ts) if ts is not None else None

    async def _answer(self, outgoing: Outgoing, content: Mapping[str, Any]) -> Standing:
        reply = outgoing.reply
        if reply is None or reply.expires_at <= self._clock.now():
            raise GoneError("expired_url")
        await self._calls.respond(outgoing, reply, _in_reply(content, reply))
        return Standing()

    async def _conversation(self, outgoing: Outgoing, user: str) -> str:
        known = self._conversations.get((outgoing.workspace, user))
        if known is None:
            method = "conversations.open"
            answer = await self._calls.write(outgoing, method, user, {"users": user})
            known = str(answer["channel"]["id"])
            self._conversations[outgoing.workspace, user] = known
        return known

    async def _call(
        self, outgoing: Outgoing, method: str, channel: str, arguments: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        given = {"channel": channel, **arguments}
        return await self._calls.write(outgoing, method, channel, given)


def _in_reply(content: Mapping[str, Any], reply: ReplyAddress) -> Mapping[str, Any]:
    """Return what to post to a response address: without blocks, that what stands there goes."""
    if not content["blocks"]:
        return {"delete_original": True}
    if reply.replaces:
        return {"replace_original": True, **content}
    below = {"thread_ts": reply.thread} if reply.thread is not None else {}
    return {"response_type": "ephemeral", "replace_original": False, **below, **content}
