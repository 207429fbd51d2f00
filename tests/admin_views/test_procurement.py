"""Buying by its pages: quoting, awarding, ordering, goods, invoices, payment; the weekly run."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

from logistics.database import local_today, now, office_zone
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.paying import request_payments
from logistics.operations.purchasing.runs import deliver_runs, start_runs
from models import (
    Award,
    GoodsAcceptance,
    Invoice,
    Payment,
    PurchaseOrder,
    PurchaseRequest,
    PurchaseRun,
    PurchaseRunAllocation,
    Quotation,
)
from tests.cast import Cast
from tests.client import Client
from tests.factories.procurement import (
    accept,
    accepted,
    award,
    awarded,
    invoice,
    lines_of,
    make_supplier,
    order,
    order_lines,
    ordered,
    quote,
    quoting,
    receive,
)
from tests.factories.purchasing_requests import fresh, make_award, make_request, submit
from tests.factories.stock import level, make_item, make_warehouse
from tests.operations.test_purchase_runs import Week

Enter = Callable[[str], Client]


@pytest.fixture
def enter(client: Client, login: Any, matrix: None) -> Enter:
    """Go to the pages as somebody, with the matrix in place."""
    return lambda name: login(client, name)


def address(row: Any, tail: str) -> str:
    return f"/admin/{row._meta.table_name}/{tail}/?id={row.id}"


def form_of(page: Any, **changed: Any) -> dict[str, Any]:
    """The form of a page as a browser sends it, with changes."""
    assert page.status_code == 200, page.text
    found = {}
    for tag in re.findall(r"<input [^>]*>", page.text):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name is None or name.group(1) == "seen" or "disabled" in tag:
            continue
        if re.search(r'type="(radio|checkbox)"', tag) and " checked" not in tag:
            continue
        found[name.group(1)] = value.group(1) if value else ""
    seen = re.findall(r'name="seen" value="([^"]+)"', page.text)
    return {**found, "seen": seen, **changed}


def press(client: Client, row: Any, tail: str, **changed: Any) -> Any:
    """Open the page of a verb and press its button."""
    form = form_of(client.get(address(row, tail)), **changed)
    return client.post(address(row, tail), data=form, follow_redirects=True)


def reload(row: Any) -> Any:
    return type(row).get_by_id(row.id)


# Quotations and the award


def test_an_urgent_request_is_written_down_ordered_and_flagged(enter: Enter, cast: Cast) -> None:
    buyer = enter("buyer")
    request = submit(make_request(cast.staff_staff, 800))
    make_award(request)
    oral = address(request, "oral")
    moment = (now() - dt.timedelta(minutes=10)).astimezone(office_zone())
    sent = {
        "allowed_by": str(cast.deputy_staff.id),
        "allowed_at": f"{moment:%Y-%m-%dT%H:%M}",
        "reason": "The pipe has burst",
    }
    assert buyer.post(oral, data=sent).status_code == 302
    page = buyer.get(address(request, "details")).text
    assert address(request, "order") in page
    assert oral not in page
    assert "The pipe has burst" in buyer.get(address(request, "order")).text
    assert "Urgent, allowed by word of mouth: 1" in buyer.get("/").text
    head = enter("head")
    assert "Allowed by word of mouth." in head.get(address(request, "approve")).text


def test_a_draft_is_printed_before_it_has_an_amount(enter: Enter, cast: Cast) -> None:
    staff, request = enter("staff"), make_request(cast.staff_staff)
    for form in ("print_request", "print_approval"):
        page = staff.get(address(request, form))
        assert page.status_code == 200


def test_a_quotation_is_entered_line_by_line(enter: Enter, cast: Cast) -> None:
    buyer = enter("buyer")
    request = quoting(cast, [(make_item(), 2, 200), (make_item(), 1, 300)])
    one, two = lines_of(request)

    answer = press(
        buyer,
        request,
        "quote",
        supplier=str(make_supplier().id),
        is_sealed="y",
        terms="Free delivery",
        **{f"price-{one.id}": "190.50", f"price-{two.id}": "290", f"offered-{one.id}": "Brand X"},
    )

    assert answer.request.path == "/admin/purchase_request/details/"
    quotation = Quotation.get()
    assert (quotation.amount, quotation.is_sealed, quotation.terms) == (671, True, "Free delivery")
    assert quotation.lines.where(quotation.lines.model.request_line == one).get().offered == (
        "Brand X"
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"supplier": ""}, "Choose one from the list"),
        ({"valid_to": "soon"}, "Give a date"),
        ({"price": "cheap"}, "Give a number"),
        ({}, "at least one line"),
    ],
)
def test_a_quotation_that_makes_no_sense_is_refused_and_stays_typed(
    enter: Enter, cast: Cast, changed: dict[str, str], words: str
) -> None:
    buyer = enter("buyer")
    request = quoting(cast, [(make_item(), 2, 200)])
    (line,) = lines_of(request)
    given = {"supplier": str(make_supplier().id), "terms": "Kept words", **changed}
    given[f"price-{line.id}"] = given.pop("price", "" if not changed else "9.99")

    answer = press(buyer, request, "quote", **given)

    assert answer.status_code == 409
    assert words in answer.text
    assert "Kept words" in answer.text
    assert f'value="{given[f"price-{line.id}"]}"' in answer.text
    assert not Quotation.select().exists()


def test_the_cheapest_offer_is_ticked_and_wins(enter: Enter, cast: Cast) -> None:
    buyer = enter("buyer")
    request = quoting(cast, [(make_item(), 1, 2000)])
    quote(request, cast.buyer, 1900)
    cheaper = quote(request, cast.buyer, 1800)
    page = buyer.get(address(request, "award"))
    assert "2 count, 2 are needed" in page.text

    press(buyer, request, "award", member=str(cast.buyer2_staff.id))

    assert Award.get().quotation == cheaper


def test_lines_can_be_given_to_different_suppliers(enter: Enter, cast: Cast) -> None:
    buyer = enter("buyer")
    request = quoting(cast, [(make_item(), 1, 300), (make_item(), 1, 300)])
    first = quote(request, cast.buyer, 200, 300)
    second = quote(request, cast.buyer, 250, 100)
    one, two = lines_of(request)

    press(
        buyer,
        request,
        "award",
        member=str(cast.buyer2_staff.id),
        **{
            f"winner-{request.id}": "lines",
            f"line-{one.id}": str(first.id),
            f"line-{two.id}": str(second.id),
        },
    )

    assert fresh(request).awarded == 300


def test_a_dearer_offer_without_a_reason_comes_back_with_the_rule(enter: Enter, cast: Cast) -> None:
    buyer = enter("buyer")
    request = quoting(cast, [(make_item(), 1, 2000)])
    dearer = quote(request, cast.buyer, 1900)
    quote(request, cast.buyer, 1800)

    answer = press(
        buyer,
        request,
        "award",
        member=str(cast.buyer2_staff.id),
        **{f"winner-{request.id}": str(dearer.id)},
    )

    assert answer.status_code == 409
    assert "Say in writing why" in answer.text
    assert not Award.select().exists()


def test_without_offers_there_is_nothing_to_choose(enter: Enter, cast: Cast) -> None:
    buyer = enter("buyer")
    request = quoting(cast, [(make_item(), 1, 500)])

    assert "No quotations yet" in buyer.get(address(request, "award")).text
    assert "Choose the supplier" not in buyer.get(address(request, "details")).text


def test_an_offer_that_cannot_be_chosen_says_why(enter: Enter, cast: Cast) -> None:
    buyer = enter("buyer")
    request = quoting(cast, [(make_item(), 1, 2000)])
    quote(request, cast.buyer, 1900, is_sealed=False)

    page = buyer.get(address(request, "award"))

    assert "The paper bears no seal and licence." in page.text
    assert "Too few" in page.text


def test_the_comparison_is_printed_with_those_who_compared(enter: Enter, cast: Cast) -> None:
    buyer = enter("buyer")
    request = quoting(cast, [(make_item(name="Desk"), 1, 2000)])
    winner = quote(request, cast.buyer, 1800)
    quote(request, cast.buyer, 1900)
    award(request, cast.buyer, winner, members=[cast.buyer2_staff.id])

    page = buyer.get(address(Award.get(), "print"))

    assert page.status_code == 200
    for words in ("Desk", "1,800.00", "1,900.00", "Chosen", "Buyer Bai", "Buyer Bo"):
        assert words in page.text


# Orders


def test_an_order_is_placed_from_several_requests_of_the_list(enter: Enter, cast: Cast) -> None:
    buyer = enter("buyer")
    supplier, item = make_supplier(), make_item()
    requests = [awarded(cast, [(item, 3, 20)], supplier=supplier) for _number in range(2)]
    url = f"/admin/purchase_request/order/?id={requests[0].id},{requests[1].id}"
    page = buyer.get(url)
    assert "Orders placed: 1, for up to ¥ 120.00 in all." in page.text

    answer = buyer.post(url, data=form_of(page, second_buyer=str(cast.buyer2_staff.id)))

    assert answer.status_code == 302
    assert PurchaseOrder.get().amount == 120


def test_part_of_a_request_is_ordered(enter: Enter, cast: Cast) -> None:
    buyer = enter("buyer")
    request = awarded(cast, [(make_item(), 10, 20)])
    (line,) = lines_of(request)

    answer = press(
        buyer,
        request,
        "order",
        second_buyer=str(cast.buyer2_staff.id),
        tolerance="2.5",
        **{f"quantity-{line.id}": "4"},
    )

    assert answer.status_code == 200
    placed = PurchaseOrder.get()
    assert (placed.amount, placed.tolerance) == (80, D("2.5"))


def test_without_a_second_buyer_nothing_is_ordered(enter: Enter, cast: Cast) -> None:
    buyer = enter("buyer")
    request = awarded(cast, [(make_item(), 10, 20)])

    answer = press(buyer, request, "order")

    assert answer.status_code == 409
    assert "Name the second person" in answer.text


# Goods


def test_a_delivery_goes_from_the_gate_into_stock(enter: Enter, cast: Cast) -> None:
    warehouse, item = make_warehouse(site=cast.site_a), make_item(name="Paper")
    keeper = enter("keeper")
    placed = ordered(cast, [(item, 10, 50)])
    (line,) = order_lines(placed)

    press(keeper, placed, "receive", **{f"arrived-{line.id}": "8"}, delivery_note="L-1")
    acceptance = GoodsAcceptance.get()
    found = acceptance.lines.get()
    acceptor = enter_again(keeper, "acceptor")
    press(
        acceptor,
        acceptance,
        "accept",
        **{
            f"good-{found.id}": "7",
            f"bad-{found.id}": "1",
            f"defect-{found.id}": "Wet",
        },
    )
    assert reload(acceptance).status == "part_accepted"
    keeper = enter_again(acceptor, "keeper")
    page = keeper.get(address(acceptance, "stock"))
    assert "7 box of Paper enter the warehouse." in page.text
    press(keeper, acceptance, "stock")

    assert level(warehouse, item) == (7, 350)
    buyer = enter_again(keeper, "buyer")
    press(buyer, acceptance, "return", note="By van")
    assert reload(acceptance).returned_on == local_today()
    assert "Send back" not in buyer.get(address(acceptance, "details")).text


def enter_again(client: Client, name: str) -> Client:
    return client.log_in(name)


def test_the_second_acceptor_sees_who_signed_what(enter: Enter, cast: Cast) -> None:
    acceptor = enter("acceptor2")
    acceptance = receive(ordered(cast, [(make_item(), 10, 500)]), cast.keeper)
    accept(acceptance, cast.acceptor, 2)

    page = acceptor.get(address(acceptance, "accept"))

    assert "Acceptor Ai" in page.text
    assert "signed already" in page.text
    assert form_of(page)[f"bad-{acceptance.lines.get().id}"] == "2"


def test_a_service_enters_no_stock_and_the_page_says_so(
    enter: Enter, cast: Cast, placed: PurchaseOrder
) -> None:
    keeper = enter("keeper")
    placed.lines.model.update(item=None).execute()
    acceptance = accepted(cast, placed)

    assert "Nothing of it is kept in stock" in keeper.get(address(acceptance, "stock")).text


@pytest.mark.parametrize("form", ["print", "print_stocked"])
def test_acceptance_and_goods_in_are_printed(
    enter: Enter, cast: Cast, form: str, placed: PurchaseOrder
) -> None:
    keeper = enter("keeper")
    acceptance = accept(receive(placed, cast.keeper), cast.acceptor, 3)

    page = keeper.get(address(acceptance, form))

    assert page.status_code == 200
    for words in ("350.00", "Broken", "Acceptor Ai", "Buyer Bai"):
        assert words in page.text


# Money


def test_an_invoice_is_entered_matched_and_paid(
    enter: Enter, cast: Cast, placed: PurchaseOrder
) -> None:
    buyer = enter("buyer")
    accepted(cast, placed)

    press(buyer, placed, "invoice", invoice_no="0815", amount="500", tax="57.52")
    bill = Invoice.get()
    assert (bill.amount, bill.tax) == (500, D("57.52"))
    assert "Agrees" in buyer.get(address(bill, "request")).text
    press(buyer, bill, "request", means="transfer")
    payment = Payment.get()
    finance = enter_again(buyer, "finance")
    assert "500.00 of what was committed becomes spent" in finance.get(address(payment, "pay")).text
    press(finance, payment, "pay", voucher_no="V-1")

    assert (reload(payment).status, reload(payment).voucher_no) == ("paid", "V-1")
    assert PurchaseRequest.get().status == "closed"


def test_an_invoice_without_an_amount_is_refused(
    enter: Enter, cast: Cast, placed: PurchaseOrder
) -> None:
    buyer = enter("buyer")

    answer = press(buyer, placed, "invoice", invoice_no="0815")

    assert answer.status_code == 409
    assert "Give the amount" in answer.text


def test_what_does_not_agree_is_shown_before_anybody_asks(
    enter: Enter, cast: Cast, placed: PurchaseOrder
) -> None:
    buyer = enter("buyer")
    bill = invoice(placed, cast.buyer)

    page = buyer.get(address(bill, "request"))

    assert "This cannot be paid." in page.text
    assert "10 invoiced, 0 accepted" in page.text
    answer = press(buyer, bill, "request", means="transfer")
    assert answer.status_code == 409


def test_a_payment_request_is_printed_with_payee_and_match(
    enter: Enter, cast: Cast, placed: PurchaseOrder
) -> None:
    finance = enter("finance")
    accepted(cast, placed)
    bill = invoice(placed, cast.buyer, invoice_no="0815")
    only(request_payments(seen=[Seen(bill.id)], actor=cast.buyer))

    page = finance.get(address(Payment.get(), "print"))

    assert page.status_code == 200
    for words in ("0815", placed.supplier.name, "500.00", "Buyer Bai"):
        assert words in page.text


@pytest.mark.parametrize(("tail", "person"), [("close", "buyer"), ("cancel", "buyer")])
def test_an_order_is_ended_with_a_reason(
    enter: Enter, cast: Cast, tail: str, person: str, placed: PurchaseOrder
) -> None:
    client = enter(person)
    assert press(client, placed, tail).status_code == 409

    press(client, placed, tail, reason="Shop shut")

    assert reload(placed).end_reason == "Shop shut"


def test_a_supplier_is_blacklisted_and_reinstated(enter: Enter, cast: Cast) -> None:
    director = enter("director")
    supplier = make_supplier()

    press(director, supplier, "blacklist", reason="Bribes")
    assert reload(supplier).is_blacklisted
    press(director, supplier, "reinstate", reason="A year later")

    assert not reload(supplier).is_blacklisted


def test_a_quotation_is_prolonged_and_withdrawn(enter: Enter, cast: Cast) -> None:
    buyer = enter("buyer")
    quotation = quote(quoting(cast, [(make_item(), 1, 500)]), cast.buyer, 480)

    assert "Give a date" in press(buyer, quotation, "extend").text
    press(buyer, quotation, "extend", valid_to="2099-01-01")
    press(buyer, quotation, "withdraw", reason="Gone")

    assert (reload(quotation).valid_to.year, reload(quotation).status) == (2099, "withdrawn")


# The weekly run


@pytest.fixture
def week(cast: Cast) -> Week:
    return Week(cast)


def test_a_run_goes_from_its_list_to_its_reconciliation(
    enter: Enter, cast: Cast, week: Week
) -> None:
    client = enter("keeper")
    press(client, week.run, "collect")
    press(
        client,
        week.run,
        "add",
        item=str(week.paper.id),
        site=str(cast.site_b.id),
        quantity="1",
    )
    page = client.get(address(week.run, "details"))
    assert "added 1" in page.text
    press(client, week.run, "lock")
    client.log_in("buyer")
    press(client, week.run, "start")
    line = week.line
    press(
        client,
        week.run,
        "record",
        **{
            f"bought-{line.id}": "14",
            f"price-{line.id}": "21.5",
            f"supplier-{line.id}": str(week.market.id),
        },
    )
    press(client, week.run, "deliver")
    assert [share.allotted for share in PurchaseRunAllocation.select()] == [10, 4]
    client.log_in("keeper")
    first = PurchaseRunAllocation.select().where(PurchaseRunAllocation.site == cast.site_a).get()
    press(
        client,
        week.run,
        "sign",
        site=str(cast.site_a.id),
        **{f"arrived-{first.id}": "9", f"note-{first.id}": "One box wet"},
    )
    client.log_in("keeper2")
    press(client, week.run, "sign", site=str(cast.site_b.id))
    client.log_in("finance")
    assert "One box wet" in client.get(address(week.run, "reconcile")).text
    press(client, week.run, "reconcile", **{f"difference-{line.id}": "Driver pays"})

    run = PurchaseRun.get()
    assert (run.status, run.amount) == ("reconciled", 301)
    assert level(week.store_a, week.paper)[0] == 10
    assert level(week.store_b, week.paper)[0] == 4


def test_a_run_that_is_empty_says_so(enter: Enter, cast: Cast) -> None:
    keeper = enter("keeper")
    run = Week(cast).run

    assert "The list is empty" in keeper.get(address(run, "details")).text


def test_a_split_that_does_not_add_up_stays_as_it_was_typed(
    enter: Enter, cast: Cast, week: Week
) -> None:
    client = enter("buyer")
    week.bought(quantity=12)
    share = week.shares[0]

    answer = press(client, week.run, "deliver", **{f"share-{share.id}": "99"})

    assert answer.status_code == 409
    assert 'value="99"' in answer.text


def test_list_and_delivery_slips_are_printed(enter: Enter, cast: Cast, week: Week) -> None:
    client = enter("keeper")
    week.signed()

    listed = client.get(address(week.run, "print"))
    slips = client.get(address(week.run, "print_delivery"))

    for words in ("Paper", "280.00", week.run.vehicle_trip, "Buyer Bai", "Buyer Bo"):
        assert words in listed.text
    assert slips.text.count("hq-paper-page") == 2
    assert "Keeper Kong" in slips.text


def test_a_run_is_cancelled_with_a_reason(enter: Enter, cast: Cast, week: Week) -> None:
    client = enter("keeper")

    press(client, week.run, "cancel", reason="No vehicle")

    assert PurchaseRun.get().status == "cancelled"


@pytest.mark.parametrize(
    "table",
    [
        "supplier",
        "material_plan",
        "quotation",
        "award",
        "purchase_order",
        "goods_receipt",
        "goods_acceptance",
        "invoice",
        "payment",
        "purchase_run",
        "purchase_run_stop",
    ],
)
def test_every_list_opens(enter: Enter, table: str) -> None:
    assert enter("buyer").get(f"/admin/{table}/").status_code == 200


def test_the_start_page_names_what_waits_in_purchasing(enter: Enter, cast: Cast) -> None:
    client = enter("acceptor2")
    acceptance = receive(ordered(cast, [(make_item(), 10, 500)]), cast.keeper)
    assert "To be accepted: 1" in client.get("/").text

    accept(acceptance, cast.acceptor2)

    assert "To be accepted" not in client.get("/").text
    assert "To be accepted: 1" in client.log_in("acceptor").get("/").text


def test_a_run_waits_for_its_keeper_buyers_sites_and_finance(
    enter: Enter, cast: Cast, week: Week
) -> None:
    client = enter("keeper")
    assert "Past their cut-off, to be locked: 1" in client.get("/").text
    week.locked()
    assert "To set out on: 1" in client.log_in("buyer2").get("/").text
    week.do(start_runs, cast.buyer)
    week.buy(14)
    week.do(deliver_runs, cast.buyer, split=week.split())
    week.sign(cast.site_a, cast.keeper)
    assert "To be signed for: 1" not in client.log_in("keeper").get("/").text
    assert "To be signed for: 1" in client.log_in("keeper2").get("/").text
    week.sign(cast.site_b, cast.keeper2)

    assert "To be reconciled: 1" in client.log_in("finance").get("/").text


def test_an_order_shows_for_which_requests_it_is(enter: Enter, cast: Cast) -> None:
    client = enter("buyer")
    request = awarded(cast, [(make_item(), 10, 20)])
    placed = order(cast, request)

    page = client.get(address(placed, "details"))

    assert "For which requests" in page.text
    assert f'href="/admin/purchase_request/details/?id={request.id}">{request.doc_no}' in page.text
    page = client.log_in("acceptor").get(address(placed, "details"))
    assert request.doc_no in page.text
    assert "/admin/purchase_request/details/" not in page.text
