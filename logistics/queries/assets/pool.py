"""The idle pool searched by catalogue code and name, and what it has saved (旧物利用; R74)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import peewee

from logistics.database import total
from logistics.tables.assets import Asset, PoolListing
from logistics.tables.organisation import Site
from logistics.tables.purchasing.requests import PurchaseRequestLine
from logistics.tables.stock import Item


class Wanted(NamedTuple):
    """A line that is to be bought, by what the pool is searched with."""

    line_id: int
    catalogue_code: str
    name: str


class Savings(NamedTuple):
    """What was taken from the pool within some days: how many, and the purchases avoided."""

    pieces: int
    amount: Decimal


def on_offer() -> Any:
    """Listings on offer with their asset and its site, the newest first."""
    return (
        PoolListing.select(PoolListing, Asset, Site)
        .join(Asset)
        .join(Site)
        .where(PoolListing.status == "offered")
        .order_by(PoolListing.offered_at.desc(), PoolListing.id)
    )


def wanted_of(lines: Sequence[PurchaseRequestLine]) -> list[Wanted]:
    """What lines ask for; code and name fall back on those of the item."""
    return [
        Wanted(
            line.id,
            line.catalogue_code or (line.item.catalogue_code if line.item_id else ""),
            line.title,
        )
        for line in lines
    ]


def pool_for(wanted: Collection[Wanted]) -> dict[int, list[PoolListing]]:
    """By line, what the pool of all sites offers of the same code or name. One statement."""
    codes = {each.catalogue_code for each in wanted if each.catalogue_code}
    names = {each.name for each in wanted if each.name}
    matches = Asset.catalogue_code.in_(list(codes)) | Asset.name.in_(list(names))
    offers = list(on_offer().where(matches)) if codes or names else []
    return {
        each.line_id: [offer for offer in offers if _fits(offer.asset, each)] for each in wanted
    }


def pool_beside(request_ids: Collection[int]) -> dict[int, list[tuple[PurchaseRequestLine, Any]]]:
    """By request, pairs of a line and a listing that would do for it. Two statements."""
    lines = list(
        PurchaseRequestLine.select(PurchaseRequestLine, Item)
        .join(Item, peewee.JOIN.LEFT_OUTER)
        .where(PurchaseRequestLine.request.in_(list(request_ids)))
        .order_by(PurchaseRequestLine.id)
    )
    offers = pool_for(wanted_of(lines))
    found: dict[int, list[tuple[PurchaseRequestLine, Any]]] = {key: [] for key in request_ids}
    for line in lines:
        found[line.request_id] += [(line, offer) for offer in offers[line.id]]
    return found


def savings(begins_at: Any, ends_at: Any) -> Savings:
    """What was taken within the half-open interval."""
    row: Any = (
        PoolListing.select(peewee.fn.COUNT(PoolListing.id), total(PoolListing.saving))
        .where(
            (PoolListing.status == "taken")
            & (PoolListing.ended_at >= begins_at)
            & (PoolListing.ended_at < ends_at)
        )
        .tuples()
        .get()
    )
    return Savings(*row)


def _fits(asset: Asset, wanted: Wanted) -> bool:
    same_code = bool(wanted.catalogue_code) and asset.catalogue_code == wanted.catalogue_code
    return same_code or str(asset.name) == wanted.name


__all__ = ["Savings", "Wanted", "on_offer", "pool_beside", "pool_for", "savings", "wanted_of"]
