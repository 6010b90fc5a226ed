"""Response cards."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.triage import (
    Card,
    Flow,
    FlowError,
    Thresholds,
    cards_for,
    check_cards,
    decide,
    load_cards,
    parse_answers,
)
from flows.triage.cards import SHIPPED

TENANT = {"danger": "none", "actor": "tenant"}


def shown(flow: Flow, limit: int = 2, **given: Any) -> list[str]:
    answers = parse_answers(TENANT | given)
    proposal = decide(flow, answers, thresholds=Thresholds())
    return [card.id for card in cards_for(load_cards(), answers, proposal, limit)]


@pytest.mark.parametrize(
    ("given", "cards"),
    [
        ({"danger": "now", "acts": ["insult"]}, ["danger", "abuse"]),
        ({"danger": "unknown", "acts": ["assault"]}, ["danger", "violence"]),
        ({"acts": ["property_damage"]}, ["violence"]),
        ({"acts": ["extortion", "insult"]}, ["threat", "abuse"]),
        ({"acts": ["sexual_remarks"]}, ["sexual"]),
        ({"acts": ["forced_humiliation"]}, ["forced_apology"]),
        ({"acts": ["refusal_to_leave"]}, ["confined"]),
        ({"acts": ["confinement", "long_contact"]}, ["confined"]),
        ({"acts": ["discrimination"]}, ["discrimination"]),
        ({"acts": ["named_or_false_posting"]}, ["online"]),
        ({"acts": ["dismissal_demand"], "demand": "none"}, ["dismissal", "ordinary"]),
        ({"actor": "owner", "acts": ["excessive_demand"]}, ["authority", "grey"]),
        ({"acts": ["odd_hours_or_place"]}, ["called_out", "grey"]),
        ({"acts": ["repetition"]}, ["repetition", "grey"]),
        ({"acts": ["strong_tone"], "demand": "our_fault"}, ["ordinary"]),
        ({}, ["grey"]),
        ({"danger": "past"}, ["after_harm"]),
        ({"danger": "past", "past_event": "unknown", "acts": ["insult"]}, ["after_harm", "abuse"]),
        ({"danger": "past", "past_event": "injury"}, ["violence"]),
        ({"danger": "past", "acts": ["threat"]}, ["threat"]),
        ({"danger": "past", "past_event": "none", "acts": ["insult"]}, ["abuse"]),
        ({"actor": "colleague", "acts": ["insult"]}, []),
        ({"actor": "tenants_only", "danger": "now"}, ["danger"]),
    ],
)
def test_cards_that_fit(flow: Flow, given: dict[str, Any], cards: list[str]) -> None:
    """At most two cards are shown, the most pressing first."""
    assert shown(flow, **given) == cards


@pytest.mark.parametrize(
    ("given", "cards"),
    [
        ({"acts": []}, ["after_danger"]),
        ({"acts": ["insult"]}, ["after_danger", "abuse"]),
        ({"acts": ["strong_tone"], "demand": "our_fault"}, ["after_danger", "ordinary"]),
        ({"acts": ["assault"]}, ["violence"]),
        ({"acts": ["threat", "insult"]}, ["threat", "abuse"]),
        ({"actor": "tenants_only", "acts": []}, ["after_danger"]),
    ],
)
def test_cards_once_the_danger_is_over(flow: Flow, given: dict[str, Any], cards: list[str]) -> None:
    """Nobody is told to leave; there is advice also where nothing was ticked."""
    answers = parse_answers(TENANT | {"danger": "now"} | given)
    proposal = replace(decide(flow, answers, thresholds=Thresholds()), urgent=False)
    assert [card.id for card in cards_for(load_cards(), answers, proposal)] == cards


def test_more_cards(flow: Flow) -> None:
    """The caller may ask for more cards."""
    assert shown(flow, 3, acts=["insult", "repetition"]) == ["abuse", "repetition"]


def test_nineteen_cards() -> None:
    """There are nineteen cards of at most four lines, each short enough for a phone."""
    cards = load_cards()
    assert len(cards) == 19
    assert all(len(line.ja) <= 32 for card in cards for line in card.lines)
    assert all(len(line.en) <= 80 for card in cards for line in card.lines)


def test_uneven_languages(tmp_path: Path) -> None:
    """A card with more lines in one language than in the other is refused."""
    file = tmp_path / "cards.yaml"
    file.write_text(
        "cards: [{id: calm, title: {ja: 静か, en: Calm}, ja: [一, 二], en: [one]}]", "utf-8"
    )
    with pytest.raises(FlowError, match=r"cards.yaml: card calm: the two languages have"):
        load_cards(file)


def own_cards(folder: Path, *changes: tuple[str, str]) -> tuple[Card, ...]:
    """Return the shipped cards with something changed in their file."""
    text = SHIPPED.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, "the shipped file has changed; adapt the mutation"
        text = text.replace(old, new)
    (folder / "cards.yaml").write_text(text, "utf-8")
    return load_cards(folder / "cards.yaml")


def test_shipped_cards_are_proved(flow: Flow) -> None:
    """Every shipped card is shown for some answers."""
    check_cards(flow, load_cards())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            [("  - id: violence\n", "  - id: danger\n")],
            "cards.yaml: card danger: the id is there twice",
        ),
        (
            [
                (
                    "when: [{acts: [threat, extortion]}, {past_event: [announced_harm]}]",
                    "when: [{actor: [colleague], acts: [threat]}]",
                )
            ],
            "cards.yaml: card threat: no answers lead to it",
        ),
        (
            [("  - id: violence\n", "  - id: violence\n    determination: [OUT_OF_SCOPE]\n")],
            "cards.yaml: card violence: no answers lead to it",
        ),
    ],
)
def test_cards_that_are_refused(
    flow: Flow, tmp_path: Path, changes: list[tuple[str, str]], sentence: str
) -> None:
    """A card that could never be shown, or is there twice, is named."""
    with pytest.raises(FlowError) as refused:
        check_cards(flow, own_cards(tmp_path, *changes))
    assert str(refused.value) == sentence


def test_a_card_behind_two_others(flow: Flow, tmp_path: Path) -> None:
    """A card that stands behind two that always fit is never shown."""
    calm = "{id: %s, title: {ja: 静か, en: Calm}, ja: [一], en: [one]}"
    file = tmp_path / "cards.yaml"
    file.write_text(f"cards: [{', '.join(calm % name for name in 'abc')}]", "utf-8")
    with pytest.raises(FlowError, match=r"cards.yaml: card c: no answers lead to it"):
        check_cards(flow, load_cards(file))
