"""Guarding: patrols done of those that fell into one's shifts, handovers, badges, parked cars.

Who should have walked a patrol is whoever stood at its post when the slot began; a forgiven slot is
nobody's fault.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import peewee

from logistics.database import local_day, now
from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.tables.guarding import (
    GuardHandover,
    GuardShift,
    ParkingViolation,
    Patrol,
    PatrolCheckpoint,
    PatrolRoute,
    Visitor,
)
from logistics.tables.guarding.posts import KEPT_STATES
from logistics.wording import _

HANDOVER_WRITTEN_WITHIN = dt.timedelta(days=1)
DEALT_WITH_WITHIN = dt.timedelta(days=3)


def observe_patrols(span: Span) -> Iterator[Observation]:
    """Every shift with patrols: how many of its slots were done (R30)."""
    done = peewee.fn.COUNT(peewee.Case(None, [(Patrol.status == "done", 1)]))
    rows: Any = (
        GuardShift.select(
            GuardShift.id,
            GuardShift.staff,
            GuardShift.starts_at,
            done,
            peewee.fn.COUNT(Patrol.id),
        )
        .join(PatrolRoute, on=(PatrolRoute.post == GuardShift.post))
        .join(PatrolCheckpoint, on=(PatrolCheckpoint.route == PatrolRoute.id))
        .join(
            Patrol,
            on=(
                (Patrol.checkpoint == PatrolCheckpoint.id)
                & (Patrol.starts_at >= GuardShift.starts_at)
                & (Patrol.starts_at < GuardShift.ends_at)
            ),
        )
        .where(
            _begun(span)
            & ((Patrol.status != "expected") | (Patrol.ends_at <= now()))
            & (Patrol.status != "forgiven")
        )
        .group_by(GuardShift.id, GuardShift.staff, GuardShift.starts_at)
        .order_by(GuardShift.id)
        .tuples()
    )
    for key, staff, starts_at, walked, due in rows:
        yield Observation(
            staff,
            local_day(starts_at),
            "guard_shift",
            key,
            quantity=Decimal(walked),
            possible=Decimal(due),
        )


def observe_gate(span: Span) -> Iterator[Observation]:
    """Every shift with its handover, and every visitor let out with or without his badge."""
    yield from _handovers(span)
    yield from _badges(span)


def observe_parking(span: Span) -> Iterator[Observation]:
    """Every violation that a guard found: was it dealt with within three days (R33)?"""
    rows: Any = (
        ParkingViolation.select(
            ParkingViolation.id,
            ParkingViolation.found_by,
            ParkingViolation.found_at,
            ParkingViolation.handled_at,
        )
        .where(
            (ParkingViolation.found_at >= span.begins_at)
            & (ParkingViolation.found_at < span.ends_at)
        )
        .order_by(ParkingViolation.id)
        .tuples()
    )
    for key, staff, found_at, handled_at in rows:
        late = (handled_at or now()) - found_at > DEALT_WITH_WITHIN
        if late or handled_at is not None:
            yield Observation(
                staff,
                local_day(found_at),
                "parking_violation",
                key,
                fault="unhandled" if late else "",
            )


def _begun(span: Span) -> Any:
    return (
        (GuardShift.starts_at >= span.begins_at)
        & (GuardShift.starts_at < span.ends_at)
        & GuardShift.status.in_(KEPT_STATES)
    )


def _handovers(span: Span) -> Iterator[Observation]:
    rows: Any = (
        GuardShift.select(
            GuardShift.id, GuardShift.staff, GuardShift.starts_at, GuardHandover.is_complete
        )
        .join(GuardHandover, peewee.JOIN.LEFT_OUTER, on=(GuardHandover.outgoing == GuardShift.id))
        .where(_begun(span) & (GuardShift.ends_at <= now() - HANDOVER_WRITTEN_WITHIN))
        .order_by(GuardShift.id)
        .tuples()
    )
    for key, staff, starts_at, is_complete in rows:
        fault = "no_note" if is_complete is None else "" if is_complete else "incomplete"
        yield Observation(staff, local_day(starts_at), "guard_shift", key, fault=fault)


def _badges(span: Span) -> Iterator[Observation]:
    rows: Any = (
        Visitor.select(Visitor.id, Visitor.checked_out_by, Visitor.left_at, Visitor.badge_returned)
        .where(
            Visitor.checked_out_by.is_null(False)
            & (Visitor.left_at >= span.begins_at)
            & (Visitor.left_at < span.ends_at)
        )
        .order_by(Visitor.id)
        .tuples()
    )
    for key, staff, left_at, returned in rows:
        yield Observation(
            staff, local_day(left_at), "visitor", key, fault="" if returned else "badge"
        )


PATROL_COMPLETION = Measure("patrol_completion", _("Patrols: done of planned"), observe_patrols)
GATE_RECORDS = Measure(
    "gate_records",
    _("Guards: handovers and badges"),
    observe_gate,
    {
        "no_note": _("No handover record"),
        "incomplete": _("Handover record incomplete"),
        "badge": _("Badge not recovered"),
    },
)
PARKING_ORDER = Measure(
    "parking_order",
    _("Parking: violations dealt with"),
    observe_parking,
    {"unhandled": _("Violation not dealt with")},
)
