"""A year's targets in the order in which they serve each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from logistics.permissions import Actor, visible
from logistics.tables.organisation import Unit
from logistics.tables.people import Staff
from logistics.tables.targets import Target

COUNTED = ("published", "reached", "done")
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Branch:
    """One target and how deep it stands under those that it serves."""

    target: Target
    depth: int


@dataclass(frozen=True)
class Totals:
    """A year's targets in figures; ``score`` is weighted within the center's own targets."""

    number: int
    reached: int
    overdue: int
    score: Decimal | None


def branches_of(year: int, actor: Actor) -> list[Branch]:
    """The targets of a year that the actor may read, each under the one that it serves (R65)."""
    query = (
        Target.select(Target, Unit, Staff)
        .join(Unit)
        .switch(Target)
        .join(Staff, on=(Target.owner == Staff.id))
        .where((Target.year == year) & (Target.status != "withdrawn"))
        .order_by(Target.level, Target.id)
    )
    rows = list(visible(actor, query, Target))
    ids = {row.id for row in rows}
    below: dict[int | None, list[Target]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in ids else None, []).append(row)
    return list(_walk(below, None, 0))


def totals_of(branches: Sequence[Branch], today: dt.date) -> Totals:
    """How far a year has come."""
    rows = [branch.target for branch in branches if branch.target.status in COUNTED]
    scored = [row for row in rows if row.level == "center" and row.score is not None]
    weight = sum((row.weight for row in scored), Decimal(0))
    points = sum((row.weight * row.score for row in scored), Decimal(0))
    return Totals(
        number=len(rows),
        reached=sum(row.status in ("reached", "done") for row in rows),
        overdue=sum(row.status == "published" and row.due_on < today for row in rows),
        score=(points / weight).quantize(TENTH) if weight else None,
    )


def _walk(
    below: dict[int | None, list[Target]], parent: int | None, depth: int
) -> Iterator[Branch]:
    for row in below.get(parent, ()):
        yield Branch(row, depth)
        yield from _walk(below, row.id, depth + 1)
