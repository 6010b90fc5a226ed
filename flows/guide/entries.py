"""Everything of the guide by a key, for whoever chooses from a list."""

from collections.abc import Sequence

from flows.guide.find_cards import Entry
from flows.guide.guide import Card, Guide, Ladder, Validity
from flows.guide.studies import Study

LADDER = "ladder"


def entries(guide: Guide) -> Sequence[Entry]:
    """Return all of it, in the order in which it is offered."""
    return (*guide.cards, guide.ladder, *guide.validity, *guide.studies)


def key_of(entry: Entry) -> str:
    """Return what an entry is asked for by."""
    match entry:
        case Card():
            return f"card.{entry.id}"
        case Validity():
            return f"validity.{entry.id}"
        case Study():
            return f"study.{entry.id}"
        case Ladder():
            return LADDER


def entry_of(guide: Guide, key: str) -> Entry | None:
    """Return the entry with that key, or None."""
    return next((entry for entry in entries(guide) if key_of(entry) == key), None)
