"""Cleaning: rounds done of those planned, and the scores of inspections (R34, R39)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from logistics.database import local_day, now
from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.tables.cleaning import CleaningInspection, CleaningTask
from logistics.wording import _

ONE, NONE = Decimal(1), Decimal(0)
FULL_SCORE = Decimal(100)


def observe_rounds(span: Span) -> Iterator[Observation]:
    """Every round whose time is over, against the cleaner it was planned for; none forgiven."""
    rows: Any = (
        CleaningTask.select(
            CleaningTask.id, CleaningTask.staff, CleaningTask.day, CleaningTask.status
        )
        .where(
            CleaningTask.staff.is_null(False)
            & CleaningTask.day.between(span.first, span.last)
            & ((CleaningTask.status != "expected") | (CleaningTask.ends_at <= now()))
            & (CleaningTask.status != "forgiven")
        )
        .order_by(CleaningTask.id)
        .tuples()
    )
    for key, staff, day, status in rows:
        done = ONE if status == "done" else NONE
        yield Observation(staff, day, "cleaning_task", key, quantity=done, possible=ONE)


def observe_scores(span: Span) -> Iterator[Observation]:
    """Every inspection of an area, against the cleaner it had then."""
    rows: Any = (
        CleaningInspection.select(
            CleaningInspection.id,
            CleaningInspection.cleaner,
            CleaningInspection.inspected_at,
            CleaningInspection.score,
        )
        .where(
            CleaningInspection.cleaner.is_null(False)
            & (CleaningInspection.inspected_at >= span.begins_at)
            & (CleaningInspection.inspected_at < span.ends_at)
        )
        .order_by(CleaningInspection.id)
        .tuples()
    )
    for key, staff, inspected_at, score in rows:
        yield Observation(
            staff,
            local_day(inspected_at),
            "cleaning_inspection",
            key,
            quantity=score,
            possible=FULL_SCORE,
        )


CLEANING_ROUNDS = Measure("cleaning_rounds", _("Cleaning: rounds done of planned"), observe_rounds)
CLEANING_SCORES = Measure("cleaning_scores", _("Cleaning: scores of inspections"), observe_scores)
