"""Buying in the demonstration: offers, award, order, goods, invoice and payment of one purchase."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from logistics.demo.course import Course, Step
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.accepting import Finding, accept_goods
from logistics.operations.purchasing.awarding import SINGLE_SOURCE, award_purchases
from logistics.operations.purchasing.invoicing import register_invoices
from logistics.operations.purchasing.ordering import order_purchases
from logistics.operations.purchasing.paying import make_payments, request_payments
from logistics.operations.purchasing.quoting import record_quotations
from logistics.operations.purchasing.receiving import receive_goods, return_goods
from logistics.operations.purchasing.requests.rounds import row_needed
from logistics.operations.purchasing.stocking import stock_goods
from logistics.tables.purchasing import (
    GoodsAcceptance,
    GoodsAcceptanceLine,
    GoodsReceipt,
    Invoice,
    Payment,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseRequest,
    PurchaseRequestLine,
    Quotation,
    Supplier,
)

KEEPERS = {"COMMITTEE": "keeper", "SISHUI": "keeper2"}
ACCEPTORS = ("acceptor", "acceptor2", "acceptor3")
COMPARERS = ("buyer2", "文丽华", "章程")
BY_CARD = Decimal(1000)
GENERAL_STORES = (("GY-33", Decimal(102)), ("GY-32", Decimal(103)), ("GY-31", Decimal(104)))
CONTRACT_ABOVE = Decimal(5000)
TECHNICAL = "按合同约定的技术要求核对，符合要求。"
VALID_FOR = dt.timedelta(days=45)
DELIVERED_WITHIN = 10
VAT = Decimal("0.13")
CENT = Decimal("0.01")


def _quote(course: Course) -> None:
    """The buyer writes down what each supplier asks."""
    office = course.office
    lines = _lines(course)
    for number, (supplier, percent) in enumerate(_offers(course)):
        prices = {line.id: _cents(line.unit_price * percent / 100) for line in lines}
        outcomes = record_quotations(
            seen=[course.request],
            actor=office.actor("buyer"),
            supplier=office.key(Supplier, supplier),
            quoted_on=course.today,
            valid_to=course.today + VALID_FOR,
            prices=prices,
            delivery_days=DELIVERED_WITHIN + 2 * number,
            is_sealed=True,
            terms="含税、含运输及上门安装，验收合格后付款。",
        )
        only(outcomes)


def _offers(course: Course) -> list[tuple[str, Decimal]]:
    """The offers of the purchase, and of general stores as many as are missing."""
    offers = list(course.wanted.offers)
    request = PurchaseRequest.get_by_id(course.request_id)
    needed = row_needed(request, request.amount).rule.min_quotes
    if course.wanted.single:
        return offers
    asked = {supplier for supplier, _percent in offers}
    others = [offer for offer in GENERAL_STORES if offer[0] not in asked]
    return offers + others[: max(needed - len(offers), 0)]


def _award(course: Course) -> None:
    """The lowest offer is chosen, unless the purchase names another one and says why."""
    office, wanted = course.office, course.wanted
    quotations = Quotation.select().where(Quotation.request == course.request_id)
    chosen = quotations.order_by(Quotation.amount, Quotation.id).first()
    if wanted.take:
        chosen = quotations.where(Quotation.supplier == office.key(Supplier, wanted.take)).get()
    members = [who for who in COMPARERS if who != wanted.who][:2]
    outcomes = award_purchases(
        seen=[course.request],
        actor=office.actor("buyer"),
        choices={line.id: chosen.id for line in _lines(course)},
        members=[office.staff_id(who) for who in members],
        method=SINGLE_SOURCE if wanted.single else "",
        reason=wanted.single or wanted.choose,
        offers_equal=len(wanted.offers) > 1 and not wanted.choose,
    )
    only(outcomes)


def _order(course: Course) -> None:
    office, wanted = course.office, course.wanted
    outcomes = order_purchases(
        seen=[course.request],
        actor=office.actor("buyer"),
        second_buyer=office.staff_id("buyer2"),
        deliver_by=course.today + dt.timedelta(days=DELIVERED_WITHIN),
        contract_no=f"HT-{course.today:%Y%m%d}" if wanted.value > CONTRACT_ABOVE else "",
        terms="按样品和报价单验收，质保期一年。" if wanted.value > CONTRACT_ABOVE else "",
    )
    only(outcomes)
    course.order_id = PurchaseOrder.select().order_by(PurchaseOrder.id.desc()).get().id


def _receive(course: Course) -> None:
    keeper = course.office.actor(KEEPERS[course.wanted.site])
    only(receive_goods(seen=[course.order], actor=keeper, delivery_note=f"SH{course.order_id:06d}"))


def _accept(course: Course) -> None:
    """As many acceptors sign as the amount asks for; the first delivery may be bad in part."""
    acceptance = _last_acceptance(course)
    findings = _findings(course, acceptance)
    free = [login for login in ACCEPTORS if login != course.wanted.who]
    for login in free[: acceptance.acceptors_needed]:
        is_first = acceptance.needs_technical and login == free[0]
        outcomes = accept_goods(
            seen=[Seen(acceptance.id)],
            actor=course.office.actor(login),
            findings=findings,
            opinion="数量、规格与订单核对" + ("不符，见缺陷说明" if _is_bad(findings) else "一致"),
            technical_opinion=(course.wanted.technical or TECHNICAL) if is_first else "",
        )
        only(outcomes)


def _findings(course: Course, acceptance: GoodsAcceptance) -> dict[int, Finding]:
    lines = list(
        GoodsAcceptanceLine.select()
        .where(GoodsAcceptanceLine.acceptance == acceptance.id)
        .order_by(GoodsAcceptanceLine.id)
    )
    findings = {line.id: Finding(line.receipt_line.quantity) for line in lines}
    bad = course.wanted.bad
    if bad is not None and not course.came_back:
        first = lines[0]
        good = first.receipt_line.quantity - bad.quantity
        findings[first.id] = Finding(good, bad.quantity, bad.defect)
    return findings


def _is_bad(findings: dict[int, Finding]) -> bool:
    return any(finding.bad for finding in findings.values())


def _stock(course: Course) -> None:
    keeper = course.office.actor(KEEPERS[course.wanted.site])
    only(stock_goods(seen=[Seen(_last_acceptance(course).id)], actor=keeper))


def _send_back(course: Course) -> None:
    """What was bad goes back to the supplier; from now on the replacement is meant."""
    assert course.wanted.bad is not None
    acceptance = Seen(_last_acceptance(course).id)
    buyer, note = course.office.actor("buyer"), course.wanted.bad.note
    only(return_goods(seen=[acceptance], actor=buyer, returned_on=course.today, note=note))
    course.came_back = True


def _register(course: Course) -> None:
    order = PurchaseOrder.get_by_id(course.order_id)
    lines = PurchaseOrderLine.select().where(PurchaseOrderLine.order == order.id)
    outcomes = register_invoices(
        seen=[course.order],
        actor=course.office.actor("buyer"),
        invoice_no=f"{course.today:%y}212000{order.id * 7919:012d}",
        invoiced_on=course.today,
        amount=order.amount,
        quantities={line.id: line.quantity for line in lines},
        tax=_cents(order.amount * VAT / (1 + VAT)),
    )
    only(outcomes)
    course.invoice_id = Invoice.get(Invoice.order == order.id).id


def _ask_payment(course: Course) -> None:
    by_card = course.wanted.value <= BY_CARD
    outcomes = request_payments(
        seen=[Seen(course.invoice_id)],
        actor=course.office.actor("buyer"),
        means="official_card" if by_card else "transfer",
    )
    only(outcomes)


def _pay(course: Course) -> None:
    payment = Payment.get(Payment.invoice == course.invoice_id)
    outcomes = make_payments(
        seen=[Seen(payment.id)],
        actor=course.office.actor("finance"),
        voucher_no=f"记-{course.today:%m}-{payment.id:03d}",
    )
    only(outcomes)


def _lines(course: Course) -> list[PurchaseRequestLine]:
    return list(
        PurchaseRequestLine.select()
        .where(PurchaseRequestLine.request == course.request_id)
        .order_by(PurchaseRequestLine.id)
    )


def _last_acceptance(course: Course) -> GoodsAcceptance:
    return (
        GoodsAcceptance.select()
        .join(GoodsReceipt)
        .where(GoodsReceipt.order == course.order_id)
        .order_by(GoodsAcceptance.id.desc())
        .get()
    )


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


OFFERS = (Step("offers", 3, 10, _quote), Step("award", 4, 9, _award))
GOODS = (
    Step("order", 7, 9, _order),
    Step("receive", 11, 10, _receive),
    Step("accept", 11, 14, _accept),
    Step("stock", 11, 16, _stock),
)
REPLACEMENT = (
    Step("send back", 12, 9, _send_back),
    Step("receive", 16, 10, _receive),
    Step("accept", 16, 14, _accept),
    Step("stock", 16, 16, _stock),
)
MONEY = (
    Step("invoice", 17, 9, _register),
    Step("ask", 17, 15, _ask_payment),
    Step("pay", 19, 10, _pay),
)
