"""Every button, select and radio button: which use case a press calls."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from slack_sdk.web.async_client import AsyncWebClient

from flows.alarm.ask_for_relief import ask_for_relief, take_relief
from flows.alarm.end_alarm import end_alarm
from flows.desk.take_case import take_case
from flows.errors import Reason, RefusedError
from flows.messages import ReplyAddress
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
from flows.report.start_report import Start, begin_anew
from flows.report.submit_shared_form import raise_shared_alarm
from flows.report.take_back import take_back
from flows.triage import Kind
from handlers.forms import chosen
from handlers.identity import Identity, identify
from handlers.interaction import Surface, reference
from handlers.payloads import Action, BlockActions
from handlers.show_modal import (
    show_question_form,
    show_record,
    show_shared_account_form,
    show_talk_choices,
)

_TYPED = frozenset({Kind.FORM, Kind.WORDS, Kind.PERSON})
"""Kinds of question with a button for "not sure" beside what opens them."""


@dataclass(frozen=True, slots=True)
class Press:
    """One press, taken apart."""

    surface: Surface
    client: AsyncWebClient
    identity: Identity
    payload: BlockActions
    action: Action

    @property
    def workspace(self) -> str:
        """The workspace it was pressed in."""
        return self.identity.workspace

    @property
    def user(self) -> str:
        """Who pressed."""
        return self.payload.user.id

    @property
    def origin(self) -> str | None:
        """The channel it was pressed in, which may say which branch it is."""
        return self.payload.channel.id if self.payload.channel else None

    async def case(self) -> UUID:
        """Return the report: the button's own reference, or the thread's."""
        if self.action.value:
            return reference(self.action.value.partition("/")[0])
        if self.payload.thread is not None:
            async with self.surface.office.store.read(self.workspace) as work:
                found = await work.messages.case_of_thread(*self.payload.thread)
            if found is not None:
                return found
        raise RefusedError(Reason.NOT_FOUND)

    def address(self, *, replaces: bool) -> ReplyAddress | None:
        """Return where this press can be answered."""
        return self.surface.address(
            self.identity, self.payload.response_url, self.user, replaces=replaces
        )

    def receipt(self) -> ReplyAddress | None:
        """Return the private first question that was pressed, to be replaced; else None."""
        if not self.payload.container.is_ephemeral:
            return None
        return self.address(replaces=True)

    def privately(self) -> ReplyAddress | None:
        """Return where a shared account is answered: what it alone sees may be replaced."""
        return self.address(replaces=self.payload.container.is_ephemeral)

    @property
    def beside(self) -> UUID | None:
        """The other report that a button of the offer to go on names; else None."""
        _, _, other = (self.action.value or "").partition("/")
        try:
            return UUID(other)
        except ValueError:
            return None

    async def start(self) -> Start:
        """Return the press as the beginning of a report."""
        return Start(await self.case(), self.user, self.origin, held_by=self.beside)


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
    head, _, rest = press.action.action_id.partition(".")
    if head != "triage":
        raise RefusedError(Reason.UNREADABLE)
    await _triage(press, *rest.split("."))


async def _triage(press: Press, question: str, answer: str | None = None) -> None:
    """`triage.back.<question>`, or `triage.<question>` with .open, .done or an answer."""
    if question == "back" and answer is not None:
        await _reopen(press, answer)
        return
    if question not in {q.id for q in press.surface.office.flow.questions}:
        raise RefusedError(Reason.UNREADABLE)
    if answer == "open":
        await show_question_form(
            press.surface, press.client, press.payload, await press.case(), question
        )
    elif answer == "done":
        given = {question: chosen(press.payload.state, f"triage.{question}")}
        await _answer(press, question, given)
    elif answer == NOT_KNOWN and press.surface.office.flow.question(question).kind in _TYPED:
        await _answer(press, question, {})
    elif answer is not None:
        many = press.surface.office.flow.question(question).kind is Kind.MANY
        await _answer(press, question, {question: [answer] if many else answer})
    else:
        await _choose(press, question)


async def _choose(press: Press, question: str) -> None:
    """A select or radio button is an answer as soon as it is chosen; a tick is only noted."""
    action = press.action
    if action.type == "checkboxes":
        ticked = chosen(press.payload.state, action.action_id)
        case = await press.case()
        await note_ticks(press.surface.office, press.workspace, case, press.user, question, ticked)
        return
    if action.selected_user is not None:
        await _answer(press, question, {"user": action.selected_user})
    elif action.selected_option is not None:
        await _answer(press, question, {question: action.selected_option.value})


async def _answer(
    press: Press,
    question: str,
    given: Mapping[str, object],
    *,
    hq_only: bool = False,
    to_branch: bool = False,
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
        to_branch=to_branch,
        held_by=press.beside,
    )
    await answer_question(press.surface.office, press.workspace, answering)


async def _is_shared_account(press: Press) -> bool:
    async with press.surface.office.store.read(press.workspace) as work:
        company = await work.settings.company()
    return company is not None and press.user in company.shared_accounts


async def _tell_hq_only(press: Press) -> None:
    """The acts as ticked, or what needs no acts, for HQ alone."""
    await _answer(press, *_what_is_told(press), hq_only=True)


async def _tell_branch(press: Press) -> None:
    """The same, for the branch after all."""
    await _answer(press, *_what_is_told(press), to_branch=True)


def _what_is_told(press: Press) -> tuple[str, dict[str, object]]:
    if (press.action.value or "").endswith("/tell"):
        return "tell", {}
    return "acts", {"acts": chosen(press.payload.state, "triage.acts")}


async def _reopen(press: Press, question: str) -> None:
    if question not in {q.id for q in press.surface.office.flow.questions}:
        raise RefusedError(Reason.UNREADABLE)
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
    if question not in {q.id for q in press.surface.office.flow.questions}:
        raise RefusedError(Reason.UNREADABLE)
    return question


async def _relief(press: Press) -> None:
    await ask_for_relief(
        press.surface.office, press.workspace, await press.start(), press.receipt()
    )


async def _take_relief(press: Press) -> None:
    await take_relief(press.surface.office, press.workspace, await press.case(), press.user)


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


_ACTIONS: Mapping[str, Callable[[Press], Awaitable[None]]] = {
    "triage.wishes.keep_from_branch": _tell_hq_only,
    "triage.later": _later,
    "triage.keep": _keep,
    "triage.relief": _relief,
    "triage.consult": _talk,
    "triage.safe": _safe,
    "triage.mistake": _mistake,
    "triage.cancel": _cancel,
    "triage.finish": _finish,
    "report.resume": _resume,
    "report.new": _begin_anew,
    "report.reopen": _take_back,
    "report.to_branch": _tell_branch,
    "report.form": _shared_form,
    "relief.take": _take_relief,
    "case.take": _take,
    "case.record": _record,
}
