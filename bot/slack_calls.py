"""Calls to Slack that show something, and what each failure means for the sender."""

import asyncio
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

RETRY_AFTER_DEFAULT = 30
"""Seconds, where Slack says "too fast" without saying how long to wait."""

RESPONSE_URL = "response_url"
"""The name under which a post to a response address is counted and held back."""

_AWAY = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_TEMPORARY = _AWAY | frozenset(
    {
        "team_added_to_org",
        "team_access_not_granted",
        # The operator can mend these: a message must not die of them within a second.
        "invalid_auth",
        "not_authed",
        "token_expired",
        "token_revoked",
        "account_inactive",
        "missing_scope",
    }
)
_GONE = frozenset({"message_not_found", "used_url", "expired_url", "edit_window_closed"})
_TOO_MANY, _SERVER_ERROR = 429, 500


class CallError(Exception):
    """A call showed nothing, as far as is known. `code` is Slack's, or the error's class."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class HeldBackError(CallError):
    """Too fast: only this method in this channel waits, for `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__("ratelimited")
        self.seconds = seconds


class PacedError(HeldBackError):
    """We hold it back ourselves: nothing was tried."""


class TemporaryError(CallError):
    """Try again later. With `in_doubt` the call may have had its effect."""

    def __init__(self, code: str, *, in_doubt: bool) -> None:
        super().__init__(code)
        self.in_doubt = in_doubt


class PermanentError(CallError):
    """It will fail the same way again."""


class GoneError(CallError):
    """What was to be changed or answered is no longer there."""


async def call(
    client: AsyncWebClient, method: str, arguments: Mapping[str, Any], *, reads: bool = False
) -> Mapping[str, Any]:
    """Call a Web API method and return its answer. One that `reads` takes no JSON.

    Raises:
        HeldBackError, TemporaryError, PermanentError, GoneError: see there.
    """
    given: dict[str, Any] = dict(arguments)
    try:
        if reads:
            answer = await client.api_call(method, http_verb="GET", params=given)
        else:
            answer = await client.api_call(method, json=given)
    except SlackApiError as error:
        raise meaning(error) from error
    except (aiohttp.ClientError, SlackClientError, TimeoutError, OSError) as error:
        raise broken(error) from error
    data: Any = answer.data
    return data if isinstance(data, Mapping) else {}


async def respond(session: aiohttp.ClientSession, url: str, body: Mapping[str, Any]) -> None:
    """Post to a response address.

    Raises:
        HeldBackError, TemporaryError, PermanentError, GoneError: see there.
    """
    webhook = AsyncWebhookClient(url, session=session, retry_handlers=[])
    try:
        answer = await webhook.send_dict(dict(body))
    except (aiohttp.ClientError, SlackClientError, TimeoutError, OSError) as error:
        raise broken(error) from error
    code = next((gone for gone in _GONE if gone in answer.body), "")
    if answer.status_code == _TOO_MANY:
        raise HeldBackError(seconds_to_wait(answer.headers))
    if answer.status_code >= _SERVER_ERROR:
        raise TemporaryError(str(answer.status_code), in_doubt=True)
    if code or answer.status_code == 404:  # noqa: PLR2004 - the address is no longer known
        raise GoneError(code or "404")
    if answer.status_code != 200:  # noqa: PLR2004
        raise PermanentError(str(answer.status_code))


def meaning(error: SlackApiError) -> CallError:
    """Return what a refusal of Slack's means for the caller."""
    response: Any = error.response
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    data = getattr(response, "data", None)
    code = str(data.get("error", "")) if isinstance(data, Mapping) else ""
    if status == _TOO_MANY or code in {"ratelimited", "rate_limited"}:
        return HeldBackError(seconds_to_wait(getattr(response, "headers", {})))
    if status >= _SERVER_ERROR or not code:
        return TemporaryError(code or str(status), in_doubt=True)
    if code in _TEMPORARY:
        return TemporaryError(code, in_doubt=False)
    return GoneError(code) if code in _GONE else PermanentError(code)


def is_away(error: Exception) -> bool:
    """Whether Slack has a bad moment, or is too busy for us: it passes without our doing."""
    if not isinstance(error, SlackApiError):
        return isinstance(error, (aiohttp.ClientError, TimeoutError))
    said = meaning(error)
    if isinstance(said, TemporaryError):
        return said.in_doubt or said.code in _AWAY
    return isinstance(said, HeldBackError)


def broken(error: Exception) -> CallError:
    """Return what a failed connection means: before it was made, nothing can have happened."""
    never_sent = isinstance(error, aiohttp.ClientConnectorError)
    name = "timeout" if isinstance(error, asyncio.TimeoutError) else type(error).__name__
    return TemporaryError(name, in_doubt=not never_sent)


def seconds_to_wait(headers: Mapping[str, str]) -> int:
    """Return how long Slack wants us to wait, as its answer's headers say."""
    given = next((v for k, v in headers.items() if k.lower() == "retry-after"), "")
    return int(given) if given.isdecimal() else RETRY_AFTER_DEFAULT
