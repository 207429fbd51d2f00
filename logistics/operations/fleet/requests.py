"""Vehicle requests: the unit asks, its head endorses, a leader approves, the passenger rates."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from logistics.calendar import add_workdays
from logistics.database import local_day, local_today, now
from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.fleet.entries import cleaned, need_reason, staff_behind
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import load, step
from logistics.permissions import Actor, require_verb
from logistics.queries.people import head_of
from logistics.tables.fleet import VehicleRequest
from logistics.tables.fleet.requests import WITHDRAWABLE
from logistics.wording import Words, _

LINK = "/admin/vehicle_request/details/?id=%s"
DAYS_TO_RATE = 3
SAY_WHY = _("Say why, so that the unit knows what to change.")


def submit_vehicle_requests(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Hand requests to the unit's head; they get their numbers (R23).

    What a head asks for himself goes to the leader at once. Refused: a journey that has begun.
    """

    def submit(wanted: Seen) -> VehicleRequest:
        row = load(VehicleRequest, wanted)
        require_verb(actor, "submit_vehicle_requests", row)
        if row.starts_at <= now():
            raise RuleViolation(
                _("The journey would have begun already: give a later time."), field="starts_at"
            )
        head = head_of(row.unit)
        own = head is not None and head.id == row.requester_id
        row = step(
            row,
            to="unit_ok" if own else "submitted",
            out_of=("draft", "returned"),
            actor=actor,
            verb="submit_vehicle_requests",
            changes={
                "doc_no": row.doc_no or take_number("VR"),
                "submitted_at": now(),
                "endorsed_by": None,
                "endorsed_at": None,
            },
        )
        if head is not None and not own:
            words = _("%(request)s waits for your decision.", request=str(row))
            notify(head, words, link=LINK % row.id)
        return row

    return each(seen, submit, done=_("Submitted"), model=VehicleRequest)


def endorse_vehicle_requests(
    *, seen: Sequence[Seen], actor: Actor, comment: str = ""
) -> list[Outcome]:
    """Agree as the unit's head. Nobody endorses his own request (R23)."""
    person = staff_behind(actor)
    changes = {"endorsed_by": person.id, "endorsed_at": now(), "decision_note": comment.strip()}
    return _decide(
        seen,
        actor,
        verb="endorse_vehicle_requests",
        to="unit_ok",
        out_of=("submitted",),
        done=_("Endorsed by the unit"),
        changes=changes,
    )


def approve_vehicle_requests(
    *, seen: Sequence[Seen], actor: Actor, comment: str = ""
) -> list[Outcome]:
    """Approve as a leader: another than who endorsed, and never one's own request (R23)."""
    person = staff_behind(actor)
    changes = {"approved_by": person.id, "approved_at": now(), "decision_note": comment.strip()}
    return _decide(
        seen,
        actor,
        verb="approve_vehicle_requests",
        to="approved",
        out_of=("unit_ok",),
        done=_("Approved"),
        changes=changes,
    )


def return_vehicle_requests(
    *, seen: Sequence[Seen], actor: Actor, comment: str = ""
) -> list[Outcome]:
    """Send requests back for correction; the comment says what is wrong."""
    return _decide(
        seen,
        actor,
        verb="return_vehicle_requests",
        to="returned",
        out_of=("submitted", "unit_ok"),
        done=_("Returned"),
        changes={"decision_note": need_reason(comment, SAY_WHY, "comment")},
    )


def reject_vehicle_requests(
    *, seen: Sequence[Seen], actor: Actor, comment: str = ""
) -> list[Outcome]:
    """Refuse requests for good; the comment says why."""
    return _decide(
        seen,
        actor,
        verb="reject_vehicle_requests",
        to="rejected",
        out_of=("submitted", "unit_ok"),
        done=_("Rejected"),
        changes={"decision_note": need_reason(comment, SAY_WHY, "comment")},
    )


def cancel_vehicle_requests(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Withdraw requests for which no vehicle was assigned yet."""

    def cancel(wanted: Seen) -> VehicleRequest:
        row = load(VehicleRequest, wanted)
        require_verb(actor, "cancel_vehicle_requests", row)
        if row.status == "dispatched":
            raise WrongState(
                _("%(request)s has a vehicle: the dispatcher cancels the slip.", request=str(row))
            )
        return step(
            row,
            to="cancelled",
            out_of=WITHDRAWABLE,
            actor=actor,
            verb="cancel_vehicle_requests",
        )

    return each(seen, cancel, done=_("Cancelled"), model=VehicleRequest)


def rate_vehicle_requests(
    *, seen: Sequence[Seen], actor: Actor, rating: int, note: str = ""
) -> list[Outcome]:
    """Say as a passenger how the journey was, from 1 to 5; a bad mark needs a word (R24)."""
    given = cleaned(VehicleRequest, {"rating": rating, "rating_note": note}, needed=("rating",))
    if given["rating"] <= 2 and not given["rating_note"].strip():
        raise InvalidRecord({"note": [_("Say what was wrong.")]})

    def rate(wanted: Seen) -> VehicleRequest:
        row = load(VehicleRequest, wanted)
        require_verb(actor, "rate_vehicle_requests", row)
        if row.driver_id == actor.staff_id:
            raise NotPermitted(_("Nobody rates his own driving."))
        return step(
            row,
            to="rated",
            out_of=("back",),
            actor=actor,
            verb="rate_vehicle_requests",
            changes={**given, "rated_at": now()},
        )

    return each(seen, rate, done=_("Journey rated"), model=VehicleRequest)


def close_vehicle_requests(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Close requests that were rated, or that nobody rated within three working days."""

    def close(wanted: Seen) -> VehicleRequest:
        row = load(VehicleRequest, wanted)
        require_verb(actor, "close_vehicle_requests", row)
        if row.status == "back":
            rate_by = add_workdays(local_day(row.ends_at), DAYS_TO_RATE)
            if local_today() <= rate_by:
                raise WrongState(_("The passenger may still rate it until %(day)s.", day=rate_by))
        return step(
            row,
            to="closed",
            out_of=("back", "rated"),
            actor=actor,
            verb="close_vehicle_requests",
        )

    return each(seen, close, done=_("Closed"), model=VehicleRequest)


def _decide(
    seen: Sequence[Seen],
    actor: Actor,
    *,
    verb: str,
    to: str,
    out_of: Collection[str],
    done: Words,
    changes: dict[str, Any],
) -> list[Outcome]:
    def decide(wanted: Seen) -> VehicleRequest:
        row = load(VehicleRequest, wanted)
        require_verb(actor, verb, row)
        if actor.staff_id == row.requester_id or actor.account_id == row.created_by_id:
            raise NotPermitted(_("Nobody decides on his own request."))
        if to == "approved" and row.endorsed_by_id == actor.staff_id:
            raise NotPermitted(_("Whoever endorsed a request leaves its approval to another."))
        row = step(
            row,
            to=to,
            out_of=out_of,
            actor=actor,
            verb=verb,
            changes=changes,
        )
        words = _("%(request)s: %(decision)s", request=str(row), decision=done)
        notify(row.requester, words, link=LINK % row.id)
        return row

    return each(seen, decide, done=done, model=VehicleRequest)


__all__ = [
    "approve_vehicle_requests",
    "cancel_vehicle_requests",
    "close_vehicle_requests",
    "endorse_vehicle_requests",
    "rate_vehicle_requests",
    "reject_vehicle_requests",
    "return_vehicle_requests",
    "submit_vehicle_requests",
]
