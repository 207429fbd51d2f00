"""Vehicles: requests, dispatch slips, trips, fuel, maintenance, sealing, safe driving."""

from logistics.operations.fleet.dispatching import (
    cancel_dispatches,
    dispatch_vehicle_requests,
    send_vehicles,
)
from logistics.operations.fleet.fuel import charge_fuel_logs, log_fuel, void_fuel_logs
from logistics.operations.fleet.maintenance import (
    approve_maintenances,
    finish_maintenances,
    reject_maintenances,
    return_maintenances,
    start_maintenances,
    submit_maintenances,
)
from logistics.operations.fleet.requests import (
    approve_vehicle_requests,
    cancel_vehicle_requests,
    close_vehicle_requests,
    endorse_vehicle_requests,
    rate_vehicle_requests,
    reject_vehicle_requests,
    return_vehicle_requests,
    submit_vehicle_requests,
)
from logistics.operations.fleet.safety import (
    expect_safety_reports,
    file_safety_reports,
    settle_accidents,
    settle_violations,
)
from logistics.operations.fleet.trips import (
    cancel_trips,
    depart_trips,
    explain_trip_gaps,
    finish_trips,
)
from logistics.operations.fleet.vehicles import (
    record_odometers,
    scrap_vehicles,
    seal_vehicles,
    unseal_vehicles,
)

__all__ = [
    "approve_maintenances",
    "approve_vehicle_requests",
    "cancel_dispatches",
    "cancel_trips",
    "cancel_vehicle_requests",
    "charge_fuel_logs",
    "close_vehicle_requests",
    "depart_trips",
    "dispatch_vehicle_requests",
    "endorse_vehicle_requests",
    "expect_safety_reports",
    "explain_trip_gaps",
    "file_safety_reports",
    "finish_maintenances",
    "finish_trips",
    "log_fuel",
    "rate_vehicle_requests",
    "record_odometers",
    "reject_maintenances",
    "reject_vehicle_requests",
    "return_maintenances",
    "return_vehicle_requests",
    "scrap_vehicles",
    "seal_vehicles",
    "send_vehicles",
    "settle_accidents",
    "settle_violations",
    "start_maintenances",
    "submit_maintenances",
    "submit_vehicle_requests",
    "unseal_vehicles",
    "void_fuel_logs",
]
