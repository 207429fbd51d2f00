"""What a table declares about itself beside its columns."""

from __future__ import annotations

from dataclasses import dataclass

from logistics.wording import Words


@dataclass(frozen=True)
class Scope:
    """Where a row belongs: dotted paths to its site, its unit and its owner.

    A path names columns of the table and of the tables it leads to, ``request.unit.site`` for
    instance. ``owner`` ends in a staff member or an account, and so do those of ``also``: people
    who act on the row without owning it, and see it whatever else of the table they may see.
    """

    site: str | None = None
    unit: str | None = None
    owner: str | None = None
    also: tuple[str, ...] = ()

    def under(self, prefix: str) -> Scope:
        """The same scope seen from a line whose key ``prefix`` leads to the document."""

        def path(end: str | None) -> str | None:
            return f"{prefix}.{end}" if end else None

        also = tuple(f"{prefix}.{end}" for end in self.also)
        return Scope(path(self.site), path(self.unit), path(self.owner), also)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path that is declared."""
        return (*filter(None, (self.site, self.unit, self.owner)), *self.also)


SHARED = Scope()
"""Rows that belong to nobody in particular: who may read the table sees them all."""


@dataclass(frozen=True)
class Rule:
    """A CHECK constraint and what a person is told when a row breaks it.

    ``condition`` is SQL that both engines understand; exact columns are scaled integers in it.
    """

    name: str
    condition: str
    words: Words


@dataclass(frozen=True)
class NoOverlap:
    """No two rows with the same ``keys`` may cover the same time.

    The interval is half-open for instants and inclusive for days. ``where`` limits the rule to
    some rows, those not cancelled for instance.
    """

    name: str
    keys: tuple[str, ...]
    starts: str
    ends: str
    where: str
    words: Words
