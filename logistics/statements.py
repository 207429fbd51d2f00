"""The statements that peewee need not put together again and again.

A row by its id, the insert of one row, the insert and the update of many are what operations do
most. Their text hangs on the table and its columns alone; to build it anew each time took a quarter
of the time that loading the demonstration needs, and half of that of a bulk action. Rows and tables
are any ``Record``, which is made of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import peewee

from logistics.selecting import row_from

LOCKED = " FOR NO KEY UPDATE"  # ids never change: rows that refer to it may still be added


MOST_KNOWN = 2_000


class _Stored(dict[Any, Any]):
    """What a column keeps of a value. Most values of a column come again and again.

    Values that are equal are kept as the same, whatever their types.
    """

    def __init__(self, convert: Callable[[Any], Any]) -> None:
        super().__init__()
        self.convert = convert

    def __missing__(self, value: Any) -> Any:
        stored = self.convert(value)
        if len(self) < MOST_KNOWN:
            self[value] = stored
        return stored


class Kept:
    """A query of ``model`` that every page asks: its text is put together once an engine.

    ``build`` makes it with any values in their places; ``rows`` asks it with the right ones, in the
    order in which they stand in its text.
    """

    def __init__(self, model: Any, build: Callable[[], Any]) -> None:
        self.model = model
        self.build = build
        self.made: dict[str, tuple[Any, str]] = {}

    def rows(self, *values: Any) -> list[Any]:
        """The rows, with the related ones that the query selects."""
        mark = _mark(self.model)
        if mark not in self.made:
            query = self.build()
            self.made[mark] = query, query.sql()[0]
        query, text = self.made[mark]
        cursor = self.model._meta.database.execute_sql(text, values)
        return list(query._get_model_cursor_wrapper(cursor))


def has_row(model: Any, row_id: int) -> bool:
    """Whether there is a row with this id."""
    text = _finding(model, _mark(model))
    return model._meta.database.execute_sql(text, [row_id]).fetchone() is not None


def row_by_id(model: Any, row_id: Any, *, locked: bool = False) -> Any:
    """The row, or None. ``locked`` until commit; SQLite's transaction already locks everything."""
    mark = _mark(model)
    text = _selecting(model, mark) + (LOCKED if locked and mark != "?" else "")
    found = model._meta.database.execute_sql(text, [row_id]).fetchone()
    return None if found is None else row_from(model, found)


def insert_row(row: Any) -> None:
    """Insert ``row`` as peewee's ``save(force_insert=True)`` does; it gets an id if it has none."""
    cursor = _insert(row)
    if row.id is None:
        row.id = cursor.fetchone()[0] if cursor.description else cursor.lastrowid
    row._dirty.clear()


def insert_if_new(row: Any) -> bool:
    """Insert ``row``, which has no id, unless a unique value of it is taken: whether it went in."""
    found = _insert(row, unless_taken=True).fetchone()
    if found is not None:
        row.id = found[0]
        row._dirty.clear()
    return found is not None


def insert_rows(
    model: Any, names: Sequence[str], rows: Iterable[Sequence[Any]], fixed: Mapping[str, Any]
) -> None:
    """Insert rows of values in the order of ``names``; ``fixed`` is the same in all of them.

    Together they name every column that needs a value. PostgreSQL copies the rows; SQLite runs one
    prepared statement for all.
    """
    columns = _columns(model, names)
    constants = [model._meta.fields[name].db_value(value) for name, value in fixed.items()]
    values = (
        [column[value] for column, value in zip(columns, row, strict=True)] + constants
        for row in rows
    )
    mark, cursor = _mark(model), model._meta.database.cursor()
    with peewee.__exception_wrapper__:  # type: ignore[attr-defined]
        if mark == "?":
            cursor.executemany(_inserting(model, (*names, *fixed), mark), values)
            return
        with cursor.copy(_copying(model, (*names, *fixed))) as copy:
            for row in values:
                copy.write_row(row)


def update_rows(
    model: Any,
    names: Sequence[str],
    rows: Sequence[tuple[int, int, Sequence[Any]]],
    fixed: Mapping[str, Any],
) -> int:
    """Write ``names`` and ``fixed`` to rows given as id, version that was read, values.

    The version guards each row and is raised by one; returns how many rows still had theirs.
    """
    columns = _columns(model, names)
    constants = [model._meta.fields[name].db_value(value) for name, value in fixed.items()]
    stored = [
        [column[value] for column, value in zip(columns, values, strict=True)]
        for _id, _version, values in rows
    ]
    mark, database = _mark(model), model._meta.database
    text = _updating(model, tuple(names), tuple(fixed), mark)
    if mark != "?":
        ids, versions = [row[0] for row in rows], [row[1] for row in rows]
        arrays = [list(values) for values in zip(*stored, strict=True)]
        return int(database.execute_sql(text, [*constants, ids, versions, *arrays]).rowcount)
    cursor = database.cursor()
    with peewee.__exception_wrapper__:  # type: ignore[attr-defined]
        cursor.executemany(
            text,
            (
                [*values, *constants, row_id, version]
                for values, (row_id, version, _values) in zip(stored, rows, strict=True)
            ),
        )
    return int(cursor.rowcount)


def _columns(model: Any, names: Sequence[str]) -> list[_Stored]:
    return [_Stored(model._meta.fields[name].db_value) for name in names]


def _insert(row: Any, *, unless_taken: bool = False) -> Any:
    meta = row._meta
    model: Any = type(row)
    names = tuple(
        name
        for name in meta.sorted_field_names
        if name in row.__data__ and (name != "id" or row.id is not None)
    )
    mark = _mark(model)
    values = [meta.fields[name].db_value(row.__data__[name]) for name in names]
    text = _inserting(model, names, mark)
    if unless_taken:
        text += ' ON CONFLICT DO NOTHING RETURNING "id"'
    elif mark != "?":
        text += ' RETURNING "id"'
    return meta.database.execute_sql(text, values)


def _mark(model: Any) -> str:
    """How the database writes a parameter."""
    return str(model._meta.database.param)


# The names below come from the declarations, the values go in as parameters.


@cache
def _selecting(model: Any, mark: str) -> str:
    columns = ", ".join(f'"{field.column_name}"' for field in model._meta.sorted_fields)
    return f'SELECT {columns} FROM "{model._meta.table_name}" WHERE "id" = {mark}'  # noqa: S608


@cache
def _finding(model: Any, mark: str) -> str:
    return f'SELECT 1 FROM "{model._meta.table_name}" WHERE "id" = {mark}'  # noqa: S608


@cache
def _inserting(model: Any, names: tuple[str, ...], mark: str) -> str:
    meta = model._meta
    columns = ", ".join(f'"{meta.fields[name].column_name}"' for name in names)
    marks = ", ".join([mark] * len(names))
    return f'INSERT INTO "{meta.table_name}" ({columns}) VALUES ({marks})'  # noqa: S608


@cache
def _copying(model: Any, names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{model._meta.fields[name].column_name}"' for name in names)
    return f'COPY "{model._meta.table_name}" ({columns}) FROM STDIN'


@cache
def _updating(model: Any, names: tuple[str, ...], fixed: tuple[str, ...], mark: str) -> str:
    """SQLite looks each row up by its key anyway; PostgreSQL gets all of them as arrays."""
    meta = model._meta
    table, fields = meta.table_name, [meta.fields[name] for name in names]
    raised = '"row_version" = "row_version" + 1'
    own = [f'"{meta.fields[name].column_name}" = {mark}' for name in fixed]
    if mark == "?":
        sets = ", ".join([*(f'"{field.column_name}" = ?' for field in fields), *own, raised])
        return f'UPDATE "{table}" SET {sets} WHERE "id" = ? AND "row_version" = ?'  # noqa: S608
    types = [_type_of(field) for field in fields]
    arrays = ", ".join(f"%s::{kind}[]" for kind in ("integer", "integer", *types))
    places = [f"value_{number}" for number in range(len(fields))]
    given = [
        f'"{field.column_name}" = wanted.{place}'
        for field, place in zip(fields, places, strict=True)
    ]
    raised = f'"row_version" = "{table}"."row_version" + 1'
    return (
        f'UPDATE "{table}" SET {", ".join([*own, *given, raised])} '  # noqa: S608
        f"FROM unnest({arrays}) AS wanted(id, row_version{''.join(f', {p}' for p in places)}) "
        f'WHERE "{table}"."id" = wanted.id AND "{table}"."row_version" = wanted.row_version'
    )


def _type_of(field: Any) -> str:
    """The type of a column on PostgreSQL."""
    kinds: Mapping[str, str] = field.model._meta.database.field_types
    return kinds.get(field.field_type, field.field_type)
