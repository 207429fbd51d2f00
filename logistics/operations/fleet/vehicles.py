"""The vehicles themselves: sealed over holidays, read, taken out of service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from logistics.database import local_day, local_today, now
from logistics.errors import NotFound, RuleViolation, WrongState
from logistics.operations.fleet.entries import cleaned, need_reason, staff_behind
from logistics.operations.fleet.guards import raise_odometer
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.transitions import add, load, step
from logistics.permissions import Actor, require_verb
from logistics.tables.fleet import Dispatch, SealLog, Vehicle
from logistics.tables.fleet.vehicles import TWO_PEOPLE
from logistics.wording import _


def seal_vehicles(
    *,
    seen: Sequence[Seen],
    occasion: str,
    until: dt.date | str,
    readings: Mapping[int, int | str],
    actor: Actor,
    driver: int | None = None,
) -> list[Outcome]:
    """Seal vehicles over a holiday; sealer and driver read the odometer together (R23).

    ``readings`` is by vehicle. ``driver`` stands beside the sealer; without one the usual driver
    of each vehicle. Refused: a vehicle that is out, in the shop, or bound by a slip in this time.
    """
    sealer = staff_behind(actor)
    given = cleaned(SealLog, {"occasion": occasion, "until": until}, needed=("occasion", "until"))
    if given["until"] < local_today():
        raise RuleViolation(_("This day is past."), field="until")

    def seal(wanted: Seen) -> Vehicle:
        vehicle = load(Vehicle, wanted)
        require_verb(actor, "seal_vehicles", vehicle)
        beside = driver or vehicle.driver_id
        if beside is None or beside == sealer.id:
            raise RuleViolation(TWO_PEOPLE, field="driver")
        if vehicle.status != "available":
            raise WrongState(_("%(vehicle)s does not stand here now.", vehicle=str(vehicle)))
        _refuse_bound(vehicle, given["until"])
        reading = _reading(readings, vehicle)
        vehicle = raise_odometer(
            vehicle,
            reading,
            actor=actor,
            verb="seal_vehicles",
            field="readings",
            changes={"status": "sealed"},
        )
        log = SealLog(
            **given,
            vehicle=vehicle,
            starts_at=now(),
            odo_before=reading,
            sealer=sealer,
            driver=beside,
        )
        with explained(SealLog):
            add(log, actor=actor, verb="seal_vehicles")
        return vehicle

    return each(seen, seal, done=_("Sealed off"), model=Vehicle)


def unseal_vehicles(
    *, seen: Sequence[Seen], readings: Mapping[int, int | str], actor: Actor, note: str = ""
) -> list[Outcome]:
    """Take the seals off; where the odometer has moved, the note says why (R23)."""
    person = staff_behind(actor)

    def unseal(wanted: Seen) -> Vehicle:
        vehicle = load(Vehicle, wanted)
        require_verb(actor, "unseal_vehicles", vehicle)
        log = SealLog.get_or_none((SealLog.vehicle == vehicle.id) & (SealLog.status == "sealed"))
        if log is None:
            raise WrongState(_("%(vehicle)s is not sealed.", vehicle=str(vehicle)))
        reading = _reading(readings, vehicle)
        if reading != log.odo_before and not note.strip():
            raise RuleViolation(
                _(
                    "%(vehicle)s was sealed at %(known)s km: say why the odometer moved.",
                    vehicle=str(vehicle),
                    known=log.odo_before,
                ),
                field="note",
            )
        vehicle = raise_odometer(
            vehicle,
            reading,
            actor=actor,
            verb="unseal_vehicles",
            field="readings",
            changes={"status": "available"},
        )
        step(
            log,
            to="unsealed",
            out_of=("sealed",),
            actor=actor,
            verb="unseal_vehicles",
            changes={
                "ends_at": now(),
                "odo_after": reading,
                "unsealer": person.id,
                "note": note.strip()[:200],
            },
        )
        return vehicle

    return each(seen, unseal, done=_("Unsealed"), model=Vehicle)


def record_odometers(*, seen: Sequence[Seen], odometer: int, actor: Actor) -> list[Outcome]:
    """Enter the first reading of a vehicle, or one taken between trips; it never goes back."""
    given = cleaned(Vehicle, {"odometer": odometer}, needed=("odometer",))

    def enter(wanted: Seen) -> Vehicle:
        vehicle = load(Vehicle, wanted)
        require_verb(actor, "record_odometers", vehicle)
        if vehicle.status == "out":
            raise WrongState(_("%(vehicle)s is out; wait for its return.", vehicle=str(vehicle)))
        return raise_odometer(
            vehicle, given["odometer"], actor=actor, verb="record_odometers", field="odometer"
        )

    return each(seen, enter, done=_("Entered."), model=Vehicle)


def scrap_vehicles(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Take vehicles out of service for good; the reason stays in their remarks."""
    reason = need_reason(reason, _("Say why it goes out of service."), "reason")

    def scrap(wanted: Seen) -> Vehicle:
        vehicle = load(Vehicle, wanted)
        require_verb(actor, "scrap_vehicles", vehicle)
        _refuse_bound(vehicle, None)
        remarks = f"{vehicle.remarks}\n{local_today():%Y-%m-%d} {reason}".strip()
        return step(
            vehicle,
            to="scrapped",
            out_of=("available", "repair"),
            actor=actor,
            verb="scrap_vehicles",
            changes={"remarks": remarks},
        )

    return each(seen, scrap, done=_("Out of service"), model=Vehicle)


def _reading(readings: Mapping[int, int | str], vehicle: Vehicle) -> int:
    if vehicle.id not in readings:
        raise NotFound(
            _("%(vehicle)s: give the reading of the odometer.", vehicle=str(vehicle)),
            field="readings",
        )
    given = cleaned(Vehicle, {"odometer": readings[vehicle.id]}, needed=("odometer",))
    return int(given["odometer"])


def _refuse_bound(vehicle: Vehicle, until: dt.date | None) -> None:
    """Refuse while a slip still needs the vehicle (up to the end of ``until``)."""
    query = Dispatch.select().where(
        (Dispatch.vehicle == vehicle.id) & Dispatch.status.in_(("issued", "out"))
    )
    for slip in query.order_by(Dispatch.starts_at):
        if until is None or local_day(slip.starts_at) <= until:
            raise WrongState(
                _(
                    "%(vehicle)s is needed for slip %(slip)s; cancel that first.",
                    vehicle=str(vehicle),
                    slip=str(slip),
                )
            )


__all__ = ["record_odometers", "scrap_vehicles", "seal_vehicles", "unseal_vehicles"]
