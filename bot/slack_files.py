"""One file out of Slack: what Slack says of it now, and its bytes as they come.

The token goes to the server of the Web API and to those below its name, and nowhere else: where
a file lies is what somebody told Slack. No redirect is followed: to an app that may not have a
file, Slack shows the page where people sign in, with a redirect or with a 200.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from pydantic import BaseModel
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from bot.slack_calls import (
    HeldBackError,
    PermanentError,
    TemporaryError,
    broken,
    call,
    seconds_to_wait,
)
from flows.evidence import Why

QUIET_SECONDS = 30.0
"""A connection over which nothing comes for so long is given up."""

LONGEST_SECONDS = 1800.0
"""For one whole file: a film at a poor connection, and nothing that trickles for ever."""

_TOO_MANY = 429
_REASONS = {
    "file_deleted": Why.DELETED,
    "file_not_found": Why.NOT_SHOWN,
    "not_visible": Why.NOT_SHOWN,
    "access_denied": Why.NOT_SHOWN,
}


class NotToBeHadError(Exception):
    """Slack has no such file for us."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Described:
    """A file that is there, and where its bytes are."""

    name: str | None
    mimetype: str | None
    address: URL


class _File(BaseModel):
    name: str | None = None
    mimetype: str | None = None
    mode: str = ""
    is_external: bool = False
    url_private_download: str | None = None


class SlackFiles:
    """Asks for files with the bot's token, which needs the scope `files:read`."""

    def __init__(
        self,
        client: AsyncWebClient,
        session: aiohttp.ClientSession,
        token: str,
        *,
        quiet_seconds: float = QUIET_SECONDS,
        longest_seconds: float = LONGEST_SECONDS,
    ) -> None:
        self._client = client
        self._session = session
        self._token = token
        self._server = URL(client.base_url)
        self._timeout = aiohttp.ClientTimeout(
            total=longest_seconds, sock_connect=quiet_seconds, sock_read=quiet_seconds
        )

    async def describe(self, file: str) -> Described:
        """Ask Slack for a file by its id; what the event said of it may be old.

        Raises:
            NotToBeHadError: there is none for us.
            HeldBackError, TemporaryError, PermanentError: it could not be asked, or is not ready.
        """
        try:
            answer = await call(self._client, "files.info", {"file": file}, reads=True)
        except PermanentError as error:
            if error.code in _REASONS:
                raise NotToBeHadError(_REASONS[error.code]) from error
            raise
        try:
            told = _File.model_validate(answer.get("file"))
            address = URL(told.url_private_download or "")
        except ValueError as error:
            raise TemporaryError("unreadable", in_doubt=False) from error
        if told.mode == "tombstone":
            raise NotToBeHadError(Why.DELETED)
        if told.is_external or told.mode == "external":
            raise NotToBeHadError(Why.ELSEWHERE)
        if told.url_private_download is None:
            raise TemporaryError("not_ready", in_doubt=False)
        if not self._is_slacks(address):
            raise NotToBeHadError(Why.ELSEWHERE)
        return Described(told.name, told.mimetype, address)

    @asynccontextmanager
    async def opened(self, address: URL, piece: int) -> AsyncIterator[AsyncIterator[bytes]]:
        """Give the bytes of a file in pieces of that size, the last one shorter.

        Raises:
            HeldBackError, TemporaryError: they do not come, or break off.
        """
        # Packed bytes would be unpacked on the way: a small file could become a huge one.
        headers = {"Authorization": f"Bearer {self._token}", "Accept-Encoding": "identity"}
        asked = self._session.get(
            address, headers=headers, timeout=self._timeout, allow_redirects=False
        )
        try:
            async with asked as answer:
                _check(answer)
                yield _pieces(answer.content, piece)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise broken(error) from error

    def _is_slacks(self, address: URL) -> bool:
        if address.host is None or address.scheme != self._server.scheme:
            return False
        if (address.host, address.port) == (self._server.host, self._server.port):
            return True
        return address.host.endswith(f".{self._server.host}") and address.is_default_port()


def _check(answer: aiohttp.ClientResponse) -> None:
    if answer.status == _TOO_MANY:
        raise HeldBackError(seconds_to_wait(answer.headers))
    if answer.status != 200:  # noqa: PLR2004 - a redirect is no file either
        raise TemporaryError(str(answer.status), in_doubt=False)
    is_attached = "attachment" in answer.headers.get("Content-Disposition", "")
    if answer.content_type == "text/html" and not is_attached:
        raise TemporaryError("signed_out", in_doubt=False)


async def _pieces(stream: aiohttp.StreamReader, size: int) -> AsyncIterator[bytes]:
    while True:
        try:
            yield await stream.readexactly(size)
        except asyncio.IncompleteReadError as end:
            if end.partial:
                yield end.partial
            return
