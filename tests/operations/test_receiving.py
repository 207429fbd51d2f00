"""Receiving, accepting and stocking: partial, signed by enough people, none of them twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal as D

import pytest

from logistics.database import local_today
from logistics.errors import (
    Conflict,
    NotEnough,
    NotFound,
    NotPermitted,
    RuleViolation,
    WrongState,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.accepting import Finding, accept_goods
from logistics.operations.purchasing.closing import close_orders
from logistics.operations.purchasing.receiving import receive_goods, return_goods
from logistics.operations.purchasing.stocking import stock_goods
from models import (
    GoodsAcceptance,
    GoodsAcceptanceMember,
    GoodsReceipt,
    IncompatibleDuty,
    Notice,
    PurchaseOrder,
    PurchaseOrderAllocation,
    PurchaseOrderLine,
    StockMovement,
)
from tests.cast import Cast
from tests.factories.procurement import (
    accept,
    accepted,
    awarded,
    findings,
    make_supplier,
    order,
    order_lines,
    ordered,
    receive,
)
from tests.factories.purchasing_requests import fresh
from tests.factories.stock import level, make_item, make_warehouse

pytestmark = pytest.mark.usefixtures("matrix")


def reload(placed: PurchaseOrder) -> PurchaseOrder:
    return PurchaseOrder.get_by_id(placed.id)


def stock(acceptance: GoodsAcceptance, actor: object, **given: object) -> GoodsAcceptance:
    only(stock_goods(seen=[Seen(acceptance.id)], actor=actor, **given))
    return GoodsAcceptance.get_by_id(acceptance.id)


# Receiving


def test_a_delivery_is_counted_and_opens_its_acceptance(cast: Cast, placed: PurchaseOrder) -> None:

    acceptance = receive(placed, cast.keeper, 4, delivery_note="L-77")

    receipt = GoodsReceipt.get()
    assert (receipt.delivery_note, receipt.received_by) == ("L-77", cast.keeper_staff)
    assert order_lines(placed)[0].received == 4
    assert (acceptance.status, acceptance.acceptors_needed) == ("open", 1)
    assert not acceptance.needs_technical
    assert reload(placed).status == "receiving"


def test_without_quantities_all_that_is_due_has_arrived(cast: Cast, placed: PurchaseOrder) -> None:
    receive(placed, cast.keeper, 4)

    receive(placed, cast.keeper)

    assert order_lines(placed)[0].received == 10
    assert reload(placed).status == "receiving"


@pytest.mark.parametrize(("tolerance", "most"), [(0, "10"), (5, "10.5")])
def test_no_more_arrives_than_ordered_and_tolerated(cast: Cast, tolerance: int, most: str) -> None:
    placed = order(cast, awarded(cast, [(make_item(), 10, 50)]), tolerance=D(tolerance))

    with pytest.raises(NotEnough, match="goes back"):
        receive(placed, cast.keeper, str(D(most) + D("0.001")))
    with pytest.raises(NotEnough):
        receive(placed, cast.keeper, -1)
    receive(placed, cast.keeper, most)

    assert order_lines(placed)[0].received == D(most)


def test_nothing_arrived_is_no_delivery(cast: Cast, placed: PurchaseOrder) -> None:

    with pytest.raises(RuleViolation, match="how much"):
        receive(placed, cast.keeper, 0)
    with pytest.raises(NotFound):
        only(receive_goods(seen=[Seen(placed.id)], actor=cast.keeper, quantities={10**6: D(1)}))


def test_goods_do_not_arrive_tomorrow(cast: Cast, placed: PurchaseOrder) -> None:
    with pytest.raises(RuleViolation) as refusal:
        receive(placed, cast.keeper, received_on=local_today() + dt.timedelta(days=1))

    assert refusal.value.field == "received_on"


def test_nothing_arrives_for_an_order_that_has_ended(cast: Cast, placed: PurchaseOrder) -> None:
    only(close_orders(seen=[Seen(placed.id)], actor=cast.buyer, reason="Supplier shut"))

    with pytest.raises(WrongState):
        receive(placed, cast.keeper, 1)


def test_the_keeper_of_another_site_does_not_receive(cast: Cast, placed: PurchaseOrder) -> None:
    with pytest.raises(NotPermitted):
        receive(placed, cast.keeper2, 1)


def test_the_buyer_does_not_receive(cast: Cast, placed: PurchaseOrder) -> None:
    """Even with a keeper's right: buying and keeping exclude each other."""
    both = replace(cast.keeper, staff_id=cast.buyer2_staff.id)

    with pytest.raises(NotPermitted, match="Ordering"):
        receive(placed, both, 1)


# Accepting


@pytest.mark.parametrize(("price", "needed"), [(1000, 1), (5000, 2), (5001, 3)])
def test_the_amount_says_how_many_acceptors_sign(cast: Cast, price: int, needed: int) -> None:
    placed = ordered(cast, [(make_item(), 1, price)])
    acceptance = receive(placed, cast.keeper)
    people = [cast.acceptor, cast.acceptor2, cast.acceptor3][:needed]

    for person in people[:-1]:
        assert accept(acceptance, person).status == "open"
    acceptance = accept(acceptance, people[-1])

    assert acceptance.status == "accepted"
    assert acceptance.accepted_on == local_today()
    assert reload(placed).status == "received"
    assert GoodsReceipt.get().status == "inspected"


def test_each_acceptor_signs_once(cast: Cast) -> None:
    acceptance = receive(ordered(cast, [(make_item(), 1, 5000)]), cast.keeper)
    accept(acceptance, cast.acceptor)

    with pytest.raises(Conflict, match="already signed"):
        accept(acceptance, cast.acceptor)


def test_different_findings_open_a_new_round_and_the_others_are_told(cast: Cast) -> None:
    acceptance = receive(ordered(cast, [(make_item(), 10, 500)]), cast.keeper)
    accept(acceptance, cast.acceptor)

    acceptance = accept(acceptance, cast.acceptor2, 2)

    assert (acceptance.round, acceptance.status) == (2, "open")
    assert Notice.select().where(Notice.account == cast.acceptor_account).exists()
    acceptance = accept(acceptance, cast.acceptor, 2)
    assert acceptance.status == "part_accepted"
    assert GoodsAcceptanceMember.select().count() == 3


def test_an_expensive_purchase_needs_a_technical_opinion(cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 1, 50_001)])
    acceptance = receive(order(cast, request), cast.keeper)
    assert acceptance.needs_technical
    for person in (cast.acceptor, cast.acceptor2, cast.acceptor3):
        acceptance = accept(acceptance, person)
    assert acceptance.status == "open"

    expert = replace(cast.acceptor, staff_id=cast.dispatcher_staff.id)
    acceptance = accept(acceptance, expert, technical_opinion="Meets GB 1")

    assert acceptance.status == "accepted"


def test_the_buyer_does_not_accept(cast: Cast, placed: PurchaseOrder) -> None:
    acceptance = receive(placed, cast.keeper)
    both = replace(cast.acceptor, staff_id=cast.buyer_staff.id)

    with pytest.raises(NotPermitted, match="Ordering"):
        accept(acceptance, both)


def test_whoever_asked_or_received_does_not_accept(cast: Cast, placed: PurchaseOrder) -> None:
    acceptance = receive(placed, cast.keeper)

    for person in (cast.staff_staff, cast.keeper_staff):
        both = replace(cast.acceptor, staff_id=person.id, account_id=person.account_id)
        with pytest.raises(NotPermitted, match="excludes"):
            accept(acceptance, both)


def test_which_duties_exclude_each_other_is_a_setting(cast: Cast, placed: PurchaseOrder) -> None:
    IncompatibleDuty.delete().where(IncompatibleDuty.second_duty == "keep").execute()
    acceptance = receive(placed, cast.keeper)
    both = replace(cast.acceptor, staff_id=cast.keeper_staff.id, account_id=cast.keeper_account.id)

    assert accept(acceptance, both).status == "accepted"


def test_an_account_without_a_person_signs_nothing(cast: Cast, placed: PurchaseOrder) -> None:
    acceptance = receive(placed, cast.keeper)
    nobody = replace(cast.acceptor, staff_id=None)

    with pytest.raises(NotPermitted, match="member of staff"):
        accept(acceptance, nobody)


def test_findings_add_up_to_what_was_received_and_name_the_defect(
    cast: Cast, placed: PurchaseOrder
) -> None:
    acceptance = receive(placed, cast.keeper, 4)
    (line,) = acceptance.lines

    for found in (Finding(D(3)), Finding(D(5), D(-1)), Finding(D(3), D(1), " ")):
        with pytest.raises(RuleViolation) as refusal:
            accept(acceptance, cast.acceptor, findings={line.id: found})
        assert refusal.value.field == "findings"
    with pytest.raises(NotFound):
        accept(acceptance, cast.acceptor, findings={})


def test_a_finished_acceptance_is_not_signed_again(cast: Cast, placed: PurchaseOrder) -> None:
    acceptance = accepted(cast, placed)

    with pytest.raises(WrongState):
        accept(acceptance, cast.acceptor2)


def test_only_acceptors_accept(cast: Cast, placed: PurchaseOrder) -> None:
    acceptance = receive(placed, cast.keeper)

    with pytest.raises(NotPermitted):
        accept(acceptance, cast.finance)


def test_rejected_goods_may_come_again(cast: Cast, placed: PurchaseOrder) -> None:
    acceptance = accept(receive(placed, cast.keeper), cast.acceptor, 3)
    (line,) = order_lines(placed)
    assert (acceptance.status, line.accepted, line.rejected) == ("part_accepted", 7, 3)
    assert (line.outstanding, reload(placed).status) == (3, "receiving")
    assert Notice.select().where(Notice.account == cast.buyer_account).exists()

    accepted(cast, placed, 3)

    assert reload(placed).status == "received"


def test_a_delivery_that_is_all_bad_is_rejected(cast: Cast, placed: PurchaseOrder) -> None:

    acceptance = accept(receive(placed, cast.keeper, 4), cast.acceptor, 4)

    assert (acceptance.status, reload(placed).status) == ("rejected", "placed")


def test_accepted_goods_count_for_the_requests_in_the_order_of_their_shares(cast: Cast) -> None:
    item, supplier = make_item(), make_supplier()
    one = awarded(cast, [(item, 3, 20)], supplier=supplier)
    two = awarded(cast, [(item, 5, 20)], supplier=supplier)
    placed = order(cast, one, two)

    accepted(cast, placed, 4)
    shares = PurchaseOrderAllocation.select().order_by(PurchaseOrderAllocation.id)
    assert [share.accepted for share in shares] == [3, 1]
    assert [fresh(row).status for row in (one, two)] == ["received", "ordered"]

    accepted(cast, placed, 4)
    assert [fresh(row).status for row in (one, two)] == ["received", "received"]


# Going back


def test_what_was_rejected_goes_back_once(cast: Cast, placed: PurchaseOrder) -> None:
    acceptance = accept(receive(placed, cast.keeper), cast.acceptor, 3)
    given = {"seen": [Seen(acceptance.id)], "actor": cast.buyer, "returned_on": local_today()}
    with pytest.raises(RuleViolation, match="still to come"):
        only(return_goods(**{**given, "returned_on": local_today() + dt.timedelta(days=1)}))

    only(return_goods(**given, note="By van"))

    assert GoodsAcceptance.get_by_id(acceptance.id).returned_on == local_today()
    with pytest.raises(RuleViolation, match="already"):
        only(return_goods(**given))


def test_good_goods_and_goods_not_yet_accepted_do_not_go_back(
    cast: Cast, placed: PurchaseOrder
) -> None:
    for acceptance in (receive(placed, cast.keeper, 1), accepted(cast, placed, 1)):
        with pytest.raises(RuleViolation, match="rejected"):
            only(
                return_goods(
                    seen=[Seen(acceptance.id)], actor=cast.buyer, returned_on=local_today()
                )
            )


# Into stock


def test_good_goods_enter_the_warehouse_of_the_site_at_the_price_of_the_order(
    cast: Cast,
) -> None:
    warehouse, item = make_warehouse(site=cast.site_a), make_item()
    placed = ordered(cast, [(item, 10, "3.33")])
    acceptance = accept(receive(placed, cast.keeper), cast.acceptor, 3)

    acceptance = stock(acceptance, cast.keeper)

    assert level(warehouse, item) == (7, D("23.31"))
    assert (acceptance.status, acceptance.warehouse) == ("stocked", warehouse)
    movement = StockMovement.get()
    assert (movement.doc_type, movement.doc_id) == ("goods_acceptance", acceptance.id)


def test_partial_deliveries_cost_together_what_the_order_costs(cast: Cast) -> None:
    warehouse, item = make_warehouse(site=cast.site_a), make_item()
    placed = ordered(cast, [(item, "7.5", "3.33")])

    for quantity in ("2.5", "2.5", "2.5"):
        stock(accepted(cast, placed, quantity), cast.keeper)

    assert level(warehouse, item) == (D("7.5"), D("24.98"))


def test_what_comes_beyond_the_order_costs_nothing(cast: Cast) -> None:
    warehouse, item = make_warehouse(site=cast.site_a), make_item()
    placed = order(cast, awarded(cast, [(item, 20, 10)]), tolerance=D(5))

    stock(accepted(cast, placed, 21), cast.keeper)

    assert level(warehouse, item) == (21, 200)


def test_a_service_is_accepted_and_enters_no_stock(cast: Cast, placed: PurchaseOrder) -> None:
    make_warehouse(site=cast.site_a)
    PurchaseOrderLine.update(item=None, name="Cleaning of carpets").execute()

    acceptance = stock(accepted(cast, placed), cast.keeper)

    assert acceptance.status == "stocked"
    assert not StockMovement.select().exists()


def test_goods_are_stocked_once_and_only_when_accepted(cast: Cast, placed: PurchaseOrder) -> None:
    make_warehouse(site=cast.site_a)
    waiting = receive(placed, cast.keeper, 1)
    with pytest.raises(WrongState):
        stock(waiting, cast.keeper)
    acceptance = accepted(cast, placed, 1)
    stock(acceptance, cast.keeper)

    with pytest.raises(WrongState):
        stock(acceptance, cast.keeper)

    assert StockMovement.select().count() == 1


def test_goods_do_not_enter_a_warehouse_of_another_site_or_none(
    cast: Cast, placed: PurchaseOrder
) -> None:
    acceptance = accepted(cast, placed)
    with pytest.raises(RuleViolation) as refusal:
        stock(acceptance, cast.keeper)
    assert refusal.value.field == "warehouse"
    shut = make_warehouse(site=cast.site_a, is_active=False)
    for wrong in (make_warehouse(site=cast.site_b), shut, 10**6):
        with pytest.raises(RuleViolation):
            stock(acceptance, cast.keeper, warehouse=wrong)


def test_whoever_accepted_or_bought_does_not_put_the_goods_into_stock(
    cast: Cast, placed: PurchaseOrder
) -> None:
    make_warehouse(site=cast.site_a)
    acceptance = accepted(cast, placed)

    for person in (cast.acceptor_staff, cast.buyer_staff):
        both = replace(cast.keeper, staff_id=person.id, account_id=person.account_id)
        with pytest.raises(NotPermitted, match="excludes"):
            stock(acceptance, both)


def test_the_keeper_of_another_site_stocks_nothing(cast: Cast, placed: PurchaseOrder) -> None:
    make_warehouse(site=cast.site_a)

    with pytest.raises(NotPermitted):
        stock(accepted(cast, placed), cast.keeper2)


def test_a_page_that_names_no_findings_for_a_line_signs_nothing(cast: Cast) -> None:
    acceptance = receive(ordered(cast, [(make_item(), 1, 5), (make_item(), 1, 5)]), cast.keeper)
    found = findings(acceptance)
    found.popitem()

    with pytest.raises(NotFound):
        only(accept_goods(seen=[Seen(acceptance.id)], actor=cast.acceptor, findings=found))

    assert not GoodsAcceptanceMember.select().exists()
