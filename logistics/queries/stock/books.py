"""What the ledger says over a time: the books of a warehouse and what units cost."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import peewee

from logistics.database import total
from logistics.tables.organisation import Unit
from logistics.tables.stock import Item, StockMovement
from logistics.tables.stock.ledger import CENT

ZERO = Decimal(0)
NOTHING = (ZERO, ZERO)


class UnitCost(NamedTuple):
    """What a unit was issued, less what it gave back, in yuan."""

    unit: Unit
    cost: Decimal
    movements: int


class BookRow(NamedTuple):
    """One item in the books (收发存): quantity and value before, in, out and after."""

    item: Item
    before: tuple[Decimal, Decimal]
    incoming: tuple[Decimal, Decimal]
    outgoing: tuple[Decimal, Decimal]

    @property
    def after(self) -> tuple[Decimal, Decimal]:
        quantity, value = (
            before + put - taken
            for before, put, taken in zip(self.before, self.incoming, self.outgoing, strict=True)
        )
        return quantity, value

    @property
    def average(self) -> Decimal | None:
        """Yuan for one unit of measure at the end, to the fen; None where nothing is left."""
        quantity, value = self.after
        return (value / quantity).quantize(CENT, ROUND_HALF_UP) if quantity else None


def issue_costs(first: dt.date, last: dt.date, warehouse_id: int | None = None) -> list[UnitCost]:
    """What the issues of these days (from one warehouse) cost each unit, dearest first."""
    rows: Any = (
        StockMovement.select(
            StockMovement.unit,
            total(StockMovement.value),
            peewee.fn.COUNT(StockMovement.id),
        )
        .where(StockMovement.moved_on.between(first, last) & StockMovement.unit.is_null(False))
        .group_by(StockMovement.unit)
    )
    if warehouse_id is not None:
        rows = rows.where(StockMovement.warehouse == warehouse_id)
    units = {unit.id: unit for unit in Unit.select()}
    found = [UnitCost(units[unit], -value, count) for unit, value, count in rows.tuples()]
    return sorted(found, key=lambda row: (-row.cost, str(row.unit.code)))


def stock_book(warehouse_id: int, first: dt.date, last: dt.date) -> list[BookRow]:
    """The books of one warehouse from ``first`` to ``last`` inclusive, by item's code."""
    moved = StockMovement.moved_on.between(first, last)
    before = _sums(warehouse_id, StockMovement.moved_on < first)
    incoming = _sums(warehouse_id, moved & (StockMovement.quantity > 0))
    outgoing = _sums(warehouse_id, moved & (StockMovement.quantity < 0))
    ids = before.keys() | incoming.keys() | outgoing.keys()
    rows = []
    for item in Item.select().where(Item.id.in_(list(ids))).order_by(Item.code):
        quantity, value = outgoing.get(item.id, NOTHING)
        put = incoming.get(item.id, NOTHING)
        rows.append(BookRow(item, before.get(item.id, NOTHING), put, (-quantity, -value)))
    return rows


def _sums(warehouse_id: int, where: Any) -> dict[int, tuple[Decimal, Decimal]]:
    rows: Any = (
        StockMovement.select(
            StockMovement.item, total(StockMovement.quantity), total(StockMovement.value)
        )
        .where((StockMovement.warehouse == warehouse_id) & where)
        .group_by(StockMovement.item)
        .tuples()
    )
    return {item: (quantity, value) for item, quantity, value in rows}
