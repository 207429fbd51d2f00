"""Straight-line depreciation without residual value, exact to the fen (domain 2.18).

Pure functions: the instalments of a life add up to the cost, whatever the cost and the life.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
MONTHS = 12


def instalments(cost: Decimal, life_years: int) -> list[Decimal]:
    """What is written down in each month of the life, in yuan; together exactly ``cost``."""
    months = life_years * MONTHS
    written = [written_down(cost, life_years, month) for month in range(months + 1)]
    return [after - before for before, after in zip(written, written[1:], strict=False)]


def written_down(cost: Decimal, life_years: int, months_used: int) -> Decimal:
    """What has been written down after so many months, at most the cost."""
    months = life_years * MONTHS
    used = min(max(months_used, 0), months)
    return (cost * used / months).quantize(FEN, ROUND_HALF_UP)


def months_between(acquired_on: dt.date, day: dt.date) -> int:
    """Months of use by the end of ``day``'s month; the month of acquisition counts whole."""
    return max(0, (day.year - acquired_on.year) * MONTHS + day.month - acquired_on.month + 1)


def book_value(cost: Decimal, life_years: int, acquired_on: dt.date, day: dt.date) -> Decimal:
    """What is left of the cost on ``day``, in yuan; never below zero."""
    return cost - written_down(cost, life_years, months_between(acquired_on, day))


__all__ = ["book_value", "instalments", "months_between", "written_down"]
