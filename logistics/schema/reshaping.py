"""Brings a table with rows in it from one shape to another, for migrations.

SQLite rebuilds the table; PostgreSQL alters it. Both end with the same columns, rules and triggers.
Where the shapes differ in their indexes alone, both drop and make these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from logistics.schema.building import AnyDatabase, on_postgresql, run
from logistics.schema.shapes import Column, Table
from logistics.schema.statements import (
    TYPES,
    attachments,
    check_sql,
    create_table,
    exclusion_sql,
    foreign_key_name,
    foreign_key_sql,
    index_sql,
    listed,
    literal,
    quoted,
    trigger_statements,
)


def reshape(
    db: AnyDatabase,
    before: Table,
    after: Table,
    *,
    fill: Mapping[str, str] | None = None,
    renamed: Mapping[str, str] | None = None,
) -> None:
    """Change the table from ``before`` to ``after``; rows stay.

    ``fill`` gives the SQL expression that a new or newly needed column takes in the rows there are;
    a new column without it takes its default. ``renamed`` maps a column's new name to its old one.
    """
    change: Callable[..., Iterator[str]] = _alter if on_postgresql(db) else _rebuild
    if replace(before, indexes=after.indexes) == after and not (fill or renamed):
        change = _reindex
    for statement in change(db, before, after, dict(fill or {}), dict(renamed or {})):
        run(db, statement)


def _reindex(
    _db: AnyDatabase, before: Table, after: Table, _fill: dict[str, str], _renamed: dict[str, str]
) -> Iterator[str]:
    yield from (f"DROP INDEX {quoted(i.name)}" for i in before.indexes if i not in after.indexes)
    yield from (index_sql(after.name, i) for i in after.indexes if i not in before.indexes)


def _rebuild(
    db: AnyDatabase, before: Table, after: Table, fill: dict[str, str], renamed: dict[str, str]
) -> Iterator[str]:
    """SQLite's own procedure: a new table, the rows copied, the names exchanged."""
    fresh = f"{after.name}__new"
    taken = {}
    for name in after.column_names:
        source = renamed.get(name, name)
        kept = source in before.column_names
        if name in fill:
            taken[name] = f"COALESCE({quoted(source)}, {fill[name]})" if kept else fill[name]
        elif kept:
            taken[name] = quoted(source)
    last = db.execute_sql(
        "SELECT seq FROM sqlite_sequence WHERE name = ?", (after.name,)
    ).fetchone()
    found_by = db.execute_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND name LIKE ?",
        (after.name, f"{after.name}_search_%"),
    ).fetchall()
    yield create_table(after, fresh, postgresql=False)
    yield (
        f"INSERT INTO {quoted(fresh)} ({listed(tuple(taken))}) "
        f"SELECT {', '.join(taken.values())} FROM {quoted(after.name)}"
    )
    yield f"DROP TABLE {quoted(after.name)}"
    yield f"ALTER TABLE {quoted(fresh)} RENAME TO {quoted(after.name)}"
    if last:
        yield f"DELETE FROM sqlite_sequence WHERE name = '{after.name}'"
        yield f"INSERT INTO sqlite_sequence (name, seq) VALUES ('{after.name}', {int(last[0])})"
    yield from attachments(after, postgresql=False)
    yield from (trigger for (trigger,) in found_by)


def _alter(
    _db: AnyDatabase, before: Table, after: Table, fill: dict[str, str], renamed: dict[str, str]
) -> Iterator[str]:
    table = f"ALTER TABLE {quoted(after.name)}"
    old, new = _rules(before), _rules(after)
    if before.append_only:
        for name in ("change", "truncate"):
            yield f"DROP TRIGGER {quoted(f'{before.name}_refuse_{name}')} ON {quoted(before.name)}"
    for name in [name for name in old if new.get(name) != old[name]]:
        is_index = old[name].startswith("CREATE")
        yield (
            f"DROP INDEX {quoted(name)}" if is_index else f"{table} DROP CONSTRAINT {quoted(name)}"
        )
    for name, former in renamed.items():
        yield f"{table} RENAME COLUMN {quoted(former)} TO {quoted(name)}"
    there = {renamed_to(column.name, renamed): column for column in before.columns}
    for name in there.keys() - set(after.column_names):
        yield f"{table} DROP COLUMN {quoted(name)}"
    for column in after.columns:
        yield from _alter_column(table, after.name, there.get(column.name), column, fill)
    for name in [name for name in new if old.get(name) != new[name]]:
        yield new[name] if new[name].startswith("CREATE") else f"{table} ADD {new[name]}"
    yield from trigger_statements(after, postgresql=True)


def renamed_to(name: str, renamed: Mapping[str, str]) -> str:
    """What a column of the old shape is called in the new one."""
    return next((new for new, old in renamed.items() if old == name), name)


def _alter_column(
    table: str, name: str, before: Column | None, after: Column, fill: dict[str, str]
) -> Iterator[str]:
    column, kind = quoted(after.name), TYPES[after.kind][True]
    default = None if after.default is None else literal(after.default, postgresql=True)
    alter = f"{table} ALTER COLUMN {column}"
    if before is None:
        # The default is given with the column, so that the rows there are take it.
        yield f"{table} ADD COLUMN {column} {kind}" + (f" DEFAULT {default}" if default else "")
    elif before.kind != after.kind:
        yield f"{alter} TYPE {kind} USING {column}::{kind}"
    if before is not None and before.default != after.default:
        yield f"{alter} SET DEFAULT {default}" if default else f"{alter} DROP DEFAULT"
    if after.name in fill:
        missing = "" if before is None else f" WHERE {column} IS NULL"
        yield f"UPDATE {quoted(name)} SET {column} = {fill[after.name]}{missing}"
    if (before is None or before.null) and not after.null:
        yield f"{alter} SET NOT NULL"
    if before is not None and after.null and not before.null:
        yield f"{alter} DROP NOT NULL"


def _rules(table: Table) -> dict[str, str]:
    """Every constraint and index of a shape by name, as SQL."""
    makers: tuple[tuple[Any, Callable[[Any], str]], ...] = (
        (table.checks, check_sql),
        (table.exclusions, exclusion_sql),
        (table.indexes, lambda index: index_sql(table.name, index)),
    )
    rules = {part.name: make(part) for parts, make in makers for part in parts}
    keys = [column for column in table.columns if column.references]
    rules |= {
        foreign_key_name(table.name, key.name): foreign_key_sql(table.name, key) for key in keys
    }
    return rules
