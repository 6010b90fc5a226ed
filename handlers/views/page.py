"""A page: somebody is in danger, or the gravest was reported."""

from flows.case import Ending
from flows.desk.view_states import PageState
from handlers.blocks import Block, actions, button, header, section
from handlers.texts import Text
from handlers.views.card_lines import (
    concerned_lines,
    happened_lines,
    passed_on_line,
    withdrawn_line,
)
from handlers.views.rendered import Rendered
from handlers.views.wording import alarm_ended, calling, name, person, told, whereabouts


def view(state: PageState, t: Text) -> Rendered:
    """Say who, where, whom to ring; or that it is over.

    While it rings nothing takes the place of that: people may be on their way.
    """
    over = not state.ringing and (state.danger or state.ending is not None)
    if over or state.moved or state.withheld:
        gone = t("card-withheld" if state.withheld else "card-moved")
        return _over(_how_it_ended(state, t) or [gone], state, t)
    lines = [*_lines(state, t), t("page-number", number=state.number)]
    blocks = [header(t("page-title")), section("\n".join(lines))]
    if state.may_take:
        blocks.append(actions([button(t("desk-take"), "case.take", state.case, "primary")]))
    return Rendered(t("desk-notify-page"), [*blocks, *_record(state, t)])


def _over(lines: list[str], state: PageState, t: Text) -> Rendered:
    number = t("page-number", number=state.number)
    said = section("\n".join([*lines, number]))
    return Rendered(t("desk-notify-changed"), [said, *_record(state, t)])


def _record(state: PageState, t: Text) -> list[Block]:
    """The way to the record; while somebody is called, coming is the one next step."""
    if state.may_take or not state.may_open:
        return []
    return [actions([button(t("desk-record"), "case.record", state.case)])]


def _how_it_ended(state: PageState, t: Text) -> list[str]:
    if state.hears:
        return [t("nobody-over"), *_ending(state, t)]
    lines = []
    if state.ended_how is not None:
        lines.append(alarm_ended(state.ended_how, state.ended_at, state.timezone, t))
    if state.danger and state.taken_by is not None:
        lines.append(t("nobody-taken", who=person(state.taken_by)))
    return [*lines, *_ending(state, t)]


def _ending(state: PageState, t: Text) -> list[str]:
    """Return what became of the report, where it was withdrawn or passed on."""
    match state.ending:
        case Ending.WITHDRAWN:
            return [withdrawn_line(t, ringing=state.ringing)]
        case Ending.PASSED_ON:
            return [passed_on_line(t, ringing=state.ringing)]
        case _:
            return []


def _lines(state: PageState, t: Text) -> list[str]:
    what = t("page-alarm") if state.danger else t("page-grave")
    lines = [calling(state.mentions, what, t), *_ending(state, t)]
    if state.wider:
        lines.append(t("page-wider"))
    lines += [*happened_lines(state.happened, t), _where(state, t)]
    lines += concerned_lines(
        (state.reporter, state.reporter_name),
        (state.affected, state.affected_name),
        t,
        for_other=state.for_other,
    )
    if where := whereabouts(state.alarm_place, state.alarm_place_words, t):
        lines.append(t("card-alarm-place", place=where))
    return [*lines, *_what_next(state, t)]


def _what_next(state: PageState, t: Text) -> list[str]:
    """Who comes, or has the report; in danger what to do, which whoever comes needs as well."""
    if not state.danger:
        if state.taken_by is not None:
            return [t("taken-by", who=person(state.taken_by))]
        ask = t("page-untaken", who=told(state.desks, t))
        return [t("page-untaken-here") if state.may_take else ask]
    comes = [t("nobody-taken", who=person(state.taken_by))] if state.taken_by else []
    return [*comes, t("page-act" if state.branch_name else "page-act-no-branch")]


def _where(state: PageState, t: Text) -> str:
    branch = name(state.branch_name) if state.branch_name else t("card-branch-unknown")
    if state.branch_phone is None:
        return branch
    return t("alarm-phone", branch=branch, phone=name(state.branch_phone))
