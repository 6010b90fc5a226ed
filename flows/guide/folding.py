"""Write a text the one way it is searched in: hiragana, half-width Latin letters, lower case."""

import re
import unicodedata
from typing import Final

_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_ENDINGS: Final = ("ing", "ed", "es", "s", "e")
_SHORTEST_STEM: Final = 3
_APOSTROPHES: Final = str.maketrans("", "", "'\u2019\u02bc")
LATIN: Final = re.compile(r"[a-z0-9]+")
"""A word in Latin letters or digits, in a text that is folded."""


def fold(text: str) -> str:
    """The text without differences of width, case, and hiragana against katakana."""
    once = unicodedata.normalize("NFKC", text).casefold().translate(_TO_HIRAGANA)
    return unicodedata.normalize("NFKC", once).translate(_APOSTROPHES)


def stems(folded: str) -> frozenset[str]:
    """The Latin words of a folded text without their endings: "posted" and "posts" are one."""
    return frozenset(_stem(word) for word in LATIN.findall(folded))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    # "hitting" and "hit", "calling" and "call".
    return word[:-1] if len(word) > _SHORTEST_STEM and word[-1:] == word[-2:-1] else word
