"""Stocktakes: the keeper counts, finance checks, the deputy approves, the difference is booked
(R70).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from logistics.errors import (
    Conflict,
    NotFound,
    NotPermitted,
    RuleViolation,
    StaleRecord,
    WrongState,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.stock import (
    Count,
    approve_stocktakes,
    cancel_stocktakes,
    check_stocktakes,
    count_stock,
    open_stocktakes,
    return_stocktakes,
    submit_stocktakes,
)
from logistics.permissions import SYSTEM
from models import Item, StockMovement, Stocktake, StocktakeLine, Warehouse
from tests.cast import Cast
from tests.factories.stock import level, make_item, make_warehouse, put_in_stock

TODAY = dt.date(2026, 6, 12)
YESTERDAY = TODAY - dt.timedelta(days=1)
LAST_WEEK = TODAY - dt.timedelta(days=7)


@pytest.fixture(autouse=True)
def today(set_clock):
    """The office's clock stands still: a run may cross midnight."""
    set_clock(f"{TODAY} 10:00")


class Room:
    """A storeroom at A with 10 soaps for 20 yuan and 4 torches for 40 yuan, being counted."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.store: Warehouse = make_warehouse(site=cast.site_a, name="Store A")
        self.soap: Item = make_item(name="Soap")
        self.torch: Item = make_item(name="Torch")
        put_in_stock(self.store, self.soap, 10, 20, moved_on=LAST_WEEK)
        put_in_stock(self.store, self.torch, 4, 40, moved_on=LAST_WEEK)
        self.open()

    def open(self, actor: Any = None, **more: Any) -> None:
        actor = actor or self.cast.keeper
        only(open_stocktakes(seen=[Seen(self.store.id)], actor=actor, **more))

    @property
    def stocktake(self) -> Stocktake:
        return Stocktake.select().order_by(Stocktake.id.desc()).get()

    @property
    def seen(self) -> list[Seen]:
        return [Seen(self.stocktake.id)]

    def count(self, *counts: Count, actor: Any = None) -> None:
        only(count_stock(seen=self.seen, actor=actor or self.cast.keeper, counts=counts))

    def count_all(self, soap: Any = 10, torch: Any = 4, cause: str | None = "lost") -> None:
        self.count(
            Count(self.soap.id, Decimal(soap), cause, "Seen by two"),
            Count(self.torch.id, Decimal(torch), cause),
        )

    def submit(self) -> None:
        only(submit_stocktakes(seen=self.seen, actor=self.cast.keeper))

    def check(self) -> None:
        only(check_stocktakes(seen=self.seen, actor=self.cast.finance))

    def approve(self) -> None:
        only(approve_stocktakes(seen=self.seen, actor=self.cast.deputy))

    def finish(self) -> None:
        self.submit()
        self.check()
        self.approve()


@pytest.fixture
def room(cast: Cast) -> Room:
    return Room(cast)


def line(item: Item) -> StocktakeLine:
    query = StocktakeLine.select().where(StocktakeLine.item == item)
    return query.order_by(StocktakeLine.id.desc()).get()


def test_it_begins_with_all_that_the_books_say_is_there(room: Room) -> None:
    lines = {row.item_id: row.book for row in StocktakeLine.select()}
    assert lines == {room.soap.id: 10, room.torch.id: 4}
    assert room.stocktake.doc_no.startswith("SC-")


def test_a_warehouse_is_counted_once_at_a_time(room: Room) -> None:
    with pytest.raises(Conflict, match="Finish SC-"):
        room.open()


def test_it_cannot_be_for_a_day_to_come(room: Room) -> None:
    with pytest.raises(RuleViolation):
        room.open(counted_on=TODAY + dt.timedelta(days=1))


def test_another_sites_keeper_neither_begins_nor_counts(room: Room) -> None:
    with pytest.raises(NotPermitted):
        room.open(actor=room.cast.keeper2)
    with pytest.raises(NotPermitted):
        room.count(Count(room.soap.id, Decimal(1)), actor=room.cast.keeper2)


def test_the_difference_is_booked_when_all_have_agreed(room: Room) -> None:
    room.count_all(soap=8)
    room.finish()
    assert level(room.store, room.soap) == (8, 16)
    row = StockMovement.get(StockMovement.doc_type == "stocktake")
    assert (row.kind, row.quantity, row.value) == ("count_loss", -2, -4)
    assert (row.moved_on, row.note) == (TODAY, "Seen by two")
    assert line(room.soap).value == -4
    stocktake = room.stocktake
    assert stocktake.status == "approved"
    people = (stocktake.counted_by_id, stocktake.checked_by_id, stocktake.approved_by_id)
    cast = room.cast
    assert people == (cast.keeper.staff_id, cast.finance.staff_id, cast.deputy.staff_id)


def test_nothing_is_booked_before(room: Room) -> None:
    room.count_all(soap=8)
    room.submit()
    room.check()
    assert level(room.store, room.soap) == (10, 20)


def test_a_count_that_agrees_books_nothing(room: Room) -> None:
    room.count_all(cause=None)
    room.finish()
    assert StockMovement.select().where(StockMovement.doc_type == "stocktake").count() == 0


@pytest.mark.parametrize(
    ("counted", "cause", "kind"),
    [(12, "unrecorded", "count_gain"), (9, "miscounted", "count_loss"), (9, "damaged", "scrap")],
)
def test_the_cause_decides_the_kind(room: Room, counted: int, cause: str, kind: str) -> None:
    room.count_all(soap=counted, cause=cause)
    room.finish()
    assert StockMovement.get(StockMovement.doc_type == "stocktake").kind == kind


def test_a_gain_takes_the_average_cost(room: Room) -> None:
    room.count_all(soap=12, cause="unrecorded")
    room.finish()
    assert level(room.store, room.soap) == (12, 24)


def test_what_is_found_gets_a_line_and_needs_its_cost(room: Room) -> None:
    glue = make_item(name="Glue")
    room.count_all(cause=None)
    room.count(Count(glue.id, Decimal(3), "unrecorded"))
    with pytest.raises(RuleViolation, match="Nothing of Glue is on the books"):
        room.submit()
    room.count(Count(glue.id, Decimal(3), "unrecorded", "", Decimal("1.5")))
    room.finish()
    assert level(room.store, glue) == (3, Decimal("4.50"))


def test_an_item_that_does_not_exist_is_refused(room: Room) -> None:
    with pytest.raises(NotFound):
        room.count(Count(999_999, Decimal(1)))


def test_every_line_has_to_be_counted(room: Room) -> None:
    room.count(Count(room.soap.id, Decimal(10)))
    with pytest.raises(RuleViolation, match="Torch has not been counted"):
        room.submit()


def test_a_count_can_be_taken_back(room: Room) -> None:
    room.count_all()
    room.count(Count(room.torch.id, None))
    assert line(room.torch).difference is None
    with pytest.raises(RuleViolation, match="Torch has not been counted"):
        room.submit()


def test_every_difference_needs_a_cause(room: Room) -> None:
    room.count_all(soap=8, cause=None)
    with pytest.raises(RuleViolation, match=r"Soap differs by -2"):
        room.submit()


@pytest.mark.parametrize(
    "count", [{"actual": Decimal(-1)}, {"actual": Decimal(1), "cause": "magic"}]
)
def test_impossible_counts_are_refused(room: Room, count: dict[str, Any]) -> None:
    with pytest.raises(RuleViolation):
        room.count(Count(room.soap.id, **count))


def test_an_empty_warehouse_has_nothing_to_hand_in(cast: Cast, room: Room) -> None:
    empty = make_warehouse(site=cast.site_a)
    only(open_stocktakes(seen=[Seen(empty.id)], actor=cast.keeper))
    with pytest.raises(RuleViolation, match="Nothing has been counted"):
        room.submit()


class TestDuties:
    """Counting, checking and approving are three persons' duties."""

    def test_the_keeper_does_not_check(self, room: Room) -> None:
        room.count_all()
        room.submit()
        with pytest.raises(NotPermitted):
            only(check_stocktakes(seen=room.seen, actor=room.cast.keeper))

    @pytest.mark.parametrize("duty", ["counted_by", "checked_by"])
    def test_who_counted_or_checked_does_not_approve(self, room: Room, duty: str) -> None:
        room.count_all()
        room.submit()
        room.check()
        Stocktake.update({duty: room.cast.deputy.staff_id}).execute()
        with pytest.raises(NotPermitted, match="three persons"):
            room.approve()

    def test_an_account_without_a_person_answers_for_nothing(self, room: Room) -> None:
        room.count_all()
        with pytest.raises(NotPermitted, match="member of staff"):
            only(submit_stocktakes(seen=room.seen, actor=SYSTEM))

    def test_approval_comes_after_the_check(self, room: Room) -> None:
        room.count_all()
        room.submit()
        with pytest.raises(WrongState):
            room.approve()

    def test_finance_and_deputy_can_send_back_with_words(self, room: Room) -> None:
        room.count_all()
        room.submit()
        with pytest.raises(RuleViolation, match="counted again"):
            only(return_stocktakes(seen=room.seen, actor=room.cast.finance, comment=""))
        only(return_stocktakes(seen=room.seen, actor=room.cast.finance, comment="The torches"))
        assert (room.stocktake.status, room.stocktake.counted_by_id) == ("counting", None)
        room.count_all()
        room.finish()

    def test_only_while_counting_it_can_be_given_up(self, room: Room) -> None:
        room.count_all()
        room.submit()
        with pytest.raises(WrongState):
            only(cancel_stocktakes(seen=room.seen, actor=room.cast.keeper))
        only(return_stocktakes(seen=room.seen, actor=room.cast.deputy, comment="Not now"))
        only(cancel_stocktakes(seen=room.seen, actor=room.cast.keeper))
        room.open()


class TestBooksInMotion:
    """The books go on while there is counting."""

    def test_the_book_quantity_is_the_one_of_the_moment(self, room: Room) -> None:
        put_in_stock(room.store, room.soap, 5, 10)
        room.count_all(soap=15, cause=None)
        assert line(room.soap).book == 15

    def test_what_moves_after_the_count_does_not_spoil_it(self, room: Room) -> None:
        room.count_all(soap=9)
        put_in_stock(room.store, room.soap, 5, 10)
        room.finish()
        assert level(room.store, room.soap)[0] == 14

    def test_saving_again_leaves_an_old_count_alone(self, room: Room) -> None:
        room.count_all(cause=None)
        before = line(room.torch).counted_at
        room.count(Count(room.torch.id, Decimal(4), None, "In the cupboard"))
        assert line(room.torch).counted_at == before

    def test_what_is_entered_later_for_before_the_count_makes_it_out_of_date(
        self, room: Room, set_clock: Callable[[str], None]
    ) -> None:
        room.count_all(soap=9)
        set_clock(f"{TODAY} 11:00")
        put_in_stock(room.store, room.soap, 5, 10, moved_on=YESTERDAY)
        room.submit()
        room.check()
        with pytest.raises(StaleRecord, match="Soap: something was entered later"):
            room.approve()
        assert level(room.store, room.soap)[0] == 15

    def test_a_count_of_yesterday_is_held_against_yesterdays_books(self, room: Room) -> None:
        only(cancel_stocktakes(seen=room.seen, actor=room.cast.keeper))
        put_in_stock(room.store, room.soap, 5, 10)
        room.open(counted_on=YESTERDAY)
        assert line(room.soap).book == 10
        room.count_all(soap=10, cause=None)
        assert (line(room.soap).book, line(room.soap).difference) == (10, 0)
