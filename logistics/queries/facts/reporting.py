"""The report itself and to whom it goes: R01, R02."""

from __future__ import annotations

from typing import Any

from logistics.queries.facts.kinds import Fact, Figure, Period, at_least, exactly
from logistics.tables.organisation import Unit
from logistics.tables.reporting import Report
from logistics.wording import _

SUPERIORS = 2
OF_THE_PERIOD = "ends_on__between={first} to {last}"


def _reports(period: Period) -> Any:
    """Reports on just these days."""
    return Report.select().where(
        (Report.starts_on == period.first) & (Report.ends_on == period.last)
    )


def reports_made(period: Period) -> Figure:
    """Reports on the period, by how far they have come (R01)."""
    states: dict[str, int] = {}
    for report in _reports(period):
        states[report.status] = states.get(report.status, 0) + 1
    return Figure(sum(states.values()) or None, sum(states.values()), states)


def superior_bodies(period: Period) -> Figure:
    """Bodies above the center that the report is addressed to (R02)."""
    above = Unit.select().where(Unit.kind == "leadership").count()
    addressed = _reports(period).where(Report.addressed_to != "").count()
    return Figure(above if addressed else None, addressed)


FACTS: tuple[Fact, ...] = (
    Fact(
        "R01",
        "reports_made",
        _("Reports on the period"),
        "report",
        reports_made,
        at_least(1),
        filters=OF_THE_PERIOD,
    ),
    Fact(
        "R02",
        "superior_bodies",
        _("Superior bodies that the report goes to"),
        "report",
        superior_bodies,
        exactly(SUPERIORS),
        filters=OF_THE_PERIOD,
    ),
)
