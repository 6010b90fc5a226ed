"""The head of a report's thread: the danger question, and who can see this."""

from flows.report.view_states import HeadState, Phase
from handlers.blocks import Block, actions, context, header, section
from handlers.texts import Text
from handlers.views.question import question_blocks
from handlers.views.quiet import (
    cancel_button,
    for_other_button,
    for_self_button,
    other_ways,
)
from handlers.views.rendered import Rendered
from handlers.views.wording import told as told_words


def view(state: HeadState, t: Text) -> Rendered:
    """Ask about danger; once answered, show the answer and how things stand."""
    title = t("head-title") if state.number is None else t("head-title-number", number=state.number)
    blocks = [header(title), *question_blocks(state.question, t)]
    if state.ringing and state.ending is None:
        blocks.append(section(t("head-danger-other" if state.for_other else "head-danger")))
    if state.quoted:
        blocks.append(context(t("words-kept-quoted", count=state.quoted)))
    blocks += _about(state, t) + _standing(state, t)
    return Rendered(t("report-notify-question"), blocks)


def _about(state: HeadState, t: Text) -> list[Block]:
    """Return whom it is about, once that was said, and the way back."""
    open_ = state.ending is None
    if state.for_other:
        back = for_self_button(state.case, t) if open_ else None
        return [section(t("head-for-other"), back)]
    if state.for_self_again and open_ and not state.quiet_row:
        return [section(t("head-for-self"), for_other_button(state.case, t))]
    return []


def _standing(state: HeadState, t: Text) -> list[Block]:
    if state.ending is not None:
        return [context(t("head-over"))]
    told = state.number is not None
    quiet = other_ways(state.case, t, for_other=state.for_other, relief=not state.relief_asked)
    if state.only_relief:
        return [quiet, context(t("relief-no-report"))]
    shown = [quiet] if state.quiet_row else []
    if state.may_cancel and state.question.phase is not Phase.OPEN:
        shown.append(actions([cancel_button(state.case, t, told=told)]))
    if told:
        knows = "head-told-ringing" if state.for_comers else "head-told"
        reached = t(knows, who=told_words(state.told, t))
        return [*shown, context(t("head-unreached") if state.unreached else reached)]
    explains = state.quiet_row and not state.relief_asked
    at_once = [context(t("head-at-once"))] if explains else []
    return [*shown, *at_once, context(t("head-privacy"))]
