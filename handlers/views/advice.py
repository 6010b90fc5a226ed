"""The report goes to the desk: who was told, and what to do meanwhile."""

from flows.report.view_states import AdviceState
from flows.triage.cards import Card
from handlers.blocks import Block, button, context, divider, section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import flow_text, kept_late, name, told

_CARDS = 3
_LINES = 4


def view(state: AdviceState, t: Text) -> Rendered:
    """Say who was told, show the response cards, and that no disadvantage may follow."""
    blocks = [section("\n".join(_told(state, t)))]
    if state.branch_told_at is not None:
        blocks.append(context(kept_late(state.branch_told_at, state.timezone, t)))
    if state.cards:
        blocks += [divider(), context(t("advice-meanwhile"))]
    blocks += [_card(card, t) for card in state.cards[:_CARDS]]
    blocks += _care(state, t)
    return Rendered(t("report-notify"), [*blocks, context(t("advice-law"))])


def _care(state: AdviceState, t: Text) -> list[Block]:
    """Relief where a press can ask for it, or a word for whom it happened to."""
    if state.for_other:
        return [section(t("advice-for-other"))]
    if not state.relief:
        return []
    ask = button(t("quiet-relief"), "triage.relief", state.case)
    return [section(t("advice-relief", who=told(state.relief, t)), ask)]


def _told(state: AdviceState, t: Text) -> list[str]:
    """Who has it; else who is to get it, or that nobody could be told, and whom to ring."""
    if state.number is None:
        return [t("advice-ahead", who=told(state.told, t))]
    if state.told and all(one.person for one in state.told):
        lines = [t("advice-told-in-person", who=told(state.told, t), number=state.number)]
    elif state.told:
        said = "advice-told-more" if state.more_questions else "advice-told"
        lines = [t(said, who=told(state.told, t), number=state.number)]
    elif state.awaited:
        lines = [t("advice-telling", who=told(state.awaited, t), number=state.number)]
    else:
        lines = [t("advice-nobody", number=state.number)]
    if state.kept_from_branch:
        lines.append(t("advice-kept"))
    if state.missed:
        lines.append(t("missed", who=told(state.missed, t)))
    if state.phone:
        lines.append(t("relief-phone", phone=name(state.phone)))
    elif not (state.told or state.awaited):
        lines.append(t("advice-nobody-say"))
    return lines


def _card(card: Card, t: Text) -> Block:
    lines = [flow_text(line, t) for line in card.lines[:_LINES]]
    return section("\n".join([f"*{flow_text(card.title, t)}*", *lines]))
