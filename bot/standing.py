"""What a start makes and keeps for good, out of the garbage collector's way."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def standing() -> Iterator[None]:
    """What is made in here stays until the end: the collector never looks at it.

    A start imports and builds half a million objects. Looking through them again and again
    while they come to be is a quarter of its cost, and every large collection afterwards
    would look through them once more.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
