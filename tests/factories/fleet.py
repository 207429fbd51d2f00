"""Vehicles and drivers, and the way of a request from draft to the journey's end."""

from __future__ import annotations

import datetime as dt
from typing import Any

from logistics.database import now, office_zone
from logistics.operations.fleet import (
    approve_vehicle_requests,
    depart_trips,
    dispatch_vehicle_requests,
    endorse_vehicle_requests,
    finish_trips,
    submit_vehicle_requests,
)
from logistics.operations.outcomes import Seen, only
from models import (
    Dispatch,
    DispatchRequest,
    DriverProfile,
    Staff,
    Trip,
    Vehicle,
    VehicleRequest,
)
from tests.cast import Cast
from tests.factories import serial
from tests.factories.people import make_staff

DAY = dt.date(2026, 6, 12)
FAR = dt.date(2027, 12, 31)


def at_clock(hour: int, minute: int = 0, day: dt.date = DAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), office_zone())


def make_vehicle(cast: Cast, **overrides: Any) -> Vehicle:
    number = serial()
    values = {
        "plate": f"A-{number:05}",
        "site": cast.site_a,
        "seats": 4,
        "standard_consumption": "9.5",
        "tank_capacity": "60",
        "fuel_card": f"card {number}",
        "insurance_until": FAR,
        "inspection_until": FAR,
        "odometer": 10_000,
    }
    return Vehicle.create(**{**values, **overrides})


def make_driver(cast: Cast, staff: Staff | None = None, **overrides: Any) -> Staff:
    person = staff or make_staff(site=cast.site_a, unit=cast.units["CENTER"])
    DriverProfile.create(**{"staff": person, "licence_until": FAR, **overrides})
    return person


def make_request(cast: Cast, **overrides: Any) -> VehicleRequest:
    values = {
        "unit": cast.units["BUREAU"],
        "site": cast.site_a,
        "requester": cast.staff_staff,
        "created_by": cast.staff_account,
        "reason": "Meeting at the city hall",
        "origin": "Committee",
        "destination": "City hall",
        "starts_at": at_clock(9),
        "ends_at": at_clock(12),
        "passengers": 2,
    }
    return VehicleRequest.create(**{**values, **overrides})


def approved_request(cast: Cast, **overrides: Any) -> VehicleRequest:
    """A request that its unit's head has endorsed and the deputy approved."""
    seen = [Seen(make_request(cast, **overrides).id)]
    only(submit_vehicle_requests(seen=seen, actor=cast.staff))
    only(endorse_vehicle_requests(seen=seen, actor=cast.head))
    only(approve_vehicle_requests(seen=seen, actor=cast.deputy))
    return VehicleRequest.get_by_id(seen[0].id)


def dispatched(cast: Cast, vehicle: Vehicle, driver: Staff, **overrides: Any) -> Dispatch:
    """A slip for one approved request."""
    request = approved_request(cast, **overrides)
    only(
        dispatch_vehicle_requests(
            seen=[Seen(request.id)], vehicle=vehicle.id, driver=driver.id, actor=cast.dispatcher
        )
    )
    line = DispatchRequest.get(DispatchRequest.request == request.id)
    return Dispatch.get_by_id(line.dispatch_id)


def driven(cast: Cast, slip: Dispatch, odo_out: int, odo_in: int) -> Trip:
    """A finished trip on the slip, at its planned times."""
    seen = [Seen(slip.id)]
    dispatcher = cast.dispatcher
    only(depart_trips(seen=seen, odo_out=odo_out, out_at=slip.starts_at, actor=dispatcher))
    only(finish_trips(seen=seen, odo_in=odo_in, in_at=slip.ends_at, actor=dispatcher))
    return Trip.get(Trip.dispatch == slip.id)


def make_slip(cast: Cast, **overrides: Any) -> Dispatch:
    """A slip in force for a journey of the center, from now on for a few hours."""
    values = {
        "kind": "purchase",
        "site": cast.site_a,
        "destination": "Market",
        "starts_at": now(),
        "ends_at": now() + dt.timedelta(hours=6),
        **overrides,
    }
    for name, make in (("vehicle", make_vehicle), ("driver", make_driver)):
        values[name] = values.get(name) or make(cast)
    return Dispatch.create(**values)
