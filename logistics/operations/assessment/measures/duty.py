"""Duty: shifts kept, taken over on time, and the telephone answered."""

from __future__ import annotations

from collections.abc import Iterator

import peewee

from logistics.database import local_day
from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.tables.duty import DutyAssignment, DutyHandover, DutyMonth, PhoneCheck
from logistics.tables.duty.roster import PUBLIC_STATES
from logistics.wording import _


def observe_duty(span: Span) -> Iterator[Observation]:
    """Every duty of a published roster and every call that tested one."""
    yield from _shifts(span)
    yield from _calls(span)


def _shifts(span: Span) -> Iterator[Observation]:
    """A duty taken over after it had begun is a late handover."""
    rows = (
        DutyAssignment.select(
            DutyAssignment.id,
            DutyAssignment.staff,
            DutyAssignment.duty_on,
            DutyAssignment.starts_at,
            DutyHandover.received_at,
        )
        .join(DutyMonth)
        .switch(DutyAssignment)
        .join(DutyHandover, peewee.JOIN.LEFT_OUTER, on=(DutyHandover.incoming == DutyAssignment.id))
        .where(
            DutyMonth.status.in_(PUBLIC_STATES)
            & (DutyAssignment.status == "assigned")
            & DutyAssignment.duty_on.between(span.first, span.last)
        )
        .order_by(DutyAssignment.id, DutyHandover.id)
        .tuples()
        .iterator()
    )
    seen = 0
    for key, staff, day, starts_at, received_at in rows:
        if key == seen:
            continue
        seen = key
        late = received_at is not None and received_at > starts_at
        yield Observation(staff, day, "duty_assignment", key, fault="late_handover" if late else "")


def _calls(span: Span) -> Iterator[Observation]:
    rows = (
        PhoneCheck.select(
            PhoneCheck.id, PhoneCheck.staff, PhoneCheck.called_at, PhoneCheck.is_answered
        )
        .where((PhoneCheck.called_at >= span.begins_at) & (PhoneCheck.called_at < span.ends_at))
        .order_by(PhoneCheck.id)
        .tuples()
        .iterator()
    )
    for key, staff, called_at, answered in rows:
        yield Observation(
            staff,
            local_day(called_at),
            "phone_check",
            key,
            fault="" if answered else "phone_missed",
        )


DUTY_KEEPING = Measure(
    "duty_keeping",
    _("Duty: handovers and telephone checks"),
    observe_duty,
    {"late_handover": _("Late handover"), "phone_missed": _("Telephone check missed")},
)
