"""The clients of Slack's Web API, on one shared connection pool."""

import aiohttp
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

CALL_SECONDS = 10.0
"""How long one call may take before it is given up and counts as in doubt."""

READ_RETRIES = 5


def shared_session(call_seconds: float = CALL_SECONDS) -> aiohttp.ClientSession:
    """Return the one session that every call goes through."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=call_seconds))


def showing_client(
    session: aiohttp.ClientSession, base_url: str, token: str | None = None
) -> AsyncWebClient:
    """Return a client for calls that show something: it never repeats one on its own."""
    return AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=[])


def reading_client(session: aiohttp.ClientSession, base_url: str, token: str) -> AsyncWebClient:
    """Return a client for calls that only read: it repeats them, and waits where told to."""
    return AsyncWebClient(
        token=token,
        base_url=base_url,
        session=session,
        retry_handlers=[
            AsyncConnectionErrorRetryHandler(max_retry_count=READ_RETRIES),
            AsyncRateLimitErrorRetryHandler(max_retry_count=READ_RETRIES),
            AsyncServerErrorRetryHandler(max_retry_count=READ_RETRIES),
        ],
    )
