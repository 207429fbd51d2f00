"""How far the year's budget lines are used, beside how far the year is gone (序时进度)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from logistics.permissions import Actor, visible
from logistics.tables.money import BudgetLine
from logistics.tables.organisation import Unit

ZERO = Decimal(0)
TENTH = Decimal("0.1")
MONTHS = 12
WARN_POINTS = 10
"""Execution this many points away from the elapsed share of the year is shown as a warning."""


@dataclass(frozen=True)
class Execution:
    """One line or a sum of lines, in yuan."""

    budget: Decimal
    spent: Decimal
    held: Decimal

    @property
    def available(self) -> Decimal:
        """What may still be reserved."""
        return self.budget - self.spent - self.held

    @property
    def percent(self) -> Decimal | None:
        """Spent in percent of the budget, to a tenth; None without a budget."""
        return percent_of(self.spent, self.budget)


@dataclass(frozen=True)
class LineExecution(Execution):
    """One budget line."""

    line: BudgetLine

    def is_off(self, progress: Decimal) -> bool:
        """Whether it lies further from the elapsed share of the year than is usual."""
        return self.percent is not None and abs(self.percent - progress) > WARN_POINTS


def execution_of(year: int, actor: Actor) -> list[LineExecution]:
    """The approved lines of a year that the actor may read, by unit and code."""
    query = (
        BudgetLine.select(BudgetLine, Unit)
        .join(Unit)
        .where(BudgetLine.year == year, BudgetLine.status == "approved")
        .order_by(Unit.code, BudgetLine.economic_code)
    )
    return [
        LineExecution(line.budget, line.spent, line.held, line)
        for line in visible(actor, query, BudgetLine)
    ]


def sum_of(lines: Sequence[Execution]) -> Execution:
    """All lines together."""
    return Execution(
        sum((line.budget for line in lines), ZERO),
        sum((line.spent for line in lines), ZERO),
        sum((line.held for line in lines), ZERO),
    )


def time_progress(year: int, day: dt.date) -> Decimal:
    """The elapsed share of ``year`` on ``day`` in percent: whole months gone, of twelve."""
    if day.year != year:
        return Decimal(100 if day.year > year else 0)
    months = day.month if (day + dt.timedelta(days=1)).month != day.month else day.month - 1
    return (Decimal(months) / MONTHS * 100).quantize(TENTH, ROUND_HALF_UP)


def percent_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """A share in percent, to a tenth; None of nothing."""
    return (part / whole * 100).quantize(TENTH, ROUND_HALF_UP) if whole else None


__all__ = [
    "Execution",
    "LineExecution",
    "execution_of",
    "percent_of",
    "sum_of",
    "time_progress",
]
