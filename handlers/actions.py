"""Every button, select and radio button: which use case a press calls."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from flows.alarm.ask_for_relief import ask_for_relief, take_relief
from flows.alarm.end_alarm import end_alarm
from flows.alarm.end_relief import end_relief
from flows.desk.take_case import take_case
from flows.errors import Reason, RefusedError
from flows.report.answer_question import Answering, answer_question
from flows.report.change_course import (
    finish_report,
    keep_answer,
    postpone_question,
    reopen_question,
    resume_report,
)
from flows.report.end_report import withdraw_report
from flows.report.keep_apart import NOT_KNOWN
from flows.report.note_ticks import note_ticks
from flows.report.start_report import begin_anew
from flows.report.submit_shared_form import raise_shared_alarm
from flows.report.take_back import take_back
from flows.triage import Kind, Question
from handlers.forms import chosen
from handlers.identity import identify
from handlers.interaction import Surface
from handlers.payloads import BlockActions
from handlers.press import Press
from handlers.show_modal import (
    show_guide,
    show_question_form,
    show_record,
    show_shared_account_form,
    show_talk_choices,
)

_TYPED = frozenset({Kind.FORM, Kind.WORDS, Kind.PERSON})
"""Kinds of question with a button for "not sure" beside what opens them."""


async def run_action(surface: Surface, body: Mapping[str, Any], client: AsyncWebClient) -> None:
    """Call the use case of the element that was pressed.

    Raises:
        RefusedError: the person is to be told why nothing happened.
    """
    payload = BlockActions.model_validate(body)
    press = Press(surface, client, identify(body), payload, payload.actions[0])
    act = _ACTIONS.get(press.action.action_id)
    if act is not None:
        await act(press)
        return
    head, *rest = press.action.action_id.split(".")
    if head != "triage" or len(rest) not in (1, 2):
        raise RefusedError(Reason.OUTDATED)
    await _triage(press, *rest)


async def _triage(press: Press, name: str, answer: str | None = None) -> None:
    """`triage.back.<question>`, or `triage.<question>` with .open, .done or an answer."""
    if name == "back" and answer is not None:
        await _reopen(press, answer)
        return
    question = _question(press, name)
    is_typed, is_many = question.kind in _TYPED, question.kind is Kind.MANY
    if answer == "open" and is_typed:
        await show_question_form(
            press.surface, press.client, press.payload, await press.case(), name
        )
    elif answer == "done" and is_many:
        given = {name: chosen(press.payload.state, f"triage.{name}")}
        await _answer(press, name, given)
    elif answer == NOT_KNOWN and is_typed:
        await _answer(press, name, {})
    elif answer is not None:
        await _pick(press, question, answer)
    else:
        await _choose(press, question)


async def _pick(press: Press, question: Question, answer: str) -> None:
    """Take one of the question's own answers; which branches there are the settings say."""
    offered = {option.id for option in question.options}
    if answer not in offered and question.kind is not Kind.BRANCH:
        raise RefusedError(Reason.OUTDATED)
    many = question.kind is Kind.MANY
    await _answer(press, question.id, {question.id: [answer] if many else answer})


async def _choose(press: Press, question: Question) -> None:
    """A select or radio button is an answer as soon as it is chosen; a tick is only noted."""
    action = press.action
    if action.type == "checkboxes" and question.kind is Kind.MANY:
        ticked, case = chosen(press.payload.state, action.action_id), await press.case()
        office = press.surface.office
        await note_ticks(office, press.workspace, case, press.user, question.id, ticked)
    elif action.selected_user is not None and question.kind is Kind.PERSON:
        await _answer(press, question.id, {"user": action.selected_user})
    elif action.selected_option is not None:
        await _pick(press, question, action.selected_option.value)
    else:
        raise RefusedError(Reason.OUTDATED)


def _question(press: Press, name: str) -> Question:
    """Return the question of that name.

    Raises:
        RefusedError: there is none any more.
    """
    flow = press.surface.office.flow
    if name not in {question.id for question in flow.questions}:
        raise RefusedError(Reason.OUTDATED)
    return flow.question(name)


async def _answer(
    press: Press,
    question: str,
    given: Mapping[str, object],
    *,
    hq_only: bool = False,
) -> None:
    private = press.receipt()
    if await _is_shared_account(press):
        private = press.privately()
        if question == "danger" and given.get("danger") == "now":
            start = await press.start()
            await raise_shared_alarm(press.surface.office, press.workspace, start, private)
            return
    answering = Answering(
        case=await press.case(),
        actor=press.user,
        question=question,
        given=given,
        origin=press.origin,
        private=private,
        hq_only=hq_only,
        held_by=press.beside,
    )
    await answer_question(press.surface.office, press.workspace, answering)


async def _is_shared_account(press: Press) -> bool:
    async with press.surface.office.store.read(press.workspace) as work:
        company = await work.settings.company()
    return company is not None and press.user in company.shared_accounts


async def _tell_hq_only(press: Press) -> None:
    """The acts as ticked, however few, or what needs no acts, for HQ alone."""
    await _answer(press, *_what_is_told(press), hq_only=True)


def _what_is_told(press: Press) -> tuple[str, dict[str, object]]:
    if (press.action.value or "").endswith("/tell"):
        return "tell", {}
    return "acts", {"acts": chosen(press.payload.state, "triage.acts")}


async def _reopen(press: Press, question: str) -> None:
    question = _question(press, question).id
    at_end = (press.action.value or "").endswith("/end")
    case, office = await press.case(), press.surface.office
    await reopen_question(office, press.workspace, case, press.user, question, at_end=at_end)


async def _later(press: Press) -> None:
    case, question = await press.case(), _named_question(press)
    await postpone_question(press.surface.office, press.workspace, case, press.user, question)


async def _keep(press: Press) -> None:
    case, question = await press.case(), _named_question(press)
    await keep_answer(press.surface.office, press.workspace, case, press.user, question)


def _named_question(press: Press) -> str:
    _, _, question = (press.action.value or "").partition("/")
    return _question(press, question).id


async def _relief(press: Press) -> None:
    await ask_for_relief(
        press.surface.office, press.workspace, await press.start(), press.receipt()
    )


async def _take_relief(press: Press) -> None:
    await take_relief(press.surface.office, press.workspace, await press.case(), press.user)


async def _end_relief(press: Press) -> None:
    await end_relief(press.surface.office, press.workspace, await press.case(), press.user)


async def _talk(press: Press) -> None:
    await show_talk_choices(press.surface, press.client, press.payload, await press.case())


async def _safe(press: Press) -> None:
    await _end_alarm(press, mistake=False)


async def _mistake(press: Press) -> None:
    await _end_alarm(press, mistake=True)


async def _end_alarm(press: Press, *, mistake: bool) -> None:
    private = press.privately() if await _is_shared_account(press) else None
    await end_alarm(
        press.surface.office,
        press.workspace,
        await press.case(),
        press.user,
        mistake=mistake,
        private=private,
    )


async def _cancel(press: Press) -> None:
    untold = (press.action.value or "").endswith("/untold")
    case = await press.case()
    await withdraw_report(press.surface.office, press.workspace, case, press.user, untold=untold)


async def _finish(press: Press) -> None:
    await finish_report(press.surface.office, press.workspace, await press.case(), press.user)


async def _resume(press: Press) -> None:
    await resume_report(
        press.surface.office,
        press.workspace,
        await press.case(),
        press.user,
        press.receipt(),
        press.beside,
    )


async def _take_back(press: Press) -> None:
    await take_back(press.surface.office, press.workspace, await press.case(), press.user)


async def _begin_anew(press: Press) -> None:
    await begin_anew(press.surface.office, press.workspace, await press.start(), press.receipt())


async def _shared_form(press: Press) -> None:
    start, reply = await press.start(), press.privately()
    fresh = press.identity.reference
    await show_shared_account_form(press.surface, press.client, press.payload, start, reply, fresh)


async def _take(press: Press) -> None:
    await take_case(press.surface.office, press.workspace, await press.case(), press.user)


async def _record(press: Press) -> None:
    await show_record(press.surface, press.client, press.payload, await press.case())


async def _guide(press: Press) -> None:
    chosen = press.action.selected_option
    key = chosen.value if chosen is not None else press.action.value or ""
    await show_guide(press.surface, press.client, press.payload, key)


_ACTIONS: Mapping[str, Callable[[Press], Awaitable[None]]] = {
    "triage.wishes.keep_from_branch": _tell_hq_only,
    "triage.later": _later,
    "triage.keep": _keep,
    "triage.relief": _relief,
    "triage.relief_end": _end_relief,
    "triage.consult": _talk,
    "triage.safe": _safe,
    "triage.mistake": _mistake,
    "triage.cancel": _cancel,
    "triage.finish": _finish,
    "report.resume": _resume,
    "report.new": _begin_anew,
    "report.reopen": _take_back,
    "report.form": _shared_form,
    "relief.take": _take_relief,
    "case.take": _take,
    "case.record": _record,
    "guide.choose": _guide,
    "guide.ladder": _guide,
    "guide.read": _guide,
}
