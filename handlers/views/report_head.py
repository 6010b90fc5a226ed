"""The head of a report's thread: the danger question, and who can see this."""

from flows.report.view_states import HeadState, Phase
from handlers.blocks import Block, actions, context, header
from handlers.texts import Text
from handlers.views.question import question_blocks
from handlers.views.quiet import cancel_button, other_ways
from handlers.views.rendered import Rendered


def view(state: HeadState, t: Text) -> Rendered:
    """Ask about danger; once answered, show the answer and how things stand."""
    title = t("head-title") if state.number is None else t("head-title-number", number=state.number)
    blocks = [header(title), *question_blocks(state.question, t)]
    if state.for_other:
        blocks.append(context(t("head-for-other")))
    blocks += _standing(state, t)
    return Rendered(t("report-notify-question"), blocks)


def _standing(state: HeadState, t: Text) -> list[Block]:
    if state.ending is not None:
        return [context(t("head-over"))]
    told = state.number is not None
    shown = [other_ways(state.case, t)] if state.quiet_row else []
    if state.may_cancel and state.question.phase is not Phase.OPEN:
        shown.append(actions([cancel_button(state.case, t, told=told)]))
    if told:
        return [*shown, context(t("head-told"))]
    at_once = [context(t("head-at-once"))] if state.quiet_row else []
    return [*shown, *at_once, context(t("head-privacy"))]
