"""Danger now: leave, call 110, call people. The form can wait."""

from typing import Any
from uuid import UUID

from flows.report.view_states import AlarmAdviceState
from flows.triage import Question
from handlers.blocks import Block, actions, button, confirmation, context, header, section
from handlers.texts import Text
from handlers.views.choices import answer_button, danger_button
from handlers.views.quiet import cancel_button
from handlers.views.rendered import Rendered
from handlers.views.wording import name, people, person, told


def view(state: AlarmAdviceState, t: Text) -> Rendered:
    """Say what to do and whom to ring; or that it is over, or goes on further down."""
    if state.gone_on:
        return Rendered(t("report-notify"), [context(t("gone-on"))])
    if state.ended_how is not None:
        ended = "alarm-ended-mistake" if state.ended_how == "mistake" else "alarm-ended-safe"
        again = _again(state, state.again, t) if state.again else []
        return Rendered(t("report-notify"), [section(t(ended)), *again])
    blocks = [
        header(t("alarm-leave-other" if state.for_other else "alarm-leave")),
        section(t("alarm-steps-other" if state.for_other else "alarm-steps")),
        section("\n".join(_whom(state, t))),
        context(t("alarm-later")),
    ]
    if state.ringing:
        blocks.append(it_is_over(state.case, t))
    return Rendered(t("report-notify-alarm"), blocks)


def _again(state: AlarmAdviceState, danger: Question, t: Text) -> list[Block]:
    """After a slip: the question once more, where something is to be reported; or the end.

    Whoever was in danger may be so again.
    """
    if state.ended_how == "safe":
        return [actions([danger_button(danger, state.case, t)])]
    answers = [answer_button(danger, one, state.case, t) for one in danger.options]
    end = cancel_button(state.case, t, told=True)
    if state.slip:  # nothing to be withdrawn: no need to ask once more
        end = button(t("alarm-nothing"), "triage.cancel", state.case)
    return [section(t("alarm-again")), actions([*answers, end])]


def _whom(state: AlarmAdviceState, t: Text) -> list[str]:
    lines = [t("alarm-taken", who=person(state.taken_by))] if state.taken_by else []
    if state.told or not state.missed:
        lines.append(t("alarm-told", who=told(state.told, t)) if state.told else t("alarm-telling"))
    if state.missed:
        lines.append(t("missed", who=told(state.missed, t)))
    lines += [t("alarm-phone", branch=name(b), phone=name(p)) for b, p in state.phones]
    if state.on_call:
        lines.append(t("alarm-on-call", who=people(state.on_call, t)))
    return lines


def it_is_over(case: UUID, t: Text, *, or_mistake: bool = True) -> Block:
    """Return the buttons that end an alarm. They ask once more: people may be on their way."""
    sure = _sure("alarm-safe-sure", "alarm-safe", t)
    safe = button(t("alarm-safe"), "triage.safe", case, confirm=sure)
    sure = _sure("alarm-mistake-sure", "alarm-mistake", t)
    mistake = button(t("alarm-mistake"), "triage.mistake", case, confirm=sure)
    return actions([safe, mistake] if or_mistake else [safe])


def _sure(question: str, label: str, t: Text) -> dict[str, Any]:
    return confirmation(t(question), t("alarm-stops"), t(label), t("confirm-no"))
