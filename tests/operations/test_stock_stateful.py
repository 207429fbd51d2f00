"""The ledger against a plain model of it: whatever is entered in whatever order, both agree."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from logistics.database import database
from logistics.errors import NotEnough
from logistics.operations.outcomes import Seen, only
from logistics.operations.stock import Movement, move_stock, reverse_movements, transfer_stock
from logistics.permissions import SYSTEM
from logistics.queries.stock import stock_problems
from models import Item, StockLevel, StockMovement, StockTransfer, StockTransferLine, Warehouse
from tests.factories.stock import make_item, make_warehouse

TODAY = dt.date(2026, 6, 12)
QUANTITIES = st.decimals("0.5", "12", places=1)
CENTS = st.integers(0, 5000)
DAYS_AGO = st.integers(0, 4)
PLACES = st.integers(0, 1)


@pytest.fixture(autouse=True)
def today(set_clock):
    """The office's clock stands still: a run may cross midnight."""
    set_clock(f"{TODAY} 10:00")


class Ledger(RuleBasedStateMachine):
    """Two warehouses and one item. ``entries`` holds (day, quantity) in the order of entry."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = database.savepoint()
        self.savepoint.__enter__()
        self.item: Item = make_item()
        self.stores: list[Warehouse] = [make_warehouse(), make_warehouse()]
        self.entries: list[list[tuple[dt.date, Decimal]]] = [[], []]

    def teardown(self) -> None:
        self.savepoint.rollback()
        self.savepoint.__exit__(None, None, None)

    def possible(self, place: int, day: dt.date, quantity: Decimal) -> bool:
        """Whether no moment would see less than nothing, the days in order, each as entered."""
        balance = Decimal(0)
        for _day, moved in sorted(
            [*self.entries[place], (day, quantity)], key=lambda entry: entry[0]
        ):
            balance += moved
            if balance < 0:
                return False
        return True

    @rule(place=PLACES, quantity=QUANTITIES, cents=CENTS, days=DAYS_AGO)
    def receive(self, place: int, quantity: Decimal, cents: int, days: int) -> None:
        day = TODAY - dt.timedelta(days=days)
        value = Decimal(cents) / 100
        store = self.stores[place]
        move_stock(
            [Movement(store.id, self.item.id, "purchase_in", quantity, value, day)], actor=SYSTEM
        )
        self.entries[place].append((day, quantity))

    @rule(place=PLACES, quantity=QUANTITIES, days=DAYS_AGO)
    def issue(self, place: int, quantity: Decimal, days: int) -> None:
        day = TODAY - dt.timedelta(days=days)
        movement = Movement(self.stores[place].id, self.item.id, "issue", -quantity, None, day)
        if self.possible(place, day, -quantity):
            move_stock([movement], actor=SYSTEM)
            self.entries[place].append((day, -quantity))
        else:
            with pytest.raises(NotEnough):
                move_stock([movement], actor=SYSTEM)

    @rule(source=PLACES, quantity=QUANTITIES)
    def transfer(self, source: int, quantity: Decimal) -> None:
        slip = StockTransfer.create(
            from_warehouse=self.stores[source], to_warehouse=self.stores[1 - source], reason="x"
        )
        StockTransferLine.create(transfer=slip, item=self.item, quantity=quantity)
        if self.possible(source, TODAY, -quantity):
            only(transfer_stock(seen=[Seen(slip.id)], actor=SYSTEM))
            self.entries[source].append((TODAY, -quantity))
            self.entries[1 - source].append((TODAY, quantity))
        else:
            with pytest.raises(NotEnough):
                only(transfer_stock(seen=[Seen(slip.id)], actor=SYSTEM))

    @rule(place=PLACES, which=st.integers(0, 20))
    def reverse_a_receipt(self, place: int, which: int) -> None:
        reversed_ids = StockMovement.select(StockMovement.reversal_of).where(
            StockMovement.reversal_of.is_null(False)
        )
        receipts = list(
            StockMovement.select().where(
                (StockMovement.warehouse == self.stores[place])
                & (StockMovement.kind == "purchase_in")
                & StockMovement.reversal_of.is_null()
                & StockMovement.id.not_in(reversed_ids)
            )
        )
        if not receipts:
            return
        receipt = receipts[which % len(receipts)]
        seen = [Seen(receipt.id)]
        if self.possible(place, TODAY, -receipt.quantity):
            only(reverse_movements(seen=seen, actor=SYSTEM, reason="Wrong"))
            self.entries[place].append((TODAY, -receipt.quantity))
        else:
            with pytest.raises(NotEnough):
                only(reverse_movements(seen=seen, actor=SYSTEM, reason="Wrong"))

    @invariant()
    def levels_are_the_models(self) -> None:
        for store, entries in zip(self.stores, self.entries, strict=True):
            row = StockLevel.get_or_none(StockLevel.warehouse == store)
            held = row.quantity if row else 0
            assert held == sum(moved for _day, moved in entries)

    @invariant()
    def the_books_are_in_order(self) -> None:
        assert list(stock_problems()) == []


@pytest.mark.usefixtures("db")
def test_the_ledger_agrees_with_a_plain_model() -> None:
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=20,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
