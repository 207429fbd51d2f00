"""The roster: who is on duty now, and what comes for oneself."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from logistics.queries.duty.standing import my_coming_duty, on_duty_now
from tests.browser.office import staff_of
from tests.live import NARROW

pytestmark = pytest.mark.browser


def test_a_guard_sees_the_coming_duty_and_who_is_on_duty_now(open_page):
    guard = staff_of("guard")
    assert my_coming_duty(guard.id), "the demonstration gives the guard a duty to come"
    on_duty = next(kept for kept in on_duty_now() if kept.staff is not None)
    page = open_page("guard")
    page.goto("/duty")
    expect(page.get_by_role("heading", name="On duty now")).to_be_visible()
    expect(page.locator(".hq-on-duty").get_by_text(on_duty.staff.name).first).to_be_visible()
    assert page.locator(".hq-dates li").count() > 0


def test_on_a_phone_the_roster_is_a_list_of_days(open_page):
    page = open_page("guard", locale="zh-CN", size=NARROW)
    page.goto("/duty")
    expect(page.get_by_role("heading", name="现在值班")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
