"""Every modal that is submitted: which use case it calls."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flows.errors import Reason, RefusedError
from flows.report.answer_question import Answering, answer_question
from flows.report.start_report import Start
from flows.report.submit_shared_form import submit_shared_form
from flows.report.talk_only import TalkWish, ask_to_talk
from flows.report.write_words import write_words
from handlers.forms import answers_of, filled_in
from handlers.identity import Identity, identify
from handlers.interaction import Surface, reference, reference_in
from handlers.payloads import ViewSubmission
from handlers.shared_account import FORM, opened, shared_form_of


async def run_submission(surface: Surface, body: Mapping[str, Any]) -> None:
    """Call the use case of the form.

    Raises:
        RefusedError: the person is to be told why nothing happened.
    """
    submission = ViewSubmission.model_validate(body)
    name = submission.view.callback_id
    if name == "triage.consult":
        await _talk(surface, submission)
    elif name == FORM:
        await _shared(surface, submission)
    elif name.startswith("triage."):
        await _answer(surface, submission, identify(body), name.removeprefix("triage."))
    else:
        raise RefusedError(Reason.OUTDATED)


async def _answer(
    surface: Surface, submission: ViewSubmission, identity: Identity, question_id: str
) -> None:
    if question_id not in {q.id for q in surface.office.flow.questions}:
        raise RefusedError(Reason.OUTDATED)
    question = surface.office.flow.question(question_id)
    given = answers_of(question, submission.view.state)
    about, _, mark = submission.view.private_metadata.partition("/")
    case, user, workspace = reference(about), submission.user.id, submission.team.id
    if question_id == "words":
        words = str(given.get("words", ""))
        await write_words(
            surface.office, workspace, case, user, words, mark, delivery=str(identity.reference)
        )
        return
    answering = Answering(case=case, actor=user, question=question_id, given=given, in_form=True)
    await answer_question(surface.office, workspace, answering)


async def _talk(surface: Surface, submission: ViewSubmission) -> None:
    filled = filled_in(submission.view.state)
    start = Start(reference(submission.view.private_metadata), submission.user.id)
    wish = TalkWish(start, str(filled.get("person")), named=filled.get("named") == "yes")
    await ask_to_talk(surface.office, submission.team.id, wish)


async def _shared(surface: Surface, submission: ViewSubmission) -> None:
    form = shared_form_of(submission)
    await submit_shared_form(surface.office, submission.team.id, form)


def report_of(body: Mapping[str, Any]) -> UUID | None:
    """Return the report a question's form belongs to, or None where it names none."""
    about, _, _ = ViewSubmission.model_validate(body).view.private_metadata.partition("/")
    return reference_in(about)


def answerable(body: Mapping[str, Any]) -> str | None:
    """Return the response address of the press that a shared account's form was opened with."""
    submission = ViewSubmission.model_validate(body)
    if submission.view.callback_id != FORM:
        return None
    try:
        reply = opened(submission).reply
    except RefusedError:
        return None
    return reply.url if reply else None
