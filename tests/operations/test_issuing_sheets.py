"""Issue sheets before the issue: gathered from requests, prepared by the keeper, given up
(R58, R60).
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from logistics.errors import NotFound, NotPermitted, RuleViolation, StaleRecord, WrongState
from logistics.operations.outcomes import Seen, only
from logistics.operations.stock import (
    LineIssue,
    cancel_issue_sheets,
    make_issue_sheet,
    prepare_issue_sheets,
    spread,
)
from logistics.queries.stock import preview_sheet
from models import IssueRequest, IssueSheet, IssueSlip, IssueSlipLine
from tests.cast import Cast
from tests.factories.organisation import make_site
from tests.factories.people import make_staff
from tests.factories.stock import make_approved_request, make_warehouse
from tests.operations.two_sites import Office


@pytest.fixture
def office(cast: Cast) -> Office:
    return Office(cast)


def test_a_sheet_has_a_slip_for_each_site_from_its_own_warehouse(office: Office) -> None:
    sheet = office.sheet(office.ask_a(4), office.ask_b(2))
    slips = IssueSlip.select().where(IssueSlip.sheet == sheet).order_by(IssueSlip.id)
    assert [(slip.site_id, slip.warehouse_id) for slip in slips] == [
        (office.cast.site_a.id, office.store_a.id),
        (office.cast.site_b.id, office.store_b.id),
    ]
    assert sheet.doc_no.startswith("SI-")
    assert {row.status for row in IssueRequest.select()} == {"picking"}


def test_it_is_filled_in_as_far_as_each_warehouse_reaches(office: Office) -> None:
    preview = preview_sheet(office.sheet(office.ask_a(4), office.ask_b(5)))
    (here,), (there,) = (site.items for site in preview.sites)
    assert (here.requested, here.available, here.issued, here.short) == (4, 10, 4, 0)
    assert (there.requested, there.available, there.issued, there.short) == (5, 3, 3, 2)
    assert (preview.issued, preview.short, preview.requests, preview.requests_served) == (
        7,
        2,
        2,
        1,
    )


def test_the_preview_names_what_the_other_site_could_lend(office: Office) -> None:
    (offer,) = preview_sheet(office.sheet(office.ask_a(9), office.ask_b(5))).offers
    assert (offer.short.slip.site_id, offer.quantity) == (office.cast.site_b.id, 1)


def test_who_was_approved_first_gets_first(office: Office) -> None:
    office.sheet(office.ask_b(2), office.ask_b(2))
    assert [line.issued for line in IssueSlipLine.select().order_by(IssueSlipLine.id)] == [2, 1]


def test_only_the_open_part_of_a_short_request_is_taken_up(office: Office) -> None:
    line = {"item": office.paper, "quantity": 9, "issued": 2, "given_up": 3}
    request = make_approved_request(requester=office.cast.staff_staff, status="short", lines=[line])
    office.sheet(request)
    assert IssueSlipLine.get().requested == 4


def test_a_request_stands_on_one_sheet_only(office: Office) -> None:
    request = office.ask_a(1)
    office.sheet(request)
    with pytest.raises(WrongState):
        only(make_issue_sheet(seen=[Seen(request.id)], actor=office.cast.keeper))
    assert IssueSheet.select().count() == 1


def test_what_is_refused_stays_out_and_the_rest_goes_on_the_sheet(office: Office) -> None:
    good, rejected = office.ask_a(1), office.ask_a(1, status="rejected")
    outcomes = make_issue_sheet(
        seen=[Seen(good.id), Seen(rejected.id)], actor=office.cast.keeper, title="Second week"
    )
    assert [outcome.done for outcome in outcomes] == [True, False]
    assert IssueSheet.get().title == "Second week"
    assert IssueSlipLine.select().count() == 1


def test_a_site_without_a_warehouse_in_use_is_refused(office: Office) -> None:
    site = make_site(name="Annex")
    make_warehouse(site=site, is_active=False)
    request = make_approved_request(requester=make_staff(site=site), lines=[(office.paper, 1)])
    with pytest.raises(RuleViolation, match="Annex has no warehouse in use"):
        only(make_issue_sheet(seen=[Seen(request.id)], actor=office.cast.keeper))
    assert IssueRequest.get_by_id(request.id).status == "approved"


def test_only_a_keeper_makes_a_sheet(office: Office) -> None:
    with pytest.raises(NotPermitted):
        make_issue_sheet(seen=[Seen(office.ask_a(1).id)], actor=office.cast.head)


def test_the_keeper_prepares_other_quantities(office: Office) -> None:
    sheet = office.sheet(office.ask_a(4))
    line = IssueSlipLine.get()
    settings = [LineIssue(line.id, Decimal("2.5"), True)]
    only(prepare_issue_sheets(seen=[Seen(sheet.id, 1)], actor=office.cast.keeper, lines=settings))
    line = IssueSlipLine.get()
    assert (line.issued, line.old_returned) == (Decimal("2.5"), True)
    assert IssueSheet.get_by_id(sheet.id).row_version == 2


@pytest.mark.parametrize("quantity", ["-1", "4.001", "0.0001", "NaN"])
def test_quantities_out_of_bounds_are_refused(office: Office, quantity: str) -> None:
    sheet = office.sheet(office.ask_a(4))
    settings = [LineIssue(IssueSlipLine.get().id, Decimal(quantity))]
    with pytest.raises(RuleViolation):
        only(prepare_issue_sheets(seen=[Seen(sheet.id)], actor=office.cast.keeper, lines=settings))


def test_a_line_of_another_sheet_is_refused(office: Office) -> None:
    sheet, _other = office.sheet(office.ask_a(4)), office.sheet(office.ask_a(4))
    foreign = IssueSlipLine.select().order_by(IssueSlipLine.id.desc()).get()
    settings = [LineIssue(foreign.id, Decimal(1))]
    with pytest.raises(NotFound):
        only(prepare_issue_sheets(seen=[Seen(sheet.id)], actor=office.cast.keeper, lines=settings))


def test_a_stale_page_prepares_nothing(office: Office) -> None:
    sheet = office.sheet(office.ask_a(4))
    only(prepare_issue_sheets(seen=[Seen(sheet.id, 1)], actor=office.cast.keeper))
    with pytest.raises(StaleRecord):
        only(prepare_issue_sheets(seen=[Seen(sheet.id, 1)], actor=office.cast.keeper))


def test_a_sheet_given_up_lets_its_requests_go(office: Office) -> None:
    line = {"item": office.paper, "quantity": 9, "issued": 2}
    short = make_approved_request(requester=office.cast.staff_staff, status="short", lines=[line])
    whole = office.ask_b(1)
    sheet = office.sheet(short, whole)
    only(cancel_issue_sheets(seen=[Seen(sheet.id)], actor=office.cast.keeper))
    assert IssueRequest.get_by_id(short.id).status == "short"
    assert IssueRequest.get_by_id(whole.id).status == "approved"
    assert {slip.status for slip in IssueSlip.select()} == {"cancelled"}
    office.sheet(short, whole)


def test_an_issued_sheet_cannot_be_given_up(office: Office) -> None:
    sheet = office.sheet(office.ask_a(1))
    IssueSheet.update(status="issued").execute()
    with pytest.raises(WrongState):
        only(cancel_issue_sheets(seen=[Seen(sheet.id)], actor=office.cast.keeper))


@pytest.mark.parametrize(
    ("quantity", "wanted", "shares"),
    [(5, [2, 2, 2], [2, 2, 1]), (0, [1], [0]), (9, [4, 1], [4, 1]), (1, [], [])],
)
def test_spreading_serves_in_order(quantity: int, wanted: list[int], shares: list[int]) -> None:
    assert spread(Decimal(quantity), [Decimal(want) for want in wanted]) == shares
