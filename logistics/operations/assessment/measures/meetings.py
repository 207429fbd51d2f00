"""Meetings: rooms prepared in order, no faults of the service, hosts and guests content.

The attendant of the meeting answers for it; a meeting without one counts for nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import peewee

from logistics.database import local_day
from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.tables.meetings import Booking, BookingRating, BookingServiceCheck
from logistics.tables.meetings.bookings import HELD
from logistics.tables.meetings.service import CONTENT
from logistics.wording import _

ONE, NONE = Decimal(1), Decimal(0)


def _served(span: Span, *columns: Any) -> Any:
    """Meetings of the span that took place and had an attendant."""
    return Booking.select(Booking.id, Booking.attendant, Booking.starts_at, *columns).where(
        Booking.status.in_(list(HELD))
        & Booking.attendant.is_null(False)
        & (Booking.starts_at >= span.begins_at)
        & (Booking.starts_at < span.ends_at)
    )


def observe_preparation(span: Span) -> Iterator[Observation]:
    """Every meeting with a check list: how many of its points were in order."""
    in_order = peewee.fn.COUNT(peewee.Case(None, [(BookingServiceCheck.result == "done", 1)]))
    rows = (
        _served(span, in_order, peewee.fn.COUNT(BookingServiceCheck.id))
        .join(BookingServiceCheck, on=(BookingServiceCheck.booking == Booking.id))
        .group_by(Booking.id, Booking.attendant, Booking.starts_at)
        .order_by(Booking.id)
        .tuples()
        .iterator()
    )
    for key, staff, starts_at, done, points in rows:
        yield Observation(
            staff,
            local_day(starts_at),
            "booking",
            key,
            quantity=Decimal(done),
            possible=Decimal(points),
        )


def observe_errors(span: Span) -> Iterator[Observation]:
    """Every meeting served; a fault is a late start or equipment that failed."""
    for key, staff, starts_at, fault in (
        _served(span, Booking.fault).order_by(Booking.id).tuples().iterator()
    ):
        found = "" if fault == "none" else fault
        yield Observation(staff, local_day(starts_at), "booking", key, fault=found)


def observe_satisfaction(span: Span) -> Iterator[Observation]:
    """Every rating of a host or guest: content or not."""
    rows = (
        _served(span, BookingRating.id, BookingRating.satisfaction)
        .join(BookingRating, on=(BookingRating.booking == Booking.id))
        .order_by(BookingRating.id)
        .tuples()
        .iterator()
    )
    for _booking, staff, starts_at, key, satisfaction in rows:
        content = ONE if satisfaction in CONTENT else NONE
        yield Observation(
            staff,
            local_day(starts_at),
            "booking_rating",
            key,
            quantity=content,
            possible=ONE,
        )


MEETING_PREPARATION = Measure(
    "meeting_preparation", _("Meetings: points of the check list in order"), observe_preparation
)
MEETING_ERRORS = Measure(
    "meeting_errors",
    _("Meetings: faults of the service"),
    observe_errors,
    {"late_start": _("Late start, room not ready"), "equipment": _("Equipment failed")},
)
MEETING_SATISFACTION = Measure(
    "meeting_satisfaction", _("Meetings: satisfaction"), observe_satisfaction
)
