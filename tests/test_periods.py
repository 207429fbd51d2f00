"""Stretches of days by name, on a Wednesday that begins a month and a half-year."""

from __future__ import annotations

import datetime as dt

import pytest

from logistics.periods import RELATIVE, STEPS, around, relative

WEDNESDAY = dt.date(2026, 7, 1)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", "2026-07-01", "2026-07-01"),
        ("yesterday", "2026-06-30", "2026-06-30"),
        ("tomorrow", "2026-07-02", "2026-07-02"),
        ("this_week", "2026-06-29", "2026-07-05"),
        ("last_week", "2026-06-22", "2026-06-28"),
        ("next_week", "2026-07-06", "2026-07-12"),
        ("this_month", "2026-07-01", "2026-07-31"),
        ("last_month", "2026-06-01", "2026-06-30"),
        ("next_month", "2026-08-01", "2026-08-31"),
        ("this_quarter", "2026-07-01", "2026-09-30"),
        ("last_quarter", "2026-04-01", "2026-06-30"),
        ("this_half_year", "2026-07-01", "2026-12-31"),
        ("last_half_year", "2026-01-01", "2026-06-30"),
        ("this_year", "2026-01-01", "2026-12-31"),
        ("last_year", "2025-01-01", "2025-12-31"),
        ("last_7_days", "2026-06-25", "2026-07-01"),
        ("last_30_days", "2026-06-02", "2026-07-01"),
        ("last_90_days", "2026-04-03", "2026-07-01"),
        ("next_7_days", "2026-07-01", "2026-07-07"),
        ("next_30_days", "2026-07-01", "2026-07-30"),
    ],
)
def test_a_name_means_its_days(name, first, last):
    assert relative(name, WEDNESDAY) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def test_every_name_means_something_on_every_day():
    for day in (dt.date(2024, 2, 29), dt.date(2025, 12, 31), dt.date(2026, 1, 1)):
        assert all(first <= last for first, last in (relative(name, day) for name in RELATIVE))
        assert all(around(step, day).first <= day <= around(step, day).last for step in STEPS)
