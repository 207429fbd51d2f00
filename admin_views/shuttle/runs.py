"""Runs: reported in a table, a row a run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import StringField

from admin_views import words
from admin_views.entering import number_input, sent, text_input
from admin_views.verbs import Verb
from logistics.database import now, office_zone
from logistics.errors import RuleViolation
from logistics.operations import shuttle
from logistics.operations.shuttle import RunReport
from logistics.operations.validation import Problem, clean_value
from logistics.permissions import Actor
from logistics.wording import Words, _
from models import ShuttleRun, ShuttleStop

CLOCKS = ("departed", "transfer", "arrived")


def report_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """A row a run, with the planned times to begin with."""
    return {
        "tables": [
            {
                "title": _("Times and passengers"),
                "sub": _("Times as on the clock; the planned ones stand there at first."),
                "columns": [
                    {"label": _("Shuttle run")},
                    {"label": _("Actual departure"), "numeric": True},
                    {"label": _("At the transfer stop"), "numeric": True},
                    {"label": _("Actual arrival"), "numeric": True},
                    {"label": _("Passengers"), "numeric": True},
                    {"label": _("Remarks")},
                ],
                "rows": [_row(run) for run in rows],
            }
        ]
    }


def reports_of(_form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The reports that the form sends; a run without passengers entered is left out."""
    reports = {}
    for run in rows:
        typed = {name: request.form.get(f"{name}-{run.id}", "").strip() for name in (*CLOCKS, "n")}
        if not typed["n"]:
            continue
        clocks = {name: _clock(typed[name], run) for name in CLOCKS}
        if clocks["departed"] is None:
            raise RuleViolation(_("%(run)s: enter its departure.", run=str(run)))
        reports[run.id] = RunReport(
            clocks["departed"],
            _count(typed["n"], run),
            clocks["transfer"],
            clocks["arrived"],
            request.form.get(f"note-{run.id}", ""),
        )
    return {"reports": reports}


def _row(run: ShuttleRun) -> dict[str, Any]:
    transfer = ShuttleStop.get_or_none(
        (ShuttleStop.route == run.route_id) & ShuttleStop.is_transfer
    )
    planned = {
        "departed": _shown(run.starts_at),
        "transfer": f"{transfer.planned_time:%H:%M}" if transfer else "",
        "arrived": _shown(run.ends_at),
    }
    label = str(run)
    return {
        "head": run.route.name,
        "sub": f"{words.day(run.day)} {run.vehicle.plate} {run.driver.name}",
        "cells": [
            *(
                {
                    "input": f"{name}-{run.id}",
                    "value": sent(f"{name}-{run.id}", planned[name]),
                    "label": _clock_label(name, label),
                    "numeric": True,
                }
                for name in CLOCKS
            ),
            number_input(f"n-{run.id}", None, _("Passengers: %(run)s", run=label)),
            text_input(f"note-{run.id}", "", _("Remarks: %(run)s", run=label)),
        ],
    }


def _clock_label(name: str, run: str) -> Words:
    if name == "departed":
        return _("Departure: %(run)s", run=run)
    if name == "transfer":
        return _("Transfer: %(run)s", run=run)
    return _("Arrival: %(run)s", run=run)


def _shown(moment: dt.datetime) -> str:
    return f"{moment.astimezone(office_zone()):%H:%M}"


def _clock(text: str, run: ShuttleRun) -> dt.time | None:
    if not text:
        return None
    try:
        return clean_value(ShuttleStop.planned_time, text)  # type: ignore[no-any-return]
    except Problem as problem:
        raise RuleViolation(
            _("%(name)s: %(problem)s", name=str(run), problem=problem.words)
        ) from None


def _count(text: str, run: ShuttleRun) -> int:
    try:
        return int(clean_value(ShuttleRun.boarded, text))
    except Problem as problem:
        raise RuleViolation(
            _("%(name)s: %(problem)s", name=str(run), problem=problem.words)
        ) from None


RUN_VERBS = (
    Verb(
        shuttle.report_shuttle_runs,
        _("Report the run"),
        icon="pencil-square",
        states=("expected",),
        when=lambda row: row.starts_at <= now(),
        template="purchasing/lines.html",
        context=report_page,
        collect=reports_of,
        primary=True,
    ),
    Verb(
        shuttle.cancel_shuttle_runs,
        _("Does not run"),
        icon="x-circle",
        states=("expected",),
        fields={"reason": StringField(_("Why it does not run"))},
        danger=True,
    ),
)
