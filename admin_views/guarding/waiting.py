"""What of guarding waits for a person, as lines of his start page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for

from admin_views.waiting import Wait, waiting_by_state
from logistics import permissions
from logistics.permissions import Actor
from logistics.queries.guarding.visitors import past_retention
from logistics.wording import _
from models import (
    FireCheck,
    GuardHandover,
    GuardShift,
    Incident,
    ParkingViolation,
    Visitor,
)

WAITS = (
    Wait(Visitor, "registered", "admit_visitors", "door-open", _("Wait at the gate")),
    Wait(Visitor, "overdue", "check_out_visitors", "alarm", _("Still inside after closing")),
    Wait(
        ParkingViolation,
        "found",
        "notify_parking_violations",
        "p-circle",
        _("Notices to be given"),
    ),
    Wait(
        ParkingViolation,
        "notified",
        "handle_parking_violations",
        "p-circle",
        _("To be dealt with"),
    ),
    Wait(Incident, "reported", "close_incidents", "exclamation-triangle", _("To be closed")),
    Wait(
        FireCheck,
        "draft",
        "sign_fire_checks",
        "fire",
        _("To be signed as supervisor"),
        others=lambda actor: FireCheck.inspector != actor.staff_id,
    ),
    Wait(FireCheck, "rectifying", "close_fire_checks", "fire", _("To be put right")),
)


def waiting_in_guarding(actor: Actor) -> Iterator[dict[str, Any]]:
    """Handovers to confirm, visitors, notices, inspections, and data past its retention."""
    yield from _handovers(actor)
    yield from waiting_by_state(WAITS, actor)
    if permissions.may_verb(actor, "purge_visitors") and (count := past_retention().count()):
        yield {
            "kind": Visitor.LABEL_MANY,
            "icon": "eraser",
            "title": _("%(count)s visits are past their retention", count=count),
            "url": url_for("visitor.index", sort="expected_at"),
        }


def _handovers(actor: Actor) -> Iterator[dict[str, Any]]:
    if actor.staff_id is None or not permissions.may_verb(actor, "take_over_guard_shifts"):
        return
    mine = (
        GuardHandover.select()
        .join(GuardShift, on=GuardHandover.incoming)
        .where((GuardHandover.status == "handed") & (GuardShift.staff == actor.staff_id))
    )
    for handover in mine:
        yield {
            "kind": GuardHandover.LABEL,
            "icon": "box-arrow-in-right",
            "title": _("%(shift)s: take over", shift=str(handover.outgoing)),
            "url": url_for("guard_handover.details", id=handover.id),
        }
