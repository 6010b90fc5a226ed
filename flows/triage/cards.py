"""Response cards: what to do in the next minutes, in a few short lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.triage.answers import Answers
from flows.triage.bilingual import Bilingual
from flows.triage.condition import Condition
from flows.triage.flow_error import FlowError
from flows.triage.format import CardRow, CardsFile
from flows.triage.outcome import Determination, Proposal
from flows.triage.read_questions import bilingual, condition_from
from flows.triage.yaml_file import read_yaml

SHIPPED = Path(__file__).parent / "cards.yaml"
"""The cards that come with the product."""


@dataclass(frozen=True, slots=True)
class Card:
    """One card: a title and at most four lines. `determinations` None: whatever is proposed.

    `urgent`: only while somebody is in danger, or, where false, only while nobody is.
    """

    id: str
    title: Bilingual
    lines: tuple[Bilingual, ...]
    when: Condition | None
    determinations: frozenset[Determination] | None
    urgent: bool | None
    unless: Condition | None = None

    def fits(self, answers: Answers, proposal: Proposal) -> bool:
        """Whether the card helps with these answers and this proposal."""
        if self.urgent not in (None, proposal.urgent):
            return False
        if self.determinations is not None and proposal.determination not in self.determinations:
            return False
        if self.unless is not None and self.unless.holds(answers):
            return False
        return self.when is None or self.when.holds(answers)


def load_cards(path: Path | None = None) -> tuple[Card, ...]:
    """Read the cards in `path`, or the shipped ones; the most pressing first.

    Raises:
        FlowError: the file cannot be read or a card is wrong.
    """
    return _shipped() if path is None else _read(path)


@cache  # as the flow: they stay as they are for as long as the program runs
def _shipped() -> tuple[Card, ...]:
    return _read(SHIPPED)


def _read(file: Path) -> tuple[Card, ...]:
    read = read_yaml(file, CardsFile)
    ids = [row.id for row in read.cards]
    if twice := next((one for one in ids if ids.count(one) > 1), None):
        raise FlowError(f"{file.name}: card {twice}: the id is there twice")
    return tuple(_card(row, f"{file.name}: card {row.id}") for row in read.cards)


def cards_for(
    cards: Sequence[Card], answers: Answers, proposal: Proposal, limit: int = 2
) -> tuple[Card, ...]:
    """At most `limit` cards that fit, the most pressing first.

    What happened between colleagues or tenants is not the desk's: only danger has a card there.
    """
    fitting = [card for card in cards if card.fits(answers, proposal)]
    if proposal.determination is Determination.OUT_OF_SCOPE:
        fitting = [card for card in fitting if card.urgent is not None]
    return tuple(fitting[:limit])


def _card(row: CardRow, place: str) -> Card:
    if len(row.ja) != len(row.en):
        raise FlowError(f"{place}: the two languages have different numbers of lines")
    return Card(
        id=row.id,
        title=bilingual(row.title),
        lines=tuple(Bilingual(ja, en) for ja, en in zip(row.ja, row.en, strict=True)),
        when=condition_from(row.when, f"{place}: when") if row.when else None,
        determinations=frozenset(row.determination) if row.determination else None,
        urgent=row.urgent,
        unless=condition_from(row.unless, f"{place}: unless") if row.unless else None,
    )
