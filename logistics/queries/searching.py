"""Text search: which rows have every word in a text of their own or of what they refer to.

The index knows each row's own text only, so that renaming an item rewrites one entry. A search
therefore first asks which items, units and people bear the words, and which rows have them in their
own text; then, for words that few rows bear, which rows refer to those. A word that many rows bear
is no use for finding: it becomes a condition on rows that are read in the order of the list.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import peewee

from logistics import grams
from logistics.database import Record, database, is_postgresql
from logistics.queries.structure import column_at
from logistics.schema.declared import search_of, searched_paths
from logistics.schema.searching import INDEX, indexed
from logistics.schema.statements import quoted

MOST_WORDS = 8
FEW_ROWS = 2_000
"""Up to so many rows a word finds; with more it is a condition."""

LOOKED_AT, MANY_OF_THEM = 500, 50
"""A word that so many of the newest rows bear is common."""
FEW_NAMES = 500
"""Up to so many items, units … of one key are named one by one in a condition."""

Model = type[Record]


@dataclass(frozen=True)
class Part:
    """Texts of a table (``keys`` empty), or of the one that its keys lead to."""

    keys: tuple[str, ...]
    model: Model
    columns: tuple[peewee.Field, ...]

    @property
    def is_own(self) -> bool:
        return not self.keys


@dataclass
class Word:
    """A word and what is known of it."""

    text: str
    bearers: dict[Part, list[int]] = field(default_factory=dict)
    """Ids of the rows of each part's table that bear it; absent where they are too many."""

    is_common: bool = False
    rows: set[int] = field(default_factory=set)
    """The rows of the table searched that bear it, unless it is common."""


@dataclass(frozen=True)
class Found:
    """The answer to a search: the rows, when one of its words is rare, and the other words."""

    model: Model
    rows: frozenset[int] | None
    words: tuple[Word, ...]
    parts: tuple[Part, ...]

    def condition(self) -> Any:
        """What a row must fulfil, for a query over ``model``."""
        every = [_bears(self.model, word, self.parts) for word in self.words]
        if self.rows is not None:
            every.insert(0, self.model.id.in_(sorted(self.rows)))
        return functools.reduce(operator.and_, every)


def search(model: Model, text: str) -> Found | None:
    """Look for the rows of ``model`` with every word of ``text``; at most two statements.

    None when there is nothing to look for, or nothing that could be looked at.
    """
    parts = parts_of(model)
    texts = list(dict.fromkeys(grams.folded(text.replace("\x00", "")).split()))[:MOST_WORDS]
    if not parts or not texts:
        return None
    words = [Word(each) for each in texts]
    for word, part, ids in _ask(_bearers(words, parts)):
        if ids is None:
            word.is_common = True
        else:
            word.bearers[part] = ids
    for word, _part, ids in _ask(_rows(model, [word for word in words if not word.is_common])):
        if ids is None:
            word.is_common = True
        else:
            word.rows.update(ids)
    rare = [word.rows for word in words if not word.is_common]
    rows = frozenset(set.intersection(*rare)) if rare else None
    return Found(model, rows, tuple(word for word in words if word.is_common), parts)


@functools.cache
def parts_of(model: Model) -> tuple[Part, ...]:
    """What a search in a table looks at, its own texts first."""
    columns: dict[tuple[str, ...], list[peewee.Field]] = {}
    for path in sorted(searched_paths(model), key=lambda path: path.count(".")):
        *keys, _last = path.split(".")
        columns.setdefault(tuple(keys), []).append(column_at(model, path))
    return tuple(
        Part(keys, found[0].model if not keys else _target(model, keys), tuple(found))
        for keys, found in columns.items()
    )


def _target(model: Model, keys: Sequence[str]) -> Model:
    for key in keys:
        model = model._meta.fields[key].rel_model
    return model


Piece = tuple[Word, Part, int, str, list[Any]]
"""For a word and a part: how many ids count as few, and the statement that gives them."""


def _bearers(words: Sequence[Word], parts: Sequence[Part]) -> Iterator[Piece]:
    """The rows of each part's own table that bear each word."""
    for word in words:
        for part in parts:
            few = FEW_ROWS if part.is_own else FEW_NAMES
            yield word, part, few, *_bearing(part, word.text)


def _rows(model: Model, words: Sequence[Word]) -> Iterator[Piece]:
    """The rows of ``model`` that bear each word themselves or refer to one that does."""
    table = quoted(model._meta.table_name)
    for word in words:
        for part, ids in word.bearers.items():
            if part.is_own:
                word.rows.update(ids)
            elif ids:
                condition = _keys_lead_to(model, part.keys, ids)
                yield word, part, FEW_ROWS, f"SELECT id FROM {table} WHERE {condition}", []


def _keys_lead_to(model: Model, keys: Sequence[str], ids: Sequence[int]) -> str:
    key = model._meta.fields[keys[0]]
    if len(keys) == 1:
        return f"{quoted(key.column_name)} IN ({', '.join(map(str, ids))})"
    table = quoted(key.rel_model._meta.table_name)
    inner = _keys_lead_to(key.rel_model, keys[1:], ids)
    return f"{quoted(key.column_name)} IN (SELECT id FROM {table} WHERE {inner})"


def _ask(pieces: Iterator[Piece]) -> Iterator[tuple[Word, Part, list[int] | None]]:
    """Ask for all pieces in one statement; for each the ids, None when they are too many."""
    asked = list(pieces)
    if not asked:
        return
    texts = [
        f"SELECT {place} AS place, id FROM ({text} LIMIT {few + 1}) AS p{place}"
        for place, (_word, _part, few, text, _values) in enumerate(asked)
    ]
    found: list[list[int]] = [[] for _piece in asked]
    values = [value for piece in asked for value in piece[4]]
    for place, row_id in database.execute_sql(_marked(" UNION ALL ".join(texts)), values):
        found[place].append(row_id)
    for (word, part, few, _text, _values), ids in zip(asked, found, strict=True):
        yield word, part, ids if len(ids) <= few else None


def _bearing(part: Part, word: str) -> tuple[str, list[Any]]:
    """The statement for the rows of the part's table that have the word in one of its columns.

    The index says where the pairs of the word stand, the row itself whether the word does.
    """
    table = part.model._meta.table_name
    search = search_of(part.model)
    columns = [column.column_name for column in part.columns]
    names = [name for name in columns if search and name in search.names]
    likes, values = _likes(columns, names, word)
    if search is None or not set(columns) <= set(search.columns):
        return f"SELECT id FROM {quoted(table)} AS a WHERE {likes}", values
    if is_postgresql():
        query = grams.query_of(word, with_initials=bool(names))
        text = f"{indexed(search, 'a')} @@ CAST(? AS tsquery)"
        found = f"SELECT id FROM {quoted(table)} AS a WHERE {text} AND ({likes})"
        if part.is_own:
            return _unless_common(table, likes, found), [*values, query, *values]
        return found, [query, *values]
    query = grams.match_of(table, word, with_initials=bool(names))
    first = grams.first_row(table)
    # CROSS JOIN keeps SQLite from reading the table first.
    source = f"{INDEX} CROSS JOIN {quoted(table)} AS a ON a.id = {INDEX}.rowid - {first}"
    return f"SELECT id FROM {source} WHERE {INDEX} MATCH ? AND ({likes})", [query, *values]


def _unless_common(table: str, likes: str, found: str) -> str:
    """``found``, or too many ids at once where the newest rows show that the word is common.

    PostgreSQL's index gives all rows of a word before it gives the first: 30 ms for a quarter of a
    million of them, which then count as too many all the same.
    """
    newest = f"SELECT * FROM {quoted(table)} ORDER BY id DESC LIMIT {LOOKED_AT}"
    return (
        f"WITH newest AS MATERIALIZED (SELECT COUNT(*) AS n FROM ({newest}) AS a WHERE {likes}) "
        f"{found} AND (SELECT n FROM newest) < {MANY_OF_THEM} UNION ALL "
        f"SELECT generate_series(0, {FEW_ROWS}) FROM newest WHERE n >= {MANY_OF_THEM}"
    )


def _likes(columns: Sequence[str], names: Sequence[str], word: str) -> tuple[str, list[Any]]:
    like = "ILIKE" if is_postgresql() else "LIKE"
    pattern = f"%{_escaped(word)}%"
    tests = [f"a.{quoted(column)} {like} ? ESCAPE '\\'" for column in columns]
    if grams.is_letters(word):
        tests += [f"search_initials(a.{quoted(name)}) LIKE ? ESCAPE '\\'" for name in names]
    return " OR ".join(tests), [pattern] * len(tests)


def _escaped(word: str) -> str:
    for sign in ("\\", "%", "_"):
        word = word.replace(sign, f"\\{sign}")
    return word


def _marked(text: str) -> str:
    """The statement with the marks that the engine's driver reads."""
    return text.replace("?", "%s") if is_postgresql() else text


def _bears(model: Model, word: Word, parts: Sequence[Part]) -> Any:
    """That a row bears a word that many bear: in its own text, or by what it refers to."""
    return functools.reduce(operator.or_, [_bears_in(model, word, part) for part in parts])


def _bears_in(model: Model, word: Word, part: Part) -> Any:
    if not part.is_own and part in word.bearers:
        return _key_condition(model, part.keys, word.bearers[part])
    tests = [column.contains(word.text) for column in part.columns]
    search = search_of(part.model)
    if search and grams.is_letters(word.text):
        tests += [
            peewee.fn.search_initials(column).contains(word.text)
            for column in part.columns
            if column.column_name in search.names
        ]
    holds = functools.reduce(operator.or_, tests)
    if part.is_own:
        return holds
    return _key_condition(model, part.keys, part.model.select(part.model.id).where(holds))


def _key_condition(model: Model, keys: Sequence[str], wanted: Any) -> Any:
    key = model._meta.fields[keys[0]]
    if len(keys) > 1:
        target = key.rel_model
        wanted = target.select(target.id).where(_key_condition(target, keys[1:], wanted))
    return key.in_(wanted)
