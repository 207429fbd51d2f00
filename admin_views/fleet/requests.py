"""Vehicle requests: the unit's steps, the leader's, and the dispatcher's choice of a vehicle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from wtforms import SelectField, StringField, TextAreaField

from admin_views import words
from admin_views.entering import text_cell
from admin_views.papers import paper
from admin_views.verbs import Verb
from logistics.operations import fleet
from logistics.permissions import Actor
from logistics.queries.fleet.fitness import could_share, drivers, drivers_free, vehicles_free
from logistics.tables.fleet.requests import BEST_RATING, WITHDRAWABLE
from logistics.wording import Words, _
from models import DispatchRequest, Vehicle

COMMENT = {"comment": TextAreaField(_("Opinion"))}


def decision_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """Who goes where, when, and with how many."""
    return [
        _(
            "%(unit)s: %(passengers)s people to %(destination)s, %(starts)s to %(ends)s (%(why)s).",
            unit=str(row.unit),
            passengers=row.passengers,
            destination=row.destination,
            starts=row.starts_at,
            ends=row.ends_at,
            why=row.reason,
        )
        for row in rows
    ]


def dispatch_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """One slip for all that is chosen, and what else would lie on the way."""
    chosen = {row.id for row in rows}
    effects: list[Words] = [
        _(
            "One slip for %(passengers)s people; vehicle and driver are reserved from then on.",
            passengers=sum(row.passengers for row in rows),
        )
    ]
    others = {other.id: other for row in rows for other in could_share(row)}
    effects += [
        _(
            "Could go along: %(request)s, %(passengers)s people, leaves %(moment)s.",
            request=str(other),
            passengers=other.passengers,
            moment=other.starts_at,
        )
        for other in others.values()
        if other.id not in chosen
    ]
    return effects


def dispatch_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """The vehicles and drivers that are free for the whole journey."""
    starts_at = min(row.starts_at for row in rows)
    ends_at = max(row.ends_at for row in rows)
    seats = sum(row.passengers for row in rows)
    free = vehicles_free(starts_at, ends_at, seats)
    return {
        "tables": [
            {
                "title": _("Free at that time"),
                "sub": _(
                    "%(starts)s to %(ends)s, %(seats)s seats or more",
                    starts=words.instant(starts_at),
                    ends=words.instant(ends_at),
                    seats=seats,
                ),
                "columns": [
                    {"label": _("Vehicle")},
                    {"label": _("Seats"), "numeric": True},
                    {"label": _("Usual driver")},
                ],
                "rows": [
                    {
                        "head": str(vehicle),
                        "cells": [
                            {"text": vehicle.seats, "numeric": True},
                            text_cell(str(vehicle.driver or "")),
                        ],
                    }
                    for vehicle in free
                ],
            }
        ],
        "notes": [
            (
                "info",
                _("Drivers free at that time"),
                "、".join(person.name for person in drivers_free(starts_at, ends_at)),
            )
        ],
    }


def vehicle_choices() -> list[tuple[int, str]]:
    """The vehicles in service."""
    query = Vehicle.select().where(Vehicle.status != "scrapped").order_by(Vehicle.plate)
    return [(row.id, f"{row} · {row.seats}") for row in query]


def driver_choices() -> list[tuple[int, str]]:
    """The drivers in service."""
    return [(person.id, person.name) for person in drivers()]


def to_the_slip(rows: Sequence[Any]) -> str:
    """The slip that was just written."""
    line = (
        DispatchRequest.select()
        .where(DispatchRequest.request == rows[0].id)
        .order_by(DispatchRequest.id.desc())
        .get()
    )
    return url_for("dispatch.details", id=line.dispatch_id)


def rating_choices() -> list[tuple[int, str]]:
    """From the best mark down."""
    return [(mark, "★" * mark) for mark in range(BEST_RATING, 0, -1)]


REQUEST_FORM = (
    paper(
        "form",
        _("Vehicle request"),
        (
            *("unit", "requester", "reason", "origin", "destination", "starts_at", "ends_at"),
            *("passengers", "vehicle", "driver", "endorsed_at", "approved_at", "decision_note"),
        ),
        signs=("requester", "endorsed_by", "approved_by", _("Dispatcher")),
    ),
)
REQUEST_VERBS = (
    Verb(
        fleet.submit_vehicle_requests,
        _("Submit"),
        icon="send",
        states=("draft", "returned"),
        primary=True,
    ),
    Verb(
        fleet.endorse_vehicle_requests,
        _("Agree as unit head"),
        icon="check-lg",
        states=("submitted",),
        fields=COMMENT,
        effects=decision_effects,
        primary=True,
    ),
    Verb(
        fleet.approve_vehicle_requests,
        _("Approve"),
        icon="check-lg",
        states=("unit_ok",),
        fields=COMMENT,
        effects=decision_effects,
        primary=True,
    ),
    Verb(
        fleet.return_vehicle_requests,
        _("Return"),
        icon="arrow-return-left",
        states=("submitted", "unit_ok"),
        fields=COMMENT,
    ),
    Verb(
        fleet.reject_vehicle_requests,
        _("Reject"),
        icon="x-lg",
        states=("submitted", "unit_ok"),
        fields=COMMENT,
        danger=True,
    ),
    Verb(
        fleet.dispatch_vehicle_requests,
        _("Assign a vehicle"),
        icon="truck-front",
        states=("approved",),
        fields={
            "vehicle": SelectField(_("Vehicle"), choices=vehicle_choices, coerce=int),
            "driver": SelectField(_("Driver"), choices=driver_choices, coerce=int),
        },
        effects=dispatch_effects,
        template="purchasing/lines.html",
        context=dispatch_page,
        leads_to=to_the_slip,
        primary=True,
    ),
    Verb(
        fleet.rate_vehicle_requests,
        _("Rate the journey"),
        icon="star",
        states=("back",),
        fields={
            "rating": SelectField(_("Passenger's rating"), choices=rating_choices, coerce=int),
            "note": StringField(_("Word to the rating")),
        },
        primary=True,
    ),
    Verb(
        fleet.close_vehicle_requests,
        _("Close the request"),
        icon="lock",
        states=("back", "rated"),
    ),
    Verb(
        fleet.cancel_vehicle_requests,
        _("Withdraw"),
        icon="x-circle",
        states=WITHDRAWABLE,
        danger=True,
    ),
)
