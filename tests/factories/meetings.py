"""Kinds of meetings, rooms to meet in, bookings on their way, receptions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from logistics.database import office_zone
from logistics.operations.meetings.asking import request_bookings
from logistics.operations.meetings.deciding import approve_bookings
from logistics.operations.meetings.serving import (
    CheckEntry,
    check_bookings,
    finish_bookings,
    ready_bookings,
    start_bookings,
)
from logistics.operations.outcomes import Seen, only
from logistics.queries.meetings.figures import checks_of
from models import (
    Booking,
    Building,
    MeetingType,
    Reception,
    ReceptionLine,
    Room,
    ServiceCheckItem,
)
from tests.cast import Cast
from tests.factories import serial
from tests.factories.organisation import make_room

DAY = dt.date(2026, 6, 12)


def at(hour: int, minute: int = 0, day: dt.date = DAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), office_zone())


def make_type(rank: int = 4, **overrides: Any) -> MeetingType:
    number = serial()
    return MeetingType.create(
        **{"code": f"T{number}", "name": f"Kind {number}", "rank": rank, **overrides}
    )


def make_meeting_room(cast: Cast, **overrides: Any) -> Room:
    site = overrides.pop("site", cast.site_a)
    building = Building.get_or_none(Building.site == site) or Building.create(
        site=site, code=f"B{serial()}", name="Main building"
    )
    values = {"building": building, "kind": "meeting", "capacity": 20, "is_bookable": True}
    return make_room(**{**values, **overrides})


def make_check_list() -> None:
    for position, (step, what) in enumerate(
        (("before", "Tables"), ("before", "Sound"), ("during", "Tea"), ("after", "Tidy")), start=1
    ):
        ServiceCheckItem.create(step=step, position=position, what=what)


def make_booking(cast: Cast, **overrides: Any) -> Booking:
    """A draft of the bureau's clerk for 9 to 10 on 12 June."""
    if "room" not in overrides:
        overrides["room"] = make_meeting_room(cast)
    if "meeting_type" not in overrides:
        overrides["meeting_type"] = make_type()
    values = {
        "title": f"Meeting {serial()}",
        "unit": cast.staff_staff.unit,
        "requester": cast.staff_staff,
        "starts_at": at(9),
        "ends_at": at(10),
        "attendees": 8,
    }
    return Booking.create(**{**values, **overrides})


def requested(cast: Cast, **overrides: Any) -> Booking:
    row = make_booking(cast, **overrides)
    only(request_bookings(seen=[Seen(row.id)], actor=cast.meeting))
    return fresh(row)


def approved(cast: Cast, **overrides: Any) -> Booking:
    row = requested(cast, **overrides)
    attendant = cast.meeting_staff.id
    only(approve_bookings(seen=[Seen(row.id)], attendant_id=attendant, actor=cast.meeting))
    return fresh(row)


def tick(cast: Cast, row: Booking, *steps: str) -> None:
    """Tick the points of these steps, all of them when none is named."""
    entries = [
        CheckEntry(point.id, "done")
        for point in checks_of(row.id)
        if not steps or point.step in steps
    ]
    only(check_bookings(seen=[Seen(row.id)], entries=entries, actor=cast.meeting))


def finished(cast: Cast, **overrides: Any) -> Booking:
    row = approved(cast, **overrides)
    tick(cast, row)
    seen = [Seen(row.id)]
    only(ready_bookings(seen=seen, actor=cast.meeting))
    only(start_bookings(seen=seen, actor=cast.meeting))
    only(finish_bookings(seen=seen, attended=7, actor=cast.meeting))
    return fresh(row)


def fresh(row: Any) -> Any:
    return type(row).get_by_id(row.id)


def make_reception(cast: Cast, **overrides: Any) -> Reception:
    """A draft with one line: 4 guests, 2 companions, dinner for 6 at 60 yuan."""
    values = {
        "guest_unit": "Science Department",
        "guests": 4,
        "companions": 2,
        "purpose": "Visit",
        "letter_no": "2026-17",
        "unit": cast.staff_staff.unit,
        "site": cast.site_a,
        "requester": cast.staff_staff,
        "starts_on": DAY,
        "ends_on": DAY,
    }
    row = Reception.create(**{**values, **overrides})
    ReceptionLine.create(
        reception=row, spent_on=DAY, what="Dinner", people=6, quantity=6, price=Decimal(60)
    )
    return row
