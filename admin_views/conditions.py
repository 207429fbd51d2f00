"""Filters joined by “and” and “or”, in groups within groups, in one part of the address.

``where=status__eq=submitted or (amount__ge=5000 and site__eq=2)``: “and” binds closer than “or”; a
value with spaces, brackets or quotes stands in quotes, a quote within it is doubled.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import peewee

from admin_views.filters import Filter, parse_filter
from logistics.database import Record, is_postgresql
from logistics.operations.validation import Problem
from logistics.wording import _

TOKEN = re.compile(
    r"""\s*(?:(?P<bracket>[()])|(?P<term>[a-z0-9_]+=(?:"(?:[^"]|"")*"|[^\s()"]+))
    |(?P<word>and|or)(?=[\s(]))""",
    re.VERBOSE,
)
DEEPEST = 5
MOST_TERMS = 30
LONGEST = 2000


@dataclass(frozen=True)
class Group:
    """Conditions of which all (``and``) or any (``or``) must hold."""

    joiner: str
    parts: tuple[Group | Filter, ...]

    def condition(self) -> Any:
        """The condition in SQL."""
        conditions = [part.condition() for part in self.parts]
        if self.joiner == "and":
            return functools.reduce(operator.and_, conditions)
        joined = functools.reduce(operator.or_, conditions)
        if is_postgresql():
            return joined
        # SQLite would gather the rows of an index for each side and sort them all: 2.1 s of a
        # million rows where reading in the list's own order finds a page at once.
        return peewee.NodeList((peewee.SQL("+("), joined, peewee.SQL(")")), glue="")

    def terms(self) -> Iterator[Filter]:
        """Every single condition."""
        for part in self.parts:
            if isinstance(part, Group):
                yield from part.terms()
            else:
                yield part


def parse_where(model: type[Record], text: str) -> Group:
    """Read ``where=``; raises Problem saying what is wrong."""
    if len(text) > LONGEST:
        raise Problem(_("At most %(length)s characters.", length=LONGEST))
    reader = _Reader(model, _tokens(text))
    found = reader.any_of(0)
    if reader.next is not None:
        raise _unclear(reader.next)
    return found if isinstance(found, Group) else Group("and", (found,))


def _tokens(text: str) -> list[str]:
    tokens, place = [], 0
    text = text.strip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None:
            raise _unclear(text[place:])
        tokens.append(match.group().strip())
        place = match.end()
    return tokens


def _unclear(text: str) -> Problem:
    return Problem(_("The conditions cannot be understood at “%(text)s”.", text=text[:40]))


class _Reader:
    """Reads tokens from left to right, one look ahead."""

    def __init__(self, model: type[Record], tokens: list[str]) -> None:
        self.model = model
        self.tokens = iter(tokens)
        self.next: str | None = next(self.tokens, None)
        self.terms = 0

    def take(self) -> str:
        taken = self.next
        if taken is None:
            raise Problem(_("The conditions end too early."))
        self.next = next(self.tokens, None)
        return taken

    def any_of(self, depth: int) -> Group | Filter:
        return self._joined("or", self._all_of, depth)

    def _all_of(self, depth: int) -> Group | Filter:
        return self._joined("and", self._one, depth)

    def _joined(self, joiner: str, read: Any, depth: int) -> Group | Filter:
        parts = [read(depth)]
        while self.next == joiner:
            self.take()
            parts.append(read(depth))
        return parts[0] if len(parts) == 1 else Group(joiner, tuple(parts))

    def _one(self, depth: int) -> Group | Filter:
        piece = self.take()
        if piece == "(":
            if depth == DEEPEST:
                raise Problem(_("At most %(most)s groups within each other.", most=DEEPEST))
            inner = self.any_of(depth + 1)
            if self.take() != ")":
                raise _unclear(piece)
            return inner
        key, equals, value = piece.partition("=")
        if not equals:
            raise _unclear(piece)
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise Problem(_("At most %(most)s conditions.", most=MOST_TERMS))
        if value.startswith('"'):
            value = value[1:-1].replace('""', '"')
        return parse_filter(self.model, key, value)
