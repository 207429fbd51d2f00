"""The ledger of stock: what moves, what it costs, and what may never happen."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import peewee
import pytest

from logistics.auditing import transaction
from logistics.errors import NotEnough, NotPermitted, RuleViolation
from logistics.operations.stock import Movement, move_stock
from logistics.permissions import SYSTEM, Actor
from models import StockClosing, StockLevel, StockMovement
from tests.cast import Cast
from tests.factories.organisation import make_unit
from tests.factories.stock import level, make_item, make_warehouse, put_in_stock

pytestmark = pytest.mark.usefixtures("db")

TODAY = dt.date(2026, 6, 12)
YESTERDAY = TODAY - dt.timedelta(days=1)
LAST_WEEK = TODAY - dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def today(set_clock):
    """The office's clock stands still: a run may cross midnight."""
    set_clock(f"{TODAY} 10:00")


def issue(
    warehouse: Any, item: Any, quantity: Any, *, actor: Actor = SYSTEM, **more: Any
) -> list[Decimal]:
    day = more.pop("moved_on", TODAY)
    movement = Movement(warehouse.id, item.id, "issue", -Decimal(quantity), None, day, **more)
    return move_stock([movement], actor=actor)


def test_a_receipt_raises_quantity_and_value() -> None:
    warehouse, item = make_warehouse(), make_item()
    put_in_stock(warehouse, item, 10, "35.50")
    assert level(warehouse, item) == (Decimal("10.000"), Decimal("35.50"))


def test_an_issue_costs_the_moving_average() -> None:
    """10 for 30 yuan and 5 for 50 yuan: 80/15 a piece; 4 cost 21.33."""
    warehouse, item = make_warehouse(), make_item()
    put_in_stock(warehouse, item, 10, 30)
    put_in_stock(warehouse, item, 5, 50)
    assert issue(warehouse, item, 4) == [Decimal("-21.33")]
    assert level(warehouse, item) == (Decimal("11.000"), Decimal("58.67"))


def test_the_last_piece_takes_the_rest_of_the_value() -> None:
    """Three for 10 yuan: 3.33, 3.34 (of 6.67) and 3.33."""
    warehouse, item = make_warehouse(), make_item()
    put_in_stock(warehouse, item, 3, 10)
    costs = [issue(warehouse, item, 1)[0] for _ in range(3)]
    assert costs == [Decimal("-3.33"), Decimal("-3.34"), Decimal("-3.33")]
    assert level(warehouse, item) == (0, 0)


def test_a_receipt_for_a_past_day_recosts_nothing() -> None:
    warehouse, item = make_warehouse(), make_item()
    put_in_stock(warehouse, item, 10, 30)
    issue(warehouse, item, 5)
    put_in_stock(warehouse, item, 10, 90, moved_on=LAST_WEEK)
    costs = [row.value for row in StockMovement.select().order_by(StockMovement.id)]
    assert costs == [Decimal("30.00"), Decimal("-15.00"), Decimal("90.00")]
    assert level(warehouse, item) == (Decimal("15.000"), Decimal("105.00"))


def test_what_comes_in_without_a_price_takes_the_average() -> None:
    warehouse, item = make_warehouse(), make_item()
    put_in_stock(warehouse, item, 4, 10)
    found = Movement(warehouse.id, item.id, "count_gain", Decimal(2), None, TODAY)
    assert move_stock([found], actor=SYSTEM) == [Decimal("5.00")]


def test_what_comes_in_without_a_price_is_refused_where_nothing_is_on_the_books() -> None:
    warehouse, item = make_warehouse(), make_item()
    found = Movement(warehouse.id, item.id, "count_gain", Decimal(2), None, TODAY)
    with pytest.raises(RuleViolation, match="cost is not known"):
        move_stock([found], actor=SYSTEM)


def test_more_than_is_there_is_refused_and_told() -> None:
    warehouse, item = make_warehouse(name="Store"), make_item(name="Paper")
    put_in_stock(warehouse, item, 3, 9)
    with pytest.raises(NotEnough, match=r"Store holds 3 box of Paper, 7 too few"):
        issue(warehouse, item, 10)
    assert level(warehouse, item) == (3, 9)
    assert StockMovement.select().count() == 1


def test_ten_at_a_site_that_holds_three_are_refused_though_the_other_holds_twenty() -> None:
    """features.md, case 5: taken from site A, neither shortened to 3 nor drawn from site B."""
    here, there, item = make_warehouse(), make_warehouse(), make_item()
    put_in_stock(here, item, 3, 9)
    put_in_stock(there, item, 20, 60)
    with pytest.raises(NotEnough):
        issue(here, item, 10)
    assert level(here, item)[0] == 3
    assert level(there, item)[0] == 20


def test_an_item_never_held_is_refused() -> None:
    with pytest.raises(NotEnough, match=r"holds 0"):
        issue(make_warehouse(), make_item(), 1)


def test_a_set_with_one_shortage_moves_nothing_and_names_how_many_are_short() -> None:
    warehouse, plenty, scarce, none = make_warehouse(), make_item(), make_item(), make_item()
    put_in_stock(warehouse, plenty, 10, 10)
    put_in_stock(warehouse, scarce, 1, 1)
    movements = [
        Movement(warehouse.id, item.id, "issue", Decimal(-2), None, TODAY)
        for item in (plenty, scarce, none)
    ]
    with pytest.raises(NotEnough, match="Short as well: 1 more"):
        move_stock(movements, actor=SYSTEM)
    assert level(warehouse, plenty)[0] == 10


def test_an_issue_of_last_week_that_empties_yesterday_is_refused_though_today_is_fine() -> None:
    """features.md, case 4: 5 until yesterday, 10 more today; 8 last week were too many."""
    warehouse, item = make_warehouse(), make_item()
    put_in_stock(warehouse, item, 5, 10, moved_on=LAST_WEEK)
    put_in_stock(warehouse, item, 10, 20)
    with pytest.raises(NotEnough, match=r"held -3"):
        issue(warehouse, item, 8, moved_on=LAST_WEEK)
    issue(warehouse, item, 5, moved_on=LAST_WEEK)
    assert level(warehouse, item)[0] == 10


def test_the_moment_between_two_past_movements_counts_as_well() -> None:
    """Received 6, all issued yesterday, 6 received today: last week 1 cannot have been spare."""
    warehouse, item = make_warehouse(), make_item()
    put_in_stock(warehouse, item, 6, 6, moved_on=LAST_WEEK)
    issue(warehouse, item, 6, moved_on=YESTERDAY)
    put_in_stock(warehouse, item, 6, 6)
    with pytest.raises(NotEnough, match=f"On {YESTERDAY}"):
        issue(warehouse, item, 1, moved_on=LAST_WEEK)


def test_another_warehouse_does_not_cover_the_past() -> None:
    here, there, item = make_warehouse(), make_warehouse(), make_item()
    put_in_stock(there, item, 50, 50, moved_on=LAST_WEEK)
    put_in_stock(here, item, 5, 5)
    with pytest.raises(NotEnough):
        issue(here, item, 1, moved_on=YESTERDAY)


def test_a_movement_on_a_day_still_to_come_is_refused() -> None:
    warehouse, item = make_warehouse(), make_item()
    put_in_stock(warehouse, item, 5, 5)
    with pytest.raises(RuleViolation, match="still to come"):
        issue(warehouse, item, 1, moved_on=TODAY + dt.timedelta(days=1))


def test_a_movement_keeps_its_document_and_the_unit_that_bears_the_cost() -> None:
    warehouse, item, unit = make_warehouse(), make_item(), make_unit()
    put_in_stock(warehouse, item, 5, 5)
    issue(warehouse, item, 1, doc_type="issue_slip", doc_id=7, unit_id=unit.id, note="late")
    row = StockMovement.select().order_by(StockMovement.id.desc()).get()
    assert (row.doc_type, row.doc_id, row.unit_id, row.note) == ("issue_slip", 7, unit.id, "late")


@pytest.mark.parametrize("statement", ["UPDATE", "DELETE"])
def test_the_ledger_refuses_change_and_removal(statement: str) -> None:
    warehouse, item = make_warehouse(), make_item()
    put_in_stock(warehouse, item, 5, 5)
    query = (
        StockMovement.update(quantity=Decimal(9))
        if statement == "UPDATE"
        else StockMovement.delete()
    )
    with pytest.raises(peewee.IntegrityError), transaction():
        query.execute()


@pytest.mark.parametrize(
    ("quantity", "value", "kind"), [(5, 5, "issue"), (-5, -5, "purchase_in"), (5, -5, "opening")]
)
def test_the_database_refuses_a_movement_that_goes_the_wrong_way(
    quantity: int, value: int, kind: str
) -> None:
    warehouse, item = make_warehouse(), make_item()
    with pytest.raises(peewee.IntegrityError), transaction():
        StockMovement.create(
            warehouse=warehouse,
            item=item,
            kind=kind,
            quantity=quantity,
            value=value,
            moved_on=TODAY,
        )


@pytest.mark.parametrize(("quantity", "value"), [(-1, 0), (1, -1), (0, 1)])
def test_the_database_refuses_a_level_below_zero_or_a_value_of_nothing(
    quantity: int, value: int
) -> None:
    with pytest.raises(peewee.IntegrityError), transaction():
        StockLevel.create(
            warehouse=make_warehouse(), item=make_item(), quantity=quantity, value=value
        )


class TestClosedPeriod:
    """Entries for closed days need a right and a reason."""

    def close(self) -> tuple[Any, Any]:
        warehouse, item = make_warehouse(), make_item()
        put_in_stock(warehouse, item, 9, 9, moved_on=LAST_WEEK)
        StockClosing.create(warehouse=warehouse, closed_through=YESTERDAY)
        return warehouse, item

    def test_an_entry_after_it_is_free(self, cast: Cast) -> None:
        warehouse, item = self.close()
        issue(warehouse, item, 1, actor=cast.keeper)
        assert level(warehouse, item)[0] == 8

    def test_an_entry_before_takes_the_right(self, cast: Cast) -> None:
        warehouse, item = self.close()
        late = Movement(warehouse.id, item.id, "issue", Decimal(-1), None, YESTERDAY, note="late")
        with pytest.raises(NotPermitted):
            move_stock([late], actor=cast.keeper)

    def test_an_entry_before_takes_a_reason(self, cast: Cast) -> None:
        warehouse, item = self.close()
        late = Movement(warehouse.id, item.id, "issue", Decimal(-1), None, YESTERDAY)
        with pytest.raises(RuleViolation, match="give the reason"):
            move_stock([late], actor=cast.deputy)

    def test_with_both_it_is_entered(self, cast: Cast) -> None:
        warehouse, item = self.close()
        late = Movement(warehouse.id, item.id, "issue", Decimal(-1), None, YESTERDAY, note="late")
        move_stock([late], actor=cast.deputy)
        assert level(warehouse, item)[0] == 8
