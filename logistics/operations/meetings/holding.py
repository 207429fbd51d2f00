"""What asking, deciding and planning have in common: is the room fit, and is it free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from logistics.database import local_day, now
from logistics.errors import Conflict, InvalidRecord, NotPermitted
from logistics.operations.sets import append_rows
from logistics.permissions import Actor, may_verb
from logistics.queries.meetings.rooms import Span, free_rooms, holders
from logistics.tables.meetings import Booking, BookingServiceCheck, ServiceCheckItem
from logistics.tables.meetings.bookings import ENDS_LATER
from logistics.tables.organisation import Room
from logistics.wording import Words, _

BOOKING_PAGE = "/admin/booking/details/?id={id}"
MOST_OFFERED = 3
CHECK_COLUMNS = ("booking", "step", "position", "what")


def page_of(row: Booking) -> str:
    """The address of a booking's page."""
    return BOOKING_PAGE.format(id=row.id)


def refuse_interval(starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    """Refuse a meeting that ends before it begins, or one that is over already."""
    if ends_at <= starts_at:
        raise InvalidRecord({"ends_at": [ENDS_LATER]})
    if ends_at <= now():
        raise InvalidRecord({"starts_at": [_("This time is past.")]})


def refuse_room(room: Room, *, on: dt.date, attendees: int) -> None:
    """Refuse a room that is not booked, not open yet on that day, or too small (R36, R56)."""
    if not room.is_bookable:
        raise InvalidRecord(
            {"room": [_("%(room)s cannot be booked; choose another room.", room=str(room))]}
        )
    site = room.building.site
    if site.opened_on is not None and site.opened_on > on:
        words = _("%(site)s opens on %(day)s.", site=str(site), day=site.opened_on)
        raise InvalidRecord({"room": [words]})
    if room.capacity is not None and attendees > room.capacity:
        words = _(
            "%(room)s has %(seats)s seats for %(people)s people.",
            room=str(room),
            seats=room.capacity,
            people=attendees,
        )
        raise InvalidRecord({"attendees": [words]})


def refuse_taken(row: Booking, by: Sequence[Booking]) -> None:
    """Refuse a room that others have; say who, until when, and which rooms are free instead."""
    if not by:
        return
    raise Conflict(
        _(
            "%(room)s is taken by %(booking)s. Free at that time: %(rooms)s.",
            room=str(row.room),
            booking=str(by[0]),
            rooms=_offered(row),
        ),
        field="room",
    )


def taken_by_no_lower(row: Booking) -> list[Booking]:
    """Who has the room and cannot be asked to give way: the same or a higher rank."""
    return [held for held in holders(row) if held.meeting_type.rank <= row.meeting_type.rank]


def lay_out_checks(booking_ids: Iterable[int], *, actor: Actor) -> None:
    """Give bookings the standing check list; every point is open until somebody has checked it."""
    items = list(
        ServiceCheckItem.select()
        .where(ServiceCheckItem.is_active)
        .order_by(ServiceCheckItem.position, ServiceCheckItem.id)
    )
    rows = (
        (booking_id, item.step, position, item.what)
        for booking_id in booking_ids
        for position, item in enumerate(items, start=1)
    )
    append_rows(BookingServiceCheck, CHECK_COLUMNS, rows, actor=actor)


def require_service(actor: Actor, row: Booking) -> None:
    """Refuse who is neither the meeting's attendant nor of the meeting desk."""
    attends = actor.staff_id is not None and actor.staff_id == row.attendant_id
    if not attends and not may_verb(actor, "approve_bookings", row):
        raise NotPermitted(_("Only the attendant of this meeting or the meeting desk does this."))


def _offered(row: Booking) -> Words | str:
    span: Span = (row.blocked_from or row.starts_at, row.blocked_until or row.ends_at)
    rooms = free_rooms(span, seats=row.attendees, near=row.room.building.site_id)
    names = [f"{room} ({room.building})" for room in rooms[:MOST_OFFERED]]
    return " · ".join(names) if names else _("none")


def is_urgent(starts_at: dt.datetime) -> bool:
    """Asked for on the day of the meeting itself, not at the latest the day before."""
    return local_day(starts_at) <= local_day(now())
