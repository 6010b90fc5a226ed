"""A message, ready to be sent."""

from dataclasses import dataclass

from handlers.blocks import Block


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message: `text` is what a lock screen shows, and names nobody and nothing."""

    text: str
    blocks: list[Block]
