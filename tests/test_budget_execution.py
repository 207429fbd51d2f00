"""The elapsed share of the year (序时进度): whole months of twelve."""

import datetime as dt
from decimal import Decimal

import pytest

from logistics.queries.budget import Execution, percent_of, sum_of, time_progress


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        ("2026-01-30", "0.0"),
        ("2026-01-31", "8.3"),
        ("2026-06-29", "41.7"),
        ("2026-06-30", "50.0"),
        ("2026-12-31", "100.0"),
        ("2025-07-01", "0"),
        ("2027-01-01", "100"),
    ],
)
def test_time_progress(day: str, percent: str) -> None:
    assert time_progress(2026, dt.date.fromisoformat(day)) == Decimal(percent)


def test_lines_are_summed_before_they_are_divided() -> None:
    lines = [
        Execution(Decimal(100), Decimal(50), Decimal(0)),
        Execution(Decimal(300), Decimal(50), Decimal(30)),
    ]

    whole = sum_of(lines)

    assert (whole.percent, whole.available) == (Decimal("25.0"), Decimal(270))


def test_nothing_has_no_share() -> None:
    assert percent_of(Decimal(0), Decimal(0)) is None
    assert sum_of([]).percent is None
