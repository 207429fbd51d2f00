"""Rows of a table with the names of what they refer to, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import peewee

from logistics.columns import Exact
from logistics.database import Record, database
from logistics.queries.structure import column_at

TITLE_COLUMNS = ("doc_no", "name", "title", "code", "login", "seq", "day")


def title_path(model: type[Record]) -> str:
    """The column by which a row of ``model`` is named where another row refers to it."""
    if model.TITLE:
        return str(model.TITLE)
    names = model._meta.fields
    return next((name for name in TITLE_COLUMNS if name in names), "id")


def full_title_path(model: type[Record], name: str) -> str:
    """The dotted path from a key ``name`` to the words that name its row, followed to the end."""
    path, target = name, column_at(model, name).rel_model
    while True:
        step = title_path(target)
        path = f"{path}.{step}"
        column = column_at(target, step)
        if not isinstance(column, peewee.ForeignKeyField):
            return path
        target = column.rel_model


def beside_path(model: type[Record], name: str) -> str | None:
    """The path to what stands beside those words where they alone do not tell rows apart."""
    path, _dot, _title = full_title_path(model, name).rpartition(".")
    target = column_at(model, path).rel_model
    return f"{path}.{target.TITLE_BESIDE}" if target.TITLE_BESIDE else None


class Joined:
    """A table with the tables that its paths lead to, each joined once under its own alias."""

    def __init__(self, model: type[Record]) -> None:
        self.model = model
        self._aliases: dict[tuple[str, ...], Any] = {}
        self._joins: list[tuple[Any, Any, Any]] = []

    def column(self, path: str) -> Any:
        """The column at a dotted path; joins what leads there."""
        *steps, last = path.split(".")
        source: Any = self.model
        trail: tuple[str, ...] = ()
        for step in steps:
            trail = (*trail, step)
            if trail not in self._aliases:
                alias = column_at(self.model, ".".join(trail)).rel_model.alias()
                self._aliases[trail] = alias
                self._joins.append((source, alias, getattr(source, step) == alias.id))
            source = self._aliases[trail]
        return getattr(source, last)

    def join(self, query: Any, *, without: str = "") -> Any:
        """``query`` with every join that its columns asked for, but that of one key."""
        left_out = self._aliases.get((without,))
        for source, alias, on in self._joins:
            if alias is not left_out:
                query = query.join_from(source, alias, peewee.JOIN.LEFT_OUTER, on=on)
        return query


def ordered(joined: Joined, sort: Sequence[tuple[str, bool]]) -> list[Any]:
    """The order by columns, a key by the name of its row, and the id last: a total order."""
    order = []
    for name, descending in sort:
        field = joined.model._meta.fields[name]
        path = full_title_path(joined.model, name) if _is_key(field) else name
        column = joined.column(path)
        order.append(column.desc() if descending else column.asc())
    if not sort or sort[-1][0] != "id":
        last = bool(sort) and sort[-1][1]
        order.append(joined.model.id.desc() if last else joined.model.id.asc())
    return order


def counted(
    joined: Joined, conditions: Any, scope: Any, *, cap: int, sums: Sequence[Exact] = ()
) -> tuple[int, list[Any]]:
    """How many rows there are, counted up to ``cap`` + 1, and the sums of some columns.

    One statement of bounded work at any number of rows; the sums are of the rows counted.
    """
    model = joined.model
    inner = scope(joined.join(model.select(model.id, *sums)))
    if conditions is not None:
        inner = inner.where(conditions)
    inner = inner.limit(cap + 1)
    alias = inner.alias("counted")
    totals = [peewee.fn.SUM(getattr(alias.c, column.column_name)) for column in sums]
    query = peewee.Select([alias], [peewee.fn.COUNT(peewee.SQL("1")), *totals])
    count, *found = query.bind(model._meta.database).execute()[0].values()
    return int(count), [
        column.python_value(int(value or 0)) for column, value in zip(sums, found, strict=True)
    ]


def counted_together(queries: Sequence[Any], *, cap: int) -> list[int]:
    """How many rows each query finds, counted up to ``cap`` + 1; one statement for all of them."""
    if not queries:
        return []
    bounded = [query.limit(cap + 1).alias(f"rows_{place}") for place, query in enumerate(queries)]
    counts = [
        peewee.Select([each], [peewee.fn.COUNT(peewee.SQL("1"))]).alias(f"count_{place}")
        for place, each in enumerate(bounded)
    ]
    (found,) = peewee.Select(columns=counts).bind(database).tuples()
    return [int(count) for count in found]


def _is_key(field: peewee.Field) -> bool:
    return isinstance(field, peewee.ForeignKeyField)
