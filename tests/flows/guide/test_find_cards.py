"""The guide is found by title, type, word and sentence."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from flows.guide import Card, Ladder, Validity, find_cards, load_guide
from flows.guide.entries import key_of
from flows.guide.find_cards import Entry
from flows.guide.folding import fold
from flows.guide.search import Index, Searched
from flows.guide.studies import Study

GUIDE = load_guide()
ENTRIES: tuple[Card | Validity | Ladder, ...] = (*GUIDE.cards, *GUIDE.validity, GUIDE.ladder)
WORDS = tuple(word for one in ENTRIES for word in (*one.words.ja, *one.words.en))
SENTENCES = YAML(typ="safe").load(Path(__file__).with_name("sentences.yaml"))
KANA = st.characters(min_codepoint=ord("ぁ"), max_codepoint=ord("ゖ"))
PART = st.text(KANA, max_size=12) | st.sampled_from(WORDS) | st.text("abcXYZ019 #.")
TYPED = st.lists(PART, max_size=4).map(" ".join)
FIRST_TWO = 2
UNHURRIED = settings(deadline=None, max_examples=50)


def name(entry: Entry) -> str:
    return "ladder" if isinstance(entry, Ladder) else entry.id


def found(typed: str) -> list[str]:
    return [name(entry) for entry in find_cards(typed)]


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("entry", ENTRIES, ids=name)
def test_by_title_and_type(entry: Card | Validity | Ladder, lang: str) -> None:
    """A title or a type finds its own card first."""
    assert found(entry.title.in_(lang))[0] == name(entry)
    assert found(name(entry))[0] == name(entry)


@pytest.mark.parametrize("entry", ENTRIES, ids=name)
def test_by_word(entry: Card | Validity | Ladder) -> None:
    """Each word that a card is found by finds it."""
    for word in (*entry.words.ja, *entry.words.en):
        assert name(entry) in found(word), word


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("entry", ENTRIES, ids=name)
def test_by_sentence(entry: Entry, lang: str) -> None:
    """What people would type finds the card among the first two, mostly first of all."""
    sentences = SENTENCES[name(entry)][lang]
    assert len(sentences) >= 6
    places = {one: found(one).index(name(entry)) for one in sentences if name(entry) in found(one)}
    assert [one for one in sentences if places.get(one, FIRST_TWO) >= FIRST_TWO] == []
    assert sum(place == 0 for place in places.values()) * 2 >= len(sentences), places


@pytest.mark.parametrize("typed", ["", " ", "　", "xyzzy", "ぬ", "。", "!?"])
def test_nothing_found(typed: str) -> None:
    """Where nothing fits, nothing is found, so that the list can be shown."""
    assert find_cards(typed) == ()


def test_words_of_the_cards() -> None:
    """A word that nobody listed is looked for in all that a card says."""
    assert "abuse" in found("録音")
    assert "sexual" in found("つきま")
    assert found("土下")[0] == "forced_apology"


@pytest.mark.parametrize("study", GUIDE.studies, ids=lambda study: study.id)
def test_studies(study: Study) -> None:
    """A case is found by its title, and behind the cards by what it tells."""
    for lang in ("ja", "en"):
        assert found(study.title.in_(lang))[0] == study.id
    assert "neighbours_bicycles" in found("自転車の置き場")


def test_short_kana_are_words() -> None:
    """Two kana that merely stand beside each other are no word."""
    assert "violence" not in found("電話だけが長い")
    assert "violence" not in found("電話をつなぐ")
    assert found("けが")[0] == "violence"
    assert found("だけが、けが")[0] == "violence"


def to_katakana(text: str) -> str:
    return "".join(chr(ord(one) + 0x60) if "ぁ" <= one <= "ゖ" else one for one in text)


def to_full_width(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


@UNHURRIED
@given(TYPED)
def test_folded(typed: str) -> None:
    """Katakana, full width and capitals find what hiragana, half width and small letters find."""
    as_is = find_cards(typed)
    assert find_cards(to_katakana(typed)) == as_is
    assert find_cards(to_full_width(typed)) == as_is
    assert find_cards(typed.upper()) == as_is


@UNHURRIED
@given(st.text())
def test_folding_once(text: str) -> None:
    """Whatever is typed can be searched, and what is found comes only once."""
    entries = [key_of(entry) for entry in find_cards(text)]
    assert len(entries) == len(set(entries))


@UNHURRIED
@given(st.text(KANA | st.sampled_from("長電話ーAzＡｶﾞ１ ")))
def test_folding_twice(text: str) -> None:
    """Folding what is folded changes nothing."""
    assert fold(fold(text)) == fold(text)


@UNHURRIED
@given(st.sampled_from(ENTRIES), st.data())
def test_within_a_sentence(entry: Card | Validity | Ladder, data: st.DataObject) -> None:
    """A word is found within a sentence, too."""
    ja, en = data.draw(st.sampled_from(entry.words.ja)), data.draw(st.sampled_from(entry.words.en))
    assert name(entry) in found(f"昨日、{ja}、と店長。")
    assert name(entry) in found(f"Yesterday: {en}, again!")


def order(typed: str, *words: Sequence[str]) -> tuple[int, ...]:
    things = [Searched(at, names=(), words=one, text=()) for at, one in enumerate(words)]
    return Index(things).find(typed)


def test_best_first() -> None:
    """Rare and long words weigh more; what comes first stays first among equals."""
    assert order("長い電話", ["電話"], ["電話", "長い電話"]) == (1, 0)
    assert order("電話 鍵", ["電話"], ["電話", "鍵"]) == (1, 0)
    assert order("電話", ["電話"], ["電話"]) == (0, 1)
    assert order("電話", ["・", "鍵"]) == ()
