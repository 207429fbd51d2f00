"""Many rows into one table by a statement that is put together once.

Putting the statement together for each few hundred rows is what most of the time of an ORM's insert
goes into.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import peewee

from logistics.database import Record, database, is_postgresql


def insert_rows(
    model: type[Record],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    constants: Sequence[tuple[str, Any]] = (),
) -> None:
    """Insert rows of values in the order of ``names``, each with the same ``constants`` besides.

    PostgreSQL copies them. Every column that needs a value is named: no default is filled in.
    """
    fields = [model._meta.fields[name] for name in names]
    fixed = [model._meta.fields[name] for name, _value in constants]
    same = [field.db_value(value) for field, (_, value) in zip(fixed, constants, strict=True)]
    columns = ", ".join(f'"{field.column_name}"' for field in (*fields, *fixed))
    converters = [field.db_value for field in fields]
    values = (
        [*(convert(value) for convert, value in zip(converters, row, strict=True)), *same]
        for row in rows
    )
    # The names come from the declaration, the values go in as parameters.
    target = f'"{model._meta.table_name}" ({columns})'
    with peewee.__exception_wrapper__:  # type: ignore[attr-defined]
        _write(target, len(fields) + len(fixed), values)


def _write(target: str, width: int, values: Iterable[Sequence[Any]]) -> None:
    cursor = database.cursor()
    if is_postgresql():
        with cursor.copy(f"COPY {target} FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)
        return
    marks = ", ".join("?" * width)
    cursor.executemany(f"INSERT INTO {target} VALUES ({marks})", values)  # noqa: S608
