"""Odometers and fuel: the last reading known, and litres per 100 km between full tanks."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import peewee

from logistics.database import total
from logistics.tables.fleet import FuelLog, SealLog, Trip, Vehicle

HUNDRED = Decimal(100)
CENT = Decimal("0.01")


def last_reading_without(trip: Trip, vehicle: Vehicle) -> int:
    """What the vehicle's odometer shows once ``trip`` does not count.

    Later readings stand as they are. Only where the trip's own is the highest, the highest of the
    others takes its place, and at least the one at its departure.
    """
    if vehicle.odometer != (trip.odo_in if trip.odo_in is not None else trip.odo_out):
        return int(vehicle.odometer)
    others: list[Any] = [
        Trip.select(peewee.fn.MAX(Trip.odo_in)).where(
            (Trip.vehicle == vehicle) & (Trip.id != trip.id) & (Trip.status != "cancelled")
        ),
        FuelLog.select(peewee.fn.MAX(FuelLog.odometer)).where(
            (FuelLog.vehicle == vehicle) & (FuelLog.status == "valid")
        ),
        SealLog.select(
            peewee.fn.MAX(peewee.fn.COALESCE(SealLog.odo_after, SealLog.odo_before))
        ).where(SealLog.vehicle == vehicle),
    ]
    known = [query.scalar() or 0 for query in others]
    return max(int(trip.odo_out), *known)


def last_filling(vehicle: Vehicle) -> FuelLog | None:
    """The last filling of a vehicle that counts."""
    found: FuelLog | None = (
        FuelLog.select()
        .where((FuelLog.vehicle == vehicle) & (FuelLog.status == "valid"))
        .order_by(FuelLog.odometer.desc(), FuelLog.id.desc())
        .first()
    )
    return found


def consumption_at(vehicle: Vehicle, odometer: int, liters: Decimal) -> Decimal | None:
    """Litres per 100 km since the last full tank, when ``liters`` fill it up at ``odometer``.

    What was filled in between without filling up counts too; None without an earlier full tank.
    """
    before: FuelLog | None = (
        FuelLog.select()
        .where((FuelLog.vehicle == vehicle) & (FuelLog.status == "valid") & FuelLog.is_full)
        .order_by(FuelLog.odometer.desc(), FuelLog.id.desc())
        .first()
    )
    if before is None or odometer <= before.odometer:
        return None
    between = FuelLog.select(total(FuelLog.liters)).where(
        (FuelLog.vehicle == vehicle)
        & (FuelLog.status == "valid")
        & ~FuelLog.is_full
        & (FuelLog.odometer >= before.odometer)
        & (FuelLog.id > before.id)
    )
    burnt = Decimal(between.scalar() or 0) + liters
    return _per_100_km(burnt, odometer - before.odometer)


def _per_100_km(liters: Decimal, distance: int) -> Decimal:
    return Decimal(liters * HUNDRED / distance).quantize(CENT, ROUND_HALF_UP)


class Burnt(NamedTuple):
    """What a vehicle used over a time, between its first and its last full tank there."""

    vehicle: Vehicle
    liters: Decimal
    distance: int

    @property
    def per_100_km(self) -> Decimal:
        return _per_100_km(self.liters, self.distance)

    @property
    def over_percent(self) -> Decimal:
        """How far above its standard, in percent; zero without a standard or below it."""
        standard = self.vehicle.standard_consumption
        if not standard or self.per_100_km <= standard:
            return Decimal(0)
        over = Decimal(self.per_100_km / standard - 1) * HUNDRED
        return over.quantize(CENT, ROUND_HALF_UP)


def burnt_between(first: dt.date, last: dt.date) -> list[Burnt]:
    """Consumption by vehicle from ``first`` to ``last``; vehicles without two full tanks lack."""
    rows = (
        FuelLog.select(FuelLog, Vehicle)
        .join(Vehicle)
        .where((FuelLog.status == "valid") & FuelLog.fuelled_on.between(first, last))
        .order_by(FuelLog.vehicle, FuelLog.odometer, FuelLog.id)
    )
    by_vehicle: dict[int, list[FuelLog]] = {}
    for row in rows:
        by_vehicle.setdefault(row.vehicle_id, []).append(row)
    found = []
    for logs in by_vehicle.values():
        full = [number for number, log in enumerate(logs) if log.is_full]
        if len(full) < 2 or logs[full[0]].odometer == logs[full[-1]].odometer:
            continue
        counted = logs[full[0] + 1 : full[-1] + 1]
        liters = sum((Decimal(log.liters) for log in counted), Decimal(0))
        distance = logs[full[-1]].odometer - logs[full[0]].odometer
        found.append(Burnt(logs[0].vehicle, liters, distance))
    return found
