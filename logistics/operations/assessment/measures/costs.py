"""Costs against the plan, and whether the asset books agree with what is there.

Whoever answers for a cost object answers for what it costs (R81).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from logistics.calendar import month_days
from logistics.database import total
from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.tables.assets import AssetCount, AssetCountLine
from logistics.tables.money import CostEntry, CostObject, CostPlan
from logistics.wording import _


def observe_costs(span: Span) -> Iterator[Observation]:
    """Every planned month of a cost object that has costs: the costs, of what was planned."""
    actual: Any = (
        CostEntry.select(CostEntry.cost_object, CostEntry.month, total(CostEntry.amount))
        .where(CostEntry.month.between(span.first, span.last))
        .group_by(CostEntry.cost_object, CostEntry.month)
        .tuples()
    )
    spent = {(cost_object, month): amount for cost_object, month, amount in actual}
    plans = (
        CostPlan.select(
            CostPlan.id, CostPlan.cost_object, CostPlan.month, CostPlan.amount, CostObject.manager
        )
        .join(CostObject)
        .where(
            CostPlan.month.between(span.first, span.last)
            & (CostPlan.amount > 0)
            & CostObject.manager.is_null(False)
        )
        .order_by(CostPlan.id)
        .tuples()
        .iterator()
    )
    for key, cost_object, month, planned, manager in plans:
        amount = spent.get((cost_object, month), Decimal(0))
        if amount > 0:
            day = min(month_days(month)[1], span.last)
            yield Observation(manager, day, "cost_plan", key, quantity=amount, possible=planned)


def observe_asset_counts(span: Span) -> Iterator[Observation]:
    """Every line of an approved asset count, against whoever handed the count in."""
    rows = (
        AssetCountLine.select(
            AssetCountLine.id, AssetCount.counted_by, AssetCount.counted_on, AssetCountLine.result
        )
        .join(AssetCount)
        .where(
            (AssetCount.status == "approved")
            & AssetCount.counted_by.is_null(False)
            & AssetCount.counted_on.between(span.first, span.last)
        )
        .order_by(AssetCountLine.id)
        .tuples()
        .iterator()
    )
    for key, staff, day, result in rows:
        fault = "" if result == "found" else "difference"
        yield Observation(staff, day, "asset_count_line", key, fault=fault)


COST_VARIANCE = Measure("cost_variance", _("Costs: against the plan"), observe_costs)
ASSET_ACCURACY = Measure(
    "asset_accuracy",
    _("Asset counts: lines that differ"),
    observe_asset_counts,
    {"difference": _("Line that differs")},
)
