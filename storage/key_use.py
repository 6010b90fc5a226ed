"""Which keys a database needs: what it was opened with, and what each has sealed or signed.

Everything that a key made begins with its id, so that a database tells it without any key.
"""

from collections.abc import Callable, Iterator

from sqlalchemy import ColumnElement, LargeBinary, Table, delete, func, literal, or_, select

from storage.connections import Connections
from storage.errors import KeyringError, TamperedError
from storage.keeping import KEPT, Rotation, tables
from storage.keys import Keyring, header_of
from storage.portable import insert_into
from storage.tables import key_checks

_KEY_CHECK = b"kasuhara"


async def check_keys(connections: Connections, keyring: Keyring) -> None:
    """Refuse keys that are not those of this database, and note the one that seals.

    Raises:
        KeyringError: the database was sealed with another key.
    """
    async with connections.reading() as connection:
        rows = (await connection.execute(select(key_checks))).all()
    for row in rows:
        try:
            keyring.open(row.sealed, _KEY_CHECK)
        except TamperedError:
            raise KeyringError(
                f"the key {row.key_id!r} is not the one this database was sealed with"
            ) from None
        except KeyringError:
            raise KeyringError(
                f"this database was sealed with the key {row.key_id!r}, which is not given"
            ) from None
    sealing = keyring.sealing
    if sealing in {row.key_id for row in rows}:
        return
    sealed = keyring.seal(_KEY_CHECK, _KEY_CHECK)
    async with connections.writing() as connection:
        # Another process that starts at this moment may have been quicker.
        known = insert_into(connection.dialect.name, key_checks).on_conflict_do_nothing()
        await connection.execute(known.values(key_id=sealing, sealed=sealed))


async def forget_key(connections: Connections, key_id: str) -> None:
    """From now on, the database is opened without that key too."""
    gone = delete(key_checks).where(key_checks.c.key_id == key_id)
    await connections.write(lambda connection: connection.execute(gone))


async def uses(connections: Connections, key_id: str) -> int:
    """Return in how many rows something is sealed or signed with this key."""
    return await _count(connections, lambda table: or_(*_same(table, key_id)))


async def uses_of_others(connections: Connections, key_id: str) -> int:
    """Return in how many rows something is sealed or signed with another key than this."""
    return await _count(connections, lambda table: of_another(table, key_id))


def of_another(table: Table, key_id: str) -> ColumnElement[bool]:
    """Whether something in a row is sealed or signed with another key than this."""
    return or_(*(~same for same in _same(table, key_id)))  # unknown, so not true, of nothing


def _same(table: Table, key_id: str) -> Iterator[ColumnElement[bool]]:
    header = literal(header_of(key_id), LargeBinary)
    for name in KEPT[table.name].keyed:
        begins = func.substr(table.c[name], 1, len(header_of(key_id)), type_=LargeBinary)
        yield begins == header


async def _count(
    connections: Connections, condition: Callable[[Table], ColumnElement[bool]]
) -> int:
    total = 0
    async with connections.reading() as connection:
        for table in tables():
            if KEPT[table.name].keyed and KEPT[table.name].rotation is not Rotation.KEY:
                query = select(func.count()).select_from(table).where(condition(table))
                total += (await connection.execute(query)).scalar_one()
    return total
