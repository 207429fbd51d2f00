"""The forms of guarding on paper: slip, patrol record, handover record, notice, inspection."""

from __future__ import annotations

import datetime as dt
from typing import Any

from admin_views import words
from admin_views.duty.panels import span_of
from admin_views.printing import PrintedForm
from logistics.database import local_day, office_zone
from logistics.queries.guarding.parking import earlier_violations
from logistics.wording import _
from models import FireCheck, GuardHandover, ParkingViolation, Patrol, PatrolCheckpoint, Visitor


def _visit(row: Visitor) -> dict[str, Any]:
    return {"guard": row.registered_by.name if row.registered_by_id else ""}


def _round(row: Patrol) -> dict[str, Any]:
    """All slots of the route on the day of this one."""
    route, day = row.checkpoint.route, local_day(row.starts_at)
    begins = dt.datetime.combine(day, dt.time(), office_zone())
    slots = (
        Patrol.select(Patrol, PatrolCheckpoint)
        .join(PatrolCheckpoint)
        .where(
            (PatrolCheckpoint.route == route.id)
            & (Patrol.starts_at >= begins)
            & (Patrol.starts_at < begins + dt.timedelta(days=1))
        )
        .order_by(Patrol.starts_at, PatrolCheckpoint.position)
    )
    fields = Patrol._meta.fields
    return {
        "route": route,
        "day": day,
        "slots": [
            (
                span_of(slot.starts_at, slot.ends_at),
                slot.checkpoint.name,
                words.instant(slot.done_at),
                slot.staff.name if slot.staff_id else "",
                fields["result"].labels[slot.result]
                if slot.result
                else fields["status"].labels[slot.status],
                slot.note,
            )
            for slot in slots
        ],
    }


def _handover(row: GuardHandover) -> dict[str, Any]:
    return {
        "span": span_of(row.outgoing.starts_at, row.outgoing.ends_at),
        "received_by": row.received_by.name if row.received_by_id else None,
    }


def _notice(row: ParkingViolation) -> dict[str, Any]:
    kinds = ParkingViolation._meta.fields["kind"].labels
    return {"kind": kinds[row.kind], "earlier": earlier_violations(row) if row.owner_id else None}


def _inspection(row: FireCheck) -> dict[str, Any]:
    kinds = FireCheck._meta.fields["kind"].labels
    return {
        "kind": kinds[row.kind],
        "supervisor": row.supervisor.name if row.supervisor_id else None,
    }


VISITOR_FORMS = (
    PrintedForm(
        "slip",
        _("Print the visitor slip"),
        "guarding/slip_print.html",
        _visit,
        when=lambda row: row.doc_no is not None,
    ),
)
PATROL_FORMS = (
    PrintedForm("record", _("Print the day's record"), "guarding/patrol_print.html", _round),
)
HANDOVER_FORMS = (
    PrintedForm("record", _("Print the record"), "guarding/handover_print.html", _handover),
)
PARKING_FORMS = (
    PrintedForm(
        "notice",
        _("Print the notice"),
        "guarding/notice_print.html",
        _notice,
        when=lambda row: row.doc_no is not None,
    ),
)
FIRE_FORMS = (
    PrintedForm("record", _("Print the record"), "guarding/fire_print.html", _inspection),
)
