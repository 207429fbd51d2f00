"""Issuing supplies to two sites: everything together, or nothing at all (R58, R60)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from logistics.database import local_today
from logistics.errors import (
    NotEnough,
    NotFound,
    NotPermitted,
    RuleViolation,
    StaleRecord,
    WrongState,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.stock import LineIssue, issue_supplies, make_issue_sheet
from logistics.queries.stock import issue_costs, open_shortages, preview_sheet
from models import (
    AuditEntry,
    IssueRequest,
    IssueRequestLine,
    IssueSheet,
    IssueSlip,
    IssueSlipLine,
    Notice,
    StockMovement,
)
from tests.cast import Cast
from tests.factories.stock import (
    level,
    make_approved_request,
    make_item,
    make_warehouse,
    put_in_stock,
)
from tests.operations.two_sites import Office
from tests.statements import statements


@pytest.fixture
def office(cast: Cast) -> Office:
    return Office(cast)


def issue(office: Office, sheet: IssueSheet, **more: Any) -> None:
    only(issue_supplies(seen=[Seen(sheet.id)], actor=office.cast.keeper, **more))


def issues() -> list[StockMovement]:
    query = StockMovement.select().where(StockMovement.kind == "issue")
    return list(query.order_by(StockMovement.id))


def test_goods_leave_each_sites_own_warehouse(office: Office) -> None:
    issue(office, office.sheet(office.ask_a(4), office.ask_b(2)))
    assert level(office.store_a, office.paper) == (6, 60)
    assert level(office.store_b, office.paper) == (1, 10)


def test_movement_cost_and_unit_are_written_together(office: Office) -> None:
    sheet = office.sheet(office.ask_a(4), office.ask_b(2))
    issue(office, sheet)
    here, there = issues()
    assert (here.quantity, here.value, here.unit_id) == (
        -4,
        -40,
        office.cast.units["BUREAU"].id,
    )
    assert (there.quantity, there.value, there.unit_id) == (
        -2,
        -20,
        office.cast.units["BUREAU2"].id,
    )
    slips = [slip.id for slip in IssueSlip.select().order_by(IssueSlip.id)]
    assert [(row.doc_type, row.doc_id) for row in (here, there)] == [
        ("issue_slip", slip) for slip in slips
    ]
    assert [line.value for line in IssueSlipLine.select().order_by(IssueSlipLine.id)] == [40, 20]
    costs = issue_costs(local_today(), local_today())
    assert [(row.unit.code, row.cost) for row in costs] == [("BUREAU", 40), ("BUREAU2", 20)]


def test_documents_say_who_issued_and_what_waits(office: Office) -> None:
    served, short = office.ask_a(4), office.ask_b(5)
    sheet = office.sheet(served, short)
    issue(office, sheet)
    sheet = IssueSheet.get_by_id(sheet.id)
    assert (sheet.status, sheet.issued_on) == ("issued", local_today())
    assert sheet.issued_by_id == office.cast.keeper.account_id
    assert {slip.status for slip in IssueSlip.select()} == {"issued"}
    assert IssueRequest.get_by_id(served.id).status == "issued"
    assert IssueRequest.get_by_id(short.id).status == "short"
    assert Notice.select().where(Notice.account == office.cast.staff_account).count() == 1


def test_what_is_short_keeps_open_and_rolls_over_to_the_next_purchase_run(office: Office) -> None:
    issue(office, office.sheet(office.ask_b(5)))
    line = IssueRequestLine.get()
    assert (line.issued, line.open_quantity) == (3, 2)
    (shortage,) = open_shortages()
    assert (shortage.site.id, shortage.item.id) == (office.cast.site_b.id, office.paper.id)
    assert (shortage.wanted, shortage.on_hand, shortage.missing) == (2, 0, 2)
    assert open_shortages(office.cast.site_a.id) == []


def test_the_rest_is_issued_by_the_next_sheet(office: Office) -> None:
    request = office.ask_b(5)
    issue(office, office.sheet(request))
    put_in_stock(office.store_b, office.paper, 10, 120)
    issue(office, office.sheet(request))
    assert IssueRequestLine.get().issued == 5
    assert IssueRequest.get_by_id(request.id).status == "issued"


def test_the_keepers_quantities_are_issued(office: Office) -> None:
    sheet = office.sheet(office.ask_a(4), office.ask_a(4))
    first, second = IssueSlipLine.select().order_by(IssueSlipLine.id)
    issue(office, sheet, lines=[LineIssue(first.id, Decimal(1)), LineIssue(second.id, Decimal(4))])
    assert [row.quantity for row in issues()] == [-1, -4]
    assert {line.available for line in IssueSlipLine.select()} == {10}
    assert preview_sheet(IssueSheet.get()).sites[0].short == 3


def test_ten_at_a_site_that_holds_three_are_refused_not_shortened(office: Office) -> None:
    """features.md, case 5, through the sheet: 10 are set at B, which holds 3; A holds 10."""
    sheet = office.sheet(office.ask_a(1), office.ask_b(10))
    line = IssueSlipLine.select().order_by(IssueSlipLine.id.desc()).get()
    with pytest.raises(NotEnough, match=r"holds 3"):
        issue(office, sheet, lines=[LineIssue(line.id, Decimal(10))])
    assert issues() == []
    assert level(office.store_a, office.paper)[0] == 10
    assert IssueSheet.get().status == "draft"
    assert {slip.status for slip in IssueSlip.select()} == {"draft"}
    assert {row.status for row in IssueRequest.select()} == {"picking"}


def test_what_was_taken_meanwhile_is_refused_not_shortened(office: Office) -> None:
    first, second = office.sheet(office.ask_b(3)), office.sheet(office.ask_b(3))
    issue(office, first)
    with pytest.raises(NotEnough):
        issue(office, second)
    assert level(office.store_b, office.paper)[0] == 0


def test_of_several_sheets_the_one_that_lacks_is_told_and_the_others_are_issued(
    office: Office,
) -> None:
    first, second, third = (
        office.sheet(office.ask_b(3)),
        office.sheet(office.ask_b(1)),
        office.sheet(office.ask_a(1)),
    )
    outcomes = issue_supplies(
        seen=[Seen(row.id) for row in (first, second, third)], actor=office.cast.keeper
    )
    assert [outcome.done for outcome in outcomes] == [True, False, True]
    assert isinstance(outcomes[1].refusal, NotEnough)
    assert level(office.store_a, office.paper)[0] == 9


def test_an_issue_for_a_past_day_may_not_empty_a_later_one(office: Office) -> None:
    """features.md, case 4, through the sheet: paper of today cannot leave last week."""
    sheet = office.sheet(office.ask_a(4))
    with pytest.raises(NotEnough, match="not in the past either"):
        issue(office, sheet, moved_on=local_today() - dt.timedelta(days=7))
    assert issues() == []


def test_an_issue_for_a_past_day_that_reached_is_booked_on_it(office: Office) -> None:
    past = local_today() - dt.timedelta(days=7)
    put_in_stock(office.store_a, office.paper, 5, 50, moved_on=past)
    issue(office, office.sheet(office.ask_a(4)), moved_on=past)
    assert issues()[0].moved_on == past
    assert IssueSheet.get().issued_on == past


def test_a_sheet_is_issued_once(office: Office) -> None:
    sheet = office.sheet(office.ask_a(1))
    issue(office, sheet)
    with pytest.raises(WrongState):
        issue(office, sheet)
    assert len(issues()) == 1


def test_a_stale_page_issues_nothing(office: Office) -> None:
    sheet = office.sheet(office.ask_a(1))
    with pytest.raises(StaleRecord):
        only(issue_supplies(seen=[Seen(sheet.id, 99)], actor=office.cast.keeper))
    assert issues() == []


def test_only_a_keeper_issues(office: Office) -> None:
    sheet = office.sheet(office.ask_a(1))
    for actor in (office.cast.head, office.cast.buyer, office.cast.admin, office.cast.director):
        with pytest.raises(NotPermitted):
            only(issue_supplies(seen=[Seen(sheet.id)], actor=actor))


def test_a_keeper_of_one_site_issues_for_both(office: Office) -> None:
    sheet = office.sheet(office.ask_a(1), office.ask_b(1))
    only(issue_supplies(seen=[Seen(sheet.id)], actor=office.cast.keeper2))
    assert len(issues()) == 2


def test_a_sheet_by_which_nothing_would_be_issued_is_refused(office: Office) -> None:
    sheet = office.sheet(office.ask_a(1))
    with pytest.raises(RuleViolation, match="Nothing would be issued"):
        issue(office, sheet, lines=[LineIssue(IssueSlipLine.get().id, Decimal(0))])


def test_a_site_that_gets_nothing_has_nothing_to_sign_for(office: Office) -> None:
    sheet = office.sheet(office.ask_a(1), office.ask_b(1))
    line = IssueSlipLine.select().order_by(IssueSlipLine.id.desc()).get()
    issue(office, sheet, lines=[LineIssue(line.id, Decimal(0))])
    statuses = [slip.status for slip in IssueSlip.select().order_by(IssueSlip.id)]
    assert statuses == ["issued", "cancelled"]
    assert line.request_line.request.status == "short"


def test_a_line_of_another_sheet_is_refused(office: Office) -> None:
    sheet, _other = office.sheet(office.ask_a(1)), office.sheet(office.ask_a(1))
    foreign = IssueSlipLine.select().order_by(IssueSlipLine.id.desc()).get()
    with pytest.raises(NotFound):
        issue(office, sheet, lines=[LineIssue(foreign.id, Decimal(1))])


@pytest.mark.parametrize("quantity", ["-1", "4.001"])
def test_quantities_out_of_bounds_are_refused(office: Office, quantity: str) -> None:
    sheet = office.sheet(office.ask_a(4))
    with pytest.raises(RuleViolation, match="between 0 and"):
        issue(office, sheet, lines=[LineIssue(IssueSlipLine.get().id, Decimal(quantity))])


class TestOldForNew:
    """Durable items are issued when the old one comes back, or its absence is explained."""

    def sheet(self, office: Office, reason: str = "") -> IssueSheet:
        torch = make_item(name="Torch", trade_in=True)
        put_in_stock(office.store_a, torch, 5, 50)
        line = {"item": torch, "quantity": 1, "no_old_item_reason": reason}
        return office.sheet(make_approved_request(requester=office.cast.staff_staff, lines=[line]))

    def test_without_the_old_one_it_is_refused(self, office: Office) -> None:
        with pytest.raises(RuleViolation, match="Torch is issued old for new"):
            issue(office, self.sheet(office))

    def test_with_the_old_one_it_is_issued(self, office: Office) -> None:
        sheet = self.sheet(office)
        line = IssueSlipLine.get()
        issue(office, sheet, lines=[LineIssue(line.id, Decimal(1), True)])
        assert IssueSlipLine.get().old_returned

    def test_a_first_issue_is_explained_in_the_request(self, office: Office) -> None:
        issue(office, self.sheet(office, "First torch of a new guard"))
        assert len(issues()) == 1


def test_every_changed_row_leaves_an_audit_entry(office: Office) -> None:
    issue(office, office.sheet(office.ask_a(4), office.ask_b(2)))
    entries = AuditEntry.select().where(AuditEntry.verb == "issue_supplies")
    tables = sorted(entry.table for entry in entries)
    expected = ["issue_sheet"] + ["issue_request", "issue_request_line"] * 2
    expected += ["issue_slip", "issue_slip_line"] * 2
    assert tables == sorted(expected)
    line = entries.where(AuditEntry.table == "issue_slip_line").order_by(AuditEntry.id).get()
    assert '"value": ["0.00", "40.00"]' in line.changes


def test_the_statements_do_not_grow_with_the_lines(office: Office) -> None:
    """Ten requests or fifty with twenty lines each; sets go out in parts of 500 rows."""

    def sent_for(requests: int) -> int:
        items = [make_item() for _ in range(20)]
        warehouse = make_warehouse(site=office.cast.site_a, code=f"0{requests}")
        for item in items:
            put_in_stock(warehouse, item, 1000, 1000)
        made = [
            make_approved_request(
                requester=office.cast.staff_staff, lines=[(item, 2) for item in items]
            )
            for _ in range(requests)
        ]
        make_issue_sheet(seen=[Seen(row.id) for row in made], actor=office.cast.keeper)
        sheet = IssueSheet.select().order_by(IssueSheet.id.desc()).get()
        with statements() as sent:
            issue(office, sheet)
        return len(sent)

    assert sent_for(50) <= sent_for(10) + 8
