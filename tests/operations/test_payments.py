"""Invoices and payments: the three-way match, what is committed becomes spent, all closes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import pytest

from logistics.database import local_today
from logistics.errors import Conflict, NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.closing import close_orders, close_purchases
from logistics.operations.purchasing.invoicing import void_invoices
from logistics.operations.purchasing.paying import (
    cancel_payments,
    make_payments,
    request_payments,
)
from logistics.permissions import Actor
from models import (
    BudgetLine,
    Invoice,
    InvoiceLine,
    Payment,
    PurchaseOrder,
    PurchaseOrderAllocation,
    PurchaseRequest,
)
from tests.cast import Cast
from tests.factories.money import make_budget_line
from tests.factories.procurement import (
    accept,
    accepted,
    awarded,
    invoice,
    lines_of,
    make_supplier,
    order,
    order_lines,
    ordered,
    receive,
)
from tests.factories.purchasing_requests import approve, fresh, make_request, submit
from tests.factories.stock import make_item

pytestmark = pytest.mark.usefixtures("matrix")


def balances(line: BudgetLine) -> tuple[D, D, D, D]:
    """Reserved, committed, spent and available."""
    line = BudgetLine.get_by_id(line.id)
    return line.reserved, line.committed, line.spent, line.available


def ask(bill: Invoice, actor: Actor, **given: Any) -> Payment:
    only(request_payments(seen=[Seen(bill.id)], actor=actor, **given))
    return Payment.select().where(Payment.invoice == bill).order_by(Payment.id.desc()).get()


def pay(payment: Payment, actor: Actor, **given: Any) -> Payment:
    only(make_payments(seen=[Seen(payment.id)], actor=actor, **given))
    return Payment.get_by_id(payment.id)


def pay_all(cast: Cast, placed: PurchaseOrder, *quantities: int | str) -> Payment:
    """Invoice these quantities and pay them."""
    return pay(ask(invoice(placed, cast.buyer, *quantities), cast.buyer), cast.finance)


def reload(row: Any) -> Any:
    return type(row).get_by_id(row.id)


# Invoices


def test_an_invoice_is_written_down_as_the_paper_says(cast: Cast, placed: PurchaseOrder) -> None:
    (line,) = order_lines(placed)

    bill = invoice(placed, cast.finance, 4, invoice_no=" 0815 ", tax=D("11.50"))

    assert (bill.invoice_no, bill.amount, bill.tax, bill.status) == (
        "0815",
        200,
        D("11.50"),
        "registered",
    )
    assert bill.supplier == placed.supplier
    assert order_lines(placed)[0].invoiced == 4
    assert [(row.order_line, row.amount) for row in bill.lines] == [(line, 200)]


def test_an_invoice_is_written_down_once(cast: Cast, placed: PurchaseOrder) -> None:
    invoice(placed, cast.buyer, 1, invoice_no="0815")

    with pytest.raises(Conflict) as refusal:
        invoice(placed, cast.buyer, 1, invoice_no="0815")

    assert refusal.value.field == "invoice_no"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"invoice_no": " "}, "invoice_no"),
        ({"invoiced_on": dt.date(2999, 1, 1)}, "invoiced_on"),
        ({"amount": D("499.99")}, "amount"),
        ({"amount": D(-1)}, "amount"),
        ({"quantities": {}}, "quantities"),
        ({"quantities": {10**6: D(1)}}, "quantities"),
        ({"tax": D(500)}, "tax"),
    ],
)
def test_an_invoice_must_make_sense(
    cast: Cast, given: dict[str, Any], field: str, placed: PurchaseOrder
) -> None:

    with pytest.raises((RuleViolation, NotFound)) as refusal:
        invoice(placed, cast.buyer, **given)

    assert refusal.value.field == field
    assert not Invoice.select().exists()


def test_a_negative_quantity_is_not_invoiced(cast: Cast, placed: PurchaseOrder) -> None:
    with pytest.raises(RuleViolation, match="above zero"):
        invoice(placed, cast.buyer, -1)


def test_an_ended_order_is_not_invoiced(cast: Cast, placed: PurchaseOrder) -> None:
    only(close_orders(seen=[Seen(placed.id)], actor=cast.buyer, reason="Shut"))

    with pytest.raises(WrongState):
        invoice(placed, cast.buyer)


def test_who_neither_buys_nor_pays_writes_no_invoice_down(
    cast: Cast, placed: PurchaseOrder
) -> None:
    with pytest.raises(NotPermitted):
        invoice(placed, cast.keeper)


def test_an_invoice_sent_back_frees_its_quantities(cast: Cast, placed: PurchaseOrder) -> None:
    bill = invoice(placed, cast.buyer)
    with pytest.raises(RuleViolation):
        void_invoices(seen=[Seen(bill.id)], actor=cast.buyer, reason="")

    only(void_invoices(seen=[Seen(bill.id)], actor=cast.buyer, reason="Wrong name"))

    assert reload(bill).status == "void"
    assert order_lines(placed)[0].invoiced == 0
    with pytest.raises(WrongState):
        only(void_invoices(seen=[Seen(bill.id)], actor=cast.buyer, reason="Again"))


# The three-way match


def test_only_what_is_accepted_is_paid(cast: Cast, placed: PurchaseOrder) -> None:
    receive(placed, cast.keeper)
    bill = invoice(placed, cast.buyer)

    with pytest.raises(RuleViolation, match="10 invoiced, 0 accepted"):
        ask(bill, cast.buyer)


def test_what_was_rejected_is_not_paid(cast: Cast, placed: PurchaseOrder) -> None:
    accept(receive(placed, cast.keeper), cast.acceptor, 1)

    with pytest.raises(RuleViolation, match="10 invoiced, 9 accepted"):
        ask(invoice(placed, cast.buyer), cast.buyer)
    bill = Invoice.get()
    only(void_invoices(seen=[Seen(bill.id)], actor=cast.buyer, reason="One was broken"))

    assert pay_all(cast, placed, 9).amount == 450


def test_another_price_is_not_paid(cast: Cast, placed: PurchaseOrder) -> None:
    accepted(cast, placed)
    (line,) = order_lines(placed)

    with pytest.raises(RuleViolation, match="invoiced at 51.00, ordered at 50.00"):
        ask(invoice(placed, cast.buyer, prices={line.id: D(51)}), cast.buyer)


def test_two_invoices_for_the_same_goods_are_not_paid(cast: Cast, placed: PurchaseOrder) -> None:
    accepted(cast, placed)
    first, second = invoice(placed, cast.buyer), invoice(placed, cast.buyer, 1)

    for bill in (first, second):
        with pytest.raises(RuleViolation, match="11 invoiced, 10 ordered"):
            ask(bill, cast.buyer)


def test_an_amount_that_is_not_quantity_times_price_is_not_paid(
    cast: Cast, placed: PurchaseOrder
) -> None:
    accepted(cast, placed)
    bill = invoice(placed, cast.buyer)
    InvoiceLine.update(amount=D(501)).execute()

    with pytest.raises(RuleViolation, match="501.00 invoiced, 500.00 due"):
        ask(bill, cast.buyer)


def test_the_last_invoice_of_a_line_takes_its_rest_to_the_fen(cast: Cast) -> None:
    placed = ordered(cast, [(make_item(), "7.5", "3.33")])
    accepted(cast, placed)

    for amount in (D("8.33"), D("8.33"), D("8.32")):
        bill = invoice(placed, cast.buyer, "2.5", amount=amount)
        assert pay(ask(bill, cast.buyer), cast.finance).amount == amount

    assert reload(placed).status == "closed"


def test_what_was_matched_when_it_was_asked_for_is_matched_again_when_paid(
    cast: Cast, placed: PurchaseOrder
) -> None:
    accepted(cast, placed)
    payment = ask(invoice(placed, cast.buyer), cast.buyer)
    invoice(placed, cast.buyer, 1)

    with pytest.raises(RuleViolation, match="do not agree"):
        pay(payment, cast.finance)

    assert reload(payment).status == "requested"


# Payment


def test_a_payment_spends_the_commitment_and_closes_order_and_request(
    cast: Cast, placed: PurchaseOrder
) -> None:
    request = PurchaseRequest.get()
    accepted(cast, placed)
    payment = ask(invoice(placed, cast.buyer), cast.buyer, means="official_card", note="By May")
    assert (payment.status, payment.amount, payment.means) == ("requested", 500, "official_card")

    payment = pay(payment, cast.finance, voucher_no="V-9")

    assert (payment.status, payment.voucher_no) == ("paid", "V-9")
    assert (payment.paid_by, payment.paid_on) == (cast.finance_staff, local_today())
    assert Invoice.get().status == "paid"
    assert balances(request.budget_line)[:3] == (0, 0, 500)
    assert (reload(placed).status, fresh(request).status) == ("closed", "closed")


def test_partial_deliveries_are_paid_one_by_one(cast: Cast, placed: PurchaseOrder) -> None:
    request = PurchaseRequest.get()
    accepted(cast, placed, 4)
    pay_all(cast, placed, 4)
    assert balances(request.budget_line)[:3] == (0, 300, 200)
    assert (reload(placed).status, fresh(request).status) == ("receiving", "ordered")

    accepted(cast, placed, 6)
    pay_all(cast, placed, 6)

    assert balances(request.budget_line)[:3] == (0, 0, 500)
    assert (reload(placed).status, fresh(request).status) == ("closed", "closed")


def test_a_shared_order_is_paid_from_the_budget_of_each_request(cast: Cast) -> None:
    item, supplier = make_item(), make_supplier()
    one = awarded(cast, [(item, 3, 20)], supplier=supplier)
    two = awarded(cast, [(item, 5, 20)], supplier=supplier)
    placed = order(cast, one, two)
    accepted(cast, placed)

    pay_all(cast, placed, 4)
    assert [balances(row.budget_line)[2] for row in (one, two)] == [60, 20]
    pay_all(cast, placed, 4)

    assert [balances(row.budget_line)[2] for row in (one, two)] == [60, 100]
    assert [share.spent for share in PurchaseOrderAllocation.select()] == [60, 100]


def test_whoever_buys_or_asks_does_not_pay(cast: Cast, placed: PurchaseOrder) -> None:
    accepted(cast, placed)
    payment = ask(invoice(placed, cast.buyer), cast.buyer)
    with pytest.raises(NotPermitted):
        pay(payment, cast.buyer)
    second = cast.buyer2_staff
    both = replace(cast.finance, staff_id=second.id, account_id=second.account_id)
    with pytest.raises(NotPermitted, match="excludes"):
        pay(payment, both)
    asker = replace(cast.finance, staff_id=cast.buyer_staff.id)
    with pytest.raises(NotPermitted, match="asked for the payment"):
        pay(payment, asker)


def test_a_payment_is_made_once_and_not_tomorrow(cast: Cast, placed: PurchaseOrder) -> None:
    accepted(cast, placed)
    payment = ask(invoice(placed, cast.buyer), cast.buyer)
    with pytest.raises(RuleViolation) as refusal:
        pay(payment, cast.finance, paid_on=local_today() + dt.timedelta(days=1))
    assert refusal.value.field == "paid_on"
    pay(payment, cast.finance)

    with pytest.raises(WrongState):
        pay(payment, cast.finance)

    assert balances(PurchaseRequest.get().budget_line)[2] == 500


def test_an_invoice_is_asked_for_once_at_a_time_and_by_known_means(
    cast: Cast, placed: PurchaseOrder
) -> None:
    accepted(cast, placed)
    bill = invoice(placed, cast.buyer)
    with pytest.raises(NotFound):
        ask(bill, cast.buyer, means="barter")
    payment = ask(bill, cast.buyer)
    with pytest.raises(WrongState):
        ask(bill, cast.buyer)
    with pytest.raises(RuleViolation):
        cancel_payments(seen=[Seen(payment.id)], actor=cast.finance, reason=" ")

    only(cancel_payments(seen=[Seen(payment.id)], actor=cast.finance, reason="Wrong account"))

    assert (reload(payment).status, reload(bill).status) == ("cancelled", "registered")
    assert ask(bill, cast.buyer).status == "requested"


def test_only_a_buyer_asks_for_a_payment(cast: Cast, placed: PurchaseOrder) -> None:
    accepted(cast, placed)

    with pytest.raises(NotPermitted):
        ask(invoice(placed, cast.buyer), cast.keeper)


# Closing short, and the balance of all of it


def test_the_rest_of_a_short_order_is_ordered_elsewhere(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 10, 50)])
    placed = order(cast, request)
    accepted(cast, placed, 4)
    pay_all(cast, placed, 4)

    only(close_orders(seen=[Seen(placed.id)], actor=cast.buyer, reason="Sold out"))

    assert balances(request.budget_line)[:3] == (300, 0, 200)
    assert fresh(request).status == "approved"
    rest = order(cast, request)
    assert rest.amount == 300
    accepted(cast, rest)
    pay_all(cast, rest)
    assert balances(request.budget_line)[:3] == (0, 0, 500)
    assert fresh(request).status == "closed"


def test_the_rest_of_a_request_is_released_when_it_is_closed(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 10, 50)])
    placed = order(cast, request)
    accepted(cast, placed, 4)
    pay_all(cast, placed, 4)
    only(close_orders(seen=[Seen(placed.id)], actor=cast.buyer, reason="Sold out"))

    only(close_purchases(seen=[Seen(request.id)], actor=cast.buyer, reason="Enough"))

    assert balances(request.budget_line)[:3] == (0, 0, 200)


def test_an_amount_is_never_counted_twice(cast: Cast) -> None:
    """PR 300, PO 200 of it, invoice 200, PR 50 on a budget of 1000 leave 650 (mis-builder#217)."""
    line = make_budget_line(1000, unit=cast.units["BUREAU"])
    request = awarded(cast, [(make_item(), 3, 100)], budget_line=line)
    assert balances(line) == (300, 0, 0, 700)
    (wanted,) = lines_of(request)

    placed = order(cast, request, quantities={wanted.id: D(2)})
    assert balances(line) == (100, 200, 0, 700)
    accepted(cast, placed)
    pay_all(cast, placed)
    assert balances(line) == (100, 0, 200, 700)

    small = submit(make_request(cast.staff_staff, 50, budget_line=line))
    approve(small, cast.head)
    assert balances(line) == (150, 0, 200, 650)

    only(close_purchases(seen=[Seen(request.id)], actor=cast.buyer, reason="Enough"))
    assert balances(line) == (50, 0, 200, 750)
