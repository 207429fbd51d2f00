"""Issuing supplies by its pages: the sites side by side, bulk, slips signed, forms printed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from logistics.operations.outcomes import Seen, only
from logistics.operations.stock import issue_supplies, prepare_issue_sheets
from models import (
    IssueRequest,
    IssueSheet,
    IssueSlip,
    IssueSlipLine,
    StockMovement,
    StockTransfer,
)
from tests.cast import Cast
from tests.client import Client
from tests.factories.stock import level, make_approved_request, make_item, put_in_stock
from tests.operations.two_sites import Office


@pytest.fixture
def office(cast: Cast) -> Office:
    return Office(cast)


@pytest.fixture
def keeper(client: Client, login: Any) -> Client:
    return login(client, "keeper")


def address(*sheets: IssueSheet, tail: str = "issue") -> str:
    return f"/admin/issue_sheet/{tail}/?id={','.join(str(sheet.id) for sheet in sheets)}"


def inputs(text: str) -> dict[str, str]:
    """The quantities of the page by the name of their input."""
    found = re.findall(r'<input class="[^"]*hq-qty[^"]*" name="([^"]+)"[^>]* value="([^"]*)"', text)
    return dict(found)


def sent(page: Any, **changed: str) -> dict[str, Any]:
    """The page's form as a browser sends it, with changes."""
    seen = re.findall(r'name="seen" value="([^"]+)"', page.text)
    return {**inputs(page.text), "seen": seen, **changed}


def test_the_page_shows_both_sites_and_what_is_short(keeper: Client, office: Office) -> None:
    sheet = office.sheet(office.ask_a(4), office.ask_b(5))
    page = keeper.get(address(sheet))
    assert page.status_code == 200
    assert page.text.index(office.cast.site_a.name) < page.text.index("Short kinds: 1")
    assert list(inputs(page.text).values()) == ["4", "3"]
    assert 'data-sum-of="issued">7<' in page.text
    assert 'data-sum-of="short">2<' in page.text


def test_confirming_issues_to_both_sites(keeper: Client, office: Office) -> None:
    sheet = office.sheet(office.ask_a(4), office.ask_b(5))
    page = keeper.get(address(sheet))
    answer = keeper.post(address(sheet), data=sent(page), follow_redirects=True)
    assert answer.status_code == 200
    assert answer.request.path == "/admin/issue_sheet/details/"
    assert level(office.store_a, office.paper)[0] == 6
    assert level(office.store_b, office.paper)[0] == 0


def test_the_keepers_quantity_is_shared_earliest_first(keeper: Client, office: Office) -> None:
    sheet = office.sheet(office.ask_a(4), office.ask_a(4))
    page = keeper.get(address(sheet))
    (name,) = inputs(page.text)
    keeper.post(address(sheet), data=sent(page, **{name: "5"}))
    assert [line.issued for line in IssueSlipLine.select().order_by(IssueSlipLine.id)] == [4, 1]


def test_by_unit_each_line_is_set_for_itself(keeper: Client, office: Office) -> None:
    sheet = office.sheet(office.ask_a(4), office.ask_a(4))
    page = keeper.get(f"{address(sheet)}&by=unit")
    first, second = inputs(page.text)
    keeper.post(address(sheet), data=sent(page, **{first: "1", second: "3.5"}))
    issued = [line.issued for line in IssueSlipLine.select().order_by(IssueSlipLine.id)]
    assert issued == [1, Decimal("3.5")]


def test_a_shortage_is_told_and_what_was_typed_stays(keeper: Client, office: Office) -> None:
    """Case 5 by the page: 5 at B, which holds 3, is refused and stays 5 in its input."""
    sheet = office.sheet(office.ask_a(4), office.ask_b(5))
    page = keeper.get(address(sheet))
    _here, there = inputs(page.text)
    answer = keeper.post(address(sheet), data=sent(page, **{there: "5"}))
    assert answer.status_code == 409
    assert "holds 3 box of Paper, 2 too few" in answer.text
    assert inputs(answer.text)[there] == "5"
    assert StockMovement.select().where(StockMovement.kind == "issue").count() == 0


@pytest.mark.parametrize("typed", ["six", "-1", "99", "1.0001", "NaN"])
def test_what_is_no_possible_quantity_is_refused(
    keeper: Client, office: Office, typed: str
) -> None:
    sheet = office.sheet(office.ask_a(4))
    page = keeper.get(address(sheet))
    (name,) = inputs(page.text)
    answer = keeper.post(address(sheet), data=sent(page, **{name: typed}))
    assert answer.status_code == 409
    assert "Paper: " in answer.text
    assert IssueSheet.get().status == "draft"


def test_a_page_opened_before_a_change_issues_nothing(keeper: Client, office: Office) -> None:
    sheet = office.sheet(office.ask_a(4))
    page = keeper.get(address(sheet))
    only(prepare_issue_sheets(seen=[Seen(sheet.id)], actor=office.cast.keeper2))
    answer = keeper.post(address(sheet), data=sent(page))
    assert answer.status_code == 409
    assert "changed after you opened it" in answer.text


def test_saving_as_draft_keeps_quantities_and_issues_nothing(
    keeper: Client, office: Office
) -> None:
    sheet = office.sheet(office.ask_a(4))
    page = keeper.get(address(sheet))
    (name,) = inputs(page.text)
    keeper.post(address(sheet, tail="prepare"), data=sent(page, **{name: "2"}))
    assert IssueSlipLine.get().issued == 2
    assert IssueSheet.get().status == "draft"
    assert list(inputs(keeper.get(address(sheet)).text).values()) == ["2"]


def test_the_old_item_is_ticked_off(keeper: Client, office: Office) -> None:
    torch = make_item(name="Torch", trade_in=True)
    put_in_stock(office.store_a, torch, 5, 50)
    request = make_approved_request(requester=office.cast.staff_staff, lines=[(torch, 1)])
    sheet = office.sheet(request)
    page = keeper.get(address(sheet))
    (name,) = inputs(page.text)
    refused = keeper.post(address(sheet), data=sent(page))
    assert "issued old for new" in refused.text
    keeper.post(address(sheet), data=sent(page, **{f"old-{name}": "y"}))
    assert IssueSlipLine.get().old_returned


def test_the_other_sites_surplus_is_offered_as_a_transfer(keeper: Client, office: Office) -> None:
    page = keeper.get(address(office.sheet(office.ask_a(4), office.ask_b(5))))
    assert "Sishui lacks 2 box of Paper; Management Committee keeps 6" in page.text
    url = address(IssueSheet.get(), tail="draft")
    assert url in page.text
    keeper.post(url)
    transfer = StockTransfer.get()
    journey = (transfer.from_warehouse_id, transfer.to_warehouse_id)
    assert journey == (office.store_a.id, office.store_b.id)
    assert [line.quantity for line in transfer.lines] == [2]


def test_several_sheets_are_issued_at_once_with_a_result_for_each(
    keeper: Client, office: Office
) -> None:
    good, lacking = office.sheet(office.ask_a(1)), office.sheet(office.ask_b(3))
    only(issue_supplies(seen=[Seen(office.sheet(office.ask_b(1)).id)], actor=office.cast.keeper))
    page = keeper.get(address(good, lacking))
    answer = keeper.post(address(good, lacking), data=sent(page))
    assert answer.status_code == 200
    assert "1 done, 1 refused." in answer.text
    assert IssueSheet.get_by_id(good.id).status == "issued"
    assert IssueSheet.get_by_id(lacking.id).status == "draft"


def test_an_issued_sheet_shows_what_was_issued_and_offers_nothing(
    keeper: Client, office: Office
) -> None:
    sheet = office.sheet(office.ask_a(4))
    only(issue_supplies(seen=[Seen(sheet.id)], actor=office.cast.keeper))
    page = keeper.get(address(sheet))
    assert page.status_code == 200
    assert inputs(page.text) == {}
    assert "Issue to all sites" not in page.text
    assert keeper.post(address(sheet)).status_code == 409


def test_requests_are_put_on_a_sheet_from_their_list(keeper: Client, office: Office) -> None:
    first, second = office.ask_a(1), office.ask_b(1)
    url = f"/admin/issue_request/make/?id={first.id},{second.id}"
    assert keeper.get(url).status_code == 200
    answer = keeper.post(url, data={"title": "Second week"})
    assert answer.location == address(IssueSheet.get())
    assert IssueSheet.get().title == "Second week"


def test_the_head_sees_what_he_approves(client: Client, login: Any, office: Office) -> None:
    request = office.ask_a(3, status="submitted")
    head = login(client, "head")
    page = head.get(f"/admin/issue_request/approve/?id={request.id}")
    assert "Economic Bureau gets up to 3 box of Paper." in page.text
    head.post(f"/admin/issue_request/approve/?id={request.id}", data={"comment": "Fine"})
    assert IssueRequest.get_by_id(request.id).status == "approved"


def test_the_receiver_signs_under_his_own_login(client: Client, login: Any, office: Office) -> None:
    sheet = office.sheet(office.ask_a(4))
    only(issue_supplies(seen=[Seen(sheet.id)], actor=office.cast.keeper))
    slip = IssueSlip.get()
    staff = login(client, "staff")
    assert "Sign for it" in staff.get(f"/admin/issue_slip/details/?id={slip.id}").text
    assert "Paper: 4 box" in staff.get(f"/admin/issue_slip/sign/?id={slip.id}").text
    staff.post(f"/admin/issue_slip/sign/?id={slip.id}")
    slip = IssueSlip.get()
    assert (slip.status, slip.receiver.name) == ("signed", "Clerk Shi")


def test_the_other_site_does_not_find_the_slip(client: Client, login: Any, office: Office) -> None:
    sheet = office.sheet(office.ask_a(4))
    only(issue_supplies(seen=[Seen(sheet.id)], actor=office.cast.keeper))
    other = login(client, "staff2")
    for page in ("details", "sign", "print"):
        url = f"/admin/issue_slip/{page}/?id={IssueSlip.get().id}"
        assert other.get(url).status_code == 404


@pytest.mark.parametrize("person", ["head", "buyer", "director", "admin"])
def test_others_cannot_issue(client: Client, login: Any, office: Office, person: str) -> None:
    sheet = office.sheet(office.ask_a(4))
    visitor = login(client, person)
    assert visitor.get(address(sheet)).status_code == 403
    assert visitor.post(address(sheet)).status_code == 403
    assert IssueSheet.get().status == "draft"


def test_the_slips_are_printed_a_page_for_each_site(keeper: Client, office: Office) -> None:
    sheet = office.sheet(office.ask_a(4), office.ask_b(2))
    only(issue_supplies(seen=[Seen(sheet.id)], actor=office.cast.keeper))
    text = keeper.get(f"/admin/issue_sheet/print/?id={sheet.id}").text
    assert text.count("hq-paper-page") == 2
    for shown in ("Economic Bureau", "Construction Bureau", "40.00", "Keeper Kang"):
        assert shown in text
    slip = IssueSlip.select().order_by(IssueSlip.id).get()
    single = keeper.get(f"/admin/issue_slip/print/?id={slip.id}").text
    assert "Construction Bureau" not in single


def test_a_transfer_says_what_goes_where_and_is_printed(keeper: Client, office: Office) -> None:
    form = {
        "from_warehouse": office.store_a.id,
        "to_warehouse": office.store_b.id,
        "reason": "Short",
        "stock_transfer_line-0-item": office.paper.id,
        "stock_transfer_line-0-quantity": "2",
    }
    answer = keeper.post("/admin/stock_transfer/new/", data=form)
    assert answer.status_code == 302, answer.text
    transfer = StockTransfer.get()
    url = f"/admin/stock_transfer/transfer/?id={transfer.id}"
    assert "2 box of Paper go from" in keeper.get(url).text
    assert keeper.post(url).status_code == 302
    assert level(office.store_b, office.paper)[0] == 5
    printed = keeper.get(f"/admin/stock_transfer/print/?id={transfer.id}").text
    assert "20.00" in printed
