"""Fillings: with the vehicle's own card, in order of the odometer, counted between full tanks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from logistics.database import local_today, trimmed
from logistics.errors import RuleViolation, WrongState
from logistics.operations.fleet.entries import cleaned, need_reason
from logistics.operations.fleet.guards import raise_odometer
from logistics.operations.money import charge_budget, readable_line, refund_budget
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, load, step
from logistics.permissions import Actor, require_verb
from logistics.queries.fleet.readings import consumption_at, last_filling
from logistics.tables.fleet import FuelLog, Vehicle
from logistics.wording import _

DOC_TYPE = "fuel_log"


def log_fuel(
    *,
    seen: Sequence[Seen],
    fuelled_on: dt.date | str,
    liters: Decimal | str,
    amount: Decimal | str,
    odometer: int,
    actor: Actor,
    driver: int | None = None,
    is_full: bool = True,
    station: str = "",
    budget_line: int | None = None,
) -> list[Outcome]:
    """Enter a filling of a vehicle (R24): one card a vehicle, no more than its tank holds.

    ``driver`` is whoever filled it, the actor himself when not said. Between two full tanks the
    consumption is reckoned: litres × 100 / kilometres. Where ``budget_line`` is named the amount is
    booked on it at once (R73).
    """
    line = None if budget_line is None else readable_line(budget_line, actor)
    given = cleaned(
        FuelLog,
        {
            "fuelled_on": fuelled_on,
            "liters": liters,
            "amount": amount,
            "odometer": odometer,
            "is_full": is_full,
            "station": station,
            "driver": driver or actor.staff_id,
        },
        needed=("fuelled_on", "liters", "amount", "odometer", "driver"),
    )
    if given["fuelled_on"] > local_today():
        raise RuleViolation(_("A filling cannot lie in the future."), field="fuelled_on")

    def enter(wanted: Seen) -> Vehicle:
        vehicle = load(Vehicle, wanted)
        require_verb(actor, "log_fuel", vehicle)
        _refuse_filling(vehicle, given)
        consumption = None
        if given["is_full"]:
            consumption = consumption_at(vehicle, given["odometer"], given["liters"])
        log = FuelLog(**given, vehicle=vehicle, card_no=vehicle.fuel_card, consumption=consumption)
        log.budget_line = line
        add(log, actor=actor, verb="log_fuel")
        if line is not None:
            _charge(log, line, actor)
        if vehicle.odometer is None or given["odometer"] > vehicle.odometer:
            raise_odometer(
                vehicle, given["odometer"], actor=actor, verb="log_fuel", field="odometer"
            )
        return vehicle

    return each(seen, enter, done=_("Entered."), model=Vehicle)


def charge_fuel_logs(
    *, seen: Sequence[Seen], actor: Actor, budget_line: int | None
) -> list[Outcome]:
    """Book fillings on a budget line that were entered without one (R69, R73)."""
    require_verb(actor, "charge_fuel_logs")
    if budget_line is None:
        raise RuleViolation(_("Name the budget line."), field="budget_line")
    line = readable_line(budget_line, actor)

    def charge(wanted: Seen) -> FuelLog:
        log = load(FuelLog, wanted)
        require_verb(actor, "charge_fuel_logs", log)
        if log.status != "valid":
            raise WrongState(_("%(log)s is struck out and costs nothing.", log=str(log)))
        if log.budget_line_id is not None:
            raise WrongState(
                _("%(log)s is booked already: %(line)s.", log=str(log), line=str(log.budget_line))
            )
        log = change(log, {"budget_line": line}, actor=actor, verb="charge_fuel_logs")
        _charge(log, line, actor)
        return log

    return each(seen, charge, done=_("Booked."), model=FuelLog)


def void_fuel_logs(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Strike out a vehicle's last filling, when it was entered wrongly; earlier ones stand."""
    reason = need_reason(reason, _("Say what was wrong with it."), "reason")

    def void(wanted: Seen) -> FuelLog:
        log = load(FuelLog, wanted)
        require_verb(actor, "void_fuel_logs", log)
        last = last_filling(log.vehicle)
        if last is not None and last.id != log.id and log.status == "valid":
            raise WrongState(
                _("Only the last filling of a vehicle can be struck out: %(log)s.", log=str(last))
            )
        log = step(
            log,
            to="void",
            out_of=("valid",),
            actor=actor,
            verb="void_fuel_logs",
            changes={"void_reason": reason},
        )
        if log.budget_line_id is not None:
            refund_budget(
                line_id=log.budget_line_id,
                amount=log.amount,
                doc_type=DOC_TYPE,
                doc_id=log.id,
                actor=actor,
            )
        return log

    return each(seen, void, done=_("Struck out"), model=FuelLog)


def _refuse_filling(vehicle: Vehicle, given: dict[str, Any]) -> None:
    if not vehicle.fuel_card:
        raise RuleViolation(
            _(
                "%(vehicle)s has no fuel card: one card a vehicle, enter it first.",
                vehicle=str(vehicle),
            ),
            field="vehicle",
        )
    tank = vehicle.tank_capacity
    if tank is not None and given["liters"] > tank:
        raise RuleViolation(
            _(
                "The tank of %(vehicle)s holds %(tank)s.",
                vehicle=str(vehicle),
                tank=trimmed(tank),
            ),
            field="liters",
        )
    last = last_filling(vehicle)
    if last is not None and given["odometer"] < last.odometer:
        raise RuleViolation(
            _(
                "At the last filling %(vehicle)s stood at %(known)s km: an odometer cannot go "
                "back.",
                vehicle=str(vehicle),
                known=last.odometer,
            ),
            field="odometer",
        )


__all__ = ["log_fuel", "void_fuel_logs"]


def _charge(log: FuelLog, line: int, actor: Actor) -> None:
    charge_budget(
        line_id=line,
        amount=log.amount,
        year=log.fuelled_on.year,
        doc_type=DOC_TYPE,
        doc_id=log.id,
        actor=actor,
    )
