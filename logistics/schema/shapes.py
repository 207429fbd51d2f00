"""The shape of a table as plain data: what a migration freezes and what the database is held to.

A shape names columns as the database does (``site_id``), knows neither models nor connections and
is the same on both engines.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

LONGEST_NAME = 63
"""PostgreSQL cuts longer names without a word."""


@dataclass(frozen=True)
class Column:
    """One column. ``kind`` is a key of ``statements.TYPES``; ``references`` names a table."""

    name: str
    kind: str
    null: bool = False
    default: str | int | bool | None = None
    references: str | None = None


@dataclass(frozen=True)
class Check:
    """A named CHECK; ``condition`` is SQL that both engines understand."""

    name: str
    condition: str


@dataclass(frozen=True)
class Index:
    """An index, unique or not. A unique one is a rule and is named so that it can be explained."""

    name: str
    columns: tuple[str, ...]
    unique: bool = False


@dataclass(frozen=True)
class Exclusion:
    """No two rows with equal ``keys`` whose intervals meet, among the rows that ``where`` names.

    ``inclusive`` intervals are of days and contain their end; others are half-open.
    """

    name: str
    keys: tuple[str, ...]
    starts: str
    ends: str
    where: str = ""
    inclusive: bool = False


@dataclass(frozen=True)
class Table:
    """A table with all that the database keeps of it. Its key is always ``id``."""

    name: str
    columns: tuple[Column, ...]
    checks: tuple[Check, ...] = ()
    indexes: tuple[Index, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    append_only: bool = False

    @property
    def column_names(self) -> tuple[str, ...]:
        """The key first, then the columns in their order."""
        return ("id", *(column.name for column in self.columns))


@dataclass(frozen=True)
class Search:
    """The columns of a table that text search finds rows by, its names among them.

    ``names`` are also found by the first letters of their pinyin.
    """

    table: str
    columns: tuple[str, ...]
    names: tuple[str, ...] = ()


def constraint_name(*parts: str) -> str:
    """The parts joined by ``_``; a name too long for PostgreSQL keeps its head and a digest."""
    name = "_".join(parts)
    if len(name) <= LONGEST_NAME:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: LONGEST_NAME - 9]}_{digest}"
