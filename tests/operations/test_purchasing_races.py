"""Eight processes at once on one purchase: one order, one payment, one signature a site."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest

from logistics.errors import StaleRecord
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.accepting import Finding, accept_goods
from logistics.operations.purchasing.ordering import order_purchases
from logistics.operations.purchasing.paying import make_payments, request_payments
from logistics.operations.purchasing.receiving import receive_goods
from logistics.operations.purchasing.runs import sign_deliveries
from logistics.operations.purchasing.stocking import stock_goods
from logistics.permissions import Actor, load_actor
from models import (
    Account,
    BudgetLine,
    GoodsAcceptance,
    Payment,
    PurchaseOrder,
    PurchaseOrderAllocation,
    PurchaseOrderLine,
    PurchaseRequest,
    StockMovement,
)
from tests.cast import Cast
from tests.factories.procurement import (
    accepted,
    awarded,
    invoice,
    lines_of,
    order,
    receive,
)
from tests.factories.purchasing_requests import fresh
from tests.factories.stock import level, make_item, make_warehouse
from tests.operations.test_purchase_runs import Week
from tests.races import PROCESSES, everyone, race

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("race_db", "matrix")]


def actor_called(login: str) -> Actor:
    return load_actor(Account.get(Account.login == login))


def again(act: Any) -> None:
    """Look again as long as somebody else was faster, as a person would."""
    for _attempt in range(30):
        try:
            act()
        except StaleRecord:
            continue
        return
    raise AssertionError("never got through")


def place(request_id: int, version: int | None, line_id: int, quantity: int) -> str:
    second = actor_called("buyer2").staff_id

    def act() -> None:
        only(
            order_purchases(
                seen=[Seen(request_id, version)],
                actor=actor_called("buyer"),
                second_buyer=second,
                quantities={line_id: D(quantity)},
            )
        )

    act() if version is not None else again(act)
    return "done"


def take_in(order_id: int, line_id: int) -> str:
    again(
        lambda: only(
            receive_goods(
                seen=[Seen(order_id)],
                actor=actor_called("keeper"),
                quantities={line_id: D(4)},
            )
        )
    )
    return "done"


def sign(acceptance_id: int, login: str, line_id: int) -> str:
    again(
        lambda: only(
            accept_goods(
                seen=[Seen(acceptance_id)],
                actor=actor_called(login),
                findings={line_id: Finding(D(5))},
            )
        )
    )
    return "done"


def stock(acceptance_id: int) -> str:
    only(stock_goods(seen=[Seen(acceptance_id)], actor=actor_called("keeper")))
    return "done"


def pay(payment_id: int) -> str:
    only(make_payments(seen=[Seen(payment_id)], actor=actor_called("finance")))
    return "done"


def sign_site(run_id: int, site_id: int, login: str) -> str:
    only(sign_deliveries(seen=[Seen(run_id)], actor=actor_called(login), site=site_id))
    return "done"


def refused(answers: list[Any], *kinds: str) -> int:
    """How many were refused in one of these ways; nothing else may have come out."""
    told = [answer for answer in answers if answer != "done"]
    assert all(answer.startswith(kinds) for answer in told), told
    return len(told)


def spent(request: PurchaseRequest) -> tuple[D, D, D]:
    line = BudgetLine.get_by_id(request.budget_line_id)
    return line.reserved, line.committed, line.spent


def test_eight_clicks_place_one_order(race_db: str, cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 10, 20)])
    (line,) = lines_of(request)

    answers = race(race_db, place, everyone(request.id, fresh(request).row_version, line.id, 10))

    assert refused(answers, "StaleRecord", "WrongState") == PROCESSES - 1
    assert PurchaseOrder.select().count() == 1
    assert spent(request) == (0, 200, 0)


def test_eight_buyers_order_no_more_than_was_awarded(race_db: str, cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 10, 20)])
    (line,) = lines_of(request)

    answers = race(race_db, place, everyone(request.id, None, line.id, 2))

    assert refused(answers, "WrongState", "NotEnough") == PROCESSES - 5
    assert sum(row.quantity for row in PurchaseOrderAllocation.select()) == 10
    assert spent(request) == (0, 200, 0)


def test_eight_deliveries_bring_no_more_than_was_ordered(
    race_db: str, placed: PurchaseOrder
) -> None:
    line = PurchaseOrderLine.get()

    answers = race(race_db, take_in, everyone(placed.id, line.id))

    assert refused(answers, "NotEnough") == PROCESSES - 2
    assert PurchaseOrderLine.get().received == 8


def test_acceptors_of_two_deliveries_complete_the_request_together(
    race_db: str, cast: Cast, placed: PurchaseOrder
) -> None:
    """Each sees the other's goods: the later of the two brings the request to “received”."""
    parts = [receive(placed, cast.keeper, 5) for _part in range(2)]

    answers = race(race_db, sign, [(part.id, "acceptor", part.lines.get().id) for part in parts])

    assert answers == ["done", "done"]
    assert PurchaseOrderLine.get().accepted == 10
    assert PurchaseOrder.get().status == "received"
    assert PurchaseRequest.get().status == "received"


def test_two_acceptors_at_once_both_sign(race_db: str, cast: Cast) -> None:
    placed = order(cast, awarded(cast, [(make_item(), 5, 900)]))
    part = receive(placed, cast.keeper)
    (line,) = part.lines

    answers = race(
        race_db, sign, [(part.id, login, line.id) for login in ("acceptor", "acceptor2")]
    )

    assert answers == ["done", "done"]
    assert GoodsAcceptance.get().status == "accepted"
    assert PurchaseOrderLine.get().accepted == 5


def test_goods_enter_the_stock_once(race_db: str, cast: Cast) -> None:
    warehouse, item = make_warehouse(site=cast.site_a), make_item()
    part = accepted(cast, order(cast, awarded(cast, [(item, 10, 20)])))

    answers = race(race_db, stock, everyone(part.id))

    assert refused(answers, "WrongState", "StaleRecord") == PROCESSES - 1
    assert level(warehouse, item) == (10, 200)
    assert StockMovement.select().count() == 1


def test_an_invoice_is_paid_once(race_db: str, cast: Cast) -> None:
    request = awarded(cast, [(make_item(), 10, 20)])
    placed = order(cast, request)
    accepted(cast, placed)
    bill = invoice(placed, cast.buyer)
    only(request_payments(seen=[Seen(bill.id)], actor=cast.buyer))

    answers = race(race_db, pay, everyone(Payment.get().id))

    assert refused(answers, "WrongState", "StaleRecord") == PROCESSES - 1
    assert spent(request) == (0, 0, 200)


def test_both_sites_sign_at_once_and_each_once(race_db: str, cast: Cast) -> None:
    week = Week(cast).delivering()
    both = [(week.run.id, cast.site_a.id, "keeper"), (week.run.id, cast.site_b.id, "keeper2")]

    answers = race(race_db, sign_site, both * 4)

    assert refused(answers, "Conflict", "WrongState") == PROCESSES - 2
    assert type(week.run).get_by_id(week.run.id).status == "signed"
    assert level(week.store_a, week.paper) == (11, 220)
    assert level(week.store_b, week.paper) == (4, 80)
