"""Budget lines and adjustments."""

from decimal import Decimal
from typing import Any

from models import BudgetAdjustment, BudgetLine, CostObject, Staff
from tests.cast import Cast
from tests.factories import serial
from tests.factories.organisation import make_unit


def make_budget_line(amount: int | str = 100_000, **overrides: Any) -> BudgetLine:
    number = serial()
    if "unit" not in overrides:
        overrides["unit"] = make_unit()
    return BudgetLine.create(
        **{
            "year": 2026,
            "economic_code": f"302{number:02}",
            "name": f"Line {number}",
            "amount": Decimal(amount),
            "status": "approved",
            **overrides,
        }
    )


def make_adjustment(requester: Staff, amount: int | str, **overrides: Any) -> BudgetAdjustment:
    return BudgetAdjustment.create(
        **{
            "requester": requester,
            "unit": requester.unit,
            "amount": Decimal(amount),
            "reason": "Prices rose",
            **overrides,
        }
    )


def make_cost_object(cast: Cast, **overrides: Any) -> CostObject:
    number = serial()
    return CostObject.create(
        **{
            "code": f"C{number}",
            "name": f"Service {number}",
            "service": "canteen",
            "unit": cast.units["CENTER"],
            **overrides,
        }
    )
