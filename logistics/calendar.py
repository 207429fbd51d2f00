"""Working days, holidays and half-years of the office.

The printed calendar (``logistics.holidays``) holds until a row of ``calendar_day`` says otherwise:
the notice for the next year appears only in autumn, and an office may have days of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from logistics.holidays import KNOWN_YEARS, WORKED, printed_kind, printed_name
from logistics.tables.organisation import CalendarDay
from logistics.wording import Words, _

ONE_DAY = dt.timedelta(days=1)
# Longer than the longest run of days off, so that one look is nearly always enough.
LOOK_AHEAD = 14
FESTIVALS = {
    str(words): words
    for words in (
        _("New Year's Day"),
        _("Spring Festival"),
        _("Tomb-sweeping Day"),
        _("Labour Day"),
        _("Dragon Boat Festival"),
        _("Mid-autumn Festival"),
        _("National Day"),
        _("Anti-Fascist 70th Day"),
    )
}


class HalfYear(NamedTuple):
    """January to June (``half`` 1) or July to December (2); both days are inclusive."""

    year: int
    half: int
    first: dt.date
    last: dt.date


def kind_of(day: dt.date) -> str:
    """``workday``, ``weekend``, ``statutory``, ``bridge_off`` or ``adjusted_work``."""
    return kinds_between(day, day)[day]


def is_workday(day: dt.date) -> bool:
    """Whether the office works on ``day``, adjusted working days included (R37)."""
    return kind_of(day) in WORKED


def kinds_between(first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """The kind of every day from ``first`` to ``last`` inclusive, in one statement."""
    kinds = {day: printed_kind(day) for day in days_between(first, last)}
    kinds.update((row.day, row.kind) for row in _entered(first, last))
    return kinds


def names_between(first: dt.date, last: dt.date) -> dict[dt.date, Words | str]:
    """The occasion of each day that has one: a festival, or the office's own word."""
    names: dict[dt.date, Words | str] = {
        day: FESTIVALS.get(name, name)
        for day in days_between(first, last)
        if (name := printed_name(day))
    }
    for row in _entered(first, last):
        if row.name:
            names[row.day] = FESTIVALS.get(row.name, row.name)
        elif row.kind != printed_kind(row.day):
            names.pop(row.day, None)
    return names


def workdays_between(first: dt.date, last: dt.date) -> int:
    """How many working days lie from ``first`` to ``last`` inclusive; 0 when last is earlier."""
    return sum(kind in WORKED for kind in kinds_between(first, last).values())


def add_workdays(day: dt.date, count: int) -> dt.date:
    """The ``count``-th working day after ``day`` (before it, when negative).

    ``day`` itself is not counted; with ``count`` 0 it is returned as it is, worked or not.
    """
    step = 1 if count >= 0 else -1
    left = abs(count)
    while left:
        edge = day + dt.timedelta(days=step * (2 * left + LOOK_AHEAD))
        kinds = kinds_between(min(day, edge), max(day, edge))
        while left and day != edge:
            day += step * ONE_DAY
            left -= kinds[day] in WORKED
    return day


def half_year(day: dt.date) -> HalfYear:
    """The half-year in which ``day`` lies."""
    if day.month <= 6:
        return HalfYear(day.year, 1, dt.date(day.year, 1, 1), dt.date(day.year, 6, 30))
    return HalfYear(day.year, 2, dt.date(day.year, 7, 1), dt.date(day.year, 12, 31))


def month_days(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the month in which ``day`` lies."""
    first = day.replace(day=1)
    return first, (first + dt.timedelta(days=31)).replace(day=1) - ONE_DAY


def calendar_warning(first: dt.date, last: dt.date) -> Words | None:
    """What to tell whoever plans over years whose holidays nobody has entered yet."""
    unknown = [
        year
        for year in range(first.year, last.year + 1)
        if year not in KNOWN_YEARS and not _has_days_of(year)
    ]
    if not unknown:
        return None
    return _(
        "The holidays of %(year)s are not known yet; Monday to Friday are taken as working days. "
        "Import them into the calendar as soon as they are published.",
        year=str(unknown[0]),
    )


def days_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every day from ``first`` to ``last`` inclusive."""
    for offset in range((last - first).days + 1):
        yield first + dt.timedelta(days=offset)


def _entered(first: dt.date, last: dt.date) -> list[CalendarDay]:
    query = CalendarDay.select(CalendarDay.day, CalendarDay.kind, CalendarDay.name)
    return list(query.where(CalendarDay.day.between(first, last)))


def _has_days_of(year: int) -> bool:
    days = CalendarDay.day.between(dt.date(year, 1, 1), dt.date(year, 12, 31))
    return bool(CalendarDay.select(CalendarDay.id).where(days).exists())
