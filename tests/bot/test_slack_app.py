from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.slack_app import (
    NobodyListensError,
    NotAuthorizedError,
    OneWorkspace,
    build_app,
    dispatch,
)
from bot.slack_clients import shared_session, showing_client
from tests.workspace import local_slack, standing_clock

COMMAND = {"command": "/kasuhara", "text": "", "team_id": "T0MINATO", "user_id": "U0SATO"}


class Desk:
    """A Bolt app against the local workspace."""

    def __init__(self, slack: Any, authorize: OneWorkspace, client: Any) -> None:
        self.slack = slack
        self.authorize = authorize
        self.client = client
        self.app = build_app(client, authorize)

    async def deliver(self) -> None:
        """Replay a command."""
        await dispatch(self.app, self.authorize, COMMAND)

    def asked(self) -> int:
        """Return how often Slack was asked whose token it is."""
        return len(self.slack.log.calls_of("auth.test"))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    clock = standing_clock()
    async with local_slack(clock) as slack, shared_session() as session:
        client = showing_client(session, slack.api_url)
        yield Desk(slack, OneWorkspace(client, slack.bot_token, clock), client)


async def test_error_comes_back_out(desk: Desk) -> None:
    """An error in a listener comes out of the dispatch, so that the delivery is tried again."""

    @desk.app.command("/kasuhara")
    async def fail(ack: Any) -> None:
        await ack()
        raise LookupError("lost")

    with pytest.raises(LookupError):
        await desk.deliver()


async def test_unhandled_comes_back_out(desk: Desk) -> None:
    """A delivery that no listener takes is an error, not a warning in a log."""
    with pytest.raises(NobodyListensError):
        await desk.deliver()


async def test_token_reaches_listener(desk: Desk) -> None:
    """A listener's client speaks with the bot's token, and knows the bot's own user."""
    seen: list[str] = []

    @desk.app.command("/kasuhara")
    async def look(ack: Any, client: Any, context: Any) -> None:
        await ack()
        seen.extend((client.token, context.bot_user_id))

    await desk.deliver()
    assert seen == [desk.slack.bot_token, "U0KASUHARA"]


async def test_asked_once(desk: Desk) -> None:
    """Slack is asked once whose token it is, and again once told that tokens have ended."""

    @desk.app.command("/kasuhara")
    async def nothing(ack: Any) -> None:
        await ack()

    for _ in range(3):
        await desk.deliver()
    assert desk.asked() == 1
    desk.authorize.forget()
    await desk.deliver()
    assert desk.asked() == 2


async def test_token_refused(desk: Desk) -> None:
    """With a token that Slack refuses, the delivery fails and is not answered away."""
    desk.slack.workspace.are_tokens_revoked = True
    with pytest.raises(NotAuthorizedError):
        await desk.deliver()


async def test_oauth_stays_off(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client id in the environment does not make Bolt read installations from a disk."""
    monkeypatch.setenv("SLACK_CLIENT_ID", "1.2")
    monkeypatch.setenv("SLACK_CLIENT_SECRET", "secret")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-another")
    app = build_app(desk.client, desk.authorize)
    assert app.oauth_flow is None
    assert app.installation_store is None
