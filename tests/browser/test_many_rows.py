"""Lists of one's own, by the keyboard: all rows that match, a cell, a file and its undo, a view."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from models import Item

pytestmark = pytest.mark.browser

ITEMS = "/admin/item/"


def press_on(page: Page, role: str, name: str, key: str = "Enter") -> None:
    """Press a key on what has this name, without the mouse."""
    page.get_by_role(role, name=name, exact=True).press(key)


def test_all_rows_that_match_are_chosen_and_changed_together(open_page):
    some = Item.select(Item.id).where(Item.kind == "consumable").limit(10)
    Item.update(kind="durable").where(Item.id.in_(some)).execute()
    durable = Item.select().where(Item.kind == "durable")
    count = durable.count()
    page = open_page("keeper", locale="zh-CN")
    page.goto(f"{ITEMS}?kind__eq=durable&page_size=25&sort=code")
    press_on(page, "checkbox", "选择本页全部", "Space")
    press_on(page, "button", f"选择全部符合条件的 {count} 条")
    bar = page.get_by_role("region", name="批量操作")
    expect(bar).to_contain_text(f"已选全部符合条件的 {count} 条")
    action = bar.get_by_role("button", name="批量修改")
    expect(action).to_be_focused()
    action.press("Enter")

    page.wait_for_url("**/bulk-edit/**")  # with its scripts, which tick what is filled in
    page.get_by_label("品目编码", exact=True).fill("A9")
    expect(page.get_by_role("checkbox", name="修改：品目编码")).to_be_checked()
    press_on(page, "button", "预览改动")
    expect(page.locator("ins").first).to_have_text("A9")
    written = durable.where(Item.catalogue_code == "A9")
    assert not written.exists()
    press_on(page, "button", f"写入 {count} 条记录")
    expect(page.get_by_text(f"{count} 条已办理，0 条未通过")).to_be_visible()
    assert written.count() == count


def test_a_cell_is_edited_by_the_keyboard_and_a_refusal_says_the_rule(open_page):
    page = open_page("keeper", locale="zh-CN")
    page.goto(f"{ITEMS}?sort=code&columns=code,name,min_stock")
    item = Item.select().order_by(Item.code).get()
    before, cell = f"{item.min_stock.normalize():f}", page.locator("tr[data-row] td.num").first
    page.locator("[data-cell-here]").press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(cell).to_be_focused()

    def type_in(text: str) -> None:
        page.keyboard.press("Enter")
        expect(cell.get_by_role("textbox")).to_be_focused()
        page.keyboard.type(text)

    type_in("-1")
    page.keyboard.press("Enter")
    expect(cell.get_by_role("alert")).to_have_text("不得小于 0。")
    page.keyboard.press("Escape")
    expect(cell).to_have_text(before)
    expect(cell).to_be_focused()
    type_in("6")
    page.keyboard.press("Enter")
    expect(cell).to_have_text("6")
    assert Item.get_by_id(item.id).min_stock == 6

    type_in("7")
    Item.update(min_stock=5, row_version=Item.row_version + 1).where(Item.id == item.id).execute()
    page.keyboard.press("Enter")
    expect(cell.get_by_role("alert")).to_contain_text("已")
    page.keyboard.press("Escape")
    expect(cell).to_have_text("5")
    assert Item.get_by_id(item.id).min_stock == 5


def test_a_file_is_mended_imported_and_taken_back(open_page):
    item = Item.select().order_by(Item.code).get()
    page = open_page("keeper", locale="zh-CN")

    def send(kind: str) -> None:
        lines = [
            "代码,名称,计量单位,类别",
            f"{item.code},改了名,个,低值易耗品",
            f"NEW-1,新品,个,{kind}",
        ]
        page.goto(f"{ITEMS}import/")
        file = {"name": "items.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
        page.get_by_label("文件", exact=True).set_input_files(file)
        press_on(page, "button", "上传并查看")
        page.get_by_label("按何列查找").select_option(label="代码")
        press_on(page, "button", "检查（不写入）")

    send("没有这一类")
    expect(page.get_by_role("row", name="3 类别 “没有这一类”不在可选项之内。")).to_be_visible()
    expect(page.get_by_role("button", name="现在导入")).to_have_count(0)
    send("低值易耗品")
    expect(page.get_by_text(f"{item.name} → 改了名")).to_be_visible()
    assert not Item.select().where(Item.code == "NEW-1").exists()
    press_on(page, "button", "现在导入")
    expect(page.get_by_text("已导入。", exact=True)).to_be_visible()
    assert Item.get_by_id(item.id).name == "改了名"
    press_on(page, "button", "撤回整批导入")
    expect(page.get_by_text("已导入，后撤回。")).to_be_visible()
    assert Item.get_by_id(item.id).name == item.name
    assert not Item.select().where(Item.code == "NEW-1").exists()


def test_a_view_is_kept_and_the_list_opens_with_it(open_page):
    page = open_page("keeper", locale="zh-CN")
    page.goto(f"{ITEMS}?kind__eq=durable&sort=-code")
    views = page.locator("summary", has_text="视图")
    views.press("Enter")
    press_on(page, "button", "保存当前视图…")
    name = page.get_by_role("dialog").get_by_label("名称")
    expect(name).to_be_focused()
    page.keyboard.press("Escape")
    expect(views).to_be_focused()
    views.press("Enter")
    press_on(page, "button", "保存当前视图…")
    page.keyboard.type("耐用品")
    page.keyboard.press("Enter")

    count = Item.select().where(Item.kind == "durable").count()
    tab = page.get_by_role("link", name=f"耐用品 {count}")
    expect(tab).to_have_attribute("aria-current", "page")
    page.locator("summary", has_text="视图").press("Enter")
    press_on(page, "link", "设为默认视图")
    press_on(page, "button", "设为默认视图")
    page.goto(ITEMS)
    page.wait_for_url("**kind__eq=durable&sort=-code")
    press_on(page, "link", "全部")
    page.wait_for_url("**?view=all")
