"""Transfers: both halves together, at the cost of the place that gives."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from logistics.database import local_today
from logistics.errors import NotEnough, NotPermitted, RuleViolation, WrongState
from logistics.operations.outcomes import Seen, only
from logistics.operations.stock import draft_transfers, reverse_transfers, transfer_stock
from logistics.permissions import SYSTEM
from models import Item, StockMovement, StockTransfer, StockTransferLine, Warehouse
from tests.cast import Cast
from tests.factories.stock import level, make_item, make_warehouse, put_in_stock
from tests.operations.two_sites import Office

TODAY = dt.date(2026, 6, 12)
LAST_WEEK = TODAY - dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def today(set_clock):
    """The office's clock stands still: a run may cross midnight."""
    set_clock(f"{TODAY} 10:00")


class Stores:
    """Store A holds 9 boxes for 10 yuan, store B 1 box for 5 yuan."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.a: Warehouse = make_warehouse(site=cast.site_a, name="Store A")
        self.b: Warehouse = make_warehouse(site=cast.site_b, name="Store B")
        self.soap: Item = make_item(name="Soap")
        put_in_stock(self.a, self.soap, 9, 10)
        put_in_stock(self.b, self.soap, 1, 5)

    def slip(self, quantity: Any, **columns: Any) -> StockTransfer:
        columns = {"from_warehouse": self.a, "to_warehouse": self.b, "reason": "Short", **columns}
        slip = StockTransfer.create(**columns)
        StockTransferLine.create(transfer=slip, item=self.soap, quantity=quantity)
        return slip

    def transfer(self, slip: StockTransfer, **more: Any) -> None:
        only(transfer_stock(seen=[Seen(slip.id)], actor=self.cast.keeper, **more))


@pytest.fixture
def stores(cast: Cast) -> Stores:
    return Stores(cast)


def test_what_leaves_one_warehouse_enters_the_other_at_its_cost(stores: Stores) -> None:
    slip = stores.slip(3)
    stores.transfer(slip)
    assert level(stores.a, stores.soap) == (6, Decimal("6.67"))
    assert level(stores.b, stores.soap)[0] == 4
    assert sum(row.value for row in StockMovement.select()) == 15
    slip = StockTransfer.get_by_id(slip.id)
    assert (slip.status, slip.moved_on) == ("transferred", local_today())
    assert slip.doc_no.startswith("ST-")


def test_both_halves_are_one_pair(stores: Stores) -> None:
    stores.transfer(stores.slip(3))
    out, into = StockMovement.select().where(StockMovement.doc_type == "stock_transfer")
    assert (out.kind, into.kind) == ("transfer_out", "transfer_in")
    assert out.correlation == into.correlation != ""
    assert out.value == -into.value


def test_more_than_is_there_moves_neither_half(stores: Stores) -> None:
    slip = stores.slip(10)
    with pytest.raises(NotEnough):
        stores.transfer(slip)
    assert StockTransfer.get_by_id(slip.id).status == "draft"
    assert StockTransfer.get_by_id(slip.id).doc_no is None
    assert level(stores.b, stores.soap) == (1, 5)


def test_a_past_day_is_checked_where_the_goods_leave(stores: Stores) -> None:
    with pytest.raises(NotEnough, match="not in the past"):
        stores.transfer(stores.slip(3), moved_on=LAST_WEEK)


def test_a_slip_without_lines_is_refused(stores: Stores) -> None:
    slip = StockTransfer.create(from_warehouse=stores.a, to_warehouse=stores.b, reason="x")
    with pytest.raises(RuleViolation, match="at least one item"):
        stores.transfer(slip)


def test_a_warehouse_out_of_use_is_refused(stores: Stores) -> None:
    Warehouse.update(is_active=False).where(Warehouse.id == stores.b.id).execute()
    with pytest.raises(RuleViolation, match="Store B is no longer in use"):
        stores.transfer(stores.slip(1))


def test_a_slip_is_transferred_once(stores: Stores) -> None:
    slip = stores.slip(1)
    stores.transfer(slip)
    with pytest.raises(WrongState):
        stores.transfer(slip)


def test_only_a_keeper_transfers(stores: Stores) -> None:
    with pytest.raises(NotPermitted):
        only(transfer_stock(seen=[Seen(stores.slip(1).id)], actor=stores.cast.buyer))


class TestReversal:
    """A reversed transfer brings the goods back at the cost at which they went."""

    def reverse(self, stores: Stores, slip: StockTransfer, reason: str = "Wrong place") -> None:
        only(reverse_transfers(seen=[Seen(slip.id)], actor=stores.cast.keeper, reason=reason))

    def test_both_places_hold_again_what_they_held(self, stores: Stores) -> None:
        slip = stores.slip(3)
        stores.transfer(slip)
        self.reverse(stores, slip)
        assert level(stores.a, stores.soap) == (9, 10)
        assert level(stores.b, stores.soap) == (1, 5)
        assert StockTransfer.get_by_id(slip.id).status == "reversed"

    def test_what_was_used_meanwhile_cannot_come_back(self, stores: Stores) -> None:
        slip = stores.slip(3)
        stores.transfer(slip)
        away = stores.slip(4, from_warehouse=stores.b, to_warehouse=make_warehouse())
        only(transfer_stock(seen=[Seen(away.id)], actor=SYSTEM))
        with pytest.raises(NotEnough):
            self.reverse(stores, slip)

    def test_it_takes_a_reason_and_a_finished_transfer(self, stores: Stores) -> None:
        slip = stores.slip(3)
        with pytest.raises(WrongState):
            self.reverse(stores, slip)
        with pytest.raises(RuleViolation, match="Say why"):
            self.reverse(stores, slip, reason="")


class TestDrafting:
    """What one site lacks on an issue sheet is drafted as a transfer from the other."""

    def test_what_the_other_site_would_keep_is_drafted(self, cast: Cast) -> None:
        office = Office(cast)
        sheet = office.sheet(office.ask_a(9), office.ask_b(6))
        only(draft_transfers(seen=[Seen(sheet.id)], actor=cast.keeper))
        slip = StockTransfer.get()
        assert (slip.from_warehouse_id, slip.to_warehouse_id) == (
            office.store_a.id,
            office.store_b.id,
        )
        assert (slip.status, slip.reason) == ("draft", sheet.doc_no)
        assert [line.quantity for line in slip.lines] == [1]

    def test_where_nobody_can_help_it_is_refused(self, cast: Cast) -> None:
        office = Office(cast)
        sheet = office.sheet(office.ask_a(10), office.ask_b(6))
        with pytest.raises(RuleViolation, match="No other site"):
            only(draft_transfers(seen=[Seen(sheet.id)], actor=cast.keeper))

    def test_it_takes_the_right_to_transfer(self, cast: Cast) -> None:
        office = Office(cast)
        sheet = office.sheet(office.ask_b(6))
        with pytest.raises(NotPermitted):
            draft_transfers(seen=[Seen(sheet.id)], actor=cast.head)
