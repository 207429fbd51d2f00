"""What fell short in a period and what is to be reached in the next, drawn from the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import peewee

from logistics.calendar import half_year
from logistics.queries.assessment.results import results_of
from logistics.queries.budget import time_progress
from logistics.queries.facts.kinds import Period
from logistics.queries.reporting.outline import GOALS_IN
from logistics.queries.targets.overdue import late_targets, overdue_matters
from logistics.tables.assessment import AssessmentCycle
from logistics.tables.conduct import Finding
from logistics.tables.money import BudgetLine
from logistics.tables.targets import Target
from logistics.wording import Words, _

POINTS_AHEAD = Decimal(10)
"""So many points before the elapsed share of the year, a budget line is told."""
HUNDRED = Decimal(100)
MOST_NAMES = 6
LOW_GRADES = ("basic", "incompetent")
Line = tuple[str, Words]


def shortcomings(period: Period) -> Iterator[Line]:
    """Lines for section 4, with the number of the part where each stands (R64 to R69)."""
    yield from _late_targets(period)
    yield from _low_scores(period)
    yield from _findings(period)
    yield from _budget_ahead(period)


def next_goals(period: Period) -> Iterator[Line]:
    """Lines for section 5: the targets due in the half-year that follows (R79)."""
    following = half_year(period.last + dt.timedelta(days=1))
    targets = Target.select().where(
        Target.status.in_(("published", "reached"))
        & Target.due_on.between(following.first, following.last)
        & (Target.level != "person")
    )
    for target in targets.order_by(Target.level, Target.id):
        yield (
            GOALS_IN[target.work_line],
            _(
                "%(indicator)s: %(wanted)s %(unit)s by %(day)s",
                indicator=target.indicator,
                wanted=f"{target.wanted.normalize():f}",
                unit=target.unit_of_measure,
                day=target.due_on,
            ),
        )


def _late_targets(period: Period) -> Iterator[Line]:
    late = list(late_targets(period.first, period.last))
    if late:
        yield (
            "4.1",
            _(
                "Targets not reached on their day: %(count)s (%(names)s)",
                count=len(late),
                names="、".join(target.indicator for target in late[:MOST_NAMES]),
            ),
        )
    matters = overdue_matters(period.ends_at).count()
    if matters:
        yield "4.1", _("Matters under supervision that are overdue: %(count)s", count=matters)


def _low_scores(period: Period) -> Iterator[Line]:
    cycles = AssessmentCycle.select().where(
        AssessmentCycle.ends_on.between(period.first, period.last)
        & AssessmentCycle.current_run.is_null(False)
    )
    count = sum(row.grade in LOW_GRADES for cycle in cycles for row in results_of(cycle))
    if count:
        yield "4.1", _("Results below “competent” in the assessments: %(count)s", count=count)


def _findings(period: Period) -> Iterator[Line]:
    labels = Finding._meta.fields["category"].labels
    found = (
        Finding.select(Finding.category, peewee.fn.COUNT(Finding.id))
        .where((Finding.created_at >= period.begins_at) & (Finding.created_at < period.ends_at))
        .group_by(Finding.category)
        .order_by(Finding.category)
        .tuples()
    )
    for category, count in found.iterator():
        number = "4.1" if category in ("attitude", "service") else "4.2"
        yield (
            number,
            _("Findings of post checks, %(kind)s: %(count)s", kind=labels[category], count=count),
        )


def _budget_ahead(period: Period) -> Iterator[Line]:
    """Lines of the budget that have run ahead of the year."""
    gone = time_progress(period.last.year, period.last)
    lines = BudgetLine.select().where(
        (BudgetLine.year == period.last.year) & (BudgetLine.status == "approved")
    )
    for line in lines.order_by(BudgetLine.economic_code, BudgetLine.id):
        if not line.budget:
            continue
        spent = HUNDRED * line.spent / line.budget
        if spent - gone > POINTS_AHEAD:
            yield (
                "4.3",
                _(
                    "“%(line)s” is %(spent)s%% spent with %(gone)s%% of the year gone",
                    line=line.name,
                    spent=f"{spent:.1f}",
                    gone=f"{gone:.1f}",
                ),
            )
