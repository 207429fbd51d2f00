"""Vehicles and drivers in the report: by rules and indicators, no accident (R23, R24, R25, R59)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from logistics.calendar import days_between
from logistics.queries.facts.kinds import Fact, Figure, Period, at_least, exactly
from logistics.queries.fleet.readings import burnt_between
from logistics.tables.fleet import Accident, SafetyReport, SealLog, Trip, VehicleRequest
from logistics.tables.purchasing import PurchaseRun
from logistics.wording import _

TOLERATED_PERCENT = 5
TENTH = Decimal("0.1")


def _trips(period: Period) -> Any:
    within = (Trip.out_at >= period.begins_at) & (Trip.out_at < period.ends_at)
    return within & (Trip.status != "cancelled")


def unexplained_gaps(period: Period) -> Figure:
    """Trips before which kilometres lie that nobody has explained (R23)."""
    trips = Trip.select().where(_trips(period)).count()
    open_gaps = (Trip.gap_km > 0) & (Trip.gap_reason == "")
    gaps = Trip.select().where(_trips(period) & open_gaps).count()
    return Figure(gaps if trips else None, trips)


def moved_under_seal(period: Period) -> Figure:
    """Sealings over holidays during which the odometer moved; parts count them by holiday (R23)."""
    rows = list(
        SealLog.select().where(
            (SealLog.starts_at >= period.begins_at)
            & (SealLog.starts_at < period.ends_at)
            & (SealLog.status == "unsealed")
        )
    )
    parts: dict[str, int] = {}
    for row in rows:
        parts[row.occasion] = parts.get(row.occasion, 0) + 1
    moved = sum(row.odo_after != row.odo_before for row in rows)
    return Figure(moved if rows else None, len(rows), parts)


def over_standard(period: Period) -> Figure:
    """Vehicles more than 5 % over their standard; parts give each one's L/100 km (R24)."""
    burnt = burnt_between(period.first, period.last)
    parts = {row.vehicle.plate: row.per_100_km for row in burnt}
    over = sum(row.over_percent > TOLERATED_PERCENT for row in burnt)
    return Figure(over if burnt else None, len(burnt), parts)


def mean_rating(period: Period) -> Figure:
    """The mean of what passengers gave, of 5 (R24)."""
    rated: Any = VehicleRequest.select(VehicleRequest.rating).where(
        (VehicleRequest.starts_at >= period.begins_at)
        & (VehicleRequest.starts_at < period.ends_at)
        & VehicleRequest.rating.is_null(False)
    )
    marks = [mark for (mark,) in rated.tuples()]
    mean = (Decimal(sum(marks)) / len(marks)).quantize(TENTH) if marks else None
    return Figure(mean, len(marks))


def accidents(period: Period) -> Figure:
    """Traffic accidents; counted from the daily reports, None while a day has none (R25).

    An empty register proves nothing: each day somebody must have said that nothing happened.
    """
    reports = list(
        SafetyReport.select().where(
            SafetyReport.day.between(period.first, period.last)
            & (SafetyReport.status != "expected")
        )
    )
    known = (
        Accident.select()
        .where((Accident.happened_at >= period.begins_at) & (Accident.happened_at < period.ends_at))
        .count()
    )
    told = sum(report.accidents for report in reports)
    days = sum(1 for _day in days_between(period.first, period.last))
    found = max(known, told)
    complete = len(reports) == days
    return Figure(found if complete or found else None, len(reports))


def safe_kilometres(period: Period) -> Figure:
    """Kilometres driven on slips (R25)."""
    query: Any = Trip.select(Trip.distance).where(_trips(period) & (Trip.status == "back"))
    distances = [distance for (distance,) in query.tuples()]
    return Figure(sum(distances) if distances else None, len(distances))


def runs_without_trip(period: Period) -> Figure:
    """Weekly runs that bought and have no finished trip of one vehicle behind them (R59)."""
    bought = ("buying", "delivering", "signed", "reconciled")
    runs = list(
        PurchaseRun.select(PurchaseRun.id, PurchaseRun.dispatch).where(
            PurchaseRun.week_starts_on.between(period.first, period.last)
            & PurchaseRun.status.in_(bought)
        )
    )
    driven: Any = Trip.select(Trip.dispatch).where(
        Trip.dispatch.in_([run.dispatch_id for run in runs if run.dispatch_id])
        & (Trip.status == "back")
    )
    done = {key for (key,) in driven.tuples()}
    without = sum(run.dispatch_id not in done for run in runs)
    return Figure(without if runs else None, len(runs))


FACTS: tuple[Fact, ...] = (
    Fact(
        "R23",
        "unexplained_gaps",
        _("Trips with kilometres that nobody explained"),
        "trip",
        unexplained_gaps,
        exactly(0),
    ),
    Fact(
        "R23",
        "moved_under_seal",
        _("Vehicles that moved while sealed over a holiday"),
        "seal_log",
        moved_under_seal,
        exactly(0),
    ),
    Fact(
        "R24",
        "over_standard",
        _("Vehicles over their fuel standard by more than five percent"),
        "fuel_log",
        over_standard,
        exactly(0),
    ),
    Fact(
        "R24",
        "journey_rating_mean",
        _("Mean of the passengers' ratings"),
        "vehicle_request",
        mean_rating,
        at_least(4),
    ),
    Fact(
        "R25",
        "traffic_accidents",
        _("Traffic accidents, proven by daily reports"),
        "safety_report",
        accidents,
        exactly(0),
        filters="day__between={first} to {last}",
    ),
    Fact(
        "R25",
        "safe_kilometres",
        _("Kilometres driven"),
        "trip",
        safe_kilometres,
        at_least(1),
        _("km"),
    ),
    Fact(
        "R59",
        "runs_without_trip",
        _("Weekly runs without a trip of a vehicle"),
        "purchase_run",
        runs_without_trip,
        exactly(0),
    ),
)
