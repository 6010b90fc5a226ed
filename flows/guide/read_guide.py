"""Read the guide's files; ids, acts and sources are checked against each other and the flow."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from flows.guide.format import (
    CardRow,
    CardsFile,
    LadderFile,
    LinesRow,
    StepRow,
    TextRow,
    UpToFour,
    UpToThree,
    ValidityFile,
    ValidityRow,
    WordsRow,
)
from flows.guide.guide import Card, Guide, Ladder, Lines, Step, Validity, Way, Words
from flows.guide.studies import load_studies
from flows.triage.bilingual import Bilingual
from flows.triage.flow import Flow, load_flow
from flows.triage.flow_error import FlowError
from flows.triage.yaml_file import read_yaml

SHIPPED = Path(__file__).parent
"""Where the guide that comes with the product stands."""

Sources = Mapping[str, Bilingual]


def load_guide(directory: Path | None = None) -> Guide:
    """Read the guide in `directory`, or the shipped one.

    Raises:
        FlowError: a file cannot be read or something in it is wrong.
    """
    return _shipped() if directory is None else _read(directory)


@cache  # it comes with the program, and stays as it is for as long as that runs
def _shipped() -> Guide:
    return _read(SHIPPED)


def _read(folder: Path) -> Guide:
    flow = load_flow()
    validity = read_yaml(folder / "validity.yaml", ValidityFile)
    own = {key: _text(text) for key, text in validity.sources.items()}
    return Guide(
        cards=_cards(read_yaml(folder / "cards.yaml", CardsFile), flow),
        ladder=_ladder(read_yaml(folder / "ladder.yaml", LadderFile), flow.sources),
        validity=_validity(validity.validity, {**flow.sources, **own}),
        validity_note=_text(validity.note),
        studies=load_studies(),
    )


def _cards(file: CardsFile, flow: Flow) -> tuple[Card, ...]:
    _once([row.id for row in file.cards], "cards.yaml: card")
    cards = tuple(_card(row, flow) for row in file.cards)
    about = {act for card in cards for act in card.acts}
    if without := next((act for act in flow.acts if act not in about), None):
        raise FlowError(f"cards.yaml: no card is about the act {without!r}")
    return cards


def _card(row: CardRow, flow: Flow) -> Card:
    place = f"cards.yaml: card {row.id}"
    if unknown := next((act for act in row.acts if act not in flow.acts), None):
        raise FlowError(f"{place}: there is no act {unknown!r}")
    return Card(
        id=row.id,
        acts=tuple(row.acts),
        title=_text(row.title),
        words=_lines(row.words),
        applies=_text(row.applies),
        say=_lines(row.say),
        do=_lines(row.do),
        avoid=_lines(row.avoid),
        stop=_text(row.stop),
        call=_lines(row.call),
        source=_source(row.source, flow.sources, place),
    )


def _validity(rows: Sequence[ValidityRow], sources: Sources) -> tuple[Validity, ...]:
    _once([row.id for row in rows], "validity.yaml: card")
    return tuple(
        Validity(
            id=row.id,
            title=_text(row.title),
            words=_lines(row.words),
            why=_text(row.why),
            check=_lines(row.check),
            say=_lines(row.say),
            by_when=_text(row.by_when),
            source=_source(row.source, sources, f"validity.yaml: card {row.id}"),
            counsel=row.counsel,
        )
        for row in rows
    )


def _ladder(file: LadderFile, sources: Sources) -> Ladder:
    _once([row.id for row in file.steps], "ladder.yaml: step")
    return Ladder(
        title=_text(file.title),
        words=_lines(file.words),
        note=_text(file.note),
        record=_text(file.record),
        steps=tuple(_step(row) for row in file.steps),
        source=_source(file.source, sources, "ladder.yaml"),
    )


def _step(row: StepRow) -> Step:
    at_least, at_most = row.times
    rows = {Way.COUNTER: row.counter or row.both, Way.PHONE: row.phone or row.both}
    ways = {way: _words(words) for way, words in rows.items() if words is not None}
    return Step(row.id, at_least, at_most, MappingProxyType(ways))


def _words(row: WordsRow) -> Words:
    return Words(_text(row.title), _text(row.purpose), _lines(row.say), _lines(row.do))


def _once(ids: Sequence[str], place: str) -> None:
    if twice := next((one for one in ids if ids.count(one) > 1), None):
        raise FlowError(f"{place} {twice}: the id is there twice")


def _source(key: str, sources: Sources, place: str) -> Bilingual:
    if key not in sources:
        raise FlowError(f"{place}: there is no source {key!r}")
    return sources[key]


def _text(row: TextRow) -> Bilingual:
    return Bilingual(row.ja, row.en)


def _lines(row: LinesRow | UpToThree | UpToFour) -> Lines:
    return Lines(tuple(row.ja), tuple(row.en))
