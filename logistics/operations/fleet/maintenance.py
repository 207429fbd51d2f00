"""Service and repair: approved with an amount, done at a fixed shop, taken back with the bill."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from logistics.database import local_today
from logistics.errors import NotEnough, NotPermitted, WrongState
from logistics.notices import notify
from logistics.operations.fleet.entries import cleaned, need_reason, staff_behind
from logistics.operations.fleet.guards import raise_odometer
from logistics.operations.money import (
    commit_budget,
    readable_line,
    release_budget,
    require_line_of,
    reserve_budget,
    spend_budget,
)
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import change, load, step
from logistics.permissions import Actor, require_verb
from logistics.tables.fleet import Vehicle, VehicleMaintenance
from logistics.wording import Words, _

LINK = "/admin/vehicle_maintenance/details/?id=%s"
SAY_WHY = _("Say why, so that the driver knows what to change.")


def submit_maintenances(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Ask for a service or a repair; it gets its number (R23)."""

    def submit(wanted: Seen) -> VehicleMaintenance:
        row = load(VehicleMaintenance, wanted)
        require_verb(actor, "submit_maintenances", row)
        return step(
            row,
            to="submitted",
            out_of=("draft", "returned"),
            actor=actor,
            verb="submit_maintenances",
            changes={"doc_no": row.doc_no or take_number("VM")},
        )

    return each(seen, submit, done=_("Submitted"), model=VehicleMaintenance)


def approve_maintenances(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    amount: Decimal | str | None = None,
    budget_line: int | None = None,
    comment: str = "",
) -> list[Outcome]:
    """Approve with an amount, the estimate where none is given. Nobody approves his own.

    Where a budget line is named, now or in the request, the amount is set aside on it; refused when
    it does not reach (R73).
    """
    line = None if budget_line is None else readable_line(budget_line, actor)
    person = staff_behind(actor)
    given = cleaned(VehicleMaintenance, {"approved_amount": amount})

    def extra(row: VehicleMaintenance) -> dict[str, Any]:
        approved = given["approved_amount"]
        return {
            "approved_amount": row.estimate if approved is None else approved,
            "approved_by": person.id,
            "budget_line": row.budget_line_id if line is None else line,
            "decision_note": comment.strip(),
        }

    return _decide(
        seen, actor, "approve_maintenances", "approved", _("Approved"), extra, then=_set_aside
    )


def return_maintenances(*, seen: Sequence[Seen], actor: Actor, comment: str) -> list[Outcome]:
    """Send back for correction; the comment says what is wrong."""
    note = need_reason(comment, SAY_WHY, "comment")
    return _decide(
        seen,
        actor,
        "return_maintenances",
        "returned",
        _("Returned"),
        lambda _row: {"decision_note": note},
    )


def reject_maintenances(*, seen: Sequence[Seen], actor: Actor, comment: str) -> list[Outcome]:
    """Refuse for good; the comment says why."""
    note = need_reason(comment, SAY_WHY, "comment")
    return _decide(
        seen,
        actor,
        "reject_maintenances",
        "rejected",
        _("Rejected"),
        lambda _row: {"decision_note": note},
    )


def start_maintenances(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Bring the vehicle to the shop: until it is back nobody drives it."""

    def start(wanted: Seen) -> VehicleMaintenance:
        row = load(VehicleMaintenance, wanted)
        require_verb(actor, "start_maintenances", row)
        row = step(
            row,
            to="in_shop",
            out_of=("approved",),
            actor=actor,
            verb="start_maintenances",
            changes={"starts_on": local_today()},
        )
        vehicle = row.vehicle
        if vehicle.status != "available":
            raise WrongState(_("%(vehicle)s does not stand here now.", vehicle=str(vehicle)))
        change(vehicle, {"status": "repair"}, actor=actor, verb="start_maintenances")
        return row

    return each(seen, start, done=_("In the shop"), model=VehicleMaintenance)


def finish_maintenances(
    *,
    seen: Sequence[Seen],
    odometer: int,
    final_amount: Decimal | str,
    result: str,
    actor: Actor,
    service_due_on: dt.date | str | None = None,
) -> list[Outcome]:
    """Take the vehicle back; refused when the bill is above what was approved (R23).

    The bill is booked on the budget line, what it leaves of the approved amount is given back.
    ``service_due_on`` becomes the day of the vehicle's next service.
    """
    given = cleaned(
        VehicleMaintenance,
        {"odometer": odometer, "final_amount": final_amount, "result": result},
        needed=("odometer", "final_amount", "result"),
    )
    further = cleaned(Vehicle, {"service_due_on": service_due_on})

    def finish(wanted: Seen) -> VehicleMaintenance:
        row = load(VehicleMaintenance, wanted)
        require_verb(actor, "finish_maintenances", row)
        if row.approved_amount is not None and given["final_amount"] > row.approved_amount:
            raise NotEnough(
                _(
                    "%(row)s was approved up to %(amount)s yuan; have the rest approved in a "
                    "further request first.",
                    row=str(row),
                    amount=row.approved_amount,
                ),
                field="final_amount",
            )
        row = step(
            row,
            to="done",
            out_of=("in_shop",),
            actor=actor,
            verb="finish_maintenances",
            changes={**given, "ends_on": local_today()},
        )
        _settle(row, actor)
        changes: dict[str, Any] = {"status": "available"}
        if further["service_due_on"] is not None:
            changes |= further
        raise_odometer(
            row.vehicle,
            given["odometer"],
            actor=actor,
            verb="finish_maintenances",
            field="odometer",
            changes=changes,
        )
        return row

    return each(seen, finish, done=_("Maintenance finished"), model=VehicleMaintenance)


def _decide(
    seen: Sequence[Seen],
    actor: Actor,
    verb: str,
    to: str,
    done: Words,
    extra: Callable[[VehicleMaintenance], dict[str, Any]],
    then: Callable[[VehicleMaintenance, Actor], None] | None = None,
) -> list[Outcome]:
    def decide(wanted: Seen) -> VehicleMaintenance:
        row = load(VehicleMaintenance, wanted)
        require_verb(actor, verb, row)
        if actor.staff_id == row.reporter_id or actor.account_id == row.created_by_id:
            raise NotPermitted(_("Nobody decides on his own request."))
        row = step(
            row,
            to=to,
            out_of=("submitted",),
            actor=actor,
            verb=verb,
            changes=extra(row),
        )
        if then is not None:
            then(row, actor)
        words = _("%(request)s: %(decision)s", request=str(row), decision=done)
        notify(row.reporter, words, link=LINK % row.id)
        return row

    return each(seen, decide, done=done, model=VehicleMaintenance)


def _set_aside(row: VehicleMaintenance, actor: Actor) -> None:
    if row.budget_line_id is None:
        return
    require_line_of(local_today().year, row.budget_line_id)
    if row.approved_amount:
        reserve_budget(amount=row.approved_amount, actor=actor, **_held(row))
        commit_budget(amount=row.approved_amount, actor=actor, **_held(row))


def _settle(row: VehicleMaintenance, actor: Actor) -> None:
    if row.budget_line_id is None:
        return
    if row.final_amount:
        spend_budget(amount=row.final_amount, actor=actor, **_held(row))
    release_budget(actor=actor, **_held(row))


def _held(row: VehicleMaintenance) -> dict[str, Any]:
    return {"line_id": row.budget_line_id, "doc_type": "vehicle_maintenance", "doc_id": row.id}


__all__ = [
    "approve_maintenances",
    "finish_maintenances",
    "reject_maintenances",
    "return_maintenances",
    "start_maintenances",
    "submit_maintenances",
]
