"""Meters with their readings, coefficients, uses and quotas."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from logistics.operations.energy.readings import ReadingEntry, expect_readings, record_readings
from logistics.operations.outcomes import Seen, only
from logistics.permissions import SYSTEM
from models import EnergyCoefficient, EnergyQuota, EnergyUse, Meter, MeterReading, Site
from tests.cast import Cast
from tests.factories import serial

JANUARY, FEBRUARY, MARCH = (dt.date(2026, month, 1) for month in (1, 2, 3))
COEFFICIENTS = (
    ("electricity", "0.1229", None),
    ("gas", "1.2143", None),
    ("heat", "0.0341", None),
    ("petrol", "1.4714", "0.73"),
    ("diesel", "1.4571", "0.86"),
)


def make_coefficients(starts_on: dt.date = dt.date(2020, 1, 1)) -> None:
    for kind, kgce, density in COEFFICIENTS:
        EnergyCoefficient.create(
            kind=kind,
            kgce=Decimal(kgce),
            density=Decimal(density) if density else None,
            starts_on=starts_on,
        )


def make_meter(cast: Cast, **overrides: Any) -> Meter:
    number = serial()
    values = {
        "code": f"E{number}",
        "name": f"Meter {number}",
        "site": cast.site_a,
        "kind": "electricity",
        "installed_on": dt.date(2025, 12, 31),
        "first_value": Decimal(1000),
    }
    return Meter.create(**{**values, **overrides})


def expect(first: dt.date = JANUARY, last: dt.date = MARCH) -> int:
    return expect_readings(first=first, last=last, actor=SYSTEM)


def reading(meter: Meter, month: dt.date) -> MeterReading:
    return MeterReading.get((MeterReading.meter == meter.id) & (MeterReading.month == month))


def read(cast: Cast, meter: Meter, month: dt.date, value: Any, **more: Any) -> MeterReading:
    row = reading(meter, month)
    entries = {row.id: ReadingEntry(value, **more)}
    only(record_readings(seen=[Seen(row.id)], entries=entries, actor=cast.energy))
    return reading(meter, month)


def make_use(site: Site, month: dt.date, kind: str, quantity: Any, **more: Any) -> EnergyUse:
    return EnergyUse.create(site=site, month=month, kind=kind, quantity=Decimal(quantity), **more)


def make_quota(site: Site, **overrides: Any) -> EnergyQuota:
    values = {
        "year": 2026,
        "site": site,
        "indicator": "electricity_area",
        "guide": 40,
        "baseline": 50,
        "limit_value": 60,
        "status": "approved",
    }
    return EnergyQuota.create(**{**values, **overrides})
