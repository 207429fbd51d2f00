"""Which rooms are taken when, by what, and which are free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from logistics.database import local_day, now, office_zone
from logistics.tables.meetings import Booking, MeetingType
from logistics.tables.meetings.bookings import COMING, HELD, HOLDING
from logistics.tables.organisation import Building, Room, Site, Unit
from logistics.tables.people import Post, Staff, StaffPost

Span = tuple[dt.datetime, dt.datetime]


def blocked_span(kind: MeetingType, starts_at: dt.datetime, ends_at: dt.datetime) -> Span:
    """From when until when a meeting keeps its room: setting up and clearing up included."""
    return (
        starts_at - dt.timedelta(minutes=kind.set_up),
        ends_at + dt.timedelta(minutes=kind.clear_up),
    )


def bookings_in_room(
    room_id: int, span: Span, states: Collection[str], *, besides: int | None = None
) -> list[Booking]:
    """Bookings in one of ``states`` whose kept time meets ``span``, in order of time."""
    query = (
        _with_types()
        .where(
            (Booking.room == room_id)
            & Booking.status.in_(list(states))
            & (Booking.blocked_from < span[1])
            & (Booking.blocked_until > span[0])
            & (Booking.id != (besides or 0))
        )
        .order_by(Booking.starts_at, Booking.id)
    )
    return list(query)


def holders(row: Booking) -> list[Booking]:
    """The bookings that have the room of ``row`` at its time."""
    return bookings_in_room(row.room_id, _span_of(row), HOLDING, besides=row.id)


def rivals(row: Booking) -> list[Booking]:
    """The requests that ask for the room of ``row`` at its time, as it does itself."""
    return bookings_in_room(row.room_id, _span_of(row), ("requested",), besides=row.id)


def free_rooms(span: Span, *, seats: int, near: int | None = None) -> list[Room]:
    """Bookable rooms with enough seats that nobody has in ``span``; those at site ``near`` first,
    the smallest that will do before larger ones.
    """
    taken = Booking.select(Booking.room).where(
        Booking.status.in_(list(HOLDING))
        & (Booking.blocked_from < span[1])
        & (Booking.blocked_until > span[0])
    )
    rooms = [
        room
        for room in bookable_rooms(on=local_day(span[0]))
        if room.capacity is None or room.capacity >= seats
    ]
    taken_ids = {row.room_id for row in taken}
    free = [room for room in rooms if room.id not in taken_ids]
    return sorted(
        free, key=lambda room: (room.building.site_id != near, room.capacity or seats, room.id)
    )


def bookable_rooms(*, on: dt.date) -> list[Room]:
    """The rooms that may be booked, at office areas that are open on that day, in their order."""
    query = (
        Room.select(Room, Building, Site)
        .join(Building)
        .join(Site)
        .where(Room.is_bookable & (Site.opened_on.is_null() | (Site.opened_on <= on)))
        .order_by(Site.position, Building.code, Room.code)
    )
    return list(query)


def bookings_of_day(day: dt.date, *, room_ids: Sequence[int]) -> list[Booking]:
    """What stands in rooms on one day: held, coming and asked for, in order of time."""
    begins = dt.datetime.combine(day, dt.time(), office_zone())
    query = (
        Booking.select(Booking, MeetingType, Unit)
        .join(MeetingType)
        .switch(Booking)
        .join(Unit)
        .where(
            Booking.room.in_(list(room_ids))
            & Booking.status.in_([*HOLDING, "requested"])
            & (Booking.starts_at < begins + dt.timedelta(days=1))
            & (Booking.ends_at > begins)
        )
        .order_by(Booking.starts_at, Booking.id)
    )
    return list(query)


def coming_bookings(staff_id: int, *, most: int = 5) -> list[Booking]:
    """The meetings that somebody has asked for or serves, from now on."""
    query = (
        Booking.select(Booking, Room)
        .join(Room)
        .where(
            Booking.status.in_([*COMING, "in_use"])
            & (Booking.ends_at > now())
            & ((Booking.requester == staff_id) | (Booking.attendant == staff_id))
        )
        .order_by(Booking.starts_at)
        .limit(most)
    )
    return list(query)


def attendants() -> list[Staff]:
    """The people of the meeting service, by name."""
    held = (
        StaffPost.select(StaffPost.staff)
        .join(Post)
        .where((Post.family == "meeting") & StaffPost.ends_on.is_null())
    )
    query = Staff.select().where(Staff.id.in_(held) & Staff.left_on.is_null())
    return list(query.order_by(Staff.staff_no))


def was_held(row: Booking) -> bool:
    """Whether the meeting took place."""
    return row.status in HELD


def _span_of(row: Booking) -> Span:
    if row.blocked_from is None or row.blocked_until is None:
        return blocked_span(row.meeting_type, row.starts_at, row.ends_at)
    return row.blocked_from, row.blocked_until


def _with_types() -> Any:
    return Booking.select(Booking, MeetingType).join(MeetingType)
