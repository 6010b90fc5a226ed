"""The report reached the desk: who was told, and what to do meanwhile."""

from flows.report.view_states import AdviceState
from flows.triage.cards import Card
from handlers.blocks import Block, context, divider, section
from handlers.texts import Text
from handlers.views.rendered import Rendered
from handlers.views.wording import flow_text, told

_CARDS = 3
_LINES = 4


def view(state: AdviceState, t: Text) -> Rendered:
    """Say who was told, show the response cards, and that no disadvantage may follow."""
    said = "advice-told-more" if state.more_questions else "advice-told"
    blocks = [section(t(said, who=told(state.told, t), number=state.number))]
    if state.cards:
        blocks += [divider(), context(t("advice-meanwhile"))]
    blocks += [_card(card, t) for card in state.cards[:_CARDS]]
    return Rendered(t("report-notify"), [*blocks, context(t("advice-law"))])


def _card(card: Card, t: Text) -> Block:
    lines = [flow_text(line, t) for line in card.lines[:_LINES]]
    return section("\n".join([f"*{flow_text(card.title, t)}*", *lines]))
