"""What the fleet did in a month: journeys and fuel by vehicle (R23, R24)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from logistics.database import local_day, office_zone
from logistics.queries.fleet.readings import Burnt, burnt_between
from logistics.tables.fleet import FuelLog, Trip, Vehicle

CENT = Decimal("0.01")


@dataclass
class Driven:
    """The journeys of one vehicle over a time; ``days`` are those on which it was out."""

    vehicle: Vehicle
    trips: int = 0
    distance: int = 0
    outlay: Decimal = Decimal(0)
    days: set[dt.date] = field(default_factory=set)


@dataclass
class Fuelled:
    """The fillings of one vehicle over a time; ``burnt`` between its first and last full tank."""

    vehicle: Vehicle
    fillings: int = 0
    liters: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    burnt: Burnt | None = None

    @property
    def price(self) -> Decimal | None:
        """Yuan a litre on the average; None without a litre."""
        if not self.liters:
            return None
        return (self.amount / self.liters).quantize(CENT, ROUND_HALF_UP)


def driven_between(vehicles: list[Vehicle], first: dt.date, last: dt.date) -> list[Driven]:
    """The journeys back from ``first`` to ``last``, by vehicle as given. One statement."""
    found = {vehicle.id: Driven(vehicle) for vehicle in vehicles}
    begins = dt.datetime.combine(first, dt.time(), office_zone())
    ends = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), office_zone())
    trips = Trip.select().where(
        (Trip.status == "back")
        & Trip.vehicle.in_(list(found))
        & (Trip.out_at >= begins)
        & (Trip.out_at < ends)
    )
    for trip in trips:
        driven = found[trip.vehicle_id]
        driven.trips += 1
        driven.distance += trip.distance or 0
        driven.outlay += trip.tolls + trip.parking
        driven.days.add(local_day(trip.out_at))
    return list(found.values())


def fuelled_between(vehicles: list[Vehicle], first: dt.date, last: dt.date) -> list[Fuelled]:
    """The fillings from ``first`` to ``last``, by vehicle as given. Two statements."""
    found: dict[int, Fuelled] = {vehicle.id: Fuelled(vehicle) for vehicle in vehicles}
    burnt = {row.vehicle.id: row for row in burnt_between(first, last)}
    logs = FuelLog.select().where(
        (FuelLog.status == "valid")
        & FuelLog.vehicle.in_(list(found))
        & FuelLog.fuelled_on.between(first, last)
    )
    for log in logs:
        fuelled = found[log.vehicle_id]
        fuelled.fillings += 1
        fuelled.liters += log.liters
        fuelled.amount += log.amount
    for vehicle_id, fuelled in found.items():
        fuelled.burnt = burnt.get(vehicle_id)
    return list(found.values())
