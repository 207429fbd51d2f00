"""What each day is by the State Council's yearly notices, without any database.

chinesecalendar tells days off from days worked, but not a statutory holiday from the days around
it; duty is counted separately for statutory days, so they are worked out here. Source: 全国年节及
纪念日放假办法 in its versions of 1999 (10 days), 2007 and 2013 (11 days) and 2024 (13 days).
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

import chinese_calendar

WORKDAY, WEEKEND, STATUTORY, BRIDGE_OFF, ADJUSTED_WORK = (
    "workday",
    "weekend",
    "statutory",
    "bridge_off",
    "adjusted_work",
)
WORKED = frozenset({WORKDAY, ADJUSTED_WORK})
KNOWN_YEARS = range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)
SATURDAY = 5

# First day of the lunar year, fifth of the fifth month, fifteenth of the eighth: (month, day).
LUNAR = {
    2004: ((1, 22), (6, 22), (9, 28)),
    2005: ((2, 9), (6, 11), (9, 18)),
    2006: ((1, 29), (5, 31), (10, 6)),
    2007: ((2, 18), (6, 19), (9, 25)),
    2008: ((2, 7), (6, 8), (9, 14)),
    2009: ((1, 26), (5, 28), (10, 3)),
    2010: ((2, 14), (6, 16), (9, 22)),
    2011: ((2, 3), (6, 6), (9, 12)),
    2012: ((1, 23), (6, 23), (9, 30)),
    2013: ((2, 10), (6, 12), (9, 19)),
    2014: ((1, 31), (6, 2), (9, 8)),
    2015: ((2, 19), (6, 20), (9, 27)),
    2016: ((2, 8), (6, 9), (9, 15)),
    2017: ((1, 28), (5, 30), (10, 4)),
    2018: ((2, 16), (6, 18), (9, 24)),
    2019: ((2, 5), (6, 7), (9, 13)),
    2020: ((1, 25), (6, 25), (10, 1)),
    2021: ((2, 12), (6, 14), (9, 21)),
    2022: ((2, 1), (6, 3), (9, 10)),
    2023: ((1, 22), (6, 22), (9, 29)),
    2024: ((2, 10), (6, 10), (9, 17)),
    2025: ((1, 29), (5, 31), (10, 6)),
    2026: ((2, 17), (6, 19), (9, 25)),
}


def printed_kind(day: dt.date) -> str:
    """The kind of ``day`` by the notices; Monday to Friday are worked in years without one."""
    weekend = day.weekday() >= SATURDAY
    if day.year not in KNOWN_YEARS:
        return WEEKEND if weekend else WORKDAY
    if chinese_calendar.is_workday(day):
        return ADJUSTED_WORK if weekend else WORKDAY
    if day in statutory_days(day.year):
        return STATUTORY
    return WEEKEND if weekend else BRIDGE_OFF


def printed_name(day: dt.date) -> str:
    """The festival that ``day`` is off or worked for, in English; empty for an ordinary day."""
    if day.year not in KNOWN_YEARS:
        return ""
    return chinese_calendar.get_holiday_detail(day)[1] or ""


@lru_cache(maxsize=32)
def statutory_days(year: int) -> frozenset[dt.date]:
    """The statutory holidays of a year that is known; empty for any other."""
    if year not in LUNAR:
        return frozenset()
    spring, dragon_boat, mid_autumn = (dt.date(year, month, day) for month, day in LUNAR[year])
    days = {dt.date(year, 1, 1)}
    days |= _run(dt.date(year, 10, 1), 3)
    days |= _run(spring - dt.timedelta(_eves(year)), 3 + (year >= 2025))
    days |= _run(dt.date(year, 5, 1), _labour_days(year))
    if year >= 2008:
        days |= {_tomb_sweeping_day(year), dragon_boat, mid_autumn}
    if year == 2015:
        days.add(dt.date(2015, 9, 3))
    return frozenset(days)


def _eves(year: int) -> int:
    """Whether the eve of the lunar year is statutory: from 2008 to 2013 and again since 2025."""
    return int(2008 <= year <= 2013 or year >= 2025)


def _labour_days(year: int) -> int:
    if year < 2008:
        return 3
    return 2 if year >= 2025 else 1


def _tomb_sweeping_day(year: int) -> dt.date:
    april = chinese_calendar.get_solar_terms(dt.date(year, 4, 1), dt.date(year, 4, 30))
    day: dt.date = next(day for day, name in april if name == "清明")
    return day


def _run(first: dt.date, length: int) -> set[dt.date]:
    return {first + dt.timedelta(offset) for offset in range(length)}
