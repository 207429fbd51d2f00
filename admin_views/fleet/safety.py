"""Safe driving: the daily report, accidents, offences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, StringField

from admin_views.entering import WordsField
from admin_views.verbs import Verb
from logistics.database import local_today
from logistics.operations import fleet
from logistics.permissions import Actor
from logistics.queries.fleet.driving import DayOnTheRoad, days_on_the_road
from logistics.tables.fleet.safety import LIABILITY
from logistics.wording import Words, _
from models import TrafficViolation


def report_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What the records say of each day, which is what is reported."""
    days = [row.day for row in rows]
    roads = days_on_the_road(min(days), max(days)) if days else {}
    return [_said_of(row.day, roads.get(row.day, DayOnTheRoad())) for row in rows]


def _said_of(day: Any, road: DayOnTheRoad) -> Words:
    if road.accidents:
        return _(
            "%(day)s: %(trips)s trips, %(distance)s km, %(accidents)s accidents.",
            day=day,
            trips=road.trips,
            distance=road.distance,
            accidents=road.accidents,
        )
    return _(
        "%(day)s: %(trips)s trips, %(distance)s km, no accident.",
        day=day,
        trips=road.trips,
        distance=road.distance,
    )


REPORT_VERBS = (
    Verb(
        fleet.file_safety_reports,
        _("File the daily report"),
        icon="shield-check",
        tail="report",
        states=("expected",),
        when=lambda row: row.day <= local_today(),
        fields={"note": StringField(_("Remarks"))},
        effects=report_effects,
        primary=True,
    ),
)
ACCIDENT_VERBS = (
    Verb(
        fleet.settle_accidents,
        _("Enter the liability"),
        icon="clipboard-check",
        states=("reported",),
        bulk=False,
        fields={
            "liability": WordsField(_("Accident liability"), LIABILITY),
            "finding_no": StringField(_("Finding of the traffic police")),
        },
        primary=True,
    ),
)
VIOLATION_VERBS = (
    Verb(
        fleet.settle_violations,
        _("Settle the offence"),
        icon="check-lg",
        states=("open",),
        fields={
            "paid_on": DateField(_("Fine paid on"), default=local_today),
            "paid_by": WordsField(
                _("Fine paid by"), TrafficViolation._meta.fields["paid_by"].labels
            ),
        },
        primary=True,
    ),
)
