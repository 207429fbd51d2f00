"""Rent of leases: what a term costs, and when it is due."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from logistics.tables.buildings import Lease

ONE_DAY = dt.timedelta(days=1)
CENT = Decimal("0.01")
MONTHS = 12


class Instalment(NamedTuple):
    """Rent that is due in advance, in yuan; both days of what it covers are included."""

    due_on: dt.date
    covers_from: dt.date
    covers_until: dt.date
    amount: Decimal


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the month's last."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def rent_of(lease: Lease, first: dt.date, last: dt.date) -> Decimal:
    """Yuan for the days from ``first`` to ``last``: whole months, then days of a 30-day month."""
    months = 0
    while months_after(first, months + 1) - ONE_DAY <= last:
        months += 1
    days = (last - months_after(first, months) + ONE_DAY).days
    rent = Decimal(lease.rent_month)
    return (rent * months + rent * days / 30).quantize(CENT, ROUND_HALF_UP)


def instalments_of(lease: Lease) -> Iterator[Instalment]:
    """The instalments of a whole term, each due on the first day that it covers."""
    number = 0
    while (begins := months_after(lease.starts_on, number)) <= lease.ends_on:
        number += lease.months_a_payment
        ends = min(months_after(lease.starts_on, number) - ONE_DAY, lease.ends_on)
        yield Instalment(begins, begins, ends, rent_of(lease, begins, ends))


def months_left(lease: Lease, day: dt.date) -> int:
    """Whole months of the term from ``day`` on; none when it is over."""
    months = 0
    while months_after(max(day, lease.starts_on), months + 1) - ONE_DAY <= lease.ends_on:
        months += 1
    return months
