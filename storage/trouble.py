"""What keeps a database from keeping anything, and is no fault of what was to be kept.

It ends without our doing, or by the operator's: room is made, a disk is mended.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_BY_SQLITE = {
    sqlite3.SQLITE_FULL: "its disk is full",
    sqlite3.SQLITE_IOERR: "its disk fails",
    sqlite3.SQLITE_READONLY: "it can only be read",
}
_BY_POSTGRES = {
    "53100": "its disk is full",
    "58030": "its disk fails",
    "25006": "it can only be read",
}
_NO_ROOM_BESIDE_IT = sqlite3.SQLITE_IOERR_SHMSIZE
"""The file that SQLite keeps beside a database in use cannot grow, or be made."""

_KIND = 0xFF
"""SQLite's codes say the kind of error in their last byte."""


def trouble_of(error: BaseException) -> str | None:
    """Return in a few words why the database keeps nothing; None for any other error."""
    said = getattr(error, "orig", None) or error
    code: int = getattr(said, "sqlite_errorcode", 0)
    if code == _NO_ROOM_BESIDE_IT:
        code = sqlite3.SQLITE_FULL
    return _BY_SQLITE.get(code & _KIND) or _BY_POSTGRES.get(getattr(said, "sqlstate", None) or "")


class Trouble:
    """Whether writing has failed for such a reason, until it is known to work again.

    `told` is called with the reason as it begins, and with None when it is over.
    """

    def __init__(self) -> None:
        self.why: str | None = None
        self.told: Callable[[str | None], None] = lambda _why: None

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Notice why what is written meanwhile is not kept."""
        try:
            yield
        except Exception as error:
            self._is(trouble_of(error) or self.why)
            raise

    def over(self) -> None:
        """What needs room was kept."""
        self._is(None)

    def _is(self, why: str | None) -> None:
        before, self.why = self.why, why
        if (before is None) is not (why is None):
            self.told(why)
