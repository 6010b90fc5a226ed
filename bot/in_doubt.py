"""Looking in Slack for a message whose sending ended without a word."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bot.slack_calls import PermanentError

MESSAGE_EVENT = "kasuhara_message"
"""The type of the metadata that carries a message's id, by which it is found again."""

CLOCKS_DIFFER = timedelta(minutes=5)
"""As far as Slack's clock may be behind ours for a message to be found nevertheless."""

_PAGE = 200
_NO_SUCH_THREAD = "thread_not_found"

Read = Callable[[str, Mapping[str, Any]], Awaitable[Mapping[str, Any]]]
"""Calls a reading method with its arguments."""


def marked(message: UUID) -> Mapping[str, Any]:
    """Return the metadata to post a message with."""
    return {"event_type": MESSAGE_EVENT, "event_payload": {"id": str(message)}}


async def find_posted(
    read: Read, message: UUID, channel: str, thread: str | None, since: datetime
) -> str | None:
    """Return the time stamp under which the message stands in a channel or thread, or None.

    Raises:
        CallError: Slack could not be asked; whether it stands there is as doubtful as before.
    """
    oldest = f"{(since - CLOCKS_DIFFER).timestamp():.6f}"
    arguments = {"channel": channel, "oldest": oldest}
    method = "conversations.history"
    if thread is not None:
        method, arguments = "conversations.replies", {**arguments, "ts": thread}
    async for posted in _messages(read, method, arguments):
        if posted.get("metadata") == marked(message):
            return str(posted["ts"])
    return None


async def _messages(
    read: Read, method: str, arguments: Mapping[str, str]
) -> AsyncIterator[Mapping[str, Any]]:
    cursor = ""
    while True:
        page: dict[str, Any] = {**arguments, "limit": _PAGE, "include_all_metadata": "true"}
        try:
            answer = await read(method, page | ({"cursor": cursor} if cursor else {}))
        except PermanentError as error:
            if error.code == _NO_SUCH_THREAD:
                return
            raise
        for message in answer.get("messages", ()):
            yield message
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return
