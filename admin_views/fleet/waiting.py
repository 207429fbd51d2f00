"""What waits among the vehicles for the person at the start page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for

from admin_views import words
from admin_views.waiting import Wait, waiting_by_state
from logistics import permissions
from logistics.database import local_today
from logistics.permissions import Actor
from logistics.wording import _
from models import Dispatch, SafetyReport, VehicleMaintenance, VehicleRequest

WAITS = (
    Wait(
        VehicleRequest,
        "submitted",
        "endorse_vehicle_requests",
        "car-front",
        _("Vehicle requests of your unit"),
        lambda actor: VehicleRequest.requester != actor.staff_id,
    ),
    Wait(
        VehicleRequest,
        "unit_ok",
        "approve_vehicle_requests",
        "car-front",
        _("Vehicle requests to be approved"),
        lambda actor: VehicleRequest.requester != actor.staff_id,
    ),
    Wait(
        VehicleRequest,
        "approved",
        "dispatch_vehicle_requests",
        "truck-front",
        _("Requests without a vehicle"),
    ),
    Wait(VehicleRequest, "back", "rate_vehicle_requests", "star", _("Journeys to be rated")),
    Wait(
        VehicleMaintenance,
        "submitted",
        "approve_maintenances",
        "wrench",
        _("Maintenance to be approved"),
        lambda actor: VehicleMaintenance.reporter != actor.staff_id,
    ),
)
MOST_SLIPS = 3


def waiting_in_fleet(actor: Actor) -> Iterator[dict[str, Any]]:
    """A driver's next slips, what has to be decided, and daily reports that are due."""
    if actor.staff_id is not None:
        yield from _slips(actor.staff_id)
    yield from waiting_by_state(WAITS, actor)
    if permissions.may_verb(actor, "file_safety_reports"):
        yield from _reports()


def _slips(staff_id: int) -> Iterator[dict[str, Any]]:
    mine = (Dispatch.driver == staff_id) & Dispatch.status.in_(("issued", "out"))
    for slip in Dispatch.select().where(mine).order_by(Dispatch.starts_at).limit(MOST_SLIPS):
        tail = "depart" if slip.status == "issued" else "return"
        yield {
            "kind": Dispatch.LABEL,
            "icon": "truck-front",
            "title": f"{slip.destination} · {slip.vehicle.plate}",
            "wait": words.instant(slip.starts_at),
            "url": url_for("dispatch.verb", tail=tail, id=slip.id),
        }


def _reports() -> Iterator[dict[str, Any]]:
    due = (SafetyReport.status == "expected") & (SafetyReport.day < local_today())
    count = SafetyReport.select().where(due).count()
    if count:
        yield {
            "kind": SafetyReport.LABEL_MANY,
            "icon": "shield-check",
            "title": _("Reports due: %(count)s", count=count),
            "url": url_for("safety_report.index", status__eq="expected", sort="day"),
        }
