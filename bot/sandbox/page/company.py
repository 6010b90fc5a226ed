"""What the page can do beyond acting for somebody: the clock, the bot, clean data, a record."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol

Json = dict[str, Any]


class Company(Protocol):
    """The workspace with the bot in it, as whoever stands beside it can handle it."""

    def move_clock(self, step: timedelta) -> None:
        """Let time pass for the workspace and the bot."""

    async def stop_bot(self) -> None:
        """Take the bot away, as when its process ends; nothing where it is not there."""

    async def start_bot(self) -> None:
        """Bring the bot back on the same database; nothing where it is there.

        Raises SettingsError, with what is wrong, where it does not start.
        """

    def begin_again(self) -> None:
        """Ask for a new workspace and a fresh database; this one ends soon after."""

    async def record(self, mentioned: "Mention") -> Mapping[str, Any] | None:
        """Return the case's document, customer masked; None where no case is meant.

        That somebody looked becomes an entry of its timeline.
        """


class Mention(Protocol):
    """What a delivery or a call says that may tell which case it is about."""

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return case numbers, such as K-2026-0042."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Return ids that may be a case's."""

    @property
    def threads(self) -> tuple[tuple[str, str], ...]:
        """Return places: channel and time stamp."""
