"""Suppliers, quotations, awarded requests, orders with goods and invoices, and purchase runs."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from logistics.database import local_today, now
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.accepting import Finding, accept_goods
from logistics.operations.purchasing.awarding import award_purchases
from logistics.operations.purchasing.invoicing import register_invoices
from logistics.operations.purchasing.ordering import order_purchases
from logistics.operations.purchasing.quoting import record_quotations
from logistics.operations.purchasing.receiving import receive_goods
from logistics.permissions import Actor
from models import (
    GoodsAcceptance,
    GoodsAcceptanceLine,
    GoodsReceipt,
    Invoice,
    Item,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseRequest,
    PurchaseRequestLine,
    PurchaseRun,
    Quotation,
    Supplier,
)
from tests.cast import Cast
from tests.factories import serial
from tests.factories.fleet import make_slip
from tests.factories.money import make_budget_line
from tests.factories.purchasing_requests import approve, make_request, submit
from tests.factories.stock import make_item

D = Decimal
Line = tuple[Item, int | str, int | str]
"""An item, how much of it, and the price of one in yuan."""


def make_supplier(**overrides: Any) -> Supplier:
    number = serial()
    return Supplier.create(**{"code": f"S{number}", "name": f"Supplier {number}", **overrides})


def make_wanted(cast: Cast, lines: Sequence[Line], **overrides: Any) -> PurchaseRequest:
    """A request of Clerk Shi with these lines, submitted."""
    requester = overrides.pop("requester", None) or cast.staff_staff
    first, *others = lines
    request = make_request(requester, line=columns(first), **overrides)
    for line in others:
        PurchaseRequestLine.create(request=request, **columns(line))
    return submit(request)


def columns(line: Line) -> dict[str, Any]:
    item, quantity, price = line
    return {"item": item, "name": "", "quantity": D(quantity), "unit_price": D(price)}


def quoting(cast: Cast, lines: Sequence[Line], **overrides: Any) -> PurchaseRequest:
    """A request that has come as far as the quotations."""
    request = make_wanted(cast, lines, **overrides)
    if request.amount > 1000:
        return approve(request, cast.head, cast.keeper, cast.finance)
    return approve(request, cast.head)


def lines_of(request: PurchaseRequest) -> list[PurchaseRequestLine]:
    return list(request.lines.order_by(PurchaseRequestLine.id))


def quote(request: PurchaseRequest, actor: Actor, *prices: int | str, **given: Any) -> Quotation:
    """One supplier's prices for the first lines of a request, in their order."""
    supplier = given.pop("supplier", None) or make_supplier()
    only(
        record_quotations(
            seen=[Seen(request.id)],
            actor=actor,
            **{
                "supplier": supplier,
                "quoted_on": local_today(),
                "valid_to": local_today() + dt.timedelta(days=30),
                "prices": {
                    line.id: D(price)
                    for line, price in zip(lines_of(request), prices, strict=False)
                },
                "is_sealed": True,
                **given,
            },
        )
    )
    return Quotation.get((Quotation.request == request) & (Quotation.supplier == supplier))


def award(request: PurchaseRequest, actor: Actor, quotation: Quotation, **given: Any) -> None:
    """Give the whole request to one quotation."""
    only(
        award_purchases(
            seen=[Seen(request.id)],
            actor=actor,
            **{
                "choices": {line.id: quotation.id for line in lines_of(request)},
                "members": (),
                **given,
            },
        )
    )


def awarded(
    cast: Cast,
    lines: Sequence[Line],
    *,
    supplier: Supplier | None = None,
    **overrides: Any,
) -> PurchaseRequest:
    """A request approved to its end, awarded at its estimated prices to one supplier."""
    request = quoting(cast, lines, **overrides)
    prices = [line.unit_price for line in lines_of(request)]
    group = [cast.buyer2_staff.id, cast.roster_staff.id]
    needed = 1 if request.amount <= 1000 else 2 if request.amount <= 5000 else 3
    chosen = quote(request, cast.buyer, *prices, **({"supplier": supplier} if supplier else {}))
    for _competitor in range(needed - 1):
        quote(request, cast.buyer, *[price + 1 for price in prices])
    award(request, cast.buyer, chosen, members=group)
    request = approve(request, cast.buyer, cast.deputy)
    if 1000 < request.amount <= 5000:
        request = approve(request, cast.director)
    elif request.amount > 5000:
        request = approve(request, cast.director, minutes_no="M-1")
    if request.amount > 50_000:
        request = approve(request, cast.leader)
    assert request.status == "approved"
    return request


def order(cast: Cast, *requests: PurchaseRequest, **given: Any) -> PurchaseOrder:
    """Place what is left of these requests; the first of the orders."""
    outcomes = order_purchases(
        seen=[Seen(request.id) for request in requests],
        actor=cast.buyer,
        **{"second_buyer": cast.buyer2_staff, **given},
    )
    for outcome in outcomes:
        if outcome.refusal is not None:
            raise outcome.refusal
    return PurchaseOrder.select().order_by(PurchaseOrder.id.desc()).get()


def ordered(cast: Cast, lines: Sequence[Line] | None = None, **overrides: Any) -> PurchaseOrder:
    """An order of one request of 10 boxes at 50 yuan, or of these lines."""
    return order(cast, awarded(cast, lines or [(make_item(), 10, 50)], **overrides))


def order_lines(placed: PurchaseOrder) -> list[PurchaseOrderLine]:
    return list(placed.lines.order_by(PurchaseOrderLine.id))


def receive(
    placed: PurchaseOrder, actor: Actor, *quantities: int | str, **given: Any
) -> GoodsAcceptance:
    """Receive these quantities of the lines, or all that is due; the acceptance that it opens."""
    if quantities:
        given["quantities"] = {
            line.id: D(quantity)
            for line, quantity in zip(order_lines(placed), quantities, strict=True)
        }
    only(receive_goods(seen=[Seen(placed.id)], actor=actor, **given))
    return (
        GoodsAcceptance.select()
        .join(GoodsReceipt)
        .where(GoodsReceipt.order == placed)
        .order_by(GoodsAcceptance.id.desc())
        .get()
    )


def findings(acceptance: GoodsAcceptance, *bad: int | str) -> dict[int, Finding]:
    """All good, or so many bad of each line."""
    lines = list(acceptance.lines.order_by(GoodsAcceptanceLine.id))
    spoilt = [D(quantity) for quantity in bad] or [D(0)] * len(lines)
    return {
        line.id: Finding(line.receipt_line.quantity - spoiled, spoiled, "Broken")
        for line, spoiled in zip(lines, spoilt, strict=True)
    }


def accept(
    acceptance: GoodsAcceptance, actor: Actor, *bad: int | str, **given: Any
) -> GoodsAcceptance:
    only(
        accept_goods(
            seen=[Seen(acceptance.id)],
            actor=actor,
            **{"findings": findings(acceptance, *bad), **given},
        )
    )
    return GoodsAcceptance.get_by_id(acceptance.id)


def accepted(cast: Cast, placed: PurchaseOrder, *quantities: int | str) -> GoodsAcceptance:
    """Received by the keeper and accepted as good by one acceptor."""
    return accept(receive(placed, cast.keeper, *quantities), cast.acceptor)


def invoice(placed: PurchaseOrder, actor: Actor, *quantities: int | str, **given: Any) -> Invoice:
    """An invoice at the order's prices for these quantities of the lines, or for all of them."""
    lines = order_lines(placed)
    charged = [D(quantity) for quantity in quantities] or [line.quantity for line in lines]
    prices = given.get("prices", {})
    amount = sum(
        (
            quantity * prices.get(line.id, line.unit_price)
            for line, quantity in zip(lines, charged, strict=True)
        ),
        D(0),
    )
    number = given.pop("invoice_no", f"N{serial()}")
    only(
        register_invoices(
            seen=[Seen(placed.id)],
            actor=actor,
            **{
                "invoice_no": number,
                "invoiced_on": local_today(),
                "amount": amount,
                "quantities": {
                    line.id: quantity for line, quantity in zip(lines, charged, strict=True)
                },
                **given,
            },
        )
    )
    return Invoice.get(Invoice.invoice_no == number.strip())


def make_run(cast: Cast, **overrides: Any) -> PurchaseRun:
    """A run of this week with two buyers and a vehicle, past its cut-off."""
    today = local_today()
    if "budget_line" not in overrides:
        overrides["budget_line"] = make_budget_line(10_000)
    return PurchaseRun.create(
        **{
            "week_starts_on": today - dt.timedelta(days=today.weekday()),
            "cutoff_at": now() - dt.timedelta(hours=1),
            "buyer": cast.buyer_staff,
            "second_buyer": cast.buyer2_staff,
            "dispatch": make_slip(cast),
            **overrides,
        }
    )
