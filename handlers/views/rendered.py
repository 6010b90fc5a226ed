"""A message, ready to be sent."""

from dataclasses import dataclass

from handlers.blocks import Block


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message: `text` is what a lock screen shows, and names nobody and nothing.

    Without blocks there is no such message any more: what stands there is taken away.
    """

    text: str
    blocks: list[Block]


TAKEN_AWAY = Rendered("", [])
