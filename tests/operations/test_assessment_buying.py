"""Measures of buying: planned, compared by the rules, delivered in time."""

import datetime as dt
from decimal import Decimal
from typing import Any

from logistics.operations.assessment import MEASURES, Span
from models import (
    AwardMember,
    GoodsReceipt,
    PurchaseOrder,
    PurchaseOrderAllocation,
    PurchaseOrderLine,
    PurchaseRequest,
)
from tests.cast import Cast
from tests.factories import serial
from tests.factories.assessment import FIRST, LAST
from tests.factories.procurement import make_supplier
from tests.factories.purchasing_requests import make_award, make_request

D = Decimal
SPAN = Span(FIRST, LAST)
JUNE = dt.date(2026, 6, 12)


def order(cast: Cast, *requests: PurchaseRequest, **overrides: Any) -> PurchaseOrder:
    """One order of the buyer that serves these requests."""
    made = PurchaseOrder.create(
        **{
            "doc_no": f"PO-{serial()}",
            "supplier": make_supplier(),
            "site": cast.site_a,
            "buyer": cast.buyer_staff,
            "second_buyer": cast.buyer2_staff,
            "ordered_on": JUNE,
            "amount": D(800),
            **overrides,
        }
    )
    for request in requests:
        (wanted,) = request.lines
        line = PurchaseOrderLine.create(
            order=made, name="Projector", quantity=1, unit_price=800, amount=800
        )
        PurchaseOrderAllocation.create(order_line=line, request_line=wanted, quantity=1, amount=800)
    return made


def receive(cast: Cast, made: PurchaseOrder, day: dt.date) -> GoodsReceipt:
    return GoodsReceipt.create(
        doc_no=f"GR-{serial()}", order=made, received_on=day, received_by=cast.keeper_staff
    )


def observed(code: str) -> list[tuple[int, str, Decimal, Decimal]]:
    return [
        (seen.staff, seen.fault, seen.quantity, seen.possible)
        for seen in MEASURES[code].observe(SPAN)
    ]


def test_every_request_ordered_is_planned_or_not(cast: Cast) -> None:
    planned = make_request(cast.staff_staff)
    unplanned = make_request(cast.staff_staff, off_plan=True)
    order(cast, planned, unplanned)
    buyer = cast.buyer_staff.id
    assert observed("purchases_in_plan") == [(buyer, "", 1, 1), (buyer, "", 0, 1)]


def test_two_orders_for_one_request_are_one_observation(cast: Cast) -> None:
    request = make_request(cast.staff_staff)
    order(cast, request)
    order(cast, request)
    assert len(observed("purchases_in_plan")) == 1


def test_cancelled_orders_and_other_periods_do_not_count(cast: Cast) -> None:
    request = make_request(cast.staff_staff, need_by=JUNE)
    receive(cast, order(cast, request, status="cancelled"), JUNE)
    order(cast, request, ordered_on=dt.date(2026, 7, 1))
    assert observed("purchases_in_plan") == []
    assert observed("need_by_met") == []


def test_an_award_above_the_lowest_needs_its_reason(cast: Cast) -> None:
    request = make_request(cast.staff_staff)
    awards = [
        make_award(request, lowest_amount=lowest, method=method, reason=reason)
        for lowest, method, reason in (
            (D(800), "compare", ""),
            (D(700), "compare", ""),
            (D(700), "compare", "Longer warranty"),
            (D(800), "single_source", ""),
            (D(800), "single_source", "Only maker"),
        )
    ]
    for award in awards:
        AwardMember.create(award=award, staff=cast.buyer_staff)
    faults = [seen[1] for seen in observed("quote_compliance")]
    assert faults == ["", "breach", "", "breach", ""]


def test_a_superseded_award_does_not_count(cast: Cast) -> None:
    award = make_award(make_request(cast.staff_staff), status="superseded")
    AwardMember.create(award=award, staff=cast.buyer_staff)
    assert observed("quote_compliance") == []


def test_a_delivery_is_in_time_for_the_first_who_needs_it(cast: Cast) -> None:
    early = make_request(cast.staff_staff, need_by=JUNE)
    late = make_request(cast.staff_staff, need_by=JUNE + dt.timedelta(days=9))
    open_ended = make_request(cast.staff_staff, need_by=None)
    receive(cast, order(cast, early, late), JUNE)
    receive(cast, order(cast, early, late), JUNE + dt.timedelta(days=1))
    receive(cast, order(cast, open_ended), JUNE)
    assert [seen[2] for seen in observed("need_by_met")] == [1, 0]
