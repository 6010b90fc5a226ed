"""Statements that are executed again and again, written out for SQLite once.

What SQLAlchemy does around a statement each time costs several times what SQLite needs for one
of ours. It writes them and knows how their values are kept; on a plain connection they are then
handed to the driver as they were written.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Row, Select, Update
from sqlalchemy.engine import result_tuple
from sqlalchemy.types import TypeEngine

Given = Mapping[str, Any]
"""The values of a statement by their names, the same names in all that it is given at once."""

_Process = Callable[[Any], Any]


class Prepared:
    """A statement. On other connections, or given a list, it is left to SQLAlchemy."""

    def __init__(self, statement: "Select[*tuple[Any, ...]] | Insert | Update | Delete") -> None:
        self._statement = statement
        self._written: dict[tuple[str, ...], _Written | None] = {}

    def rows(self, connection: Connection, *given: Given) -> Sequence[Row[Any]]:
        """Execute it with each of these and return all rows, their columns as attributes."""
        driver, written = self._on(connection, given[0])
        if driver is None or written is None:
            values = given[0] if len(given) == 1 else given
            return connection.execute(self._statement, values).all()
        return [
            written.read(row)
            for each in given
            for row in driver.execute(written.text, written.bind(each)).fetchall()
        ]

    def changed(self, connection: Connection, given: Given) -> int:
        """Execute it and return how many rows it has changed."""
        driver, written = self._on(connection, given)
        if driver is None or written is None:
            return connection.execute(self._statement, given).rowcount
        return driver.execute(written.text, written.bind(given)).rowcount

    def _on(
        self, connection: Connection, given: Given
    ) -> "tuple[sqlite3.Connection | None, _Written | None]":
        driver: Any = connection.connection.dbapi_connection
        if not isinstance(driver, sqlite3.Connection):
            return None, None
        names = tuple(given)
        if names not in self._written:
            self._written[names] = _write(self._statement, connection.dialect, names)
        return driver, self._written[names]


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement's text, what is bound in it in order, and how a row is read.

    Of what is bound: its name, or else the value that is always the same, and how it is kept.
    """

    text: str
    bound: Sequence[tuple[str | None, Any, _Process]]
    columns: Sequence[_Process]
    row: Callable[[Sequence[Any]], Row[Any]]

    def bind(self, given: Given) -> Sequence[Any]:
        """Return the values as the driver wants them."""
        return [kept(fixed if name is None else given[name]) for name, fixed, kept in self.bound]

    def read(self, values: Sequence[Any]) -> Row[Any]:
        """Return a row from the values as the driver gave them."""
        return self.row([read(value) for read, value in zip(self.columns, values, strict=True)])


def _write(
    statement: "Select[*tuple[Any, ...]] | Insert | Update | Delete",
    dialect: Dialect,
    names: Sequence[str],
) -> _Written | None:
    """Write a statement for values of these names; None where one of them is a list."""
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
    if compiled.post_compile_params:
        return None
    fixed = compiled.construct_params(dict.fromkeys(names))  # refuses what lacks a value
    columns = statement.exported_columns
    return _Written(
        text=compiled.string,
        bound=[
            (
                name if name in names else None,
                fixed[name],
                _kept_by(compiled.binds[name].type, dialect),
            )
            for name in compiled.positiontup
        ],
        columns=[_read_by(column.type, dialect) for column in columns],
        row=result_tuple([str(name) for name, _ in columns.items()]),
    )


def _kept_by(type_: TypeEngine[Any], dialect: Dialect) -> _Process:
    return type_.dialect_impl(dialect).bind_processor(dialect) or _as_it_is


def _read_by(type_: TypeEngine[Any], dialect: Dialect) -> _Process:
    return type_.dialect_impl(dialect).result_processor(dialect, None) or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
