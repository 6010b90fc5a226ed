"""What Slack needs in the acknowledgement itself. Nothing here changes anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.commands import Greet, answer_command
from handlers.forms import form_errors
from handlers.interaction import Surface
from handlers.payloads import ViewSubmission
from handlers.shared_account import FORM, answer_shared_form


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The body to answer with, and whether the delivery is to be kept and worked off."""

    body: Mapping[str, Any] | None
    keep: bool


KEPT = Acknowledgement(None, keep=True)
PASSED = Acknowledgement(None, keep=False)


async def acknowledge(surface: Surface, greet: Greet, body: Mapping[str, Any]) -> Acknowledgement:
    """Answer a command with its first question, a form with its errors, the rest with nothing."""
    if "command" in body:
        rendered, keep = await answer_command(surface.texts, greet, body)
        answer = {
            "response_type": "ephemeral",
            "text": rendered.text,
            "blocks": list(rendered.blocks),
        }
        return Acknowledgement(answer, keep)
    if body.get("type") == "view_submission":
        return await _submission(surface, body)
    if body.get("type") == "view_closed":
        return PASSED
    return KEPT


async def _submission(surface: Surface, body: Mapping[str, Any]) -> Acknowledgement:
    submission = ViewSubmission.model_validate(body)
    if submission.view.callback_id == FORM:
        return Acknowledgement(*await answer_shared_form(surface, submission))
    name, _, question = submission.view.callback_id.partition(".")
    if name != "triage" or question not in {q.id for q in surface.office.flow.questions}:
        return KEPT
    errors = form_errors(surface.office.flow.question(question), submission.view.state)
    if not errors:
        return KEPT
    t = await surface.text(submission.team.id, submission.user.id)
    said = {block: t(text) for block, text in errors.items()}
    return Acknowledgement({"response_action": "errors", "errors": said}, keep=False)
