"""The service around a meeting: check list, room ready, begun, ended, rated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from logistics.auditing import transaction
from logistics.database import now
from logistics.errors import Conflict, InvalidRecord, NotFound, NotPermitted, RuleViolation
from logistics.operations.meetings.holding import require_service
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, load, move
from logistics.operations.validation import Errors
from logistics.permissions import Actor, require_verb
from logistics.queries.meetings.figures import checks_of, open_checks
from logistics.tables.meetings import Booking, BookingRating
from logistics.tables.meetings.service import SATISFACTION
from logistics.wording import _

SERVED = ("approved", "ready", "in_use", "finished")
EARLIEST_START = dt.timedelta(minutes=60)
SECOND = dt.timedelta(seconds=1)


@dataclass(frozen=True)
class CheckEntry:
    """What was found at one point of the check list: result open, done or failed, and a note."""

    check_id: int
    result: str
    note: str = ""


def check_bookings(
    *, seen: Sequence[Seen], entries: Sequence[CheckEntry], actor: Actor
) -> list[Outcome]:
    """Fill in check lists. What is not in order needs a note on what is wrong."""
    require_verb(actor, "check_bookings")
    by_check = {entry.check_id: entry for entry in entries}

    def check(wanted: Seen) -> Booking:
        row = load(Booking, wanted)
        require_service(actor, row)
        if row.status not in SERVED:
            raise RuleViolation(_("This meeting has no check list to fill in."))
        for point in checks_of(row.id):
            entry = by_check.get(point.id)
            if entry is None or (entry.result, entry.note.strip()) == (point.result, point.note):
                continue
            if entry.result not in ("open", "done", "failed"):
                raise NotFound(_("Choose one from the list."))
            if entry.result == "failed" and not entry.note.strip():
                raise InvalidRecord(
                    {"note": [_("Say what is not in order: %(point)s", point=point.what)]}
                )
            is_done = entry.result != "open"
            change(
                point,
                {
                    "result": entry.result,
                    "note": entry.note.strip()[:120],
                    "staff": actor.staff_id if is_done else None,
                    "checked_at": now() if is_done else None,
                },
                actor=actor,
                verb="check_bookings",
            )
        return row

    return each(seen, check, done=_("The check list is saved."), model=Booking)


def ready_bookings(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Report rooms as ready. Refused while a point to be checked before the meeting is open."""
    require_verb(actor, "ready_bookings")

    def ready(wanted: Seen) -> Booking:
        row = load(Booking, wanted)
        require_service(actor, row)
        missing = open_checks(row.id, "before")
        if missing:
            points = " · ".join(point.what for point in missing)
            raise RuleViolation(
                _("First put in order and tick on the check list: %(points)s", points=points)
            )
        return move(
            Booking,
            wanted,
            to="ready",
            out_of=("approved",),
            actor=actor,
            verb="ready_bookings",
        )

    return each(seen, ready, done=_("The room is ready."), model=Booking)


def start_bookings(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Note that meetings have begun."""
    require_verb(actor, "start_bookings")

    def start(wanted: Seen) -> Booking:
        row = load(Booking, wanted)
        require_service(actor, row)
        if now() < row.starts_at - EARLIEST_START:
            raise RuleViolation(_("This meeting begins later; change its time first."))
        return move(
            Booking,
            wanted,
            to="in_use",
            out_of=("ready",),
            actor=actor,
            verb="start_bookings",
            changes={"started_at": now()},
        )

    return each(seen, start, done=_("The meeting has begun."), model=Booking)


def finish_bookings(
    *,
    seen: Sequence[Seen],
    attended: int | None,
    actor: Actor,
    fault: str = "none",
    fault_note: str = "",
) -> list[Outcome]:
    """Note that meetings have ended, how many came, and a fault of the service if there was one.

    A meeting that ends early gives its room back after the time for clearing up.
    """
    require_verb(actor, "finish_bookings")
    errors: Errors = {}
    if attended is None or attended < 0:
        errors["attended"] = [_("Say how many came.")]
    if fault not in Booking._meta.fields["fault"].labels:
        errors["fault"] = [_("Choose one from the list.")]
    if fault != "none" and not fault_note.strip():
        errors["fault_note"] = [_("Say what went wrong.")]
    if errors:
        raise InvalidRecord(errors)

    def finish(wanted: Seen) -> Booking:
        row = load(Booking, wanted)
        require_service(actor, row)
        clear_at = now() + dt.timedelta(minutes=row.meeting_type.clear_up)
        return move(
            Booking,
            wanted,
            to="finished",
            out_of=("in_use",),
            actor=actor,
            verb="finish_bookings",
            changes={
                "finished_at": now(),
                "blocked_until": min(row.blocked_until, max(clear_at, row.blocked_from + SECOND)),
                "attended": attended,
                "fault": fault,
                "fault_note": fault_note.strip()[:200],
            },
        )

    return each(seen, finish, done=_("The meeting has ended."), model=Booking)


def rate_bookings(
    *, seen: Sequence[Seen], satisfaction: str, actor: Actor, comment: str = ""
) -> list[Outcome]:
    """Say how content one is with the service (R79); once a person and meeting."""
    require_verb(actor, "rate_bookings")

    def rate(wanted: Seen) -> Booking:
        row = load(Booking, wanted)
        require_verb(actor, "rate_bookings", row)
        if actor.staff_id is None or actor.staff_id == row.attendant_id:
            raise NotPermitted(_("Whoever served a meeting does not rate it."))
        mine = (BookingRating.booking == row.id) & (BookingRating.staff == actor.staff_id)
        if BookingRating.select().where(mine).exists():
            raise Conflict(_("You have rated this meeting already."))
        return _rate(row, satisfaction, comment, "rate_bookings", actor, staff=actor.staff_id)

    return each(seen, rate, done=_("Thank you for your rating."), model=Booking)


def note_guest_ratings(
    *, seen: Sequence[Seen], guest: str, satisfaction: str, actor: Actor, comment: str = ""
) -> list[Outcome]:
    """Enter what a guest said on paper (R79)."""
    require_verb(actor, "note_guest_ratings")
    if not guest.strip():
        raise InvalidRecord({"guest": [_("Say who rates the meeting.")]})

    def note(wanted: Seen) -> Booking:
        row = load(Booking, wanted)
        require_verb(actor, "note_guest_ratings", row)
        by = guest.strip()[:60]
        return _rate(row, satisfaction, comment, "note_guest_ratings", actor, guest=by)

    return each(seen, note, done=_("Entered."), model=Booking)


def _rate(
    row: Booking,
    satisfaction: str,
    comment: str,
    verb: str,
    actor: Actor,
    *,
    staff: int | None = None,
    guest: str = "",
) -> Booking:
    if satisfaction not in SATISFACTION:
        raise InvalidRecord({"satisfaction": [_("Choose one from the list.")]})
    with transaction():
        rated = move(
            Booking,
            Seen(row.id, row.row_version),
            to="rated",
            out_of=("finished", "rated"),
            actor=actor,
            verb=verb,
        )
        add(
            BookingRating(
                booking=row.id,
                satisfaction=satisfaction,
                staff=staff,
                guest=guest,
                comment=comment.strip()[:200],
                rated_at=now(),
            ),
            actor=actor,
            verb=verb,
        )
    return rated
