"""The HTTP entrance: everything Slack sends comes to one address, signed.

What is refused is refused in this order: anything while the process stops (503), too large
(413), not there within seconds (408), not signed by Slack within the last five minutes (401,
with nothing else), a content type Slack does not use (415), not readable (400). Only then is
anything looked at.
"""

import asyncio
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import structlog
from aiohttp import web
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier

from bot.clock import Clock
from bot.entrance import Take
from bot.operator_log import say_failed
from handlers.identity import UnreadablePayloadError

LARGEST_BODY = 1024 * 1024
"""Bytes. Slack's own payloads stay far below; a view's state is the largest of them."""

BODY_SECONDS = 5.0
"""How long a body may take to arrive. Slack sends its own with the head."""

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")

_log = structlog.get_logger(__name__)


class RefusedRequestError(Exception):
    """Nothing of Slack's that can be taken now; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class _Seconds(SignatureClock):
    """The injected clock as the verifier wants it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock.now().timestamp()


class HttpEntrance:
    """The route `POST /slack/events`."""

    def __init__(self, take: Take, signing_secret: str, clock: Clock) -> None:
        self._take = take
        self._verifier = SignatureVerifier(signing_secret, _Seconds(clock))
        self._refusing = False

    def refuse(self) -> None:
        """Take nothing more: Slack repeats what it is refused with 503."""
        self._refusing = True

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request of Slack's."""
        try:
            body = await self._body_of(request)
        except RefusedRequestError as refused:
            answer = web.Response(status=refused.status)
            if not request.content.is_eof():
                answer.force_close()  # the rest is not read
            return answer
        return await self._answer(body)

    async def _body_of(self, request: web.Request) -> Mapping[str, Any]:
        if self._refusing:
            raise RefusedRequestError(503)
        raw = await _read(request)
        if not self._signed(raw, request):
            raise RefusedRequestError(401)
        if request.content_type not in ("application/json", "application/x-www-form-urlencoded"):
            raise RefusedRequestError(415)
        try:
            return read_body(raw, request.content_type)
        except UnreadablePayloadError:
            raise RefusedRequestError(400) from None

    def _signed(self, raw: bytes, request: web.Request) -> bool:
        signature = request.headers.get("X-Slack-Signature", "")
        try:
            return self._verifier.is_valid(
                raw, request.headers.get("X-Slack-Request-Timestamp", ""), signature
            )
        except (ValueError, TypeError, OverflowError):
            # A time stamp that is no number, a body that is no UTF-8, a signature that is
            # no ASCII: none of them is Slack's.
            return False

    async def _answer(self, body: Mapping[str, Any]) -> web.Response:
        match body.get("type"):
            case "url_verification":
                return web.json_response({"challenge": str(body.get("challenge", ""))})
            case "app_rate_limited":
                _log.warning("slack holds events back", workspace=body.get("team_id"))
                return web.Response()
        if body.get("ssl_check"):
            return web.Response()
        try:
            answer = await self._take(body)
        except UnreadablePayloadError:
            return web.Response(status=400)
        except Exception as error:  # noqa: BLE001 - Slack sends it again
            say_failed(_log, "delivery could not be kept", error)
            return web.Response(status=503)
        kind = None if answer is None else "application/json"
        return web.Response(text=answer, content_type=kind)


async def _read(request: web.Request) -> bytes:
    """Return the body, as far as one of Slack's would go in size and time."""
    if (request.content_length or 0) > LARGEST_BODY:
        raise RefusedRequestError(413)
    try:
        if request.content.is_eof():
            # It came with the head, as Slack's do: nothing to wait for, and a timer costs more
            # than everything else that is ours in a message that concerns nobody.
            return await request.read()
        async with asyncio.timeout(BODY_SECONDS):
            return await request.read()
    except TimeoutError:
        raise RefusedRequestError(408) from None
    except web.HTTPRequestEntityTooLarge:
        raise RefusedRequestError(413) from None


def read_body(raw: bytes, content_type: str) -> Mapping[str, Any]:
    """Return the payload of a request: a JSON object, or a form, or a form's `payload`.

    Raises:
        UnreadablePayloadError: it is none of these.
    """
    try:
        if content_type == "application/json":
            return _json_object(raw.decode())
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise UnreadablePayloadError(str(type(error).__name__)) from None
    fields = dict(pairs)
    return _json_object(fields["payload"]) if "payload" in fields else fields


def _json_object(text: str) -> Mapping[str, Any]:
    try:
        document = json.loads(text)
        if _SURROGATE.search(text):
            # A lone one reads as JSON but can never be written as UTF-8 again.
            json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise UnreadablePayloadError(type(error).__name__) from None
    if not isinstance(document, dict):
        raise UnreadablePayloadError("not an object")
    return document
