"""One open tab: its connection, whom it acts for, what it is told."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, Final

from aiohttp import ClientConnectionResetError, WSMsgType, web

from bot.sandbox.notices import visible
from bot.sandbox.page.given import Given
from bot.sandbox.page.shapes import (
    app_shape,
    channel_shape,
    message_shape,
    notice_shape,
    user_shape,
    view_shape,
)
from bot.sandbox.people import CannotDoError, Person

if TYPE_CHECKING:
    from bot.sandbox.page.routes import Page

Json = dict[str, Any]

PAGE_OF_MESSAGES: Final = 50
_LOCK_SCREEN: Final = 20

Perform = Callable[["Tab", Given], Awaitable[Json]]
"""What does what a tab asks for; raises CannotDoError where the person cannot."""


class Tab:
    """A browser's tab in front of one person's workspace."""

    def __init__(
        self, page: "Page", socket: web.WebSocketResponse, user: str, perform: Perform
    ) -> None:
        self.page = page
        self._perform = perform
        self.user = user
        self.inspects = False
        self._socket = socket
        self._out: asyncio.Queue[str] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def person(self) -> Person:
        """Return the one this tab acts for."""
        return self.page.slack.person(self.user)

    async def serve(self, channel: str | None) -> None:
        """Tell the tab everything it shows, then do what it asks until it is closed."""
        self._tell_snapshot(channel)
        self.page.feed.tabs.add(self)
        writer = asyncio.create_task(self._write())
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    self._start(self._act(message.data))
        finally:
            self.page.feed.tabs.discard(self)
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)

    async def close(self) -> None:
        """Send the tab away: the workspace ends, or begins again."""
        for task in list(self._tasks):
            task.cancel()
        await self._socket.close()

    def tell(self, kind: str, what: Json) -> None:
        """Tell the tab of something; in the order of the calls."""
        self._out.put_nowait(json.dumps({"type": kind} | what, ensure_ascii=False, default=str))

    def messages_before(self, channel: str, before: str | None) -> Json:
        """Return one page of a channel's messages, oldest first, and whether there are older."""
        workspace = self.page.slack.workspace
        shown = [
            message
            for message in visible(workspace, self.user, channel)
            if (not message.is_reply or message.is_broadcast or message.only_for)
            and (before is None or message.ts < before)
        ]
        newest = shown[-PAGE_OF_MESSAGES:]
        return {
            "channel": channel,
            "messages": [message_shape(workspace, message, self.user) for message in newest],
            "hasOlder": len(shown) > len(newest),
        }

    async def _write(self) -> None:
        try:
            while True:
                await self._socket.send_str(await self._out.get())
        except (ClientConnectionResetError, ConnectionError):
            # The reading side ends with the same connection and tidies up.
            return
        finally:
            await self._socket.close()  # a tab that is told nothing more had better come back

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _act(self, text: str) -> None:
        number: int | None = None
        try:
            given = Given.read(text)
            number = given.id
            given.check()
            answer: Json = {"ok": True} | await self._perform(self, given)
        except CannotDoError as no:
            answer = {"ok": False, "said": str(no)}
        except Exception as error:  # noqa: BLE001 - whatever broke, the visitor is told that it did
            self.page.slack.log.violated("the page broke", repr(error))
            answer = {"ok": False, "said": "the local workspace broke; the inspector says how"}
        self.tell("answer", {"id": number} | answer)
        self.page.feed.troubles(self.user)

    def _tell_snapshot(self, wanted: str | None) -> None:
        slack = self.page.slack
        workspace = slack.workspace
        channels = self.channel_list()
        opened = next((one["id"] for one in channels if one["id"] == wanted), channels[0]["id"])
        home = slack.homes.views.get(self.user)
        notices = slack.notices.sent.get(self.user, [])[-_LOCK_SCREEN:]
        self.tell(
            "snapshot",
            {
                "me": self.user,
                "run": self.page.run,
                "begun": self.page.begun,
                "team": workspace.name,
                "app": app_shape(workspace, slack.manifest),
                "users": [user_shape(user) for user in workspace.users.values()],
                "groups": [
                    {"id": one.id, "handle": one.handle} for one in workspace.groups.values()
                ],
                "channels": self.channel_list(),
                "opened": self.messages_before(opened, None),
                "unread": self.page.feed.marks.of(self.user),
                "modals": [view_shape(view) for view in slack.modals.stacks.get(self.user, [])],
                "home": view_shape(home) if home else None,
                "lock": [notice_shape(workspace, notice) for notice in notices],
                "isAppThere": slack.is_app_there,
                "now": slack.clock.now().isoformat(),
                "stories": self.page.stories.shape(),
                "places": {one.id: one.name for one in workspace.channels.values()},
                "done": self.page.stories.done(),
            },
        )

    def channel_list(self) -> list[Json]:
        """Return what stands in this person's list; the bot's conversation comes last."""
        workspace = self.page.slack.workspace
        direct = workspace.im_of(self.user)
        mine = [one for one in workspace.channels.values() if self.user in one.members]
        listed = sorted((one for one in mine if one is not direct), key=lambda one: one.is_im)
        return [channel_shape(one, self.user) for one in (*listed, direct)]
