"""Which events reach the app: subscribed, allowed, and where the bot is."""

from typing import Any

import pytest

from bot.clock import MovableClock
from bot.sandbox.server import SlackServer
from tests.workspace import local_slack, manifest_with

TEAM = "C0TEAMSHINJUKU"
DESK = "C0DESKSHINJUKU"


def events(slack: SlackServer) -> list[dict[str, Any]]:
    """Return the events delivered so far."""
    return [d.body["event"] for d in slack.log.deliveries if d.sort == "events_api"]


@pytest.mark.usefixtures("endpoint")
async def test_only_where_the_bot_is(slack: SlackServer) -> None:
    """A message in a channel without the bot reaches nobody."""
    await slack.person("U0SATO").say("C0LUNCH", "うどん")
    await slack.person("U0SATO").say(TEAM, "こんにちは")
    assert [event["channel"] for event in events(slack)] == [TEAM]


@pytest.mark.parametrize(
    ("scopes", "subscribed"),
    [(["users:read"], ["message.channels"]), (["channels:history"], ["message.im"])],
)
async def test_subscription_and_scope(
    clock: MovableClock, scopes: list[str], subscribed: list[str]
) -> None:
    """Without the scope, or without the subscription, no event comes."""
    manifest = manifest_with(scopes=scopes, bot_events=subscribed)
    async with local_slack(clock, manifest) as slack:
        await slack.person("U0SATO").say(TEAM, "こんにちは")
        assert slack.log.deliveries == []


@pytest.mark.usefixtures("endpoint")
async def test_membership(slack: SlackServer) -> None:
    """Coming and going is told with the kind of channel; the bot's own going is not."""
    workspace = slack.workspace
    workspace.add_member(DESK, "U0KATO")
    workspace.remove_member(TEAM, "U0EMMA")
    workspace.add_member("C0LUNCH", "U0KASUHARA")
    workspace.remove_member("C0LUNCH", "U0KASUHARA")
    await slack.settle()
    heard = {(e["type"], e["user"], e["channel"], e["channel_type"]) for e in events(slack)}
    assert heard == {
        ("member_joined_channel", "U0KATO", DESK, "G"),
        ("member_left_channel", "U0EMMA", TEAM, "C"),
        ("member_joined_channel", "U0KASUHARA", "C0LUNCH", "C"),
    }
    assert events(slack)[0].keys() == {
        "type",
        "user",
        "channel",
        "channel_type",
        "team",
        "event_ts",
    }


@pytest.mark.usefixtures("endpoint")
async def test_people_change(slack: SlackServer) -> None:
    """A deactivation and a change of language are told with the whole person."""
    slack.workspace.change_user("U0EMMA", locale="ja-JP", is_restricted=True)
    slack.workspace.change_user("U0EMMA", deleted=True)
    await slack.settle()
    guest, gone = events(slack)
    assert guest.keys() == {"type", "user", "cache_ts"}
    assert (guest["user"]["locale"], guest["user"]["is_restricted"]) == ("ja-JP", True)
    assert (gone["user"]["id"], gone["user"]["deleted"]) == ("U0EMMA", True)


@pytest.mark.usefixtures("endpoint")
async def test_group_changes(slack: SlackServer) -> None:
    """A user group's change names who came and who went."""
    slack.workspace.change_group("S0MANAGERS", ["U0MANAGER", "U0HQTWO"])
    await slack.settle()
    event = events(slack)[0]
    assert (event["subteam_id"], event["added_users"], event["removed_users"]) == (
        "S0MANAGERS",
        ["U0HQTWO"],
        ["U0HQONE"],
    )


@pytest.mark.usefixtures("endpoint")
async def test_end_of_installation(slack: SlackServer) -> None:
    """Removing the app is told with the tokens that go; afterwards nothing is."""
    slack.workspace.uninstall()
    slack.workspace.add_member(DESK, "U0KATO")
    await slack.settle()
    revoked, uninstalled = events(slack)
    assert revoked["tokens"] == {"oauth": [], "bot": ["U0KASUHARA"]}
    assert uninstalled == {"type": "app_uninstalled"}
