"""The index of text search: what keeps it in step with the rows, in the database itself.

SQLite has one FTS5 table for all tables, ``search_pairs``, which keeps only the pairs and is told
of every change by triggers; they call functions that ``logistics.database`` gives to each
connection. PostgreSQL has a GIN index a table over an expression, and needs no trigger. Either way
whatever writes a row, by whichever statement, writes its entry in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from logistics import grams
from logistics.schema.engines import AnyDatabase, on_postgresql, run
from logistics.schema.shapes import Search, constraint_name
from logistics.schema.statements import quoted

INDEX = "search_pairs"
MAKE_INDEX = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5"
    "(pairs, content='', columnsize=0, detail=none, tokenize='ascii')"
)
SQLITE_USE = (
    "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_search_insert' LIMIT 1"
)
POSTGRESQL_USE = (
    "SELECT 1 FROM pg_indexes WHERE schemaname = current_schema() "
    "AND strpos(indexdef, 'search_pairs(') > 0 LIMIT 1"
)
SEARCH_INITIALS = """
CREATE OR REPLACE FUNCTION search_initials(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
DECLARE
    letters CONSTANT bytea := '%(letters)s';
    found text := '';
    sign text;
    place integer;
BEGIN
    FOREACH sign IN ARRAY string_to_array(name, NULL) LOOP
        place := ascii(sign) - %(first)s;
        found := found || CASE WHEN place BETWEEN 0 AND %(last)s
            THEN chr(get_byte(letters, place)) ELSE sign END;
    END LOOP;
    RETURN %(lower)s;
END $$
"""
SEARCH_SIGNS = """
CREATE OR REPLACE FUNCTION search_signs(line text, mark text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE COST 1000 AS $$
DECLARE
    signs text[];
BEGIN
    IF line IS NULL OR line = '' THEN
        RETURN '{}';
    END IF;
    signs := string_to_array(line, NULL);
    RETURN ARRAY(
        SELECT mark || sign || COALESCE(following, chr(10))
        FROM unnest(signs, signs[2:]) AS neighbours(sign, following) WHERE sign !~ '\\s'
    );
END $$
"""
"""Every two neighbours of a text, each behind a mark. PL/pgSQL keeps its plan: as a body of SQL it
was planned anew for every row that was written, ten times the work."""
SEARCH_PAIRS = """
CREATE OR REPLACE FUNCTION search_pairs(own text, names text) RETURNS tsvector
LANGUAGE sql IMMUTABLE COST 1000 BEGIN ATOMIC
    SELECT array_to_tsvector(
        search_signs(%(own)s, '')
        || search_signs(search_initials(left(names, %(longest)s)), '~')
    );
END
"""
"""A body that is parsed when it is made finds its parts whatever path a restore searches. Parallel
workers and JIT would cost a search more than all its work: it is not marked as safe for the former,
and dearer would make the planner think of the latter."""
LOWER = "translate({0}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"


def index_text(db: AnyDatabase, *searches: Search) -> None:
    """Keep the texts of these tables indexed from now on, and index the rows that are there."""
    statements = _index_on_postgresql if on_postgresql(db) else _index_on_sqlite
    for statement in statements(searches):
        run(db, statement)


def unindex_text(db: AnyDatabase, *searches: Search) -> None:
    """Forget the texts of these tables; the tables still stand."""
    for search in searches:
        if on_postgresql(db):
            run(db, f"DROP INDEX {quoted(index_name(search))}")
            continue
        for event in ("insert", "update", "delete"):
            run(db, f"DROP TRIGGER {quoted(f'{search.table}_search_{event}')}")
        run(db, f"{_forgetting(search, '')} FROM {quoted(search.table)}")
    drop_index(db)


def drop_index(db: AnyDatabase) -> None:
    """Take away what all tables share, once none is indexed any more."""
    used = POSTGRESQL_USE if on_postgresql(db) else SQLITE_USE
    if db.execute_sql(used).fetchone():
        return
    if on_postgresql(db):
        run(db, "DROP FUNCTION IF EXISTS search_pairs(text, text)")
        run(db, "DROP FUNCTION IF EXISTS search_signs(text, text)")
        run(db, "DROP FUNCTION IF EXISTS search_initials(text)")
    else:
        run(db, f"DROP TABLE IF EXISTS {INDEX}")


def rebuild(db: AnyDatabase, searches: Sequence[Search]) -> None:
    """Write every entry anew from the rows: after damage, or when the pairs are made otherwise."""
    if on_postgresql(db):
        for statement in _functions():
            run(db, statement)
        for search in searches:
            run(db, f"REINDEX INDEX {quoted(index_name(search))}")
        return
    run(db, f"INSERT INTO {INDEX} ({INDEX}) VALUES ('delete-all')")
    for search in searches:
        run(db, f"{_entering(search, '')} FROM {quoted(search.table)}")
    run(db, f"INSERT INTO {INDEX} ({INDEX}) VALUES ('optimize')")


def index_name(search: Search) -> str:
    """The index of one table on PostgreSQL."""
    return constraint_name(search.table, "search")


def indexed(search: Search, row: str) -> str:
    """What PostgreSQL's index is over, of a row called ``row``; a query must say the same."""
    return f"search_pairs({joined(search.columns, row)}, {joined(search.names, row)})"


def joined(columns: tuple[str, ...], row: str) -> str:
    """Several columns of a row as one text, a line each."""
    prefix = f"{row}." if row else ""
    parts = [f"COALESCE({prefix}{quoted(column)}, '')" for column in columns]
    return " || '\n' || ".join(parts) or "''"


def _index_on_postgresql(searches: Sequence[Search]) -> Iterator[str]:
    if searches:
        yield from _functions()
    for search in searches:
        yield (
            f"CREATE INDEX {quoted(index_name(search))} ON {quoted(search.table)} "
            f"USING gin ({indexed(search, '')}) WITH (fastupdate = off)"
        )


def _functions() -> Iterator[str]:
    yield SEARCH_INITIALS % {
        "letters": grams.letters(),
        "first": grams.FIRST_HAN,
        "last": grams.LAST_HAN - grams.FIRST_HAN,
        "lower": LOWER.format("found"),
    }
    yield SEARCH_SIGNS
    yield SEARCH_PAIRS % {
        "own": LOWER.format(f"left(own, {grams.LONGEST_TEXT})"),
        "longest": grams.LONGEST_TEXT,
    }


def _index_on_sqlite(searches: Sequence[Search]) -> Iterator[str]:
    if searches:
        yield MAKE_INDEX
    for search in searches:
        yield f"{_entering(search, '')} FROM {quoted(search.table)}"
        yield from _triggers(search)


def _triggers(search: Search) -> Iterator[str]:
    table = quoted(search.table)
    differs = " OR ".join(f"OLD.{quoted(c)} IS NOT NEW.{quoted(c)}" for c in search.columns)
    named = ", ".join(quoted(column) for column in search.columns)
    enter, forget = _entering(search, "NEW"), _forgetting(search, "OLD")
    for event, when, steps in (
        ("insert", f"AFTER INSERT ON {table}", enter),
        ("delete", f"AFTER DELETE ON {table}", forget),
        ("update", f"AFTER UPDATE OF {named} ON {table} WHEN {differs}", f"{forget}; {enter}"),
    ):
        yield (
            f"CREATE TRIGGER {quoted(f'{search.table}_search_{event}')} {when} BEGIN {steps}; END"
        )


def _entering(search: Search, row: str) -> str:
    return f"INSERT INTO {INDEX} (rowid, pairs) SELECT {_entry(search, row)}"


def _forgetting(search: Search, row: str) -> str:
    """FTS5 without content forgets a row when it is told what it was."""
    return f"INSERT INTO {INDEX} ({INDEX}, rowid, pairs) SELECT 'delete', {_entry(search, row)}"


def _entry(search: Search, row: str) -> str:
    key = f"{row}.id" if row else "id"
    names, own = joined(search.names, row), joined(search.columns, row)
    first = grams.first_row(search.table)
    return f"{first} + {key}, search_tokens('{search.table}', {own}, {names})"
