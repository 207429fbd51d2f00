"""Forms: an error beside its field, lines added and removed, and nothing lost on the way."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from models import Item, PurchaseRequest

pytestmark = pytest.mark.browser


def test_an_error_stands_beside_its_field_and_what_was_typed_stays(open_page):
    page = open_page("staff")
    page.goto("/admin/purchase_request/new/")
    page.get_by_label("Grounds", exact=True).fill("The old one leaks.")
    page.get_by_role("button", name="Save", exact=True).click()

    purpose = page.get_by_label("Purpose")
    expect(purpose).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[id='purpose-error']")).to_be_visible()
    expect(page.get_by_label("Grounds", exact=True)).to_have_value("The old one leaks.")
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(purpose).to_be_focused()


def test_lines_are_added_and_removed_before_a_document_is_saved(open_page):
    item = Item.select().where(Item.is_active).get()
    page = open_page("staff")
    page.goto("/admin/purchase_request/new/")
    page.get_by_label("Purpose").fill("Dispenser")
    add = page.get_by_role("button", name="Add a row")
    rows = page.locator("[data-line]")
    expect(rows).to_have_count(1)
    add.click()
    expect(rows).to_have_count(2)
    rows.nth(1).get_by_role("button", name="Remove this row").click()
    expect(rows).to_have_count(1)

    chosen = rows.first.get_by_role("combobox", name="Item")
    chosen.press_sequentially(item.code)
    page.get_by_role("option", name=item.name).click()
    expect(chosen).to_have_value(str(item))
    rows.first.get_by_label("Quantity").fill("2")
    rows.first.get_by_label("Estimated price").fill("12.50")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Dispenser")
    saved = PurchaseRequest.get(PurchaseRequest.purpose == "Dispenser")
    assert [line.item for line in saved.lines] == [item]
