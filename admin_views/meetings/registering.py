"""The page on which the meeting desk enters its paper register: a line a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import request

from admin_views.duty.panels import span_of
from admin_views.verbs import Verb
from logistics.database import local_day, now, office_zone
from logistics.errors import InvalidRecord
from logistics.operations.meetings.planning import (
    REGISTRABLE,
    MeetingReport,
    register_bookings,
)
from logistics.permissions import Actor
from logistics.wording import Words, _
from models import Booking

FAULTS = Booking._meta.fields["fault"].labels


def register_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What templates/meetings/register.html shows: what was typed, else the meeting as planned."""
    return {"meetings": [_line(row) for row in rows], "faults": list(FAULTS.items())}


def reports_of(_form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """What the form says of each meeting, on the day for which it was planned."""
    return {"reports": [_report(row) for row in rows]}


def register_effects(_rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What becomes of the check list."""
    return [
        _("Points of the check list that are still open are entered as in order by the attendant."),
        _("What was not in order is entered on the check list first."),
    ]


def _line(row: Booking) -> dict[str, Any]:
    zone = office_zone()
    known = {
        "started": f"{(row.started_at or row.starts_at).astimezone(zone):%H:%M}",
        "finished": f"{row.ends_at.astimezone(zone):%H:%M}",
        "attended": str(row.attendees),
        "fault": row.fault,
        "note": row.fault_note,
    }
    return {
        "id": row.id,
        "label": str(row),
        "day": local_day(row.starts_at),
        "hours": span_of(row.starts_at, row.ends_at),
        "typed": {name: _typed(row, name, value) for name, value in known.items()},
    }


def _typed(row: Booking, name: str, default: str = "") -> str:
    return request.form.get(f"{row.id}-{name}", default)


def _report(row: Booking) -> MeetingReport:
    attended = _typed(row, "attended")
    if not (attended.isascii() and attended.isdigit() and len(attended) < 5):
        raise InvalidRecord({f"{row.id}-attended": [_("Say how many came.")]})
    fault = _typed(row, "fault", "none")
    return MeetingReport(
        row.id,
        _moment(row, "started"),
        _moment(row, "finished"),
        int(attended),
        fault if fault in FAULTS else "none",
        _typed(row, "note").strip()[:200],
    )


def _moment(row: Booking, name: str) -> dt.datetime:
    try:
        time = dt.time.fromisoformat(_typed(row, name))
    except ValueError:
        problem = {f"{row.id}-{name}": [_("Give a time such as 14:30.")]}
        raise InvalidRecord(problem) from None
    return dt.datetime.combine(local_day(row.starts_at), time, office_zone())


REGISTER_VERB = Verb(
    register_bookings,
    _("Enter from the register"),
    icon="journal-check",
    right="register_meetings",
    states=REGISTRABLE,
    when=lambda row: row.ends_at <= now(),
    template="meetings/register.html",
    context=register_page,
    collect=reports_of,
    effects=register_effects,
)
