"""Talks heart to heart: at least three a year with everybody of the center's own."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from logistics.tables.care import CareEvent
from logistics.tables.organisation import Unit
from logistics.tables.people import Staff

TALKS_A_YEAR = 3
DAYS_A_YEAR = 365


@dataclass(frozen=True)
class Coverage:
    """Of ``people``, with how many ``needed`` talks each were held in the period."""

    people: int
    covered: int
    needed: int


def talk_coverage(first: dt.date, last: dt.date) -> Coverage:
    """How far the year's talks have come by the end of a period, in proportion to it (R89)."""
    staff = {row.id for row in own_people(first, last)}
    days = (last - first).days + 1
    needed = TALKS_A_YEAR * days // DAYS_A_YEAR
    talks = CareEvent.select(CareEvent.staff).where(
        (CareEvent.kind == "talk") & CareEvent.held_on.between(first, last)
    )
    held = Counter(row.staff_id for row in talks)
    covered = sum(held[person] >= max(1, needed) for person in staff)
    return Coverage(len(staff), covered, max(1, needed))


def own_people(first: dt.date, last: dt.date) -> list[Staff]:
    """The center's own people through the whole of a period."""
    center = Unit.select(Unit.id).where(Unit.kind == "center")
    sections = Unit.select(Unit.id).where(Unit.parent.in_(center))
    return list(
        Staff.select()
        .where(
            (Staff.unit.in_(center) | Staff.unit.in_(sections))
            & (Staff.hired_on <= first)
            & (Staff.left_on.is_null() | (Staff.left_on >= last))
        )
        .order_by(Staff.id)
    )
