"""Every modal that is submitted: which use case it calls."""

from collections.abc import Mapping
from typing import Any

from flows.errors import Reason, RefusedError
from flows.report.add_evidence import add_words
from flows.report.answer_question import Answering, answer_question
from flows.report.start_report import Start
from flows.report.submit_shared_form import SharedForm, submit_shared_form
from flows.report.talk_only import TalkWish, ask_to_talk
from handlers.forms import answers_of, filled_in
from handlers.interaction import Surface, reference
from handlers.payloads import ViewSubmission


async def run_submission(surface: Surface, body: Mapping[str, Any]) -> None:
    """Call the use case of the form.

    Raises:
        RefusedError: the person is to be told why nothing happened.
    """
    submission = ViewSubmission.model_validate(body)
    name = submission.view.callback_id
    if name == "triage.consult":
        await _talk(surface, submission)
    elif name == "report.form":
        await _shared(surface, submission)
    elif name.startswith("triage."):
        await _answer(surface, submission, name.removeprefix("triage."))
    else:
        raise RefusedError(Reason.UNREADABLE)


async def _answer(surface: Surface, submission: ViewSubmission, question_id: str) -> None:
    if question_id not in {q.id for q in surface.office.flow.questions}:
        raise RefusedError(Reason.UNREADABLE)
    question = surface.office.flow.question(question_id)
    given = answers_of(question, submission.view.state)
    case, user = reference(submission.view.private_metadata), submission.user.id
    workspace = submission.team.id
    if question_id == "words":
        words = str(given.get("words", ""))
        await add_words(surface.office, workspace, case, user, words, form=True)
        return
    answering = Answering(case=case, actor=user, question=question_id, given=given)
    await answer_question(surface.office, workspace, answering)


async def _talk(surface: Surface, submission: ViewSubmission) -> None:
    filled = filled_in(submission.view.state)
    start = Start(reference(submission.view.private_metadata), submission.user.id)
    wish = TalkWish(start, str(filled.get("person")), named=filled.get("named") == "yes")
    await ask_to_talk(surface.office, submission.team.id, wish)


async def _shared(surface: Surface, submission: ViewSubmission) -> None:
    filled = filled_in(submission.view.state)
    name, branch = str(filled.pop("name", "")).strip(), filled.pop("branch", None)
    if not name:
        raise RefusedError(Reason.UNREADABLE)
    acts = [act for key in list(filled) if key.startswith("acts") for act in _list(filled.pop(key))]
    start = Start(reference(submission.view.private_metadata), submission.user.id)
    form = SharedForm(start, name, str(branch) if branch else None, {**filled, "acts": acts})
    await submit_shared_form(surface.office, submission.team.id, form)


def _list(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]
