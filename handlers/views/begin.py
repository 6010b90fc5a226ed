"""The command's private answer: the danger question, and what stands beside it."""

from flows.report.view_states import BeginState, Unfinished
from handlers.blocks import Block, actions, button, context, section
from handlers.texts import Text
from handlers.views.choices import answer_button, danger_button
from handlers.views.quiet import other_ways
from handlers.views.rendered import Rendered
from handlers.views.wording import flow_text

_ANSWERS, _OTHER_WAYS = "begin", "begin-other-ways"
BEGIN_BLOCKS = frozenset({_ANSWERS, _OTHER_WAYS})
"""The blocks whose press begins or goes on: the whole message then says so."""


def view(state: BeginState, t: Text) -> Rendered:
    """Ask about danger first, whatever else there is to choose."""
    asked = section(f"*{flow_text(state.question.text, t)}*")
    return Rendered(t("report-notify-question"), [asked, *_controls(state, t)])


def _controls(state: BeginState, t: Text) -> list[Block]:
    former = state.unfinished
    begins = f"{state.case}/{former.case}" if former and state.quoted else str(state.case)
    danger = danger_button(state.question, begins, t)
    if state.shared_account:
        form = button(t("begin-form"), "report.form", state.case)
        return [actions([danger, form], _ANSWERS), context(t("begin-shared"))]
    if former is not None:
        goes_on = f"{former.case}/{state.case}" if state.quoted else former.case
        resume = button(t("begin-resume"), "report.resume", goes_on, "primary")
        new = button(t("begin-new"), "report.new", begins)
        ways = other_ways(state.case, t, begins=begins, block_id=_OTHER_WAYS)
        said = [context(_which(former, state.timezone, t))]
        if state.quoted:
            said.append(context(t("begin-quoted")))
        return [actions([danger, resume, new], _ANSWERS), *said, ways, context(t("head-at-once"))]
    privacy = [context(t("head-at-once")), context(t("head-privacy"))]
    ways = other_ways(state.case, t, block_id=_OTHER_WAYS)
    every = [answer_button(state.question, one, begins, t) for one in state.question.options]
    return [actions(every, _ANSWERS), ways, *privacy]


def _which(former: Unfinished, timezone: str, t: Text) -> str:
    """Say which report is unfinished: since when, and its number where a desk knows of it."""
    since = t.moment(former.since, timezone)
    if former.number is None:
        return t("begin-unfinished", since=since)
    return t("begin-unfinished-number", number=former.number, since=since)
