"""What was driven and what happened, by day, by vehicle and by driver."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from logistics.database import local_day, office_zone
from logistics.tables.fleet import Accident, Trip


@dataclass
class DayOnTheRoad:
    """One day: trips and kilometres, trips not back yet, accidents."""

    trips: int = 0
    distance: int = 0
    still_out: int = 0
    accidents: int = 0


def days_on_the_road(first: dt.date, last: dt.date) -> dict[dt.date, DayOnTheRoad]:
    """What happened on the days from ``first`` to ``last`` on which anything did."""
    begins = dt.datetime.combine(first, dt.time(), office_zone())
    ends = dt.datetime.combine(last, dt.time(), office_zone()) + dt.timedelta(days=1)
    found: dict[dt.date, DayOnTheRoad] = {}
    trips: Any = Trip.select(Trip.out_at, Trip.distance, Trip.status).where(
        (Trip.out_at >= begins) & (Trip.out_at < ends) & (Trip.status != "cancelled")
    )
    for out_at, distance, status in trips.tuples():
        day = found.setdefault(local_day(out_at), DayOnTheRoad())
        day.trips += 1
        day.distance += distance or 0
        day.still_out += status == "out"
    accidents: Any = Accident.select(Accident.happened_at).where(
        (Accident.happened_at >= begins) & (Accident.happened_at < ends)
    )
    for (happened_at,) in accidents.tuples():
        found.setdefault(local_day(happened_at), DayOnTheRoad()).accidents += 1
    return found


def driving_at(staff_id: int, moment: dt.datetime) -> bool:
    """Whether a driver was out on a trip at that moment."""
    out = (Trip.driver == staff_id) & (Trip.status != "cancelled") & (Trip.out_at <= moment)
    query = Trip.select(Trip.id).where(out & (Trip.in_at.is_null() | (Trip.in_at > moment)))
    return bool(query.exists())
