"""What SQLAlchemy compiles is compiled once in a process, not once for each test's database.

It keeps what it compiled by engine and dialect, and every test opens engines of its own: to
compile our statements anew for each costs a fifth of a test of the use cases.
"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine

import storage.postgres
import storage.sqlite
import storage.sqlite_plain

Creating = Callable[..., Engine | AsyncEngine]


def compile_once(patch: pytest.MonkeyPatch) -> None:
    """Have the engines that are made from now on share it, each kind of them."""
    for module, name in (
        (storage.sqlite, "create_async_engine"),
        (storage.postgres, "create_async_engine"),
        (storage.sqlite_plain, "create_engine"),
    ):
        patch.setattr(module, name, _sharing(getattr(module, name)))


def _sharing(create: Creating) -> Creating:
    first: list[Engine] = []

    def created(*arguments: Any, **options: Any) -> Engine | AsyncEngine:
        engine = create(*arguments, **options)
        own = engine.sync_engine if isinstance(engine, AsyncEngine) else engine
        if first:
            own.dialect = own.pool._dialect = first[0].dialect
            own._compiled_cache = first[0]._compiled_cache
        else:
            # Only then it knows its database: one that never connects is of no use to others.
            event.listen(own, "connect", lambda *_: first.append(own), once=True)
        return engine

    return created
