"""/kasuhara: which word was typed, and the private answer that goes with the acknowledgement."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from flows.errors import RefusedError
from flows.report.greet import Caller, Greeting
from flows.report.start_report import Start, start_report
from handlers.identity import identify
from handlers.interaction import Surface
from handlers.payloads import Command
from handlers.texts import FALLBACK, Texts
from handlers.typed import REPORT_WORDS, plain
from handlers.views import begin, notice
from handlers.views import help as help_view
from handlers.views.rendered import Rendered

Greet = Callable[[Caller], Awaitable[Greeting]]
"""Asks for the greeting of one caller."""


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


async def answer_command(
    texts: Texts, greet: Greet, body: Mapping[str, Any]
) -> tuple[Rendered, bool]:
    """Return the private answer, and whether the command changes anything. Only reads."""
    command = Command.model_validate(body)
    fresh = identify(body).reference
    greeting = await greet(Caller(command.team_id, command.user_id, fresh))
    t = texts.in_(greeting.language or FALLBACK)
    if plain(command.text) not in REPORT_WORDS:
        return help_view.view(greeting.state, t), False
    if greeting.refused is not None:
        return notice.view(greeting.refused, t), False
    if greeting.state is None:
        return help_view.view(None, t), False
    return begin.view(greeting.state, t), True
