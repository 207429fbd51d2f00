"""Lists: rows chosen and decided together, filters as chips; and the picture of the README."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import purchases_waiting_for

pytestmark = pytest.mark.browser

PICTURE = Path(__file__).parents[2] / "docs" / "screenshot.png"
PURCHASES = "/admin/purchase_request/"


def add_filter(page: Page, column: str, operator: str) -> None:
    """Open the dialog and choose what to filter by; the value is up to the test."""
    page.get_by_role("button", name="添加筛选").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("列", exact=True).select_option(label=column)
    dialog.get_by_label("条件").locator("visible=true").select_option(label=operator)


def test_the_list_of_purchase_requests(open_page):
    """With HOUQIN_SCREENSHOT=1 its picture is written for the README."""
    page = open_page("deputy", locale="zh-CN")
    page.goto(PURCHASES)
    expect(page.get_by_role("heading", level=1)).to_have_text("采购申请")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    if os.environ.get("HOUQIN_SCREENSHOT"):
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURE)


def test_chosen_rows_are_decided_on_one_page_with_a_result_each(open_page):
    wanted = purchases_waiting_for("deputy")[:2]
    page = open_page("deputy", locale="zh-CN")
    page.goto(f"{PURCHASES}?status__eq=submitted")
    bar = page.get_by_role("region", name="批量操作")
    expect(bar).to_be_hidden()
    for request in wanted:
        page.get_by_role("checkbox", name=request.doc_no).check()
    expect(bar).to_contain_text(f"{len(wanted)}")

    bar.get_by_role("button", name="审批").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(len(wanted)))
    for request in wanted:
        expect(page.get_by_role("link", name=request.doc_no)).to_be_visible()
    page.get_by_role("button", name="提交：同意").click()
    expect(page.get_by_text("已办", exact=True)).to_have_count(len(wanted))


def test_a_filter_becomes_a_chip_that_can_be_taken_away(open_page):
    page = open_page("deputy", locale="zh-CN")
    page.goto(PURCHASES)
    add_filter(page, "状态", "等于")
    page.get_by_role("dialog").get_by_label("值").locator("visible=true").select_option("已提交")
    page.get_by_role("dialog").get_by_role("button", name="筛选").click()

    page.wait_for_url("**status__eq=submitted*")
    states = page.locator("tbody .c-state")
    assert set(states.all_inner_texts()) == {"已提交"}
    page.get_by_label("去掉筛选：状态").click()
    page.wait_for_url(lambda url: "status__eq" not in url)


def test_a_row_is_looked_up_by_typing_a_part_of_its_name(open_page):
    page = open_page("deputy", locale="zh-CN")
    page.goto(PURCHASES)
    add_filter(page, "单位", "等于")
    unit = page.get_by_role("dialog").get_by_role("combobox", name="值").locator("visible=true")
    unit.press_sequentially("科技")
    expect(page.get_by_role("option", name="科技局")).to_be_visible()
    unit.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="筛选").click()
    expect(page.locator(".hq-chip")).to_contain_text("科技局")
