"""Search short texts by the words people use, typed alone or within a sentence.

An index is made once; a search looks for every word of the index in what was typed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from flows.guide.folding import LATIN, fold, stems

Found = TypeVar("Found")

_READ: Final = 300
"""How much of what was typed is looked at, in characters; nobody looks for more."""

_SHORT: Final = 2
_KANA: Final = re.compile(r"[ぁ-ゖー]+")
_PER_LATIN_WORD, _PER_KANA, _PER_OTHER = 4.0, 1.0, 2.0
_WHOLE: Final = 100.0
"""What is added where all that was typed is the title or the id: nothing fits better."""


@dataclass(frozen=True, slots=True)
class Searched(Generic[Found]):
    """One thing to be found: by its names (title, id), its words, and else by all its text."""

    found: Found
    names: Sequence[str]
    words: Sequence[str]
    text: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Term:
    """A word of the index and what it is worth; `stems` are given where it is in Latin letters."""

    text: str
    stems: frozenset[str]
    where: tuple[int, ...]
    worth: float

    def stands_in(self, typed: str) -> bool:
        """Whether it is a word there, and not only kana across two: けが is not in だけが."""
        if len(self.text) > _SHORT or not _KANA.fullmatch(self.text):
            return True
        at = typed.find(self.text)
        while at > 0 and _KANA.fullmatch(typed[at - 1]):
            at = typed.find(self.text, at + 1)
        return at >= 0


class Index(Generic[Found]):
    """Finds things by what a person types; what comes first stays first among equals."""

    def __init__(self, things: Iterable[Searched[Found]]) -> None:
        self._things = tuple(things)
        self._names = [frozenset(fold(name) for name in one.names) for one in self._things]
        self._texts = [fold("\n".join([*one.names, *one.words, *one.text])) for one in self._things]
        terms = self._collect()
        self._latin: defaultdict[str, list[_Term]] = defaultdict(list)
        for term in terms:
            for first in sorted(term.stems)[:1]:
                self._latin[first].append(term)
        self._others = tuple(term for term in terms if not term.stems)

    def find(self, typed: str) -> tuple[Found, ...]:
        """What fits, best first; nothing where nothing does, so that all can be shown instead."""
        folded = fold(typed[:_READ]).strip()
        if not folded:
            return ()
        scores = self._scores(folded)
        if not scores and len(folded) >= _SHORT:
            scores = {at: 1.0 for at, text in enumerate(self._texts) if folded in text}
        order = sorted(scores, key=lambda at: (-scores[at], at))
        return tuple(self._things[at].found for at in order)

    def _collect(self) -> tuple[_Term, ...]:
        where: defaultdict[str, set[int]] = defaultdict(set)
        for at, one in enumerate(self._things):
            for word in (*one.names, *one.words):
                for part in fold(word).replace("_", " ").split("・"):
                    if named := part.strip():
                        where[named].add(at)
        terms = []
        for text, places in where.items():
            plain = text.isascii()
            worth = _PER_LATIN_WORD * len(LATIN.findall(text)) if plain else _worth(text)
            known = stems(text) if plain else frozenset()
            terms.append(_Term(text, known, tuple(sorted(places)), worth / len(places)))
        return tuple(terms)

    def _scores(self, folded: str) -> dict[int, float]:
        """What each thing is worth for what was typed; the longer words are looked for first."""
        latin = stems(folded)
        met = [
            *(term for term in self._others if term.text in folded and term.stands_in(folded)),
            *(term for stem in latin for term in self._latin.get(stem, ()) if term.stems <= latin),
        ]
        met.sort(key=lambda term: (-len(term.text), term.text))
        scores: dict[int, float] = {}
        counted: defaultdict[int, list[str]] = defaultdict(list)
        for term in met:
            for at in term.where:
                # 長い電話 has counted; 電話 within it does not count again.
                if not any(term.text in longer for longer in counted[at]):
                    counted[at].append(term.text)
                    scores[at] = scores.get(at, 0.0) + term.worth
        for at, names in enumerate(self._names):
            if folded in names:
                scores[at] = scores.get(at, 0.0) + _WHOLE
        return scores


def _worth(text: str) -> float:
    return sum(_PER_KANA if _KANA.fullmatch(one) else _PER_OTHER for one in text)
