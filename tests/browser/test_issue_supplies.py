"""Issuing supplies to two sites: the keeper sets a quantity, confirms, and each site signs."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, expect

from logistics.queries.stock import preview_sheet
from models import IssueSheet, IssueSlip, StockMovement
from tests.browser.office import sheet_to_issue, staff_of

pytestmark = pytest.mark.browser


def number(place: Locator) -> Decimal:
    """The figure that stands somewhere on the page."""
    return Decimal(place.inner_text().replace(",", ""))


def somebody_at(slip: IssueSlip) -> str:
    """The log-in of somebody of the cast who works where a slip goes and issues nothing."""
    cast = ("staff", "staff2", "guard", "dispatcher")
    return next(login for login in cast if staff_of(login).site == slip.site)


def test_the_keeper_sets_a_quantity_and_what_is_short_adds_up(open_page):
    sheet = sheet_to_issue()
    page = open_page("keeper")
    page.goto(f"/admin/issue_sheet/details/?id={sheet.id}")
    page.get_by_role("link", name="Issue", exact=True).click()
    site = page.get_by_role("region", name=preview_sheet(sheet).sites[0].slip.site.name)
    name = site.locator("tr:not(.is-short) input[data-issuing]").first.get_attribute("name")
    quantity = page.locator(f"[name={name}]")
    row = site.get_by_role("row").filter(has=quantity)
    short_here = site.locator("[data-sum-of=short]")
    short_everywhere = page.locator(".hq-save [data-sum-of=short]")
    before, asked = (number(short_here), number(short_everywhere)), quantity.input_value()

    quantity.fill("0")
    expect(row).to_have_class(re.compile("is-short"))
    expect(row.locator("[data-short-figure]")).to_have_text(asked)
    assert number(short_here) == before[0] + Decimal(asked)
    assert number(short_everywhere) == before[1] + Decimal(asked)

    page.get_by_role("button", name="Issue to all sites").click()
    expect(page.get_by_role("status").first).to_contain_text(sheet.doc_no)
    assert IssueSheet.get_by_id(sheet.id).status == "issued"


def test_each_site_signs_for_what_it_got(open_page):
    sheet = sheet_to_issue()
    page = open_page("keeper")
    page.goto(f"/admin/issue_sheet/issue/?id={sheet.id}")
    page.get_by_role("button", name="Issue to all sites").click()
    expect(page.get_by_role("link", name="Sign for it")).to_have_count(0)
    moved = StockMovement.select().where(
        (StockMovement.doc_type == "issue_slip") & StockMovement.doc_id.in_(list(sheet.slips))
    )
    assert {movement.kind for movement in moved} == {"issue"}

    for slip in sheet.slips:
        receiver = open_page(somebody_at(slip))
        receiver.get_by_role("link", name="Issue slips To be signed for").click()
        receiver.get_by_role("link", name=sheet.doc_no).first.click()
        receiver.get_by_role("link", name="Sign for it").click()
        expect(receiver.get_by_text("confirms that")).to_be_visible()
        receiver.get_by_role("button", name="Sign for it").click()
        expect(receiver.get_by_role("status").first).to_contain_text("Signed for")
    assert IssueSheet.get_by_id(sheet.id).status == "signed"
