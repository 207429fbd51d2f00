"""Meetings: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, READ_EXPORT, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "request_bookings": Verb("meetings", _("Ask for rooms")),
    "repeat_bookings": Verb("meetings", _("Repeat room bookings")),
    "reschedule_bookings": Verb("meetings", _("Change the time of room bookings")),
    "cancel_bookings": Verb("meetings", _("Cancel room bookings")),
    "approve_bookings": Verb("meetings", _("Approve room bookings")),
    "reject_bookings": Verb("meetings", _("Reject room bookings")),
    "preempt_bookings": Verb("meetings", _("Take a room for a meeting of higher rank")),
    "register_meetings": Verb("meetings", _("Enter what became of meetings")),
    "check_bookings": Verb("meetings", _("Fill in the meeting check list")),
    "ready_bookings": Verb("meetings", _("Report rooms as ready")),
    "start_bookings": Verb("meetings", _("Note the beginning of meetings")),
    "finish_bookings": Verb("meetings", _("Note the end of meetings")),
    "mark_no_shows": Verb("meetings", _("Free rooms to which nobody came")),
    "rate_bookings": Verb("meetings", _("Rate meetings")),
    "note_guest_ratings": Verb("meetings", _("Enter ratings of guests")),
    "submit_receptions": Verb("meetings", _("Submit receptions")),
    "approve_receptions": Verb("meetings", _("Approve receptions")),
    "return_receptions": Verb("meetings", _("Return receptions")),
    "reject_receptions": Verb("meetings", _("Reject receptions")),
    "settle_receptions": Verb("meetings", _("Settle receptions")),
    "cancel_receptions": Verb("meetings", _("Cancel receptions")),
}

GRANTS: list[Grant] = [
    *areas("staff", READ, "meetings"),
    *tables("staff", READ, "booking_rating", scope="own"),
    *tables("staff", (*READ, *WRITE), "reception", "reception_line", scope="own"),
    *tables("staff", WRITE, "booking", scope="own"),
    *verbs("staff", "request_bookings", "repeat_bookings", scope="own"),
    *verbs("staff", "reschedule_bookings", "cancel_bookings", scope="own"),
    # Who attends a meeting serves it: the operations ask whether the actor is its attendant.
    *verbs("staff", "check_bookings", "ready_bookings", "start_bookings", "finish_bookings"),
    *verbs("staff", "rate_bookings", scope="own_unit"),
    *verbs("staff", "submit_receptions", "cancel_receptions", scope="own"),
    *tables("unit_head", READ, "reception", "reception_line", "booking_rating", scope="own_unit"),
    *areas("meeting_officer", (*READ_EXPORT, *WRITE, "import"), "meetings"),
    *verbs("meeting_officer", "request_bookings", "repeat_bookings", "reschedule_bookings"),
    *verbs("meeting_officer", "cancel_bookings", "approve_bookings", "reject_bookings"),
    *verbs("meeting_officer", "register_meetings", "mark_no_shows"),
    *verbs("meeting_officer", "check_bookings", "ready_bookings", "start_bookings"),
    *verbs("meeting_officer", "finish_bookings", "note_guest_ratings"),
    *verbs("meeting_officer", "submit_receptions", "settle_receptions", "cancel_receptions"),
    *areas("finance", READ, "meetings"),
    *verbs("finance", "settle_receptions"),
    *(
        grant
        for role in ("deputy_director", "director")
        for grant in verbs(role, "approve_receptions", "return_receptions", "reject_receptions")
    ),
    *verbs("director", "preempt_bookings"),
]
