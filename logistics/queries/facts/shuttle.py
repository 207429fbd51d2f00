"""The shuttle in the report: 17:00 before, 16:55 and a transfer since (R61, R62, R63)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from logistics.calendar import kinds_between
from logistics.database import office_zone
from logistics.holidays import WORKED
from logistics.queries.facts.kinds import Fact, Figure, Period, at_least, exactly
from logistics.queries.shuttle import meetings_of, met_between, routes_between
from logistics.tables.shuttle import ShuttleRoute, ShuttleRun
from logistics.wording import _

UNIFIED = dt.time(17)
FEEDER = dt.time(16, 55)
CROSSING = "沈棋路交叉口"
"""The transfer stop that the report names."""


def _runs(first: dt.date, last: dt.date, *conditions: Any) -> list[ShuttleRun]:
    query = (
        ShuttleRun.select(ShuttleRun, ShuttleRoute)
        .join(ShuttleRoute)
        .where(ShuttleRun.day.between(first, last), ShuttleRun.status == "done", *conditions)
    )
    return list(query)


def _feeders(period: Period) -> list[ShuttleRoute]:
    return [r for r in routes_between(period.first, period.last) if r.kind == "feeder"]


def _feeder_from(period: Period) -> dt.date:
    """The first day on which a feeder runs; the day after the period when none does."""
    days = [route.starts_on for route in _feeders(period)]
    return max(period.first, min(days, default=period.last + dt.timedelta(days=1)))


def _departures(runs: list[ShuttleRun]) -> Figure:
    """The one time of day at which all of them leave; None when they differ. Parts count them."""
    parts: dict[str, int] = {}
    clocks = set()
    for run in runs:
        clock = run.starts_at.astimezone(office_zone()).time()
        clocks.add(clock)
        parts[f"{clock:%H:%M}"] = parts.get(f"{clock:%H:%M}", 0) + 1
    return Figure(clocks.pop() if len(clocks) == 1 else None, len(runs), parts)


def unified_departure(period: Period) -> Figure:
    """When the coaches left as long as all left from one place, before any feeder ran (R61)."""
    last = _feeder_from(period) - dt.timedelta(days=1)
    return _departures(_runs(period.first, last))


def feeder_departure(period: Period) -> Figure:
    """When the feeder leaves (R62)."""
    return _departures(_runs(period.first, period.last, ShuttleRoute.kind == "feeder"))


def transfer_stops(period: Period) -> Figure:
    """Where the feeder's passengers change; n counts its connections (R62)."""
    meetings = [meeting for route in _feeders(period) for meeting in meetings_of(route)]
    names = {m.feeder_stop.name for m in meetings} | {m.trunk_stop.name for m in meetings}
    return Figure(names.pop() if len(names) == 1 else None, len(meetings))


def missed_connections(period: Period) -> Figure:
    """Meetings of feeder and original line that failed, of all that were to be (R62)."""
    met = met_between(period.first, period.last)
    return Figure(sum(pair.is_missed for pair in met) if met else None, len(met))


def lines_changed(period: Period) -> Figure:
    """Original lines whose timetable changed within the period; n counts the lines (R63)."""
    versions: dict[str, int] = {}
    feeders = {route.code for route in _feeders(period)}
    for route in routes_between(period.first, period.last):
        if route.kind == "trunk" and route.code not in feeders:
            versions[route.code] = versions.get(route.code, 0) + 1
    changed = sum(count > 1 for count in versions.values())
    return Figure(changed if versions else None, len(versions), versions)


def days_without_run(period: Period) -> Figure:
    """Working days on which a line in force has no reported run; n counts the runs (R63)."""
    kinds = kinds_between(period.first, period.last)
    done = {(run.route_id, run.day) for run in _runs(period.first, period.last)}
    missing = {
        day
        for route in routes_between(period.first, period.last)
        for day in kinds
        if kinds[day] in WORKED
        and route.starts_on <= day
        and (route.ends_on is None or day <= route.ends_on)
        and (route.id, day) not in done
    }
    return Figure(len(missing) if done else None, len(done))


def riders(period: Period) -> Figure:
    """People carried, by line; n counts the runs (R63)."""
    parts: dict[str, int] = {}
    runs = _runs(period.first, period.last)
    for run in runs:
        parts[run.route.name] = parts.get(run.route.name, 0) + run.boarded
    return Figure(sum(parts.values()) if runs else None, len(runs), parts)


FACTS: tuple[Fact, ...] = (
    Fact(
        "R61",
        "unified_departure",
        _("Departure of all coaches before the move"),
        "shuttle_run",
        unified_departure,
        lambda figure: figure.value == UNIFIED,
    ),
    Fact(
        "R62",
        "feeder_departure",
        _("Departure of the feeder from Sishui"),
        "shuttle_run",
        feeder_departure,
        lambda figure: figure.value == FEEDER,
    ),
    Fact(
        "R62",
        "transfer_stop",
        _("Transfer stop of the feeder"),
        "shuttle_connection",
        transfer_stops,
        lambda figure: figure.value == CROSSING,
    ),
    Fact(
        "R62",
        "missed_connections",
        _("Connections missed"),
        "shuttle_run",
        missed_connections,
        exactly(0),
        filters="day__between={first} to {last}&is_missed__eq=1",
    ),
    Fact(
        "R63",
        "lines_changed",
        _("Original lines that were changed"),
        "shuttle_route",
        lines_changed,
        exactly(0),
    ),
    Fact(
        "R63",
        "days_without_shuttle",
        _("Working days without a shuttle run"),
        "shuttle_run",
        days_without_run,
        exactly(0),
        filters="day__between={first} to {last}",
    ),
    Fact(
        "R63",
        "shuttle_riders",
        _("People carried by the shuttle"),
        "shuttle_run",
        riders,
        at_least(1),
        _("people"),
        "day__between={first} to {last}",
    ),
)
