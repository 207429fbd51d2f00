"""The door: refused, let in, let out."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD

pytestmark = pytest.mark.browser


def test_a_wrong_password_is_told_and_the_right_one_leads_where_one_wanted_to_go(open_page):
    page = open_page(locale="zh-CN")
    page.goto("/admin/purchase_request/?status__eq=submitted")
    page.get_by_label("用户名").fill("deputy")
    page.get_by_label("密码").fill("not the password")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    expect(page.get_by_label("用户名")).to_have_value("deputy")
    expect(page.get_by_label("密码")).to_be_focused()

    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/purchase_request/?status__eq=submitted")
    expect(page.get_by_role("heading", level=1)).to_contain_text("采购申请")


def test_after_logging_out_the_way_back_is_closed(open_page):
    page = open_page("staff", locale="zh-CN")
    page.get_by_label("的账号", exact=False).click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_text("您已退出登录")).to_be_visible()

    page.go_back()
    page.goto("/")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
