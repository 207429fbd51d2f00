"""Whom a check may meet by lot: everybody on a post, and the duty posts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import peewee

from logistics.database import local_day
from logistics.tables.conduct import CheckResult, CheckRound
from logistics.tables.duty import DutyShift
from logistics.tables.organisation import Site
from logistics.tables.people import Post, Staff, StaffPost

# A post that no check has met for a quarter is drawn before all others.
LONGEST_UNCHECKED = dt.timedelta(days=90)
FAULTS_REMEMBERED = dt.timedelta(days=180)
FAULT_WEIGHT = 2.0
MONTH = dt.timedelta(days=30)
MOST_MONTHS = 12.0


@dataclass(frozen=True)
class Lot:
    """A person on a post, or the duty post of an office area (``staff_id`` None)."""

    post_id: int | None
    site_id: int
    staff_id: int | None
    unchecked: dt.timedelta
    faults: int = 0

    @property
    def is_overdue(self) -> bool:
        """Whether nobody has looked there for too long."""
        return self.unchecked > LONGEST_UNCHECKED

    @property
    def weight(self) -> float:
        """Grows by one for every month unchecked, up to a year, and by two for an upheld fault."""
        return 1.0 + min(self.unchecked / MONTH, MOST_MONTHS) + FAULT_WEIGHT * self.faults


def lots_of(round_: CheckRound) -> list[Lot]:
    """Everything that a round may draw, in a fixed order. Checkers are never among the checked."""
    day = round_.planned_on
    last = _last_checks()
    faults = _faults_since(day - FAULTS_REMEMBERED)
    lots = [
        Lot(
            holding.post_id,
            holding.post.site_id,
            holding.staff_id,
            day - last.get((holding.staff_id, None), holding.starts_on),
            faults.get(holding.staff_id, 0),
        )
        for holding in _holdings(round_)
    ]
    lots += [
        Lot(None, site.id, None, day - last.get((None, site.id), dt.date.min))
        for site in _duty_sites(round_)
    ]
    return lots


def _holdings(round_: CheckRound) -> list[StaffPost]:
    day = round_.planned_on
    checkers = [round_.checker_id, round_.second_checker_id or round_.checker_id]
    query = (
        StaffPost.select(StaffPost, Post)
        .join(Post)
        .switch(StaffPost)
        .join(Staff)
        .where(
            ~StaffPost.is_backup
            & (StaffPost.starts_on <= day)
            & (StaffPost.ends_on.is_null() | (StaffPost.ends_on >= day))
            & (Staff.left_on.is_null() | (Staff.left_on >= day))
            & Staff.id.not_in(checkers)
        )
        .order_by(StaffPost.id)
    )
    if round_.site_id is not None:
        query = query.where(Post.site == round_.site_id)
    return list(query)


def _duty_sites(round_: CheckRound) -> list[Site]:
    """Office areas that keep duty with people on the roster."""
    kept = DutyShift.select(DutyShift.site).where(DutyShift.is_active & ~DutyShift.by_office)
    query = Site.select().where(Site.id.in_(kept)).order_by(Site.id)
    if round_.site_id is not None:
        query = query.where(Site.id == round_.site_id)
    return list(query)


def _last_checks() -> dict[tuple[int | None, int | None], dt.date]:
    """The last check of each person on his post, and of each office area's duty post."""
    last: Any = (
        CheckResult.select(
            CheckResult.is_duty,
            CheckResult.drawn,
            CheckResult.site,
            peewee.fn.MAX(CheckResult.checked_at).python_value(CheckResult.checked_at.python_value),
        )
        .where(CheckResult.checked_at.is_null(False))
        .group_by(CheckResult.is_duty, CheckResult.drawn, CheckResult.site)
        .tuples()
    )
    found: dict[tuple[int | None, int | None], dt.date] = {}
    for is_duty, drawn_id, site_id, moment in last:
        key = (None, site_id) if is_duty else (drawn_id, None)
        found[key] = max(found.get(key, dt.date.min), local_day(moment))
    return found


def _faults_since(day: dt.date) -> dict[int, int]:
    query: Any = (
        CheckResult.select(CheckResult.staff, peewee.fn.COUNT(CheckResult.id))
        .join(CheckRound)
        .where((CheckResult.verdict == "upheld") & (CheckRound.planned_on >= day))
        .group_by(CheckResult.staff)
        .tuples()
    )
    return dict(query)
