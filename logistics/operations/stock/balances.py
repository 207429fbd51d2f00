"""Balances in hand: locked rows of ``stock_level`` and the arithmetic of moving average."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from logistics.database import lock
from logistics.errors import RuleViolation
from logistics.operations.sets import ROWS_A_STATEMENT, change_many
from logistics.permissions import Actor
from logistics.tables.stock import StockLevel
from logistics.tables.stock.ledger import CENT
from logistics.wording import _

Place = tuple[int, int]
"""A warehouse's id and an item's id."""
ZERO = Decimal(0)


@dataclass
class Balance:
    """What one warehouse holds of one item while a set of movements is worked out."""

    level: StockLevel
    quantity: Decimal
    value: Decimal

    def put(self, quantity: Decimal, value: Decimal | None) -> Decimal:
        """Add ``quantity`` at ``value`` yuan, or at the average cost; returns the value added."""
        if value is None:
            value = self._average(quantity)
        self.quantity += quantity
        self.value += value
        return value

    def take(self, quantity: Decimal, value: Decimal | None = None) -> Decimal:
        """Remove ``quantity`` at the average cost, or at ``value`` as far as that is there.

        The last piece takes the rest of the value. The caller has made sure that the quantity is
        on hand. Returns the value removed.
        """
        if quantity == self.quantity:
            value = self.value
        elif value is None:
            value = self._average(quantity)
        value = min(value, self.value)
        self.quantity -= quantity
        self.value -= value
        return value

    def _average(self, quantity: Decimal) -> Decimal:
        if not self.quantity:
            raise RuleViolation(
                _("Nothing of this is on the books, so that its cost is not known: give it."),
                field="value",
            )
        return (self.value * quantity / self.quantity).quantize(CENT, ROUND_HALF_UP)


def lock_balances(places: Iterable[Place]) -> dict[Place, Balance]:
    """The balances of ``places``, locked until commit in the order of the items' ids.

    A place that never held the item gets its row now, so that there is always one to lock: two
    first receipts of an item would otherwise both find none.
    """
    wanted = sorted(set(places), key=lambda place: (place[1], place[0]))
    if not wanted:
        return {}
    known = {(row.warehouse_id, row.item_id) for row in _levels(wanted)}
    missing = [
        {"warehouse": warehouse, "item": item}
        for warehouse, item in wanted
        if (warehouse, item) not in known
    ]
    for start in range(0, len(missing), ROWS_A_STATEMENT):
        part = missing[start : start + ROWS_A_STATEMENT]
        StockLevel.insert_many(part).on_conflict_ignore().execute()
    return {
        (row.warehouse_id, row.item_id): Balance(row, row.quantity, row.value)
        for row in lock(_levels(wanted))
    }


def write_balances(balances: Iterable[Balance], *, actor: Actor) -> None:
    """Store locked balances."""
    held = list(balances)
    change_many(
        [balance.level for balance in held],
        [{"quantity": balance.quantity, "value": balance.value} for balance in held],
        actor=actor,
        verb=None,
    )


def _levels(places: Iterable[Place]) -> Any:
    by_warehouse: dict[int, list[int]] = {}
    for warehouse, item in places:
        by_warehouse.setdefault(warehouse, []).append(item)
    conditions = [
        (StockLevel.warehouse == warehouse) & StockLevel.item.in_(items)
        for warehouse, items in by_warehouse.items()
    ]
    return (
        StockLevel.select()
        .where(functools.reduce(operator.or_, conditions))
        .order_by(StockLevel.item, StockLevel.warehouse)
    )


__all__ = ["ZERO", "Balance", "Place", "lock_balances", "write_balances"]
