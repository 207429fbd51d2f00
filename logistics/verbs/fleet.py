"""Vehicles: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, READ_EXPORT, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "submit_vehicle_requests": Verb("fleet", _("Submit vehicle requests")),
    "endorse_vehicle_requests": Verb("fleet", _("Endorse vehicle requests")),
    "approve_vehicle_requests": Verb("fleet", _("Approve vehicle requests")),
    "return_vehicle_requests": Verb("fleet", _("Return vehicle requests")),
    "reject_vehicle_requests": Verb("fleet", _("Reject vehicle requests")),
    "cancel_vehicle_requests": Verb("fleet", _("Withdraw vehicle requests")),
    "rate_vehicle_requests": Verb("fleet", _("Rate journeys")),
    "close_vehicle_requests": Verb("fleet", _("Close vehicle requests")),
    "dispatch_vehicle_requests": Verb("fleet", _("Dispatch vehicles on requests")),
    "send_vehicles": Verb("fleet", _("Dispatch vehicles on errands")),
    "cancel_dispatches": Verb("fleet", _("Cancel dispatch slips")),
    "depart_trips": Verb("fleet", _("Set out on trips")),
    "finish_trips": Verb("fleet", _("Come back from trips")),
    "cancel_trips": Verb("fleet", _("Cancel trips")),
    "explain_trip_gaps": Verb("fleet", _("Explain odometer gaps")),
    "seal_vehicles": Verb("fleet", _("Seal vehicles")),
    "unseal_vehicles": Verb("fleet", _("Unseal vehicles")),
    "record_odometers": Verb("fleet", _("Enter odometer readings")),
    "scrap_vehicles": Verb("fleet", _("Take vehicles out of service")),
    "log_fuel": Verb("fleet", _("Enter fillings")),
    "void_fuel_logs": Verb("fleet", _("Strike out fillings")),
    "charge_fuel_logs": Verb("fleet", _("Book fillings on a budget line")),
    "submit_maintenances": Verb("fleet", _("Submit vehicle maintenance")),
    "approve_maintenances": Verb("fleet", _("Approve vehicle maintenance")),
    "return_maintenances": Verb("fleet", _("Return vehicle maintenance")),
    "reject_maintenances": Verb("fleet", _("Reject vehicle maintenance")),
    "start_maintenances": Verb("fleet", _("Send vehicles to the shop")),
    "finish_maintenances": Verb("fleet", _("Take vehicles back from the shop")),
    "settle_accidents": Verb("fleet", _("Settle accidents")),
    "settle_violations": Verb("fleet", _("Settle traffic offences")),
    "file_safety_reports": Verb("fleet", _("File daily safety reports")),
}
DRIVER_TABLES = (
    "dispatch",
    "dispatch_request",
    "trip",
    "fuel_log",
    "seal_log",
    "driver_profile",
    "accident",
    "traffic_violation",
)

GRANTS: list[Grant] = [
    *tables("staff", READ, "vehicle"),
    *tables("staff", (*READ, *WRITE), "vehicle_request", scope="own"),
    *verbs("staff", "submit_vehicle_requests", "cancel_vehicle_requests", scope="own"),
    *verbs("staff", "rate_vehicle_requests", scope="own"),
    # The driver's own: his slips, his trips, his fillings.
    *tables("staff", READ, *DRIVER_TABLES, scope="own"),
    *verbs("staff", "depart_trips", "finish_trips", "log_fuel", scope="own"),
    *tables("staff", (*READ, *WRITE), "vehicle_maintenance", scope="own"),
    *verbs("staff", "submit_maintenances", scope="own"),
    *tables("unit_head", READ_EXPORT, "vehicle_request", scope="own_unit"),
    *verbs("unit_head", "endorse_vehicle_requests", "return_vehicle_requests", scope="own_unit"),
    *verbs("unit_head", "reject_vehicle_requests", scope="own_unit"),
    *areas("dispatcher", (*READ_EXPORT, *WRITE), "fleet"),
    *verbs("dispatcher", "submit_vehicle_requests", "cancel_vehicle_requests"),
    *verbs("dispatcher", "close_vehicle_requests", "dispatch_vehicle_requests", "send_vehicles"),
    *verbs("dispatcher", "cancel_dispatches", "depart_trips", "finish_trips", "cancel_trips"),
    *verbs("dispatcher", "explain_trip_gaps", "seal_vehicles", "unseal_vehicles"),
    *verbs("dispatcher", "record_odometers", "log_fuel", "void_fuel_logs"),
    *verbs("dispatcher", "submit_maintenances", "start_maintenances", "finish_maintenances"),
    *verbs("dispatcher", "charge_fuel_logs"),
    *tables("dispatcher", READ, "budget_line"),
    *verbs("dispatcher", "settle_accidents", "settle_violations", "file_safety_reports"),
    *areas("finance", READ_EXPORT, "fleet"),
    *verbs("finance", "charge_fuel_logs"),
    # The buyers name the slip on which the weekly run drives.
    *tables("buyer", READ, "dispatch", "trip"),
    *(
        grant
        for role in ("deputy_director", "director")
        for grant in verbs(
            role,
            "approve_vehicle_requests",
            "return_vehicle_requests",
            "reject_vehicle_requests",
            "approve_maintenances",
            "return_maintenances",
            "reject_maintenances",
        )
    ),
    *verbs("director", "scrap_vehicles"),
]
