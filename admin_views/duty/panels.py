"""Who is on duty now, and one's own next shifts, as panels of any page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import url_for

from admin_views import words
from admin_views.duty.board import row_label, weekday_name
from logistics.database import local_day, local_today, now, office_zone
from logistics.queries.duty.standing import ComingDuty, my_coming_duty, on_duty_now
from logistics.wording import Words, _


def on_duty_entries() -> list[dict[str, Any]]:
    """Every post kept now, leaders first, each with a phone; for the macro ``on_duty``."""
    return [
        {
            "label": row_label(kept.site, kept.role),
            "name": kept.staff.name if kept.staff else words.words(_("The office itself")),
            "phone": kept.phone,
        }
        for kept in on_duty_now()
    ]


def coming_entries(staff_id: int | None, *, most: int = 5) -> list[dict[str, Any]]:
    """A person's running and next duties; for the macro ``next_shifts``."""
    if staff_id is None:
        return []
    return [_entry(coming) for coming in my_coming_duty(staff_id, most=most)]


def span_of(starts_at: dt.datetime, ends_at: dt.datetime) -> Words | str:
    """``08:00–20:00``, or with a word where the end lies on the next day."""
    start, end = starts_at.astimezone(office_zone()), ends_at.astimezone(office_zone())
    if start.date() == end.date():
        return f"{start:%H:%M}–{end:%H:%M}"
    return _("%(start)s to %(end)s on the next day", start=f"{start:%H:%M}", end=f"{end:%H:%M}")


def _entry(coming: ComingDuty) -> dict[str, Any]:
    duty = coming.duty
    text = words.words(span_of(duty.starts_at, duty.ends_at))
    if coming.relieves:
        names = (
            "、".join(coming.relieves) if words.language() != "en" else ", ".join(coming.relieves)
        )
        text = words.words(_("%(hours)s, relieving %(names)s", hours=text, names=names))
    return {
        "weekday": weekday_name(duty.duty_on),
        "number": duty.duty_on.day,
        "title": _("%(shift)s · %(place)s", shift=duty.shift.name, place=_place(duty)),
        "text": text,
        "when": _when(duty.starts_at, duty.duty_on),
        "now": duty.starts_at <= now(),
        "url": url_for("duty_assignment.details", id=duty.id),
    }


def _place(duty: Any) -> Words | str:
    return row_label(duty.site, duty.role)


def _when(starts_at: dt.datetime, day: dt.date) -> Words:
    if starts_at <= now():
        return _("now")
    days = (day - local_today()).days
    if days <= 0 or local_day(starts_at) == local_today():
        return _("today")
    return _("tomorrow") if days == 1 else _("in %(days)s days", days=days)
