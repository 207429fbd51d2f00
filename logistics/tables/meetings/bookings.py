"""Rooms booked for meetings, from the request to the rating."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    SHARED,
    Choice,
    DocNo,
    Flag,
    Instant,
    LongText,
    NoOverlap,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.organisation import Room, Site, Unit
from logistics.tables.people import Staff
from logistics.wording import Words, _

MINUTES = _("minutes")
PEOPLE = _("people")
ENDS_LATER = _("A meeting ends after it begins.")
HOLDING = ("approved", "ready", "in_use", "finished", "rated")
"""A booking in one of these has its room; no other may have it at the same time."""
HELD = ("in_use", "finished", "rated")
"""The meeting took place, or takes place now."""
COMING = ("requested", "approved", "ready")
"""The meeting is still to come."""


class MeetingType(BaseModel):
    """A kind of meeting with its rank, and the time that its room needs around it (R35)."""

    LABEL = _("Kind of meeting")
    LABEL_MANY = _("Kinds of meetings")
    LIST = ("code", "name", "rank", "set_up", "clear_up", "is_active")
    SEARCH = ("code", "name")
    SORT = "rank,code"
    FORM = (
        (_("Kind of meeting"), ("code", "name", "rank", "is_active")),
        (_("Time around the meeting"), ("set_up", "clear_up")),
    )
    SCOPE = SHARED

    code = Text(_("Code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=60, unique=True)
    rank = Whole(
        _("Rank of the meeting"),
        minimum=1,
        maximum=9,
        help=_("1 goes first; only a higher rank can take a room from another meeting."),
    )
    set_up = Whole(_("Setting up"), default=0, minimum=0, maximum=240, unit=MINUTES)
    clear_up = Whole(
        _("Clearing up"),
        default=15,
        minimum=0,
        maximum=240,
        unit=MINUTES,
        help=_("The room is not given to anybody else for so long."),
    )
    is_active = Flag(_("In use"), default=True)

    def __str__(self) -> str:
        return str(self.name)


class Booking(BaseModel):
    """A room booked for a meeting (会议室使用申请); a date of a series is a row of its own.

    The room is kept from ``blocked_from`` to ``blocked_until``, the meeting with its buffers. Rooms
    of every office area and the rented one downtown are booked alike (R36, R37, R56).
    """

    LABEL = _("Room booking")
    LABEL_MANY = _("Room bookings")
    TITLE = "title"
    LIST = (
        "doc_no",
        "title",
        "unit",
        "room",
        "site",
        "starts_at",
        "ends_at",
        "status",
    )
    SEARCH = ("doc_no", "title", "unit.name", "room.name", "requester.name")
    SORT = "-starts_at"
    TODAY = "starts_at"
    FORM = (
        (_("Meeting"), ("title", "meeting_type", "unit", "requester", "attendees", "phone")),
        (_("Room and time"), ("room", "starts_at", "ends_at")),
        (
            _("What is needed"),
            (
                "layout",
                "name_cards",
                "needs_audio",
                "needs_screen",
                "needs_video_link",
                "needs_tea",
                "parking_bays",
                "remarks",
            ),
        ),
    )
    AUTHOR = "requester"
    OWNED = (
        "doc_no",
        "status",
        "site",
        "blocked_from",
        "blocked_until",
        "is_urgent",
        "series",
        "replaces",
        "attendant",
        "decided_by",
        "decided_at",
        "decision_note",
        "started_at",
        "finished_at",
        "attended",
        "fault",
        "fault_note",
    )
    SCOPE = Scope(site="room.building.site", unit="unit", owner="requester")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    NO_OVERLAP = (
        NoOverlap(
            "booking_one_meeting_a_room",
            ("room",),
            "blocked_from",
            "blocked_until",
            "status IN ('approved', 'ready', 'in_use', 'finished', 'rated')",
            _("The room is taken at that time, setting up and clearing up included."),
        ),
    )
    CHECKS = (
        Rule("booking_interval", "ends_at > starts_at", ENDS_LATER),
        Rule("booking_blocked_interval", "blocked_until > blocked_from", ENDS_LATER),
    )
    INDEXES = (("room", "blocked_until"), ("status", "starts_at"), ("starts_at",))

    doc_no = DocNo(_("Number"), prefix="MB")
    title = Text(_("Meeting"), max_length=120)
    meeting_type = Reference(MeetingType, _("Kind of meeting"))
    unit = Reference(Unit, _("Host unit"))
    requester = Reference(Staff, _("Applicant"))
    phone = Text(_("Contact phone"), max_length=40, default="")
    room = Reference(Room, _("Room"))
    site = Reference(Site, _("Office area"), null=True)
    starts_at = Instant(_("Begins at"))
    ends_at = Instant(_("Ends at"))
    blocked_from = Instant(_("Room kept from"), null=True)
    blocked_until = Instant(_("Room kept until"), null=True)
    attendees = Whole(_("Attendees"), minimum=1, unit=PEOPLE)
    layout = Choice(
        _("Layout"),
        {
            "board": _("Around one table"),
            "u_shape": _("U shape"),
            "classroom": _("Rows with tables"),
            "theatre": _("Rows of chairs"),
            "signing": _("Signing ceremony"),
        },
        default="board",
    )
    name_cards = Whole(_("Name cards"), default=0, minimum=0)
    needs_audio = Flag(_("Microphones"))
    needs_screen = Flag(_("Projector or screen"))
    needs_video_link = Flag(_("Video conference"))
    needs_tea = Flag(_("Tea water"), default=True)
    parking_bays = Whole(_("Parking spaces for guests"), default=0, minimum=0)
    remarks = LongText(_("Remarks"), default="")
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "requested": _("Asked for"),
            "approved": _("Approved"),
            "ready": _("Room ready"),
            "in_use": _("Being used"),
            "finished": _("Finished"),
            "rated": _("Rated"),
            "preempted": _("Pre-empted"),
            "no_show": _("Nobody came"),
            "rejected": _("Rejected"),
            "cancelled": _("Cancelled"),
        },
        default="draft",
        tones={
            "requested": "info",
            "approved": "ok",
            "ready": "ok",
            "in_use": "work",
            "finished": "neutral",
            "rated": "neutral",
            "preempted": "warn",
            "no_show": "warn",
            "rejected": "bad",
        },
    )
    is_urgent = Flag(_("At short notice"))
    series = Reference("self", _("Series of"), null=True)
    replaces = Reference("self", _("Moved from"), null=True)
    attendant = Reference(Staff, _("Attendant"), null=True)
    decided_by = Reference(Account, _("Decided by"), null=True)
    decided_at = Instant(_("Decided at"), null=True)
    decision_note = Text(_("Opinion"), max_length=200, default="", worded=True)
    started_at = Instant(_("Began in fact at"), null=True)
    finished_at = Instant(_("Ended in fact at"), null=True)
    attended = Whole(_("People who came"), null=True, minimum=0, unit=PEOPLE)
    fault = Choice(
        _("Fault of the service"),
        {
            "none": _("None"),
            "late_start": _("Late start, room not ready"),
            "equipment": _("Equipment failed"),
        },
        default="none",
        tones={"late_start": "bad", "equipment": "bad"},
    )
    fault_note = Text(_("What went wrong"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.doc_no} {self.title}" if self.doc_no else str(self.title)

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.starts_at and row.ends_at and row.ends_at <= row.starts_at:
            yield "ends_at", ENDS_LATER


__all__ = ["COMING", "ENDS_LATER", "HELD", "HOLDING", "PEOPLE", "Booking", "MeetingType"]
