"""A new key: everything sealed and signed anew with it, while the bot goes on.

The database itself tells, row by row, what is still under another key. So a rotation that was
killed is simply begun again, and nothing has to be remembered of how far it came. Every step is a
short transaction, which passes over what somebody else holds at this moment: the next pass has it.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, Table, bindparam, or_, select, tuple_, update

from storage.errors import KeyringError
from storage.keeping import KEPT, Rotation, tables
from storage.key_use import check_keys, of_another, uses_of_others
from storage.keys import Keyring
from storage.paging import Key, page_after
from storage.rotation_records import sign_cases, sign_checkpoints, sign_entries
from storage.sealing import Seal
from storage.tables import cases, checkpoints, timeline
from storage.unit_of_work import Database

_MOST_PASSES = 20
_NOTHING = b""
"""What no message says: its digest is the looks of one of which they are not known."""

Rest = Callable[[], Awaitable[None]]
"""Awaited after each step, for those who wait to write."""

_Do = Callable[[Keyring, Connection, Sequence[Row[Any]]], int]


@dataclass(frozen=True, slots=True)
class _Step:
    """The rows still under another key, by their `key`, and what brings them under the new one.

    `at_once` of them in one transaction.
    """

    old: Select[Any]
    key: Key
    do: _Do
    at_once: int


async def rotate(database: Database, rest: Rest) -> int:
    """Bring everything under the key that seals; return how many rows and cases were.

    What is signed is verified before it is signed anew.

    Raises:
        TamperedError: something was changed behind our back; what comes after it is left as it is.
        KeyringError: a key is missing; or another process goes on sealing with a former key.
    """
    keyring = database.keyring
    await check_keys(database.connections, keyring)
    done = 0
    for _ in range(_MOST_PASSES):
        for step in _steps(keyring.sealing):
            done += await _go_through(database, step, rest)
        if not await uses_of_others(database.connections, keyring.sealing):
            return done
        await rest()
    raise KeyringError(
        f"another process still seals with a former key: give every process {keyring.sealing!r} "
        "as its first key, restart it, and run this again"
    )


def _steps(key_id: str) -> Iterator[_Step]:
    for table in tables(rotation=Rotation.ROWS):
        yield _of_table(table, key_id, partial(_seal_rows, table))
    yield _of_table(timeline, key_id, sign_entries)
    key = (cases.c.workspace, cases.c.id)
    documents: Any = cases
    others = [table for table in tables(rotation=Rotation.CASE) if table is not cases]
    for table in others:
        same = (table.c.workspace == cases.c.workspace) & (table.c.case_id == cases.c.id)
        documents = documents.outerjoin(table, same)
    old = or_(*(of_another(table, key_id) for table in (cases, *others)))
    at_once = KEPT[cases.name].at_once
    yield _Step(select(*key).select_from(documents).where(old), key, sign_cases, at_once)
    yield _of_table(checkpoints, key_id, sign_checkpoints)


def _of_table(table: Table, key_id: str, do: _Do) -> _Step:
    key = tuple(table.primary_key.columns)
    old = select(*key).where(of_another(table, key_id))
    return _Step(old, key, do, KEPT[table.name].at_once)


async def _go_through(database: Database, step: _Step, rest: Rest) -> int:
    """Do a step with all of its rows, so many at a time; return how many were done."""
    done, found = 0, await _page(database, step, None)
    while found:
        write = partial(_in_turn, step.do, database.keyring, found)
        done += await database.connections.write(write)
        await rest()
        # Rows that come meanwhile are for the next pass: this one has to have an end.
        found = await _page(database, step, found[-1]) if len(found) == step.at_once else []
    return done


async def _page(database: Database, step: _Step, after: Row[Any] | None) -> Sequence[Row[Any]]:
    page = page_after(step.old, step.key, after).limit(step.at_once)
    async with database.connections.reading() as connection:
        found: Sequence[Row[Any]] = (await connection.execute(page)).all()
    return found


def _in_turn(do: _Do, keyring: Keyring, found: Sequence[Row[Any]], connection: Connection) -> int:
    return do(keyring, connection, found)


def _seal_rows(
    table: Table, keyring: Keyring, connection: Connection, found: Sequence[Row[Any]]
) -> int:
    """Seal rows anew each by itself."""
    kept, key = KEPT[table.name], tuple(table.primary_key.columns)
    rows = connection.execute(
        select(table)
        .where(tuple_(*key).in_([tuple(row) for row in found]))
        .with_for_update(skip_locked=True)
    )
    seals = [(Seal(keyring, table, each.column), each) for each in kept.sealed]
    changed = []
    for row in rows.mappings():
        values: dict[str, Any] = {f"of_{c.name}": row[c.name] for c in key}
        for seal, each in seals:
            values[each.column] = _anew(seal, row[each.column], row["workspace"], row[each.row])
        for column in kept.looks:
            values[column] = None if row[column] is None else keyring.mac(_NOTHING)
        changed.append(values)
    if changed:
        names = (*(each.column for each in kept.sealed), *kept.looks)
        anew = update(table).where(*(c == bindparam(f"of_{c.name}") for c in key))
        connection.execute(anew.values({n: bindparam(n) for n in names}), changed)
    return len(changed)


def _anew(seal: Seal, sealed: bytes | None, workspace: str, row: UUID | str) -> bytes | None:
    named = row.bytes if isinstance(row, UUID) else row
    return None if sealed is None else seal.again(sealed, workspace, named)
