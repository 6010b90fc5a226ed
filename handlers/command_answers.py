"""The private answer to /kasuhara, which goes with its acknowledgement. It only reads."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flows.guide.find_cards import find_cards
from flows.guide.read_guide import load_guide
from flows.report.greet import Caller, Greeting
from flows.report.view_states import BeginState
from handlers.identity import Identity
from handlers.payloads import Command
from handlers.texts import FALLBACK, Text, Texts
from handlers.typed import is_report_word, sought_in_guide
from handlers.views import begin, notice
from handlers.views import guide as guide_view
from handlers.views import help as help_view
from handlers.views.rendered import Rendered

Greet = Callable[[Caller], Awaitable[Greeting]]
"""Asks for the greeting of one caller."""

_ANY_REPORT = UUID(int=0)


class CommandAnswers:
    """Answers commands, as JSON. What most people are asked is written out once a language.

    It is alike for everybody but for the report that its buttons begin; and to lay out and
    write down a message costs more than all else that is done before Slack has its answer.
    """

    def __init__(self, texts: Texts, greet: Greet) -> None:
        self._texts = texts
        self._greet = greet
        self._asked: dict[tuple[str, bool], str] = {}

    async def answer(self, identity: Identity, body: Mapping[str, Any]) -> str:
        """Return the answer: the first question, or why there is none, or how this works."""
        command = Command.model_validate(body)
        caller = Caller(command.team_id, command.user_id, identity.reference)
        greeting = await self._greet(caller)
        t = self._texts.in_(greeting.language or FALLBACK)
        sought = sought_in_guide(command.text)
        if sought is not None and greeting.refused is None:
            return await asyncio.to_thread(_from_guide, sought, t)
        if not is_report_word(command.text):
            return _written(help_view.view(greeting.state, t))
        if greeting.refused is not None:
            return _written(notice.view(greeting.refused, t))
        if greeting.state is None:
            return _written(help_view.view(None, t))
        return self._first_question(greeting.state, t)

    def _first_question(self, state: BeginState, t: Text) -> str:
        if state.unfinished is not None or state.quoted:
            return _written(begin.view(state, t))
        key = t.language, state.shared_account
        asked = self._asked.get(key)
        if asked is None:
            asked = _written(begin.view(replace(state, case=_ANY_REPORT), t))
            self._asked[key] = asked
        return asked.replace(str(_ANY_REPORT), str(state.case))


def _from_guide(sought: str, t: Text) -> str:
    """Look something up. On a thread: the first time the guide is read, which takes a moment."""
    guide = load_guide()
    fitting = find_cards(sought, guide) if sought else ()
    return _written(guide_view.found(guide, fitting, sought=bool(sought), t=t))


def _written(rendered: Rendered) -> str:
    answer = {
        "response_type": "ephemeral",
        "text": rendered.text,
        "blocks": list(rendered.blocks),
    }
    return json.dumps(answer)
