"""Findings: analysing, reporting, rechecking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from wtforms import StringField, TextAreaField

from admin_views import current
from admin_views.papers import paper
from admin_views.verbs import Verb
from logistics.operations.conduct.findings import (
    ActionPlan,
    analyse_findings,
    close_findings,
    finish_finding_actions,
    rectify_findings,
    return_findings,
)
from logistics.permissions import Actor
from logistics.wording import _
from models import Finding, FindingAction, Staff

ACTION_ROWS = 3
TYPED = ("cause", "measure", "owner", "due_on")


def analyse_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What templates/conduct/analyse.html shows: the finding, what is known, rows for actions."""
    finding = rows[0]
    return {
        "finding": finding,
        "typed": {name: request.form.get(name, _kept(finding, name)) for name in TYPED},
        "owner_name": _name_of(request.form.get("owner")) or str(finding.owner or ""),
        "kinds": list(FindingAction._meta.fields["kind"].labels.items()),
        "planned": [_typed_action(number) for number in range(ACTION_ROWS)],
        "lookup_url": url_for("staff.lookup"),
    }


def analysis_of(_form: Any, _rows: Sequence[Any]) -> dict[str, Any]:
    """Cause, measure and actions as the form sends them; empty rows of actions are left out."""
    actions = [
        ActionPlan(action["what"], _number(action["owner"]), action["due_on"], action["kind"] or "")
        for action in map(_typed_action, range(ACTION_ROWS))
        if action["what"].strip()
    ]
    return {
        "cause": request.form.get("cause", ""),
        "measure": request.form.get("measure", ""),
        "owner_id": _number(request.form.get("owner", "")),
        "due_on": request.form.get("due_on", ""),
        "actions": actions,
    }


def _kept(finding: Finding, name: str) -> str:
    value = finding.__data__[name]
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value)


def _typed_action(number: int) -> dict[str, str]:
    names = ("kind", "what", "owner", "due_on")
    typed = {name: request.form.get(f"action-{number}-{name}", "") for name in names}
    return {**typed, "owner_name": _name_of(typed["owner"])}


def _name_of(staff_id: str | None) -> str:
    person = Staff.get_or_none(Staff.id == _number(staff_id or ""))
    return person.name if person else ""


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 10 else 0


def _is_mine(row: Finding | FindingAction) -> bool:
    """Whether the reader answers for it: nobody else reports it."""
    return bool(row.owner_id == current.actor().staff_id)


NOTICE = (
    paper(
        "notice",
        _("Notice to put right"),
        (
            *("result", "site", "category", "severity", "description", "cause", "measure"),
            *("owner", "due_on", "effectiveness"),
        ),
        lines=((FindingAction, "finding", ("what", "kind", "owner", "due_on", "done_on")),),
        signs=("owner", _("Rechecked by"), "closed_by"),
        when=lambda row: row.owner_id is not None,
        with_seal=True,
    ),
)
FINDING_VERBS = (
    Verb(
        analyse_findings,
        _("Analyse"),
        icon="search",
        states=("open", "acting"),
        bulk=False,
        primary=True,
        template="conduct/analyse.html",
        context=analyse_page,
        collect=analysis_of,
    ),
    Verb(
        rectify_findings,
        _("Report as put right"),
        icon="wrench-adjustable",
        states=("acting",),
        when=_is_mine,
    ),
    Verb(
        close_findings,
        _("Close after the recheck"),
        icon="check-lg",
        states=("rectified",),
        primary=True,
        fields={
            "effectiveness": TextAreaField(
                _("Effect of the measures"), description=_("What the recheck has shown.")
            )
        },
    ),
    Verb(
        return_findings,
        _("Not put right"),
        icon="arrow-return-left",
        states=("rectified",),
        fields={"comment": TextAreaField(_("What the recheck has shown"))},
    ),
)
ACTION_VERBS = (
    Verb(
        finish_finding_actions,
        _("Report as done"),
        icon="check-lg",
        states=("open",),
        when=_is_mine,
        primary=True,
        fields={"note": StringField(_("How it was done"))},
    ),
)
