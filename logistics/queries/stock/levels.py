"""What is on hand, what lacks, and what has run low."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any, NamedTuple

import peewee

from logistics.database import total
from logistics.tables.organisation import Site
from logistics.tables.stock import (
    IssueRequest,
    IssueRequestLine,
    Item,
    StockLevel,
    Warehouse,
)
from logistics.tables.stock.requests import OPEN_STATUSES

ZERO = Decimal(0)


class Shortage(NamedTuple):
    """An item that a site's open requests ask for beyond what its warehouses hold."""

    site: Site
    item: Item
    wanted: Decimal
    on_hand: Decimal

    @property
    def missing(self) -> Decimal:
        return self.wanted - self.on_hand


class LowStock(NamedTuple):
    """An item of which all warehouses together hold less than its minimum."""

    item: Item
    on_hand: Decimal

    @property
    def top_up(self) -> Decimal:
        """How much brings it to its maximum, or to its minimum where it has no maximum."""
        aim = self.item.max_stock if self.item.max_stock is not None else self.item.min_stock
        return Decimal(aim) - self.on_hand


def warehouse_of(site_id: int) -> Warehouse | None:
    """The warehouse from which a site gets its supplies: its first in use, by code."""
    found: Warehouse | None = (
        Warehouse.select()
        .where((Warehouse.site == site_id) & Warehouse.is_active)
        .order_by(Warehouse.code)
        .first()
    )
    return found


def on_hand(warehouse_id: int, item_ids: Collection[int]) -> dict[int, Decimal]:
    """What a warehouse holds of each item; 0 for what it never held."""
    rows = StockLevel.select(StockLevel.item, StockLevel.quantity).where(
        (StockLevel.warehouse == warehouse_id) & StockLevel.item.in_(list(item_ids))
    )
    return dict.fromkeys(item_ids, ZERO) | {row.item_id: row.quantity for row in rows}


def open_shortages(site_id: int | None = None) -> list[Shortage]:
    """What the next purchase run has to bring for open requests, by site and item.

    Approved lines keep what is neither issued nor given up as their open quantity; a site is short
    of what of it its own warehouses do not hold. What another site holds counts only once it has
    been transferred.
    """
    wanted = _open_quantities(site_id)
    held = held_by_site({item for _site, item in wanted})
    short = [place for place, asked in wanted.items() if asked > held.get(place, ZERO)]
    sites = {row.id: row for row in Site.select()}
    items = {row.id: row for row in Item.select().where(Item.id.in_([item for _, item in short]))}
    found = [
        Shortage(sites[site], items[item], wanted[site, item], held.get((site, item), ZERO))
        for site, item in short
    ]
    return sorted(found, key=lambda row: (row.site.position, row.site.code, row.item.code))


def below_minimum() -> list[LowStock]:
    """Items in use that have run below their minimum, over all warehouses, by code."""
    held = total(StockLevel.quantity)
    rows = (
        Item.select(Item, held.alias("held"))
        .join(StockLevel, peewee.JOIN.LEFT_OUTER, on=(StockLevel.item == Item.id))
        .where(Item.is_active & (Item.min_stock > 0))
        .group_by(Item.id)
        .order_by(Item.code)
    )
    return [LowStock(row, row.held) for row in rows if row.held < row.min_stock]


def _open_quantities(site_id: int | None) -> dict[tuple[int, int], Decimal]:
    line = IssueRequestLine
    query: Any = (
        IssueRequest.select(
            IssueRequest.site,
            line.item,
            total(line.quantity),
            total(line.issued),
            total(line.given_up),
        )
        .join(line, on=(line.request == IssueRequest.id))
        .where(IssueRequest.status.in_(OPEN_STATUSES))
        .group_by(IssueRequest.site, line.item)
    )
    if site_id is not None:
        query = query.where(IssueRequest.site == site_id)
    return {
        (site, item): asked - issued - given_up
        for site, item, asked, issued, given_up in query.tuples()
    }


def held_by_site(item_ids: Collection[int]) -> dict[tuple[int, int], Decimal]:
    """What the warehouses of each site hold of each item; missing where there never was any."""
    rows: Any = (
        StockLevel.select(Warehouse.site, StockLevel.item, total(StockLevel.quantity))
        .join(Warehouse)
        .where(StockLevel.item.in_(list(item_ids)))
        .group_by(Warehouse.site, StockLevel.item)
        .tuples()
    )
    return {(site, item): quantity for site, item, quantity in rows}
