"""Energy: meters and readings, what was used and allowed, equipment and measures."""

from logistics.tables.energy.meters import (
    EnergyCoefficient,
    Meter,
    MeterReading,
    MeterReplacement,
)
from logistics.tables.energy.saving import EnergyEquipment, EnergyMeasure
from logistics.tables.energy.uses import EnergyQuota, EnergyUse, OverQuotaNote

__all__ = [
    "EnergyCoefficient",
    "EnergyEquipment",
    "EnergyMeasure",
    "EnergyQuota",
    "EnergyUse",
    "Meter",
    "MeterReading",
    "MeterReplacement",
    "OverQuotaNote",
]
