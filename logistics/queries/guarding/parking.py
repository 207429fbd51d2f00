"""Parking violations before and after the lanes were marked (R33)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, NamedTuple

import peewee

from logistics.database import local_day, office_zone
from logistics.tables.guarding import ParkingLane, ParkingViolation
from logistics.tables.organisation import Site

A_YEAR = dt.timedelta(days=365)
A_MONTH = Decimal(30)


class BeforeAndAfter(NamedTuple):
    """Violations of one office area in the days before and after its lanes were marked."""

    site: Site
    marked_on: dt.date
    before: int
    days_before: int
    after: int
    days_after: int

    @property
    def a_month_before(self) -> Decimal | None:
        """Violations in thirty days before the marking; None without a day before it."""
        return _a_month(self.before, self.days_before)

    @property
    def a_month_after(self) -> Decimal | None:
        return _a_month(self.after, self.days_after)

    @property
    def has_fallen(self) -> bool:
        before, after = self.a_month_before, self.a_month_after
        return before is not None and after is not None and after < before


def earlier_violations(violation: ParkingViolation) -> int:
    """How often the same keeper's car was found within the year before."""
    return int(
        ParkingViolation.select()
        .where(
            (ParkingViolation.owner == violation.owner_id)
            & (ParkingViolation.found_at < violation.found_at)
            & (ParkingViolation.found_at >= violation.found_at - A_YEAR)
        )
        .count()
    )


def before_and_after(first: dt.date, last: dt.date) -> list[BeforeAndAfter]:
    """Each office area whose lanes were marked within the span, by its order in lists."""
    marked: Any = (
        ParkingLane.select(ParkingLane.site, peewee.fn.MAX(ParkingLane.marked_on))
        .where(ParkingLane.marked_on.between(first, last))
        .group_by(ParkingLane.site)
        .tuples()
    )
    days = dict(marked)
    sites = Site.select().where(Site.id.in_(list(days))).order_by(Site.position, Site.code)
    return [_compare(site, _day(days[site.id]), first, last) for site in sites]


def _compare(site: Site, marked_on: dt.date, first: dt.date, last: dt.date) -> BeforeAndAfter:
    begins = dt.datetime.combine(first, dt.time(), office_zone())
    ends = dt.datetime.combine(last, dt.time(), office_zone()) + dt.timedelta(days=1)
    rows = ParkingViolation.select(ParkingViolation.found_at).where(
        (ParkingViolation.site == site.id)
        & (ParkingViolation.found_at >= begins)
        & (ParkingViolation.found_at < ends)
    )
    found = [local_day(row.found_at) for row in rows]
    before = sum(day < marked_on for day in found)
    # Where nobody worked yet, no car could stand in the way.
    opened_on = max(first, site.opened_on or first)
    return BeforeAndAfter(
        site,
        marked_on,
        before,
        max(0, (marked_on - opened_on).days),
        len(found) - before,
        (last - marked_on).days + 1,
    )


def _day(value: dt.date | str) -> dt.date:
    """SQLite answers an aggregate of days as text."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _a_month(count: int, days: int) -> Decimal | None:
    if not days:
        return None
    return (count * A_MONTH / days).quantize(Decimal("0.1"))
