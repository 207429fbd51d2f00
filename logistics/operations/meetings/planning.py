"""A week of meetings at once: the meeting desk enters its plan, and later its paper register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from logistics.auditing import record, transaction
from logistics.database import local_day, local_today, now
from logistics.errors import InvalidRecord, NotFound, WrongState
from logistics.operations.meetings.holding import (
    is_urgent,
    lay_out_checks,
    refuse_interval,
    refuse_room,
)
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.sets import change_many
from logistics.operations.transitions import load
from logistics.permissions import Actor, require_verb
from logistics.queries.meetings.rooms import blocked_span
from logistics.tables.meetings import Booking, BookingServiceCheck, MeetingType
from logistics.tables.organisation import Building, Room, Site
from logistics.wording import _

ROWS_A_STATEMENT = 100
BEFORE = dt.timedelta(minutes=20)
REGISTRABLE = ("approved", "ready", "in_use")


@dataclass(frozen=True)
class MeetingPlan:
    """One meeting of the week's plan; keys are ids, ``needs`` further columns of the booking."""

    title: str
    meeting_type: int
    unit: int
    requester: int
    room: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    attendees: int
    attendant: int | None = None
    needs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MeetingReport:
    """What the paper register says of one meeting.

    ``failed`` maps the position of a point of the check list that was not in order to its note.
    """

    booking_id: int
    started_at: dt.datetime
    finished_at: dt.datetime
    attended: int
    fault: str = "none"
    fault_note: str = ""
    failed: Mapping[int, str] = field(default_factory=dict)


def plan_meetings(*, plans: Sequence[MeetingPlan], actor: Actor) -> list[Booking]:
    """Enter the meetings of a week, each approved at once with its check list (R35, R36).

    Whoever may approve bookings may. All or nothing: refused when a room is unfit for one of them
    or is taken, by another meeting of the plan too.
    """
    require_verb(actor, "approve_bookings")
    kinds = {kind.id: kind for kind in MeetingType.select()}
    rooms = {room.id: room for room in Room.select(Room, Building, Site).join(Building).join(Site)}
    rows = [_planned(plan, kinds, rooms, actor) for plan in plans]
    with explained(Booking), transaction():
        for values in rows:
            values["doc_no"] = take_number("MB", local_today())
        for start in range(0, len(rows), ROWS_A_STATEMENT):
            Booking.insert_many(rows[start : start + ROWS_A_STATEMENT]).execute()
        numbers = [values["doc_no"] for values in rows]
        made = list(Booking.select().where(Booking.doc_no.in_(numbers)).order_by(Booking.id))
        for row in made:
            record(actor, "approve_bookings", row)
        lay_out_checks((row.id for row in made), actor=actor)
    return made


def register_meetings(*, reports: Sequence[MeetingReport], actor: Actor) -> list[Booking]:
    """Enter from the paper register what became of meetings: they are finished, their check lists
    filled in by the attendant, those points aside that were not in order (R36, R37).
    """
    require_verb(actor, "register_meetings")
    by_id = {report.booking_id: report for report in reports}
    with explained(Booking), transaction():
        rows = list(Booking.select().where(Booking.id.in_(list(by_id))).order_by(Booking.id))
        if len(rows) != len(by_id):
            raise NotFound(_("There is no such record."))
        for row in rows:
            _refuse_report(row, by_id[row.id])
        change_many(
            rows,
            [_registered(by_id[row.id]) for row in rows],
            actor=actor,
            verb="register_meetings",
        )
        _fill_in(rows, by_id, actor)
    return rows


def register_bookings(
    *, seen: Sequence[Seen], reports: Sequence[MeetingReport], actor: Actor
) -> list[Outcome]:
    """Enter meetings of the paper register one by one; a refused one leaves the others standing."""
    require_verb(actor, "register_meetings")
    by_id = {report.booking_id: report for report in reports}

    def register(wanted: Seen) -> Booking:
        row = load(Booking, wanted)
        if row.id not in by_id:
            raise NotFound(_("There is no such record."))
        (entered,) = register_meetings(reports=[by_id[row.id]], actor=actor)
        return entered

    return each(seen, register, done=_("Entered."), model=Booking)


def _planned(
    plan: MeetingPlan,
    kinds: Mapping[int, MeetingType],
    rooms: Mapping[int, Room],
    actor: Actor,
) -> dict[str, Any]:
    if plan.meeting_type not in kinds or plan.room not in rooms:
        raise NotFound(_("There is no such record."))
    kind, room = kinds[plan.meeting_type], rooms[plan.room]
    refuse_interval(plan.starts_at, plan.ends_at)
    refuse_room(room, on=local_day(plan.starts_at), attendees=plan.attendees)
    kept_from, kept_until = blocked_span(kind, plan.starts_at, plan.ends_at)
    return {
        **plan.needs,
        "title": plan.title,
        "meeting_type": kind.id,
        "unit": plan.unit,
        "requester": plan.requester,
        "room": room.id,
        "site": room.building.site_id,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "blocked_from": kept_from,
        "blocked_until": kept_until,
        "attendees": plan.attendees,
        "attendant": plan.attendant,
        "is_urgent": is_urgent(plan.starts_at),
        "status": "approved",
        "decided_by": actor.account_id,
        "decided_at": now(),
        "created_by": actor.account_id,
        "updated_by": actor.account_id,
    }


def _refuse_report(row: Booking, report: MeetingReport) -> None:
    if row.status not in REGISTRABLE:
        raise WrongState(_("%(booking)s has been entered already.", booking=str(row)))
    if not report.started_at < report.finished_at <= now():
        raise InvalidRecord({"finished_at": [_("The end lies before the start, or is to come.")]})
    if report.fault != "none" and not report.fault_note.strip():
        raise InvalidRecord({"fault_note": [_("Say what went wrong.")]})


def _registered(report: MeetingReport) -> dict[str, Any]:
    return {
        "status": "finished",
        "started_at": report.started_at,
        "finished_at": report.finished_at,
        "attended": report.attended,
        "fault": report.fault,
        "fault_note": report.fault_note,
    }


def _fill_in(rows: Sequence[Booking], by_id: Mapping[int, MeetingReport], actor: Actor) -> None:
    """The open points of the meetings' check lists; the register's entry is their trace."""
    served = {row.id: row for row in rows}
    points = list(
        BookingServiceCheck.select()
        .where(
            BookingServiceCheck.booking.in_(list(served)) & (BookingServiceCheck.result == "open")
        )
        .order_by(BookingServiceCheck.id)
    )
    changes = [_point(point, served[point.booking_id], by_id[point.booking_id]) for point in points]
    change_many(points, changes, actor=actor, verb=None)


def _point(point: BookingServiceCheck, row: Booking, report: MeetingReport) -> dict[str, Any]:
    moments = {
        "before": report.started_at - BEFORE,
        "during": report.started_at + BEFORE,
        "after": report.finished_at,
    }
    note = report.failed.get(point.position)
    return {
        "result": "done" if note is None else "failed",
        "note": note or "",
        "staff": row.attendant_id,
        "checked_at": moments[point.step],
    }
