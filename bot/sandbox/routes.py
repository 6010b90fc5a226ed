"""The two ways to an app: what a delivery is, and how it goes over HTTP."""

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp

from bot.clock import Clock
from bot.sandbox.signing import signed_headers

Json = dict[str, Any]


class Sort(StrEnum):
    """The three kinds of delivery, named as Socket Mode names them."""

    EVENT = "events_api"
    COMMAND = "slash_commands"
    INTERACTION = "interactive"


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something to deliver. `takes_answer` where the acknowledgement may say something."""

    sort: Sort
    name: str
    body: Json
    takes_answer: bool = False


@dataclass(frozen=True, slots=True)
class Retry:
    """Which repetition this is (0: none) and why Slack tries again."""

    number: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the app answered: None, a text, or JSON already read."""

    status: int
    content: Any = None
    no_retry: bool = False


class UnreachableError(Exception):
    """The app cannot be told: no connection, or it broke before an answer."""


class Route(Protocol):
    """A way to the app."""

    name: str

    async def send(self, parcel: Parcel, retry: Retry) -> Reply:
        """Deliver and wait for the answer; raises UnreachableError."""


@dataclass(slots=True)
class HttpRoute:
    """Request URLs: one POST per delivery, signed."""

    url: str
    secret: str
    clock: Clock
    session: aiohttp.ClientSession
    name: str = field(default="http")

    async def send(self, parcel: Parcel, retry: Retry) -> Reply:
        """Deliver and wait for the answer; raises UnreachableError."""
        if parcel.sort is Sort.EVENT:
            kind, body = "application/json", json.dumps(parcel.body, ensure_ascii=False)
        elif parcel.sort is Sort.COMMAND:
            kind, body = "application/x-www-form-urlencoded", urlencode(parcel.body)
        else:
            payload = json.dumps(parcel.body, ensure_ascii=False)
            kind, body = "application/x-www-form-urlencoded", urlencode({"payload": payload})
        headers = signed_headers(self.secret, body.encode(), self.clock.now())
        headers |= {"Content-Type": kind, "User-Agent": "Slackbot 1.0"}
        if retry.number:
            headers["X-Slack-Retry-Num"] = str(retry.number)
            headers["X-Slack-Retry-Reason"] = retry.reason
        try:
            async with self.session.post(
                self.url, data=body.encode(), headers=headers, allow_redirects=False
            ) as response:
                no_retry = response.headers.get("X-Slack-No-Retry") == "1"
                text = await response.text()
                content = _content(text, response.content_type)
                return Reply(response.status, content, no_retry)
        except (aiohttp.ClientError, ConnectionError) as broken:
            raise UnreachableError(str(broken)) from broken


def _content(text: str, kind: str) -> Any:
    """Read an acknowledgement: what does not say that it is JSON is a text to show."""
    if not text:
        return None
    try:
        return json.loads(text) if kind == "application/json" else text
    except ValueError:
        return text
