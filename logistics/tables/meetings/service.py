"""What the meeting service does before, during and after a meeting, and what people say of it."""

from __future__ import annotations

from logistics.database import SHARED, Choice, Flag, Instant, Reference, Rule, Scope, Text, Whole
from logistics.tables.base import BaseModel
from logistics.tables.meetings.bookings import Booking
from logistics.tables.people import Staff
from logistics.wording import _

STEPS = {
    "before": _("Before the meeting"),
    "during": _("During the meeting"),
    "after": _("After the meeting"),
}
SATISFACTION = {
    "very_satisfied": _("Very satisfied"),
    "satisfied": _("Satisfied"),
    "fair": _("Fair"),
    "dissatisfied": _("Dissatisfied"),
}
CONTENT = ("very_satisfied", "satisfied")


class ServiceCheckItem(BaseModel):
    """A point of the standing check list for every meeting (会务服务检查表)."""

    LABEL = _("Point of the meeting check list")
    LABEL_MANY = _("Meeting check list")
    TITLE = "what"
    LIST = ("what", "step", "position", "is_active")
    SEARCH = ("what",)
    SORT = "position"
    SCOPE = SHARED

    step = Choice(_("Step"), STEPS)
    position = Whole(_("Order"), minimum=1, help=_("Smaller comes first."))
    what = Text(_("What is checked"), max_length=80, unique=True)
    is_active = Flag(_("In use"), default=True)

    def __str__(self) -> str:
        return str(self.what)


class BookingServiceCheck(BaseModel):
    """A point of the check list at one meeting; it is there from the approval on (R35)."""

    LABEL = _("Meeting check")
    LABEL_MANY = _("Meeting checks")
    TITLE = "what"
    LIST = ("booking", "step", "what", "result", "staff", "checked_at", "note")
    SEARCH = ("what", "note", "booking.doc_no", "booking.title")
    SORT = "-id"
    OWNED = ("booking", "step", "position", "what", "result", "staff", "checked_at", "note")
    DOCUMENT = "booking"
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("booking", "position"),)
    INDEXES = (("result", "step"),)

    booking = Reference(Booking, _("Room booking"))
    step = Choice(_("Step"), STEPS)
    position = Whole(_("Order"), minimum=1)
    what = Text(_("What is checked"), max_length=80)
    result = Choice(
        _("Result"),
        {"open": _("Not checked yet"), "done": _("In order"), "failed": _("Not in order")},
        default="open",
        tones={"open": "info", "done": "ok", "failed": "bad"},
    )
    staff = Reference(Staff, _("Check done by"), null=True)
    checked_at = Instant(_("Checked at"), null=True)
    note = Text(_("Note"), max_length=120, default="")

    def __str__(self) -> str:
        return str(self.what)


class BookingRating(BaseModel):
    """What a host or a guest says of the service at a meeting (R79)."""

    LABEL = _("Meeting rating")
    LABEL_MANY = _("Meeting ratings")
    TITLE = "booking"
    LIST = ("booking", "satisfaction", "staff", "guest", "comment", "rated_at")
    SEARCH = ("booking.doc_no", "booking.title", "guest", "comment")
    SORT = "-rated_at"
    OWNED = ("booking", "satisfaction", "staff", "guest", "comment", "rated_at")
    SCOPE = Scope(site="booking.room.building.site", unit="booking.unit", owner="staff")
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("booking", "staff"),)
    CHECKS = (
        Rule(
            "booking_rating_by_somebody",
            "staff_id IS NOT NULL OR guest <> ''",
            _("Say who rates the meeting."),
        ),
    )

    booking = Reference(Booking, _("Room booking"))
    satisfaction = Choice(
        _("Satisfaction"),
        SATISFACTION,
        tones={
            "very_satisfied": "ok",
            "satisfied": "ok",
            "fair": "warn",
            "dissatisfied": "bad",
        },
    )
    staff = Reference(Staff, _("Rated by"), null=True)
    guest = Text(_("Guest"), max_length=60, default="", help=_("From a paper slip of a guest."))
    comment = Text(_("Comment"), max_length=200, default="")
    rated_at = Instant(_("Rated at"))

    def __str__(self) -> str:
        return str(self.booking)


__all__ = [
    "CONTENT",
    "SATISFACTION",
    "STEPS",
    "BookingRating",
    "BookingServiceCheck",
    "ServiceCheckItem",
]
