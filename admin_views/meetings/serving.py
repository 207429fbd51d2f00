"""The verbs of the meeting service: check list, ready, begun, ended, rated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from wtforms import IntegerField, StringField

from admin_views.entering import WordsField
from admin_views.verbs import Verb
from logistics.database import now
from logistics.operations.meetings.deciding import NO_SHOW_AFTER, mark_no_shows
from logistics.operations.meetings.serving import (
    CheckEntry,
    check_bookings,
    finish_bookings,
    note_guest_ratings,
    rate_bookings,
    ready_bookings,
    start_bookings,
)
from logistics.permissions import Actor
from logistics.queries.meetings.figures import checks_of
from logistics.tables.meetings.service import SATISFACTION, STEPS
from logistics.wording import _
from models import Booking, BookingServiceCheck

FAULTS = Booking._meta.fields["fault"].labels
RESULTS = BookingServiceCheck._meta.fields["result"].labels
TONES = BookingServiceCheck._meta.fields["result"].tones


def check_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What templates/meetings/check.html shows: the points of each step with what is entered."""
    points = [point for row in rows for point in checks_of(row.id)]
    return {
        "steps": [
            {
                "label": label,
                "points": [_point(point) for point in points if point.step == step],
            }
            for step, label in STEPS.items()
        ],
        "results": list(RESULTS.items()),
        "done": sum(point.result == "done" for point in points),
        "all": len(points),
    }


def entries_of(_form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """What the form says of each point."""
    return {
        "entries": [
            CheckEntry(
                point.id,
                request.form.get(f"{point.id}-result", point.result),
                request.form.get(f"{point.id}-note", point.note),
            )
            for row in rows
            for point in checks_of(row.id)
        ]
    }


def to_checking(rows: Sequence[Any]) -> str:
    """Back to the check list."""
    return url_for("booking.verb", tail="check", id=rows[0].id)


def _point(point: BookingServiceCheck) -> dict[str, Any]:
    return {
        "id": point.id,
        "what": point.what,
        "result": request.form.get(f"{point.id}-result", point.result),
        "note": request.form.get(f"{point.id}-note", point.note),
        "badge": (RESULTS[point.result], TONES[point.result]),
        "by": point.staff.name if point.staff else "",
    }


def _rating_fields() -> dict[str, Any]:
    return {
        "satisfaction": WordsField(_("Satisfaction"), SATISFACTION),
        "comment": StringField(_("Comment")),
    }


SERVING_VERBS = (
    Verb(
        check_bookings,
        _("Check list"),
        icon="list-check",
        states=("approved", "ready", "in_use", "finished"),
        template="meetings/check.html",
        context=check_page,
        collect=entries_of,
        leads_to=to_checking,
        bulk=False,
    ),
    Verb(ready_bookings, _("Room is ready"), icon="door-open", states=("approved",), primary=True),
    Verb(start_bookings, _("Begin the meeting"), icon="play", states=("ready",), primary=True),
    Verb(
        finish_bookings,
        _("End the meeting"),
        icon="stop",
        states=("in_use",),
        fields={
            "attended": IntegerField(_("People who came")),
            "fault": WordsField(_("Fault of the service"), FAULTS),
            "fault_note": StringField(_("What went wrong")),
        },
        primary=True,
        bulk=False,
    ),
    Verb(
        mark_no_shows,
        _("Nobody came"),
        icon="person-x",
        states=("approved", "ready"),
        when=lambda row: row.starts_at + NO_SHOW_AFTER <= now(),
    ),
    Verb(
        rate_bookings,
        _("Rate the service"),
        icon="star",
        states=("finished", "rated"),
        fields=_rating_fields(),
    ),
    Verb(
        note_guest_ratings,
        _("Enter a guest's rating"),
        icon="star-half",
        states=("finished", "rated"),
        fields={"guest": StringField(_("Guest")), **_rating_fields()},
        bulk=False,
    ),
)
