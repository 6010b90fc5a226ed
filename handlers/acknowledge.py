"""What Slack needs in the acknowledgement itself. Nothing here changes anything."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.command_answers import CommandAnswers
from handlers.forms import form_errors
from handlers.identity import Identity
from handlers.interaction import Surface
from handlers.payloads import ViewSubmission
from handlers.shared_account import FORM, answer_shared_form
from handlers.typed import is_report_word


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The JSON to answer with, and whether the delivery is to be kept and worked off."""

    body: str | None
    keep: bool


def is_kept(identity: Identity, body: Mapping[str, Any]) -> bool:
    """Whether it is kept whatever the answer says: then neither has to wait for the other."""
    return identity.kind == "command" and is_report_word(str(body.get("text", "")))


KEPT = Acknowledgement(None, keep=True)
PASSED = Acknowledgement(None, keep=False)


async def acknowledge(
    surface: Surface, commands: CommandAnswers, identity: Identity, body: Mapping[str, Any]
) -> Acknowledgement:
    """Answer a command with its first question, a form with its errors, the rest with nothing."""
    if identity.kind == "command":
        return Acknowledgement(await commands.answer(identity, body), is_kept(identity, body))
    if body.get("type") == "view_submission":
        return await _submission(surface, body)
    if body.get("type") == "view_closed":
        return PASSED
    return KEPT


async def _submission(surface: Surface, body: Mapping[str, Any]) -> Acknowledgement:
    submission = ViewSubmission.model_validate(body)
    if submission.view.callback_id == FORM:
        answer, keep = await answer_shared_form(surface, submission)
        return Acknowledgement(None if answer is None else json.dumps(answer), keep)
    name, _, question = submission.view.callback_id.partition(".")
    if name != "triage" or question not in {q.id for q in surface.office.flow.questions}:
        return KEPT
    errors = form_errors(surface.office.flow.question(question), submission.view.state)
    if not errors:
        return KEPT
    t = await surface.text(submission.team.id, submission.user.id)
    said = {block: t(text) for block, text in errors.items()}
    return Acknowledgement(json.dumps({"response_action": "errors", "errors": said}), keep=False)
