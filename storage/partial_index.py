"""An index of some of a table's rows, on either database."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Index, event


def partial_index(name: str, *columns: Column[Any], where: ColumnElement[bool]) -> Index:
    """Return an index of the rows of which something holds.

    The condition is set when the index is made, for the database that it is made in: said
    beforehand, for both, it would import the driver's part of the database that is not used.
    """
    index = Index(name, *columns)

    def say(target: Index, connection: Connection, **_others: Any) -> None:
        target.dialect_options[connection.dialect.name]["where"] = where

    event.listen(index, "before_create", say)
    return index
