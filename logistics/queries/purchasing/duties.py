"""Who has had which duty on a purchase, from the request to the payment."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from logistics.queries.approvals.progress import duties_on
from logistics.tables.approvals.rules import STEP_KINDS
from logistics.tables.people import Staff
from logistics.tables.purchasing import (
    GoodsAcceptance,
    GoodsAcceptanceMember,
    GoodsReceipt,
    Invoice,
    Payment,
    PurchaseOrder,
    PurchaseOrderAllocation,
    PurchaseOrderLine,
    PurchaseRequest,
    PurchaseRequestLine,
)

APPROVAL_DUTIES = frozenset({"request", *STEP_KINDS})
BUYING_DUTIES = frozenset({"order", "accept", "keep", "pay"})


def duties_of(
    staff: Staff, *, request_ids: Collection[int], among: Collection[str]
) -> frozenset[str]:
    """Which of the duties ``among`` somebody has had on these requests and on what they led to.

    Only what is asked about is looked up.
    """
    held: set[str] = set()
    if staff.account_id is not None and not APPROVAL_DUTIES.isdisjoint(among):
        for request_id in request_ids:
            held |= duties_on("purchase_request", request_id, staff.account_id)
    if "request" in among and _asked_for(staff, request_ids):
        held.add("request")
    if not BUYING_DUTIES.isdisjoint(among):
        held |= _bought(staff, _orders_for(request_ids), among)
    return frozenset(held.intersection(among))


def requests_of(order_id: int) -> list[int]:
    """The requests that an order serves, by id."""
    rows = (
        PurchaseRequestLine.select(PurchaseRequestLine.request)
        .join(
            PurchaseOrderAllocation,
            on=(PurchaseOrderAllocation.request_line == PurchaseRequestLine.id),
        )
        .join(PurchaseOrderLine)
        .where(PurchaseOrderLine.order == order_id)
        .distinct()
    )
    return sorted(row.request_id for row in rows)


def _asked_for(staff: Staff, request_ids: Collection[int]) -> bool:
    asked = PurchaseRequest.select().where(
        PurchaseRequest.id.in_(list(request_ids)), PurchaseRequest.requester == staff.id
    )
    return bool(asked.exists())


def _orders_for(request_ids: Collection[int]) -> list[int]:
    rows = (
        PurchaseOrderLine.select(PurchaseOrderLine.order)
        .join(PurchaseOrderAllocation)
        .join(PurchaseRequestLine)
        .where(PurchaseRequestLine.request.in_(list(request_ids)))
        .distinct()
    )
    return [row.order_id for row in rows]


def _bought(staff: Staff, order_ids: Collection[int], among: Collection[str]) -> set[str]:
    orders = list(order_ids)
    if not orders:
        return set()
    did: dict[str, Any] = {
        "order": PurchaseOrder.select().where(
            PurchaseOrder.id.in_(orders),
            (PurchaseOrder.buyer == staff.id) | (PurchaseOrder.second_buyer == staff.id),
        ),
        "accept": GoodsAcceptanceMember.select()
        .join(GoodsAcceptance)
        .join(GoodsReceipt)
        .where(GoodsReceipt.order.in_(orders), GoodsAcceptanceMember.staff == staff.id),
        "keep": GoodsReceipt.select()
        .left_outer_join(GoodsAcceptance)
        .where(
            GoodsReceipt.order.in_(orders),
            (GoodsReceipt.received_by == staff.id) | (GoodsAcceptance.stocked_by == staff.id),
        ),
        "pay": Payment.select()
        .join(Invoice)
        .where(Invoice.order.in_(orders), Payment.paid_by == staff.id),
    }
    return {duty for duty, rows in did.items() if duty in among and rows.exists()}


__all__ = ["duties_of", "requests_of"]
