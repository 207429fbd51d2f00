"""Stretches of days by name: those relative to today, and those that a calendar has."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from logistics.wording import Words, _

DAY = dt.timedelta(days=1)
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}

RELATIVE: dict[str, Words] = {
    "today": _("today"),
    "yesterday": _("yesterday"),
    "tomorrow": _("tomorrow"),
    "this_week": _("this week"),
    "last_week": _("last week"),
    "next_week": _("next week"),
    "this_month": _("this month"),
    "last_month": _("last month"),
    "next_month": _("next month"),
    "this_quarter": _("this quarter"),
    "last_quarter": _("last quarter"),
    "this_half_year": _("this half-year"),
    "last_half_year": _("last half-year"),
    "this_year": _("this year"),
    "last_year": _("last year"),
    "last_7_days": _("the last 7 days"),
    "last_30_days": _("the last 30 days"),
    "last_90_days": _("the last 90 days"),
    "next_7_days": _("the next 7 days"),
    "next_30_days": _("the next 30 days"),
}
STEPS: dict[str, Words] = {
    "day": _("by day"),
    "month": _("by month"),
    "quarter": _("by quarter"),
    "half_year": _("by half-year"),
    "year": _("by year"),
}
"""The stretches into which a calendar divides time, the finest first."""
SINGLE = {"today": 0, "yesterday": -1, "tomorrow": 1}
TURNS = {"this": 0, "last": -1, "next": 1}


class Period(NamedTuple):
    """The first and the last day, both inclusive."""

    first: dt.date
    last: dt.date


def relative(name: str, today: dt.date) -> Period:
    """The days that ``name`` of ``RELATIVE`` means on ``today``. Weeks begin on Monday.

    “The last 7 days” end with today, “the next 7 days” begin with it.
    """
    if name in SINGLE:
        day = today + SINGLE[name] * DAY
        return Period(day, day)
    turn, _sign, step = name.partition("_")
    if step.endswith("_days"):
        days = (int(step.removesuffix("_days")) - 1) * DAY
        return Period(today - days, today) if turn == "last" else Period(today, today + days)
    if step == "week":
        monday = today - today.weekday() * DAY + TURNS[turn] * 7 * DAY
        return Period(monday, monday + 6 * DAY)
    return _turned(step, today, TURNS[turn])


def around(step: str, day: dt.date) -> Period:
    """The day, month, quarter, half-year or year in which ``day`` lies."""
    return Period(day, day) if step == "day" else _turned(step, day, 0)


def _turned(step: str, day: dt.date, turns: int) -> Period:
    months = MONTHS[step]
    count = (day.year * 12 + day.month - 1) // months + turns
    return Period(_month(count * months), _month((count + 1) * months) - DAY)


def _month(count: int) -> dt.date:
    """The first day of a month counted from the year 0."""
    return dt.date(count // 12, count % 12 + 1, 1)
