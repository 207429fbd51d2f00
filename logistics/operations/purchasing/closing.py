"""The end of orders and requests: cancelled, closed short, or closed because all is done."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from logistics.errors import WrongState
from logistics.operations.money import release_budget, reserve_budget
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.purchasing.progress import (
    BOUGHT_STATUSES,
    follow_orders,
    hold_order,
    release_rest,
)
from logistics.operations.sets import change_many
from logistics.operations.stock.numbers import require_reason
from logistics.operations.transitions import change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.purchasing.duties import requests_of
from logistics.queries.purchasing.ordering import standings_of
from logistics.tables.purchasing import (
    GoodsReceipt,
    Invoice,
    PurchaseOrder,
    PurchaseOrderAllocation,
    PurchaseOrderLine,
    PurchaseRequest,
    PurchaseRequestLine,
)
from logistics.tables.purchasing.orders import OPEN_STATUSES
from logistics.wording import _

ZERO = Decimal(0)


def cancel_orders(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Take back orders of which nothing has arrived; their requests can be ordered anew."""
    reason = require_reason(reason, _("Say why the order is cancelled."))

    def cancel(wanted: Seen) -> PurchaseOrder:
        order = load(PurchaseOrder, wanted)
        require_verb(actor, "cancel_orders", order)
        order = hold_order(order.id)
        _refuse_open_papers(order)
        if GoodsReceipt.select().where(GoodsReceipt.order == order.id).exists():
            raise WrongState(_("Goods have arrived: close the order instead of cancelling it."))
        order = move(
            PurchaseOrder,
            wanted,
            to="cancelled",
            out_of=("placed",),
            actor=actor,
            verb="cancel_orders",
            changes={"end_reason": reason},
        )
        _give_up(order, actor, "cancel_orders")
        return order

    return each(seen, cancel, done=_("Cancelled"), model=PurchaseOrder)


def close_orders(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Close orders of which no more will come; what is missing can be ordered elsewhere.

    Refused while a delivery waits for acceptance or accepted goods are not paid.
    """
    reason = require_reason(reason, _("Say why nothing more will come."))

    def close(wanted: Seen) -> PurchaseOrder:
        order = load(PurchaseOrder, wanted)
        require_verb(actor, "close_orders", order)
        order = hold_order(order.id)
        _refuse_open_papers(order)
        _refuse_unpaid_goods(order)
        order = move(
            PurchaseOrder,
            wanted,
            to="closed",
            out_of=OPEN_STATUSES,
            actor=actor,
            verb="close_orders",
            changes={"end_reason": reason},
        )
        _give_up(order, actor, "close_orders")
        return order

    return each(seen, close, done=_("Closed"), model=PurchaseOrder)


def close_purchases(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Close requests of which no more will be bought; the rest of the budget is given back."""
    reason = require_reason(reason, _("Say why no more is bought."))

    def close(wanted: Seen) -> PurchaseRequest:
        request = load(PurchaseRequest, wanted)
        require_verb(actor, "close_purchases", request)
        request = move(
            PurchaseRequest,
            wanted,
            to="closed",
            out_of=BOUGHT_STATUSES,
            actor=actor,
            verb="close_purchases",
            changes={"end_reason": reason},
        )
        if standings_of([request.id])[request.id].has_open_orders:
            raise WrongState(
                _("%(row)s has orders that are still open: close them first.", row=str(request))
            )
        release_rest(request, actor)
        return request

    return each(seen, close, done=_("Closed"), model=PurchaseRequest)


def finish_order(order: PurchaseOrder, *, actor: Actor, verb: str) -> PurchaseOrder:
    """Close an order by itself once all of it is accepted and paid; its requests follow."""
    lines = list(PurchaseOrderLine.select().where(PurchaseOrderLine.order == order.id))
    is_complete = all(
        line.accepted >= line.quantity and line.invoiced >= line.quantity for line in lines
    )
    if not is_complete or _unpaid_invoices(order).exists():
        return order
    return change(order, {"status": "closed"}, actor=actor, verb=verb)


def _refuse_open_papers(order: PurchaseOrder) -> None:
    waiting = GoodsReceipt.select().where(
        GoodsReceipt.order == order.id, GoodsReceipt.status == "received"
    )
    if waiting.exists():
        raise WrongState(_("A delivery of this order waits for acceptance."))
    if _unpaid_invoices(order).exists():
        raise WrongState(_("An invoice of this order is not paid: pay it or send it back first."))


def _refuse_unpaid_goods(order: PurchaseOrder) -> None:
    for line in PurchaseOrderLine.select().where(PurchaseOrderLine.order == order.id):
        if line.invoiced < min(line.accepted, line.quantity):
            raise WrongState(
                _("%(line)s: accepted goods have not been invoiced yet.", line=line.name)
            )


def _unpaid_invoices(order: PurchaseOrder) -> Any:
    return Invoice.select().where(
        Invoice.order == order.id, Invoice.status.in_(("registered", "requested"))
    )


def _give_up(order: PurchaseOrder, actor: Actor, verb: str) -> None:
    """Free what did not come: quantities to be ordered anew, commitments back to reservations."""
    shares = list(
        PurchaseOrderAllocation.select(
            PurchaseOrderAllocation, PurchaseRequestLine, PurchaseRequest
        )
        .join(PurchaseRequestLine)
        .join(PurchaseRequest)
        .switch(PurchaseOrderAllocation)
        .join(PurchaseOrderLine)
        .where(PurchaseOrderLine.order == order.id)
        .order_by(PurchaseOrderAllocation.id)
    )
    freed: dict[PurchaseRequest, Decimal] = {}
    for share in shares:
        request = share.request_line.request
        freed[request] = freed.get(request, ZERO) + share.amount - share.spent
    change_many(
        shares,
        [
            {"dropped": share.quantity - share.accepted, "released": share.amount - share.spent}
            for share in shares
        ],
        actor=actor,
        verb=verb,
    )
    for request, amount in sorted(freed.items(), key=lambda pair: int(pair[0].id)):
        if amount:
            _put_back(request, amount, actor)
    follow_orders(requests_of(order.id), actor=actor, verb=verb)


def _put_back(request: PurchaseRequest, amount: Decimal, actor: Actor) -> None:
    place = {
        "line_id": request.budget_line_id,
        "doc_type": "purchase_request",
        "doc_id": request.id,
    }
    release_budget(amount=amount, actor=actor, **place)
    reserve_budget(amount=amount, actor=actor, **place)


__all__ = ["cancel_orders", "close_orders", "close_purchases", "finish_order"]
