"""Energy: entering readings, quotas and notes, the account of an office area."""

from admin_views.energy.quotas import (
    EQUIPMENT_FORMS,
    MEASURE_VERBS,
    NOTE_FORMS,
    NOTE_VERBS,
    QUOTA_VERBS,
    USE_VERBS,
)
from admin_views.energy.readings import METER_PRINTS, METER_VERBS, READING_VERBS
from admin_views.energy.sheet import blueprint
from admin_views.energy.waiting import waiting_in_energy

SHEET_VERBS = ("record_readings", "approve_quotas", "accept_over_quota_notes", "enter_energy_costs")

__all__ = [
    "EQUIPMENT_FORMS",
    "MEASURE_VERBS",
    "METER_PRINTS",
    "METER_VERBS",
    "NOTE_FORMS",
    "NOTE_VERBS",
    "QUOTA_VERBS",
    "READING_VERBS",
    "SHEET_VERBS",
    "USE_VERBS",
    "blueprint",
    "waiting_in_energy",
]
