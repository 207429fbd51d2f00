"""Weekly runs, plans, comparison of offers, budget: R59, R67, R71 to R73."""

from __future__ import annotations

import datetime as dt
from typing import Any

import peewee

from logistics.calendar import workdays_between
from logistics.queries.facts.kinds import (
    HUNDRED,
    TENTH,
    Fact,
    Figure,
    Period,
    at_least,
    exactly,
    share,
    some_but_not_all,
)
from logistics.tables.money import BudgetLine
from logistics.tables.organisation import Site
from logistics.tables.purchasing import (
    Award,
    MaterialPlan,
    PurchaseRequest,
    PurchaseRun,
    PurchaseRunAllocation,
    PurchaseRunLine,
)
from logistics.wording import _

DELIVERED = ("signed", "reconciled")
AREAS_SERVED = 2
QUARTERS = 2
MOSTLY = 50
ASKED = ("submitted", "approved", "ordered", "received", "closed")
WEEK, DAY = dt.timedelta(days=7), dt.timedelta(days=1)
SUBMITTED_ON = "submitted_at__between={first} to {last}"


def _runs(period: Period) -> Any:
    return PurchaseRun.select().where(
        period.has_day(PurchaseRun.week_starts_on) & PurchaseRun.status.in_(DELIVERED)
    )


def weeks_without_run(period: Period) -> Figure:
    """Weeks with working days, after the first run of the period, in which none was made (R59)."""
    weeks = {row.week_starts_on for row in _runs(period)}
    if not weeks:
        return Figure(None, 0)
    monday, missed = min(weeks), 0
    while monday + 4 * DAY <= period.last:
        worked = workdays_between(monday, monday + 6 * DAY)
        missed += bool(worked) and monday not in weeks
        monday += WEEK
    return Figure(missed, len(weeks))


def areas_delivered_to(period: Period) -> Figure:
    """Office areas that signed for what the runs of the period brought; parts give the shares
    signed for (R59).
    """
    rows: Any = (
        PurchaseRunAllocation.select(Site.name, peewee.fn.COUNT(PurchaseRunAllocation.id))
        .join(PurchaseRunLine)
        .switch(PurchaseRunAllocation)
        .join(Site)
        .where(
            PurchaseRunLine.run.in_(_runs(period).select(PurchaseRun.id))
            & PurchaseRunAllocation.signed_at.is_null(False)
        )
        .group_by(Site.name)
        .tuples()
    )
    by_site = {str(name): int(count) for name, count in rows}
    return Figure(len(by_site) or None, sum(by_site.values()), by_site)


def _requests(period: Period) -> Any:
    return PurchaseRequest.select().where(
        period.has_moment(PurchaseRequest.submitted_at) & PurchaseRequest.status.in_(ASKED)
    )


def plan_lines(period: Period) -> Figure:
    """Lines of the material plans for the quarters of the period (R71)."""
    quarters = {(day.month + 2) // 3 for day in (period.first, period.last)}
    plans = MaterialPlan.select().where(
        (MaterialPlan.year == period.first.year)
        & MaterialPlan.quarter.between(min(quarters), max(quarters))
    )
    covered = plans.select(MaterialPlan.quarter).distinct().count()
    count = plans.count()
    return Figure(count or None, count, {"quarters": covered} if count else {})


def within_plan(period: Period) -> Figure:
    """Purchase requests that rest on the material plan (R71)."""
    requests = _requests(period)
    return share(requests.where(PurchaseRequest.plan.is_null(False)).count(), requests.count())


def off_plan(period: Period) -> Figure:
    """Purchase requests outside any plan: buying blindly (R67)."""
    requests = _requests(period)
    count = requests.count()
    outside = requests.where(PurchaseRequest.plan.is_null()).count()
    return Figure(outside if count else None, count)


def awards_by_the_rules(period: Period) -> Figure:
    """Standing awards to the lowest offer, or with the reason for another (R72)."""
    awards = Award.select().where((Award.status == "standing") & period.has_day(Award.decided_on))
    lowest = (Award.method != "single_source") & (Award.amount <= Award.lowest_amount)
    return share(awards.where(lowest | (Award.reason != "")).count(), awards.count())


def lines_over_budget(period: Period) -> Figure:
    """Budget lines with more spent and held than they have; the records are the lines (R73)."""
    lines = list(
        BudgetLine.select().where(
            (BudgetLine.year == period.last.year) & (BudgetLine.status == "approved")
        )
    )
    if not lines:
        return Figure(None, 0)
    return Figure(sum(line.available < 0 for line in lines), len(lines))


def budget_spent(period: Period) -> Figure:
    """Spent of the year's budget in percent (R73)."""
    lines = list(
        BudgetLine.select().where(
            (BudgetLine.year == period.last.year) & (BudgetLine.status == "approved")
        )
    )
    budget = sum(line.budget for line in lines)
    if not budget:
        return Figure(None, 0)
    spent = sum(line.spent for line in lines)
    return Figure((HUNDRED * spent / budget).quantize(TENTH), len(lines))


FACTS: tuple[Fact, ...] = (
    Fact(
        "R59",
        "weeks_without_run",
        _("Weeks without a purchase run"),
        "purchase_run",
        weeks_without_run,
        exactly(0),
        filters="week_starts_on__between={first} to {last}",
    ),
    Fact(
        "R59",
        "areas_delivered_to",
        _("Office areas to which the weekly run delivered"),
        "purchase_run_allocation",
        areas_delivered_to,
        at_least(AREAS_SERVED),
    ),
    Fact(
        "R67",
        "off_plan",
        _("Purchase requests outside any plan"),
        "purchase_request",
        off_plan,
        some_but_not_all,
        filters=f"plan__empty=1&{SUBMITTED_ON}",
    ),
    Fact(
        "R71",
        "plan_lines",
        _("Lines of the material plans"),
        "material_plan",
        plan_lines,
        lambda figure: figure.parts.get("quarters") == QUARTERS,
    ),
    Fact(
        "R71",
        "within_plan",
        _("Purchase requests within the plan"),
        "purchase_request",
        within_plan,
        at_least(MOSTLY),
        unit=_("%"),
        filters=SUBMITTED_ON,
    ),
    Fact(
        "R72",
        "awards_by_the_rules",
        _("Awards by the rules of comparison"),
        "award",
        awards_by_the_rules,
        exactly(HUNDRED),
        unit=_("%"),
        filters="decided_on__between={first} to {last}",
    ),
    Fact(
        "R73",
        "lines_over_budget",
        _("Budget lines overdrawn"),
        "budget_line",
        lines_over_budget,
        exactly(0),
    ),
    Fact(
        "R73",
        "budget_spent",
        _("Spent of the year's budget"),
        "budget_line",
        budget_spent,
        lambda figure: figure.number is not None and figure.number <= HUNDRED,
        unit=_("%"),
    ),
)
