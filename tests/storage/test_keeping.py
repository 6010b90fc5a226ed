"""No table without a word on what rotation, purge and backup do with it, and none untrue."""

from sqlalchemy import LargeBinary, Table

from storage.keeping import KEPT, Rotation, tables
from storage.records import DOCUMENTS
from storage.sealing import NAMES
from storage.tables import timeline_heads
from storage.work_tables import ALL_TABLES


def columns_of_bytes(table: Table) -> set[str]:
    return {column.name for column in table.c if isinstance(column.type, LargeBinary)}


def test_every_table() -> None:
    """Every table says what becomes of it, and nothing is said of a table that is not there."""
    assert KEPT.keys() == ALL_TABLES.tables.keys()


def test_every_column_of_bytes() -> None:
    """Every column of bytes is sealed, signed, a digest of looks, or needs no key; once."""
    for name, kept in KEPT.items():
        named = [*kept.keyed, *kept.clear]
        assert sorted(named) == sorted(columns_of_bytes(ALL_TABLES.tables[name])), name


def test_rotation_fits() -> None:
    """What needs no key is passed over by a rotation, and what needs one is not."""
    for name, kept in KEPT.items():
        assert (kept.rotation is Rotation.NOTHING) == (not kept.keyed), name
        assert not (kept.rotation is Rotation.ROWS and kept.signed), f"{name}: who verifies it?"
        assert kept.rotation is Rotation.KEY or not kept.sealed or name in NAMES
    together = {table.name for table in tables(rotation=Rotation.CASE)}
    assert together == {*DOCUMENTS, timeline_heads.name}
