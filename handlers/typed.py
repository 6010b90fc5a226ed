"""What somebody typed, and what they want with it: the command, a report, or to say something."""

import re
import unicodedata

COMMAND = "/kasuhara"

REPORT_WORDS = frozenset(
    {
        "",
        "report",
        "報告",
        "報告します",
        "報告したい",
        "ほうこく",
        "助けて",
        "助けてください",
        "たすけて",
    }
)
"""What begins a report. The bare command does too: nobody in need should have to know more."""

GUIDE_WORDS = frozenset({"guide", "ガイド", "手引き", "てびき"})
"""What asks for the guide; what follows is what is looked for in it."""

HELP_WORDS = frozenset({"help", "help me", "please help", "please help me", "ヘルプ", "使い方"})
"""What asks for help of whichever kind: how this works, or somebody to come."""

_PLEAS = ("助けて", "たすけて", "報告", "ほうこく")
"""What a message begins with whose writer wants to report, whatever follows."""

_EMOJI = re.compile(r":[a-z0-9_+'-]+:")  # as Slack writes them


def is_report_word(text: str) -> bool:
    """Whether this, behind the command, begins a report."""
    return text in REPORT_WORDS or plain(text) in REPORT_WORDS  # most often it is one as it is


def sought_in_guide(text: str) -> str | None:
    """Return what is looked for in the guide, empty for all of it; None where it is not asked."""
    word, *sought = plain(text).split(" ")
    return " ".join(sought) if word in GUIDE_WORDS else None


def plain(text: str) -> str:
    """Return what was typed without differences of width and case, and what surrounds the words.

    That is space, punctuation and emoji. A slash at the beginning stays.
    """
    bare = _EMOJI.sub(" ", _like_any(text))
    said = [n for n, char in enumerate(bare) if char.isalnum() or char == "/"]
    return " ".join(bare[said[0] : said[-1] + 1].split()) if said else ""


def is_command(text: str) -> bool:
    """Whether it is the command, which a Japanese keyboard may send as a message."""
    return _like_any(text).lstrip().startswith(COMMAND)


def _like_any(text: str) -> str:
    """Return a text without differences of width and case."""
    return unicodedata.normalize("NFKC", text).lower()


def begins_report(text: str) -> bool:
    """Whether a message to the bot asks for nothing but to report, by word or by the command."""
    if is_command(text):
        return plain(text).removeprefix(COMMAND).strip() in REPORT_WORDS
    return plain(text) in REPORT_WORDS - {""}


def asks_for_help(text: str) -> bool:
    """Whether a message to the bot asks how this works, or for help in general."""
    return plain(text) in HELP_WORDS or (is_command(text) and not begins_report(text))


def pleads(text: str) -> bool:
    """Whether a message begins with a wish to report, and goes on to say more."""
    return plain(text).startswith(_PLEAS)
