"""Compares what a database really keeps with what the tables declare.

The declared tables are made once more in a scratch place of the same engine and both are read back
with the same questions: the engine has then rewritten the rules of both in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import peewee

from logistics.database import Record, for_search
from logistics.schema.building import AnyDatabase, SchemaError, create_all, on_postgresql

Facts = dict[str, str]
"""What is known of a table by kind and name: ``column phone``, ``check site_phone_length`` …"""

SCRATCH = "houqin_scratch"
SQLITE_CHECK = re.compile(r'^\s*CONSTRAINT "([^"]+)" CHECK \((.*)\),?$', re.MULTILINE)
POSTGRESQL_FACTS = """
WITH tables AS (
    SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = current_schema() AND c.relkind = 'r'
)
SELECT t.relname, 'column ' || a.attname,
       concat_ws(' ', format_type(a.atttypid, a.atttypmod),
                 CASE WHEN a.attnotnull THEN 'NOT NULL' END,
                 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), NULLIF(a.attidentity, ''))
FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
UNION ALL
SELECT t.relname,
       CASE c.contype WHEN 'f' THEN 'key ' WHEN 'x' THEN 'exclusion ' ELSE 'check ' END
       || c.conname,
       pg_get_constraintdef(c.oid, true)
FROM tables t JOIN pg_constraint c ON c.conrelid = t.oid AND c.contype IN ('c', 'f', 'x')
UNION ALL
SELECT t.relname, 'index ' || i.relname, pg_get_indexdef(x.indexrelid, 0, true)
FROM tables t JOIN pg_index x ON x.indrelid = t.oid JOIN pg_class i ON i.oid = x.indexrelid
UNION ALL
SELECT t.relname, 'trigger ' || g.tgname, pg_get_triggerdef(g.oid, true) || ' ' || g.tgenabled::text
FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
"""


def differences(db: AnyDatabase, models: Sequence[type[Record]]) -> list[str]:
    """One sentence for each way in which the database differs from the declarations."""
    found = read_catalogue(db)
    with _scratch(db) as scratch:
        create_all(scratch, models)
        wanted = read_catalogue(scratch)
    return list(_compare(found, wanted))


def read_catalogue(db: AnyDatabase) -> dict[str, Facts]:
    """The facts of every table, by table."""
    rows = _postgresql_facts(db) if on_postgresql(db) else _sqlite_facts(db)
    catalogue: dict[str, Facts] = {}
    for table, name, fact in rows:
        catalogue.setdefault(table, {})[name] = fact
    return catalogue


def _compare(found: dict[str, Facts], wanted: dict[str, Facts]) -> Iterator[str]:
    """Tables that nobody declares (of the migrations, of a job queue) are not ours to judge."""
    for table, facts in wanted.items():
        if table not in found:
            yield f"{table}: the table is missing"
            continue
        for name in sorted(facts.keys() | found[table].keys()):
            declared, actual = facts.get(name), found[table].get(name)
            if actual is None:
                yield f"{table}: {name} is missing ({declared})"
            elif declared is None:
                yield f"{table}: {name} is not declared ({actual})"
            elif declared != actual:
                yield f"{table}: {name} is {actual}, but {declared} is declared"


def _sqlite_facts(db: AnyDatabase) -> Iterator[tuple[str, str, str]]:
    master = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    for kind, name, table, sql in db.execute_sql(master).fetchall():
        if kind in ("index", "trigger"):
            yield table, f"{kind} {name}", sql
        elif kind == "table":
            yield from (
                (table, f"check {check}", rule) for check, rule in SQLITE_CHECK.findall(sql)
            )
            yield from _sqlite_columns(db, table)


def _sqlite_columns(db: AnyDatabase, table: str) -> Iterator[tuple[str, str, str]]:
    info = 'SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)'
    for name, kind, needed, default, key in db.execute_sql(info, (table,)).fetchall():
        words = [
            kind,
            needed and "NOT NULL",
            default and f"DEFAULT {default}",
            key and "PRIMARY KEY",
        ]
        yield table, f"column {name}", " ".join(word for word in words if word)
    keys = 'SELECT "from", "table", "to", on_delete FROM pragma_foreign_key_list(?)'
    for column, target, end, action in db.execute_sql(keys, (table,)).fetchall():
        yield table, f"key {column}", f"REFERENCES {target} ({end}) ON DELETE {action}"


def _postgresql_facts(db: AnyDatabase) -> Iterable[tuple[str, str, str]]:
    rows: Iterable[tuple[str, str, str]] = db.execute_sql(POSTGRESQL_FACTS).fetchall()
    return rows


@contextmanager
def _scratch(db: AnyDatabase) -> Iterator[AnyDatabase]:
    """An empty place of the same engine that leaves nothing behind."""
    if not on_postgresql(db):
        memory = for_search(peewee.SqliteDatabase(":memory:"))
        with memory.connection_context():
            yield memory
        return
    with db.atomic() as transaction:
        try:
            db.execute_sql(f"CREATE SCHEMA {SCRATCH}")
        except peewee.ProgrammingError as error:
            raise SchemaError(
                "this role may not make a scratch schema; check as the owner of the database"
            ) from error
        db.execute_sql(f"SET LOCAL search_path TO {SCRATCH}, public")
        yield db
        transaction.rollback()
