"""Meetings: the rooms of a day, a booking on its way, receptions."""

from admin_views.meetings.board import blueprint
from admin_views.meetings.bookings import BOOKING_PRINTS, BOOKING_VERBS
from admin_views.meetings.receptions import RECEPTION_PRINTS, RECEPTION_VERBS
from admin_views.meetings.waiting import waiting_in_meetings

BOARD_VERBS = ("request_bookings", "approve_bookings", "preempt_bookings")

__all__ = [
    "BOARD_VERBS",
    "BOOKING_PRINTS",
    "BOOKING_VERBS",
    "RECEPTION_PRINTS",
    "RECEPTION_VERBS",
    "blueprint",
    "waiting_in_meetings",
]
