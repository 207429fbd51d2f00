"""People by their place: who heads a unit, who stands behind an account."""

from __future__ import annotations

import datetime as dt
from typing import Any

from logistics.database import local_today
from logistics.tables.base import Account
from logistics.tables.organisation import Building, Room, Unit
from logistics.tables.people import (
    AWAY,
    FAMILIES,
    Post,
    RoomAllocation,
    Staff,
    StaffLeave,
    StaffPost,
)


def head_of(unit: Unit, day: dt.date | None = None) -> Staff | None:
    """Who heads the unit on ``day`` (today): the holder of its post, not the one who backs it
    (R83, R86).
    """
    day = day or local_today()
    found: Staff | None = (
        Staff.select()
        .join(StaffPost, on=(StaffPost.staff == Staff.id))
        .where(
            (StaffPost.heads_unit == unit.id)
            & ~StaffPost.is_backup
            & (StaffPost.starts_on <= day)
            & (StaffPost.ends_on.is_null() | (StaffPost.ends_on >= day))
            & (Staff.left_on.is_null() | (Staff.left_on >= day))
        )
        .order_by(StaffPost.starts_on.desc(), StaffPost.id)
        .first()
    )
    return found


def staff_of(account: Account) -> Staff | None:
    """The member of staff who uses the account; None for accounts of the house itself."""
    found: Staff | None = Staff.get_or_none(Staff.account == account.id)
    return found


def people_of(audience: str, day: dt.date | None = None) -> Any:
    """The staff whom a rule binds or a lesson is for on ``day`` (today), as a query.

    ``audience`` is a code of ``AUDIENCES``: everybody, the center with its sections, or those of
    the center who hold a post of one family.
    """
    day = day or local_today()
    there = (Staff.hired_on <= day) & (Staff.left_on.is_null() | (Staff.left_on >= day))
    people = Staff.select().where(there).order_by(Staff.id)
    if audience == "everybody":
        return people
    people = people.where(Staff.unit.in_(_units_of_center()))
    if audience not in FAMILIES:
        return people
    holders = StaffPost.select(StaffPost.staff).join(Post)
    return people.where(Staff.id.in_(holders.where((Post.family == audience) & _holds_on(day))))


def audiences_of(person: Staff, day: dt.date | None = None) -> frozenset[str]:
    """The codes of ``AUDIENCES`` to which somebody belongs on ``day`` (today)."""
    if not _units_of_center().where(Unit.id == person.unit_id).exists():
        return frozenset({"everybody"})
    posts: Any = (
        StaffPost.select(Post.family)
        .join(Post)
        .where((StaffPost.staff == person.id) & _holds_on(day or local_today()))
        .tuples()
    )
    return frozenset({"everybody", "center", *(family for (family,) in posts)})


def _units_of_center() -> Any:
    """The center and its sections."""
    center = Unit.select(Unit.id).where(Unit.kind == "center")
    return Unit.select(Unit.id).where(Unit.id.in_(center) | Unit.parent.in_(center))


def _holds_on(day: dt.date) -> Any:
    return (StaffPost.starts_on <= day) & (StaffPost.ends_on.is_null() | (StaffPost.ends_on >= day))


def holders_of(post_id: int, day: dt.date) -> list[StaffPost]:
    """Who holds a post on a day, with person and unit; those who stand in come last."""
    query: Any = (
        StaffPost.select(StaffPost, Staff, Unit)
        .join(Staff)
        .join(Unit)
        .where((StaffPost.post == post_id) & _on(StaffPost, day))
        .order_by(StaffPost.is_backup, Staff.staff_no)
    )
    return list(query)


def leave_between(first: dt.date, last: dt.date) -> Any:
    """The approved leave that meets the days ``first`` to ``last``, as a query (R13)."""
    return StaffLeave.select().where(
        StaffLeave.status.in_(list(AWAY))
        & (StaffLeave.starts_on <= last)
        & (StaffLeave.ends_on >= first)
    )


def rooms_in_use(site_id: int, day: dt.date) -> Any:
    """The allocations of an office area's rooms on a day, by building and room (R49)."""
    return (
        RoomAllocation.select(RoomAllocation, Room, Building)
        .join(Room)
        .join(Building)
        .where((Building.site == site_id) & _on(RoomAllocation, day))
        .order_by(Building.code, Room.code, RoomAllocation.id)
    )


def _on(model: Any, day: dt.date) -> Any:
    return (model.starts_on <= day) & (model.ends_on.is_null() | (model.ends_on >= day))
