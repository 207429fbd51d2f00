"""Months of service within a period, for people who came or left in its course."""

import calendar
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .numbers import rounded


def months_served(
    starts_on: date, ends_on: date, came_on: date | None, left_on: date | None
) -> Decimal:
    """Months (two decimals) from `starts_on` to `ends_on`, both included, in which the person was
    in service.

    Each calendar month counts by its days: 17 of June's 30 days are 0.57 months, a whole half-year
    is 6.
    """
    first = max(starts_on, came_on or starts_on)
    last = min(ends_on, left_on or ends_on)
    months = Fraction()
    while first <= last:
        days = calendar.monthrange(first.year, first.month)[1]
        until = min(last, first.replace(day=days))
        months += Fraction((until - first).days + 1, days)
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return rounded(months)
