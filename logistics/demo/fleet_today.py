"""What is on the desks today: requests in every state, one vehicle on its way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from logistics.database import at, local_today
from logistics.demo.diary import OPENS, Entry, at_night, last_workday, moment, this_morning
from logistics.demo.garage import Garage
from logistics.demo.people import heads
from logistics.operations.fleet import (
    approve_vehicle_requests,
    cancel_vehicle_requests,
    depart_trips,
    dispatch_vehicle_requests,
    endorse_vehicle_requests,
    reject_vehicle_requests,
    return_vehicle_requests,
    submit_vehicle_requests,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.permissions import Actor
from logistics.tables.fleet import DispatchRequest, VehicleRequest
from logistics.tables.people import Staff

HOUR = dt.timedelta(hours=1)
ASKED_AT = 16
STEPS = ("draft", "submitted", "unit_ok", "approved", "dispatched", "out")
LEAVES = {"out": -HOUR / 2, "dispatched": 5 * HOUR}
"""When a journey leaves, from this morning on; the others leave in three hours."""


def events_of(garage: Garage) -> Iterator[Entry]:
    """One entry a request; the one that is out left half an hour ago, at night it is still to."""
    morning = moment(local_today(), OPENS)
    for number, row in enumerate(garage.texts["today"]):
        yield Entry(this_morning(), 30 + number, partial(_tell, garage, row, morning))


def _tell(garage: Garage, row: dict[str, Any], morning: dt.datetime) -> None:
    """Take a request as far as it has come."""
    office, until = garage.office, row["until"]
    person = office.person(row["who"])
    actor = office.actor_of(person)
    # It was asked for in the afternoon before the journey that it asks for.
    with at(moment(last_workday(), ASKED_AT)):
        request = _draft(person, row, morning, actor)
        seen = [Seen(request.id)]
        reached = STEPS.index(until) if until in STEPS else STEPS.index("submitted")
        if reached >= STEPS.index("submitted"):
            only(submit_vehicle_requests(seen=seen, actor=actor))
        head = _head(garage, person)
        if until in ("returned", "rejected"):
            decide = return_vehicle_requests if until == "returned" else reject_vehicle_requests
            only(decide(seen=seen, actor=head, comment=row["comment"]))
        if reached >= STEPS.index("unit_ok"):
            only(endorse_vehicle_requests(seen=seen, actor=head))
        if reached >= STEPS.index("approved"):
            only(approve_vehicle_requests(seen=seen, actor=office.actor("deputy")))
        if until == "cancelled":
            only(cancel_vehicle_requests(seen=seen, actor=actor))
        if reached >= STEPS.index("dispatched"):
            _send(garage, request)
    if until == "out" and not at_night():
        _leave(garage, request, morning)


def _draft(
    person: Staff, row: dict[str, Any], morning: dt.datetime, actor: Actor
) -> VehicleRequest:
    starts_at = morning + LEAVES.get(row["until"], 3 * HOUR)
    values = {
        "unit": person.unit_id,
        "site": person.site_id,
        "requester": person.id,
        "reason": row["reason"],
        "origin": person.site.name,
        "destination": row["destination"],
        "starts_at": starts_at,
        "ends_at": starts_at + 3 * HOUR,
        "passengers": 2,
    }
    return create_record(VehicleRequest, values, actor=actor)


def _head(garage: Garage, person: Staff) -> Actor:
    name = heads()[person.unit.code]
    return garage.office.actor(name) if name.isascii() else garage.office.actor_for(name)


def _ready(garage: Garage) -> dict[str, Any]:
    plate = garage.texts["ready"]
    return next(row for row in garage.texts["vehicle"] if row["plate"] == plate)


def _send(garage: Garage, request: VehicleRequest) -> None:
    car = _ready(garage)
    outcomes = dispatch_vehicle_requests(
        seen=[Seen(request.id)],
        vehicle=garage.vehicle(car["plate"]).id,
        driver=garage.office.staff_id(car["driver"]),
        actor=garage.office.actor("dispatcher"),
    )
    only(outcomes)


def _leave(garage: Garage, request: VehicleRequest, morning: dt.datetime) -> None:
    car = _ready(garage)
    line = DispatchRequest.get(DispatchRequest.request == request.id)
    outcomes = depart_trips(
        seen=[Seen(line.dispatch_id)],
        odo_out=garage.vehicle(car["plate"]).odometer,
        out_at=morning - HOUR / 2,
        actor=garage.office.actor_for(car["driver"]),
    )
    only(outcomes)


__all__ = ["events_of"]
