"""Vehicles: the fleet, requests for it, dispatches and trips, fuel and repairs, safety."""

from logistics.tables.fleet.dispatching import Dispatch, DispatchRequest, Trip
from logistics.tables.fleet.requests import VehicleRequest
from logistics.tables.fleet.safety import Accident, SafetyReport, TrafficViolation
from logistics.tables.fleet.upkeep import FuelLog, VehicleMaintenance
from logistics.tables.fleet.vehicles import DriverProfile, SealLog, Vehicle

__all__ = [
    "Accident",
    "Dispatch",
    "DispatchRequest",
    "DriverProfile",
    "FuelLog",
    "SafetyReport",
    "SealLog",
    "TrafficViolation",
    "Trip",
    "Vehicle",
    "VehicleMaintenance",
    "VehicleRequest",
]
