"""The frame of every page: menu, theme, language, and a narrow screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office import purchase_with_quotations, sheet_to_issue
from tests.live import NARROW

pytestmark = pytest.mark.browser


def theme(page: Page) -> str | None:
    return page.locator("html").get_attribute("data-bs-theme")


def test_the_menu_is_searched_by_the_first_letters_of_pinyin(open_page):
    page = open_page("deputy", locale="zh-CN")
    page.keyboard.press("/")
    page.keyboard.type("cgsq")
    menu = page.get_by_role("navigation", name="主菜单")
    expect(menu.get_by_role("link", name="采购申请")).to_be_visible()
    expect(menu.get_by_role("link", name="物品目录")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/purchase_request/")


def test_the_theme_stays_as_it_was_chosen(open_page):
    """On forms too: Flask-Admin hands their templates a variable ``theme`` of its own."""
    page = open_page("staff")
    assert theme(page) == "light"
    page.get_by_role("button", name="Switch between light and dark").click()
    assert theme(page) == "dark"
    for address in ("/", "/admin/issue_request/", "/admin/issue_request/new/"):
        page.goto(address)
        assert theme(page) == "dark", address


def test_the_language_stays_as_it_was_chosen(open_page):
    page = open_page("staff")
    page.get_by_label("Language").click()
    page.get_by_role("button", name="繁體中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(page.get_by_role("link", name="新建採購申請")).to_be_visible()
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")


def test_on_a_phone_the_menu_opens_and_esc_closes_it(open_page):
    page = open_page("staff", size=NARROW)
    menu = page.get_by_role("navigation", name="Main menu")
    expect(menu).to_be_hidden()
    opener = page.get_by_role("button", name="Open the menu")
    opener.click()
    expect(menu).to_be_visible()
    expect(menu.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_no_page_scrolls_sideways_on_a_phone(open_page, locale):
    purchase, sheet = purchase_with_quotations("deputy"), sheet_to_issue()
    addresses = {
        "deputy": (
            "/",
            "/duty",
            "/profile",
            "/admin/purchase_request/",
            "/admin/purchase_request/new/",
            f"/admin/purchase_request/details/?id={purchase.id}",
            f"/admin/purchase_request/approve/?id={purchase.id}",
            f"/admin/purchase_request/print_request/?id={purchase.id}",
            "/admin/budget_line/execution/",
        ),
        "keeper": ("/", f"/admin/issue_sheet/issue/?id={sheet.id}", "/admin/stock_book/"),
    }
    wide = {}
    for login, paths in addresses.items():
        page = open_page(login, locale=locale, size=NARROW)
        for path in paths:
            page.goto(path)
            wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path for path, width in wide.items() if width > NARROW["width"]} == set()
