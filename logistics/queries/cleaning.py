"""Cleaning in figures: compliance by area-days, inspection scores, square metres a cleaner."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, NamedTuple

import peewee

from logistics.calendar import days_between, kinds_between
from logistics.database import average, local_today, total
from logistics.holidays import WORKED
from logistics.tables.cleaning import (
    LEAST_ROUNDS,
    CleanArea,
    CleaningInspection,
    CleaningTask,
)
from logistics.tables.organisation import Site
from logistics.tables.people import Staff

HUNDRED = Decimal(100)


class AreaDays(NamedTuple):
    """Open days of the areas of one office area, by the rounds that were done on them.

    ``kept``: as many as the area's plan requires. ``twice``: at least two, which the house promises
    for every area.
    """

    site: Site
    open: int
    kept: int
    twice: int

    @property
    def percent(self) -> Decimal | None:
        """Compliance: days with the required rounds done, of the open days; None without any."""
        return (HUNDRED * self.kept / self.open).quantize(Decimal("0.01")) if self.open else None


class Staffing(NamedTuple):
    """How much there is to clean at an office area, and by how many."""

    site: Site
    size: Decimal
    cleaners: int

    @property
    def each(self) -> Decimal | None:
        """Square metres a cleaner; None without a cleaner."""
        return (self.size / self.cleaners).quantize(Decimal("0.1")) if self.cleaners else None


def is_open(area: CleanArea, day: dt.date, kind: str) -> bool:
    """Whether an area is cleaned on a day of this kind of the calendar."""
    if day < area.starts_on or (area.ends_on is not None and day > area.ends_on):
        return False
    return bool(area.days == "all" or kind in WORKED)


def open_days(first: dt.date, last: dt.date) -> dict[int, int]:
    """By office area, the open days of its areas, from the plan and the calendar alone (R39)."""
    kinds = kinds_between(first, last)
    counts: dict[int, int] = {}
    for area in CleanArea.select():
        days = sum(is_open(area, day, kinds[day]) for day in days_between(first, last))
        counts[area.site_id] = counts.get(area.site_id, 0) + days
    return {site: count for site, count in counts.items() if count}


def area_days(first: dt.date, last: dt.date) -> list[AreaDays]:
    """Compliance of every office area with open days in the span, by its order in lists (R39).

    A round counts only when it was done inside its window; a forgiven miss is not done. An open
    day for which no round was ever laid out is not kept either. Days to come are not counted.
    """
    last = min(last, local_today())
    done = peewee.fn.COUNT(peewee.Case(None, [(CleaningTask.status == "done", 1)]))
    days: Any = (
        CleaningTask.select(CleaningTask.site, CleanArea.rounds_per_day, done)
        .join(CleanArea)
        .where(CleaningTask.day.between(first, last))
        .group_by(CleaningTask.site, CleaningTask.area, CleaningTask.day, CleanArea.rounds_per_day)
        .tuples()
    )
    counts = {site: [count, 0, 0] for site, count in open_days(first, last).items()}
    for site, required, rounds in days:
        count = counts.setdefault(site, [0, 0, 0])
        count[1] += rounds >= required
        count[2] += rounds >= LEAST_ROUNDS
    sites = Site.select().where(Site.id.in_(list(counts))).order_by(Site.position, Site.code)
    return [AreaDays(site, *counts[site.id]) for site in sites]


def mean_score(first: dt.datetime, last: dt.datetime) -> tuple[Decimal | None, int]:
    """The mean score of the inspections from ``first`` to before ``last``, and their number."""
    row: Any = (
        CleaningInspection.select(
            average(CleaningInspection.score), peewee.fn.COUNT(CleaningInspection.id)
        )
        .where(
            (CleaningInspection.inspected_at >= first) & (CleaningInspection.inspected_at < last)
        )
        .tuples()
        .get()
    )
    mean, count = row
    return (None if mean is None else mean.quantize(Decimal("0.01"))), count


def staffing(day: dt.date) -> list[Staffing]:
    """Square metres and cleaners of every office area on a day, by its order in lists (R38)."""
    is_open = (CleanArea.starts_on <= day) & (
        CleanArea.ends_on.is_null() | (CleanArea.ends_on >= day)
    )
    sizes: Any = (
        CleanArea.select(CleanArea.site, total(CleanArea.size))
        .where(is_open)
        .group_by(CleanArea.site)
        .tuples()
    )
    cleaners: Any = (
        CleanArea.select(CleanArea.site, peewee.fn.COUNT(CleanArea.cleaner.distinct()))
        .join(Staff)
        .where(is_open & (Staff.hired_on <= day))
        .group_by(CleanArea.site)
        .tuples()
    )
    by_site, people = dict(sizes), dict(cleaners)
    sites = Site.select().where(Site.id.in_(list(by_site))).order_by(Site.position, Site.code)
    return [Staffing(site, by_site[site.id], people.get(site.id, 0)) for site in sites]
