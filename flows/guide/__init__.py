"""The guide: what to say and do in the next minutes, found by a word, by type or by act."""

from flows.guide.find_cards import Entry, find_cards
from flows.guide.guide import Card, Guide, Ladder, Step, Validity, Way, Words
from flows.guide.read_guide import load_guide

__all__ = [
    "Card",
    "Entry",
    "Guide",
    "Ladder",
    "Step",
    "Validity",
    "Way",
    "Words",
    "find_cards",
    "load_guide",
]
