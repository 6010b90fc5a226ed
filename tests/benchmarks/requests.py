"""What every server is asked, signed as Slack signs it: a report, and talk among colleagues."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from bot.clock import SystemClock

SECRET = "signing-a0kasuhara"
WORKSPACE, TEAM = "T0MINATO", "C0TEAMSHINJUKU"
USERS = tuple(f"U0BENCH{n:04d}" for n in range(9999))

_verifier = SignatureVerifier(SECRET)
_clock = SystemClock()


@dataclass(frozen=True, slots=True)
class Request:
    """A body with its headers."""

    body: bytes
    headers: dict[str, str]


def reports(response_url: str) -> Iterator[Request]:
    """Yield one report after another, each of them new, from many people in turn."""
    for number in itertools.count(1):
        fields = {
            "token": "t",
            "team_id": WORKSPACE,
            "team_domain": "minato-fudosan",
            "channel_id": TEAM,
            "channel_name": "team-shinjuku",
            "user_id": USERS[number % len(USERS)],
            "user_name": "bench",
            "command": "/kasuhara",
            "text": "report",
            "api_app_id": "A0KASUHARA",
            "response_url": response_url,
            "trigger_id": f"{number}.1.bench",
        }
        yield signed(urlencode(fields).encode())


def messages() -> Iterator[Request]:
    """Yield one message after another in a team's channel, none of them for the bot."""
    for number in itertools.count(1):
        stamp = f"1795230000.{number % 1_000_000:06d}"
        user = USERS[number % len(USERS)]
        said = "お昼は外に出ます。戻りは一時ごろです。"
        element = {"type": "text", "text": said}
        section = {"type": "rich_text_section", "elements": [element]}
        event = {
            "type": "message",
            "user": user,
            "ts": stamp,
            "client_msg_id": f"00000000-0000-4000-8000-{number:012d}",
            "text": said,
            "team": WORKSPACE,
            "blocks": [{"type": "rich_text", "block_id": "b1", "elements": [section]}],
            "channel": TEAM,
            "event_ts": stamp,
            "channel_type": "channel",
        }
        body = {
            "token": "t",
            "team_id": WORKSPACE,
            "context_team_id": WORKSPACE,
            "context_enterprise_id": None,
            "api_app_id": "A0KASUHARA",
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{number:09d}",
            "event_time": 1795230000,
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": WORKSPACE,
                    "user_id": "U0KASUHARA",
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": "4-bench",
        }
        yield signed(json.dumps(body).encode(), "application/json")


def signed(body: bytes, content_type: str = "application/x-www-form-urlencoded") -> Request:
    """Sign a body as Slack does, now."""
    stamp = str(int(_clock.now().timestamp()))
    signature = _verifier.generate_signature(timestamp=stamp, body=body) or ""
    return Request(
        body,
        {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature,
        },
    )
