"""Expected records as figures: how many were due, done, missed and forgiven."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import peewee

from logistics.database import now
from logistics.tables.expected import ExpectedRecord


class Kept(NamedTuple):
    """What became of expected records; ``due`` are those whose time is over or that are done."""

    due: int
    done: int
    forgiven: int

    @property
    def missed(self) -> int:
        """Neither done nor forgiven."""
        return self.due - self.done - self.forgiven

    @property
    def percent(self) -> Decimal | None:
        """Done of due, to a hundredth; None while nothing was due."""
        if not self.due:
            return None
        return (Decimal(100) * self.done / self.due).quantize(Decimal("0.01"))


def is_due(model: type[ExpectedRecord]) -> Any:
    """Whether a row counts by now: its window is closed, or it was done before that."""
    return (model.status != "expected") | (model.ends_at <= now())


def is_missed(model: type[ExpectedRecord]) -> Any:
    """Whether a row was missed and not forgiven, marked so already or not."""
    late = (model.status == "expected") & (model.ends_at <= now())
    return (model.status == "missed") | late


def kept(model: type[ExpectedRecord], *conditions: Any) -> Kept:
    """The figures over the rows that meet the conditions; one statement."""
    query: Any = (
        model.select(model.status, peewee.fn.COUNT(model.id))
        .where(is_due(model), *conditions)
        .group_by(model.status)
        .tuples()
    )
    return _kept(dict(query))


def kept_by(model: type[ExpectedRecord], column: Any, *conditions: Any) -> dict[Any, Kept]:
    """The figures for each value of ``column``, in its order; one statement."""
    by_value: dict[Any, dict[str, int]] = {}
    query: Any = (
        model.select(column, model.status, peewee.fn.COUNT(model.id))
        .where(is_due(model), *conditions)
        .group_by(column, model.status)
        .order_by(column)
        .tuples()
    )
    for value, status, count in query:
        by_value.setdefault(value, {})[status] = count
    return {value: _kept(counts) for value, counts in by_value.items()}


def _kept(counts: dict[str, int]) -> Kept:
    return Kept(sum(counts.values()), counts.get("done", 0), counts.get("forgiven", 0))
