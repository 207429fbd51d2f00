"""The two engines: which of them a connection leads to, and how it is told one statement."""

from __future__ import annotations

import peewee

AnyDatabase = peewee.Database | peewee.DatabaseProxy


def on_postgresql(db: AnyDatabase) -> bool:
    """Whether ``db``, or what stands behind it, is PostgreSQL."""
    return isinstance(getattr(db, "obj", None) or db, peewee.PostgresqlDatabase)


def run(db: AnyDatabase, statement: str) -> None:
    """Execute one statement of ours. psycopg reads ``%`` as a parameter, so it is doubled."""
    db.execute_sql(statement.replace("%", "%%") if on_postgresql(db) else statement)
