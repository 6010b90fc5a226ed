"""The request that every server is asked: /kasuhara report, signed as Slack signs it."""

import itertools
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


def signed(body: bytes) -> Request:
    """Sign a body as Slack does, now."""
    stamp = str(int(_clock.now().timestamp()))
    signature = _verifier.generate_signature(timestamp=stamp, body=body) or ""
    return Request(
        body,
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature,
        },
    )
