"""What stock and the idle pool hold of the things that a request wants to buy anew (旧物利用)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from logistics.queries.assets.pool import pool_beside
from logistics.queries.stock import held_by_site
from logistics.tables.assets import ReuseCheck
from logistics.tables.organisation import Site
from logistics.tables.purchasing.requests import PurchaseRequestLine
from logistics.tables.stock import Item
from logistics.wording import Words, _

ZERO = Decimal(0)


@dataclass(frozen=True)
class InStock:
    """One line of a request with what each site holds of its item, sites in their order."""

    line: PurchaseRequestLine
    held: tuple[tuple[Site, Decimal], ...]

    @property
    def total(self) -> Decimal:
        """What all sites hold, in the item's unit."""
        return sum((quantity for _site, quantity in self.held), ZERO)

    @property
    def to_buy(self) -> Decimal:
        """What would still have to be bought if all of it were used up."""
        return max(Decimal(self.line.quantity) - self.total, ZERO)


def stock_beside(request_ids: Collection[int]) -> dict[int, list[InStock]]:
    """By request, its lines that name an item, with the stock at every site. Three statements."""
    found: dict[int, list[InStock]] = {request_id: [] for request_id in request_ids}
    if not found:
        return {}
    lines = list(
        PurchaseRequestLine.select(PurchaseRequestLine, Item)
        .join(Item)
        .where(PurchaseRequestLine.request.in_(list(found)))
        .order_by(PurchaseRequestLine.id)
    )
    held = held_by_site({line.item_id for line in lines})
    stores = {site for site, _item in held}
    sites = Site.select().where(Site.id.in_(stores)).order_by(Site.position, Site.code)
    places = list(sites)
    for line in lines:
        quantities = tuple((site, held.get((site.id, line.item_id), ZERO)) for site in places)
        found[line.request_id].append(InStock(line, quantities))
    return found


def reuse_findings(request_ids: Collection[int]) -> dict[int, str]:
    """By request, what stock and pool hold, in names and numbers; a dash for nothing (R74)."""
    pool = pool_beside(request_ids)
    return {
        request_id: ";\n".join(
            [_told(row) for row in rows if row.total]
            + [
                f"{line.title}: {offer.asset}, {offer.asset.site}"
                for line, offer in pool[request_id]
            ]
        )
        or "—"
        for request_id, rows in stock_beside(request_ids).items()
    }


def why_not_reused(request_ids: Collection[int]) -> dict[int, Words]:
    """By request, why it cannot go on: the pool offers what a line asks for and nobody has looked.

    A look counts for what stood in the pool by then. Three statements.
    """
    found = {request_id: pairs for request_id, pairs in pool_beside(request_ids).items() if pairs}
    looked = _looked_at({line.id for pairs in found.values() for line, _offer in pairs})
    refusals: dict[int, Words] = {}
    for request_id, pairs in found.items():
        for line, offer in pairs:
            last = looked.get(line.id)
            if last is None or last < offer.offered_at:
                refusals[request_id] = _(
                    "The idle pool offers %(asset)s for “%(line)s”: the keeper takes it from there "
                    "or stores in the reuse check of that line why it will not do.",
                    asset=str(offer.asset),
                    line=line.title,
                )
                break
    return refusals


def _looked_at(line_ids: Collection[int]) -> dict[int, dt.datetime]:
    """By line, when the pool was last searched for it."""
    checks: Any = (
        ReuseCheck.select(ReuseCheck.request_line, ReuseCheck.checked_at)
        .where(ReuseCheck.request_line.in_(list(line_ids)))
        .order_by(ReuseCheck.checked_at)
        .tuples()
    )
    return dict(checks) if line_ids else {}


def _told(row: InStock) -> str:
    places = ", ".join(f"{site.name} {quantity.normalize():f}" for site, quantity in row.held)
    return f"{row.line.item} ({row.line.item.unit_of_measure}): {places}"


__all__ = ["InStock", "reuse_findings", "stock_beside", "why_not_reused"]
