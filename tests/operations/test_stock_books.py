"""The books: opening balances, reversals, closed periods, and what they say over a time."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from logistics.errors import Conflict, NotEnough, NotPermitted, RuleViolation, WrongState
from logistics.operations.outcomes import Seen, only
from logistics.operations.stock import (
    Movement,
    Opening,
    close_stock,
    move_stock,
    open_stock,
    reverse_movements,
)
from logistics.permissions import SYSTEM
from logistics.queries.stock import below_minimum, stock_book
from models import AuditEntry, Item, StockClosing, StockMovement, Warehouse
from tests.cast import Cast
from tests.factories.stock import level, make_item, make_warehouse, put_in_stock

TODAY = dt.date(2026, 6, 12)
LAST_WEEK = TODAY - dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def today(set_clock):
    """The office's clock stands still: a run may cross midnight."""
    set_clock(f"{TODAY} 10:00")


@pytest.fixture
def store(cast: Cast) -> Warehouse:
    return make_warehouse(site=cast.site_a, name="Store A")


class TestOpening:
    """Opening balances come first or not at all."""

    def open(self, actor: Any, *openings: Opening) -> None:
        open_stock(openings=openings, opened_on=LAST_WEEK, actor=actor)

    def test_it_fills_the_level_and_the_ledger(self, cast: Cast, store: Warehouse) -> None:
        first, second = make_item(), make_item()
        self.open(
            cast.keeper,
            Opening(store.id, first.id, Decimal(5), Decimal("12.5")),
            Opening(store.id, second.id, Decimal("0.5"), Decimal(0)),
        )
        assert level(store, first) == (5, Decimal("12.50"))
        assert {row.kind for row in StockMovement.select()} == {"opening"}
        assert AuditEntry.select().where(AuditEntry.verb == "open_stock").count() == 2

    def test_an_item_that_moved_is_refused(self, cast: Cast, store: Warehouse) -> None:
        item = make_item(name="Paper")
        put_in_stock(store, item, 1, 1)
        with pytest.raises(Conflict, match="Paper already has entries in Store A"):
            self.open(cast.keeper, Opening(store.id, item.id, Decimal(5), Decimal(5)))

    def test_an_item_twice_is_refused(self, cast: Cast, store: Warehouse) -> None:
        opening = Opening(store.id, make_item().id, Decimal(5), Decimal(5))
        with pytest.raises(Conflict, match="twice"):
            self.open(cast.keeper, opening, opening)

    @pytest.mark.parametrize(("quantity", "value"), [("0", "1"), ("1", "-1"), ("1", "0.001")])
    def test_nothing_and_less_than_nothing_are_refused(
        self, cast: Cast, store: Warehouse, quantity: str, value: str
    ) -> None:
        with pytest.raises(RuleViolation):
            self.open(
                cast.keeper, Opening(store.id, make_item().id, Decimal(quantity), Decimal(value))
            )

    def test_another_sites_keeper_is_refused(self, cast: Cast, store: Warehouse) -> None:
        with pytest.raises(NotPermitted):
            self.open(cast.keeper2, Opening(store.id, make_item().id, Decimal(5), Decimal(5)))


class TestReversal:
    """A wrong entry is answered by its opposite, never changed."""

    def reverse(self, cast: Cast, row: StockMovement, reason: str = "Typed twice") -> None:
        only(reverse_movements(seen=[Seen(row.id)], actor=cast.keeper, reason=reason))

    def received(self, store: Warehouse) -> tuple[Item, StockMovement]:
        item = make_item()
        put_in_stock(store, item, 4, 40, moved_on=LAST_WEEK)
        return item, StockMovement.get()

    def test_quantity_and_cost_go_out_again(self, cast: Cast, store: Warehouse) -> None:
        item, row = self.received(store)
        put_in_stock(store, item, 4, 80)
        self.reverse(cast, row)
        assert level(store, item) == (4, 80)
        opposite = StockMovement.get(StockMovement.reversal_of == row)
        assert (opposite.quantity, opposite.value, opposite.moved_on) == (-4, -40, TODAY)
        assert opposite.note == "Typed twice"

    def test_no_more_cost_goes_out_than_is_left(self, cast: Cast, store: Warehouse) -> None:
        """8 for 160 yuan, of which 7 are gone: one is left, worth 20, and 4 cannot go."""
        item, row = self.received(store)
        move_stock([Movement(store.id, item.id, "issue", Decimal(-3), None, TODAY)], actor=SYSTEM)
        with pytest.raises(NotEnough):
            self.reverse(cast, row)
        put_in_stock(store, item, 3, 0)
        self.reverse(cast, row)
        assert level(store, item) == (0, 0)

    def test_it_is_reversed_once(self, cast: Cast, store: Warehouse) -> None:
        item, row = self.received(store)
        put_in_stock(store, item, 9, 9)
        self.reverse(cast, row)
        with pytest.raises(Conflict, match="already been reversed"):
            self.reverse(cast, row)
        opposite = StockMovement.get(StockMovement.reversal_of == row)
        with pytest.raises(WrongState):
            self.reverse(cast, opposite)

    def test_what_has_its_own_way_back_is_refused(self, cast: Cast, store: Warehouse) -> None:
        item, _row = self.received(store)
        move_stock([Movement(store.id, item.id, "issue", Decimal(-1), None, TODAY)], actor=SYSTEM)
        issued = StockMovement.get(StockMovement.kind == "issue")
        with pytest.raises(WrongState, match="Take back issued supplies"):
            self.reverse(cast, issued)

    def test_it_takes_a_reason_and_the_right(self, cast: Cast, store: Warehouse) -> None:
        _item, row = self.received(store)
        with pytest.raises(RuleViolation, match="Say why"):
            self.reverse(cast, row, reason=" ")
        with pytest.raises(NotPermitted):
            only(reverse_movements(seen=[Seen(row.id)], actor=cast.keeper2, reason="x"))


class TestClosing:
    """Finance closes a warehouse's books through a day that is over."""

    def close(self, actor: Any, store: Warehouse, day: dt.date) -> None:
        only(close_stock(seen=[Seen(store.id)], actor=actor, closed_through=day, comment="May"))

    def test_finance_closes(self, cast: Cast, store: Warehouse) -> None:
        self.close(cast.finance, store, LAST_WEEK)
        assert StockClosing.get().closed_through == LAST_WEEK

    def test_a_day_that_is_not_over_is_refused(self, cast: Cast, store: Warehouse) -> None:
        with pytest.raises(RuleViolation, match="days that are over"):
            self.close(cast.finance, store, TODAY)

    def test_what_is_closed_beyond_is_refused(self, cast: Cast, store: Warehouse) -> None:
        self.close(cast.finance, store, LAST_WEEK)
        with pytest.raises(Conflict):
            self.close(cast.finance, store, LAST_WEEK - dt.timedelta(days=1))

    def test_the_keeper_does_not_close_his_own_books(self, cast: Cast, store: Warehouse) -> None:
        with pytest.raises(NotPermitted):
            self.close(cast.keeper, store, LAST_WEEK)


def test_the_book_gives_before_in_out_and_after(store: Warehouse) -> None:
    item = make_item()
    put_in_stock(store, item, 10, 100, moved_on=LAST_WEEK)
    put_in_stock(store, item, 5, 20)
    move_stock([Movement(store.id, item.id, "issue", Decimal(-3), None, TODAY)], actor=SYSTEM)
    (row,) = stock_book(store.id, TODAY, TODAY)
    assert row.before == (10, 100)
    assert row.incoming == (5, 20)
    assert row.outgoing == (3, 24)
    assert row.after == (12, 96)
    assert row.average == 8


def test_what_ran_low_over_all_warehouses_is_offered_for_buying(store: Warehouse) -> None:
    low, enough = make_item(min_stock=10, max_stock=30), make_item(min_stock=5)
    none, unwatched = make_item(min_stock=2), make_item()
    for item, quantity in ((low, 4), (enough, 3), (unwatched, 1)):
        put_in_stock(store, item, quantity)
    put_in_stock(make_warehouse(), enough, 2)
    make_item(min_stock=5, is_active=False)
    found = below_minimum()
    assert [(row.item.id, row.on_hand, row.top_up) for row in found] == [
        (low.id, 4, 26),
        (none.id, 0, 2),
    ]
