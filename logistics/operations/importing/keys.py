"""Rows found by what people write: by a key of their own, by number, code or name."""

from __future__ import annotations

import datetime as dt
import functools
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import peewee

from logistics import permissions
from logistics.columns import Reference, Text
from logistics.database import Record, database
from logistics.operations.validation import Problem, clean_value
from logistics.permissions import Actor
from logistics.queries.listing import Joined, full_title_path, title_path
from logistics.queries.structure import column_at
from logistics.wording import _

Meanings = Callable[[str], Iterable[str]]
"""The message ids that a text may be the translation of."""

NAMES = ("doc_no", "code", "name", "title", "staff_no", "login")
MOST_KEPT = 5_000
FEW = 3


def keys_of(model: type[Record]) -> list[tuple[str, ...]]:
    """The sets of columns that find one row: its id, each unique column, each unique set."""
    alone = [
        (field.name,)
        for field in model._meta.sorted_fields
        if field.unique and not field.primary_key and field.name not in model.SECRET
    ]
    together = [tuple(names) for names in model.UNIQUE if not set(names) & set(model.SECRET)]
    return [("id",), *alone, *together]


def itself(text: str) -> Iterable[str]:
    """No translations: a text means itself."""
    return (text,)


class References:
    """Finds the rows that the cells of a file refer to, as far as the actor may read them."""

    def __init__(self, actor: Actor, meanings: Meanings = itself) -> None:
        self.actor = actor
        self.meanings = meanings
        self._found: dict[tuple[str, str], int] = {}

    def find(self, field: Reference, cell: Any, current: int | None = None) -> int:
        """The id of the row that ``cell`` names; raises ``Problem``.

        A whole number that is no text is an id. A text is looked for among unique columns, then
        names, then ids; where several rows have one name, the present one stays.
        """
        if isinstance(cell, dt.date):
            # A sheet gives a day as the moment at which it begins.
            cell = f"{cell:%Y-%m-%d}"
        if not isinstance(cell, str):
            found: int = clean_value(field, cell)
            return found
        kept = (str(field.rel_model._meta.table_name), cell)
        if current is not None and self._is_called(field.rel_model, cell, current):
            return current
        if kept not in self._found:
            if len(self._found) >= MOST_KEPT:
                self._found.clear()
            self._found[kept] = self._search(field.rel_model, cell.strip())
        return self._found[kept]

    def _is_called(self, model: type[Record], text: str, row_id: int) -> bool:
        joined = Joined(model)
        conditions = self._conditions(joined, _named_by(model), text.strip())
        query = joined.join(model.select(model.id)).where(model.id == row_id)
        return bool(conditions) and query.where(_any(conditions)).exists()

    def _search(self, model: type[Record], text: str) -> int:
        for paths in (_unique_texts(model), _named_by(model)):
            joined = Joined(model)
            conditions = self._conditions(joined, paths, text)
            found = self._ids(joined, _any(conditions)) if conditions else []
            if len(found) > 1:
                raise Problem(
                    _("“%(text)s” names several rows; give its number or code.", text=text[:60])
                )
            if found:
                return found[0]
        if text.isascii() and text.isdigit() and len(text) < 10:
            found = self._ids(Joined(model), model.id == int(text))
            if found:
                return found[0]
        raise Problem(
            _("There is no “%(text)s” among: %(table)s.", text=text[:60], table=model.LABEL_MANY)
        )

    def _ids(self, joined: Joined, condition: Any) -> list[int]:
        model = joined.model
        query = joined.join(model.select(model.id)).where(condition).limit(FEW).tuples()
        return [row_id for (row_id,) in permissions.visible(self.actor, query, model)]

    def _conditions(self, joined: Joined, paths: Sequence[str], text: str) -> list[Any]:
        conditions = []
        for path in paths:
            field = column_at(joined.model, path)
            if getattr(field, "worded", False):
                conditions.append(joined.column(path).in_([text, *self.meanings(text)]))
                continue
            try:
                value = text if isinstance(field, peewee.TextField) else clean_value(field, text)
            except Problem:
                continue
            conditions.append(joined.column(path) == value)
        if paths == _named_by(joined.model):
            conditions += [whole == text for whole in _whole_names(joined)]
        return conditions


@functools.cache
def _unique_texts(model: type[Record]) -> tuple[str, ...]:
    return tuple(
        field.name
        for field in model._meta.sorted_fields
        if field.unique and isinstance(field, Text) and field.name not in model.SECRET
    )


@functools.cache
def _named_by(model: type[Record]) -> tuple[str, ...]:
    """The paths to what a row is called: its title, and other names that it has."""
    title = title_path(model)
    if isinstance(column_at(model, title), peewee.ForeignKeyField):
        title = full_title_path(model, title)
    own = [name for name in NAMES if name in model._meta.fields and name not in model.SECRET]
    return tuple(dict.fromkeys((*([title] if title != "id" else []), *own)))


def _whole_names(joined: Joined) -> list[Any]:
    """The title with what stands beside it, where a table says that it alone is not enough."""
    title = next(iter(_named_by(joined.model)), "id")
    path, _dot, _name = title.rpartition(".")
    beside = (column_at(joined.model, path).rel_model if path else joined.model).TITLE_BESIDE
    if beside is None:
        return []
    other = joined.column(f"{path}.{beside}" if path else beside)
    return [joined.column(title).concat(" ").concat(other)]


def _any(conditions: Sequence[Any]) -> Any:
    return functools.reduce(operator.or_, conditions)


def key_of(names: Sequence[str], cells: Mapping[str, Any]) -> bool:
    """Whether a row of the file says all of a key."""
    return all(cells.get(name) not in (None, "") for name in names)


def row_with(model: type[Record], columns: Sequence[Any], values: Sequence[Any]) -> Record | None:
    """The one row with these values of a key. Every row of a file asks this, mostly for none.

    So the statement is put together once and asks for the id alone.
    """
    names = tuple(str(column.column_name) for column in columns)
    text = _finding(str(model._meta.table_name), names, str(database.param))
    given = [column.db_value(value) for column, value in zip(columns, values, strict=True)]
    found = database.execute_sql(text, given).fetchone()
    return None if found is None else model.get_by_id(found[0])


@functools.cache
def _finding(table: str, names: tuple[str, ...], mark: str) -> str:
    conditions = " AND ".join(f'"{name}" = {mark}' for name in names)
    # The names come from the declaration, the values go in as parameters.
    return f'SELECT "id" FROM "{table}" WHERE {conditions}'  # noqa: S608
