"""The shuttle's timetables as they hold on a day, and whether their connections can hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from logistics.tables.shuttle import (
    ON_TIME_MINUTES,
    ShuttleConnection,
    ShuttleRoute,
    ShuttleRun,
    ShuttleStop,
)

ONE_MINUTE = dt.timedelta(minutes=1)
ON_TIME = ON_TIME_MINUTES * ONE_MINUTE
ANY_DAY = dt.date(2000, 1, 1)


class Meeting(NamedTuple):
    """A connection with its two stops: how long the trunk would wait by the timetable alone."""

    connection: ShuttleConnection
    feeder_stop: ShuttleStop
    trunk_stop: ShuttleStop

    @property
    def wait(self) -> int:
        """Minutes that the trunk waits every day: arrival + time to change − departure, or 0."""
        arrival = dt.datetime.combine(ANY_DAY, self.feeder_stop.planned_time)
        departure = dt.datetime.combine(ANY_DAY, self.trunk_stop.planned_time)
        late = arrival + self.connection.min_gap * ONE_MINUTE - departure
        return max(0, int(late / ONE_MINUTE))

    @property
    def holds(self) -> bool:
        """Whether the trunk may wait so long."""
        return bool(self.wait <= self.connection.max_wait)


def stops_of(route: ShuttleRoute) -> list[ShuttleStop]:
    """The stops of a timetable, in their order."""
    query = ShuttleStop.select().where(ShuttleStop.route == route.id)
    return list(query.order_by(ShuttleStop.position))


def meetings_of(route: ShuttleRoute) -> list[Meeting]:
    """The connections that a feeder is guaranteed."""
    query = ShuttleConnection.select().where(ShuttleConnection.route == route.id)
    return [
        Meeting(connection, connection.feeder_stop, connection.trunk_stop)
        for connection in query.order_by(ShuttleConnection.id)
    ]


def meetings_at(trunk: ShuttleRoute, day: dt.date) -> list[Meeting]:
    """The connections at a trunk's stops of published feeders that hold on ``day`` or later."""
    query = (
        ShuttleConnection.select(ShuttleConnection)
        .join(ShuttleRoute, on=(ShuttleConnection.route == ShuttleRoute.id))
        .where(
            ShuttleConnection.trunk_stop.in_([stop.id for stop in stops_of(trunk)])
            & (ShuttleRoute.status == "published")
            & (ShuttleRoute.ends_on.is_null() | (ShuttleRoute.ends_on >= day))
        )
    )
    return [
        Meeting(connection, connection.feeder_stop, connection.trunk_stop) for connection in query
    ]


def holding_on(day: dt.date) -> list[ShuttleRoute]:
    """The timetables that hold on a day, by line."""
    return routes_between(day, day)


def routes_between(first: dt.date, last: dt.date) -> list[ShuttleRoute]:
    """The published timetables that hold on some day from ``first`` to ``last``."""
    query = ShuttleRoute.select().where(
        (ShuttleRoute.status == "published")
        & (ShuttleRoute.starts_on <= last)
        & (ShuttleRoute.ends_on.is_null() | (ShuttleRoute.ends_on >= first))
    )
    return list(query.order_by(ShuttleRoute.code, ShuttleRoute.version))


@dataclass
class Ridden:
    """What one line did over a time; ``on_time`` runs left within five minutes of their plan."""

    route: ShuttleRoute
    planned: int = 0
    runs: int = 0
    on_time: int = 0
    missed: int = 0
    passengers: int = 0
    most: int = 0


def ridden_between(runs: Any, first: dt.date, last: dt.date) -> list[Ridden]:
    """The runs among ``runs`` (a query) from ``first`` to ``last``, by line (R61 to R63)."""
    found: dict[str, Ridden] = {}
    for run in runs.where(ShuttleRun.day.between(first, last)).order_by(ShuttleRun.day):
        ridden = found.setdefault(run.route.code, Ridden(run.route))
        ridden.planned += 1
        if run.status != "done":
            continue
        ridden.runs += 1
        ridden.on_time += abs(run.departed_at - run.starts_at) <= ON_TIME
        ridden.missed += bool(run.is_missed)
        ridden.passengers += run.boarded
        ridden.most = max(ridden.most, run.boarded)
    return [found[code] for code in sorted(found)]


class MetOn(NamedTuple):
    """A feeder's run and the run of the trunk that it was to meet on the same day."""

    feeder: ShuttleRun
    trunk: ShuttleRun
    connection: ShuttleConnection

    @property
    def is_missed(self) -> bool:
        """Whether the trunk had left when the feeder came in."""
        return bool(self.feeder.transfer_at > self.trunk.transfer_at)


def met_between(first: dt.date, last: dt.date) -> list[MetOn]:
    """Every pair of reported runs that were to meet from ``first`` to ``last``."""
    connections = list(ShuttleConnection.select())
    stops = {stop.id: stop.route_id for stop in ShuttleStop.select()}
    runs = ShuttleRun.select().where(
        ShuttleRun.day.between(first, last) & ShuttleRun.transfer_at.is_null(False)
    )
    by_key = {(run.route_id, run.day): run for run in runs}
    found = []
    for connection in connections:
        feeder, trunk = stops[connection.feeder_stop_id], stops[connection.trunk_stop_id]
        for (route_id, day), run in by_key.items():
            other = by_key.get((trunk, day)) if route_id == feeder else None
            if other is not None:
                found.append(MetOn(run, other, connection))
    return found
