"""The weekly run: from what lacks at both sites to goods signed for, and reconciled (R58, R59)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import peewee
import pytest

from logistics.database import now
from logistics.errors import (
    Conflict,
    InvalidRecord,
    NotEnough,
    NotFound,
    NotPermitted,
    RuleViolation,
    WrongState,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.runs import (
    Bought,
    Delivered,
    add_run_needs,
    cancel_runs,
    collect_needs,
    deliver_runs,
    lock_runs,
    reconcile_runs,
    record_run_purchases,
    sign_deliveries,
    start_runs,
)
from logistics.operations.purchasing.suppliers import blacklist_suppliers
from logistics.operations.records import create_record, delete_record
from logistics.queries.purchasing.run_sheet import proposed_split, sheet_of
from models import (
    BudgetLine,
    Item,
    PurchaseRun,
    PurchaseRunAllocation,
    PurchaseRunLine,
    PurchaseRunStop,
    StockMovement,
    Supplier,
    Warehouse,
)
from tests.cast import Cast
from tests.factories.money import make_budget_line
from tests.factories.procurement import make_run, make_supplier
from tests.factories.stock import level, make_approved_request, make_item, make_warehouse
from tests.factories.stock import put_in_stock as put

pytestmark = pytest.mark.usefixtures("cast")


class Week:
    """A run with 10 boxes of paper for site A and 4 for site B, at 20 yuan by the last price."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.store_a: Warehouse = make_warehouse(site=cast.site_a)
        self.store_b: Warehouse = make_warehouse(site=cast.site_b)
        self.paper: Item = make_item(name="Paper")
        put(self.store_a, self.paper, 1, 20)
        make_approved_request(requester=cast.staff_staff, lines=[(self.paper, 11)])
        make_approved_request(requester=cast.staff2_staff, lines=[(self.paper, 4)])
        self.run: PurchaseRun = make_run(cast)
        self.market: Supplier = make_supplier(name="Market")

    def do(self, operation: Any, actor: Any, **given: Any) -> PurchaseRun:
        only(operation(seen=[Seen(self.run.id)], actor=actor, **given))
        self.run = PurchaseRun.get_by_id(self.run.id)
        return self.run

    def locked(self) -> Week:
        self.do(lock_runs, self.cast.keeper)
        return self

    def buying(self) -> Week:
        self.locked().do(start_runs, self.cast.buyer)
        return self

    def bought(self, quantity: int | str = 14, price: int | str = 20) -> Week:
        self.buying()
        self.buy(quantity, price)
        return self

    def delivering(self, quantity: int | str = 14) -> Week:
        self.bought(quantity).do(deliver_runs, self.cast.buyer, split=self.split())
        return self

    def signed(self) -> Week:
        self.delivering()
        self.sign(self.cast.site_a, self.cast.keeper)
        self.sign(self.cast.site_b, self.cast.keeper2)
        return self

    def buy(self, quantity: int | str, price: int | str = 20, **given: Any) -> None:
        bought = Bought(D(quantity), D(price), given.pop("supplier", self.market.id), **given)
        self.do(record_run_purchases, self.cast.buyer, purchases={self.line.id: bought})

    def sign(self, site: Any, actor: Any, **given: Any) -> PurchaseRun:
        return self.do(sign_deliveries, actor, site=site.id, **given)

    def split(self) -> dict[int, D]:
        (row,) = sheet_of(self.run).rows
        return dict(zip([share.id for share in row.present], proposed_split(row), strict=True))

    @property
    def line(self) -> PurchaseRunLine:
        return PurchaseRunLine.get(PurchaseRunLine.run == self.run)

    @property
    def shares(self) -> list[PurchaseRunAllocation]:
        (row,) = sheet_of(self.run).rows
        return row.present

    @property
    def budget(self) -> tuple[D, D, D]:
        line = BudgetLine.get_by_id(self.run.budget_line_id)
        return line.reserved, line.committed, line.spent


@pytest.fixture
def week(cast: Cast) -> Week:
    return Week(cast)


# Collecting


def test_shortages_of_both_sites_become_one_list(week: Week, cast: Cast) -> None:
    week.do(collect_needs, cast.keeper)

    assert (week.line.item, week.line.quantity) == (week.paper, 14)
    assert week.line.estimated_price == 20
    assert [(share.site, share.shortage) for share in week.shares] == [
        (cast.site_a, 10),
        (cast.site_b, 4),
    ]


def test_what_is_below_its_minimum_is_refilled_to_its_maximum(week: Week, cast: Cast) -> None:
    soap = make_item(min_stock=D(5), max_stock=D(12))
    put(week.store_b, soap, 2, 4)

    week.do(collect_needs, cast.keeper)

    share = (
        PurchaseRunAllocation.select()
        .join(PurchaseRunLine)
        .where(PurchaseRunLine.item == soap)
        .get()
    )
    assert (share.site, share.top_up, share.shortage) == (cast.site_a, 10, 0)


def test_collecting_again_brings_the_list_up_to_date_and_keeps_what_was_added(
    week: Week, cast: Cast
) -> None:
    week.do(collect_needs, cast.keeper)
    week.do(add_run_needs, cast.keeper, item=week.paper, site=cast.site_b, quantity=D(3))
    put(week.store_a, week.paper, 6, 120)

    week.do(collect_needs, cast.keeper)

    assert [(share.shortage, share.extra, share.quantity) for share in week.shares] == [
        (4, 0, 4),
        (4, 3, 7),
    ]
    week.do(add_run_needs, cast.keeper, item=week.paper, site=cast.site_b, quantity=D(0))
    assert [share.extra for share in week.shares] == [0, 0]


def test_what_a_locked_run_brings_is_not_collected_twice(week: Week, cast: Cast) -> None:
    week.locked()
    monday = week.run.week_starts_on + dt.timedelta(days=7)
    following = make_run(cast, week_starts_on=monday)

    only(collect_needs(seen=[Seen(following.id)], actor=cast.keeper))

    assert not PurchaseRunLine.select().where(PurchaseRunLine.run == following).exists()


def test_what_a_run_did_not_bring_rolls_over_to_the_next(week: Week, cast: Cast) -> None:
    week.delivering(quantity=9)
    monday = week.run.week_starts_on + dt.timedelta(days=7)
    following = make_run(cast, week_starts_on=monday)

    only(collect_needs(seen=[Seen(following.id)], actor=cast.keeper))

    shares = [(share.site, share.shortage) for share in sheet_of(following).rows[0].present]
    assert shares == [(cast.site_a, 1), (cast.site_b, 4)]


def test_a_refill_under_way_counts(week: Week, cast: Cast) -> None:
    soap = make_item(min_stock=D(5))
    week.locked()
    monday = week.run.week_starts_on + dt.timedelta(days=7)
    following = make_run(cast, week_starts_on=monday)

    only(collect_needs(seen=[Seen(following.id)], actor=cast.keeper))

    items = {line.item for line in PurchaseRunLine.select().where(PurchaseRunLine.run == week.run)}
    assert items == {week.paper, soap}
    assert not PurchaseRunLine.select().where(PurchaseRunLine.run == following).exists()


def test_without_a_warehouse_nothing_is_refilled(cast: Cast) -> None:
    make_item(min_stock=D(5))
    run = make_run(cast)

    only(collect_needs(seen=[Seen(run.id)], actor=cast.keeper))

    assert not PurchaseRunLine.select().exists()


def test_adding_by_hand_names_item_site_and_quantity(week: Week, cast: Cast) -> None:
    for given in ({"item": 10**6}, {"site": 10**6}):
        with pytest.raises(NotFound):
            week.do(
                add_run_needs,
                cast.keeper,
                **{"item": week.paper, "site": cast.site_a, "quantity": D(1), **given},
            )
    with pytest.raises(RuleViolation):
        week.do(add_run_needs, cast.keeper, item=week.paper, site=cast.site_a, quantity=D(-1))


def test_only_keepers_collect_and_lock(week: Week, cast: Cast) -> None:
    for operation in (collect_needs, lock_runs):
        with pytest.raises(NotPermitted):
            week.do(operation, cast.buyer)


# The plain record


def test_a_week_has_one_run_unless_that_was_cancelled(week: Week, cast: Cast) -> None:
    values = {
        "week_starts_on": week.run.week_starts_on,
        "cutoff_at": now(),
        "budget_line": week.run.budget_line_id,
    }
    with pytest.raises(Conflict, match="already has a purchase run"):
        create_record(PurchaseRun, values, actor=cast.keeper)

    week.do(cancel_runs, cast.keeper, reason="No vehicle")

    assert create_record(PurchaseRun, values, actor=cast.keeper).status == "collecting"


def test_a_run_begins_on_a_monday_with_two_different_buyers(week: Week, cast: Cast) -> None:
    values = {
        "week_starts_on": week.run.week_starts_on + dt.timedelta(days=8),
        "cutoff_at": now(),
        "budget_line": week.run.budget_line_id,
        "buyer": cast.buyer_staff.id,
        "second_buyer": cast.buyer_staff.id,
    }

    with pytest.raises(InvalidRecord) as refusal:
        create_record(PurchaseRun, values, actor=cast.keeper)

    assert set(refusal.value.errors) == {"week_starts_on", "second_buyer"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "supplier"}, "supplier"),
        ({"kind": "site"}, "site"),
        ({"kind": "supplier", "left_at": "2026-06-12 10:00"}, "left_at"),
    ],
)
def test_a_stop_names_its_place_and_keeps_its_times(
    week: Week, cast: Cast, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidRecord) as refusal:
        create_record(
            PurchaseRunStop, {"run": week.run.id, "position": 1, **values}, actor=cast.buyer
        )

    assert field in refusal.value.errors


def test_a_stop_is_recorded(week: Week, cast: Cast) -> None:
    stop = create_record(
        PurchaseRunStop,
        {
            "run": week.run.id,
            "position": 1,
            "kind": "supplier",
            "supplier": week.market.id,
            "arrived_at": "2026-06-12 09:00",
            "left_at": "2026-06-12 10:00",
        },
        actor=cast.buyer,
    )

    assert str(stop) == "1 · Market"


def test_a_run_that_only_collected_may_be_deleted(week: Week, cast: Cast) -> None:
    delete_record(PurchaseRun, Seen(week.run.id), actor=cast.keeper)

    assert not PurchaseRun.select().exists()


# Locking


def test_a_locked_run_has_a_number_and_a_reserved_estimate(week: Week, cast: Cast) -> None:
    week.locked()

    assert week.run.doc_no.startswith("RN-")
    assert (week.run.estimate, week.run.locked_by) == (280, cast.keeper_staff)
    assert week.budget == (280, 0, 0)


def test_before_the_cut_off_nothing_is_locked(week: Week, cast: Cast) -> None:
    PurchaseRun.update(cutoff_at=now() + dt.timedelta(hours=1)).execute()

    with pytest.raises(WrongState, match="cut-off"):
        week.locked()


def test_an_empty_list_is_not_locked(cast: Cast) -> None:
    run = make_run(cast)

    with pytest.raises(RuleViolation, match="Nothing lacks"):
        only(lock_runs(seen=[Seen(run.id)], actor=cast.keeper))


def test_a_list_beyond_the_budget_is_not_locked(week: Week, cast: Cast) -> None:
    PurchaseRun.update(budget_line=make_budget_line(279)).execute()

    with pytest.raises(NotEnough, match="Over budget"):
        week.locked()

    assert PurchaseRun.get().status == "collecting"


def test_a_locked_list_is_not_collected_any_more(week: Week, cast: Cast) -> None:
    week.locked()

    for operation in (collect_needs, lock_runs):
        with pytest.raises(WrongState):
            week.do(operation, cast.keeper)


def test_a_cancelled_run_gives_its_reservation_back(week: Week, cast: Cast) -> None:
    week.locked()
    with pytest.raises(RuleViolation):
        week.do(cancel_runs, cast.keeper, reason="")

    week.do(cancel_runs, cast.keeper, reason="No vehicle")

    assert (week.run.status, week.budget) == ("cancelled", (0, 0, 0))
    with pytest.raises(WrongState):
        week.do(cancel_runs, cast.keeper, reason="Again")


# Buying


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"second_buyer": None}, "both buyers"),
        ({"dispatch": None}, "Without a dispatch"),
    ],
)
def test_a_run_sets_out_with_two_buyers_and_a_dispatch(
    week: Week, cast: Cast, values: dict[str, Any], words: str
) -> None:
    week.locked()
    PurchaseRun.update(values).execute()

    with pytest.raises(RuleViolation, match=words):
        week.do(start_runs, cast.buyer)


def test_the_keeper_who_locked_the_list_does_not_buy(week: Week, cast: Cast) -> None:
    week.locked()
    PurchaseRun.update(buyer=cast.keeper_staff).execute()

    with pytest.raises(NotPermitted, match="locked the list"):
        week.do(start_runs, cast.buyer2)


def test_only_the_buyers_of_the_run_set_out_and_write(week: Week, cast: Cast) -> None:
    week.locked()
    stranger = replace(cast.buyer, staff_id=cast.guard_staff.id)
    with pytest.raises(NotPermitted, match="one of the two buyers"):
        week.do(start_runs, stranger)
    week.do(start_runs, cast.buyer2)
    with pytest.raises(NotPermitted, match="one of the two buyers"):
        week.do(record_run_purchases, stranger, purchases={})
    with pytest.raises(NotPermitted):
        week.do(record_run_purchases, cast.keeper, purchases={})


def test_what_was_bought_is_written_down_and_can_be_corrected(week: Week) -> None:
    week.buying()
    week.buy(14, 20)

    week.buy(12, "21.55", note="Another make")

    line = week.line
    assert (line.bought, line.unit_price, line.amount) == (12, D("21.55"), D("258.60"))
    assert (line.supplier, line.note) == (week.market, "Another make")
    assert week.run.amount == D("258.60")


def test_a_purchase_names_supplier_and_price(week: Week, cast: Cast) -> None:
    week.buying()

    for given, field in (
        ({"quantity": 14, "supplier": None}, "supplier"),
        ({"quantity": 14, "supplier": 10**6}, "supplier"),
        ({"quantity": 14, "price": 0}, "unit_price"),
        ({"quantity": 14, "price": -1}, "unit_price"),
        ({"quantity": -1}, "bought"),
    ):
        with pytest.raises(RuleViolation) as refusal:
            week.buy(**given)
        assert refusal.value.field == field
    with pytest.raises(NotFound):
        week.do(record_run_purchases, cast.buyer, purchases={10**6: Bought(D(1), D(1))})


def test_nothing_is_bought_from_a_blacklisted_supplier(week: Week, cast: Cast) -> None:
    week.buying()
    only(blacklist_suppliers(seen=[Seen(week.market.id)], actor=cast.deputy, reason="Short weight"))

    with pytest.raises(RuleViolation, match="Short weight"):
        week.buy(14)


# Sharing out


def test_requests_come_before_refills_and_sites_in_their_order(week: Week, cast: Cast) -> None:
    Item.update(min_stock=D(20)).where(Item.id == week.paper).execute()
    week.bought(quantity=16)

    assert [(share.shortage, share.top_up) for share in week.shares] == [(10, 19), (4, 0)]
    assert list(week.split().values()) == [12, 4]


def test_more_than_was_wanted_is_proposed_for_the_first_site(week: Week) -> None:
    week.bought(quantity=20)

    assert list(week.split().values()) == [16, 4]


def test_all_that_was_bought_is_shared_out_no_more_and_no_less(week: Week, cast: Cast) -> None:
    week.bought(quantity=12)
    first, second = (share.id for share in week.shares)

    for split in (
        {first: D(10), second: D(4)},
        {first: D(10)},
        {first: D(13), second: D(-1)},
    ):
        with pytest.raises(RuleViolation) as refusal:
            week.do(deliver_runs, cast.buyer, split=split)
        assert refusal.value.field == "allotted"
    with pytest.raises(NotFound):
        week.do(deliver_runs, cast.buyer, split={10**6: D(12)})

    week.do(deliver_runs, cast.buyer, split={first: D(8), second: D(4)})

    assert [share.allotted for share in week.shares] == [8, 4]
    assert week.run.status == "delivering"


def test_every_line_needs_its_answer_before_the_vehicle_leaves(week: Week, cast: Cast) -> None:
    week.buying()

    with pytest.raises(WrongState, match="what became of"):
        week.do(deliver_runs, cast.buyer, split={})


@pytest.mark.parametrize(
    ("quantity", "price", "committed"), [(14, 25, 350), (10, 20, 200), (0, 0, 0)]
)
def test_what_was_really_spent_is_committed(
    week: Week, cast: Cast, quantity: int, price: int, committed: int
) -> None:
    week.bought(quantity, price)

    week.do(deliver_runs, cast.buyer, split=week.split())

    assert week.budget == (0, committed, 0)


def test_more_than_the_budget_has_is_not_bought(week: Week, cast: Cast) -> None:
    PurchaseRun.update(budget_line=make_budget_line(300)).execute()
    week.bought(price=25)

    with pytest.raises(NotEnough, match="Over budget"):
        week.do(deliver_runs, cast.buyer, split=week.split())


# Signing


def test_each_site_signs_and_its_goods_enter_its_warehouse(week: Week, cast: Cast) -> None:
    week.delivering()

    week.sign(cast.site_b, cast.keeper2)
    assert week.run.status == "delivering"
    assert level(week.store_b, week.paper) == (4, 80)
    week.sign(cast.site_a, cast.keeper)

    assert week.run.status == "signed"
    assert level(week.store_a, week.paper) == (11, 220)
    assert [share.signed_by for share in week.shares] == [cast.keeper_staff, cast.keeper2_staff]
    assert {row.doc_type for row in StockMovement.select().where(StockMovement.doc_id == week.run)}


def test_a_site_signs_once_and_for_itself_only(week: Week, cast: Cast) -> None:
    week.delivering()
    with pytest.raises(NotPermitted):
        week.sign(cast.site_b, cast.keeper)
    week.sign(cast.site_a, cast.keeper)

    with pytest.raises(Conflict, match="already signed"):
        week.sign(cast.site_a, cast.keeper)

    assert level(week.store_a, week.paper)[0] == 11


def test_whoever_bought_does_not_sign(week: Week, cast: Cast) -> None:
    week.delivering()
    both = replace(cast.keeper, staff_id=cast.buyer2_staff.id)

    with pytest.raises(NotPermitted, match="bought the goods"):
        week.sign(cast.site_a, both)


def test_a_site_to_which_nothing_goes_does_not_sign(week: Week, cast: Cast) -> None:
    week.delivering()

    with pytest.raises(NotFound):
        week.do(sign_deliveries, cast.keeper, site=10**6)


def test_what_did_not_arrive_is_said_why(week: Week, cast: Cast) -> None:
    week.delivering()
    first, second = (share.id for share in week.shares)

    for told in (Delivered(D(9)), Delivered(D(11), "More"), Delivered(D(-1), "Less")):
        with pytest.raises(RuleViolation):
            week.sign(cast.site_a, cast.keeper, delivered={first: told})
    with pytest.raises(NotFound):
        week.sign(cast.site_a, cast.keeper, delivered={second: Delivered(D(4))})
    week.sign(cast.site_a, cast.keeper, delivered={first: Delivered(D(9), "One box wet")})

    assert level(week.store_a, week.paper) == (10, 200)
    assert week.shares[0].missing == 1


def test_a_site_without_a_warehouse_cannot_sign(week: Week, cast: Cast) -> None:
    week.delivering()
    Warehouse.update(is_active=False).where(Warehouse.id == week.store_a.id).execute()

    with pytest.raises(RuleViolation, match="no warehouse"):
        week.sign(cast.site_a, cast.keeper)


def test_the_shares_cost_together_what_the_line_cost_to_the_fen(week: Week, cast: Cast) -> None:
    week.bought("0.333", "1.50")
    first, second = (share.id for share in week.shares)
    week.do(deliver_runs, cast.buyer, split={first: D("0.111"), second: D("0.222")})

    week.sign(cast.site_b, cast.keeper2)
    week.sign(cast.site_a, cast.keeper)

    values = StockMovement.select(StockMovement.value).where(StockMovement.doc_id == week.run)
    assert sum(row.value for row in values) == week.line.amount == D("0.50")


def test_nothing_is_signed_before_the_delivery(week: Week, cast: Cast) -> None:
    week.bought()

    with pytest.raises(WrongState):
        week.sign(cast.site_a, cast.keeper)


# Reconciling


def test_a_run_that_adds_up_is_reconciled_and_its_budget_spent(week: Week, cast: Cast) -> None:
    week.signed().do(reconcile_runs, cast.finance, note="In order")

    assert (week.run.status, week.run.reconcile_note) == ("reconciled", "In order")
    assert week.budget == (0, 0, 280)


def test_a_difference_is_explained_before_the_run_closes(week: Week, cast: Cast) -> None:
    week.delivering()
    first = week.shares[0].id
    week.sign(cast.site_a, cast.keeper, delivered={first: Delivered(D(9), "One box wet")})
    week.sign(cast.site_b, cast.keeper2)
    with pytest.raises(WrongState, match="Explain the difference"):
        week.do(reconcile_runs, cast.finance)
    with pytest.raises(NotFound):
        week.do(reconcile_runs, cast.finance, explanations={10**6: "?"})

    week.do(reconcile_runs, cast.finance, explanations={week.line.id: "Driver pays"})

    assert week.line.difference == "Driver pays"
    assert week.run.status == "reconciled"


def test_whoever_took_part_does_not_reconcile(week: Week, cast: Cast) -> None:
    week.signed()

    for person in (cast.buyer_staff, cast.keeper_staff, cast.keeper2_staff):
        with pytest.raises(NotPermitted, match="does not reconcile"):
            week.do(reconcile_runs, replace(cast.finance, staff_id=person.id))
    with pytest.raises(NotPermitted):
        week.do(reconcile_runs, cast.keeper)


def test_before_all_sites_have_signed_nothing_is_reconciled(week: Week, cast: Cast) -> None:
    week.delivering()
    week.sign(cast.site_a, cast.keeper)

    with pytest.raises(WrongState):
        week.do(reconcile_runs, cast.finance)


def test_the_database_keeps_two_buyers_apart(week: Week, cast: Cast) -> None:
    with pytest.raises(peewee.IntegrityError):
        PurchaseRun.update(second_buyer=cast.buyer_staff).execute()
