"""Class hours a head, coverage, and how much of a plan is done; always with the n behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from logistics.database import office_zone, total
from logistics.queries.people import people_of
from logistics.tables.learning import (
    ATTENDED,
    LearningPlan,
    LearningPlanItem,
    TrainingAttendance,
    TrainingSession,
)
from logistics.tables.people import Staff

HUNDRED = Decimal(100)
OFFICIALS = ("civil_servant",)


class Learner(NamedTuple):
    """One person's class hours in a period, and what the plan asks of him for the whole year."""

    staff: int
    name: str
    hours: Decimal
    asked: int


class Coverage(NamedTuple):
    """How many of those called were reached at least once."""

    reached: int
    called: int

    @property
    def percent(self) -> Decimal | None:
        """None without anybody called: no data is not zero."""
        if not self.called:
            return None
        share = HUNDRED * self.reached / self.called
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)


def held_between(first: dt.date, last: dt.date) -> Any:
    """The condition for sessions held between two days, both included."""
    zone = office_zone()
    begins = dt.datetime.combine(first, dt.time(), zone)
    ends = dt.datetime.combine(last, dt.time(), zone) + dt.timedelta(days=1)
    return (
        (TrainingSession.status == "held")
        & (TrainingSession.starts_at >= begins)
        & (TrainingSession.starts_at < ends)
    )


def learners(plan: LearningPlan, first: dt.date, last: dt.date) -> Iterator[Learner]:
    """Everybody of the center with the hours of a period, least first (R84)."""
    summed: Any = (
        TrainingAttendance.select(TrainingAttendance.staff, total(TrainingAttendance.hours))
        .join(TrainingSession)
        .where(held_between(first, last))
        .group_by(TrainingAttendance.staff)
        .tuples()
    )
    hours = dict(summed)
    people = [
        Learner(
            person.id,
            person.name,
            hours.get(person.id, Decimal(0)),
            plan.hours_of_officials if person.employment in OFFICIALS else plan.hours_of_others,
        )
        for person in people_of("center", last)
    ]
    return iter(sorted(people, key=lambda each: (each.hours, each.staff)))


def coverage(first: dt.date, last: dt.date, sessions: Any = None) -> Coverage:
    """Of the people called to sessions held in a period, how many came to at least one (R10, R11).

    ``sessions`` narrows them down, to study days for instance.
    """
    rows = TrainingAttendance.select(TrainingAttendance.staff).join(TrainingSession)
    rows = rows.where(held_between(first, last)).switch(TrainingAttendance).join(Staff)
    rows = rows.where(Staff.left_on.is_null() | (Staff.left_on > last))
    if sessions is not None:
        rows = rows.where(sessions)
    reached = rows.where(TrainingAttendance.status.in_(ATTENDED))
    return Coverage(
        reached.select(TrainingAttendance.staff).distinct().count(),
        rows.select(TrainingAttendance.staff).distinct().count(),
    )


def completion(plan: LearningPlan, last: dt.date) -> Coverage:
    """Of the plan's subjects that were due by a day, how many had a session held."""
    due = LearningPlanItem.select(LearningPlanItem.id).where(
        (LearningPlanItem.plan == plan.id)
        & (LearningPlanItem.month <= (last.month if last.year == plan.year else 12))
    )
    held = (
        TrainingSession.select(TrainingSession.plan_item)
        .where(TrainingSession.plan_item.in_(due) & held_between(dt.date(plan.year, 1, 1), last))
        .distinct()
    )
    return Coverage(held.count(), due.count())
