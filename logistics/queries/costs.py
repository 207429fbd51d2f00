"""What services cost: by object and element, a unit, beside the plan (成本分析; R69, R73, R81)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import peewee

from logistics.database import total
from logistics.permissions import Actor, visible
from logistics.queries.budget import percent_of
from logistics.tables.money import CostDriver, CostEntry, CostObject, CostPlan
from logistics.tables.organisation import Site
from logistics.tables.people import Staff

ZERO = Decimal(0)
FEN = Decimal("0.01")
WARN_PERCENT = Decimal(5)
"""A cost so many percent above its plan is shown as a warning."""


@dataclass(frozen=True)
class ObjectCost:
    """One object over some months, in yuan; ``planned`` and ``quantity`` None without records."""

    cost_object: CostObject
    actual: Decimal
    elements: Mapping[str, Decimal] = field(default_factory=dict)
    planned: Decimal | None = None
    quantity: Decimal | None = None
    entries: int = 0

    @property
    def unit_cost(self) -> Decimal | None:
        """Yuan for one meal, kilometre, square metre …; None without the driver's quantity."""
        return per_unit(self.actual, self.quantity)

    @property
    def variance(self) -> Decimal | None:
        """Actual less planned, in yuan; None without a plan."""
        return None if self.planned is None else self.actual - self.planned

    @property
    def variance_percent(self) -> Decimal | None:
        """The variance in percent of the plan, to a tenth."""
        if self.planned is None:
            return None
        return percent_of(self.actual - self.planned, self.planned)

    @property
    def is_over(self) -> bool:
        """Whether it lies noticeably above its plan."""
        return self.variance_percent is not None and self.variance_percent > WARN_PERCENT


def per_unit(amount: Decimal, quantity: Decimal | None) -> Decimal | None:
    """``amount`` for one, to the fen; None of nothing."""
    return (amount / quantity).quantize(FEN, ROUND_HALF_UP) if quantity else None


def cost_analysis(first: dt.date, last: dt.date, actor: Actor) -> list[ObjectCost]:
    """The objects that the actor may read, by code, over the months of some days.

    Five statements. An object without entry and plan in these months is left out.
    """
    objects = list(
        visible(
            actor,
            CostObject.select(CostObject, Site).left_outer_join(Site).order_by(CostObject.code),
            CostObject,
        )
    )
    months = (first.replace(day=1), last)
    elements = _elements(months)
    entries = _entry_counts(months)
    plans = _plans(months)
    quantities = _quantities(months)
    found = [
        ObjectCost(
            row,
            sum(elements[row.id].values(), ZERO),
            dict(elements[row.id]),
            plans.get(row.id),
            quantities.get((row.id, row.driver)) if row.driver else None,
            entries.get(row.id, 0),
        )
        for row in objects
    ]
    return [row for row in found if row.entries or row.planned is not None]


def sum_of_costs(rows: Sequence[ObjectCost]) -> tuple[Decimal, Decimal]:
    """Actual and planned of all rows together."""
    return (
        sum((row.actual for row in rows), ZERO),
        sum((row.planned or ZERO for row in rows), ZERO),
    )


def _elements(months: tuple[dt.date, dt.date]) -> dict[int, dict[str, Decimal]]:
    rows: Any = (
        CostEntry.select(CostEntry.cost_object, CostEntry.element, total(CostEntry.amount))
        .where(CostEntry.month.between(*months))
        .group_by(CostEntry.cost_object, CostEntry.element)
        .tuples()
    )
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for cost_object, element, amount in rows:
        found[cost_object][element] = amount
    return found


def _entry_counts(months: tuple[dt.date, dt.date]) -> dict[int, int]:
    rows: Any = (
        CostEntry.select(CostEntry.cost_object, peewee.fn.COUNT(CostEntry.id))
        .where(CostEntry.month.between(*months))
        .group_by(CostEntry.cost_object)
        .tuples()
    )
    return dict(rows)


def _plans(months: tuple[dt.date, dt.date]) -> dict[int, Decimal]:
    rows: Any = (
        CostPlan.select(CostPlan.cost_object, total(CostPlan.amount))
        .where(CostPlan.month.between(*months))
        .group_by(CostPlan.cost_object)
        .tuples()
    )
    return dict(rows)


def _quantities(months: tuple[dt.date, dt.date]) -> dict[tuple[int, str], Decimal]:
    rows: Any = (
        CostDriver.select(CostDriver.cost_object, CostDriver.driver, total(CostDriver.quantity))
        .where(CostDriver.month.between(*months))
        .group_by(CostDriver.cost_object, CostDriver.driver)
        .tuples()
    )
    return {(cost_object, driver): quantity for cost_object, driver, quantity in rows}


class RunningCost(NamedTuple):
    """The running cost of all services for each person whom they serve."""

    heads: int
    per_head: Decimal | None


def running_cost(day: dt.date, actual: Decimal) -> RunningCost:
    """``actual`` yuan by the people in service on ``day`` (机关运行成本)."""
    heads = (
        Staff.select()
        .where((Staff.hired_on <= day) & (Staff.left_on.is_null() | (Staff.left_on >= day)))
        .count()
    )
    return RunningCost(heads, per_unit(actual, Decimal(heads)))
