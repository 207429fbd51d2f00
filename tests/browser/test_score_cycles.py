"""Scoring a cycle: what will happen is shown first, then a run with its results stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from models import AssessmentCycle, AssessmentResult, ScoreRun

pytestmark = pytest.mark.browser


def test_the_assessor_sees_what_counts_and_scores_the_half_year(open_page):
    cycle = AssessmentCycle.get(AssessmentCycle.code == "2026H1")
    before = ScoreRun.select().where(ScoreRun.cycle == cycle).count()
    page = open_page("assessor")
    page.goto(f"/admin/assessment_cycle/details/?id={cycle.id}")
    page.get_by_role("link", name="Score", exact=True).click()
    expect(page.get_by_text("Events counted")).to_be_visible()
    expect(page.get_by_text("No data is neither nothing nor everything.")).to_be_visible()

    page.locator("button[type=submit][data-submit]").click()
    page.wait_for_url("**/results/**", timeout=60_000)

    expect(page.get_by_role("status").first).to_contain_text("2026年上半年考核")
    runs = ScoreRun.select().where(ScoreRun.cycle == cycle)
    assert runs.count() == before + 1
    latest = runs.order_by(ScoreRun.id.desc()).get()
    assert AssessmentResult.select().where(AssessmentResult.run == latest).count() > 0
