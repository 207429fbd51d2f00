"""From readings to the month's use of an office area, main meters only."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from logistics.operations.transitions import add, change
from logistics.permissions import Actor
from logistics.tables.energy import EnergyUse, Meter, MeterReading
from logistics.tables.energy.meters import READ


def carry_to_uses(meter: Meter, month: dt.date, *, actor: Actor, verb: str) -> None:
    """Write the uses that a reading completes: the whole office area's once all its main meters of
    that energy are read, and a unit's once all meters of its own are.

    A sub-meter counts a part of what its main meter counts and is not added again.
    """
    if meter.parent_id is None:
        _carry(meter, month, None, Meter.parent.is_null(), actor, verb)
    if meter.unit_id is not None:
        _carry(meter, month, meter.unit_id, Meter.unit == meter.unit_id, actor, verb)


def _carry(
    meter: Meter, month: dt.date, unit_id: int | None, which: Any, actor: Actor, verb: str
) -> None:
    readings = list(
        MeterReading.select()
        .join(Meter)
        .where(
            (MeterReading.month == month)
            & (Meter.site == meter.site_id)
            & (Meter.kind == meter.kind)
            & which
        )
    )
    if any(reading.status not in READ for reading in readings):
        return
    values = {
        "quantity": sum((reading.used for reading in readings), Decimal(0)),
        "is_estimated": any(reading.status == "estimated" for reading in readings),
        "status": "metered",
    }
    place = EnergyUse.unit.is_null() if unit_id is None else EnergyUse.unit == unit_id
    row = EnergyUse.get_or_none(
        (EnergyUse.site == meter.site_id)
        & (EnergyUse.kind == meter.kind)
        & (EnergyUse.month == month)
        & place
    )
    if row is not None:
        change(row, values, actor=actor, verb=verb)
        return
    keys = {"site": meter.site_id, "kind": meter.kind, "month": month, "unit": unit_id}
    add(EnergyUse(**keys, **values), actor=actor, verb=verb)
