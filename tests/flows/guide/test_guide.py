"""What stands in the guide, and what its files may not say."""

import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from flows.guide import Card, Ladder, Validity, Way, find_cards, load_guide
from flows.guide.entries import entries, entry_of, key_of
from flows.guide.guide import Lines
from flows.guide.read_guide import SHIPPED
from flows.triage import Bilingual, FlowError, load_cards, load_flow

GUIDE = load_guide()
JA_LINE, EN_LINE = 34, 64
JA_CARD, EN_CARD = 280, 650
TO_AVOID = ("案件", "出禁", "ブラックリスト", "加害者", "あなた")
# What this is called in the thread's own cards: there by scene or moment, here by type.
WITHIN = {"long_call": "held_up", "after_harm": "violence", "after_danger": "danger"}


def texts(value: object) -> Iterator[tuple[str, str]]:
    """Every text of a value with its language."""
    if isinstance(value, Bilingual):
        yield from (("ja", value.ja), ("en", value.en))
    elif isinstance(value, Lines):
        yield from (("ja", line) for line in value.ja)
        yield from (("en", line) for line in value.en)
    elif isinstance(value, Mapping):
        yield from (text for one in value.values() for text in texts(one))
    elif isinstance(value, tuple):
        yield from (text for one in value for text in texts(one))
    elif is_dataclass(value):
        yield from (text for one in fields(value) for text in texts(getattr(value, one.name)))


def test_all_types() -> None:
    """There is a card for each type, each with an id of the thread's cards where they share it."""
    ids = {card.id for card in GUIDE.cards}
    assert len(ids) == len(GUIDE.cards) == 17
    assert {WITHIN.get(card.id, card.id) for card in load_cards()} == ids - {"reporter"}


def test_every_act_has_a_card() -> None:
    """Whatever happened, there is a card about it."""
    for act in load_flow().acts:
        assert any(act in card.acts for card in GUIDE.cards), act
    assert [card.id for card in GUIDE.cards if "threat" in card.acts] == ["threat"]


def test_parts() -> None:
    """A card says when, what to say, do and leave, when to stop and whom to call, in both."""
    for card in GUIDE.cards:
        for lang in ("ja", "en"):
            for lines in (card.say, card.do, card.avoid, card.call, card.words):
                assert lines.in_(lang)
            assert "110" in "".join(card.call.in_(lang))
        assert [len(part.ja) for part in (card.say, card.do, card.avoid, card.call)] == [
            len(part.en) for part in (card.say, card.do, card.avoid, card.call)
        ]


def test_lines_fit_a_phone() -> None:
    """No line is longer than a phone shows at a glance, no card longer than ten seconds."""
    limits = {"ja": JA_LINE, "en": EN_LINE}
    everything: tuple[Card | Validity | Ladder, ...]
    everything = (*GUIDE.cards, *GUIDE.validity, GUIDE.ladder)
    for shown in everything:
        names = [one.name for one in fields(shown) if one.name not in ("words", "source")]
        said = [text for one in names for text in texts(getattr(shown, one))]
        assert [text for lang, text in said if len(text) > limits[lang]] == []
        if shown is not GUIDE.ladder:
            assert sum(len(text) for lang, text in said if lang == "ja") <= JA_CARD
            assert sum(len(text) for lang, text in said if lang == "en") <= EN_CARD


def test_words_to_avoid() -> None:
    """The words that the house avoids stand nowhere; English has no Japanese in it."""
    for lang, text in texts(GUIDE):
        assert not any(word in text for word in TO_AVOID), text
        if lang == "en":
            assert not any("ぁ" <= one <= "鿿" for one in text), text


def test_ladder() -> None:
    """Five steps: ask to stop, end it, ask to leave, a last warning, the police."""
    steps = GUIDE.ladder.steps
    assert [(step.id, step.at_least, step.at_most) for step in steps] == [
        ("ask_to_stop", 2, 3),
        ("end_handling", 1, 1),
        ("ask_to_leave", 2, 3),
        ("last_warning", 1, 1),
        ("police", 1, 1),
    ]
    assert all(set(step.ways) == set(Way) for step in steps)
    assert steps[0].ways[Way.COUNTER] == steps[0].ways[Way.PHONE]
    assert steps[2].ways[Way.PHONE].title.ja == "切ると告げる"


def test_validity() -> None:
    """Demands that are often right, each with its basis; where it is unsure, a lawyer is asked."""
    assert len(GUIDE.validity) == 11
    rent = entry_of(GUIDE, "validity.rent_reduction")
    assert isinstance(rent, Validity)
    assert rent.source.ja == "民法611条（使えない部分の賃料）"
    assert [one.id for one in GUIDE.validity if one.counsel] == ["refused_by_trait", "own_data"]


def test_by_key() -> None:
    """An entry is had by its key, each by its own; an unknown one is none."""
    online = entry_of(GUIDE, "card.online")
    assert online is not None
    assert online.title.in_("en-GB") == "Posts and reviews"
    assert entry_of(GUIDE, "card.none") is None
    assert entry_of(GUIDE, "validity.none") is None
    keys = [key_of(one) for one in entries(GUIDE)]
    assert len(keys) == len(set(keys))


def test_read_once() -> None:
    """The shipped guide is read once."""
    assert load_guide() is GUIDE


def test_search_is_quick() -> None:
    """A search takes well under a millisecond of processor time."""
    find_cards("電話が長い")
    taken = []
    for _ in range(5):
        start = time.process_time()
        for _ in range(50):
            find_cards("電話が長くて、帰ってくれない方がいて困っています")
        taken.append((time.process_time() - start) / 50)
    assert min(taken) < 0.001


CARDS, LADDER, VALIDITY = "cards.yaml", "ladder.yaml", "validity.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (CARDS, "  - id: violence\n", "  - id: danger\n", "card danger: the id is there twice"),
        (
            CARDS,
            "[discrimination]",
            "[rudeness]",
            "card discrimination: there is no act 'rudeness'",
        ),
        (
            CARDS,
            "acts: [dismissal_demand]",
            "acts: []",
            "no card is about the act 'dismissal_demand'",
        ),
        (CARDS, "source: law", "source: hearsay", "card grey: there is no source 'hearsay'"),
        (
            CARDS,
            "title: {ja: 危険, en: Danger}",
            "title: {ja: 危険}",
            "card danger: title.en is missing",
        ),
        (CARDS, "avoid:", "shun:", "card danger: avoid is missing"),
        (LADDER, "source: tokyo", "source: rumour", "there is no source 'rumour'"),
        (LADDER, "- id: police", "- id: last_warning", "step last_warning: the id is there twice"),
        (LADDER, "    both:", "    phone:", "both, or counter and phone"),
        (LADDER, "    phone:", "    both:", "both, or counter and phone"),
        (LADDER, "times: [2, 3]", "times: [3, 2]", "from the smaller number to the larger"),
        (
            VALIDITY,
            "source: rent",
            "source: lore",
            "card rent_reduction: there is no source 'lore'",
        ),
        (VALIDITY, "- id: repair\n", "- id: noise\n", "card noise: the id is there twice"),
    ],
)
def test_refused(tmp_path: Path, file: str, old: str, new: str, sentence: str) -> None:
    """What is wrong in a file is said in one sentence that names the file and the place."""
    for name in (CARDS, LADDER, VALIDITY):
        shutil.copy(SHIPPED / name, tmp_path)
    text = (SHIPPED / file).read_text("utf-8")
    assert old in text, "the shipped file has changed; adapt the mutation"
    (tmp_path / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FlowError) as refused:
        load_guide(tmp_path)
    assert str(refused.value).startswith(f"{file}: ")
    assert sentence in str(refused.value)
