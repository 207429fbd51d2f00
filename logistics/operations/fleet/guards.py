"""Whether a vehicle and a driver may go: papers, licence, seats, seals, and the odometer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from logistics.database import local_day
from logistics.errors import Conflict, RuleViolation, WrongState
from logistics.operations.transitions import change
from logistics.permissions import Actor
from logistics.queries.fleet.fitness import runs_of, seal_over
from logistics.tables.fleet import DriverProfile, Vehicle
from logistics.tables.people import Staff
from logistics.wording import _


def require_papers(vehicle: Vehicle, driver: Staff, day: dt.date) -> None:
    """Refuse unless insurance, inspection and the driver's licence hold on ``day`` (R23)."""
    if vehicle.insurance_until is None or vehicle.insurance_until < day:
        raise RuleViolation(
            _(
                "%(vehicle)s: its insurance is not valid on %(day)s. Renew it first.",
                vehicle=str(vehicle),
                day=day,
            ),
            field="vehicle",
        )
    if vehicle.inspection_until is None or vehicle.inspection_until < day:
        raise RuleViolation(
            _(
                "%(vehicle)s: its inspection is not valid on %(day)s. Have it inspected first.",
                vehicle=str(vehicle),
                day=day,
            ),
            field="vehicle",
        )
    profile = DriverProfile.get_or_none(DriverProfile.staff == driver.id)
    if profile is None or not profile.is_active:
        raise RuleViolation(
            _("%(name)s is not a driver of the fleet.", name=driver.name), field="driver"
        )
    if profile.licence_until < day:
        raise RuleViolation(
            _(
                "%(name)s: the driving licence is not valid on %(day)s.",
                name=driver.name,
                day=day,
            ),
            field="driver",
        )


def require_free(
    vehicle: Vehicle, driver: Staff, starts_at: dt.datetime, ends_at: dt.datetime
) -> None:
    """Refuse what the rules against overlaps of one table cannot see: seals and shuttle runs."""
    if vehicle.status == "scrapped":
        raise WrongState(_("%(vehicle)s is out of service.", vehicle=str(vehicle)), field="vehicle")
    seal = seal_over(vehicle.id, local_day(starts_at))
    if seal is not None:
        raise Conflict(
            _(
                "%(vehicle)s is sealed until %(day)s.",
                vehicle=str(vehicle),
                day=seal.until,
            ),
            field="vehicle",
        )
    for run in runs_of(vehicle.id, driver.id, starts_at, ends_at):
        raise Conflict(
            _(
                "%(run)s needs %(what)s from %(moment)s on.",
                run=str(run),
                what=str(vehicle if run.vehicle_id == vehicle.id else driver),
                moment=run.starts_at,
            ),
            field="vehicle" if run.vehicle_id == vehicle.id else "driver",
        )


def require_seats(vehicle: Vehicle, passengers: int) -> None:
    """Refuse more passengers than the vehicle has seats."""
    if passengers > vehicle.seats:
        raise RuleViolation(
            _(
                "%(vehicle)s has %(seats)s seats, %(passengers)s people want to go.",
                vehicle=str(vehicle),
                seats=vehicle.seats,
                passengers=passengers,
            ),
            field="vehicle",
        )


def raise_odometer(
    vehicle: Vehicle,
    reading: int,
    *,
    actor: Actor,
    verb: str,
    field: str,
    changes: Mapping[str, Any] | None = None,
) -> Vehicle:
    """Write a reading not below the last one known, with further changes; never goes back (R24)."""
    if vehicle.odometer is not None and reading < vehicle.odometer:
        raise RuleViolation(
            _(
                "%(vehicle)s stood at %(known)s km already: an odometer cannot go back.",
                vehicle=str(vehicle),
                known=vehicle.odometer,
            ),
            field=field,
        )
    return change(
        vehicle,
        {**(changes or {}), "odometer": reading},
        actor=actor,
        verb=verb,
        where=Vehicle.odometer.is_null() | (Vehicle.odometer <= reading),
    )


__all__ = ["raise_odometer", "require_free", "require_papers", "require_seats"]
