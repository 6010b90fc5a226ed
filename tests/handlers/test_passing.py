"""Which messages are passed over at the door."""

from typing import Any

import pytest

from handlers.passing import passes_by

TEAM, APP = "C0TEAM", "A0KASUHARA"
OWN = {"user": "U0BOT", "bot_id": "B0KASUHARA", "bot_profile": {"app_id": APP}}
OTHER = {"user": "U0OTHER", "bot_id": "B0OTHER", "bot_profile": {"app_id": "A0OTHER"}}


def delivery(**event: Any) -> dict[str, Any]:
    """Return a message event; a keyword of None leaves a key out."""
    given = {
        "type": "message",
        "channel": TEAM,
        "user": "U0SATO",
        "text": "昼、どこにする？",
    } | event
    kept = {key: value for key, value in given.items() if value is not None}
    return {"type": "event_callback", "api_app_id": APP, "event": kept}


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"text": ""},
        {"text": None, "files": [{"id": "F1"}]},
        {"thread_ts": "1.2"},
        {"thread_ts": "1.2", "subtype": "thread_broadcast"},
        {"text": "「/kasuhara」とは？"},
        {"subtype": "channel_join", "text": "<@U0SATO>さんがチャンネルに参加しました"},
        {"subtype": "message_changed", "text": None, "message": {"user": "U0SATO"}},
        {"subtype": "message_deleted", "text": None, "previous_message": {"user": "U0SATO"}},
        {"subtype": "bot_message", **OTHER},
        OTHER,
    ],
)
def test_talk_in_a_team_channel(event: dict[str, Any]) -> None:
    """Words, threads, files, edits, deletions, comings and bots' words are passed over there."""
    assert passes_by(delivery(**event), {TEAM})


@pytest.mark.parametrize("channel", ["D0SATO", "C0DESK", "C0UNKNOWN", TEAM])
@pytest.mark.parametrize(
    "event",
    [
        OWN,
        {"user": "U0BOT", "bot_id": "B0KASUHARA", "app_id": APP},
        {"user": None, "text": None, "subtype": "message_changed", "message": OWN},
    ],
)
def test_own_words(channel: str, event: dict[str, Any]) -> None:
    """What the app itself wrote or edited comes back from every channel, and is passed over."""
    assert passes_by(delivery(channel=channel, **event), {TEAM})


@pytest.mark.parametrize("channel", ["D0SATO", "G0GROUP", "C0DESK", "C0UNKNOWN", "", None])
@pytest.mark.parametrize(
    "event",
    [
        {},
        {"text": "助けて", "thread_ts": "1.2"},
        {"text": None, "files": [{"id": "F1"}]},
        {"subtype": "message_changed", "message": {"user": "U0SATO"}},
        {"subtype": "message_changed", "message": None},
        {"subtype": "message_deleted", "previous_message": OWN, **OWN},
        {"subtype": "channel_join"},
        {"subtype": "bot_message", **OTHER},
        {**OTHER, "user": "U0SATO"},  # a person who writes with another app's help
        {**OTHER, "bot_profile": {"app_id": None}},
        {"subtype": "message_changed", "message": OTHER},
        {"bot_profile": APP, "app_id": "A0OTHER"},
    ],
)
def test_everything_elsewhere_is_kept(channel: str | None, event: dict[str, Any]) -> None:
    """Direct messages, desks, and channels nobody named: whatever happens there is stored."""
    assert not passes_by(delivery(channel=channel, **event), {TEAM})


@pytest.mark.parametrize(
    "event",
    [
        {"text": "/kasuhara report"},
        {"text": " ／ＫＡＳＵＨＡＲＡ 報告"},
        {"type": "member_joined_channel"},
        {"type": "file_shared"},
        {"channel": [TEAM]},
        {"channel": {"id": TEAM}},
    ],
)
def test_kept_in_a_team_channel(event: dict[str, Any]) -> None:
    """The command typed as a message, and what is no message, or has no channel that is an id."""
    assert not passes_by(delivery(**event), {TEAM})


def test_nobody_named() -> None:
    """An app without a name owns nothing: what has none either is not its own."""
    body = delivery(channel="D0SATO", bot_id="B1", app_id="") | {"api_app_id": ""}
    assert not passes_by(body, {TEAM})
    assert not passes_by({**delivery(channel="D0SATO"), "api_app_id": None}, {TEAM})


@pytest.mark.parametrize(
    "body", [{}, {"type": "event_callback"}, {"command": "/kasuhara"}, {"event": "message"}]
)
def test_no_message(body: dict[str, Any]) -> None:
    """What is no message at all is not passed over."""
    assert not passes_by(body, {TEAM})
