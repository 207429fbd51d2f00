"""Cost, balance and waste of a canteen, counted from receipts, accounts, counts and scales."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, NamedTuple

from peewee import fn

from logistics.calendar import month_days
from logistics.columns import total
from logistics.tables.canteen import (
    Canteen,
    CanteenSettlement,
    IngredientReceipt,
    MealCount,
    WasteLog,
)

HUNDRED = Decimal(100)
CENT = Decimal("0.01")
GRAMS = Decimal(1000)
SETTLED = ("submitted", "approved", "published")


class YearSoFar(NamedTuple):
    """The accounts of a canteen from January to a month, in yuan."""

    income: Decimal
    subsidy: Decimal
    food_cost: Decimal
    months: int

    @property
    def turnover(self) -> Decimal:
        """What came in: paid by diners and by the organ."""
        return self.income + self.subsidy

    @property
    def balance(self) -> Decimal:
        return self.turnover - self.food_cost

    @property
    def percent(self) -> Decimal | None:
        """Surplus (above nothing) or loss in percent of turnover; None without turnover (R26)."""
        if not self.turnover:
            return None
        return (self.balance * HUNDRED / self.turnover).quantize(CENT)


class Waste(NamedTuple):
    """What was weighed and how many ate on the same days."""

    kilograms: Decimal
    meals: int

    @property
    def grams_a_meal(self) -> Decimal | None:
        """Grams for each meal; None without meals."""
        if not self.meals:
            return None
        return (self.kilograms * GRAMS / self.meals).quantize(Decimal("0.1"))


def food_cost_of(canteen_id: int, month: dt.date) -> Decimal:
    """What the ingredients received in a month cost, at purchase price without utilities (R26)."""
    cost: Decimal = (
        IngredientReceipt.select(total(IngredientReceipt.amount))
        .where(
            (IngredientReceipt.canteen == canteen_id)
            & (IngredientReceipt.status == "received")
            & IngredientReceipt.received_on.between(*month_days(month))
        )
        .scalar()
    )
    return cost


def meals_of(canteen_id: int, first: dt.date, last: dt.date) -> int:
    """How many meals were eaten."""
    query = MealCount.select(total(MealCount.actual)).where(
        (MealCount.canteen == canteen_id) & MealCount.day.between(first, last)
    )
    return int(query.scalar())


def year_so_far(canteen_id: int, month: dt.date, *, without: int | None = None) -> YearSoFar:
    """The accounts submitted from January to ``month``; without the row that is being settled."""
    first = month.replace(month=1, day=1)
    query: Any = CanteenSettlement.select(
        total(CanteenSettlement.income),
        total(CanteenSettlement.subsidy),
        total(CanteenSettlement.food_cost),
        fn.COUNT(CanteenSettlement.id),
    ).where(
        (CanteenSettlement.canteen == canteen_id)
        & CanteenSettlement.status.in_(SETTLED)
        & CanteenSettlement.month.between(first, month)
    )
    if without is not None:
        query = query.where(CanteenSettlement.id != without)
    ((income, subsidy, food_cost, months),) = query.tuples()
    return YearSoFar(income, subsidy, food_cost, months)


def waste_of(canteen_id: int, first: dt.date, last: dt.date) -> Waste:
    """Waste from plates and of what was not served, over the meals of the same days."""
    kilograms: Decimal = (
        WasteLog.select(total(WasteLog.weight))
        .where(
            (WasteLog.canteen == canteen_id)
            & (WasteLog.kind != "kitchen")
            & WasteLog.day.between(first, last)
        )
        .scalar()
    )
    days = WasteLog.select(WasteLog.day).where(
        (WasteLog.canteen == canteen_id) & (WasteLog.kind != "kitchen")
    )
    meals = MealCount.select(total(MealCount.actual)).where(
        (MealCount.canteen == canteen_id)
        & MealCount.day.between(first, last)
        & MealCount.day.in_(days)
    )
    return Waste(kilograms, int(meals.scalar()))


def canteens_by_id() -> dict[int, Canteen]:
    """Every canteen."""
    return {canteen.id: canteen for canteen in Canteen.select().order_by(Canteen.code)}
