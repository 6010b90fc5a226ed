"""The command's private answer: the danger question, and what stands beside it."""

from flows.report.view_states import BeginState
from handlers.blocks import Block, actions, button, context, section
from handlers.texts import Text
from handlers.views.choices import answer_button
from handlers.views.quiet import other_ways
from handlers.views.rendered import Rendered
from handlers.views.wording import flow_text


def view(state: BeginState, t: Text) -> Rendered:
    """Ask about danger first, whatever else there is to choose."""
    asked = section(f"*{flow_text(state.question.text, t)}*")
    return Rendered(t("report-notify-question"), [asked, *_controls(state, t)])


def _controls(state: BeginState, t: Text) -> list[Block]:
    begins = f"{state.case}/{state.unfinished}" if state.quoted else str(state.case)
    every = [answer_button(state.question, one, begins, t) for one in state.question.options]
    danger = [one for one in every if one.get("style") == "danger"]
    if state.shared_account:
        form = button(t("begin-form"), "report.form", state.case)
        return [actions([*danger, form]), context(t("begin-shared"))]
    if state.unfinished is not None:
        goes_on = f"{state.unfinished}/{state.case}" if state.quoted else state.unfinished
        resume = button(t("begin-resume"), "report.resume", goes_on, "primary")
        new = button(t("begin-new"), "report.new", begins)
        said = "begin-unfinished-quoted" if state.quoted else "begin-unfinished"
        return [actions([*danger, resume, new]), context(t(said))]
    privacy = [context(t("head-at-once")), context(t("head-privacy"))]
    return [actions(every), other_ways(state.case, t), *privacy]
