"""The journeys of the demonstration: asked for on the day before, driven, rated, closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from logistics.database import local_today
from logistics.demo.diary import Entry, moment
from logistics.demo.garage import Garage
from logistics.demo.people import heads
from logistics.demo.weeks import WorkCalendar
from logistics.operations.fleet import (
    approve_vehicle_requests,
    close_vehicle_requests,
    depart_trips,
    dispatch_vehicle_requests,
    endorse_vehicle_requests,
    explain_trip_gaps,
    finish_trips,
    rate_vehicle_requests,
    send_vehicles,
    submit_vehicle_requests,
)
from logistics.operations.outcomes import Seen, all_of, only
from logistics.operations.records import create_record
from logistics.tables.fleet import Dispatch, DispatchRequest, Trip, VehicleRequest
from logistics.tables.organisation import Unit

MINUTE = dt.timedelta(minutes=1)
SLOTS = ((8, 40), (13, 20))
CARS_A_SLOT = (0, 0, 0, 1, 1, 1)
ERRAND_AT = (9, 20)
LATE, MERGED, RATED = 0.02, 0.15, 0.85
MINUTES_A_KM = 1.6
"""Through the city, and the time at the place comes on top."""
STAY = 60


@dataclass
class Journey:
    """One slip of a day: its vehicle and its requests."""

    car: dict[str, Any]
    place: dict[str, Any]
    starts_at: dt.datetime
    requests: list[int] = field(default_factory=list)
    slip: int = 0

    @property
    def minutes(self) -> int:
        return int(self.place["km"] * MINUTES_A_KM) + STAY

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + self.minutes * MINUTE

    @property
    def seen(self) -> list[Seen]:
        return [Seen(key) for key in self.requests]


class Day:
    """The journeys of one working day."""

    def __init__(self, garage: Garage, number: int, day: dt.date) -> None:
        self.garage, self.number, self.day = garage, number, day
        self.journeys: list[Journey] = []
        self.asked: dict[str, list[int]] = {}

    @property
    def seen(self) -> list[Seen]:
        return [seen for journey in self.journeys for seen in journey.seen]

    @property
    def asked_for(self) -> list[Journey]:
        """The journeys of units; what the center does itself needs no request."""
        return [journey for journey in self.journeys if "purpose" not in journey.place]

    def plan(self) -> None:
        """The mail every morning; on many mornings and afternoons a unit goes somewhere."""
        chance, cars = self.garage.office.random, self.garage.cars
        errand = self.garage.texts["errand"]
        starts_at = moment(self.day, *ERRAND_AT)
        self.journeys.append(Journey(self.garage.by_plate[errand["plate"]], errand, starts_at))
        for half, (hour, minute) in enumerate(SLOTS):
            for place in range(chance.choice(CARS_A_SLOT)):
                car = cars[(self.number + half + place) % len(cars)]
                starts_at = moment(self.day, hour, minute) + 10 * place * MINUTE
                where = chance.choice(self.garage.texts["journey"])
                self.journeys.append(Journey(car, where, starts_at))


def events_of(garage: Garage, days: list[dt.date], calendar: WorkCalendar) -> Iterator[Entry]:
    """The entries of each day's journeys, from the afternoon before to their closing."""
    for number, date in enumerate(days):
        day = Day(garage, number, date)
        day.plan()
        before = calendar.after(date, -1)
        yield Entry(moment(before, 14, 30), 0, partial(_ask, day))
        yield Entry(moment(before, 15, 40), 0, partial(_endorse, day))
        yield Entry(moment(before, 16, 20), 0, partial(_approve, day))
        yield Entry(moment(before, 16, 50), 0, partial(_dispatch, day))
        yield Entry(moment(date, 17, 40), 0, partial(_drive, day))
        yield Entry(moment(calendar.after(date, 1), 9, 5), 5, partial(_rate, day))
        yield Entry(moment(calendar.after(date, 5), 16, 0), 5, partial(_close, day))


def _ask(day: Day) -> None:
    office, chance = day.garage.office, day.garage.office.random
    people = day.garage.texts["requesters"]
    for journey in day.asked_for:
        wanted = 2 if chance.random() < MERGED else 1
        for code in chance.sample(sorted(people), wanted):
            who = chance.choice(people[code].split())
            person = office.person(who)
            actor = office.actor_for(who) if not who.isascii() else office.actor(who)
            values = {
                "unit": office.key(Unit, code),
                "site": person.site_id,
                "requester": person.id,
                "reason": chance.choice(journey.place["reasons"]),
                "origin": person.site.name,
                "destination": journey.place["destination"],
                "starts_at": journey.starts_at,
                "ends_at": journey.ends_at,
                "passengers": chance.randint(1, 2),
            }
            request = create_record(VehicleRequest, values, actor=actor)
            only(submit_vehicle_requests(seen=[Seen(request.id)], actor=actor))
            journey.requests.append(request.id)
            day.asked.setdefault(code, []).append(request.id)


def _endorse(day: Day) -> None:
    office, named = day.garage.office, heads()
    for code, requests in day.asked.items():
        seen = [Seen(key) for key in requests]
        head = named[code]
        actor = office.actor(head) if head.isascii() else office.actor_for(head)
        all_of(endorse_vehicle_requests(seen=seen, actor=actor))


def _approve(day: Day) -> None:
    all_of(approve_vehicle_requests(seen=day.seen, actor=day.garage.office.actor("deputy")))


def _dispatch(day: Day) -> None:
    office = day.garage.office
    for journey in day.journeys:
        if "purpose" in journey.place:
            _send(day, journey)
            continue
        dispatch_vehicle_requests(
            seen=journey.seen,
            vehicle=day.garage.vehicle(journey.car["plate"]).id,
            driver=office.staff_id(journey.car["driver"]),
            actor=office.actor("dispatcher"),
        )
        line = DispatchRequest.get(DispatchRequest.request == journey.requests[0])
        journey.slip = line.dispatch_id


def _send(day: Day, journey: Journey) -> None:
    vehicle = day.garage.vehicle(journey.car["plate"])
    outcomes = send_vehicles(
        seen=[Seen(vehicle.id)],
        driver=vehicle.driver_id,
        starts_at=journey.starts_at,
        ends_at=journey.ends_at,
        destination=journey.place["destination"],
        purpose=journey.place["purpose"],
        actor=day.garage.office.actor("dispatcher"),
    )
    only(outcomes)
    slips = Dispatch.select(Dispatch.id).where(Dispatch.vehicle == vehicle.id)
    journey.slip = slips.order_by(Dispatch.id.desc()).get().id


def _drive(day: Day) -> None:
    """In the evening the dispatcher enters what the drivers have written down."""
    office, chance = day.garage.office, day.garage.office.random
    dispatcher = office.actor("dispatcher")
    for journey in day.journeys:
        vehicle = day.garage.vehicle(journey.car["plate"])
        gap = _gap(day, journey)
        late = 14 if chance.random() < LATE else chance.randint(-3, 4)
        out_at = journey.starts_at + late * MINUTE
        seen, begins = [Seen(journey.slip)], vehicle.odometer + gap
        only(
            depart_trips(seen=seen, odo_out=vehicle.odometer + gap, out_at=out_at, actor=dispatcher)
        )
        driven = journey.place["km"] + chance.randint(0, 4)
        back = {
            "odo_in": begins + driven,
            "in_at": journey.ends_at - chance.randint(0, 15) * MINUTE,
            "parking": chance.choice((0, 0, 5, 10)),
            "tolls": chance.choice((0, 0, 0, 15)),
        }
        only(finish_trips(seen=seen, actor=dispatcher, **back))
        if gap:
            _explain(day, journey)


def _gap(day: Day, journey: Journey) -> int:
    """Kilometres to the inspection station that stand on no slip: before one trip of a vehicle."""
    for row in day.garage.texts["gap"]:
        if row["plate"] == journey.car["plate"] and row["day"] <= day.day and not row.get("told"):
            row["told"] = True
            return int(row["km"])
    return 0


def _explain(day: Day, journey: Journey) -> None:
    trip = Trip.get(Trip.dispatch == journey.slip)
    reasons = {row["plate"]: row["reason"] for row in day.garage.texts["gap"]}
    dispatcher = day.garage.office.actor("dispatcher")
    reason = reasons[journey.car["plate"]]
    only(explain_trip_gaps(seen=[Seen(trip.id)], reason=reason, actor=dispatcher))


def _rate(day: Day) -> None:
    """Most passengers rate the journey on the next morning."""
    office, chance = day.garage.office, day.garage.office.random
    words = day.garage.texts["ratings"]
    for request in VehicleRequest.select().where(VehicleRequest.id.in_([s.id for s in day.seen])):
        if chance.random() > RATED:
            continue
        mark = 5 if chance.random() < 0.8 else 4
        actor = office.actor_of(request.requester)
        note = chance.choice(words[str(mark)])
        seen = [Seen(request.id)]
        only(rate_vehicle_requests(seen=seen, rating=mark, note=note, actor=actor))


def _close(day: Day) -> None:
    if day.day < local_today():
        dispatcher = day.garage.office.actor("dispatcher")
        all_of(close_vehicle_requests(seen=day.seen, actor=dispatcher))


__all__ = ["events_of"]
