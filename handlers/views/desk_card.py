"""The desk's card: one report at one glance, without the customer's name or anybody's words."""

from flows.case import OVER, Alarm, Ending
from flows.desk.view_states import CardState
from handlers.blocks import Block, Element, actions, button, context, header, section
from handlers.mrkdwn import shortened
from handlers.texts import Text
from handlers.views.card_lines import (
    happened_lines,
    missed_lines,
    outcome_lines,
    passed_on_line,
    person_lines,
    standing_line,
    unknown_lines,
    withdrawn_line,
)
from handlers.views.rendered import Rendered
from handlers.views.wording import (
    NAME,
    alarm_ended,
    calling,
    joined,
    name,
    people,
    person,
    whereabouts,
)

_ENDED = {
    Ending.TALK_ONLY: "card-talk-only",
}


def view(state: CardState, t: Text) -> Rendered:
    """Show how things stand, and what can be done: take it, open the record."""
    if state.withheld:
        return _closed_but_ringing(state, t("card-withheld"), t)
    if state.ending is Ending.PASSED_ON:
        return _closed_but_ringing(state, passed_on_line(t, ringing=_rings(state)), t)
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
    blocks: list[Block] = [context(t("card-instead"))] if state.instead else []
    if state.alarm is not None:
        blocks.append(section("\n".join(_alarm(state, state.alarm, t))))
    if missed := missed_lines(state, t):
        blocks.append(section("\n".join(missed)))
    if state.ending is Ending.WITHDRAWN:
        blocks.append(section(f"*{withdrawn_line(t, ringing=_rings(state))}*"))
    elif state.ending in _ENDED:
        blocks.append(section(f"*{t(_ENDED[state.ending])}*"))
    elif state.state in OVER:
        blocks.append(section(f"*{t('card-closed')}*"))
    happened = happened_lines(state.happened, t)
    if state.has_words and not state.act_known:
        happened.insert(0, t("card-only-words"))
    if happened:
        blocks.append(section("\n".join(happened)))
    if outcome := outcome_lines(state, t):
        blocks.append(section("\n".join(outcome)))
    blocks.append(section("\n".join(person_lines(state, t))))
    blocks += [context(line) for line in unknown_lines(state, t)]
    blocks.append(context(standing_line(state, t)))
    return [*blocks, section(_taken(state, t))] if _is_held_or_open(state) else blocks


def _closed_but_ringing(state: CardState, sentence: str, t: Text) -> Rendered:
    """Nothing of it opens. While it rings, who needs help and where stands there."""
    if state.alarm is None or not state.alarm.ringing:
        return _closed(state, t, sentence)
    untaken = [t("card-untaken")] if _calls(state) else []
    lines = [*_alarm(state, state.alarm, t), *person_lines(state, t), *untaken]
    blocks = [
        card_title(state, t),
        section(f"*{sentence}*"),
        section("\n".join(lines)),
    ]
    take = [actions([_take(state, t)])] if _calls(state) else []
    return Rendered(t(_notice(state)), [*blocks, *take])


def _closed(state: CardState, t: Text, sentence: str) -> Rendered:
    title = header(t("card-title-number", number=state.number))
    return Rendered(t("desk-notify-changed"), [title, section(sentence)])


def _notice(state: CardState) -> str:
    if _calls(state):
        return "desk-notify-page"
    return "desk-notify" if _may_be_taken(state) else "desk-notify-changed"


def _rings(state: CardState) -> bool:
    return state.alarm is not None and state.alarm.ringing


def _calls(state: CardState) -> bool:
    """Whether an alarm rings to which nobody comes yet."""
    return state.alarm is not None and state.alarm.ringing and state.alarm.taken_by is None


def _may_be_taken(state: CardState) -> bool:
    """A report is open to be taken until it is over; an alarm as long as nobody comes."""
    is_open = state.ending is None and state.state not in OVER and not state.slip
    return _calls(state) or (state.taken_by is None and is_open)


def _is_held_or_open(state: CardState) -> bool:
    return state.taken_by is not None or _may_be_taken(state)


def _alarm(state: CardState, alarm: Alarm, t: Text) -> list[str]:
    if not alarm.ringing:
        ended = alarm_ended(alarm.ended_how or "safe", alarm.ended_at, state.timezone, t)
        took = [t("nobody-taken", who=person(alarm.taken_by))] if alarm.taken_by else []
        return [ended, *took]
    where = whereabouts(alarm.place, alarm.place_words, t)
    said = [calling(state.mentions, t("page-alarm"), t)]
    if alarm.taken_by:
        said.append(t("nobody-taken", who=person(alarm.taken_by)))
    elif state.rung:
        said.append(t("card-alarm-rung", who=joined(map(name, state.rung), t)))
    said.append(t("card-act"))  # whoever has just answered needs it now
    if state.branch_name and state.branch_phone:
        phone = name(state.branch_phone)
        said.append(t("alarm-phone", branch=name(state.branch_name), phone=phone))
    return [*said, t("card-alarm-place", place=where) if where else t("card-alarm-place-unknown")]


def _taken(state: CardState, t: Text) -> str:
    if _calls(state):
        return t("card-untaken")  # whoever has the report may be anywhere
    if state.taken_by is None:
        alarm = None if state.alarm and state.alarm.ended_how == "mistake" else state.alarm
        if alarm is not None and alarm.taken_by is not None:
            return t("card-untaken-report")  # somebody came; the report itself is still open
        called = people(state.mentions, t) if alarm is None else ""
        return t("card-untaken-called", who=called) if called else t("card-untaken")
    at = t.moment(state.taken_at, state.timezone) if state.taken_at else ""
    return t("card-taken", who=person(state.taken_by), at=at)


def _buttons(state: CardState, t: Text) -> Block:
    record = button(t("desk-record"), "case.record", state.case)
    return actions([_take(state, t), record] if _may_be_taken(state) else [record])


def _take(state: CardState, t: Text) -> Element:
    return button(t("desk-take"), "case.take", state.case, "primary")
