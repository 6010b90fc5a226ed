"""/kasuhara: which word was typed, and the private answer that goes with the acknowledgement."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from flows.errors import RefusedError, SettingsError
from flows.report.show_question import show_begin
from flows.report.start_report import Start, start_report
from handlers.identity import identify
from handlers.interaction import Surface
from handlers.payloads import Command
from handlers.views import begin, notice
from handlers.views import help as help_view
from handlers.views.rendered import Rendered

COMMAND = "/kasuhara"

REPORT_WORDS = frozenset(
    {
        "",
        "report",
        "報告",
        "報告します",
        "報告したい",
        "ほうこく",
        "助けて",
        "助けてください",
        "たすけて",
    }
)
"""What begins a report. The bare command does too: nobody in need should have to know more."""


def plain(text: str) -> str:
    """Return what was typed without differences of width, case and surrounding space."""
    return unicodedata.normalize("NFKC", text).strip(" \t\n\u3000!?。、….").lower()


async def run_command(surface: Surface, body: Mapping[str, Any]) -> None:
    """Begin a report; every other word was answered in the acknowledgement."""
    command = Command.model_validate(body)
    if plain(command.text) not in REPORT_WORDS:
        return
    start = Start(identify(body).reference, command.user_id, command.channel_id)
    try:
        await start_report(surface.office, command.team_id, start)
    except RefusedError:
        # Said in the acknowledgement already, by the same rule.
        return


async def answer_command(surface: Surface, body: Mapping[str, Any]) -> tuple[Rendered, bool]:
    """Return the private answer, and whether the command changes anything. Only reads."""
    command = Command.model_validate(body)
    async with surface.office.store.read(command.team_id) as work:
        t = await surface.text_in(work, command.user_id)
        if plain(command.text) not in REPORT_WORDS:
            return help_view.view(t), False
        try:
            fresh = identify(body).reference
            state = await show_begin(surface.office, work, command.user_id, fresh)
        except RefusedError as refused:
            return notice.view(refused.reason, t), False
        except SettingsError:
            return help_view.view(t), False
    return begin.view(state, t), True
