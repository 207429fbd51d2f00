"""Vehicles: errands, fuel, sealing with a reading each, repairs, and the sealing list on paper."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from flask import url_for
from flask_admin import expose
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField

from admin_views import current, words
from admin_views.entering import (
    LookupField,
    WordsField,
    number_input,
    texts,
)
from admin_views.fleet.requests import driver_choices
from admin_views.papers import paper
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import local_today, now
from logistics.operations import fleet
from logistics.permissions import Actor
from logistics.wording import Words, _
from models import BudgetLine, Dispatch, SealLog, Staff

READING = "odometer"
ERRANDS = {
    code: label for code, label in Dispatch._meta.fields["kind"].labels.items() if code != "request"
}


def readings_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """A row a vehicle, with an input for what its instrument shows."""
    return {
        "tables": [
            {
                "title": _("Odometer readings"),
                "sub": _("As the instrument shows it, read by both."),
                "columns": [
                    {"label": _("Vehicle")},
                    {"label": _("Odometer"), "numeric": True},
                ],
                "rows": [
                    {
                        "head": row.plate,
                        "sub": str(row.driver or ""),
                        "cells": [
                            number_input(
                                f"{READING}-{row.id}",
                                None if row.odometer is None else Decimal(row.odometer),
                                _("Odometer of %(vehicle)s", vehicle=str(row)),
                            ),
                        ],
                    }
                    for row in rows
                ],
            }
        ]
    }


def _readings(rows: Sequence[Any]) -> dict[int, str]:
    return dict(texts(READING, [row.id for row in rows]))


def seal_arguments(form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """Holiday, last day, the driver present, and the readings."""
    return {
        "occasion": form["occasion"].data or "",
        "until": form["until"].data,
        "driver": form["driver"].data,
        "readings": _readings(rows),
    }


def unseal_arguments(form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The readings, and why they moved."""
    return {"note": form["note"].data or "", "readings": _readings(rows)}


def charge_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What is booked in all."""
    amount = sum((row.amount for row in rows), Decimal(0))
    return [
        _(
            "%(count)s fillings are booked: %(amount)s yuan.",
            count=len(rows),
            amount=words.money(amount),
        )
    ]


def to_the_errand(rows: Sequence[Any]) -> str:
    """The slip that was just written for the vehicle."""
    query = Dispatch.select().where(Dispatch.vehicle == rows[0].id)
    return url_for("dispatch.details", id=query.order_by(Dispatch.id.desc()).get().id)


VEHICLE_VERBS = (
    Verb(
        fleet.send_vehicles,
        _("Write a slip"),
        icon="file-earmark-plus",
        states=("available", "out"),
        bulk=False,
        fields={
            "kind": WordsField(_("Kind"), ERRANDS),
            "driver": SelectField(_("Driver"), choices=driver_choices, coerce=int),
            "starts_at": StringField(_("Leaves at"), default=lambda: words.instant(now())),
            "ends_at": StringField(_("Back by")),
            "destination": StringField(_("Destination")),
            "purpose": StringField(_("Reason for the journey")),
        },
        leads_to=to_the_errand,
    ),
    Verb(
        fleet.log_fuel,
        _("Enter a filling"),
        icon="fuel-pump",
        states=("available", "out"),
        bulk=False,
        fields={
            "fuelled_on": DateField(_("Fuelled on"), default=local_today),
            "liters": StringField(_("Quantity of fuel")),
            "amount": StringField(_("Amount")),
            "odometer": StringField(_("Odometer")),
            "is_full": BooleanField(
                _("Filled up"),
                default=True,
                description=_("Consumption is counted between these."),
            ),
            "station": StringField(_("Filling station")),
            "driver": LookupField(_("Driver"), Staff, description=_("Empty: you yourself.")),
            "budget_line": LookupField(
                _("Budget line"), BudgetLine, description=_("Empty: it is booked later.")
            ),
        },
    ),
    Verb(
        fleet.record_odometers,
        _("Enter the odometer"),
        icon="speedometer",
        states=("available", "repair"),
        bulk=False,
        fields={"odometer": StringField(_("Odometer"))},
    ),
    Verb(
        fleet.seal_vehicles,
        _("Seal off"),
        icon="lock",
        states=("available",),
        fields={
            "occasion": StringField(_("Which holiday")),
            "until": DateField(_("Sealed until")),
            "driver": LookupField(
                _("Driver present"),
                Staff,
                description=_("Empty: the usual driver of each vehicle."),
            ),
        },
        template="purchasing/lines.html",
        context=readings_page,
        collect=seal_arguments,
    ),
    Verb(
        fleet.unseal_vehicles,
        _("Unseal"),
        icon="unlock",
        states=("sealed",),
        fields={
            "note": StringField(_("Remarks"), description=_("Why the odometer moved, if it did."))
        },
        template="purchasing/lines.html",
        context=readings_page,
        collect=unseal_arguments,
        primary=True,
    ),
    Verb(
        fleet.scrap_vehicles,
        _("Take out of service"),
        icon="trash3",
        states=("available", "repair"),
        fields={"reason": StringField(_("Why it goes out of service"))},
        bulk=False,
        danger=True,
    ),
)
FUEL_VERBS = (
    Verb(
        fleet.charge_fuel_logs,
        _("Book on a budget line"),
        icon="wallet2",
        states=("valid",),
        when=lambda row: row.budget_line_id is None,
        fields={"budget_line": LookupField(_("Budget line"), BudgetLine)},
        effects=charge_effects,
        primary=True,
    ),
    Verb(
        fleet.void_fuel_logs,
        _("Strike out the filling"),
        icon="x-circle",
        states=("valid",),
        fields={"reason": StringField(_("Why struck out"))},
        bulk=False,
        danger=True,
    ),
)
COMMENT = {"comment": TextAreaField(_("Opinion"))}
SHOP_FORM = (
    paper(
        "form",
        _("Vehicle maintenance"),
        (
            *("vehicle", "kind", "reporter", "due_on", "description", "shop", "estimate"),
            *("budget_line", "approved_amount", "decision_note", "starts_on", "ends_on"),
            *("odometer", "final_amount", "result"),
        ),
        signs=("reporter", _("Dispatcher"), "approved_by", _("Finance")),
    ),
)
MAINTENANCE_VERBS = (
    Verb(
        fleet.submit_maintenances,
        _("Submit"),
        icon="send",
        states=("draft", "returned"),
        primary=True,
    ),
    Verb(
        fleet.approve_maintenances,
        _("Approve"),
        icon="check-lg",
        states=("submitted",),
        fields={
            "amount": StringField(
                _("Approved amount"), description=_("Empty: as much as the estimate.")
            ),
            "budget_line": LookupField(
                _("Budget line"), BudgetLine, description=_("Empty: the one of the request.")
            ),
            **COMMENT,
        },
        primary=True,
    ),
    Verb(
        fleet.return_maintenances,
        _("Return"),
        icon="arrow-return-left",
        states=("submitted",),
        fields=COMMENT,
    ),
    Verb(
        fleet.reject_maintenances,
        _("Reject"),
        icon="x-lg",
        states=("submitted",),
        fields=COMMENT,
        danger=True,
    ),
    Verb(
        fleet.start_maintenances,
        _("Bring to the shop"),
        icon="wrench",
        states=("approved",),
        primary=True,
    ),
    Verb(
        fleet.finish_maintenances,
        _("Fetch from the shop"),
        icon="check2-circle",
        states=("in_shop",),
        bulk=False,
        fields={
            "odometer": StringField(_("Odometer")),
            "final_amount": StringField(_("Final amount")),
            "result": TextAreaField(_("Work done in the shop")),
            "service_due_on": DateField(_("Service due on")),
        },
        primary=True,
    ),
)


class SealLogView(TableView):
    """The list of a holiday prints with all its vehicles (节假日封存登记表)."""

    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (
        ("print", _("Print the sealing list")),
    )

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        same = (SealLog.occasion == row.occasion) & (SealLog.until == row.until)
        return self.render(
            "fleet/print_sealing.html",
            row=row,
            logs=list(SealLog.select().where(same).order_by(SealLog.vehicle)),
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )


__all__ = ["FUEL_VERBS", "MAINTENANCE_VERBS", "VEHICLE_VERBS", "SealLogView"]
