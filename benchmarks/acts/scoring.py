"""2,000 people scored from 200,000 events and 36,000 ratings.

Its floor writes nothing: the statements that sum the same records in the database, alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from benchmarks import data
from benchmarks.acts.people import ASSESSOR, SITES, actor
from logistics.database import database
from logistics.operations.assessment import score_cycles
from logistics.operations.assessment.defaults import seed_schemes
from logistics.operations.outcomes import Seen, all_of
from logistics.operations.sets import append_rows
from logistics.permissions import SYSTEM
from models import (
    AssessmentClause,
    AssessmentCycle,
    AssessmentDimension,
    AssessmentEvent,
    AssessmentItem,
    AssessmentParticipant,
    AssessmentRating,
    CycleScheme,
    Post,
)

EVENTS_EACH, RATERS = 100, 6
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 6, 30)
GROUPS = ("peer", "peer", "peer", "served", "served", "served")
SUMMED = (
    "SELECT staff_id, item_id, count(*), count(CASE WHEN points > 0 THEN 1 END), sum(points), "
    "sum(quantity), sum(possible) FROM assessment_event "
    "WHERE cycle_id = {cycle} AND status = 'confirmed' GROUP BY staff_id, item_id",
    "SELECT staff_id, item_id, rater_group, count(*), sum(value) FROM assessment_rating "
    "WHERE cycle_id = {cycle} GROUP BY staff_id, item_id, rater_group",
)


def fill() -> None:
    """A cycle that is ready to be scored, its people spread over the schemes of all families."""
    schemes = seed_schemes(actor=SYSTEM)
    post = Post.create(code="ANY", name="岗位", family="guard", site=SITES[0])
    cycle = AssessmentCycle.create(
        code="2026H1", name="2026年上半年", starts_on=FIRST, ends_on=LAST, status="rated"
    )
    append_rows(CycleScheme, ("cycle", "scheme"), [(cycle.id, s.id) for s in schemes], actor=SYSTEM)
    people = {n: schemes[n % len(schemes)].id for n in range(1, data.STAFF + 1)}
    append_rows(
        AssessmentParticipant,
        ("cycle", "staff", "scheme", "post", "months"),
        ((cycle.id, staff, scheme, post.id, Decimal(6)) for staff, scheme in people.items()),
        actor=SYSTEM,
    )
    # Lists: while PostgreSQL copies rows it answers no other question.
    append_rows(AssessmentEvent, EVENT, list(_events(cycle.id, people)), actor=SYSTEM)
    append_rows(AssessmentRating, RATING, list(_ratings(cycle.id, people)), actor=SYSTEM)


def perform() -> None:
    """One run over the whole cycle."""
    all_of(score_cycles(seen=[Seen(_cycle().id)], actor=actor(ASSESSOR)))


def floor() -> None:
    """The sums alone, as the driver gives them."""
    for text in SUMMED:
        database.execute_sql(text.format(cycle=_cycle().id)).fetchall()


EVENT = (
    "cycle", "staff", "item", "clause", "day", "quantity", "possible", "points", "status",
)  # fmt: skip
RATING = ("cycle", "staff", "item", "rater_group", "rater", "value")


def _cycle() -> AssessmentCycle:
    cycle: AssessmentCycle = AssessmentCycle.select().get()
    return cycle


def _events(cycle: int, people: dict[int, int]) -> Iterator[tuple[Any, ...]]:
    """The same number for everybody: one in eight costs points, the others show that one looked."""
    items = _items(("deduct", "ratio", "target"))
    clauses = _clauses()
    for staff, scheme in people.items():
        own = items[scheme]
        for n in range(EVENTS_EACH):
            item = own[(staff + n) % len(own)]
            clause, points = clauses.get(item, (None, Decimal(0)))
            against = (staff * 7 + n) % 8 == 0 and clause is not None
            yield (
                cycle, staff, item, clause if against else None,
                FIRST + dt.timedelta(days=n % 180), Decimal(9), Decimal(10),
                points if against else Decimal(0), "confirmed",
            )  # fmt: skip


def _ratings(cycle: int, people: dict[int, int]) -> Iterator[tuple[Any, ...]]:
    items = _items(("rating",))
    for staff, scheme in people.items():
        for item in items[scheme]:
            for n in range(RATERS):
                rater = 1 + (staff + 1 + n * 37) % data.STAFF
                yield cycle, staff, item, GROUPS[n], rater, Decimal(70 + (staff + n * 5) % 31)


def _items(methods: tuple[str, ...]) -> dict[int, list[int]]:
    """The items of each scheme that are scored in one of these ways."""
    rows: Any = (
        AssessmentItem.select(AssessmentDimension.scheme, AssessmentItem.id)
        .join(AssessmentDimension)
        .where(AssessmentItem.method.in_(methods))
        .order_by(AssessmentItem.id)
        .tuples()
    )
    found: dict[int, list[int]] = {}
    for scheme, item in rows:
        found.setdefault(scheme, []).append(item)
    return found


def _clauses() -> dict[int, tuple[int, Decimal]]:
    """One clause of each item with the points that it costs."""
    rows = AssessmentClause.select().where(AssessmentClause.points > 0)
    return {row.item_id: (row.id, row.points) for row in rows}
