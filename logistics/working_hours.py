"""Working time: how much of it lies between two moments, and when so much of it is over.

Pure functions over the hours that somebody else knows. ``Hours`` gives the working time of a day as
half-open spans of aware moments, in order and without overlap, none on a day off; ``zone`` says
which moments belong to which day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

ONE_DAY = dt.timedelta(days=1)
LONGEST_WAIT = 400
"""Days without any working time after which there is none to be found."""


class Span(NamedTuple):
    """From a moment up to another one, which is not part of it; None leaves it open."""

    starts_at: dt.datetime
    ends_at: dt.datetime | None


Hours = Callable[[dt.date], Sequence[tuple[dt.datetime, dt.datetime]]]


def day_and_night(zone: dt.tzinfo) -> Hours:
    """Hours that never stop, for what is promised by the clock on the wall."""

    def whole(day: dt.date) -> Sequence[tuple[dt.datetime, dt.datetime]]:
        midnight = dt.datetime.combine(day, dt.time(), zone)
        return [(midnight, dt.datetime.combine(day + ONE_DAY, dt.time(), zone))]

    return whole


def working_spans(
    span: Span, hours: Hours, zone: dt.tzinfo
) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """The working time within ``span``, in order; endless when the span is open.

    Raises ValueError when more than ``LONGEST_WAIT`` days in a row have no working time.
    """
    day, idle = span.starts_at.astimezone(zone).date(), 0
    last = None if span.ends_at is None else span.ends_at.astimezone(zone).date()
    while last is None or day <= last:
        idle += 1
        for starts_at, ends_at in hours(day):
            begin = max(starts_at, span.starts_at)
            end = ends_at if span.ends_at is None else min(ends_at, span.ends_at)
            if begin < end:
                idle = 0
                yield begin, end
        if idle > LONGEST_WAIT:
            raise ValueError("there are no working hours ahead")
        day += ONE_DAY


def worked_in(span: Span, hours: Hours, zone: dt.tzinfo) -> dt.timedelta:
    """How much working time lies within a closed span; nothing when it ends before it starts."""
    if span.ends_at is None:
        raise ValueError("an open span has no length")
    parts = (end - begin for begin, end in working_spans(span, hours, zone))
    return sum(parts, dt.timedelta())


def moment_after(
    running: Sequence[Span], allowance: dt.timedelta, hours: Hours, zone: dt.tzinfo
) -> dt.datetime | None:
    """The moment at which ``allowance`` of working time has gone by within the ``running`` spans.

    The spans are in order and do not overlap; None when they hold less than that. The answer always
    lies within working hours, their closing time included.
    """
    left = allowance
    for span in running:
        for begin, end in working_spans(span, hours, zone):
            if end - begin >= left:
                return begin + left
            left -= end - begin
    return None


def first_moment(
    running: Sequence[Span], not_before: dt.datetime, hours: Hours, zone: dt.tzinfo
) -> dt.datetime | None:
    """The first working moment within the ``running`` spans that is not before ``not_before``."""
    late = [
        Span(max(span.starts_at, not_before), span.ends_at)
        for span in running
        if span.ends_at is None or span.ends_at > not_before
    ]
    return moment_after(late, dt.timedelta(), hours, zone)
