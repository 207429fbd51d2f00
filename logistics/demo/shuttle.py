"""The shuttle of the demonstration: 17:00 from the Committee, since the move 16:55 from Sishui."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from logistics.database import local_today, office_zone
from logistics.demo.diary import (
    FIRST_DAY,
    LAST_DAY,
    Entry,
    beginning,
    living_days,
    moment,
    this_morning,
    workdays,
)
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.demo.weeks import WorkCalendar
from logistics.operations.outcomes import Seen, all_of, only
from logistics.operations.records import LineChange, create_record
from logistics.operations.shuttle import (
    RunReport,
    expect_shuttle_runs,
    publish_shuttle_routes,
    report_shuttle_runs,
)
from logistics.permissions import SYSTEM
from logistics.tables.fleet import Vehicle
from logistics.tables.organisation import Site
from logistics.tables.shuttle import ShuttleConnection, ShuttleRoute, ShuttleRun, ShuttleStop

ONE_DAY = dt.timedelta(days=1)
LIVING_BEFORE, LIVING_AFTER = 10, 14


def events(office: Office) -> Iterator[Entry]:
    """Timetables, the runs expected, and what was reported of them at the end of each week."""
    texts = read_texts("shuttle")
    until = texts["expected_until"]
    yield Entry(moment(beginning(), 7), 10, partial(_first_timetables, office, texts))
    yield Entry(moment(beginning(), 7), 20, partial(_expect, FIRST_DAY, until))
    move = partial(_move, office, texts)
    yield Entry(moment(texts["published_on"], 10), 0, move)
    yield Entry(moment(texts["published_on"], 11), 0, partial(_expect, until + ONE_DAY, LAST_DAY))
    first, *_between, last = living_days(LIVING_BEFORE, LIVING_AFTER)
    yield Entry(min(moment(first, 6), this_morning()), 5, partial(_expect, first, last))
    calendar = WorkCalendar()
    living = (day for day in workdays(first, local_today()) if day < local_today())
    days = sorted({*workdays(), *living})
    for day in days:
        if calendar.after(day, 1) - day > ONE_DAY or day == days[-1]:
            yield Entry(moment(day, 18, 30), 0, partial(_report, office, texts))


def _expect(first: dt.date, last: dt.date) -> None:
    expect_shuttle_runs(first=first, last=last, actor=SYSTEM)


def _first_timetables(office: Office, texts: dict[str, Any]) -> None:
    for row in texts["line"]:
        route = _draft(office, {**row, "starts_on": local_today()})
        only(publish_shuttle_routes(seen=[Seen(route.id)], actor=office.actor("deputy")))


def _draft(office: Office, row: dict[str, Any]) -> ShuttleRoute:
    values = {
        "code": row["code"],
        "version": row.get("version", 1),
        "name": row["name"],
        "kind": row.get("kind", "trunk"),
        "site": office.key(Site, row["site"]),
        "vehicle": Vehicle.get(Vehicle.plate == row["plate"]).id,
        "driver": office.staff_id(row["driver"]),
        "starts_on": row["starts_on"],
        "notice": row["notice"],
    }
    stops = [
        LineChange(
            {
                "position": position,
                "name": stop[0],
                "planned_time": stop[1],
                "is_transfer": "transfer" in stop,
            }
        )
        for position, stop in enumerate(row["stops"], start=1)
    ]
    dispatcher = office.actor("dispatcher")
    return create_record(ShuttleRoute, values, actor=dispatcher, lines={ShuttleStop: stops})


def _move(office: Office, texts: dict[str, Any]) -> None:
    """One coach waits at Sishui from the move on; its passengers change to the original lines."""
    moved, before = texts["moved"], texts["line"][-1]
    same = {name: before[name] for name in ("plate", "driver")}
    feeder = _draft(office, {**same, **moved})
    arrival = _transfer(feeder)
    for trunk in ShuttleRoute.select().where(ShuttleRoute.code != moved["code"]):
        rule = {
            "route": feeder.id,
            "feeder_stop": arrival.id,
            "trunk_stop": _transfer(trunk).id,
            "min_gap": moved["min_gap"],
            "max_wait": moved["max_wait"],
        }
        create_record(ShuttleConnection, rule, actor=office.actor("dispatcher"))
    only(publish_shuttle_routes(seen=[Seen(feeder.id)], actor=office.actor("deputy")))


def _transfer(route: ShuttleRoute) -> ShuttleStop:
    return ShuttleStop.get((ShuttleStop.route == route.id) & ShuttleStop.is_transfer)


def _report(office: Office, texts: dict[str, Any]) -> None:
    """The week's runs, each a minute early or late."""
    chance = office.random
    riders = {(row["code"], 1): row["riders"] for row in texts["line"]}
    riders[texts["moved"]["code"], texts["moved"]["version"]] = texts["moved"]["riders"]
    due = (ShuttleRun.status == "expected") & (ShuttleRun.day <= local_today())
    runs = list(ShuttleRun.select(ShuttleRun, ShuttleRoute).join(ShuttleRoute).where(due))
    clocks = {route.id: _clocks(route) for route in {run.route for run in runs}}
    reports = {}
    for run in runs:
        late = chance.choice((0, 0, 0, 1, 1, 2))
        departs, transfer, arrives = (_later(clock, late) for clock in clocks[run.route_id])
        least, most = riders[run.route.code, run.route.version]
        reports[run.id] = RunReport(departs, chance.randint(least, most), transfer, arrives)
    seen = [Seen(run.id) for run in runs]
    all_of(report_shuttle_runs(seen=seen, reports=reports, actor=office.actor("dispatcher")))


def _clocks(route: ShuttleRoute) -> tuple[dt.time, dt.time | None, dt.time]:
    stops = list(
        ShuttleStop.select().where(ShuttleStop.route == route.id).order_by(ShuttleStop.position)
    )
    transfer = next((stop.planned_time for stop in stops if stop.is_transfer), None)
    return stops[0].planned_time, transfer, stops[-1].planned_time


def _later(clock: dt.time | None, minutes: int) -> Any:
    if clock is None:
        return None
    moment_of_day = dt.datetime.combine(FIRST_DAY, clock, office_zone())
    return (moment_of_day + dt.timedelta(minutes=minutes)).time()


__all__ = ["events"]
