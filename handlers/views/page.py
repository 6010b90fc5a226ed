"""A page: somebody is in danger, or the gravest was reported."""

from flows.desk.view_states import PageState
from handlers.blocks import Block, actions, button, header, section
from handlers.texts import Text
from handlers.views.card_lines import reporter_line
from handlers.views.rendered import Rendered
from handlers.views.wording import name, people, person, place


def view(state: PageState, t: Text) -> Rendered:
    """Say who, where, whom to ring; or that it is over."""
    number = t("page-number", number=state.number)
    if state.passed_on:
        rings = state.danger and state.ended_how is None
        return _over(t("card-passed-on-ringing") if rings else t("card-passed-on"), number, t)
    if state.ended_how is not None:
        mistake = state.ended_how == "mistake"
        return _over(t("page-mistake") if mistake else t("page-safe"), number, t)
    if state.moved:
        return _over(t("card-moved"), number, t)
    blocks = [header(t("page-title")), section("\n".join([*_lines(state, t), number]))]
    if state.may_take and state.taken_by is None:
        blocks.append(_take(state, t))
    return Rendered(t("desk-notify-page"), blocks)


def _over(sentence: str, number: str, t: Text) -> Rendered:
    return Rendered(t("desk-notify-changed"), [section(f"{sentence}\n{number}")])


def _lines(state: PageState, t: Text) -> list[str]:
    called = people(state.mentions, t)
    what = t("page-alarm") if state.danger else t("page-grave")
    lines = [f"{called} {what}" if called else what]
    if state.wider:
        lines.append(t("page-wider"))
    lines += [_where(state, t), reporter_line(state.reporter, state.reporter_name, t)]
    if where := place(state.alarm_place, t):
        lines.append(t("card-alarm-place", place=where))
    if state.taken_by is not None:
        return [*lines, t("page-taken", who=person(state.taken_by))]
    return [*lines, t("page-act")] if state.danger else lines


def _where(state: PageState, t: Text) -> str:
    branch = name(state.branch_name) if state.branch_name else t("card-branch-unknown")
    if state.branch_phone is None:
        return branch
    return t("alarm-phone", branch=branch, phone=name(state.branch_phone))


def _take(state: PageState, t: Text) -> Block:
    return actions([button(t("desk-take"), "case.take", state.case, "primary")])
