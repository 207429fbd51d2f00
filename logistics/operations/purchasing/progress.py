"""States that follow from facts: requests from their orders, orders from what was accepted."""

from __future__ import annotations

from collections.abc import Collection

from logistics.database import lock
from logistics.operations.money import release_budget
from logistics.operations.transitions import change
from logistics.permissions import Actor
from logistics.queries.purchasing.ordering import Standing, standings_of
from logistics.tables.purchasing import PurchaseOrder, PurchaseOrderLine, PurchaseRequest

BOUGHT_STATUSES = ("approved", "ordered", "received")


def follow_orders(request_ids: Collection[int], *, actor: Actor, verb: str) -> None:
    """Bring requests to the state that their orders lead to, forwards or backwards.

    The requests are locked first: of two deliveries that complete a request together, the later
    sees the earlier. With everything accepted and paid a request closes and its rest of the budget
    is released.
    """
    rows = list(
        lock(
            PurchaseRequest.select()
            .where(
                PurchaseRequest.id.in_(list(request_ids)),
                PurchaseRequest.status.in_(BOUGHT_STATUSES),
            )
            .order_by(PurchaseRequest.id)
        )
    )
    standings = standings_of([row.id for row in rows])
    for row in rows:
        state = _state(standings[row.id])
        if state == row.status:
            continue
        change(row, {"status": state}, actor=actor, verb=verb)
        if state == "closed":
            release_rest(row, actor)


def release_rest(request: PurchaseRequest, actor: Actor) -> None:
    """Give back all that a request still holds of its budget line."""
    if request.budget_line_id is not None:
        release_budget(
            line_id=request.budget_line_id,
            doc_type="purchase_request",
            doc_id=request.id,
            actor=actor,
        )


def hold_order(order_id: int) -> PurchaseOrder:
    """The order as it is now, locked until commit: its goods and its money change one by one."""
    order: PurchaseOrder = lock(PurchaseOrder.select().where(PurchaseOrder.id == order_id)).get()
    return order


def _state_of_order(order_id: int) -> str:
    """The state of an open order, from its lines."""
    lines = list(PurchaseOrderLine.select().where(PurchaseOrderLine.order == order_id))
    if all(line.accepted >= line.quantity for line in lines):
        return "received"
    return "receiving" if any(line.received > line.rejected for line in lines) else "placed"


def follow_goods(order: PurchaseOrder, *, actor: Actor, verb: str) -> PurchaseOrder:
    """Bring an open order to the state that its goods lead to."""
    state = _state_of_order(order.id)
    return (
        order if state == order.status else change(order, {"status": state}, actor=actor, verb=verb)
    )


def _state(standing: Standing) -> str:
    if standing.is_received:
        return "received" if standing.has_open_orders else "closed"
    return "ordered" if standing.is_ordered else "approved"


__all__ = [
    "BOUGHT_STATUSES",
    "follow_goods",
    "follow_orders",
    "hold_order",
    "release_rest",
]
