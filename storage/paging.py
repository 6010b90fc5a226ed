"""Reading a table page by page, in the order of its key."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, tuple_

Key = Sequence[ColumnElement[Any]]


def page_after(query: Select[Any], key: Key, after: Sequence[Any] | None) -> Select[Any]:
    """Return the query in the order of a key, from behind the row whose key is `after`."""
    ordered = query.order_by(*key)
    if after is None:
        return ordered
    place = [literal(value, column.type) for column, value in zip(key, after, strict=True)]
    return ordered.where(tuple_(*key) > tuple_(*place))
