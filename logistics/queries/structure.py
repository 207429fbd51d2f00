"""What the declarations say about how tables hang together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import peewee

from logistics.database import Record, database

KEPT_BY_THE_HOUSE = frozenset(
    {"id", "created_at", "created_by", "updated_at", "updated_by", "row_version"}
)


def editable_columns(model: type[Record]) -> list[peewee.Field]:
    """The columns that a person may fill in: neither owned by an operation nor by the house, nor
    following from another column.
    """
    return [
        field
        for field in model._meta.sorted_fields
        if field.name not in KEPT_BY_THE_HOUSE
        and field.name not in model.OWNED
        and field.name not in model.DERIVED
    ]


def derived_values(row: Record) -> dict[str, int | None]:
    """The keys of ``row`` that follow from others, as far as those are there."""
    return {name: _key_at(row, path) for name, path in row.DERIVED.items()}


def _key_at(row: Any, path: str) -> int | None:
    *steps, last = path.split(".")
    for name in steps:
        if row.__data__.get(name) is None:
            return None
        row = getattr(row, name)
    key: int | None = row.__data__.get(last)
    return key


def lines_of(model: type[Record]) -> list[type[Record]]:
    """The tables whose rows are lines of a document of ``model``, in order of declaration."""
    return [
        line
        for field, line in model._meta.backrefs.items()
        if field.name == line.DOCUMENT and line is not model
    ]


def document_of(row: Record) -> Record | None:
    """The document that a line belongs to."""
    return getattr(row, row.DOCUMENT) if row.DOCUMENT else None


def references_to(row: Record) -> Iterator[tuple[type[Record], peewee.Field, int]]:
    """Every table and column that refers to the row, with the count; its own lines left out."""
    own_lines = set(lines_of(type(row)))
    tables = tables_by_name()
    for field, model in sorted(
        row._meta.backrefs.items(), key=lambda pair: pair[1]._meta.table_name
    ):
        is_own_line = model in own_lines and field.name == model.DOCUMENT
        # The bases of the tables carry keys to the account as well, but are no tables.
        if is_own_line or model._meta.table_name not in tables:
            continue
        count = model.select().where(field == row.id).count()
        if count:
            yield model, field, count


def reference_among(model: type[Record], ids: Sequence[int]) -> Iterator[tuple[type[Record], int]]:
    """Each table that refers to some of the rows ``ids``, with one of them.

    Own lines count; what the rows refer to among themselves does not.
    """
    tables = tables_by_name()
    for field, other in sorted(
        model._meta.backrefs.items(), key=lambda pair: pair[1]._meta.table_name
    ):
        if other._meta.table_name in tables:
            query = other.select(field).where(field.in_(ids))
            if other is model:
                query = query.where(other.id.not_in(ids))
            found = query.limit(1).tuples().first()
            if found is not None:
                yield other, found[0]


def referring(
    row: Record, columns: Sequence[tuple[peewee.Field, type[Record]]]
) -> list[tuple[peewee.Field, type[Record]]]:
    """Those of ``columns`` by which some row refers to this one. One statement."""
    if not columns:
        return []
    asked = [
        peewee.fn.EXISTS(model.select(peewee.SQL("1")).where(field == row.id))
        for field, model in columns
    ]
    (answers,) = peewee.Select([], asked).bind(database).tuples()
    return [column for column, found in zip(columns, answers, strict=True) if found]


def column_at(model: type[Record], path: str) -> Any:
    """The column that a dotted path leads to."""
    *steps, last = path.split(".")
    for step in steps:
        model = model._meta.fields[step].rel_model
    return model._meta.fields[last]


def tables_by_name() -> dict[str, type[Record]]:
    """Every table that is declared, by its name in the database."""
    found: dict[str, type[Record]] = {}
    waiting = Record.__subclasses__()
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        # Tables that a test or a script declares for itself are not of the house.
        if not model.__subclasses__() and model.__module__.startswith("logistics.tables."):
            found[model._meta.table_name] = model
    return found
