"""Who is assessed, who leads whom, and who may rate whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from logistics.tables.assessment import AssessmentCycle, AssessmentParticipant, AssessmentScheme
from logistics.tables.organisation import Unit
from logistics.tables.people import Post, Staff, StaffPost


class Holder(NamedTuple):
    """Somebody who held a post of a family within a period."""

    staff: int
    name: str
    post: int
    family: str
    hired_on: dt.date
    left_on: dt.date | None


@dataclass(frozen=True)
class Units:
    """The tree of the units, and who heads each on a day. Loaded once, asked often."""

    parents: Mapping[int, int | None]
    heads: Mapping[int, int]
    center: frozenset[int]

    def leader_of(self, staff: int, unit: int) -> int | None:
        """The head of the person's unit; for a head, the head above."""
        place: int | None = unit
        while place is not None:
            head = self.heads.get(place)
            if head is not None and head != staff:
                return head
            place = self.parents[place]
        return None


def participant_of(cycle: int, staff: int) -> AssessmentParticipant | None:
    """One person's place in a cycle; None when he is not assessed in it."""
    found: AssessmentParticipant | None = AssessmentParticipant.get_or_none(
        (AssessmentParticipant.cycle == cycle) & (AssessmentParticipant.staff == staff)
    )
    return found


def load_units(day: dt.date) -> Units:
    """All units with their heads on ``day``. The center is every unit of that kind and below it."""
    rows: Any = list(Unit.select(Unit.id, Unit.parent, Unit.kind).tuples())
    parents = {unit: parent for unit, parent, _kind in rows}
    kinds = {unit: kind for unit, _parent, kind in rows}
    center = frozenset(unit for unit in parents if "center" in _line(unit, parents, kinds))
    heads: Any = (
        StaffPost.select(StaffPost.heads_unit, StaffPost.staff)
        .where(StaffPost.heads_unit.is_null(False) & held_on(day) & ~StaffPost.is_backup)
        .order_by(StaffPost.starts_on, StaffPost.id)
        .tuples()
    )
    return Units(parents, dict(heads), center)


def _line(unit: int, parents: Mapping[int, int | None], kinds: Mapping[int, str]) -> set[str]:
    """The kinds of a unit and of all above it."""
    found: set[str] = set()
    place: int | None = unit
    while place is not None:
        found.add(kinds[place])
        place = parents[place]
    return found


def held_on(day: dt.date) -> Any:
    """Post assignments in force on a day."""
    return (StaffPost.starts_on <= day) & (StaffPost.ends_on.is_null() | (StaffPost.ends_on >= day))


def holders(families: Collection[str], first: dt.date, last: dt.date) -> list[Holder]:
    """Everybody of the center who held a post of these families, with the post held last.

    Who merely stands in, or was not in service in the period, is left out.
    """
    center = load_units(last).center
    rows: Any = (
        StaffPost.select(
            Staff.id, Staff.name, Post.id, Post.family, Staff.hired_on, Staff.left_on, Staff.unit
        )
        .join(Staff)
        .switch(StaffPost)
        .join(Post)
        .where(
            ~StaffPost.is_backup
            & (StaffPost.starts_on <= last)
            & (StaffPost.ends_on.is_null() | (StaffPost.ends_on >= first))
            & (Staff.hired_on <= last)
            & (Staff.left_on.is_null() | (Staff.left_on >= first))
        )
        .order_by(StaffPost.starts_on, StaffPost.id)
        .tuples()
    )
    held_last = {row[0]: row for row in rows if row[6] in center}
    return [Holder(*row[:6]) for _staff, row in sorted(held_last.items()) if row[3] in families]


class Rateable(NamedTuple):
    """A person whom somebody may rate, as which group, under which scheme."""

    staff: int
    name: str
    unit: int
    scheme: int
    group: str


def rateable_by(cycle: AssessmentCycle, rater: Staff) -> list[Rateable]:
    """Whom ``rater`` may rate in a cycle, and as what.

    Oneself; whom one leads; colleagues of the same unit or post family, when assessed oneself; and,
    from a unit that the center serves, the people at one's own office area.
    """
    units = load_units(cycle.ends_on)
    rows: Any = list(
        AssessmentParticipant.select(
            Staff.id, Staff.name, Staff.unit, Staff.site, AssessmentParticipant.scheme
        )
        .join(Staff)
        .where(AssessmentParticipant.cycle == cycle.id)
        .order_by(Staff.staff_no)
        .tuples()
    )
    schemes: Any = AssessmentScheme.select(AssessmentScheme.id, AssessmentScheme.post_family)
    families: dict[int, str] = dict(schemes.tuples())
    own = next((families[row[4]] for row in rows if row[0] == rater.id), None)

    def group(staff: int, unit: int, site: int, scheme: int) -> str | None:
        if staff == rater.id:
            return "self"
        if units.leader_of(staff, unit) == rater.id:
            return "leader"
        if own is not None and (unit == rater.unit_id or families[scheme] == own):
            return "peer"
        if rater.unit_id not in units.center and site == rater.site_id:
            return "served"
        return None

    return [
        Rateable(staff, name, unit, scheme, found)
        for staff, name, unit, site, scheme in rows
        if (found := group(staff, unit, site, scheme)) is not None
    ]
