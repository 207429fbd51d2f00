"""Buying: within the plan, by the rules of comparison, and in time.

The buyer of the order answers for it; whoever compared offers answers for the award.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import peewee

from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.tables.purchasing.orders import (
    PurchaseOrder,
    PurchaseOrderAllocation,
    PurchaseOrderLine,
)
from logistics.tables.purchasing.quotations import Award, AwardMember
from logistics.tables.purchasing.receiving import GoodsReceipt
from logistics.tables.purchasing.requests import PurchaseRequest, PurchaseRequestLine
from logistics.wording import _

ONE, NONE = Decimal(1), Decimal(0)


def _ordered(*columns: Any) -> Any:
    """Requests with the orders that serve them, cancelled orders left out."""
    return (
        PurchaseRequest.select(*columns)
        .join(PurchaseRequestLine)
        .join(PurchaseOrderAllocation)
        .join(PurchaseOrderLine)
        .join(PurchaseOrder)
        .where(PurchaseOrder.status != "cancelled")
    )


def observe_plan(span: Span) -> Iterator[Observation]:
    """Every request that a buyer ordered for: was it in the material plan?"""
    rows = (
        _ordered(
            PurchaseOrder.buyer,
            PurchaseRequest.id,
            PurchaseRequest.plan,
            peewee.fn.MIN(PurchaseOrder.ordered_on),
        )
        .where(PurchaseOrder.ordered_on.between(span.first, span.last))
        .group_by(PurchaseOrder.buyer, PurchaseRequest.id, PurchaseRequest.plan)
        .order_by(PurchaseRequest.id, PurchaseOrder.buyer)
        .tuples()
        .iterator()
    )
    for staff, request, plan, day in rows:
        done = ONE if plan is not None else NONE
        yield Observation(staff, day, "purchase_request", request, quantity=done, possible=ONE)


def observe_quotes(span: Span) -> Iterator[Observation]:
    """Every standing award: dearer than the lowest, or from a single source, without a reason."""
    rows = (
        Award.select(
            Award.id,
            AwardMember.staff,
            Award.decided_on,
            Award.method,
            Award.amount,
            Award.lowest_amount,
            Award.reason,
        )
        .join(AwardMember)
        .where((Award.status == "standing") & Award.decided_on.between(span.first, span.last))
        .order_by(Award.id, AwardMember.id)
        .tuples()
        .iterator()
    )
    for key, staff, day, method, amount, lowest, reason in rows:
        needs_reason = method == "single_source" or amount > lowest
        breach = needs_reason and not reason.strip()
        yield Observation(staff, day, "award", key, fault="breach" if breach else "")


def observe_need_by(span: Span) -> Iterator[Observation]:
    """Every delivery for requests that said by when: did it come in time for the first of them?"""
    wanted = peewee.fn.MIN(PurchaseRequest.need_by)
    rows = (
        _ordered(GoodsReceipt.id, PurchaseOrder.buyer, GoodsReceipt.received_on, wanted)
        .join(GoodsReceipt, on=(GoodsReceipt.order == PurchaseOrder.id))
        .where(
            PurchaseRequest.need_by.is_null(False)
            & GoodsReceipt.received_on.between(span.first, span.last)
        )
        .group_by(GoodsReceipt.id, PurchaseOrder.buyer, GoodsReceipt.received_on)
        .order_by(GoodsReceipt.id)
        .tuples()
        .iterator()
    )
    for key, staff, day, need_by in rows:
        in_time = ONE if day <= need_by else NONE
        yield Observation(staff, day, "goods_receipt", key, quantity=in_time, possible=ONE)


PURCHASES_IN_PLAN = Measure("purchases_in_plan", _("Purchases: within the plan"), observe_plan)
QUOTE_COMPLIANCE = Measure(
    "quote_compliance",
    _("Awards: rules of comparison"),
    observe_quotes,
    {"breach": _("Award without the needed reason")},
)
NEED_BY_MET = Measure("need_by_met", _("Deliveries: in time"), observe_need_by)
