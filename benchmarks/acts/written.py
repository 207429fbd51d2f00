"""What an act writes, found by comparing the house before and after; and the same written by hand.

The floor of an act is one transaction that writes exactly these rows with ``executemany``: it reads
nothing, asks no rule and works nothing out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from logistics.database import database, is_postgresql
from models import ALL_MODELS

Tables = Mapping[str, Mapping[int, tuple[Any, ...]]]
"""By table and id, the values of each row as the driver gives them."""


class Batch(NamedTuple):
    """One statement and the rows that it is run for."""

    text: str
    rows: Sequence[tuple[Any, ...]]


def read_tables() -> Tables:
    """Every row of every table of the house in use."""
    found = {}
    for model in ALL_MODELS:
        names = ", ".join(f'"{name}"' for name in _columns(model))
        rows = database.execute_sql(f'SELECT {names} FROM "{model._meta.table_name}"')  # noqa: S608
        found[model._meta.table_name] = {row[0]: row for row in rows.fetchall()}
    return found


def batches_between(before: Tables, after: Tables) -> list[Batch]:
    """What leads from one to the other, such that no key leads to a row not written yet."""
    added, changed = [], []
    for model in ALL_MODELS:
        name, columns = model._meta.table_name, _columns(model)
        old, new = before[name], after[name]
        assert not old.keys() - new.keys(), f"an act of the benchmark deletes from {name}"
        if fresh := [new[key] for key in sorted(new.keys() - old.keys())]:
            added.append(_insert(name, columns, fresh))
        by_columns: dict[tuple[int, ...], list[tuple[Any, ...]]] = {}
        for key in sorted(old.keys() & new.keys()):
            if old[key] != new[key]:
                differ = tuple(n for n, pair in enumerate(zip(old[key], new[key], strict=True))
                               if pair[0] != pair[1])  # fmt: skip
                values = (*(new[key][n] for n in differ), key)
                by_columns.setdefault(differ, []).append(values)
        changed += [
            _update(name, [columns[n] for n in differ], rows) for differ, rows in by_columns.items()
        ]
    return added + changed


def write_by_hand(batches: Sequence[Batch]) -> None:
    """All of it in one transaction, over the connection that the house would use."""
    with database.atomic():
        cursor = database.connection().cursor()
        for batch in batches:
            cursor.executemany(batch.text, batch.rows)


def _columns(model: Any) -> list[str]:
    return ["id", *(f.column_name for f in model._meta.sorted_fields if f.column_name != "id")]


def _insert(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Batch:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join([_mark()] * len(columns))
    return Batch(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)  # noqa: S608


def _update(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Batch:
    names = ", ".join(f'"{name}" = {_mark()}' for name in columns)
    return Batch(f'UPDATE "{table}" SET {names} WHERE "id" = {_mark()}', rows)  # noqa: S608


def _mark() -> str:
    return "%s" if is_postgresql() else "?"
