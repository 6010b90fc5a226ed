"""Which messages are passed over at the door."""

from typing import Any

import pytest

from handlers.passing import passes_by

TEAM = "C0TEAM"


def delivery(**event: Any) -> dict[str, Any]:
    """Return a message event; a keyword of None leaves a key out."""
    given = {
        "type": "message",
        "channel": TEAM,
        "user": "U0SATO",
        "text": "昼、どこにする？",
    } | event
    kept = {key: value for key, value in given.items() if value is not None}
    return {"type": "event_callback", "event": kept}


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"text": ""},
        {"text": None, "files": [{"id": "F1"}]},
        {"thread_ts": "1.2"},
        {"text": "「/kasuhara」とは？"},
        {"subtype": "message_deleted", "previous_message": {"bot_id": "B1"}},
        {"channel": "D0SATO", "channel_type": "im", "bot_id": "B0KASUHARA"},
        {"channel": "D0SATO", "subtype": "message_changed", "message": {"bot_id": "B0KASUHARA"}},
        {"channel": "C0ELSEWHERE", "bot_id": "B0OTHER", "subtype": "bot_message"},
    ],
)
def test_passed(event: dict[str, Any]) -> None:
    """Talk in a team's channel, and what bots write anywhere, the app itself among them."""
    assert passes_by(delivery(**event), {TEAM})


@pytest.mark.parametrize(
    "event",
    [
        {"channel": "D0SATO", "channel_type": "im"},
        {"channel": "C0DESK"},
        {"channel": "C0UNKNOWN"},
        {"channel": None},
        {"text": "/kasuhara report"},
        {"text": " ／ＫＡＳＵＨＡＲＡ 報告"},
        {"type": "member_joined_channel"},
        {"channel": "D0SATO", "subtype": "message_changed", "message": {"user": "U0SATO"}},
        {"channel": "D0SATO", "subtype": "message_changed", "message": None},
        {"channel": "D0SATO", "subtype": "message_deleted", "bot_id": "B0KASUHARA"},
    ],
)
def test_kept(event: dict[str, Any]) -> None:
    """Whatever somebody may have meant for the bot."""
    assert not passes_by(delivery(**event), {TEAM})


@pytest.mark.parametrize("body", [{}, {"type": "event_callback"}, {"command": "/kasuhara"}])
def test_no_message(body: dict[str, Any]) -> None:
    """What is no message at all is not passed over."""
    assert not passes_by(body, {TEAM})
