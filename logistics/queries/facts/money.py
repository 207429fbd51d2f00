"""Costs in the report: what services cost, what was wasted, and what outlays brought."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import peewee

from logistics.database import total
from logistics.queries.facts.kinds import Fact, Figure, Period
from logistics.tables.money import BenefitReview, CostEntry, CostObject, CostPlan, WasteEvent
from logistics.tables.money.benefits import VERDICTS
from logistics.wording import _

LEAST_SERVICES = 6
"""Canteen, vehicles, cleaning, meetings, energy and maintenance have a unit cost each."""


def services_costed(period: Period) -> Figure:
    """Services with costs in every month of the period, beside what they cost."""
    rows: Any = (
        CostEntry.select(
            CostObject.service,
            peewee.fn.COUNT(peewee.fn.DISTINCT(CostEntry.month)),
            total(CostEntry.amount),
            peewee.fn.COUNT(CostEntry.id),
        )
        .join(CostObject)
        .where(
            CostEntry.month.between(period.first, period.last) & (CostObject.service != "overhead")
        )
        .group_by(CostObject.service)
        .tuples()
    )
    found = list(rows)
    months = (
        (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    )
    whole = {service: amount for service, present, amount, _n in found if present == months}
    return Figure(len(whole) or None, sum(row[3] for row in found), whole)


def wasted(period: Period) -> Figure:
    """Kinds of waste on the register, of those that were confirmed; how many of each."""
    rows: Any = (
        WasteEvent.select(WasteEvent.kind, peewee.fn.COUNT(WasteEvent.id))
        .where(
            WasteEvent.status.in_(["confirmed", "settled"])
            & WasteEvent.occurred_on.between(period.first, period.last)
        )
        .group_by(WasteEvent.kind)
        .tuples()
    )
    by_kind = dict(rows)
    return Figure(len(by_kind) or None, sum(by_kind.values()), by_kind)


def reviewed(period: Period) -> Figure:
    """Benefit reviews that were agreed with, by verdict."""
    rows: Any = (
        BenefitReview.select(BenefitReview.verdict, peewee.fn.COUNT(BenefitReview.id))
        .where(
            (BenefitReview.status == "approved")
            & (BenefitReview.approved_at >= period.begins_at)
            & (BenefitReview.approved_at < period.ends_at)
        )
        .group_by(BenefitReview.verdict)
        .tuples()
    )
    by_verdict = {code: count for code, count in rows if code in VERDICTS}
    count = sum(by_verdict.values())
    return Figure(count or None, count, by_verdict)


def cost_against_plan(period: Period) -> Figure:
    """What all services cost, in percent of their plans: the figure that enters assessments."""
    months = CostPlan.month.between(period.first, period.last)
    planned = CostPlan.select(total(CostPlan.amount)).where(months).scalar()
    spent = (
        CostEntry.select(total(CostEntry.amount))
        .where(CostEntry.month.between(period.first, period.last))
        .scalar()
    )
    count = CostEntry.select().where(CostEntry.month.between(period.first, period.last)).count()
    if not planned or not count:
        return Figure(None, count)
    return Figure((Decimal(spent) * 100 / Decimal(planned)).quantize(Decimal("0.1")), count)


def some(figure: Figure) -> bool:
    """There are records, and they show something."""
    return figure.value is not None and figure.n > 0


FACTS: tuple[Fact, ...] = (
    Fact(
        "R69",
        "services_with_costs",
        _("Services whose costs are counted every month"),
        "cost_entry",
        services_costed,
        lambda figure: isinstance(figure.value, int) and figure.value >= LEAST_SERVICES,
        filters="month__between={first} to {last}",
    ),
    Fact(
        "R69",
        "kinds_of_waste",
        _("Kinds of waste registered"),
        "waste_event",
        wasted,
        lambda figure: figure.value == len(WasteEvent.kind.labels),
        filters="occurred_on__between={first} to {last}",
    ),
    Fact(
        "R69",
        "benefit_reviews",
        _("Benefit reviews with a verdict"),
        "benefit_review",
        reviewed,
        some,
        filters="approved_at__between={first} to {last}",
    ),
    Fact(
        "R81",
        "cost_against_plan",
        _("Costs of the services against their plans"),
        "cost_plan",
        cost_against_plan,
        some,
        unit=_("%"),
        filters="month__between={first} to {last}",
    ),
)

__all__ = ["FACTS"]
