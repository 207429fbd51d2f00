"""Meetings: kinds of meetings, booked rooms, the service around them, receptions."""

from logistics.tables.meetings.bookings import Booking, MeetingType
from logistics.tables.meetings.receptions import Reception, ReceptionLine
from logistics.tables.meetings.service import (
    BookingRating,
    BookingServiceCheck,
    ServiceCheckItem,
)

__all__ = [
    "Booking",
    "BookingRating",
    "BookingServiceCheck",
    "MeetingType",
    "Reception",
    "ReceptionLine",
    "ServiceCheckItem",
]
