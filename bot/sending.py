"""Putting one rendered message where it belongs: which method, with which arguments."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.holds import Holds, Scope
from bot.in_doubt import find_posted, marked
from bot.metrics import Metrics
from bot.slack_calls import (
    RESPONSE_URL,
    CallError,
    GoneError,
    HeldBackError,
    call,
    respond,
)
from flows.messages import Kind, PlaceKind, ReplyAddress
from handlers.views.rendered import Rendered
from storage.outbox import Outgoing

_POSTED = {"unfurl_links": False, "unfurl_media": False}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a message now stands: None of both where it can never be edited."""

    channel: str | None = None
    ts: str | None = None


class Sender:
    """Sends and edits messages. What Slack holds back is not tried before its time."""

    def __init__(
        self,
        client: AsyncWebClient,
        session: aiohttp.ClientSession,
        clock: Clock,
        metrics: Metrics,
    ) -> None:
        self._client = client
        self._session = session
        self._clock = clock
        self._metrics = metrics
        self._holds = Holds()
        self._conversations: dict[tuple[str, str], str] = {}

    async def show(self, outgoing: Outgoing, rendered: Rendered) -> Standing:
        """Put a message in its place, or edit it where it stands.

        Raises:
            CallError: it is not shown, as far as is known; see `bot.slack_calls`.
        """
        content = {"text": rendered.text, "blocks": rendered.blocks}
        if outgoing.channel and outgoing.ts:
            return await self._edit(outgoing.channel, outgoing.ts, content)
        match outgoing.place.kind:
            case PlaceKind.CHANNEL:
                return await self._post(outgoing, outgoing.place.ref, content)
            case PlaceKind.PERSON:
                return await self.show_person(outgoing, outgoing.place.ref, rendered)
            case PlaceKind.THREAD:
                return await self._reply(outgoing, content)
            case PlaceKind.PRIVATE:
                channel, _, user = outgoing.place.ref.partition("/")
                await self._call("chat.postEphemeral", channel, {"user": user, **content})
                return Standing()
            case PlaceKind.REPLY:
                return await self._answer(outgoing.reply, content)

    async def show_person(self, outgoing: Outgoing, user: str, rendered: Rendered) -> Standing:
        """Post a message in somebody's conversation with the bot; raises as `show`."""
        channel = await self._conversation(outgoing.workspace, user)
        content = {"text": rendered.text, "blocks": rendered.blocks}
        return await self._post(outgoing, channel, content)

    async def _edit(self, channel: str, ts: str, content: Mapping[str, Any]) -> Standing:
        await self._call("chat.update", channel, {"ts": ts, **content})
        return Standing(channel, ts)

    async def _post(
        self,
        outgoing: Outgoing,
        channel: str,
        content: Mapping[str, Any],
        where: Mapping[str, Any] | None = None,
    ) -> Standing:
        if outgoing.in_doubt and (stands := await self._found(outgoing, channel)):
            # It stands there as things were when it was sent.
            return await self._edit(channel, stands, content)
        arguments = {**content, **_POSTED, **(where or {}), "metadata": marked(outgoing.id)}
        answer = await self._call("chat.postMessage", channel, arguments)
        return Standing(str(answer["channel"]), str(answer["ts"]))

    async def _reply(self, outgoing: Outgoing, content: Mapping[str, Any]) -> Standing:
        if outgoing.parent is None:
            raise GoneError("no_parent")
        channel, thread = outgoing.parent
        below: dict[str, Any] = {"thread_ts": thread}
        if outgoing.kind is Kind.PAGE:
            # A page in a thread nobody follows yet must be seen in the channel.
            below["reply_broadcast"] = True
        return await self._post(outgoing, channel, content, below)

    async def _found(self, outgoing: Outgoing, channel: str) -> str | None:
        """Return where an earlier try has put the message after all."""

        async def read(method: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
            return await self._call(method, channel, arguments, reads=True)

        thread = outgoing.parent[1] if outgoing.parent else None
        return await find_posted(read, outgoing.id, channel, thread, outgoing.wanted_at)

    async def _answer(self, reply: ReplyAddress | None, content: Mapping[str, Any]) -> Standing:
        if reply is None or reply.expires_at <= self._clock.now():
            raise GoneError("expired_url")
        form = {"response_type": "ephemeral", "replace_original": reply.replaces}
        scope = (RESPONSE_URL, str(reply.id))
        self._wait_where_held(scope)
        try:
            await respond(self._session, reply.url, {**form, **content})
        except CallError as error:
            self._note(scope, error)
            raise
        self._metrics.sends.labels(RESPONSE_URL, "ok").inc()
        return Standing()

    async def _conversation(self, workspace: str, user: str) -> str:
        known = self._conversations.get((workspace, user))
        if known is None:
            scope = ("conversations.open", user)
            self._wait_where_held(scope)
            answer = await self._noted(scope, {"users": user})
            known = str(answer["channel"]["id"])
            self._conversations[workspace, user] = known
        return known

    async def _call(
        self, method: str, channel: str, arguments: Mapping[str, Any], *, reads: bool = False
    ) -> Mapping[str, Any]:
        scope = (method, channel)
        self._wait_where_held(scope)
        return await self._noted(scope, {"channel": channel, **arguments}, reads=reads)

    async def _noted(
        self, scope: Scope, arguments: Mapping[str, Any], *, reads: bool = False
    ) -> Mapping[str, Any]:
        try:
            answer = await call(self._client, scope[0], arguments, reads=reads)
        except CallError as error:
            self._note(scope, error)
            raise
        self._metrics.sends.labels(scope[0], "ok").inc()
        return answer

    def _wait_where_held(self, scope: Scope) -> None:
        now = self._clock.now()
        until = self._holds.until(scope, now)
        if until is not None:
            raise HeldBackError((until - now).total_seconds())

    def _note(self, scope: Scope, error: CallError) -> None:
        self._metrics.sends.labels(scope[0], type(error).__name__).inc()
        if isinstance(error, HeldBackError):
            self._holds.hold(scope, self._clock.now(), error.seconds)
