"""The desk's card: one report at one glance, without the customer's name or anybody's words."""

from flows.case import OVER, Alarm, Ending
from flows.desk.view_states import CardState
from handlers.blocks import Block, actions, button, context, header, section
from handlers.mrkdwn import shortened
from handlers.texts import Text
from handlers.views.card_lines import (
    happened_lines,
    outcome_lines,
    person_lines,
    standing_line,
    unknown_line,
)
from handlers.views.rendered import Rendered
from handlers.views.wording import NAME, people, person, place

_ENDED = {
    Ending.WITHDRAWN: "card-withdrawn",
    Ending.TALK_ONLY: "card-talk-only",
}


def view(state: CardState, t: Text) -> Rendered:
    """Show how things stand, and what can be done: take it, open the record."""
    if state.ending is Ending.PASSED_ON:
        rings = state.alarm is not None and state.alarm.ringing
        return _closed(state, t, t("card-passed-on-ringing") if rings else t("card-passed-on"))
    if state.moved:
        return _closed(state, t, t("card-moved"))
    return Rendered(
        t(_notice(state)), [card_title(state, t), *card_body(state, t), _buttons(state, t)]
    )


def card_title(state: CardState, t: Text) -> Block:
    """Return the number, whether it is provisional, and the branch."""
    branch = shortened(state.branch_name or t("card-branch-unknown"), NAME)
    if state.provisional:
        return header(t("card-title-provisional", number=state.number, branch=branch))
    return header(t("card-title", number=state.number, branch=branch))


def card_body(state: CardState, t: Text) -> list[Block]:
    """Return everything between the title and the buttons."""
    blocks: list[Block] = []
    if state.alarm is not None:
        blocks.append(section("\n".join(_alarm(state, state.alarm, t))))
    if state.ending in _ENDED:
        blocks.append(section(f"*{t(_ENDED[state.ending])}*"))
    elif state.state in OVER:
        blocks.append(section(f"*{t('card-closed')}*"))
    if happened := happened_lines(state, t):
        blocks.append(section("\n".join(happened)))
    if outcome := outcome_lines(state, t):
        blocks.append(section("\n".join(outcome)))
    blocks.append(section("\n".join(person_lines(state, t))))
    if state.unknown:
        blocks.append(context(unknown_line(state, t)))
    return [*blocks, context(standing_line(state, t)), section(_taken(state, t))]


def _closed(state: CardState, t: Text, sentence: str) -> Rendered:
    title = header(t("card-title-number", number=state.number))
    return Rendered(t("desk-notify-changed"), [title, section(sentence)])


def _notice(state: CardState) -> str:
    if state.alarm is not None and state.alarm.ringing and state.taken_by is None:
        return "desk-notify-page"
    fresh = state.taken_by is None and state.ending is None and state.state not in OVER
    return "desk-notify" if fresh else "desk-notify-changed"


def _alarm(state: CardState, alarm: Alarm, t: Text) -> list[str]:
    if alarm.ended_how == "mistake":
        return [t("card-alarm-mistake")]
    if not alarm.ringing:
        return [t("card-alarm-safe")]
    where = place(state.answers.place, t)
    called = people(state.mentions, t)
    return [
        t("card-alarm", on_call=called) if called else t("card-alarm-nobody"),
        t("card-alarm-place", place=where) if where else t("card-alarm-place-unknown"),
    ]


def _taken(state: CardState, t: Text) -> str:
    if state.taken_by is None:
        called = people(state.mentions, t) if state.alarm is None else ""
        return t("card-untaken-called", who=called) if called else t("card-untaken")
    at = t.moment(state.taken_at, state.timezone) if state.taken_at else ""
    return t("card-taken", who=person(state.taken_by), at=at)


def _buttons(state: CardState, t: Text) -> Block:
    record = button(t("desk-record"), "case.record", state.case)
    if state.taken_by is not None or state.ending is not None or state.state in OVER:
        return actions([record])
    return actions([button(t("desk-take"), "case.take", state.case, "primary"), record])
