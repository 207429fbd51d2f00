"""Learning: the class hours that somebody attended, of those he was called to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from logistics.database import local_day
from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.tables.learning import TrainingAttendance, TrainingSession
from logistics.wording import _


def observe_learning(span: Span) -> Iterator[Observation]:
    """Every session that somebody was called to.

    One that makes up for another adds its hours and asks for none: those were asked for before.
    """
    rows = (
        TrainingAttendance.select(
            TrainingAttendance.id,
            TrainingAttendance.staff,
            TrainingSession.starts_at,
            TrainingAttendance.hours,
            TrainingSession.hours,
            TrainingSession.makes_up,
        )
        .join(TrainingSession)
        .where(
            (TrainingSession.status == "held")
            & (TrainingSession.starts_at >= span.begins_at)
            & (TrainingSession.starts_at < span.ends_at)
        )
        .order_by(TrainingAttendance.id)
        .tuples()
        .iterator()
    )
    for key, staff, starts_at, hours, asked, makes_up in rows:
        yield Observation(
            staff,
            local_day(starts_at),
            "training_attendance",
            key,
            quantity=hours,
            possible=asked if makes_up is None else Decimal(0),
        )


LEARNING_HOURS = Measure(
    "learning_hours", _("Learning: class hours attended of those called to"), observe_learning
)
