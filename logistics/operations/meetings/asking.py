"""Rooms asked for, asked for again every week, moved in time, given back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from logistics.calendar import is_workday
from logistics.database import local_day, local_today, office_zone
from logistics.errors import Conflict, InvalidRecord, RuleViolation
from logistics.notices import notify
from logistics.operations.meetings.holding import (
    is_urgent,
    page_of,
    refuse_interval,
    refuse_room,
    refuse_taken,
    taken_by_no_lower,
)
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.transitions import add, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.meetings.rooms import blocked_span, holders
from logistics.tables.meetings import Booking
from logistics.tables.meetings.bookings import COMING
from logistics.wording import _

RHYTHMS = {"day": 1, "week": 7, "two_weeks": 14}
LONGEST_SERIES = dt.timedelta(days=366)
MOST_DATES = 60
COPIED = (
    "title",
    "meeting_type",
    "unit",
    "requester",
    "phone",
    "room",
    "attendees",
    "layout",
    "name_cards",
    "needs_audio",
    "needs_screen",
    "needs_video_link",
    "needs_tea",
    "parking_bays",
    "remarks",
)


def request_bookings(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Ask for the rooms of drafts; they get their numbers and wait for the meeting desk.

    Several may ask for the same room. Refused: a room that is too small, not open or not booked,
    a time that is past, and a room that a meeting of the same or a higher rank has already.
    """
    require_verb(actor, "request_bookings")

    def request(wanted: Seen) -> Booking:
        row = load(Booking, wanted)
        require_verb(actor, "request_bookings", row)
        refuse_interval(row.starts_at, row.ends_at)
        refuse_room(row.room, on=local_day(row.starts_at), attendees=row.attendees)
        refuse_taken(row, taken_by_no_lower(row))
        return move(
            Booking,
            wanted,
            to="requested",
            out_of=("draft",),
            actor=actor,
            verb="request_bookings",
            changes={**_placed(row, row.starts_at, row.ends_at), "doc_no": _number()},
        )

    return each(seen, request, done=_("Requested."), model=Booking)


def repeat_bookings(
    *,
    seen: Sequence[Seen],
    every: str,
    until: dt.date,
    actor: Actor,
    skip_taken: bool = False,
) -> list[Outcome]:
    """Ask for the same room at the same time of day ``every`` day, week or two weeks ``until``.

    Each date becomes a request of its own with absolute times, so that one can be dropped or moved
    by itself. A daily series keeps to working days. Dates on which the room is taken are told, and
    left out with ``skip_taken``.
    """
    require_verb(actor, "repeat_bookings")
    if every not in RHYTHMS:
        raise InvalidRecord({"every": [_("Choose one from the list.")]})
    if until is None:
        raise InvalidRecord({"until": [_("Fill this in.")]})

    def repeat(wanted: Seen) -> Booking:
        row = load(Booking, wanted)
        require_verb(actor, "repeat_bookings", row)
        if row.status not in COMING:
            raise RuleViolation(_("Only a booking that is still to come can be repeated."))
        copies = [_copy_of(row, day) for day in _dates(row, every, until)]
        taken = [copy for copy in copies if holders(copy)]
        if taken and not skip_taken:
            days = ", ".join(f"{local_day(copy.starts_at)}" for copy in taken[:5])
            raise Conflict(_("The room is taken on: %(days)s.", days=days), field="skip_taken")
        kept = [copy for copy in copies if copy not in taken]
        if not kept:
            raise InvalidRecord({"until": [_("There is no date until then.")]})
        for copy in kept:
            copy.doc_no = _number()
            add(copy, actor=actor, verb="repeat_bookings")
        return row

    return each(seen, repeat, done=_("The further dates are requested."), model=Booking)


def reschedule_bookings(
    *,
    seen: Sequence[Seen],
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    actor: Actor,
) -> list[Outcome]:
    """Change the time of bookings. One that was approved stays so while the new time lies within
    the old; otherwise the room is given back and the meeting desk decides anew.
    """
    require_verb(actor, "reschedule_bookings")
    for name, value in (("starts_at", starts_at), ("ends_at", ends_at)):
        if value is None:
            raise InvalidRecord({name: [_("Fill this in.")]})
    starts_at, ends_at = _aware(starts_at), _aware(ends_at)
    refuse_interval(starts_at, ends_at)

    def reschedule(wanted: Seen) -> Booking:
        row = load(Booking, wanted)
        require_verb(actor, "reschedule_bookings", row)
        within = row.starts_at <= starts_at and ends_at <= row.ends_at
        state = row.status if within else "requested"
        changes: dict[str, Any] = {"starts_at": starts_at, "ends_at": ends_at}
        changes |= _placed(row, starts_at, ends_at)
        if not within:
            moved = Booking(**{**row.__data__, **changes})
            refuse_room(row.room, on=local_day(starts_at), attendees=row.attendees)
            refuse_taken(moved, taken_by_no_lower(moved))
        with explained(Booking):
            return move(
                Booking,
                wanted,
                to=state,
                out_of=COMING,
                actor=actor,
                verb="reschedule_bookings",
                changes=changes,
            )

    return each(seen, reschedule, done=_("The time is changed."), model=Booking)


def cancel_bookings(*, seen: Sequence[Seen], reason: str, actor: Actor) -> list[Outcome]:
    """Give rooms back; the attendant is told."""
    require_verb(actor, "cancel_bookings")
    if not reason.strip():
        raise InvalidRecord({"reason": [_("Say why.")]})

    def cancel(wanted: Seen) -> Booking:
        row = load(Booking, wanted)
        require_verb(actor, "cancel_bookings", row)
        row = move(
            Booking,
            wanted,
            to="cancelled",
            out_of=COMING,
            actor=actor,
            verb="cancel_bookings",
            changes={"decision_note": reason.strip()[:200]},
        )
        words = _("%(booking)s was cancelled: %(reason)s", booking=str(row), reason=reason.strip())
        for person in {row.attendant, row.requester} - {None}:
            if person.id != actor.staff_id:
                notify(person, words, link=page_of(row))
        return row

    return each(seen, cancel, done=_("Cancelled"), model=Booking)


def _placed(row: Booking, starts_at: dt.datetime, ends_at: dt.datetime) -> dict[str, Any]:
    """The owned columns that follow from room, kind and time."""
    kept_from, kept_until = blocked_span(row.meeting_type, starts_at, ends_at)
    return {
        "site": row.room.building.site_id,
        "blocked_from": kept_from,
        "blocked_until": kept_until,
        "is_urgent": is_urgent(starts_at),
    }


def _dates(row: Booking, every: str, until: dt.date) -> Iterator[dt.date]:
    """The days of the series after the first, at most a year and ``MOST_DATES`` of them."""
    first = local_day(row.starts_at)
    if until > first + LONGEST_SERIES:
        raise InvalidRecord({"until": [_("A series lasts a year at most.")]})
    step, found = dt.timedelta(days=RHYTHMS[every]), 0
    day = first + step
    while day <= until and found < MOST_DATES:
        if every != "day" or is_workday(day):
            found += 1
            yield day
        day += step


def _copy_of(row: Booking, day: dt.date) -> Booking:
    """The booking on another day, at the same time on the office's clock."""
    zone = office_zone()
    shift = day - local_day(row.starts_at)

    def moved(moment: dt.datetime) -> dt.datetime:
        there = moment.astimezone(zone).replace(tzinfo=None) + shift
        return there.replace(tzinfo=zone).astimezone(dt.UTC)

    starts_at, ends_at = moved(row.starts_at), moved(row.ends_at)
    copied = {name: row.__data__[name] for name in COPIED}
    times = {"starts_at": starts_at, "ends_at": ends_at, **_placed(row, starts_at, ends_at)}
    return Booking(**copied, **times, status="requested", series=row.series_id or row.id)


def _aware(moment: dt.datetime) -> dt.datetime:
    """A time from a form is one on the office's clock."""
    return moment if moment.tzinfo else moment.replace(tzinfo=office_zone())


def _number() -> str:
    return take_number("MB", local_today())


__all__ = [
    "COPIED",
    "RHYTHMS",
    "cancel_bookings",
    "repeat_bookings",
    "request_bookings",
    "reschedule_bookings",
]
