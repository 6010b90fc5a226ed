"""Reporting from the shortcut menu, and from somebody's message."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flows.errors import RefusedError
from flows.evidence import ChosenMessage
from flows.report.leave_notice import leave_notice
from flows.report.start_report import Start, offer_report
from handlers.identity import identify
from handlers.interaction import Surface
from handlers.payloads import Shortcut, as_written, dropped

SHORTCUTS = frozenset({"report", "report_message"})
"""The callback ids that are handled: from the menu, and from somebody's message."""


async def run_shortcut(surface: Surface, body: Mapping[str, Any]) -> None:
    """Begin a report; with a message, that message is its first evidence."""
    shortcut = Shortcut.model_validate(body)
    identity = identify(body)
    origin = shortcut.channel.id if shortcut.channel else None
    start = Start(identity.reference, shortcut.user.id, origin, quote=_chosen(shortcut))
    try:
        await offer_report(surface.office, shortcut.team.id, start)
    except RefusedError as refused:
        address = surface.address(identity, shortcut.response_url, shortcut.user.id)
        await leave_notice(
            surface.office,
            shortcut.team.id,
            shortcut.user.id,
            refused,
            delivery=str(identity.reference),
            address=address,
        )


def _chosen(shortcut: Shortcut) -> ChosenMessage | None:
    message = shortcut.message
    if message is None:
        return None
    return ChosenMessage(
        channel=shortcut.channel.id if shortcut.channel else "",
        ts=message.ts,
        written_at=datetime.fromtimestamp(float(message.ts), UTC),
        author=message.user or "",
        text=as_written(message.text),
        files=tuple(dropped(file) for file in message.files),
    )
