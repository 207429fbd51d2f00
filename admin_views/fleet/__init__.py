"""Vehicles: the buttons from request to journey's end, the slips and lists that are printed."""

from admin_views.fleet.dispatches import TRIP_VERBS, DispatchView
from admin_views.fleet.papers import FUEL_PRINTS, TRIP_PRINTS
from admin_views.fleet.requests import REQUEST_FORM, REQUEST_VERBS
from admin_views.fleet.safety import ACCIDENT_VERBS, REPORT_VERBS, VIOLATION_VERBS
from admin_views.fleet.vehicles import (
    FUEL_VERBS,
    MAINTENANCE_VERBS,
    SHOP_FORM,
    VEHICLE_VERBS,
    SealLogView,
)

__all__ = [
    "ACCIDENT_VERBS",
    "FUEL_PRINTS",
    "FUEL_VERBS",
    "SHOP_FORM",
    "MAINTENANCE_VERBS",
    "REPORT_VERBS",
    "REQUEST_FORM",
    "REQUEST_VERBS",
    "TRIP_PRINTS",
    "TRIP_VERBS",
    "VEHICLE_VERBS",
    "VIOLATION_VERBS",
    "DispatchView",
    "SealLogView",
]
