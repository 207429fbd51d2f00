"""What is in stock of the things that a request wants to buy anew (旧物利用)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from logistics.queries.stock import held_by_site
from logistics.tables.organisation import Site
from logistics.tables.purchasing.requests import PurchaseRequestLine
from logistics.tables.stock import Item

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
    """By request, what was found, in names and numbers; a dash when nothing is in stock."""
    return {
        request_id: ";\n".join(_told(row) for row in rows if row.total) or "—"
        for request_id, rows in stock_beside(request_ids).items()
    }


def _told(row: InStock) -> str:
    places = ", ".join(f"{site.name} {quantity.normalize():f}" for site, quantity in row.held)
    return f"{row.line.item} ({row.line.item.unit_of_measure}): {places}"


__all__ = ["InStock", "reuse_findings", "stock_beside"]
