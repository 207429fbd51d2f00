"""The two statements of a single row that peewee need not put together again and again.

A row by its id and the insert of one row are what operations do most. Their text hangs on the
table and its columns alone; to build it anew each time took a quarter of the time that loading the
demonstration needs. Rows and tables are any ``Record``, which is made of these.
"""

from __future__ import annotations

from functools import cache
from typing import Any

LOCKED = " FOR NO KEY UPDATE"  # ids never change: rows that refer to it may still be added


def row_by_id(model: Any, row_id: Any, *, locked: bool = False) -> Any:
    """The row, or None. ``locked`` until commit; SQLite's transaction already locks everything."""
    mark = _mark(model)
    text = _selecting(model, mark) + (LOCKED if locked and mark != "?" else "")
    return next(iter(model.raw(text, row_id)), None)


def insert_row(row: Any) -> None:
    """Insert ``row`` as peewee's ``save(force_insert=True)`` does; it gets an id if it has none."""
    meta = row._meta
    names = tuple(
        name
        for name in meta.sorted_field_names
        if name in row.__data__ and (name != "id" or row.id is not None)
    )
    model: Any = type(row)
    mark = _mark(model)
    values = [meta.fields[name].db_value(row.__data__[name]) for name in names]
    cursor = meta.database.execute_sql(_inserting(model, names, mark), values)
    if row.id is None:
        row.id = cursor.lastrowid if mark == "?" else cursor.fetchone()[0]
    row._dirty.clear()


def _mark(model: Any) -> str:
    """How the database writes a parameter."""
    return str(model._meta.database.param)


# The names below come from the declarations, the values go in as parameters.


@cache
def _selecting(model: Any, mark: str) -> str:
    columns = ", ".join(f'"{field.column_name}"' for field in model._meta.sorted_fields)
    return f'SELECT {columns} FROM "{model._meta.table_name}" WHERE "id" = {mark}'  # noqa: S608


@cache
def _inserting(model: Any, names: tuple[str, ...], mark: str) -> str:
    meta = model._meta
    columns = ", ".join(f'"{meta.fields[name].column_name}"' for name in names)
    marks = ", ".join([mark] * len(names))
    text = f'INSERT INTO "{meta.table_name}" ({columns}) VALUES ({marks})'  # noqa: S608
    return text if mark == "?" else f'{text} RETURNING "id"'
