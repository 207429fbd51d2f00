"""Dispatch slips: which vehicle and which driver go, with whom, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from logistics.auditing import transaction
from logistics.database import local_day, now
from logistics.errors import NotFound, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.fleet.entries import cleaned, need_reason
from logistics.operations.fleet.guards import require_free, require_papers, require_seats
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.transitions import add, change, load, step
from logistics.permissions import Actor, require_verb
from logistics.queries.fleet.fitness import requests_on
from logistics.tables.fleet import Dispatch, DispatchRequest, Vehicle, VehicleRequest
from logistics.tables.people import Staff
from logistics.wording import _

SLIP = "/admin/dispatch/details/?id=%s"
REQUEST = "/admin/vehicle_request/details/?id=%s"


def dispatch_vehicle_requests(
    *, seen: Sequence[Seen], vehicle: int, driver: int, actor: Actor
) -> list[Outcome]:
    """Put approved requests of one day on one slip, with one vehicle and one driver (R23).

    All or nothing. Refused: papers or licence not valid, too few seats, vehicle or driver bound by
    another slip that is still only reserved, by a seal or by a shuttle run.
    """
    verb = "dispatch_vehicle_requests"
    with explained(Dispatch), transaction():
        requests = [load(VehicleRequest, wanted) for wanted in seen]
        for request in requests:
            require_verb(actor, verb, request)
        slip = _slip_for(requests, vehicle, driver)
        _issue(slip, actor, verb)
        for request in requests:
            request = step(
                request,
                to="dispatched",
                out_of=("approved",),
                actor=actor,
                verb=verb,
                changes={"vehicle": slip.vehicle_id, "driver": slip.driver_id},
            )
            add(DispatchRequest(dispatch=slip, request=request), actor=actor, verb=verb)
            words = _(
                "%(request)s: %(vehicle)s, driver %(driver)s %(phone)s, leaves %(moment)s.",
                request=str(request),
                vehicle=str(slip.vehicle),
                driver=slip.driver.name,
                phone=slip.driver.phone,
                moment=slip.starts_at,
            )
            notify(request.requester, words, link=REQUEST % request.id)
        done = _("On slip %(slip)s", slip=str(slip))
        return [Outcome(request.id, str(request), done) for request in requests]


def send_vehicles(
    *,
    seen: Sequence[Seen],
    driver: int,
    starts_at: dt.datetime | str,
    ends_at: dt.datetime | str,
    destination: str,
    actor: Actor,
    purpose: str = "",
    kind: str = "errand",
) -> list[Outcome]:
    """Write a slip for a journey of the center itself: an errand, the weekly purchase run (R59)."""
    values = cleaned(
        Dispatch,
        {
            "driver": driver,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "destination": destination,
            "purpose": purpose,
            "kind": kind,
        },
        needed=("driver", "starts_at", "ends_at", "destination"),
    )

    def send(wanted: Seen) -> Vehicle:
        vehicle = load(Vehicle, wanted)
        require_verb(actor, "send_vehicles", vehicle)
        slip = Dispatch(**values, vehicle=vehicle, site=vehicle.site_id, origin=vehicle.site.name)
        with explained(Dispatch):
            _issue(slip, actor, "send_vehicles")
        return vehicle

    return each(seen, send, done=_("Slip issued"), model=Vehicle)


def cancel_dispatches(
    *, seen: Sequence[Seen], actor: Actor, reason: str, is_refused: bool = False
) -> list[Outcome]:
    """Give up slips on which nobody has set out; their requests wait for another vehicle."""
    reason = need_reason(reason, _("Say why nobody goes."), "reason")

    def cancel(wanted: Seen) -> Dispatch:
        slip = load(Dispatch, wanted)
        require_verb(actor, "cancel_dispatches", slip)
        slip = step(
            slip,
            to="cancelled",
            out_of=("issued",),
            actor=actor,
            verb="cancel_dispatches",
            changes={"end_reason": reason, "is_refused": is_refused},
        )
        for request in requests_on([slip.id]).get(slip.id, []):
            change(
                request,
                {"status": "approved", "vehicle": None, "driver": None},
                actor=actor,
                verb="cancel_dispatches",
                where=VehicleRequest.status == "dispatched",
            )
            words = _(
                "%(request)s: slip %(slip)s was cancelled (%(reason)s); another vehicle follows.",
                request=str(request),
                slip=str(slip),
                reason=reason,
            )
            notify(request.requester, words, link=REQUEST % request.id)
        notify(slip.driver, _("Slip %(slip)s was cancelled.", slip=str(slip)), link=SLIP % slip.id)
        return slip

    return each(seen, cancel, done=_("Cancelled"), model=Dispatch)


def _slip_for(requests: Sequence[VehicleRequest], vehicle: int, driver: int) -> Dispatch:
    """The slip that carries these requests together, not yet saved."""
    if not requests:
        raise NotFound(_("There is no such record."))
    for request in requests:
        if request.status != "approved":
            raise WrongState(
                _("%(request)s is not approved; only approved ones get a vehicle.", request=request)
            )
    if len({local_day(request.starts_at) for request in requests}) > 1:
        raise RuleViolation(_("Requests of different days cannot share one slip."))
    chosen: dict[str, Any] = cleaned(
        Dispatch, {"vehicle": vehicle, "driver": driver}, needed=("vehicle", "driver")
    )
    places = dict.fromkeys(request.destination for request in requests)
    first = min(requests, key=lambda request: request.starts_at)
    return Dispatch(
        kind="request",
        site=first.site_id,
        vehicle=Vehicle.get_by_id(chosen["vehicle"]),
        driver=Staff.get_by_id(chosen["driver"]),
        purpose=first.reason if len(requests) == 1 else "",
        origin=first.origin,
        destination="、".join(places)[:200],
        passengers=sum(request.passengers for request in requests),
        starts_at=first.starts_at,
        ends_at=max(request.ends_at for request in requests),
    )


def _issue(slip: Dispatch, actor: Actor, verb: str) -> None:
    """Number the slip and reserve vehicle and driver."""
    vehicle, driver = slip.vehicle, slip.driver
    if slip.ends_at <= now():
        raise RuleViolation(_("This journey would be over already."), field="ends_at")
    require_papers(vehicle, driver, local_day(slip.ends_at))
    require_seats(vehicle, slip.passengers)
    require_free(vehicle, driver, slip.starts_at, slip.ends_at)
    slip.doc_no = take_number("DP")
    slip.issued_by, slip.issued_at = actor.account_id, now()
    add(slip, actor=actor, verb=verb)
    words = _(
        "Slip %(slip)s: %(vehicle)s to %(destination)s, leaves %(moment)s.",
        slip=str(slip),
        vehicle=str(vehicle),
        destination=slip.destination,
        moment=slip.starts_at,
    )
    notify(driver, words, link=SLIP % slip.id)


__all__ = ["cancel_dispatches", "dispatch_vehicle_requests", "send_vehicles"]
