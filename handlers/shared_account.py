"""The form of a shared shop account: opened from a press, read back, answered as it is sent."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from flows.errors import Reason, RefusedError
from flows.messages import ReplyAddress
from flows.report.show_shared import foresee_shared_receipt
from flows.report.start_report import Start
from flows.report.submit_shared_form import SharedForm
from handlers.forms import filled_in
from handlers.interaction import Surface
from handlers.payloads import ViewSubmission
from handlers.views import shared_receipt

FORM = "report.form"

_SENT_ALREADY = frozenset({Reason.ALREADY_ANSWERED, Reason.CLOSED})


class Opened(BaseModel):
    """Where a form was opened. The modal carries it, for Slack tells a form nothing of it.

    A form that is sent has no response address of its own: `reply` is that of the press.
    """

    model_config = ConfigDict(frozen=True)

    case: UUID
    origin: str | None = None
    reply: ReplyAddress | None = None


def opened(submission: ViewSubmission) -> Opened:
    """Return where the form was opened.

    Raises:
        RefusedError: it was not opened by us.
    """
    try:
        return Opened.model_validate_json(submission.view.private_metadata)
    except ValidationError as error:
        raise RefusedError(Reason.UNREADABLE) from error


def shared_form_of(submission: ViewSubmission) -> SharedForm:
    """Return what was filled in.

    Raises:
        RefusedError: it cannot be read, or names nobody.
    """
    where = opened(submission)
    filled = filled_in(submission.view.state)
    name, branch = str(filled.pop("name", "")).strip(), filled.pop("branch", None)
    if not name:
        raise RefusedError(Reason.UNREADABLE)
    acts = [act for key in list(filled) if key.startswith("acts") for act in _list(filled.pop(key))]
    start = Start(where.case, submission.user.id, where.origin)
    given = {**filled, "acts": acts}
    return SharedForm(start, name, str(branch) if branch else None, given, where.reply)


async def answer_shared_form(
    surface: Surface, submission: ViewSubmission
) -> tuple[Mapping[str, Any] | None, bool]:
    """Return what the form turns into, and whether it changes anything. Only reads.

    What was typed stays in the form where it cannot be taken.
    """
    t = await surface.text(submission.team.id, submission.user.id)
    if "name" not in filled_in(submission.view.state):
        return _wrong(t("shared-name-missing")), False
    try:
        form = shared_form_of(submission)
        state = await foresee_shared_receipt(surface.office, submission.team.id, form)
    except RefusedError as refused:
        if refused.reason in _SENT_ALREADY:
            return _wrong(t("shared-sent-already")), False
        # The use case says why, in a private sentence.
        return None, True
    return {"response_action": "update", "view": shared_receipt.sent(state, t)}, True


def _wrong(sentence: str) -> Mapping[str, Any]:
    return {"response_action": "errors", "errors": {"name": sentence}}


def _list(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]
