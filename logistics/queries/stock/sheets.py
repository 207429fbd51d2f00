"""What an issue sheet will do, or did: site by site, item by item."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from logistics.database import Record
from logistics.queries.stock.levels import on_hand
from logistics.tables.organisation import Site, Unit
from logistics.tables.people import Staff
from logistics.tables.stock import (
    IssueRequest,
    IssueRequestLine,
    IssueSheet,
    IssueSlip,
    IssueSlipLine,
    Item,
    Warehouse,
)

ZERO = Decimal(0)


@dataclass(frozen=True)
class ItemShare:
    """One item on one slip, over all units of the site."""

    slip: IssueSlip
    item: Item
    available: Decimal
    lines: Sequence[IssueSlipLine]

    @property
    def requested(self) -> Decimal:
        return sum((line.requested for line in self.lines), ZERO)

    @property
    def issued(self) -> Decimal:
        return sum((line.issued for line in self.lines), ZERO)

    @property
    def value(self) -> Decimal:
        return sum((line.value for line in self.lines), ZERO)

    @property
    def short(self) -> Decimal:
        return self.requested - self.issued

    @property
    def left(self) -> Decimal:
        """What the warehouse keeps afterwards."""
        return self.available - self.issued


@dataclass(frozen=True)
class SiteShare:
    """What one site gets by its slip."""

    slip: IssueSlip
    items: Sequence[ItemShare]

    @property
    def lines(self) -> list[IssueSlipLine]:
        return [line for share in self.items for line in share.lines]

    @property
    def units(self) -> int:
        return len({line.unit_id for line in self.lines})

    @property
    def requests(self) -> int:
        return len({line.request_line.request_id for line in self.lines})

    @property
    def requested(self) -> Decimal:
        return sum((share.requested for share in self.items), ZERO)

    @property
    def issued(self) -> Decimal:
        return sum((share.issued for share in self.items), ZERO)

    @property
    def value(self) -> Decimal:
        return sum((share.value for share in self.items), ZERO)

    @property
    def short(self) -> Decimal:
        return self.requested - self.issued

    @property
    def short_items(self) -> int:
        return sum(share.short > 0 for share in self.items)


@dataclass(frozen=True)
class Offer:
    """What one site lacks and the warehouse of another would have left."""

    short: ItemShare
    source: ItemShare
    quantity: Decimal


@dataclass(frozen=True)
class SheetPreview:
    """A sheet with the shares of its sites; of a draft, as it would be issued now."""

    sheet: IssueSheet
    sites: Sequence[SiteShare]
    offers: Sequence[Offer] = field(default_factory=tuple)

    @property
    def issued(self) -> Decimal:
        return sum((site.issued for site in self.sites), ZERO)

    @property
    def short(self) -> Decimal:
        """What rolls over to the next purchase run."""
        return sum((site.short for site in self.sites), ZERO)

    @property
    def value(self) -> Decimal:
        return sum((site.value for site in self.sites), ZERO)

    @property
    def requests(self) -> int:
        return sum(site.requests for site in self.sites)

    @property
    def requests_served(self) -> int:
        """How many requests get all that they still waited for."""
        lines = [line for site in self.sites for line in site.lines]
        short = {line.request_line.request_id for line in lines if line.short > 0}
        return len({line.request_line.request_id for line in lines} - short)


def places_of_sheets(sheet_ids: Sequence[int]) -> list[tuple[int, int, int]]:
    """Line, warehouse and item of every line of sheets, as ids."""
    rows: Any = (
        IssueSlipLine.select(IssueSlipLine.id, IssueSlip.warehouse, IssueSlipLine.item)
        .join(IssueSlip)
        .where(IssueSlip.sheet.in_(list(sheet_ids)))
        .tuples()
    )
    return list(rows)


def lines_of_sheet(sheet: IssueSheet) -> list[IssueSlipLine]:
    """The lines of a sheet with all that is told about them, in the order of issuing.

    By site, then by item's id as the balances are locked, then by who was approved first. What
    many lines share (slip, item, unit, request) is read once and hung onto them: joining it to
    each of a thousand lines takes several times as long.
    """
    line, asked = IssueSlipLine, IssueRequestLine
    rows = list(
        line.select(line, asked)
        .join(IssueSlip)
        .switch(line)
        .join(asked)
        .where(IssueSlip.sheet == sheet.id)
    )
    slips = _slips_of(sheet)
    items = _by_id(Item, {row.item_id for row in rows})
    units = _by_id(Unit, {row.unit_id for row in rows})
    requests = _requests({row.request_line.request_id for row in rows})
    for row in rows:
        row.slip, row.item, row.unit = slips[row.slip_id], items[row.item_id], units[row.unit_id]
        row.request_line.item = row.item
        row.request_line.request = requests[row.request_line.request_id]
    order = {slip_id: place for place, slip_id in enumerate(slips)}
    rows.sort(
        key=lambda row: (
            order[row.slip_id],
            row.item_id,
            row.request_line.request.approved_at,
            row.id,
        )
    )
    return rows


def _slips_of(sheet: IssueSheet) -> dict[int, IssueSlip]:
    """The slips by id, in the order of their sites."""
    query = (
        IssueSlip.select(IssueSlip, Site, Warehouse)
        .join(Site)
        .switch(IssueSlip)
        .join(Warehouse)
        .where(IssueSlip.sheet == sheet.id)
        .order_by(Site.position, Site.code)
    )
    slips = {slip.id: slip for slip in query}
    for slip in slips.values():
        slip.sheet = sheet
    return slips


def _requests(ids: Collection[int]) -> dict[int, IssueRequest]:
    query = IssueRequest.select(IssueRequest, Staff).join(Staff, on=IssueRequest.requester)
    return {row.id: row for row in query.where(IssueRequest.id.in_(list(ids)))}


def _by_id(model: type[Record], ids: Collection[int]) -> dict[int, Any]:
    return {row.id: row for row in model.select().where(model.id.in_(list(ids)))}


def preview_sheet(sheet: IssueSheet) -> SheetPreview:
    """What each site gets, what is short, and what the other site could lend."""
    by_slip: dict[int, list[IssueSlipLine]] = {}
    for line in lines_of_sheet(sheet):
        by_slip.setdefault(line.slip_id, []).append(line)
    sites = tuple(_site_share(lines) for lines in by_slip.values())
    offers = tuple(_offers(sites)) if sheet.status == "draft" else ()
    return SheetPreview(sheet, sites, offers)


def _site_share(lines: Sequence[IssueSlipLine]) -> SiteShare:
    slip = lines[0].slip
    by_item: dict[int, list[IssueSlipLine]] = {}
    for line in lines:
        by_item.setdefault(line.item_id, []).append(line)
    if slip.status == "draft":
        available = on_hand(slip.warehouse_id, list(by_item))
    else:
        available = {item: rows[0].available or ZERO for item, rows in by_item.items()}
    shares = [
        ItemShare(slip, rows[0].item, available[item], rows) for item, rows in by_item.items()
    ]
    return SiteShare(slip, sorted(shares, key=lambda share: str(share.item.code)))


def _offers(sites: Sequence[SiteShare]) -> Iterable[Offer]:
    by_item: dict[int, list[ItemShare]] = {}
    for site in sites:
        for share in site.items:
            by_item.setdefault(share.item.id, []).append(share)
    for shares in by_item.values():
        for short, source in itertools.permutations(shares, 2):
            quantity = min(short.short, source.left)
            if quantity > 0 and short.slip.warehouse_id != source.slip.warehouse_id:
                yield Offer(short, source, quantity)
