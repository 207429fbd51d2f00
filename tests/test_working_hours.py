"""Working time between two moments, and the moment at which some of it is over (features 9)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.working_hours import (
    Span,
    day_and_night,
    first_moment,
    moment_after,
    worked_in,
)

ZONE = ZoneInfo("Asia/Shanghai")
MARKS = ((dt.time(8, 30), dt.time(12)), (dt.time(13), dt.time(17)))
MONDAY = dt.date(2026, 3, 2)


def office(day: dt.date) -> list[tuple[dt.datetime, dt.datetime]]:
    """Half past eight to five with an hour at noon, Monday to Friday."""
    if day.isoweekday() > 5:
        return []
    return [
        (dt.datetime.combine(day, start, ZONE), dt.datetime.combine(day, end, ZONE))
        for start, end in MARKS
    ]


def at(text: str, day: dt.date = MONDAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(text), ZONE)


def days(count: int) -> dt.date:
    return MONDAY + dt.timedelta(days=count)


def hours(count: float) -> dt.timedelta:
    return dt.timedelta(hours=count)


def due(start: dt.datetime, allowance: dt.timedelta) -> dt.datetime | None:
    return moment_after([Span(start, None)], allowance, office, ZONE)


@pytest.mark.parametrize(
    ("start", "allowance", "expected"),
    [
        (at("09:00"), hours(2), at("11:00")),
        (at("11:00"), hours(2), at("14:00")),  # noon stands still
        (at("16:00"), hours(2), at("09:30", days(1))),  # and so does the night
        (at("16:00", days(4)), hours(2), at("09:30", days(7))),  # and the weekend
        (at("06:00"), hours(0.5), at("09:00")),  # asked before the office opens
        (at("10:00", days(5)), hours(0), at("08:30", days(7))),  # asked on a Saturday
        (at("09:00"), hours(7), at("17:00")),  # closing time is still in time
    ],
)
def test_a_limit_ends_within_office_hours(start, allowance, expected):
    assert due(start, allowance) == expected


def test_time_between_spans_does_not_count():
    spans = [Span(at("09:00"), at("10:00")), Span(at("14:00"), None)]
    assert moment_after(spans, hours(2), office, ZONE) == at("15:00")
    assert moment_after(spans[:1], hours(2), office, ZONE) is None


def test_the_first_moment_after_another_lies_in_office_hours():
    assert first_moment([Span(at("09:00"), None)], at("12:30"), office, ZONE) == at("13:00")


def test_day_and_night_never_stands_still():
    always = day_and_night(ZONE)
    late = at("23:00", days(5))
    assert moment_after([Span(late, None)], hours(3), always, ZONE) == at("02:00", days(6))


def test_an_office_that_never_opens_is_refused():
    with pytest.raises(ValueError, match="no working hours"):
        moment_after([Span(at("09:00"), None)], hours(1), lambda _day: [], ZONE)


minutes = st.integers(0, 60 * 24 * 14)
allowances = st.integers(1, 60 * 40)


@given(start=minutes, allowance=allowances)
def test_exactly_the_allowance_lies_between_start_and_due_time(start, allowance):
    begin, span = at("00:00") + dt.timedelta(minutes=start), dt.timedelta(minutes=allowance)
    end = due(begin, span)
    assert end is not None
    assert worked_in(Span(begin, end), office, ZONE) == span
    assert any(first < end <= last for first, last in office(end.date()))


@given(start=minutes, length=minutes, cut=st.floats(0, 1))
def test_working_time_adds_up(start, length, cut):
    begin = at("00:00") + dt.timedelta(minutes=start)
    end = begin + dt.timedelta(minutes=length)
    middle = begin + (end - begin) * cut
    parts = [worked_in(Span(*pair), office, ZONE) for pair in ((begin, middle), (middle, end))]
    assert sum(parts, dt.timedelta()) == worked_in(Span(begin, end), office, ZONE)


@given(start=minutes, allowance=allowances, more=allowances)
def test_a_longer_limit_is_never_over_earlier(start, allowance, more):
    begin = at("00:00") + dt.timedelta(minutes=start)
    short = due(begin, dt.timedelta(minutes=allowance))
    long = due(begin, dt.timedelta(minutes=allowance + more))
    assert short is not None
    assert long is not None
    assert short < long
