"""Trips: out with valid papers, back with the odometer; what was entered wrongly is cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from logistics.database import local_day, now
from logistics.errors import InvalidRecord, WrongState
from logistics.notices import notify
from logistics.operations.fleet.entries import cleaned, need_reason
from logistics.operations.fleet.guards import raise_odometer, require_papers
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.transitions import add, change, label_of_status, load, move, step
from logistics.permissions import Actor, require_verb
from logistics.queries.fleet.fitness import requests_on
from logistics.queries.fleet.readings import last_reading_without
from logistics.tables.fleet import Dispatch, Trip, Vehicle, VehicleRequest
from logistics.wording import _

SLIP = "/admin/dispatch/details/?id=%s"
TRIP = "/admin/trip/details/?id=%s"
REQUEST = "/admin/vehicle_request/details/?id=%s"
EARLIEST = dt.timedelta(hours=2)
FASTEST = 130
"""Nobody covers more kilometres an hour on the average: such a reading is a slip of the pen."""


def depart_trips(
    *,
    seen: Sequence[Seen],
    odo_out: int,
    actor: Actor,
    out_at: dt.datetime | str | None = None,
) -> list[Outcome]:
    """Set out on slips: only with insurance, inspection and licence valid (R23, R25).

    The odometer may not lie below the last reading; kilometres that no trip explains are an
    anomaly, which the dispatcher is told.
    """
    given = cleaned(Trip, {"odo_out": odo_out, "out_at": out_at or now()}, needed=("odo_out",))

    def depart(wanted: Seen) -> Dispatch:
        slip = load(Dispatch, wanted)
        require_verb(actor, "depart_trips", slip)
        vehicle = slip.vehicle
        _require_time(given["out_at"], slip.starts_at - EARLIEST, "out_at")
        require_papers(vehicle, slip.driver, local_day(given["out_at"]))
        if vehicle.status != "available":
            raise WrongState(
                _(
                    "%(vehicle)s cannot leave: %(status)s.",
                    vehicle=str(vehicle),
                    status=label_of_status(Vehicle, vehicle.status),
                )
            )
        slip = step(slip, to="out", out_of=("issued",), actor=actor, verb="depart_trips")
        known = vehicle.odometer
        gap = given["odo_out"] - known if known is not None else 0
        raise_odometer(
            vehicle,
            given["odo_out"],
            actor=actor,
            verb="depart_trips",
            field="odo_out",
            changes={"status": "out"},
        )
        trip = Trip(**given, dispatch=slip, vehicle=vehicle, driver=slip.driver_id, gap_km=gap)
        with explained(Trip):
            add(trip, actor=actor, verb="depart_trips")
        _move_requests(slip, "out", ("dispatched",), actor, "depart_trips")
        if gap and slip.issued_by_id:
            words = _(
                "%(vehicle)s: %(gap)s km before slip %(slip)s stand on no trip.",
                vehicle=str(vehicle),
                gap=gap,
                slip=str(slip),
            )
            notify(slip.issued_by, words, link=TRIP % trip.id)
        return slip

    return each(seen, depart, done=_("Departed"), model=Dispatch)


def finish_trips(
    *,
    seen: Sequence[Seen],
    odo_in: int,
    actor: Actor,
    in_at: dt.datetime | str | None = None,
    tolls: Any = 0,
    parking: Any = 0,
    note: str = "",
) -> list[Outcome]:
    """Come back: time, odometer and what was paid on the way; the passengers are asked (R24)."""
    given = cleaned(
        Trip,
        {
            "odo_in": odo_in,
            "in_at": in_at or now(),
            "tolls": tolls or 0,
            "parking": parking or 0,
            "note": note,
        },
        needed=("odo_in", "in_at"),
    )

    def finish(wanted: Seen) -> Dispatch:
        slip = load(Dispatch, wanted)
        require_verb(actor, "finish_trips", slip)
        slip = step(slip, to="back", out_of=("out",), actor=actor, verb="finish_trips")
        trip = Trip.get(Trip.dispatch == slip.id)
        trip.dispatch = slip
        _require_time(given["in_at"], trip.out_at, "in_at")
        raise_odometer(
            trip.vehicle,
            _plausible(trip, given),
            actor=actor,
            verb="finish_trips",
            field="odo_in",
            changes={"status": "available"},
        )
        with explained(Trip):
            change(
                trip,
                {**given, "status": "back", "distance": given["odo_in"] - trip.odo_out},
                actor=actor,
                verb="finish_trips",
            )
        for request in _move_requests(slip, "back", ("out",), actor, "finish_trips"):
            words = _("%(request)s: please rate the journey.", request=str(request))
            notify(request.requester, words, link=REQUEST % request.id)
        return slip

    return each(seen, finish, done=_("Came back"), model=Dispatch)


def cancel_trips(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Strike out trips that were entered wrongly, with their slips.

    The vehicle's odometer stays where later readings have brought it; only when the trip itself
    was the last reading it falls back to the one before.
    """
    reason = need_reason(reason, _("Say why the trip does not count."), "reason")

    def cancel(wanted: Seen) -> Trip:
        trip = load(Trip, wanted)
        require_verb(actor, "cancel_trips", trip)
        was_out = trip.status == "out"
        trip = step(
            trip,
            to="cancelled",
            out_of=("out", "back"),
            actor=actor,
            verb="cancel_trips",
            changes={"end_reason": reason},
        )
        vehicle = trip.vehicle
        changes: dict[str, Any] = {"odometer": last_reading_without(trip, vehicle)}
        if was_out:
            changes["status"] = "available"
        change(vehicle, changes, actor=actor, verb="cancel_trips")
        slip = move(
            Dispatch,
            Seen(trip.dispatch_id),
            to="cancelled",
            out_of=("out", "back"),
            actor=actor,
            verb="cancel_trips",
            changes={"end_reason": reason},
        )
        _move_requests(slip, "cancelled", ("out", "back", "rated"), actor, "cancel_trips")
        return trip

    return each(seen, cancel, done=_("Cancelled"), model=Trip)


def explain_trip_gaps(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Say where the kilometres between two trips come from; they stay on record."""
    reason = need_reason(reason, _("Say where the kilometres come from."), "reason")

    def explain(wanted: Seen) -> Trip:
        trip = load(Trip, wanted)
        require_verb(actor, "explain_trip_gaps", trip)
        if not trip.gap_km:
            raise WrongState(_("There is no gap to be explained."))
        return change(trip, {"gap_reason": reason}, actor=actor, verb="explain_trip_gaps")

    return each(seen, explain, done=_("Explained."), model=Trip)


def _require_time(moment: dt.datetime, after: dt.datetime, field: str) -> None:
    if after > now():
        raise InvalidRecord(
            {field: [_("It is too early for this: not before %(first)s.", first=after)]}
        )
    if not after < moment <= now():
        raise InvalidRecord(
            {field: [_("This lies between %(first)s and now.", first=after)]},
        )


def _plausible(trip: Trip, given: dict[str, Any]) -> int:
    """The reading on return; refused below the one at departure and beyond what can be driven."""
    reading = int(given["odo_in"])
    hours = (given["in_at"] - trip.out_at) / dt.timedelta(hours=1)
    driven = reading - trip.odo_out
    if driven < 0:
        raise InvalidRecord(
            {
                "odo_in": [
                    _(
                        "The trip began at %(known)s km: an odometer cannot go back.",
                        known=trip.odo_out,
                    )
                ]
            }
        )
    if driven > FASTEST * hours + 1:
        raise InvalidRecord(
            {
                "odo_in": [
                    _("%(driven)s km cannot be driven in this time: read again.", driven=driven)
                ]
            }
        )
    return reading


def _move_requests(
    slip: Dispatch, to: str, out_of: tuple[str, ...], actor: Actor, verb: str
) -> list[VehicleRequest]:
    return [
        change(request, {"status": to}, actor=actor, verb=verb)
        for request in requests_on([slip.id]).get(slip.id, [])
        if request.status in out_of
    ]


__all__ = ["cancel_trips", "depart_trips", "explain_trip_gaps", "finish_trips"]
