"""What the report states of energy (5.1): new technology, what is tracked, quotas and saving."""

from __future__ import annotations

from decimal import Decimal

import peewee

from logistics.queries.energy.arithmetic import NoCoefficient
from logistics.queries.energy.uses import judge
from logistics.queries.facts.kinds import Fact, Figure, Period
from logistics.tables.energy import (
    EnergyEquipment,
    EnergyMeasure,
    EnergyQuota,
    MeterReading,
    OverQuotaNote,
)
from logistics.tables.energy.saving import TOPICS
from logistics.wording import _


def new_technology(period: Period) -> Figure:
    """Efficient technologies and products brought in, with what they save as measured (R75)."""
    rows = list(
        EnergyMeasure.select().where(
            EnergyMeasure.is_new_technology
            & (EnergyMeasure.status == "verified")
            & EnergyMeasure.done_on.between(period.first, period.last)
            & (EnergyMeasure.saving_measured > 0)
        )
    )
    parts = {row.action: row.saving_measured for row in rows}
    return Figure(len(rows) or None, len(rows), parts)


def uncontrolled_equipment(period: Period) -> Figure:
    """Surveyed equipment of high consumption that no measure controls (R76); n is all of it."""
    high = list(
        EnergyEquipment.select().where(
            EnergyEquipment.is_high_consumption & (EnergyEquipment.surveyed_on <= period.last)
        )
    )
    controlled = {
        row.equipment_id
        for row in EnergyMeasure.select(EnergyMeasure.equipment).where(
            EnergyMeasure.equipment.is_null(False) & (EnergyMeasure.created_at < period.ends_at)
        )
    }
    loose = {row.name: 1 for row in high if row.id not in controlled}
    return Figure(len(loose) if high else None, len(high), loose)


def missing_readings(period: Period) -> Figure:
    """Readings of the period that were not taken (R76); n is how many were expected."""
    expected = MeterReading.month.between(period.first, period.last)
    rows = MeterReading.select(
        peewee.fn.COUNT(MeterReading.id).alias("expected"),
        peewee.fn.COUNT(peewee.Case(None, [(MeterReading.status == "expected", 1)])).alias("open"),
    ).where(expected)
    found = rows.get()
    return Figure(int(found.open) if found.expected else None, int(found.expected))


def unexplained_quotas(period: Period) -> Figure:
    """Quotas whose limit was passed without a note that was accepted (R77); n is those in force."""
    in_force = EnergyQuota.select().where(
        (EnergyQuota.status == "approved") & (EnergyQuota.year == period.first.year)
    )
    accepted = {
        row.quota_id
        for row in OverQuotaNote.select(OverQuotaNote.quota).where(
            (OverQuotaNote.status == "accepted")
            & (OverQuotaNote.starts_on == period.first)
            & (OverQuotaNote.ends_on == period.last)
        )
    }
    quotas = list(in_force)
    open_ones = {
        f"{quota} {quota.indicator}": 1
        for quota in quotas
        if quota.id not in accepted and _is_over(quota, period)
    }
    return Figure(len(open_ones) if quotas else None, len(quotas), open_ones)


def saving_topics(period: Period) -> Figure:
    """Of energy, water and material those for which something was done (R77)."""
    rows = EnergyMeasure.select().where(
        EnergyMeasure.status.in_(["done", "verified"])
        & EnergyMeasure.done_on.between(period.first, period.last)
    )
    counts: dict[str, Decimal | int | str] = {}
    for row in rows:
        counts[row.topic] = int(counts.get(row.topic, 0)) + 1
    return Figure(len(counts) or None, sum(int(count) for count in counts.values()), counts)


def _is_over(quota: EnergyQuota, period: Period) -> bool:
    """A use that cannot be reckoned in coal cannot be shown to keep to the quota."""
    try:
        return judge(quota, period.first, period.last).band == "over"
    except NoCoefficient:
        return True


FACTS: tuple[Fact, ...] = (
    Fact(
        "R75",
        "new_technology",
        _("Efficient technologies and products whose saving was measured"),
        "energy_measure",
        new_technology,
        lambda figure: figure.n > 0,
        _("measures"),
        "is_new_technology__eq=1&status__eq=verified",
    ),
    Fact(
        "R76",
        "uncontrolled_equipment",
        _("High consumption without a measure that controls it"),
        "energy_equipment",
        uncontrolled_equipment,
        lambda figure: figure.value == 0,
        _("pieces of equipment"),
        "is_high_consumption__eq=1",
    ),
    Fact(
        "R76",
        "missing_readings",
        _("Meter readings that were not taken"),
        "meter_reading",
        missing_readings,
        lambda figure: figure.value == 0,
        _("readings"),
        "month__between={first} to {last}",
    ),
    Fact(
        "R77",
        "unexplained_quotas",
        _("Quotas passed without an accepted explanation"),
        "energy_quota",
        unexplained_quotas,
        lambda figure: figure.value == 0,
        _("quotas"),
        "status__eq=approved",
    ),
    Fact(
        "R77",
        "saving_topics",
        _("Saving of energy, water and material: topics in which something was done"),
        "energy_measure",
        saving_topics,
        lambda figure: figure.value == len(TOPICS),
        _("topics"),
        "status__in=done,verified",
    ),
)
