"""The split sheet of a purchase run: per item what was bought, per site what it gets."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from logistics.tables.organisation import Site
from logistics.tables.purchasing import (
    PurchaseRun,
    PurchaseRunAllocation,
    PurchaseRunLine,
    Supplier,
)
from logistics.tables.stock import Item

ZERO = Decimal(0)


class SheetRow(NamedTuple):
    """One item with its share for each site (None where the site needs none), in site order."""

    line: PurchaseRunLine
    shares: tuple[PurchaseRunAllocation | None, ...]

    @property
    def present(self) -> list[PurchaseRunAllocation]:
        """The shares that there are."""
        return [share for share in self.shares if share is not None]

    @property
    def allotted(self) -> Decimal:
        """What the sites were given of it, together."""
        return sum((Decimal(share.allotted or 0) for share in self.present), ZERO)

    @property
    def delivered(self) -> Decimal:
        """What the sites signed for, together."""
        return sum((Decimal(share.delivered or 0) for share in self.present), ZERO)

    @property
    def difference(self) -> Decimal:
        """What was bought and signed for nowhere; it must be explained."""
        return Decimal(self.line.bought or 0) - self.delivered


class RunSheet(NamedTuple):
    """A run as a table: sites across, items down."""

    run: PurchaseRun
    sites: tuple[Site, ...]
    rows: tuple[SheetRow, ...]

    @property
    def estimate(self) -> Decimal:
        """What the list costs at the last prices, in yuan."""
        return sum((line_estimate(row.line) for row in self.rows), ZERO)


def line_estimate(line: PurchaseRunLine) -> Decimal:
    """Quantity at the last price, in yuan to the fen."""
    exact = Decimal(line.quantity) * Decimal(line.estimated_price)
    return exact.quantize(Decimal("0.01"))


def sheet_of(run: PurchaseRun) -> RunSheet:
    """The sheet of one run, items by code, sites in their order. Two statements."""
    share = PurchaseRunAllocation
    shares = list(
        share.select(share, Site)
        .join(Site)
        .switch(share)
        .join(PurchaseRunLine)
        .where(PurchaseRunLine.run == run.id)
        .order_by(Site.position, Site.code)
    )
    lines = (
        PurchaseRunLine.select(PurchaseRunLine, Item, Supplier)
        .join(Item)
        .switch(PurchaseRunLine)
        .left_outer_join(Supplier)
        .where(PurchaseRunLine.run == run.id)
        .order_by(Item.code)
    )
    sites = tuple({row.site_id: row.site for row in shares}.values())
    by_place = {(row.run_line_id, row.site_id): row for row in shares}
    rows = [
        SheetRow(line, tuple(by_place.get((line.id, site.id)) for site in sites)) for line in lines
    ]
    return RunSheet(run, sites, tuple(rows))


def proposed_split(row: SheetRow) -> list[Decimal]:
    """What each of the shares should get: first what was asked for, then what refills the stock.

    More than was wanted goes to the first site.
    """
    left = Decimal(row.line.bought or 0)
    wants = [Decimal(share.shortage) + Decimal(share.extra) for share in row.present]
    refills = [Decimal(share.top_up) for share in row.present]
    given = _in_order(left, wants)
    left -= sum(given, ZERO)
    more = _in_order(left, refills)
    left -= sum(more, ZERO)
    split = [first + second for first, second in zip(given, more, strict=True)]
    if split:
        split[0] += left
    return split


def _in_order(left: Decimal, wants: Sequence[Decimal]) -> list[Decimal]:
    given = []
    for want in wants:
        given.append(min(want, left))
        left -= given[-1]
    return given


__all__ = ["RunSheet", "SheetRow", "line_estimate", "proposed_split", "sheet_of"]
