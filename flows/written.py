"""Whether a text that somebody typed says anything to whoever reads it."""

import unicodedata

# Drawn as nothing although they are letters or symbols: the Hangul fillers, the Braille blank,
# a note without a head, and what stands for an object that did not come with the text.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\ufffc\U0001d159")
# Marks, spaces, control and format characters show nothing by themselves.
_SHOWN = frozenset("LNPS")
_PRIVATE, _UNASSIGNED = "Co", "Cn"
# Of what is not assigned, Unicode reserves these for what is never drawn (default-ignorable
# characters, noncharacters).
_NEVER_DRAWN = (
    range(0x2065, 0x2066),
    range(0xFDD0, 0xFDF0),
    range(0xFFF0, 0xFFF9),
    range(0xFFFE, 0x10000),
    range(0xE0000, 0xE1000),
)


def says_something(text: str) -> bool:
    """Whether there is anything to be seen in a text: a letter, a figure, a sign, an emoji."""
    return any(map(_is_seen, text))


def _is_seen(char: str) -> bool:
    category = unicodedata.category(char)
    if category == _UNASSIGNED:  # a newer emoji, perhaps
        return not any(ord(char) in never for never in _NEVER_DRAWN)
    return (category[0] in _SHOWN or category == _PRIVATE) and char not in _BLANK
