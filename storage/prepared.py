"""Statements that are executed again and again, written out for SQLite once.

What SQLAlchemy does around a statement each time costs several times what SQLite needs for one
of ours. It writes them and knows how their values are kept; they are then handed to the driver
as they were written: on a plain connection, and on the thread of one that is awaited.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Delete, Dialect, Insert, Row, Select, Update
from sqlalchemy.engine import result_tuple
from sqlalchemy.types import TypeEngine

from storage.sqlite_driver import Connection as DriverConnection
from storage.sqlite_driver import as_said_by_sqlalchemy

Given = Mapping[str, Any]
"""The values of a statement by their names, the same names in all that it is given at once."""

Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete
T = TypeVar("T")
_Process = Callable[[Any], Any]


class Prepared:
    """A statement. On other connections, or given a list, it is left to SQLAlchemy."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._written: dict[tuple[str, ...], _Written | None] = {}

    def rows(self, connection: Connection, *given: Given) -> Sequence[Row[Any]]:
        """Execute it with each of these and return all rows, their columns as attributes."""
        written = self._written_for(connection, given[0])
        if written is None:
            values = given[0] if len(given) == 1 else given
            return connection.execute(self._statement, values).all()
        return _do(connection, partial(written.rows, given))

    def changed(self, connection: Connection, given: Given) -> int:
        """Execute it and return how many rows it has changed."""
        written = self._written_for(connection, given)
        if written is None:
            return connection.execute(self._statement, given).rowcount
        return _do(connection, partial(written.changed, given))

    def run(self, connection: Connection, *given: Given) -> None:
        """Execute it with each of these."""
        written = self._written_for(connection, given[0])
        if written is None:
            connection.execute(self._statement, given[0] if len(given) == 1 else given)
        else:
            _do(connection, partial(written.run, given))

    def _written_for(self, connection: Connection, given: Given) -> "_Written | None":
        if connection.dialect.name != "sqlite":
            return None
        names = tuple(given)
        if names not in self._written:
            self._written[names] = _write(self._statement, connection.dialect, names)
        return self._written[names]


def _do(connection: Connection, step: Callable[[sqlite3.Connection], T]) -> T:
    """Do something with the driver, within the transaction that is under way or begins now."""
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        return step(driver)
    if not connection.in_transaction():
        connection.begin()

    def on_its_thread(opened: DriverConnection) -> Awaitable[T]:
        return opened.on_thread(step, opened.opened)

    adapted: Any = connection.connection.dbapi_connection
    try:
        done: T = adapted.run_async(on_its_thread)
    except sqlite3.Error as error:
        raise as_said_by_sqlalchemy(error) from error
    return done


@dataclass(frozen=True, slots=True)
class _Written:
    """A statement's text, what is bound in it in order, and how a row is read.

    Of what is bound: its name, or else the value that is always the same, and how it is kept.
    """

    text: str
    bound: Sequence[tuple[str | None, Any, _Process]]
    columns: Sequence[_Process]
    row: Callable[[Sequence[Any]], Row[Any]]

    def rows(self, given: Sequence[Given], driver: sqlite3.Connection) -> list[Row[Any]]:
        """Execute it with each of these, and return all rows."""
        return [
            self._read(row)
            for each in given
            for row in driver.execute(self.text, self._bind(each)).fetchall()
        ]

    def changed(self, given: Given, driver: sqlite3.Connection) -> int:
        """Execute it, and return how many rows it has changed."""
        return driver.execute(self.text, self._bind(given)).rowcount

    def run(self, given: Sequence[Given], driver: sqlite3.Connection) -> None:
        """Execute it with each of these."""
        for each in given:
            driver.execute(self.text, self._bind(each))

    def _bind(self, given: Given) -> Sequence[Any]:
        """Return the values as the driver wants them."""
        return [kept(fixed if name is None else given[name]) for name, fixed, kept in self.bound]

    def _read(self, values: Sequence[Any]) -> Row[Any]:
        """Return a row from the values as the driver gave them."""
        return self.row([read(value) for read, value in zip(self.columns, values, strict=True)])


def _write(statement: Statement, dialect: Dialect, names: Sequence[str]) -> _Written | None:
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
