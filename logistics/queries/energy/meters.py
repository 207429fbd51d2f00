"""Meters and their readings: what stood before, and what was replaced in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from logistics.calendar import month_days
from logistics.queries.energy.arithmetic import Swap
from logistics.tables.energy import Meter, MeterReading, MeterReplacement
from logistics.tables.energy.meters import READ


class Standing(NamedTuple):
    """What a meter showed last, and on which day."""

    value: Decimal
    read_on: dt.date


def standing_before(meter: Meter, month: dt.date) -> Standing:
    """The last reading of a month before ``month``; at first what the meter was installed with."""
    last = (
        MeterReading.select()
        .where(
            (MeterReading.meter == meter.id)
            & (MeterReading.month < month)
            & MeterReading.status.in_(list(READ))
        )
        .order_by(MeterReading.month.desc())
        .first()
    )
    if last is None:
        return Standing(meter.first_value, meter.installed_on)
    return Standing(last.value, last.read_on)


def swaps_between(meter: Meter, after: dt.date, until: dt.date) -> list[Swap]:
    """The replacements of a meter after one reading and up to the next, in order."""
    rows = (
        MeterReplacement.select()
        .where(
            (MeterReplacement.meter == meter.id)
            & (MeterReplacement.replaced_on > after)
            & (MeterReplacement.replaced_on <= until)
        )
        .order_by(MeterReplacement.replaced_on, MeterReplacement.id)
    )
    return [Swap(row.old_end, row.old_factor, row.new_start) for row in rows]


def factor_on(meter: Meter, day: dt.date) -> Decimal:
    """The factor of the meter that hung there on a day."""
    later: MeterReplacement | None = (
        MeterReplacement.select()
        .where((MeterReplacement.meter == meter.id) & (MeterReplacement.replaced_on > day))
        .order_by(MeterReplacement.replaced_on, MeterReplacement.id)
        .first()
    )
    factor: Decimal = later.old_factor if later is not None else meter.factor
    return factor


def open_before(meter_id: int, month: dt.date) -> MeterReading | None:
    """The earliest reading of an earlier month that has not been taken yet."""
    row: MeterReading | None = (
        MeterReading.select()
        .where(
            (MeterReading.meter == meter_id)
            & (MeterReading.month < month)
            & (MeterReading.status == "expected")
        )
        .order_by(MeterReading.month)
        .first()
    )
    return row


def reading_after(meter_id: int, month: dt.date) -> MeterReading | None:
    """The first reading taken for a later month."""
    row: MeterReading | None = (
        MeterReading.select()
        .where(
            (MeterReading.meter == meter_id)
            & (MeterReading.month > month)
            & MeterReading.status.in_(list(READ))
        )
        .order_by(MeterReading.month)
        .first()
    )
    return row


def last_reading(meter_id: int) -> MeterReading | None:
    """The reading taken last."""
    row: MeterReading | None = (
        MeterReading.select()
        .where((MeterReading.meter == meter_id) & MeterReading.status.in_(list(READ)))
        .order_by(MeterReading.month.desc())
        .first()
    )
    return row


def months_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The first days of the months from that of ``first`` to that of ``last``."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = month_days(month)[1] + dt.timedelta(days=1)


def meters_in(month: dt.date) -> list[Meter]:
    """The meters that hang there in a month."""
    first, last = month_days(month)
    query = Meter.select().where(
        (Meter.installed_on <= last) & (Meter.removed_on.is_null() | (Meter.removed_on >= first))
    )
    return list(query.order_by(Meter.id))


def overdue_readings(day: dt.date) -> int:
    """How many readings are due by a day and have not been taken."""
    count: int = (
        MeterReading.select()
        .where((MeterReading.status == "expected") & (MeterReading.due_on <= day))
        .count()
    )
    return count
