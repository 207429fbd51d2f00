"""Money: what may be spent, what a service costs, what was wasted and what an outlay brought."""

from logistics.tables.money.benefits import BenefitReview, WasteEvent
from logistics.tables.money.budget import BudgetAdjustment, BudgetEntry, BudgetLine
from logistics.tables.money.costs import (
    CostAllocation,
    CostDriver,
    CostEntry,
    CostObject,
    CostPlan,
)

__all__ = [
    "BenefitReview",
    "BudgetAdjustment",
    "BudgetEntry",
    "BudgetLine",
    "CostAllocation",
    "CostDriver",
    "CostEntry",
    "CostObject",
    "CostPlan",
    "WasteEvent",
]
