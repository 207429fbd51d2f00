"""Purchase requests, drafted and on their way."""

import datetime as dt
from decimal import Decimal
from typing import Any

from logistics.operations.approvals import Decision
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.requests import approve_purchases, submit_purchases
from logistics.permissions import Actor, load_actor
from models import (
    Award,
    AwardLine,
    MaterialPlan,
    PurchaseRequest,
    PurchaseRequestLine,
    Quotation,
    Staff,
    Supplier,
)
from tests.factories import serial
from tests.factories.money import make_budget_line
from tests.factories.stock import make_item

TODAY = dt.date(2026, 6, 12)
LATER = dt.date(2099, 12, 31)


def make_plan(unit: Any) -> MaterialPlan:
    return MaterialPlan.create(
        year=2026,
        quarter=2,
        unit=unit,
        item=make_item(),
        quantity=Decimal(100),
        estimate=Decimal(5_000),
    )


def make_request(
    requester: Staff, amount: int | str = 800, *, off_plan: bool = False, **overrides: Any
) -> PurchaseRequest:
    """A complete draft with one line of ``amount`` yuan."""
    line = {"name": "Projector", "catalogue_code": f"A{serial()}", **overrides.pop("line", {})}
    if "budget_line" not in overrides:
        overrides["budget_line"] = make_budget_line(10_000_000, unit=requester.unit)
    if not off_plan and "plan" not in overrides:
        overrides["plan"] = make_plan(requester.unit)
    request = PurchaseRequest.create(
        **{
            "purpose": f"Purpose {serial()}",
            "unit": requester.unit,
            "site": requester.site,
            "requester": requester,
            "need_by": LATER,
            "off_plan_reason": "Broke down" if off_plan else "",
            **overrides,
        }
    )
    PurchaseRequestLine.create(
        **{"request": request, "quantity": Decimal(1), "unit_price": Decimal(amount), **line}
    )
    return request


def submit(request: PurchaseRequest, actor: Actor | None = None) -> PurchaseRequest:
    """Submit as the requester, or as ``actor``; a refusal is raised."""
    actor = actor or load_actor(request.requester.account)
    only(submit_purchases(seen=[Seen(request.id)], actor=actor))
    return fresh(request)


def approve(request: PurchaseRequest, *actors: Actor, **decision: Any) -> PurchaseRequest:
    """Decide as one after the other; a refusal is raised. The default is to approve."""
    for actor in actors:
        seen = Seen(request.id, fresh(request).row_version)
        only(approve_purchases(decisions=[Decision(seen, **decision)], actor=actor))
    return fresh(request)


def fresh(request: PurchaseRequest) -> PurchaseRequest:
    return PurchaseRequest.get_by_id(request.id)


def make_award(request: PurchaseRequest, *, quotes: int = 3, **overrides: Any) -> Award:
    """A standing award for the whole request at its estimate, written without any rule."""
    number = serial()
    supplier = Supplier.create(code=f"V{number}", name=f"Supplier {number}")
    lines = list(request.lines)
    amount = overrides.pop("amount", None) or sum((line.value for line in lines), Decimal(0))
    quotation = Quotation.create(
        doc_no=f"QT-{number}",
        request=request,
        supplier=supplier,
        round=1,
        amount=amount,
        quoted_on=TODAY,
        valid_to=LATER,
        is_sealed=True,
    )
    award = Award.create(
        **{
            "doc_no": f"AW-{number}",
            "request": request,
            "quotation": quotation,
            "supplier": supplier,
            "method": "compare",
            "amount": amount,
            "lowest_amount": amount,
            "quotes_compared": quotes,
            "decided_on": TODAY,
            **overrides,
        }
    )
    for line in lines:
        AwardLine.create(
            award=award,
            request_line=line,
            quantity=line.quantity,
            unit_price=line.unit_price,
            amount=line.value,
        )
    return award
