"""The event loop of what serves: uvloop, with which an answer costs a seventh less, where it runs.

Short commands keep asyncio's own: they would wait longer for the import than they gain.
"""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run(serving: Coroutine[Any, Any, T]) -> T:
    """Run what serves until it ends."""
    if sys.platform == "win32":
        return asyncio.run(serving)
    import uvloop  # noqa: PLC0415 - for the reason above

    return uvloop.run(serving)
