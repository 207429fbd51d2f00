"""The meeting desk decides who has a room; the director may take one for a higher rank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from logistics.database import local_day, local_today, now
from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.meetings.asking import COPIED
from logistics.operations.meetings.holding import (
    lay_out_checks,
    page_of,
    refuse_room,
    refuse_taken,
)
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.transitions import add, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.meetings.rooms import bookings_in_room, holders, rivals
from logistics.tables.meetings import Booking
from logistics.tables.meetings.bookings import HOLDING
from logistics.tables.organisation import Room
from logistics.tables.people import Staff
from logistics.wording import Words, _

NO_SHOW_AFTER = dt.timedelta(minutes=30)
GIVEN_AWAY = _("The room was given to another meeting that asked for it.")


def approve_bookings(
    *, seen: Sequence[Seen], actor: Actor, attendant_id: int | None = None
) -> list[Outcome]:
    """Give the rooms. Requests for the same room and time are then rejected, with reason and
    notice; the standing check list is laid out. Nobody approves what he asked for himself.
    """
    require_verb(actor, "approve_bookings")
    attendant = _attendant(attendant_id)

    def approve(wanted: Seen) -> Booking:
        row = load(Booking, wanted)
        require_verb(actor, "approve_bookings", row)
        if row.requester_id == actor.staff_id:
            raise NotPermitted(_("Nobody approves a room that he asked for himself."))
        refuse_taken(row, holders(row))
        return _approve(wanted, attendant, actor=actor, verb="approve_bookings")

    return each(seen, approve, done=_("Approved"), model=Booking)


def reject_bookings(*, seen: Sequence[Seen], reason: str, actor: Actor) -> list[Outcome]:
    """Refuse requests; whoever asked is told why."""
    require_verb(actor, "reject_bookings")
    if not reason.strip():
        raise InvalidRecord({"reason": [_("Say why.")]})

    def reject(wanted: Seen) -> Booking:
        require_verb(actor, "reject_bookings", load(Booking, wanted))
        note = Words(reason.strip()[:200])
        return _reject(wanted, note, actor=actor, verb="reject_bookings")

    return each(seen, reject, done=_("Rejected"), model=Booking)


def preempt_bookings(
    *,
    seen: Sequence[Seen],
    alternatives: Mapping[int, int],
    reason: str,
    actor: Actor,
    attendant_id: int | None = None,
) -> list[Outcome]:
    """Give rooms to meetings of higher rank and find the others another room.

    ``alternatives`` names for each booking in the way the room that it moves to. It is kept there
    under a number of its own, and whoever asked for it is told. Refused: a meeting in the way that
    ranks the same or higher, has begun, or has no room that is free and large enough to go to.
    """
    require_verb(actor, "preempt_bookings")
    if not reason.strip():
        raise InvalidRecord({"reason": [_("Say why.")]})
    attendant = _attendant(attendant_id)

    def preempt(wanted: Seen) -> Booking:
        row = load(Booking, wanted)
        require_verb(actor, "preempt_bookings", row)
        in_the_way = holders(row)
        if not in_the_way:
            raise WrongState(_("Nobody has this room; the meeting desk can approve the booking."))
        for loser in in_the_way:
            _refuse_keeping(row, loser)
            _make_way(row, loser, alternatives.get(loser.id), reason.strip(), actor)
        return _approve(wanted, attendant, actor=actor, verb="preempt_bookings")

    return each(seen, preempt, done=_("The room is yours."), model=Booking)


def mark_no_shows(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Free rooms to which nobody has come half an hour after the beginning."""
    require_verb(actor, "mark_no_shows")

    def mark(wanted: Seen) -> Booking:
        row = load(Booking, wanted)
        require_verb(actor, "mark_no_shows", row)
        if now() < row.starts_at + NO_SHOW_AFTER:
            raise RuleViolation(
                _("A room is freed 30 minutes after the beginning at the earliest.")
            )
        row = move(
            Booking,
            wanted,
            to="no_show",
            out_of=("approved", "ready"),
            actor=actor,
            verb="mark_no_shows",
        )
        words = _("Nobody came to %(booking)s; the room has been freed.", booking=str(row))
        notify(row.requester, words, link=page_of(row))
        return row

    return each(seen, mark, done=_("The room is free again."), model=Booking)


def _approve(wanted: Seen, attendant: int | None, *, actor: Actor, verb: str) -> Booking:
    with explained(Booking):
        row = move(
            Booking,
            wanted,
            to="approved",
            out_of=("requested",),
            actor=actor,
            verb=verb,
            changes={**_decision(actor), "attendant": attendant},
        )
    for rival in rivals(row):
        _reject(Seen(rival.id), GIVEN_AWAY, actor=actor, verb=verb)
    lay_out_checks([row.id], actor=actor)
    words = _("%(booking)s is approved: %(room)s.", booking=str(row), room=str(row.room))
    notify(row.requester, words, link=page_of(row))
    if row.attendant is not None:
        words = _("You serve %(booking)s: %(room)s.", booking=str(row), room=str(row.room))
        notify(row.attendant, words, link=page_of(row))
    return row


def _reject(wanted: Seen, reason: Words, *, actor: Actor, verb: str) -> Booking:
    row = move(
        Booking,
        wanted,
        to="rejected",
        out_of=("requested",),
        actor=actor,
        verb=verb,
        changes={**_decision(actor), "decision_note": str(reason)},
    )
    words = _("%(booking)s was rejected: %(reason)s", booking=str(row), reason=reason)
    notify(row.requester, words, link=page_of(row))
    return row


def _refuse_keeping(winner: Booking, loser: Booking) -> None:
    if loser.meeting_type.rank <= winner.meeting_type.rank:
        raise RuleViolation(
            _("%(booking)s ranks the same or higher and keeps its room.", booking=str(loser))
        )
    if loser.status not in ("approved", "ready"):
        raise WrongState(_("%(booking)s has begun already.", booking=str(loser)))


def _make_way(
    winner: Booking, loser: Booking, room_id: int | None, reason: str, actor: Actor
) -> None:
    """Take the loser's room and keep another one for it at the same time."""
    room = Room.get_or_none(Room.id == room_id) if room_id else None
    if room is None:
        words = _("Offer %(booking)s another room.", booking=str(loser))
        raise InvalidRecord({"alternatives": [words]})
    refuse_room(room, on=local_day(loser.starts_at), attendees=loser.attendees)
    span = (loser.blocked_from, loser.blocked_until)
    moved = Booking(**{**loser.__data__, "id": None, "room": room.id})
    refuse_taken(moved, bookings_in_room(room.id, span, HOLDING, besides=loser.id))
    note = f"{winner.doc_no}: {reason}"[:200]
    changes: dict[str, Any] = {**_decision(actor), "decision_note": note}
    move(
        Booking,
        Seen(loser.id, loser.row_version),
        to="preempted",
        out_of=("approved", "ready"),
        actor=actor,
        verb="preempt_bookings",
        changes=changes,
    )
    with explained(Booking):
        instead = add(_moved(loser, room, actor), actor=actor, verb="preempt_bookings")
    lay_out_checks([instead.id], actor=actor)
    words = _(
        "%(booking)s gives way to %(winner)s; %(room)s is kept for you at the same time.",
        booking=str(loser),
        winner=str(winner),
        room=str(room),
    )
    notify(loser.requester, words, link=page_of(instead))


def _moved(loser: Booking, room: Room, actor: Actor) -> Booking:
    copied = {name: loser.__data__[name] for name in COPIED}
    times = ("starts_at", "ends_at", "blocked_from", "blocked_until", "attendant", "series")
    kept = {name: loser.__data__[name] for name in times}
    place = {"room": room.id, "site": room.building.site_id}
    return Booking(
        **{**copied, **kept, **place},
        doc_no=take_number("MB", local_today()),
        status="approved",
        replaces=loser.id,
        **_decision(actor),
    )


def _decision(actor: Actor) -> dict[str, Any]:
    return {"decided_by": actor.account_id, "decided_at": now()}


def _attendant(staff_id: int | None) -> int | None:
    if not staff_id:
        return None
    if not Staff.select().where((Staff.id == staff_id) & Staff.left_on.is_null()).exists():
        raise InvalidRecord({"attendant_id": [_("Choose one from the list.")]})
    return staff_id
