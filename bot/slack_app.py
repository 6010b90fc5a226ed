"""The one Bolt app: stored deliveries are replayed through it, and its errors come back out."""

import asyncio
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.slack_calls import is_away, meaning

AUTHORIZED_FOR = timedelta(hours=1)
_TOKEN_ENDS = frozenset({"tokens_revoked", "app_uninstalled"})
_READ_BY_BOLT = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN")


class NotAuthorizedError(Exception):
    """Slack does not accept the bot's token; the delivery is tried again later."""


class SlackAwayError(Exception):
    """Slack cannot be asked at the moment."""


class NotHandledError(Exception):
    """The app answered a stored delivery with an error status."""


class NobodyListensError(Exception):
    """Nothing in the app is made for this kind of delivery, however often it comes.

    `what` is the event's type, or the interaction's.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class OneWorkspace(AsyncAuthorize):
    """Authorizes every delivery with the bot's token; asks Slack whose it is once an hour."""

    def __init__(self, client: AsyncWebClient, token: str, clock: Clock) -> None:
        self._client = client
        self._token = token
        self._clock = clock
        self._result: AuthorizeResult | None = None
        self._until: datetime | None = None
        self._asking = asyncio.Lock()

    async def known(self) -> AuthorizeResult:
        """Return whose token it is; ask Slack when not asked lately.

        Raises:
            NotAuthorizedError: Slack refuses the token.
            SlackAwayError: Slack cannot be asked.
        """
        async with self._asking:
            now = self._clock.now()
            if self._result is None or self._until is None or now >= self._until:
                self._result = await self._ask()
                self._until = now + AUTHORIZED_FOR
            return self._result

    def forget(self) -> None:
        """The token may no longer be good: ask again next time."""
        self._result = None

    async def _ask(self) -> AuthorizeResult:
        try:
            answer = await self._client.auth_test(token=self._token)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            # Bolt would answer a SlackApiError itself and lose the delivery.
            if is_away(error):
                raise SlackAwayError(type(error).__name__) from error
            code = meaning(error).code if isinstance(error, SlackApiError) else ""
            raise NotAuthorizedError(code or type(error).__name__) from error
        return AuthorizeResult.from_auth_test_response(
            bot_token=self._token, auth_test_response=answer
        )

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,  # noqa: ARG002 - Bolt's signature
        enterprise_id: str | None,  # noqa: ARG002
        team_id: str | None,  # noqa: ARG002
        user_id: str | None,  # noqa: ARG002
        actor_enterprise_id: str | None = None,  # noqa: ARG002
        actor_team_id: str | None = None,  # noqa: ARG002
        actor_user_id: str | None = None,  # noqa: ARG002
    ) -> AuthorizeResult:
        """Return the one authorization there is; the last one while Slack cannot be asked."""
        try:
            return await self.known()
        except SlackAwayError:
            # Whose token it is does not change by that, and what people answered is to be kept.
            if self._result is None:
                raise
            return self._result


def build_app(client: AsyncWebClient, authorize: OneWorkspace) -> AsyncApp:
    """Return the app without listeners. `client` has no token: authorization brings it."""
    with _hidden_from_bolt():
        app = AsyncApp(
            name="kasuhara",
            client=client,
            authorize=authorize,
            process_before_response=True,
            raise_error_for_unhandled_request=True,
            # Signature, handshake and certificate checks are the entrance's work.
            request_verification_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=False,
            attaching_function_token_enabled=False,
        )

    @app.error
    async def come_back_out(error: Exception) -> None:
        raise error

    return app


async def dispatch(app: AsyncApp, authorize: OneWorkspace, body: Mapping[str, Any]) -> None:
    """Replay one stored delivery; raise whatever its listener raises.

    Raises:
        NobodyListensError: it has none.
    """
    what = str((body.get("event") or body).get("type") or body.get("command"))
    if what in _TOKEN_ENDS:
        authorize.forget()
    request = AsyncBoltRequest(mode="socket_mode", body=dict(body))
    try:
        response = await app.async_dispatch(request)
    except BoltUnhandledRequestError as error:
        raise NobodyListensError(what) from error
    if response.status >= 400:  # noqa: PLR2004 - an HTTP error status
        raise NotHandledError(str(response.status))


@contextmanager
def _hidden_from_bolt() -> Iterator[None]:
    """Hide what Bolt reads on its own: a client id there would switch its OAuth on."""
    hidden = {name: os.environ.pop(name) for name in _READ_BY_BOLT if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(hidden)
