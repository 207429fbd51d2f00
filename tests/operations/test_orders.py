"""Orders: merged, split, committed, cancelled and closed; the requests follow."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D

import pytest

from logistics.database import local_today
from logistics.errors import (
    NotEnough,
    NotPermitted,
    RuleViolation,
    StaleRecord,
    WrongState,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.closing import cancel_orders, close_orders, close_purchases
from logistics.operations.purchasing.ordering import order_purchases
from logistics.operations.purchasing.quoting import extend_quotations
from logistics.operations.purchasing.requests import cancel_purchases
from logistics.operations.purchasing.suppliers import blacklist_suppliers
from models import (
    BudgetLine,
    PurchaseOrder,
    PurchaseOrderAllocation,
    PurchaseRequest,
    Quotation,
)
from tests.cast import Cast
from tests.factories.procurement import (
    accept,
    accepted,
    awarded,
    invoice,
    lines_of,
    make_supplier,
    order,
    order_lines,
    quoting,
    receive,
)
from tests.factories.purchasing_requests import fresh, make_request
from tests.factories.stock import make_item

pytestmark = pytest.mark.usefixtures("matrix")


def budget(request: PurchaseRequest) -> tuple[D, D, D]:
    """Reserved, committed and spent of the request's line."""
    line = BudgetLine.get_by_id(request.budget_line_id)
    return line.reserved, line.committed, line.spent


def reload(placed: PurchaseOrder) -> PurchaseOrder:
    return PurchaseOrder.get_by_id(placed.id)


def test_an_order_takes_over_the_award_and_commits_the_budget(cast: Cast) -> None:
    item = make_item(name="Paper", spec="A4", unit_of_measure="ream")
    request = awarded(cast, [(item, 10, 20)])
    assert budget(request) == (200, 0, 0)

    placed = order(cast, request, deliver_by=local_today(), contract_no="C-1", terms="Free")

    (line,) = order_lines(placed)
    assert placed.doc_no.startswith("PO-")
    assert (placed.amount, placed.status) == (200, "placed")
    assert (placed.buyer, placed.second_buyer) == (cast.buyer_staff, cast.buyer2_staff)
    assert (line.name, line.spec, line.unit_of_measure) == ("Paper", "A4", "ream")
    assert (line.quantity, line.unit_price, line.amount) == (10, 20, 200)
    assert budget(request) == (0, 200, 0)
    assert fresh(request).status == "ordered"


def test_several_requests_of_one_supplier_share_an_order(cast: Cast) -> None:
    item, supplier = make_item(), make_supplier()
    one = awarded(cast, [(item, 3, 20)], supplier=supplier)
    two = awarded(cast, [(item, 2, 20), (make_item(), 1, 5)], supplier=supplier)

    order(cast, one, two)

    assert PurchaseOrder.select().count() == 1
    merged, single = order_lines(PurchaseOrder.get())
    assert (merged.quantity, merged.amount) == (5, 100)
    assert (single.quantity, single.amount) == (1, 5)
    shares = PurchaseOrderAllocation.select().where(PurchaseOrderAllocation.order_line == merged)
    assert {(row.request_line.request_id, row.quantity) for row in shares} == {
        (one.id, 3),
        (two.id, 2),
    }
    assert [fresh(row).status for row in (one, two)] == ["ordered", "ordered"]


def test_different_prices_stay_different_lines(cast: Cast) -> None:
    item, supplier = make_item(), make_supplier()
    one = awarded(cast, [(item, 3, 20)], supplier=supplier)
    two = awarded(cast, [(item, 2, 21)], supplier=supplier)

    placed = order(cast, one, two)

    assert [line.unit_price for line in order_lines(placed)] == [20, 21]


def test_different_sites_get_different_orders(cast: Cast) -> None:
    supplier = make_supplier()
    one = awarded(cast, [(make_item(), 3, 20)], supplier=supplier)
    two = awarded(cast, [(make_item(), 3, 20)], supplier=supplier, site=cast.site_b)

    order(cast, one, two)

    assert {row.site for row in PurchaseOrder.select()} == {cast.site_a, cast.site_b}


def test_one_request_is_split_over_several_orders(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 10, 20)])
    (line,) = lines_of(request)

    order(cast, request, quantities={line.id: D(4)})
    assert fresh(request).status == "approved"
    assert budget(request) == (120, 80, 0)
    order(cast, request, quantities={line.id: D(6)})

    assert fresh(request).status == "ordered"
    assert budget(request) == (0, 200, 0)


def test_the_parts_of_a_line_cost_what_was_awarded_to_the_fen(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), "7.5", "3.33")])
    (line,) = lines_of(request)
    assert fresh(request).awarded == D("24.98")

    for quantity in ("2.5", "2.5", "2.5"):
        order(cast, request, quantities={line.id: D(quantity)})

    amounts = [row.amount for row in PurchaseOrder.select().order_by(PurchaseOrder.id)]
    assert amounts == [D("8.33"), D("8.32"), D("8.33")]
    assert budget(request) == (0, D("24.98"), 0)


def test_no_more_is_ordered_than_was_awarded(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 10, 20)])
    (line,) = lines_of(request)
    order(cast, request, quantities={line.id: D(4)})

    for quantity in (D(7), D(-1)):
        with pytest.raises(NotEnough, match="between 0 and 6"):
            order(cast, request, quantities={line.id: quantity})


def test_an_order_of_nothing_is_none(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 10, 20)])

    with pytest.raises(RuleViolation, match="nothing is left"):
        order(cast, request, quantities={})


@pytest.mark.parametrize("state", ["draft", "submitted", "ordered"])
def test_only_what_is_approved_is_ordered(cast: Cast, state: str) -> None:
    if state == "draft":
        request = make_request(cast.staff_staff)
    elif state == "submitted":
        request = quoting(cast, [(make_item(), 1, 5)])
    else:
        request = awarded(cast, [(make_item(), 1, 5)])
        order(cast, request)

    with pytest.raises(WrongState):
        order(cast, request)


def test_of_a_set_the_refused_stay_out_and_the_others_are_ordered(cast: Cast) -> None:
    good, draft = awarded(cast, [(make_item(), 1, 5)]), make_request(cast.staff_staff)

    outcomes = order_purchases(
        seen=[Seen(draft.id), Seen(good.id)],
        actor=cast.buyer,
        second_buyer=cast.buyer2_staff.id,
    )

    assert [outcome.done for outcome in outcomes] == [False, True]
    assert PurchaseOrder.get().doc_no in outcomes[1].words.filled()
    assert fresh(good).status == "ordered"


def test_two_always_buy_together(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 1, 5)])
    gone = cast.finance_staff
    gone.left_on = local_today()

    for second in (None, cast.buyer_staff, 10**6):
        with pytest.raises(RuleViolation) as refusal:
            order(cast, request, second_buyer=second)
        assert refusal.value.field == "second_buyer"


def test_somebody_who_reviewed_the_request_is_no_buyer_of_it_later(cast: Cast) -> None:
    """Ordering and acceptance exclude each other, whichever of them comes first."""
    request = awarded(cast, [(make_item(), 2, 50)])
    (line,) = lines_of(request)
    accepted(cast, order(cast, request, quantities={line.id: D(1)}))

    with pytest.raises(NotPermitted, match="Acceptance"):
        order(cast, request, second_buyer=cast.acceptor_staff)


def test_only_a_buyer_orders(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 1, 5)])

    with pytest.raises(NotPermitted):
        order_purchases(seen=[Seen(request.id)], actor=cast.keeper, second_buyer=cast.buyer_staff)


def test_nothing_is_ordered_from_a_supplier_blacklisted_since(cast: Cast) -> None:
    supplier = make_supplier()
    request = awarded(cast, [(make_item(), 1, 5)], supplier=supplier)
    only(blacklist_suppliers(seen=[Seen(supplier.id)], actor=cast.deputy, reason="Bribes"))

    with pytest.raises(RuleViolation, match="blacklisted"):
        order(cast, request)


def test_an_expired_quotation_must_be_prolonged_before_the_order(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 1, 5)])
    quotation = Quotation.get(Quotation.request == request)
    yesterday = local_today() - dt.timedelta(days=1)
    Quotation.update(valid_to=yesterday).where(Quotation.id == quotation.id).execute()
    with pytest.raises(RuleViolation, match="expired"):
        order(cast, request)

    only(extend_quotations(seen=[Seen(quotation.id)], actor=cast.buyer, valid_to=local_today()))

    assert order(cast, request).status == "placed"


def test_the_terms_of_an_order_must_make_sense(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 1, 5)])

    for given, field in (
        ({"deliver_by": local_today() - dt.timedelta(days=1)}, "deliver_by"),
        ({"tolerance": D("5.01")}, "tolerance"),
        ({"tolerance": D(-1)}, "tolerance"),
    ):
        with pytest.raises(RuleViolation) as refusal:
            order(cast, request, **given)
        assert refusal.value.field == field


def test_an_order_on_a_stale_page_is_refused(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 1, 5)])
    seen = Seen(request.id, request.row_version - 1)

    (outcome,) = order_purchases(seen=[seen], actor=cast.buyer, second_buyer=cast.buyer2_staff.id)

    assert isinstance(outcome.refusal, StaleRecord)
    assert not PurchaseOrder.select().exists()


# Cancelling and closing


def test_a_cancelled_order_gives_its_commitment_back_to_the_reservation(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 10, 20)])
    placed = order(cast, request)

    only(cancel_orders(seen=[Seen(placed.id)], actor=cast.buyer, reason="Supplier shut"))

    assert (reload(placed).status, reload(placed).end_reason) == ("cancelled", "Supplier shut")
    assert budget(request) == (200, 0, 0)
    assert fresh(request).status == "approved"
    order(cast, request)
    assert fresh(request).status == "ordered"


def test_an_order_with_goods_is_not_cancelled(cast: Cast, placed: PurchaseOrder) -> None:
    acceptance = receive(placed, cast.keeper, 1)
    seen = [Seen(placed.id)]

    with pytest.raises(WrongState, match="waits for acceptance"):
        only(cancel_orders(seen=seen, actor=cast.buyer, reason="Late"))
    accept(acceptance, cast.acceptor)
    with pytest.raises(WrongState, match="Goods have arrived"):
        only(cancel_orders(seen=seen, actor=cast.buyer, reason="Late"))


def test_an_order_with_an_unpaid_invoice_neither_ends_nor_closes(
    cast: Cast, placed: PurchaseOrder
) -> None:
    invoice(placed, cast.buyer)

    for end in (cancel_orders, close_orders):
        with pytest.raises(WrongState, match="not paid"):
            only(end(seen=[Seen(placed.id)], actor=cast.buyer, reason="Late"))


def test_ending_an_order_needs_a_reason_and_the_right(cast: Cast, placed: PurchaseOrder) -> None:

    for end in (cancel_orders, close_orders):
        with pytest.raises(RuleViolation):
            end(seen=[Seen(placed.id)], actor=cast.buyer, reason="")
        with pytest.raises(NotPermitted):
            only(end(seen=[Seen(placed.id)], actor=cast.keeper, reason="Late"))


def test_accepted_goods_must_be_paid_before_the_rest_is_given_up(
    cast: Cast, placed: PurchaseOrder
) -> None:
    accepted(cast, placed, 4)

    with pytest.raises(WrongState, match="not been invoiced"):
        only(close_orders(seen=[Seen(placed.id)], actor=cast.buyer, reason="No more"))


def test_closing_a_request_releases_what_it_still_holds(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 10, 20)])

    only(close_purchases(seen=[Seen(request.id)], actor=cast.buyer, reason="Found some"))

    assert budget(request) == (0, 0, 0)
    request = fresh(request)
    assert (request.status, request.end_reason) == ("closed", "Found some")


def test_a_request_with_an_open_order_is_not_closed(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 10, 20)])
    order(cast, request)

    with pytest.raises(WrongState, match="still open"):
        only(close_purchases(seen=[Seen(request.id)], actor=cast.buyer, reason="Enough"))


def test_closing_a_request_needs_a_reason_the_right_and_an_approved_one(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 1, 5)])
    with pytest.raises(RuleViolation):
        close_purchases(seen=[Seen(request.id)], actor=cast.buyer, reason="")
    with pytest.raises(NotPermitted):
        only(close_purchases(seen=[Seen(request.id)], actor=cast.staff, reason="Enough"))
    draft = make_request(cast.staff_staff)
    with pytest.raises(WrongState):
        only(close_purchases(seen=[Seen(draft.id)], actor=cast.buyer, reason="Enough"))


def test_a_request_ordered_in_part_is_closed_and_not_cancelled(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 10, 20)])
    (line,) = lines_of(request)
    order(cast, request, quantities={line.id: D(4)})

    with pytest.raises(WrongState, match="ordered in part"):
        only(cancel_purchases(seen=[Seen(request.id)], actor=cast.staff, comment="Enough"))

    assert budget(request) == (120, 80, 0)
