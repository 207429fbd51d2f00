"""Entering readings, many meters on one page; correcting one; replacing a meter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import DateField, DecimalField, StringField

from admin_views.ledgers import ledger
from admin_views.verbs import Verb
from logistics.database import local_today
from logistics.operations.energy.readings import (
    ReadingEntry,
    correct_readings,
    record_readings,
    replace_meters,
)
from logistics.permissions import Actor
from logistics.queries.energy.meters import standing_before
from logistics.tables.energy.meters import UNITS
from logistics.wording import _
from models import MeterReading

TYPED = ("value", "read_on", "note")
TICKED = ("rolled_over", "estimated")


def reading_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What templates/energy/read.html shows: each meter with what it showed before."""
    return {
        "readings": [
            {
                "id": row.id,
                "meter": row.meter,
                "site": row.meter.site.name,
                "month": f"{row.month:%Y-%m}",
                "before": standing_before(row.meter, row.month),
                "unit": UNITS[row.meter.kind],
                "typed": _typed(row),
            }
            for row in sorted(rows, key=lambda row: (row.month, row.meter_id))
        ]
    }


def readings_of(_form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The readings of the form; meters without a value are left for later."""
    entries = {}
    for row in rows:
        typed = _typed(row)
        if typed["value"].strip():
            entries[row.id] = ReadingEntry(
                typed["value"],
                _date(typed["read_on"]),
                rolled_over=bool(typed["rolled_over"]),
                estimated=bool(typed["estimated"]),
                note=typed["note"],
            )
    return {"entries": entries}


def _typed(row: Any) -> dict[str, Any]:
    """The inputs of a reading as sent; at first its day is the last of the month, or today."""
    usual = min(local_today(), row.due_on).isoformat()
    sent = {name: request.form.get(f"{row.id}-{name}", "") for name in TYPED}
    ticks = {name: f"{row.id}-{name}" in request.form for name in TICKED}
    return {**sent, "read_on": sent["read_on"] or usual, **ticks}


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


READING_VERBS = (
    Verb(
        record_readings,
        _("Enter readings"),
        icon="pencil-square",
        states=("expected",),
        template="energy/read.html",
        context=reading_page,
        collect=readings_of,
        primary=True,
    ),
    Verb(
        correct_readings,
        _("Correct the reading"),
        icon="eraser",
        states=("read", "estimated"),
        fields={
            "value": DecimalField(_("Reading"), places=3),
            "reason": StringField(_("Reason")),
        },
        bulk=False,
    ),
)
METER_PRINTS = (
    ledger(
        "ledger",
        _("Energy ledger of the year"),
        ("month", "read_on", "previous", "value", "used", "staff", "note"),
        model=MeterReading,
        same=("meter",),
        where=lambda: MeterReading.month >= local_today().replace(month=1, day=1),
        totals=("used",),
        signs=(_("Energy officer"), _("Checked by")),
    ),
)
METER_VERBS = (
    Verb(
        replace_meters,
        _("Replace the meter"),
        icon="arrow-repeat",
        fields={
            "replaced_on": DateField(_("Replaced on"), default=local_today),
            "old_end": DecimalField(_("Last reading of the old one"), places=3),
            "new_start": DecimalField(_("First reading of the new one"), places=3),
            "new_serial_no": StringField(_("Serial number of the new one")),
            "new_factor": DecimalField(
                _("Factor of the new one"), places=3, description=_("Empty: as before.")
            ),
            "reason": StringField(_("Reason")),
        },
        bulk=False,
        when=lambda row: row.removed_on is None,
    ),
)
