"""Approving purchases: from the start page to the next step, and pages that have grown stale."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.requests import withdraw_purchases
from logistics.operations.records import LineChange, change_record
from logistics.permissions import load_actor
from models import ApprovalDecision, PurchaseRequest, PurchaseRequestLine
from tests.browser.office import purchase_with_quotations, purchases_waiting_for, staff_of
from tests.factories.purchasing_requests import approve, fresh, make_request, submit

pytestmark = pytest.mark.browser


def panel(page: Page, name: str) -> Locator:
    """A panel of the page, by its title."""
    return page.get_by_role("region", name=name, exact=True)


def decide(page: Page, choice: str) -> None:
    """Choose one of the three cards, and press the button, which repeats the choice."""
    page.get_by_role("radio", name=re.compile(f"^{choice}")).check()
    page.get_by_role("button", name=f"提交：{choice}").click()


def open_decision(page: Page, request: PurchaseRequest) -> None:
    page.goto(f"/admin/purchase_request/approve/?id={request.id}")


def want_more(request: PurchaseRequest) -> None:
    """The requester takes his purchase back, doubles the quantity and submits it again."""
    requester = load_actor(request.requester.account)
    only(withdraw_purchases(seen=[Seen(request.id)], actor=requester))
    line = PurchaseRequestLine.get(PurchaseRequestLine.request == request)
    doubled = LineChange({"quantity": str(line.quantity * 2)}, line.id)
    change_record(
        PurchaseRequest,
        Seen(request.id),
        {},
        actor=requester,
        lines={PurchaseRequestLine: [doubled]},
    )
    submit(request)


def test_the_deputy_opens_a_purchase_from_the_start_page_and_agrees(open_page):
    wanted = purchase_with_quotations("deputy")
    page = open_page("deputy", locale="zh-CN")
    panel(page, "等我办理").get_by_role("link", name=wanted.doc_no).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(f"审批：{wanted.purpose}")
    expect(panel(page, "同意之后").get_by_role("listitem").first).to_be_visible()
    expect(panel(page, "预算").get_by_role("img")).to_be_visible()
    expect(panel(page, "报价比选")).to_contain_text("推荐")
    expect(panel(page, "办理过程")).to_contain_text("等待中")

    decide(page, "同意")
    expect(page.get_by_role("status").first).to_contain_text(wanted.doc_no)
    expect(
        panel(page, "办理过程").get_by_role("listitem").filter(has_text="邓立群")
    ).to_contain_text("同意")
    assert wanted not in purchases_waiting_for("deputy")


def test_who_disagrees_must_say_why(open_page):
    wanted = purchases_waiting_for("deputy")[0]
    page = open_page("deputy", locale="zh-CN")
    open_decision(page, wanted)
    decide(page, "不同意")
    opinion = page.get_by_role("textbox", name="意见")
    expect(opinion).to_be_focused()
    assert wanted in purchases_waiting_for("deputy")

    opinion.fill("同类物品库存充足，请先调拨。")
    decide(page, "不同意")
    expect(panel(page, "办理过程")).to_contain_text("同类物品库存充足，请先调拨。")
    assert fresh(wanted).status == "rejected"


def test_what_was_changed_meanwhile_must_be_read_before_it_is_decided(open_page):
    wanted = submit(make_request(staff_of("staff")))
    page = open_page("head", locale="zh-CN")
    open_decision(page, wanted)
    page.get_by_role("textbox", name="意见").fill("一台可以。")
    want_more(wanted)

    decide(page, "同意")
    expect(page.get_by_role("alert").first).to_contain_text("单据有改动")
    expect(panel(page, "采购内容").locator("del").first).to_have_text("1")
    expect(page.get_by_role("textbox", name="意见")).to_have_value("一台可以。")
    assert not ApprovalDecision.select().where(ApprovalDecision.doc_id == wanted.id).exists()

    page.get_by_label("我已核对").check()
    decide(page, "同意")
    expect(page.get_by_role("status").first).to_contain_text(wanted.doc_no)
    assert wanted not in purchases_waiting_for("head")


def test_what_was_decided_in_another_window_is_decided_once(open_page):
    wanted = submit(make_request(staff_of("staff")))
    page = open_page("head", locale="zh-CN")
    open_decision(page, wanted)
    approve(wanted, load_actor(staff_of("head").account))

    decide(page, "同意")
    expect(page.get_by_role("alert").first).to_contain_text("您已审批过")
    assert ApprovalDecision.select().where(ApprovalDecision.doc_id == wanted.id).count() == 1
