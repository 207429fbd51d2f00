"""Counts: their lines and what the books said on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import Any

import peewee

from logistics.database import total
from logistics.queries.stock.levels import on_hand
from logistics.tables.stock import Item, StockMovement, Stocktake, StocktakeLine


def lines_of_stocktake(stocktake: Stocktake) -> list[StocktakeLine]:
    """The lines with their items, by item's code."""
    query = StocktakeLine.select(StocktakeLine, Item).join(Item)
    return list(query.where(StocktakeLine.stocktake == stocktake.id).order_by(Item.code))


def balance_on(warehouse_id: int, item_ids: Collection[int], day: dt.date) -> dict[int, Decimal]:
    """What a warehouse held of each item at the end of ``day``, counted back from now."""
    rows: Any = (
        StockMovement.select(StockMovement.item, total(StockMovement.quantity))
        .where(
            (StockMovement.warehouse == warehouse_id)
            & StockMovement.item.in_(list(item_ids))
            & (StockMovement.moved_on > day)
        )
        .group_by(StockMovement.item)
        .tuples()
    )
    held = on_hand(warehouse_id, item_ids)
    for item, moved in rows:
        held[item] -= moved
    return held


def movements_entered_since(stocktake: Stocktake) -> dict[int, list[StockMovement]]:
    """By item: movements of days up to the count's that were entered after its first line was."""
    first = StocktakeLine.select(peewee.fn.MIN(StocktakeLine.counted_at)).where(
        StocktakeLine.stocktake == stocktake.id
    )
    found: dict[int, list[StockMovement]] = {}
    query = StockMovement.select().where(
        (StockMovement.warehouse == stocktake.warehouse_id)
        & (StockMovement.moved_on <= stocktake.counted_on)
        & (StockMovement.created_at > first)
    )
    for row in query:
        found.setdefault(row.item_id, []).append(row)
    return found
