"""Reporting from the shortcut menu, and from somebody's message."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flows.errors import RefusedError
from flows.report.leave_notice import leave_notice
from flows.report.start_report import Start, offer_report
from handlers.identity import identify
from handlers.interaction import Surface
from handlers.payloads import Shortcut, as_written

SHORTCUTS = frozenset({"report", "report_message"})
"""The callback ids that are handled: from the menu, and from somebody's message."""


async def run_shortcut(surface: Surface, body: Mapping[str, Any]) -> None:
    """Begin a report; with a message, that message is its first evidence."""
    shortcut = Shortcut.model_validate(body)
    identity = identify(body)
    origin = shortcut.channel.id if shortcut.channel else None
    start = Start(identity.reference, shortcut.user.id, origin, quote=_quote(shortcut))
    try:
        await offer_report(surface.office, shortcut.team.id, start)
    except RefusedError as refused:
        address = surface.address(identity, shortcut.response_url, shortcut.user.id)
        await leave_notice(
            surface.office,
            shortcut.team.id,
            shortcut.user.id,
            refused.reason,
            delivery=str(identity.reference),
            address=address,
        )


def _quote(shortcut: Shortcut) -> dict[str, str] | None:
    if shortcut.message is None:
        return None
    channel = shortcut.channel.id if shortcut.channel else ""
    return {
        "channel": channel,
        "ts": shortcut.message.ts,
        "written_at": datetime.fromtimestamp(float(shortcut.message.ts), UTC).isoformat(),
        "author": shortcut.message.user or "",
        "text": as_written(shortcut.message.text),
    }
