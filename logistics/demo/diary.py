"""What happened when: entries that the areas write and the loader plays in order of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

from logistics.calendar import add_workdays, days_between, is_workday
from logistics.database import local_today, now, office_zone

SET_UP_ON = dt.date(2025, 12, 15)
"""The day on which the house is set up: January's roster is compiled before January."""
FIRST_DAY = dt.date(2026, 1, 1)
LAST_DAY = dt.date(2026, 6, 30)
MOVE_DAY = dt.date(2026, 6, 3)
"""The day in early June on which units moved to Sishui."""
OPENS = 8
LIVING = dt.timedelta(days=60)
"""No entry of the living part lies longer ago than that."""


class Entry(NamedTuple):
    """At ``moment``, do ``act``; ``order`` settles what happens at the same moment."""

    moment: dt.datetime
    order: int
    act: Callable[[], object]


def moment(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """A time of day on the office's clock."""
    return dt.datetime.combine(day, dt.time(hour, minute), office_zone())


def workdays(first: dt.date = FIRST_DAY, last: dt.date = LAST_DAY) -> Iterator[dt.date]:
    """The working days between two days, both included."""
    return (day for day in days_between(first, last) if is_workday(day))


def living_days(before: int, after: int) -> Iterator[dt.date]:
    """The days around today: the part of the demonstration that lives."""
    today = local_today()
    return days_between(today - dt.timedelta(days=before), today + dt.timedelta(days=after))


def beginning() -> dt.date:
    """New Year's Day of the first year that the demonstration shows: before it there is nothing."""
    return dt.date(min(FIRST_DAY, local_today() - LIVING).year, 1, 1)


def at_night() -> bool:
    """Whether the day has not begun yet: nobody comes to the gate, no car is out."""
    return now() < moment(local_today(), OPENS)


def last_workday() -> dt.date:
    """The working day before today: what lies open today was found then."""
    return add_workdays(local_today(), -1)


def this_morning() -> dt.datetime:
    """Eight o'clock today, or now when it is earlier: what is on the desks of today."""
    return min(moment(local_today(), OPENS), now())
