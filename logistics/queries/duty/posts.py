"""The posts that a month has to fill, and the pools of people who may fill them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import peewee

from logistics.calendar import days_between, kinds_between, month_days
from logistics.database import local_day, office_zone
from logistics.queries.people import leave_between
from logistics.rostering import DAY_CLASSES, Interval, Tally, day_class, instants
from logistics.tables.duty import DutyAssignment, DutyMember, DutyNeed, DutyShift
from logistics.tables.duty.shifts import NIGHT_KINDS
from logistics.tables.organisation import Site
from logistics.tables.people import Staff, StaffLeave

ONE_MOMENT = dt.timedelta(microseconds=1)
OPENINGS = {
    "workday": "opening_workdays",
    "weekend": "opening_weekends",
    "statutory": "opening_statutory",
}


class PostKey(NamedTuple):
    """Names one post of the roster."""

    shift_id: int
    duty_on: dt.date
    role: str
    place: int


@dataclass(frozen=True)
class DutyPost:
    """One place on one day that one person has to fill."""

    key: PostKey
    shift: DutyShift
    day_class: str
    starts_at: dt.datetime
    ends_at: dt.datetime


class Away:
    """On which days people cannot be put on duty: leave, not yet hired, or gone."""

    def __init__(self, staff: Iterable[Staff], first: dt.date, last: dt.date) -> None:
        self.staff = {person.id: person for person in staff}
        self.leave: dict[int, list[StaffLeave]] = defaultdict(list)
        meeting = leave_between(first, last + dt.timedelta(days=1))
        leaves = meeting.where(StaffLeave.staff.in_(list(self.staff)))
        for leave in leaves:
            self.leave[leave.staff_id].append(leave)

    def leave_during(
        self, staff_id: int, starts_at: dt.datetime, ends_at: dt.datetime
    ) -> StaffLeave | None:
        """The leave that meets an interval."""
        first, last = local_day(starts_at), local_day(ends_at - ONE_MOMENT)
        for leave in self.leave.get(staff_id, ()):
            if leave.starts_on <= last and leave.ends_on >= first:
                return leave
        return None

    def is_employed(self, staff_id: int, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
        """Whether the person belongs to the house during the whole interval."""
        person = self.staff[staff_id]
        last = local_day(ends_at - ONE_MOMENT)
        return bool(
            person.hired_on <= local_day(starts_at)
            and (person.left_on is None or person.left_on >= last)
        )


def posts_of(month: dt.date) -> list[DutyPost]:
    """Every post of the month in order of time, by the shifts in use and the calendar."""
    first, last = month_days(month)
    needs = needs_by_shift()
    return [
        DutyPost(PostKey(shift.id, day, need.role, place), shift, klass, *span)
        for day, klass, shift, span in _shift_days(first, last)
        if not shift.by_office
        for need in needs[shift.id]
        for place in range(1, need.people + 1)
    ]


def hours_planned(month: dt.date) -> dict[tuple[int | None, str], list[Interval]]:
    """For each office area and role, the hours that any shift covers in and just before the month.

    Shifts that the office keeps itself cover for the duty officers.
    """
    first, last = month_days(month)
    needs = needs_by_shift()
    planned: dict[tuple[int | None, str], list[Interval]] = defaultdict(list)
    for _day, _klass, shift, span in _shift_days(first - dt.timedelta(days=1), last):
        roles = ["on_duty"] if shift.by_office else [need.role for need in needs[shift.id]]
        for role in roles:
            planned[shift.site_id, role].append(Interval(*span))
    return planned


def office_hours_of(month: dt.date) -> list[tuple[dt.date, DutyShift]]:
    """On which days of the month the office itself keeps which shift."""
    return [
        (day, shift)
        for day, _klass, shift, _span in _shift_days(*month_days(month))
        if shift.by_office
    ]


def needs_by_shift() -> Mapping[int, Sequence[DutyNeed]]:
    """What each shift needs."""
    needs: dict[int, list[DutyNeed]] = defaultdict(list)
    for need in DutyNeed.select().order_by(DutyNeed.shift, DutyNeed.id):
        needs[need.shift_id].append(need)
    return needs


def pools() -> dict[tuple[str, int | None], list[Staff]]:
    """Who may be put on duty, by role and office area, in the order of the rotation.

    Members without an office area stand in the pool of each; ``None`` asks for everybody.
    """
    members = (
        DutyMember.select(DutyMember, Staff)
        .join(Staff)
        .where(DutyMember.is_eligible)
        .order_by(DutyMember.position, Staff.staff_no)
    )
    found: dict[tuple[str, int | None], list[Staff]] = defaultdict(list)
    sites = [site.id for site in Site.select(Site.id)]
    for member in members:
        found[member.role, None].append(member.staff)
        for site_id in sites if member.site_id is None else [member.site_id]:
            found[member.role, site_id].append(member.staff)
    return found


def tally_so_far() -> Tally:
    """All duties that anybody has been given, with what he brought along."""
    tally = Tally()
    counted: Any = (
        DutyAssignment.select(
            DutyAssignment.role,
            DutyAssignment.staff,
            DutyAssignment.day_class,
            DutyShift.kind,
            peewee.fn.COUNT(DutyAssignment.id),
        )
        .join(DutyShift)
        .where(DutyAssignment.status == "assigned")
        .group_by(
            DutyAssignment.role,
            DutyAssignment.staff,
            DutyAssignment.day_class,
            DutyShift.kind,
        )
    )
    for role, staff_id, klass, kind, count in counted.tuples():
        tally.add(role, staff_id, klass, kind in NIGHT_KINDS, count)
    for member in list(DutyMember.select()):
        for klass in DAY_CLASSES:
            opening = getattr(member, OPENINGS[klass]) or 0
            tally.add(member.role, member.staff_id, klass, is_night=False, times=opening)
    return tally


def _shift_days(
    first: dt.date, last: dt.date
) -> Iterable[tuple[dt.date, str, DutyShift, tuple[dt.datetime, dt.datetime]]]:
    shifts = list(
        DutyShift.select(DutyShift, Site)
        .join(Site, peewee.JOIN.LEFT_OUTER)
        .where(DutyShift.is_active)
        .order_by(DutyShift.starts, DutyShift.position, DutyShift.id)
    )
    kinds = kinds_between(first, last)
    for day in days_between(first, last):
        klass = day_class(kinds[day])
        for shift in shifts:
            if shift.kept_on(klass):
                yield day, klass, shift, instants(day, shift.starts, shift.ends, office_zone())
