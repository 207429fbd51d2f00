"""What may still be ordered for requests, and how far requests have come."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any, NamedTuple

from logistics.database import total
from logistics.tables.organisation import Site
from logistics.tables.purchasing import (
    Award,
    AwardLine,
    PurchaseOrder,
    PurchaseOrderAllocation,
    PurchaseOrderLine,
    PurchaseRequest,
    PurchaseRequestLine,
    Quotation,
    Supplier,
)
from logistics.tables.purchasing.orders import OPEN_STATUSES
from logistics.tables.stock import Item

ZERO = Decimal(0)


class Orderable(NamedTuple):
    """An awarded line of a request, with what of it is ordered already."""

    line: PurchaseRequestLine
    award: Award
    unit_price: Decimal
    ordered: Decimal

    @property
    def left(self) -> Decimal:
        """What may still be ordered."""
        return Decimal(self.line.quantity) - self.ordered


class Standing(NamedTuple):
    """How far a request has come: all of it ordered, all accepted, an order still open."""

    is_ordered: bool
    is_received: bool
    has_open_orders: bool


def orderable_lines(request_ids: Collection[int]) -> list[Orderable]:
    """The awarded lines of these requests, by request and line, whether or not anything is left."""
    ordered = _ordered(request_ids)
    rows = (
        AwardLine.select(
            AwardLine,
            Award,
            Supplier,
            Quotation,
            PurchaseRequestLine,
            Item,
            PurchaseRequest,
            Site,
        )
        .join(Award)
        .join(Supplier)
        .switch(Award)
        .join(Quotation, on=Award.quotation)
        .switch(AwardLine)
        .join(PurchaseRequestLine)
        .left_outer_join(Item)
        .switch(PurchaseRequestLine)
        .join(PurchaseRequest, on=PurchaseRequestLine.request)
        .join(Site)
        .where(Award.request.in_(list(request_ids)), Award.status == "standing")
        .order_by(PurchaseRequest.id, PurchaseRequestLine.id)
    )
    return [
        Orderable(
            row.request_line, row.award, row.unit_price, ordered.get(row.request_line_id, ZERO)
        )
        for row in rows
    ]


def has_orders(request_id: int) -> bool:
    """Whether anything ordered for a request stands, delivered or not."""
    shares = (
        PurchaseOrderAllocation.select()
        .join(PurchaseRequestLine)
        .where(
            PurchaseRequestLine.request == request_id,
            PurchaseOrderAllocation.dropped < PurchaseOrderAllocation.quantity,
        )
    )
    return bool(shares.exists())


def standings_of(request_ids: Collection[int]) -> dict[int, Standing]:
    """How far each of these requests has come, from its shares in orders. Three statements."""
    shares = _shares(request_ids)
    still_open = _with_open_orders(request_ids)
    ordered: dict[int, bool] = dict.fromkeys(request_ids, True)
    received: dict[int, bool] = dict.fromkeys(request_ids, True)
    for line in PurchaseRequestLine.select().where(
        PurchaseRequestLine.request.in_(list(request_ids))
    ):
        on_order, accepted = shares.get(line.id, (ZERO, ZERO))
        ordered[line.request_id] &= on_order >= line.quantity
        received[line.request_id] &= accepted >= line.quantity
    return {key: Standing(ordered[key], received[key], key in still_open) for key in request_ids}


def shares_of(order_id: int) -> list[PurchaseOrderAllocation]:
    """The shares of an order with their lines and requests, by line. One statement."""
    return list(
        PurchaseOrderAllocation.select(
            PurchaseOrderAllocation, PurchaseOrderLine, PurchaseRequestLine, PurchaseRequest
        )
        .join(PurchaseOrderLine)
        .switch(PurchaseOrderAllocation)
        .join(PurchaseRequestLine)
        .join(PurchaseRequest)
        .where(PurchaseOrderLine.order == order_id)
        .order_by(PurchaseOrderLine.id, PurchaseOrderAllocation.id)
    )


def _ordered(request_ids: Collection[int]) -> dict[int, Decimal]:
    return {line: on_order for line, (on_order, _accepted) in _shares(request_ids).items()}


def _shares(request_ids: Collection[int]) -> dict[int, tuple[Decimal, Decimal]]:
    """By request line: what is on order and not given up, and what of it was accepted."""
    share = PurchaseOrderAllocation
    rows: Any = (
        share.select(
            share.request_line, total(share.quantity), total(share.dropped), total(share.accepted)
        )
        .join(PurchaseRequestLine)
        .where(PurchaseRequestLine.request.in_(list(request_ids)))
        .group_by(share.request_line)
        .tuples()
    )
    return {line: (quantity - dropped, accepted) for line, quantity, dropped, accepted in rows}


def _with_open_orders(request_ids: Collection[int]) -> set[int]:
    rows = (
        PurchaseRequestLine.select(PurchaseRequestLine.request)
        .join(
            PurchaseOrderAllocation,
            on=(PurchaseOrderAllocation.request_line == PurchaseRequestLine.id),
        )
        .join(PurchaseOrderLine)
        .join(PurchaseOrder)
        .where(
            PurchaseRequestLine.request.in_(list(request_ids)),
            PurchaseOrder.status.in_(OPEN_STATUSES),
        )
        .distinct()
    )
    return {row.request_id for row in rows}


__all__ = ["Orderable", "Standing", "has_orders", "orderable_lines", "shares_of", "standings_of"]
