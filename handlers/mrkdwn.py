"""Text as Slack's Markdown wants it: escaped, shortened between characters, calling nobody."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

ELLIPSIS = "…"
_USER = re.compile(r"[UW][A-Z0-9]{2,20}")
_USER_GROUP = re.compile(r"S[A-Z0-9]{2,20}")
_CHANNEL = re.compile(r"[CDG][A-Z0-9]{2,20}")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_QUOTED = {**_ESCAPES, ord("\n"): "\n> "}
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
_CONTROLS = r"\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff"  # all but the line's end
_TURNS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_HIDDEN = re.compile(f"[{_CONTROLS}{_TURNS}]")
_JOINER = "\u200d"


def is_id(text: str) -> bool:
    """Whether a text has the form of the id of a Slack user or user group."""
    return bool(_USER.fullmatch(text) or _USER_GROUP.fullmatch(text))


def mention(ref: str) -> str:
    """Return the mention of a Slack user or user group; ValueError for any other text."""
    if _USER.fullmatch(ref):
        return f"<@{ref}>"
    if _USER_GROUP.fullmatch(ref):
        return f"<!subteam^{ref}>"
    raise ValueError("not the id of a Slack user or user group")


def channel_link(ref: str) -> str:
    """Return the link to a Slack channel; ValueError for any other text."""
    if _CHANNEL.fullmatch(ref):
        return f"<#{ref}>"
    raise ValueError("not the id of a Slack channel")


def clean(text: str) -> str:
    """Return the text without control characters and without marks that turn it around."""
    if text.isprintable():  # most texts: nothing in them needs a second look
        return text
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return _HIDDEN.sub("", lines)


def typed(text: str, limit: int) -> str:
    """Return what a person typed, fit for Markdown: cleaned, escaped, at most `limit` long.

    What is too long ends in 「…」. Neither a character made of several code points nor an
    escape is ever cut in two.
    """
    return _shortened(text, limit, _ESCAPES)


def shortened(text: str, limit: int) -> str:
    """Return what a person typed for plain text, which is escaped where it is set in."""
    return _shortened(" ".join(text.split()), limit, {})


def quote(text: str, limit: int) -> str:
    """Return what a person typed as a quotation, in the way of `typed`."""
    return "> " + _shortened(text.strip(), limit - 2, _QUOTED)


def quote_whole(text: str, limit: int) -> tuple[str, ...]:
    """Return what a person typed as one quotation after another, none longer than `limit`."""
    shown = clean(text.strip())
    whole = "> " + shown.translate(_QUOTED)
    if size(whole) <= limit:
        return (whole,)
    pieces, room, kept = [], limit - 2, list[str]()
    for grapheme in _graphemes(shown):
        piece = grapheme.translate(_QUOTED)
        room -= size(piece)
        if room < 0 and kept:
            pieces.append("> " + "".join(kept))
            kept, room = [], limit - 2 - size(piece)
        kept.append(piece)
    return (*pieces, "> " + "".join(kept))


def size(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _shortened(text: str, limit: int, escapes: Mapping[int, str]) -> str:
    text = clean(text)
    escaped = text.translate(escapes)
    if 2 * len(escaped) <= limit or size(escaped) <= limit:
        return escaped
    kept: list[str] = []
    room = limit - len(ELLIPSIS)
    for grapheme in _graphemes(text):
        piece = grapheme.translate(escapes)
        room -= size(piece)
        if room < 0:
            break
        kept.append(piece)
    return "".join(kept) + ELLIPSIS


def _graphemes(text: str) -> Iterator[str]:
    """Yield what a reader sees as one character each; in doubt, rather more than one.

    The standard library has no such division. This one joins marks, variation selectors,
    skin tones, joined emoji and pairs of flag letters, which is all that a cut must respect.
    """
    piece = ""
    for char in text:
        if piece and not _joins(piece, char):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _joins(piece: str, char: str) -> bool:
    if piece[-1] == _JOINER or char == _JOINER or unicodedata.category(char).startswith("M"):
        return True
    if "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f":
        return True  # a skin tone; a tag of a regional flag
    return len(piece) == 1 and _is_flag_letter(piece) and _is_flag_letter(char)


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
