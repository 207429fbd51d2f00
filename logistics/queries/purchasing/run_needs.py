"""What the next purchase run has to bring, site by site, and what it may cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import peewee

from logistics.queries.stock import below_minimum, open_shortages, warehouse_of
from logistics.tables.organisation import Site
from logistics.tables.purchasing import PurchaseRun, PurchaseRunAllocation, PurchaseRunLine
from logistics.tables.stock import StockMovement

ZERO = Decimal(0)
CENT = Decimal("0.01")
UNDER_WAY = ("locked", "buying", "delivering")
Place = tuple[int, int]
"""A site's id and an item's id."""


class Need(NamedTuple):
    """What one site needs of one item: for approved requests, and to refill the stock."""

    site_id: int
    item_id: int
    shortage: Decimal
    top_up: Decimal


def needs_now() -> list[Need]:
    """What lacks now and is not under way with a locked run.

    Shortages of approved issue requests go to the site that asked. Refills of items below their
    minimum go to the first site that has a warehouse, from which they can be transferred.
    """
    coming = _under_way()
    shortages: dict[Place, Decimal] = {}
    spare: dict[int, Decimal] = defaultdict(Decimal)
    missing = {(row.site.id, row.item.id): row.missing for row in open_shortages()}
    for place in missing.keys() | coming.keys():
        lacking = missing.get(place, ZERO) - coming.get(place, ZERO)
        if lacking > 0:
            shortages[place] = lacking
        else:
            spare[place[1]] -= lacking
    refills = _refills(spare)
    return [
        Need(site, item, shortages.get((site, item), ZERO), refills.get((site, item), ZERO))
        for site, item in sorted(shortages.keys() | refills.keys())
    ]


def last_prices(item_ids: Collection[int]) -> dict[int, Decimal]:
    """What one unit of measure of each item cost when it last came in, in yuan to the fen."""
    latest = (
        StockMovement.select(peewee.fn.MAX(StockMovement.id))
        .where(
            StockMovement.item.in_(list(item_ids)),
            StockMovement.kind.in_(("purchase_in", "opening")),
            StockMovement.quantity > 0,
        )
        .group_by(StockMovement.item)
    )
    rows = StockMovement.select().where(StockMovement.id.in_(latest))
    return {row.item_id: (row.value / row.quantity).quantize(CENT, ROUND_HALF_UP) for row in rows}


def _refills(spare: dict[int, Decimal]) -> dict[Place, Decimal]:
    low = below_minimum()
    home = _first_site() if low else None
    if home is None:
        return {}
    wanted = {(home, row.item.id): row.top_up - spare[row.item.id] for row in low}
    return {place: quantity for place, quantity in wanted.items() if quantity > 0}


def _first_site() -> int | None:
    for site in Site.select().order_by(Site.position, Site.code):
        if warehouse_of(site.id) is not None:
            return int(site.id)
    return None


def _under_way() -> dict[Place, Decimal]:
    """What locked runs will still bring to each site."""
    share = PurchaseRunAllocation
    rows: Any = (
        share.select(share.site, PurchaseRunLine.item, share.quantity, share.allotted)
        .join(PurchaseRunLine)
        .join(PurchaseRun)
        .where(PurchaseRun.status.in_(UNDER_WAY), share.signed_at.is_null())
        .tuples()
    )
    coming: dict[Place, Decimal] = defaultdict(Decimal)
    for site, item, quantity, allotted in rows:
        coming[site, item] += quantity if allotted is None else allotted
    return dict(coming)


__all__ = ["Need", "last_prices", "needs_now"]
