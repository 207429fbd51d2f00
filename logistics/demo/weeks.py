"""Working days counted in a list read once, and the weeks in which goods are bought and issued."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from logistics.calendar import kinds_between
from logistics.database import local_today
from logistics.demo.diary import FIRST_DAY, LAST_DAY, LIVING, beginning
from logistics.holidays import WORKED

LEAST_DAYS = 3
LIVING_WEEKS = 5
ONE_WEEK = dt.timedelta(days=7)


class Week(NamedTuple):
    """One week of supplies: the days of asking, issuing, buying and reconciling."""

    monday: dt.date
    asked_on: dt.date
    issued_on: dt.date
    bought_on: dt.date
    reconciled_on: dt.date


class WorkCalendar:
    """The working days from the beginning of the books to well after today."""

    @cached_property
    def days(self) -> tuple[dt.date, ...]:
        last = max(LAST_DAY, local_today()) + LIVING
        kinds = kinds_between(beginning(), last)
        return tuple(day for day in sorted(kinds) if kinds[day] in WORKED)

    def after(self, day: dt.date, count: int) -> dt.date:
        """The ``count``-th working day after ``day``; 0 is the day itself, or the next worked."""
        return self.days[bisect_left(self.days, day) + count]

    def before_today(self, count: int) -> dt.date:
        """The ``count``-th working day before today; 1 is the last one that is over."""
        return self.days[max(bisect_left(self.days, local_today()) - count, 0)]

    def weeks(self) -> Iterator[Week]:
        """The weeks of the half-year and those around today, each once, earliest first."""
        for monday in sorted({*self._mondays_of_half_year(), *self._living_mondays()}):
            week = self._week(monday)
            if week is not None:
                yield week

    def coming_week(self) -> Week:
        """The week whose goods are collected today: the first that is not issued yet."""
        monday = monday_of(local_today())
        while True:
            week = self._week(monday)
            if week is not None and week.issued_on >= local_today():
                return week
            monday += ONE_WEEK

    def _week(self, monday: dt.date) -> Week | None:
        """The week from a Monday on; None when too few of its days are worked."""
        days = self._week_of(monday)
        if monday_of(FIRST_DAY) <= monday <= LAST_DAY:
            days = [day for day in days if FIRST_DAY <= day <= LAST_DAY]
        if len(days) < LEAST_DAYS:
            return None
        return Week(monday, days[0], *days[-3:])

    def _week_of(self, monday: dt.date) -> list[dt.date]:
        first = bisect_left(self.days, max(monday, beginning()))
        last = bisect_left(self.days, monday + ONE_WEEK)
        return list(self.days[first:last])

    def _mondays_of_half_year(self) -> Iterator[dt.date]:
        first = monday_of(FIRST_DAY)
        for offset in range(0, (LAST_DAY - first).days + 1, 7):
            yield first + dt.timedelta(days=offset)

    def _living_mondays(self) -> Iterator[dt.date]:
        for back in range(LIVING_WEEKS):
            yield monday_of(local_today()) - dt.timedelta(days=7 * back)


def monday_of(day: dt.date) -> dt.date:
    """The Monday of the week of ``day``."""
    return day - dt.timedelta(days=day.weekday())


def is_told(day: dt.date) -> bool:
    """Whether the demonstration tells of a day: those of the half-year, and those before today."""
    return FIRST_DAY <= day <= LAST_DAY or day < local_today()
