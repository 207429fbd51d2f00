"""Dispatch slips: setting out, coming back, and the slip on paper (派车单)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_admin import expose
from wtforms import BooleanField, StringField

from admin_views import current, words
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import now
from logistics.operations import fleet
from logistics.permissions import Actor
from logistics.queries.fleet.fitness import requests_on
from logistics.wording import Words, _
from models import FuelLog, Trip


def departure_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """The last reading known of each vehicle, to be compared with the instrument."""
    return [
        _(
            "%(vehicle)s leaves for %(destination)s; last reading %(known)s km.",
            vehicle=str(row.vehicle),
            destination=row.destination,
            known=row.vehicle.odometer if row.vehicle.odometer is not None else words.DASH,
        )
        for row in rows
    ]


def return_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """At what reading each trip began."""
    trips = Trip.select().where(Trip.dispatch.in_([row.id for row in rows]))
    return [
        _(
            "%(vehicle)s left at %(moment)s with %(known)s km.",
            vehicle=str(trip.vehicle),
            moment=trip.out_at,
            known=trip.odo_out,
        )
        for trip in trips
    ]


DISPATCH_VERBS = (
    Verb(
        fleet.depart_trips,
        _("Set out on the trip"),
        icon="box-arrow-up-right",
        states=("issued",),
        tail="depart",
        fields={
            "odo_out": StringField(_("Odometer at departure")),
            "out_at": StringField(_("Departed at"), default=lambda: words.instant(now())),
        },
        effects=departure_effects,
        bulk=False,
        primary=True,
    ),
    Verb(
        fleet.finish_trips,
        _("Come back from the trip"),
        icon="box-arrow-in-down-left",
        states=("out",),
        tail="return",
        fields={
            "odo_in": StringField(_("Odometer on return")),
            "in_at": StringField(_("Came back at"), default=lambda: words.instant(now())),
            "tolls": StringField(_("Tolls"), default="0"),
            "parking": StringField(_("Parking fees"), default="0"),
            "note": StringField(_("Remarks")),
        },
        effects=return_effects,
        bulk=False,
        primary=True,
    ),
    Verb(
        fleet.cancel_dispatches,
        _("Cancel the slip"),
        icon="x-circle",
        states=("issued",),
        fields={
            "reason": StringField(_("Why given up")),
            "is_refused": BooleanField(_("Refused by the driver")),
        },
        danger=True,
    ),
)
TRIP_VERBS = (
    Verb(
        fleet.explain_trip_gaps,
        _("Explain the gap"),
        icon="chat-left-text",
        fields={"reason": StringField(_("Explanation of the gap"))},
        when=lambda row: bool(row.gap_km),
    ),
    Verb(
        fleet.cancel_trips,
        _("Strike out the trip"),
        icon="x-circle",
        states=("out", "back"),
        fields={"reason": StringField(_("Why cancelled"))},
        effects=lambda _rows, _actor: [
            _("The slip is cancelled with it; the odometer stays where later readings brought it.")
        ],
        danger=True,
    ),
)


class DispatchView(TableView):
    """A slip prints for the driver, with what is filled in on the way."""

    verbs = DISPATCH_VERBS
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("print", _("Print the slip")),)

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        requests = requests_on([row.id]).get(row.id, [])
        trip = Trip.get_or_none((Trip.dispatch == row.id) & (Trip.status != "cancelled"))
        ratings = [request.rating for request in requests if request.rating]
        return self.render(
            "fleet/print_dispatch.html",
            row=row,
            requests=requests,
            trip=trip,
            fillings=_fillings(trip) if trip else [],
            rating=sum(ratings) / len(ratings) if ratings else None,
            approved_by="、".join(
                dict.fromkeys(str(each.approved_by) for each in requests if each.approved_by_id)
            ),
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )


def _fillings(trip: Trip) -> list[FuelLog]:
    """What was filled on the way: between the readings of the trip."""
    if trip.odo_in is None:
        return []
    on_the_way = FuelLog.odometer.between(trip.odo_out, trip.odo_in)
    query = FuelLog.select().where(
        (FuelLog.vehicle == trip.vehicle_id) & (FuelLog.status == "valid") & on_the_way
    )
    return list(query.order_by(FuelLog.odometer))
