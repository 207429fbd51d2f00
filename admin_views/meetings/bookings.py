"""A booking on its way: deciding, serving, moving, rating; and the printed order (会务通知单)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    SelectField,
    StringField,
)

from admin_views import words
from admin_views.duty.panels import span_of
from admin_views.entering import WordsField
from admin_views.meetings.registering import REGISTER_VERB
from admin_views.meetings.serving import SERVING_VERBS
from admin_views.papers import paper
from admin_views.printing import PrintedForm
from admin_views.verbs import Verb
from logistics.database import local_day, office_zone
from logistics.operations.meetings.asking import (
    cancel_bookings,
    repeat_bookings,
    request_bookings,
    reschedule_bookings,
)
from logistics.operations.meetings.deciding import (
    approve_bookings,
    preempt_bookings,
    reject_bookings,
)
from logistics.permissions import Actor
from logistics.queries.meetings.rooms import attendants, free_rooms, holders, rivals
from logistics.wording import Words, _
from models import Booking, BookingServiceCheck

COMING = ("requested", "approved", "ready")
INPUT = "%Y-%m-%dT%H:%M"
EVERY = {"week": _("Every week"), "two_weeks": _("Every two weeks"), "day": _("Every working day")}


def attendant_choices() -> list[tuple[int, str]]:
    """The people of the meeting service; none at first."""
    return [(0, "—"), *((person.id, person.name) for person in attendants())]


def approve_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """Which room goes to whom, and which requests are rejected with it."""
    effects: list[Words] = []
    for row in rows:
        effects.append(_("%(room)s goes to %(booking)s.", room=str(row.room), booking=str(row)))
        effects += [
            _("%(booking)s is rejected: it asks for the same room and time.", booking=str(rival))
            for rival in rivals(row)
        ]
    return effects


def time_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What the time is now, and when the room has to be given anew."""
    effects: list[Words] = [
        _(
            "%(booking)s is on %(day)s, %(hours)s.",
            booking=str(row),
            day=local_day(row.starts_at),
            hours=span_of(row.starts_at, row.ends_at),
        )
        for row in rows
    ]
    shorter = _("A shorter time keeps the room; any other is decided anew by the meeting desk.")
    return [*effects, shorter]


def preempt_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What templates/meetings/preempt.html shows: who has the room, and where they could go."""
    return {
        "held": [
            {
                "booking": held,
                "hours": span_of(held.starts_at, held.ends_at),
                "rank": held.meeting_type.rank,
                "chosen": request.form.get(f"room-{held.id}", ""),
                "rooms": [
                    (room.id, f"{room} · {room.building} · {room.capacity or ''}")
                    for room in free_rooms(
                        (held.blocked_from, held.blocked_until),
                        seats=held.attendees,
                        near=held.site_id,
                    )
                ],
            }
            for row in rows
            for held in holders(row)
        ],
        "own_rank": rows[0].meeting_type.rank,
    }


def alternatives_of(form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The room chosen for each booking in the way."""
    chosen = {
        held.id: request.form.get(f"room-{held.id}", "") for row in rows for held in holders(row)
    }
    return {
        "alternatives": {key: int(room) for key, room in chosen.items() if room.isdigit()},
        "reason": form["reason"].data or "",
        "attendant_id": form["attendant_id"].data,
    }


def _asked() -> Booking | None:
    asked = request.args.get("id", "")
    return Booking.get_or_none(Booking.id == int(asked)) if asked.isdigit() else None


def _local(name: str) -> Any:
    """The present time of the booking that the address names, for an input of day and time."""

    def value() -> Any:
        row = _asked()
        return getattr(row, name).astimezone(office_zone()) if row is not None else None

    return value


def needs_of(row: Booking) -> str:
    """What a meeting needs beside its room, in words of the page's language."""
    labels = Booking._meta.fields
    wanted = ("needs_audio", "needs_screen", "needs_video_link", "needs_tea")
    named = [words.words(labels[name].verbose_name) for name in wanted if getattr(row, name)]
    return words.words(_(", ")).join(named)


BOOKING_VERBS = (
    Verb(
        request_bookings,
        _("Ask for the room"),
        icon="send",
        states=("draft",),
        primary=True,
    ),
    Verb(
        approve_bookings,
        _("Approve"),
        icon="check-lg",
        states=("requested",),
        fields={
            "attendant_id": SelectField(
                _("Attendant"), coerce=int, choices=attendant_choices, default=0
            )
        },
        effects=approve_effects,
        primary=True,
    ),
    Verb(
        preempt_bookings,
        _("Take the room"),
        icon="arrow-up-circle",
        states=("requested",),
        fields={
            "reason": StringField(_("Reason")),
            "attendant_id": SelectField(
                _("Attendant"), coerce=int, choices=attendant_choices, default=0
            ),
        },
        template="meetings/preempt.html",
        when=lambda row: bool(holders(row)),
        context=preempt_page,
        collect=alternatives_of,
        bulk=False,
    ),
    Verb(
        reject_bookings,
        _("Reject"),
        icon="x-lg",
        states=("requested",),
        fields={"reason": StringField(_("Reason"))},
        danger=True,
    ),
    *SERVING_VERBS,
    REGISTER_VERB,
    Verb(
        reschedule_bookings,
        _("Change the time"),
        icon="clock-history",
        states=COMING,
        fields={
            "starts_at": DateTimeLocalField(
                _("Begins at"), format=INPUT, default=_local("starts_at")
            ),
            "ends_at": DateTimeLocalField(_("Ends at"), format=INPUT, default=_local("ends_at")),
        },
        effects=time_effects,
        bulk=False,
    ),
    Verb(
        repeat_bookings,
        _("Repeat the booking"),
        icon="arrow-repeat",
        states=COMING,
        fields={
            "every": WordsField(_("Rhythm"), EVERY),
            "until": DateField(_("Until")),
            "skip_taken": BooleanField(_("Leave out days on which the room is taken")),
        },
        bulk=False,
    ),
    Verb(
        cancel_bookings,
        _("Cancel"),
        icon="slash-circle",
        states=COMING,
        fields={"reason": StringField(_("Reason"))},
        danger=True,
    ),
)


def order_of(row: Booking) -> dict[str, Any]:
    """What the order for the meeting service shows (会务通知单)."""
    return {
        "day": local_day(row.starts_at),
        "hours": span_of(row.starts_at, row.ends_at),
        "layout": Booking._meta.fields["layout"].labels[row.layout],
        "needs": needs_of(row),
    }


BOOKING_PRINTS = (
    paper(
        "request",
        _("Request for a meeting room"),
        (
            *("title", "meeting_type", "unit", "requester", "phone", "room", "starts_at"),
            *("ends_at", "attendees", "layout", "name_cards", "needs_audio", "needs_screen"),
            *("needs_video_link", "needs_tea", "parking_bays", "remarks", "decision_note"),
        ),
        signs=((_("Asked for by"), "requester"), _("Unit head"), (_("Approved by"), "decided_by")),
    ),
    PrintedForm("order", _("Print the meeting order"), "meetings/order_print.html", order_of),
    paper(
        "checks",
        _("Check list of meeting service"),
        ("title", "room", "starts_at", "ends_at", "attended", "attendant", "fault", "fault_note"),
        lines=(
            (
                BookingServiceCheck,
                "booking",
                ("what", "step", "result", "staff", "checked_at", "note"),
            ),
        ),
        signs=((_("Meeting service"), "attendant"), _("Checked by")),
        when=lambda row: (
            BookingServiceCheck.select().where(BookingServiceCheck.booking == row.id).exists()
        ),
    ),
)
