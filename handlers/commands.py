"""/kasuhara, worked off: every other word than those that report was answered at once."""

from collections.abc import Mapping
from typing import Any

from flows.errors import RefusedError, SettingsError
from flows.report.start_report import Start, start_report
from handlers.identity import identify
from handlers.interaction import Surface
from handlers.payloads import Command
from handlers.typed import is_report_word


async def run_command(surface: Surface, body: Mapping[str, Any]) -> None:
    """Begin a report, if that is what the word asks for."""
    command = Command.model_validate(body)
    if not is_report_word(command.text):
        return
    start = Start(identify(body).reference, command.user_id, command.channel_id)
    try:
        await start_report(surface.office, command.team_id, start)
    except (RefusedError, SettingsError):
        # Said in the acknowledgement already, by the same rule.
        return
