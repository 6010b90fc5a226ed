"""The Home tab: published as strictly as Slack does it, and told of where it is asked for."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from ruamel.yaml import YAML
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.manifest import Manifest
from bot.sandbox.server import SlackServer
from tests.sandbox.bare_app import BareApp
from tests.workspace import MANIFEST, local_slack

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "押す"}}
HOME: dict[str, Any] = {
    "type": "home",
    "blocks": [{"type": "actions", "block_id": "b", "elements": [BUTTON]}],
}


def manifest(*, home: bool, events: list[str]) -> Manifest:
    document = YAML(typ="safe", pure=True).load(MANIFEST.read_text(encoding="utf-8"))
    document["features"]["app_home"]["home_tab_enabled"] = home
    document["settings"]["event_subscriptions"]["bot_events"] = events
    return Manifest.of(document)


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with local_slack(manifest=manifest(home=True, events=["app_home_opened"])) as server:
        yield server


@pytest.fixture
def client(slack: SlackServer) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)


async def refused(client: AsyncWebClient, **given: Any) -> str:
    with pytest.raises(SlackApiError) as no:
        await client.views_publish(**({"user_id": "U0SATO", "view": HOME} | given))
    return str(no.value.response["error"])


async def test_a_published_view_is_what_the_person_sees(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    """The second view replaces the first under the same id."""
    first = await client.views_publish(user_id="U0SATO", view=HOME)
    second = await client.views_publish(user_id="U0SATO", view=HOME, hash=first["view"]["hash"])
    assert second["view"]["id"] == first["view"]["id"]
    home = slack.person("U0SATO").home
    assert home is not None
    assert home.hash == second["view"]["hash"]
    assert slack.person("U0MORI").home is None


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"hash": "1.2"}, "hash_conflict"),
        ({"user_id": "U0NOBODY"}, "invalid_arguments"),
        ({"view": HOME | {"title": {"type": "plain_text", "text": "x"}}}, "invalid_arguments"),
        ({"view": {"type": "home", "blocks": []}}, "invalid_arguments"),
        ({"view": {"type": "modal", "blocks": HOME["blocks"]}}, "invalid_arguments"),
    ],
)
async def test_what_slack_refuses(
    client: AsyncWebClient, given: dict[str, Any], error: str
) -> None:
    """A stale hash, an unknown person, and what is no Home view are refused."""
    assert await refused(client, **given) == error


async def test_one_external_id_is_one_persons(client: AsyncWebClient) -> None:
    """An external id another person's view has cannot be used again."""
    view = HOME | {"external_id": "x"}
    await client.views_publish(user_id="U0MORI", view=view)
    assert await refused(client, view=view) == "duplicate_external_id"


async def test_without_the_tab_nothing_is_published() -> None:
    """An app whose manifest has no Home tab is told `not_enabled`."""
    async with local_slack(manifest=manifest(home=False, events=[])) as server:
        plain = AsyncWebClient(token=server.bot_token, base_url=server.api_url)
        assert await refused(plain) == "not_enabled"


async def test_opening_and_pressing_reach_the_app(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    """`app_home_opened` comes where it is subscribed; a press there may open a modal."""
    app = BareApp(slack)
    heard: list[dict[str, Any]] = []

    @app.bolt.event("app_home_opened")
    async def opened(event: dict[str, Any]) -> None:
        heard.append(event)

    @app.bolt.action("go")
    async def pressed(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        title = {"type": "plain_text", "text": "題"}
        view = {"type": "modal", "title": title, "blocks": [{"type": "divider"}]}
        heard.append(body)  # before the call that wakes whoever waits for both
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    await app.listen()
    slack.homes.opened("U0SATO", "home")
    await slack.settle()
    await client.views_publish(user_id="U0SATO", view=HOME)
    slack.homes.opened("U0SATO", "home")
    await slack.until(lambda: len(heard) == 2)
    assert "view" not in heard[0]
    assert heard[1]["view"]["type"] == "home"
    sato = slack.person("U0SATO")
    assert sato.home is not None
    await sato.press(sato.home, "go")
    await slack.until(lambda: sato.modal and len(heard) == 3)
    assert heard[2]["container"] == {"type": "view", "view_id": sato.home.id}
    assert slack.violations == []
    await app.stop()
