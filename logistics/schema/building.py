"""Makes, changes and removes tables on a connection."""

from __future__ import annotations

from collections.abc import Sequence

import peewee

from logistics.database import Record
from logistics.schema.declared import search_of, shape_of
from logistics.schema.engines import AnyDatabase, on_postgresql, run
from logistics.schema.searching import drop_index, index_text
from logistics.schema.shapes import Table
from logistics.schema.statements import create_statements, quoted


class SchemaError(Exception):
    """The database cannot be brought to the shape that the tables declare."""


def create(db: AnyDatabase, *tables: Table) -> None:
    """Create tables; those that others point to come first."""
    postgresql = on_postgresql(db)
    if postgresql and any(table.exclusions for table in tables):
        _need_btree_gist(db)
    for table in tables:
        for statement in create_statements(table, postgresql=postgresql):
            run(db, statement)


def drop(db: AnyDatabase, *tables: Table) -> None:
    """Drop tables with all that hangs on them; those that point to others come last."""
    for table in reversed(tables):
        run(db, f"DROP TABLE {quoted(table.name)}")


def create_all(db: AnyDatabase, models: Sequence[type[Record]]) -> None:
    """Create every declared table, in the order given, and what finds their texts."""
    create(db, *(shape_of(model) for model in models))
    index_text(db, *filter(None, map(search_of, models)))


def drop_all(db: AnyDatabase, models: Sequence[type[Record]]) -> None:
    """Drop every declared table."""
    drop(db, *(shape_of(model) for model in models))
    drop_index(db)


def _need_btree_gist(db: AnyDatabase) -> None:
    """The rule against overlaps compares keys and ranges in one index."""
    there = "SELECT 1 FROM pg_extension WHERE extname = 'btree_gist'"
    if db.execute_sql(there).fetchone():
        return
    try:
        with db.atomic():
            run(db, "CREATE EXTENSION btree_gist")
    except peewee.DatabaseError as error:
        raise SchemaError(
            "PostgreSQL needs the extension btree_gist and this role may not create it. Let the "
            "owner of the database run: CREATE EXTENSION btree_gist; (package postgresql-contrib)"
        ) from error


__all__ = [
    "AnyDatabase",
    "SchemaError",
    "create",
    "create_all",
    "drop",
    "drop_all",
    "on_postgresql",
    "run",
]
