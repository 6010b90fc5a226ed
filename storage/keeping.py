"""What becomes of every table: when keys change, when a case's time is over, in a copy.

The one place where a table says so. `storage/rotation.py` and `storage/purging.py` work off what
stands here, and `tests/storage/test_keeping.py` refuses a table, and a column of bytes, of which
nothing stands here or something that is not so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Table

from storage.work_tables import ALL_TABLES


class Rotation(Enum):
    """How what is sealed or signed in a table comes under a new key."""

    ROWS = "each row by itself"
    CASE = "together with the case's documents, which the head of its chain covers"
    CHAIN = "each entry, after it was verified in its place"
    CHECKPOINTS = "each checkpoint, after it was verified in its place"
    KEY = "a row belongs to one key, and goes with it"
    NOTHING = "no key is needed for anything in it"


class Purge(Enum):
    """What becomes of a table when the time of a case is over."""

    GOES = "what belongs to the case goes"
    EMPTIED = "what belongs to the case stays without its content, for the chain"
    RETRACTED = "what the bot said of the case is taken back in Slack, then it goes"
    BY_AGE = "goes by itself, soon after it is done with, whatever case it was about"
    STAYS = "is about no case"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column sealed for its row, which the column `row` names."""

    column: str
    row: str


@dataclass(frozen=True, slots=True)
class Kept:
    """One table. Every one of its columns of bytes is named in one of the last four.

    `sealed` columns are encrypted. `signed` ones hold signatures. `looks` are keyed digests of
    what is not kept, so that they cannot be made with another key: a new key forgets them. No
    key is needed for `clear` ones: digests and commitments. `copied`: a backup has the table.
    `at_once`: how many of its rows, by their size, make a short transaction.
    """

    purge: Purge
    rotation: Rotation
    copied: bool
    sealed: tuple[Sealed, ...] = ()
    signed: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    clear: tuple[str, ...] = ()
    at_once: int = 50

    @property
    def keyed(self) -> tuple[str, ...]:
        """The columns that a key was needed for."""
        return (*(each.column for each in self.sealed), *self.signed, *self.looks)


_FACTS = (Sealed("facts", row="case_id"),)

KEPT: Mapping[str, Kept] = {
    # The records.
    "cases": Kept(Purge.EMPTIED, Rotation.CASE, copied=True, sealed=(Sealed("facts", row="id"),)),
    "customers": Kept(Purge.GOES, Rotation.CASE, copied=True, sealed=_FACTS),
    "care_notes": Kept(Purge.GOES, Rotation.CASE, copied=True, sealed=_FACTS),
    "timeline": Kept(
        Purge.EMPTIED,
        Rotation.CHAIN,
        copied=True,
        sealed=(Sealed("content", row="id"),),
        signed=("mac", "purge_mac"),
        clear=("commitment", "digest"),
    ),
    "timeline_heads": Kept(
        Purge.EMPTIED,
        Rotation.CASE,
        copied=True,
        signed=("head_mac",),
        clear=("digest", "records"),
    ),
    "checkpoints": Kept(
        Purge.STAYS,
        Rotation.CHECKPOINTS,
        copied=True,
        signed=("mac",),
        clear=("ends", "digest"),
    ),
    "evidence_files": Kept(Purge.GOES, Rotation.NOTHING, copied=True),
    "evidence_chunks": Kept(
        Purge.GOES, Rotation.ROWS, copied=True, sealed=(Sealed("content", row="id"),), at_once=8
    ),
    "case_numbers": Kept(Purge.STAYS, Rotation.NOTHING, copied=True),
    # The company and its people.
    "people": Kept(Purge.STAYS, Rotation.ROWS, copied=True, sealed=(Sealed("name", row="user"),)),
    "member_lists": Kept(Purge.STAYS, Rotation.NOTHING, copied=True),
    "members": Kept(Purge.STAYS, Rotation.NOTHING, copied=True),
    "settings": Kept(
        Purge.STAYS, Rotation.ROWS, copied=True, sealed=(Sealed("document", row="id"),)
    ),
    "key_checks": Kept(
        Purge.STAYS, Rotation.KEY, copied=True, sealed=(Sealed("sealed", row="key_id"),)
    ),
    # What is still to be done.
    "inbox": Kept(Purge.BY_AGE, Rotation.ROWS, copied=True, sealed=(Sealed("body", row="id"),)),
    "messages": Kept(Purge.RETRACTED, Rotation.ROWS, copied=True, looks=("looks",)),
    "reply_addresses": Kept(
        Purge.BY_AGE, Rotation.ROWS, copied=True, sealed=(Sealed("url", row="id"),)
    ),
    "occurrences": Kept(Purge.BY_AGE, Rotation.NOTHING, copied=True),
    "buckets": Kept(Purge.BY_AGE, Rotation.NOTHING, copied=True),
}


def tables(*, rotation: Rotation | None = None, purge: Purge | None = None) -> list[Table]:
    """Return the tables that are treated so."""
    return [
        ALL_TABLES.tables[name]
        for name, kept in KEPT.items()
        if rotation in (None, kept.rotation) and purge in (None, kept.purge)
    ]
