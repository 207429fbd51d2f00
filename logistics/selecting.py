"""How tables are asked for rows, where peewee's own way takes most of the time.

peewee names each column of a query by way of five objects and three contexts, finds out anew for
each query what its columns are, and sets each value of a row by way of an accessor. Together that
was more than a quarter of the time that loading the demonstration needs. Tables are any ``Record``,
which is made of these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import peewee

_ModelSelect: Any = peewee.ModelSelect  # the types of peewee leave out what it keeps within


class RecordSelect(_ModelSelect):
    """A query over a table; where it asks for all columns, it knows them by heart."""

    def __sql_selection__(self, ctx: Any, is_subquery: bool = False) -> Any:
        if is_subquery or not self._is_default:
            return super().__sql_selection__(ctx, is_subquery)
        return ctx.literal(_all_columns(self.model, alias_in(ctx, self.model)))

    def _get_model_cursor_wrapper(self, cursor: Any) -> Any:
        if self._is_default and not self._joins and len(self._from_list) == 1:
            return WholeRows(cursor, self.model)
        return super()._get_model_cursor_wrapper(cursor)


class WholeRows(peewee.CursorWrapper):
    """The rows that a statement gives of all columns of a table, in the order of their fields."""

    def __init__(self, cursor: Any, model: Any) -> None:
        super().__init__(cursor)
        self.model = model

    def process_row(self, row: Sequence[Any]) -> Any:
        return row_from(self.model, row)


def row_from(model: Any, values: Sequence[Any]) -> Any:
    """A row of a table from what the driver gives of all its columns; nothing of it is changed."""
    names, readers = _reading(model)
    data = dict(zip(names, values, strict=True))
    for name, read in readers:
        data[name] = read(data[name])
    row = model.__new__(model)
    row.__data__, row.__rel__, row._dirty = data, {}, set()
    return row


def alias_in(ctx: Any, model: Any) -> str:
    """The alias of a table within the statement that peewee is putting together."""
    table = model._meta.table
    if table._alias:
        ctx.alias_manager[table] = table._alias
    return str(ctx.alias_manager[table])


@cache
def _all_columns(model: Any, alias: str) -> str:
    return ", ".join(f'"{alias}"."{field.column_name}"' for field in model._meta.sorted_fields)


@cache
def _reading(model: Any) -> tuple[list[str], list[tuple[str, Callable[[Any], Any]]]]:
    """The names of the columns, and how those are read that the driver gives otherwise."""
    fields = model._meta.sorted_fields
    readers = [(field.name, field.python_value) for field in fields if not field.read_as_stored]
    return [field.name for field in fields], readers
