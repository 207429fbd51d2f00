"""What binds a vehicle or a driver at a time, and which requests could share a vehicle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from logistics.database import now
from logistics.tables.fleet import (
    Dispatch,
    DispatchRequest,
    DriverProfile,
    SealLog,
    Vehicle,
    VehicleRequest,
)
from logistics.tables.people import Staff
from logistics.tables.shuttle import ShuttleRun

SAME_HOUR = dt.timedelta(minutes=90)
"""Requests to one place that leave within this time of each other are offered together."""


def seal_over(vehicle_id: int, first: dt.date) -> SealLog | None:
    """The seal that is on the vehicle on that day or is to stay on beyond it."""
    found: SealLog | None = SealLog.get_or_none(
        (SealLog.vehicle == vehicle_id) & (SealLog.status == "sealed") & (SealLog.until >= first)
    )
    return found


def runs_of(
    vehicle_id: int, driver_id: int, starts_at: dt.datetime, ends_at: dt.datetime
) -> list[ShuttleRun]:
    """The shuttle runs that need the vehicle or the driver in this time."""
    query = ShuttleRun.select().where(
        (ShuttleRun.status != "cancelled")
        & ((ShuttleRun.vehicle == vehicle_id) | (ShuttleRun.driver == driver_id))
        & (ShuttleRun.starts_at < ends_at)
        & (ShuttleRun.ends_at > starts_at)
    )
    return list(query.order_by(ShuttleRun.starts_at).limit(1))


def could_share(request: VehicleRequest) -> list[VehicleRequest]:
    """Other approved requests to the same place at about the same time: one vehicle would do."""
    query = VehicleRequest.select().where(
        (VehicleRequest.status == "approved")
        & (VehicleRequest.id != request.id)
        & (VehicleRequest.destination == request.destination)
        & (VehicleRequest.starts_at >= request.starts_at - SAME_HOUR)
        & (VehicleRequest.starts_at <= request.starts_at + SAME_HOUR)
    )
    return list(query.order_by(VehicleRequest.starts_at))


def reserved_between(starts_at: dt.datetime, ends_at: dt.datetime) -> list[Dispatch]:
    """The slips that bind a vehicle and a driver in this time."""
    query = Dispatch.select().where(
        Dispatch.status.in_(("issued", "out"))
        & (Dispatch.starts_at < ends_at)
        & (Dispatch.ends_at > starts_at)
    )
    return list(query)


def vehicles_free(starts_at: dt.datetime, ends_at: dt.datetime, seats: int) -> list[Vehicle]:
    """The vehicles with enough seats and no slip in this time, the smallest first."""
    bound = {row.vehicle_id for row in reserved_between(starts_at, ends_at)}
    query = Vehicle.select().where(
        (Vehicle.seats >= seats) & Vehicle.status.not_in(("scrapped", "repair", "sealed"))
    )
    return [row for row in query.order_by(Vehicle.seats, Vehicle.plate) if row.id not in bound]


def drivers_free(starts_at: dt.datetime, ends_at: dt.datetime) -> list[Staff]:
    """The drivers in service without a slip in this time."""
    bound = {row.driver_id for row in reserved_between(starts_at, ends_at)}
    return [person for person in drivers() if person.id not in bound]


def drivers() -> list[Staff]:
    """Everybody who drives for the fleet."""
    query = Staff.select().join(DriverProfile).where(DriverProfile.is_active)
    return list(query.order_by(Staff.staff_no))


def late_slips() -> list[Dispatch]:
    """Slips whose time is over and on which nobody has set out or come back."""
    query = Dispatch.select().where(
        Dispatch.status.in_(("issued", "out")) & (Dispatch.ends_at < now())
    )
    return list(query.order_by(Dispatch.ends_at))


def requests_on(dispatch_ids: Collection[int]) -> dict[int, list[VehicleRequest]]:
    """The requests that each slip carries."""
    found: dict[int, list[VehicleRequest]] = {}
    query = (
        DispatchRequest.select(DispatchRequest, VehicleRequest)
        .join(VehicleRequest)
        .where(DispatchRequest.dispatch.in_(list(dispatch_ids)))
        .order_by(DispatchRequest.id)
    )
    for line in query:
        found.setdefault(line.dispatch_id, []).append(line.request)
    return found
