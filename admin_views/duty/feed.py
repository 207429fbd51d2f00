"""A person's duty as iCalendar (RFC 5545), in the language of the page."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from admin_views import words
from logistics.database import office_zone
from logistics.queries.duty.feed import Feed
from logistics.tables.duty.shifts import DUTY_ROLES
from logistics.wording import _
from models import DutyAssignment

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Houqin//Duty//EN"
REFRESH = dt.timedelta(hours=4)
HOST = "duty.houqin"


def calendar_of(feed: Feed) -> bytes:
    """The feed as a calendar program reads it; times in UTC, lines folded, texts escaped."""
    from icalendar import Calendar  # loaded by the first feed, not by every start

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words.words(_("Duty of %(name)s", name=feed.staff.name)))
    calendar.add("x-wr-timezone", office_zone().key)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for duty in feed.duties:
        calendar.add_component(_event(duty))
    return calendar.to_ical()


def _event(duty: DutyAssignment) -> Event:
    from icalendar import Event

    place = duty.site.name if duty.site else words.words(_("All office areas"))
    role = words.words(DUTY_ROLES[duty.role])
    event = Event()
    event.add("uid", f"{duty.id}@{HOST}")
    event.add("dtstamp", duty.updated_at)
    event.add("dtstart", duty.starts_at)
    event.add("dtend", duty.ends_at)
    event.add("summary", f"{role}: {duty.shift.name}, {place}")
    event.add("location", place)
    if duty.site and duty.site.phone:
        phone = _("Duty phone %(phone)s", phone=duty.site.phone)
        event.add("description", words.words(phone))
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    return event
