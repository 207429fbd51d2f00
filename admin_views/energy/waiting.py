"""What of energy waits for a person at the start page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from flask import url_for

from admin_views.waiting import Wait, waiting_by_state
from logistics.database import local_today
from logistics.permissions import Actor
from logistics.wording import _
from models import EnergyMeasure, EnergyQuota, MeterReading, OverQuotaNote

DAYS_BEFORE = dt.timedelta(days=5)
WAITS = (
    Wait(
        MeterReading,
        "expected",
        "record_readings",
        "speedometer",
        _("Meters to be read"),
        lambda _actor: MeterReading.due_on <= local_today() + DAYS_BEFORE,
    ),
    Wait(
        OverQuotaNote,
        "draft",
        "submit_over_quota_notes",
        "exclamation-octagon",
        _("Use over the quota to be explained"),
    ),
    Wait(
        OverQuotaNote,
        "submitted",
        "accept_over_quota_notes",
        "exclamation-octagon",
        _("Explanations to be decided"),
        lambda actor: OverQuotaNote.submitted_by != actor.account_id,
    ),
    Wait(EnergyQuota, "draft", "approve_quotas", "speedometer2", _("Quotas to be approved")),
    Wait(
        EnergyMeasure,
        "done",
        "verify_energy_measures",
        "lightbulb",
        _("Effects to be measured"),
    ),
)


def waiting_in_energy(actor: Actor) -> Iterator[dict[str, Any]]:
    """One's own saving measures, then what one's duty asks for."""
    if actor.staff_id is not None:
        own = (EnergyMeasure.owner == actor.staff_id) & (EnergyMeasure.status == "planned")
        for row in EnergyMeasure.select().where(own).order_by(EnergyMeasure.due_on):
            yield {
                "kind": EnergyMeasure.LABEL,
                "icon": "lightbulb",
                "title": str(row),
                "wait": _("Due %(day)s", day=row.due_on),
                "tone": "bad" if row.due_on < local_today() else None,
                "url": url_for("energy_measure.details", id=row.id),
            }
    yield from waiting_by_state(WAITS, actor)
