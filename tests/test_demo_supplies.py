"""The supplies of the demonstration: money, purchases, weekly runs, stock and issues (R58, R59)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from logistics.auditing import verify_chain
from logistics.database import connect, database
from logistics.demo import loading
from logistics.demo.diary import FIRST_DAY, LAST_DAY, MOVE_DAY, Entry, moment
from logistics.demo.office import MOVED_UNITS, Office
from logistics.demo.weeks import WorkCalendar
from logistics.operations.approvals import Decision
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.requests import approve_purchases
from logistics.operations.stock import issue_supplies
from logistics.queries import soundness
from logistics.queries.approvals.matrix import matrix_on, row_for
from logistics.queries.approvals.progress import rule_of, waiting_for
from logistics.queries.purchasing.splitting import same_kinds, split_kinds
from logistics.queries.stock import below_minimum, preview_sheet, stock_problems
from logistics.schema import create_all
from models import (
    ALL_MODELS,
    ApprovalTask,
    Award,
    BudgetAdjustment,
    BudgetLine,
    GoodsAcceptance,
    GoodsAcceptanceLine,
    IncompatibleDuty,
    Invoice,
    IssueRequest,
    IssueSheet,
    IssueSlip,
    Item,
    MaterialPlan,
    Payment,
    PurchaseRequest,
    PurchaseRequestLine,
    PurchaseRun,
    PurchaseRunAllocation,
    PurchaseRunLine,
    Quotation,
    Role,
    StockMovement,
    Stocktake,
    StocktakeLine,
    Supplier,
)

CODES_OF_A_CENTER = {
    "30201",
    "30202",
    "30205",
    "30206",
    "30207",
    "30208",
    "30209",
    "30213",
    "30215",
    "30216",
    "30218",
    "31002",
}


def test_every_budget_line_is_approved_and_reaches(demonstration: Office) -> None:
    lines = list(BudgetLine.select().where(BudgetLine.year == 2026))
    assert {line.economic_code for line in lines} >= CODES_OF_A_CENTER
    assert all(line.status == "approved" and line.available >= 0 for line in lines)


def test_a_transfer_between_budget_lines_was_approved_for_sishui(demonstration: Office) -> None:
    row = BudgetAdjustment.get(BudgetAdjustment.reason.contains("泗水"))
    assert row.status == "approved"
    assert row.to_line.adjusted == -row.from_line.adjusted == Decimal(60_000)
    assert BudgetAdjustment.select().where(BudgetAdjustment.status == "submitted").count() == 1


def test_incompatible_duties_say_why_in_chinese(demonstration: Office) -> None:
    assert all(not pair.reason.isascii() for pair in IncompatibleDuty.select())


def test_purchases_stand_in_every_state(demonstration: Office) -> None:
    states = {row.status for row in PurchaseRequest.select(PurchaseRequest.status).distinct()}
    assert states == set(PurchaseRequest.status.labels)


def test_a_purchase_waits_at_every_desk_today(demonstration: Office) -> None:
    waiting = (
        ApprovalTask.select(Role.code)
        .join(Role)
        .where(ApprovalTask.status == "pending", ApprovalTask.doc_type == "purchase_request")
        .distinct()
        .tuples()
    )
    assert {code for (code,) in waiting} == {
        "unit_head",
        "keeper",
        "finance",
        "buyer",
        "deputy_director",
        "director",
        "committee_leader",
    }


def test_the_deputy_director_approves_what_waits_for_him(demonstration: Office) -> None:
    deputy = demonstration.actor("deputy")
    tasks = waiting_for(deputy, "purchase_request")
    assert len(tasks) >= 3
    decisions = [Decision(Seen(task.doc_id)) for task in tasks]
    assert all(outcome.done for outcome in approve_purchases(decisions=decisions, actor=deputy))
    assert waiting_for(deputy, "purchase_request") == []


@pytest.mark.parametrize(
    "purpose",
    [
        pytest.param("打印机硒鼓补充采购", id="in March"),
        pytest.param("泗水第一会议室投影幕", id="today"),
    ],
)
def test_a_split_purchase_is_flagged_and_lifted(demonstration: Office, purpose: str) -> None:
    request = PurchaseRequest.get(PurchaseRequest.purpose == purpose)
    lines = list(PurchaseRequestLine.select().where(PurchaseRequestLine.request == request))
    own = row_for(matrix_on("purchase_request", request.created_at.date()), request.amount)
    assert split_kinds(same_kinds(request, lines), own)
    rule = rule_of("purchase_request", request.id)
    assert rule is not None
    assert rule.above_amount == own.up_to


def test_awards_compared_as_many_offers_as_their_rule_demands(demonstration: Office) -> None:
    for award in Award.select().where(Award.status == "standing"):
        rule = rule_of("purchase_request", award.request_id)
        assert rule is not None
        assert (
            award.reason
            if award.method == "single_source"
            else (award.quotes_compared >= rule.min_quotes)
        )


@pytest.mark.parametrize(
    ("purpose", "month", "site"),
    [
        pytest.param("机关食堂更换快餐盘等就餐用具", 3, "COMMITTEE", id="meal trays"),
        pytest.param("泗水办公区办公家具", 5, "SISHUI", id="furniture"),
        pytest.param("泗水食堂餐桌椅", 5, "SISHUI", id="dining tables"),
        pytest.param("泗水食堂餐具", 5, "SISHUI", id="tableware"),
        pytest.param("地王国际花园503室会议家具", 5, "COMMITTEE", id="room 503 furniture"),
        pytest.param("地王国际花园503室音响及显示设备", 5, "COMMITTEE", id="room 503 audio"),
    ],
)
def test_what_the_report_tells_was_bought_and_paid(
    demonstration: Office, purpose: str, month: int, site: str
) -> None:
    request = PurchaseRequest.get(PurchaseRequest.purpose == purpose)
    assert (request.status, request.site.code) == ("closed", site)
    assert request.submitted_at.month == month
    assert request.awarded < request.estimate


def test_plans_cover_what_was_asked_for_under_them(demonstration: Office) -> None:
    for plan in MaterialPlan.select():
        requests = PurchaseRequest.select().where(PurchaseRequest.plan == plan)
        wanted = [request.estimate for request in requests if request.estimate is not None]
        assert sum(wanted, Decimal(0)) <= plan.estimate


def test_bad_goods_went_back_and_their_supplier_is_barred(demonstration: Office) -> None:
    bad = GoodsAcceptanceLine.get(GoodsAcceptanceLine.bad > 0)
    acceptance: GoodsAcceptance = bad.acceptance
    assert acceptance.returned_on > acceptance.accepted_on
    supplier: Supplier = acceptance.receipt.order.supplier
    assert supplier.is_blacklisted
    later = Quotation.select().where(Quotation.quoted_on > supplier.blacklisted_on)
    assert not later.where(Quotation.supplier == supplier).exists()


def test_finance_has_an_invoice_to_pay(demonstration: Office) -> None:
    assert Payment.get(Payment.status == "requested").invoice.status == "requested"
    paid = Invoice.select().where(Invoice.status == "paid")
    assert all(invoice.payments.get().paid_by == demonstration.staff("finance") for invoice in paid)


def test_a_run_went_out_every_week_to_the_sites_of_its_time(demonstration: Office) -> None:
    weeks = [week for week in WorkCalendar().weeks() if week.monday <= LAST_DAY]
    runs = list(
        PurchaseRun.select()
        .where(PurchaseRun.week_starts_on.between(FIRST_DAY, LAST_DAY))
        .order_by(PurchaseRun.week_starts_on)
    )
    assert [run.week_starts_on for run in runs] == [week.monday for week in weeks]
    assert len(runs) >= 24
    for run, week in zip(runs, weeks, strict=True):
        after = week.issued_on >= MOVE_DAY
        assert _sites_of(run) == ({"COMMITTEE", "SISHUI"} if after else {"COMMITTEE"})
        assert run.status == "reconciled"
        assert run.vehicle_trip
        assert run.driver


def _sites_of(run: PurchaseRun) -> set[str]:
    shares = PurchaseRunAllocation.select().join(PurchaseRunLine)
    return {share.site.code for share in shares.where(PurchaseRunLine.run == run)}


def test_the_coming_run_lists_what_is_low(demonstration: Office) -> None:
    run = PurchaseRun.get(PurchaseRun.status == "collecting")
    listed = {line.item_id for line in run.lines}
    assert {low.item.id for low in below_minimum()} <= listed


def test_every_week_one_sheet_served_both_sites(demonstration: Office) -> None:
    sheets = list(IssueSheet.select().where(IssueSheet.issued_on.between(FIRST_DAY, LAST_DAY)))
    assert len(sheets) >= 24
    for sheet in sheets:
        slips = list(IssueSlip.select().where(IssueSlip.sheet == sheet))
        assert {slip.site.code for slip in slips} == {"COMMITTEE", "SISHUI"}
        assert {slip.status for slip in slips} == {"signed"}
        assert sheet.issued_by not in {slip.receiver.account for slip in slips}


def test_heads_decide_for_their_units_and_nobody_on_his_own(demonstration: Office) -> None:
    decided = IssueRequest.select().where(IssueRequest.approved_by.is_null(False))
    for request in decided:
        assert request.approved_by_id != request.requester_id
    head = demonstration.staff("head")
    units = {row.unit.code for row in decided if row.approved_by_id == head.id}
    assert units == {"13"}


def test_units_that_moved_got_their_furniture_at_sishui(demonstration: Office) -> None:
    desk = Item.get(Item.name == "办公桌")
    issued = StockMovement.select().where(
        StockMovement.item == desk,
        StockMovement.kind == "issue",
        StockMovement.moved_on >= MOVE_DAY,
    )
    assert {row.unit.code for row in issued} == set(MOVED_UNITS)
    assert {row.warehouse.site.code for row in issued} == {"SISHUI"}


def test_stock_is_low_today(demonstration: Office) -> None:
    assert len(below_minimum()) >= 5


def test_the_sheet_of_today_is_short_at_both_sites_and_can_be_issued(
    demonstration: Office,
) -> None:
    sheet = IssueSheet.get(IssueSheet.status == "draft")
    preview = preview_sheet(sheet)
    assert [site.slip.site.code for site in preview.sites] == ["COMMITTEE", "SISHUI"]
    assert all(site.short > 0 for site in preview.sites)
    assert preview.offers
    only(issue_supplies(seen=[Seen(sheet.id)], actor=demonstration.actor("keeper")))


def test_the_half_year_was_counted_and_its_differences_booked(demonstration: Office) -> None:
    for stocktake in Stocktake.select():
        assert (stocktake.status, stocktake.counted_on) == ("approved", LAST_DAY)
        differing = [line for line in stocktake.lines if line.difference]
        assert differing
        assert all(line.cause and line.note for line in differing)
        booked = StockMovement.select().where(
            StockMovement.doc_type == "stocktake", StockMovement.doc_id == stocktake.id
        )
        assert booked.count() == len(differing)
    assert StocktakeLine.select().where(StocktakeLine.actual.is_null()).count() == 0


def test_ledgers_balance_and_the_chain_is_whole(demonstration: Office) -> None:
    faults: list[Callable[[], Iterator[str]]] = [
        soundness.broken_links,
        soundness.number_faults,
        soundness.budget_problems,
        stock_problems,
    ]
    assert [fault for find in faults for fault in find()] == []
    assert verify_chain() is None


def test_two_loads_on_one_day_give_the_same_office(
    monkeypatch: pytest.MonkeyPatch, set_clock: Callable[[str], None]
) -> None:
    """Played for some days only, that it stays quick; all the rest is drawn in the same way."""
    set_clock("2026-11-20 15:00")
    play, stop = loading._diary, moment(dt.date(2026, 1, 9), 0)

    def first_days(office: Office) -> list[Entry]:
        return [entry for entry in play(office) if entry.moment < stop]

    monkeypatch.setattr(loading, "_diary", first_days)
    assert _digest_of_a_load() == _digest_of_a_load()


def _digest_of_a_load() -> str:
    previous, memory = database.obj, connect("sqlite:///:memory:")
    database.initialize(memory)
    try:
        with database.connection_context():
            create_all(database, ALL_MODELS)
            loading.load_demonstration(password="the same for everybody")
            return _digest()
    finally:
        database.initialize(previous)


def _digest() -> str:
    """Over all that is not drawn anew on purpose: salts of passwords, identity cards, the audit."""
    told = hashlib.sha256()
    for model in ALL_MODELS:
        if model._meta.table_name in ("account", "audit_entry", "audit_head"):
            continue
        told_of = [field for field in model._meta.sorted_fields if field.name not in model.SECRET]
        for row in model.select(*told_of).order_by(model.id).tuples():
            told.update(repr(row).encode())
    return told.hexdigest()
