"""Meetings counted: a day's most and least, by office area, and how content people were.

A meeting counts once it took place (begun, finished, rated), on the office's day of its beginning.
Days are working days; one without any meeting counts as nothing, so that it cannot hide (R37).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import peewee

from logistics.calendar import kinds_between
from logistics.database import local_day, office_zone
from logistics.holidays import WORKED
from logistics.tables.meetings import Booking, BookingRating, BookingServiceCheck, MeetingType
from logistics.tables.meetings.bookings import HELD, HOLDING
from logistics.tables.meetings.service import CONTENT
from logistics.tables.organisation import Site

CENT = Decimal("0.01")
TENTH = Decimal("0.1")
MINUTE = dt.timedelta(minutes=1)
WORKING_DAY = dt.timedelta(hours=8)


@dataclass(frozen=True)
class DayFigures:
    """Meetings a working day. All None where there is no working day to count on."""

    meetings: int
    days: int
    most: int | None
    most_on: dt.date | None
    least: int | None
    least_on: dt.date | None
    mean: Decimal | None


def held_between(first: dt.date, last: dt.date) -> Iterator[tuple[str, dt.date]]:
    """The office area's code and the day of every meeting held from ``first`` to ``last``."""
    rows: Any = (
        Booking.select(Site.code, Booking.starts_at)
        .join(Site)
        .where(Booking.status.in_(list(HELD)) & _begins_between(first, last))
        .tuples()
    )
    return ((site, local_day(starts_at)) for site, starts_at in rows)


def meetings_by_site(first: dt.date, last: dt.date) -> dict[str, int]:
    """How many meetings each office area held, by its code (R36)."""
    return dict(Counter(site for site, _day in held_between(first, last)))


def meetings_by_type(first: dt.date, last: dt.date) -> dict[str, int]:
    """How many meetings of each kind were held, by its code (R35)."""
    rows: Any = (
        Booking.select(MeetingType.code, peewee.fn.COUNT(Booking.id))
        .join(MeetingType)
        .where(Booking.status.in_(list(HELD)) & _begins_between(first, last))
        .group_by(MeetingType.code)
        .tuples()
    )
    return dict(rows)


def day_figures(first: dt.date, last: dt.date, *, sites: Collection[str] = ()) -> DayFigures:
    """The most, the least and the mean of meetings a working day (R37), at ``sites`` together.

    They are named by their codes; without any, all count.
    """
    held = held_between(first, last)
    counts = Counter(day for code, day in held if not sites or code in sites)
    worked = [day for day, kind in kinds_between(first, last).items() if kind in WORKED]
    return figures_of_days({day: counts[day] for day in worked}, sum(counts.values()))


def figures_of_days(by_day: Mapping[dt.date, int], meetings: int) -> DayFigures:
    """The figures of working days with their numbers of meetings; of equal days the first."""
    if not by_day:
        return DayFigures(meetings, 0, None, None, None, None, None)
    days = sorted(by_day)
    most, least = max(by_day.values()), min(by_day.values())
    mean = Decimal(sum(by_day.values())) / len(days)
    return DayFigures(
        meetings,
        len(days),
        most,
        next(day for day in days if by_day[day] == most),
        least,
        next(day for day in days if by_day[day] == least),
        mean.quantize(CENT, ROUND_HALF_UP),
    )


def satisfaction_between(first: dt.date, last: dt.date) -> tuple[Decimal | None, int]:
    """The share of content answers in percent, and the number of answers."""
    rows: Any = (
        BookingRating.select(BookingRating.satisfaction, peewee.fn.COUNT(BookingRating.id))
        .join(Booking)
        .where(_begins_between(first, last))
        .group_by(BookingRating.satisfaction)
        .tuples()
    )
    answers: dict[str, int] = dict(rows)
    n = sum(answers.values())
    if not n:
        return None, 0
    content = sum(answers.get(code, 0) for code in CONTENT)
    return (Decimal(100) * content / n).quantize(CENT, ROUND_HALF_UP), n


def open_checks(booking_id: int, step: str) -> list[BookingServiceCheck]:
    """The points of a step that are not in order yet, in their order."""
    query = BookingServiceCheck.select().where(
        (BookingServiceCheck.booking == booking_id)
        & (BookingServiceCheck.step == step)
        & (BookingServiceCheck.result != "done")
    )
    return list(query.order_by(BookingServiceCheck.position))


def checks_of(booking_id: int) -> list[BookingServiceCheck]:
    """The check list of a booking in its order."""
    query = BookingServiceCheck.select().where(BookingServiceCheck.booking == booking_id)
    return list(query.order_by(BookingServiceCheck.position))


def use_of_rooms(room_ids: Collection[int], first: dt.date, last: dt.date) -> dict[int, Decimal]:
    """How many percent of the working days' hours each room is kept by meetings, coming ones too.

    A working day has eight hours; meetings on days off do not count. Empty without a working day.
    """
    worked = {day for day, kind in kinds_between(first, last).items() if kind in WORKED}
    if not worked:
        return {}
    kept = dict.fromkeys(room_ids, dt.timedelta())
    rows: Any = (
        Booking.select(Booking.room, Booking.starts_at, Booking.ends_at)
        .where(
            Booking.room.in_(list(room_ids))
            & Booking.status.in_(list(HOLDING))
            & _begins_between(first, last)
        )
        .tuples()
    )
    for room_id, starts_at, ends_at in rows:
        if local_day(starts_at) in worked:
            kept[room_id] += ends_at - starts_at
    whole = WORKING_DAY * len(worked)
    return {
        room_id: (Decimal(100) * (time // MINUTE) / (whole // MINUTE)).quantize(
            TENTH, ROUND_HALF_UP
        )
        for room_id, time in kept.items()
    }


def _begins_between(first: dt.date, last: dt.date) -> peewee.Expression:
    zone = office_zone()
    begins = dt.datetime.combine(first, dt.time(), zone)
    ends = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone)
    return (Booking.starts_at >= begins) & (Booking.starts_at < ends)
