"""Buttons of the kitchen: deliveries, samples, disinfections, and the count of meals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from wtforms import IntegerField, StringField, TimeField

from admin_views import current
from admin_views.entering import WordsField
from admin_views.verbs import Verb
from logistics.database import local_today, office_zone
from logistics.operations.canteen.hygiene import (
    Eaten,
    count_meals,
    discard_samples,
    excuse_samples,
    record_disinfections,
    take_samples,
)
from logistics.operations.canteen.receipts import (
    inspect_ingredients,
    receive_ingredients,
    refuse_ingredients,
)
from logistics.permissions import Actor
from logistics.tables.canteen.hygiene import LEAST_GRAMS
from logistics.wording import _
from models import DisinfectionLog, IngredientReceipt

USUAL_GRAMS = 150
USUAL_MINUTES = 20


def _inspects(row: IngredientReceipt) -> bool:
    return bool(row.inspector_id == current.actor().staff_id)


def _keeps(row: IngredientReceipt) -> bool:
    return bool(row.keeper_id == current.actor().staff_id)


def _either(row: IngredientReceipt) -> bool:
    return row.status in ("draft", "inspected") and (_inspects(row) or _keeps(row))


def moment_of(day: dt.date, clock: dt.time | None) -> dt.datetime | None:
    """A time of day on a day; None, which is now, where no time was given."""
    return dt.datetime.combine(day, clock, office_zone()) if clock is not None else None


def sample_of(form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The weight and the time of day at which the samples of these rows were taken."""
    taken_at = moment_of(rows[0].served_on, form["taken_at"].data)
    return {"grams": form["grams"].data or 0, "taken_at": taken_at}


def disinfection_of(form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """How and when these were disinfected."""
    return {
        "method": form["method"].data,
        "minutes": form["minutes"].data or 0,
        "done_at": moment_of(rows[0].day, form["done_at"].data),
        "note": form["note"].data or "",
    }


def count_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What templates/canteen/count.html shows: each meal with its two inputs."""
    return {
        "meals": [
            {
                "row": row,
                "label": row._meta.fields["meal"].labels[row.meal],
                "actual": request.form.get(f"{row.id}-actual", row.actual or ""),
                "guests": request.form.get(f"{row.id}-guests", row.guests or ""),
            }
            for row in rows
        ]
    }


def counts_of(_form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The figures of each row; what is no number counts as none."""
    return {
        "counts": {
            row.id: Eaten(_whole(f"{row.id}-actual"), _whole(f"{row.id}-guests")) for row in rows
        }
    }


def to_the_day(rows: Sequence[Any]) -> str:
    """The counts of the day."""
    return url_for("meal_count.index", day__eq=rows[0].day.isoformat())


def _whole(name: str) -> int:
    text = request.form.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


RECEIPT_VERBS = (
    Verb(
        inspect_ingredients,
        _("Inspected"),
        icon="eye",
        states=("draft",),
        when=_inspects,
        primary=True,
    ),
    Verb(
        receive_ingredients,
        _("Take in"),
        icon="box-arrow-in-down",
        states=("inspected",),
        when=_keeps,
        primary=True,
    ),
    Verb(
        refuse_ingredients,
        _("Refuse the delivery"),
        icon="x-lg",
        when=_either,
        fields={"reason": StringField(_("Reason for refusing"))},
        danger=True,
    ),
)
SAMPLE_VERBS = (
    Verb(
        take_samples,
        _("Take the sample"),
        icon="droplet-half",
        states=("expected",),
        fields={
            "grams": IntegerField(
                _("Weight of each, g"),
                default=USUAL_GRAMS,
                description=_("At least %(grams)s g.", grams=LEAST_GRAMS),
            ),
            "taken_at": TimeField(_("Taken at"), description=_("Empty: now.")),
        },
        collect=sample_of,
        when=lambda row: row.served_on == local_today(),
        primary=True,
    ),
    Verb(discard_samples, _("Discard"), icon="trash", states=("kept",)),
    Verb(
        excuse_samples,
        _("Was not served"),
        icon="slash-circle",
        states=("expected",),
        fields={"reason": StringField(_("Why there is no sample"))},
    ),
)
HYGIENE_VERBS = (
    Verb(
        record_disinfections,
        _("Record the disinfection"),
        icon="shield-check",
        states=("expected",),
        fields={
            "method": WordsField(
                _("Means of disinfection"),
                DisinfectionLog._meta.fields["method"].labels,
                default="heat",
            ),
            "minutes": IntegerField(_("Duration, minutes"), default=USUAL_MINUTES),
            "done_at": TimeField(_("Done at"), description=_("Empty: now.")),
            "note": StringField(_("Note")),
        },
        collect=disinfection_of,
        when=lambda row: row.day <= local_today(),
        primary=True,
    ),
)
MEAL_VERBS = (
    Verb(
        count_meals,
        _("Enter the count"),
        icon="people",
        template="canteen/count.html",
        context=count_page,
        collect=counts_of,
        leads_to=to_the_day,
        when=lambda row: row.day <= local_today(),
        primary=True,
    ),
)
