"""What of the canteen waits for a person, as lines of his start page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from flask import url_for

from admin_views import words
from admin_views.waiting import Wait, waiting_by_state
from logistics import permissions
from logistics.database import local_today, now
from logistics.permissions import Actor
from logistics.queries.canteen.hygiene import DAYS_OF_WARNING, lapsing_certificates
from logistics.wording import _
from models import (
    CanteenSettlement,
    DisinfectionLog,
    FoodSample,
    HealthCertificate,
    IngredientReceipt,
    MealCount,
    Menu,
    WasteEvaluation,
)


def _inspects(actor: Actor) -> Any:
    return IngredientReceipt.inspector == actor.staff_id


def _keeps(actor: Actor) -> Any:
    return IngredientReceipt.keeper == actor.staff_id


def _of_today(_actor: Actor) -> Any:
    return FoodSample.served_on == local_today()


def _long_enough(_actor: Actor) -> Any:
    return FoodSample.discard_after <= now()


def _undone(_actor: Actor) -> Any:
    yesterday = local_today() - dt.timedelta(days=1)
    return DisinfectionLog.day.between(yesterday, local_today())


def _eaten(_actor: Actor) -> Any:
    return MealCount.day <= local_today()


WAITS = (
    Wait(Menu, "submitted", "approve_menus", "calendar-week", _("Menus to be approved")),
    Wait(Menu, "approved", "publish_menus", "calendar-week", _("Menus to be published")),
    Wait(
        IngredientReceipt,
        "draft",
        "inspect_ingredients",
        "basket2",
        _("Deliveries to be inspected"),
        _inspects,
    ),
    Wait(
        IngredientReceipt,
        "inspected",
        "receive_ingredients",
        "basket2",
        _("Deliveries to be taken in"),
        _keeps,
    ),
    Wait(
        FoodSample,
        "expected",
        "take_samples",
        "droplet-half",
        _("Samples to be taken today"),
        _of_today,
    ),
    Wait(
        FoodSample,
        "kept",
        "discard_samples",
        "trash",
        _("Samples kept for 48 hours"),
        _long_enough,
    ),
    Wait(
        DisinfectionLog,
        "expected",
        "record_disinfections",
        "shield-check",
        _("Disinfections to be recorded"),
        _undone,
    ),
    Wait(MealCount, "expected", "count_meals", "people", _("Meals to be counted"), _eaten),
    Wait(
        CanteenSettlement,
        "submitted",
        "approve_settlements",
        "cash-stack",
        _("Canteen accounts to be approved"),
    ),
    Wait(
        CanteenSettlement,
        "approved",
        "publish_settlements",
        "cash-stack",
        _("Canteen accounts to be published"),
    ),
    Wait(
        WasteEvaluation,
        "submitted",
        "approve_waste_evaluations",
        "clipboard-data",
        _("Evaluations of waste to be approved"),
    ),
)


def waiting_in_canteen(actor: Actor) -> Iterator[dict[str, Any]]:
    """What each step asks for, and the certificates that end soon."""
    yield from waiting_by_state(WAITS, actor)
    if permissions.may(actor, "create", HealthCertificate):
        yield from _certificates()


def _certificates() -> Iterator[dict[str, Any]]:
    until = local_today() + dt.timedelta(days=DAYS_OF_WARNING)
    for certificate in lapsing_certificates(until):
        late = certificate.expires_on < local_today()
        yield {
            "kind": HealthCertificate.LABEL,
            "icon": "heart-pulse",
            "title": _("%(name)s: the certificate ends", name=certificate.staff.name),
            "wait": words.day(certificate.expires_on),
            "tone": "bad" if late else "warn",
            "url": url_for("health_certificate.details", id=certificate.id),
        }
