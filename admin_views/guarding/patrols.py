"""Patrols and wands, fire inspections, incidents: their buttons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from wtforms import SelectField, StringField, TextAreaField

from admin_views import words
from admin_views.entering import LookupField
from admin_views.verbs import Verb
from logistics.database import now
from logistics.errors import RuleViolation
from logistics.operations.guarding.patrols import (
    Scan,
    do_patrols,
    forgive_patrols,
    read_patrol_scans,
)
from logistics.operations.guarding.safety import (
    close_fire_checks,
    close_incidents,
    report_incidents,
    sign_fire_checks,
)
from logistics.operations.validation import Problem, clean_value
from logistics.permissions import Actor
from logistics.wording import Words, _
from models import FireCheck, Patrol, Staff

MOST_SCANS = 2_000


def _is_due(row: Patrol) -> bool:
    return bool(row.starts_at <= now() < row.ends_at)


def _is_over(row: Patrol) -> bool:
    return bool(row.ends_at <= now())


def _results() -> list[tuple[str, str]]:
    labels = Patrol._meta.fields["result"].labels
    return [(code, words.words(label)) for code, label in labels.items()]


def _scans(form: Any, _rows: Sequence[Any]) -> dict[str, Any]:
    """The marks of a wand, a line each: moment, place on the round, staff number."""
    lines = [line for line in (form["scans"].data or "").splitlines() if line.strip()]
    if len(lines) > MOST_SCANS:
        raise RuleViolation(_("Read in at most %(most)s marks at once.", most=MOST_SCANS))
    return {"scans": [_scan(line) for line in lines]}


def _scan(line: str) -> Scan:
    parts = [part.strip() for part in line.split(",")]
    try:
        moment: dt.datetime = clean_value(Patrol._meta.fields["starts_at"], parts[0])
        position = int(parts[1])
        return Scan(position, moment, parts[2])
    except (Problem, ValueError, IndexError):
        raise RuleViolation(
            _("This line is not a mark: %(line)s", line=line[:60]), field="scans"
        ) from None


def _signing(rows: Sequence[FireCheck], _actor: Actor) -> list[Words]:
    """What a signature sets in motion."""
    return [
        _("%(row)s: to be put right by %(day)s.", row=str(row), day=row.rectify_by)
        if row.findings and row.rectify_by
        else _("%(row)s: all in order.", row=str(row))
        for row in rows
    ]


PATROL_VERBS = (
    Verb(
        do_patrols,
        _("Patrolled"),
        icon="check-lg",
        states=("expected",),
        when=_is_due,
        primary=True,
        fields={
            "result": SelectField(_("Result"), choices=_results, validate_choice=False),
            "note": StringField(_("What was found")),
        },
    ),
    Verb(
        forgive_patrols,
        _("Forgive"),
        icon="hand-thumbs-up",
        states=("expected", "missed"),
        when=_is_over,
        fields={"note": StringField(_("Reason"))},
    ),
)
ROUTE_VERBS = (
    Verb(
        read_patrol_scans,
        _("Read a patrol wand"),
        icon="upc-scan",
        bulk=False,
        fields={
            "scans": TextAreaField(
                _("Marks of the wand"),
                description=_("A line each: 2026-06-12 02:10, place on the round, staff number."),
            )
        },
        collect=_scans,
    ),
)
FIRE_VERBS = (
    Verb(
        sign_fire_checks,
        _("Sign as supervisor"),
        icon="pen",
        states=("draft",),
        effects=_signing,
        primary=True,
    ),
    Verb(
        close_fire_checks,
        _("Close as put right"),
        icon="check-lg",
        states=("rectifying",),
        fields={"note": StringField(_("How it was put right"))},
        primary=True,
    ),
)
INCIDENT_VERBS = (
    Verb(report_incidents, _("Report"), icon="megaphone", states=("draft",), primary=True),
    Verb(
        close_incidents,
        _("Close the incident"),
        icon="check-lg",
        states=("reported",),
        fields={
            "handled": TextAreaField(_("How it was handled")),
            "loss": StringField(_("Loss")),
            "answerable": LookupField(
                _("Answerable person"),
                Staff,
                description=_("Only where somebody's neglect led to it."),
            ),
        },
        primary=True,
    ),
)
