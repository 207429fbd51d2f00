"""The runs: expected on every working day, reported with their times and passengers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from logistics.auditing import transaction
from logistics.calendar import kinds_between
from logistics.database import now, office_zone
from logistics.errors import InvalidRecord, NotFound, RuleViolation, WrongState
from logistics.holidays import WORKED
from logistics.operations.expected import expect_rows
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import change_many
from logistics.operations.transitions import change, load, move
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.shuttle import met_between, routes_between, stops_of
from logistics.tables.shuttle import ShuttleRun
from logistics.wording import _


@dataclass(frozen=True)
class RunReport:
    """What happened on one run: clock times at the office, and how many people rode."""

    departed: dt.time
    boarded: int
    transfer: dt.time | None = None
    arrived: dt.time | None = None
    note: str = ""


def expect_shuttle_runs(*, first: dt.date, last: dt.date, actor: Actor) -> int:
    """Expect a run of every timetable in force on every working day, adjusted ones too (R61)."""
    return expect_rows(
        ShuttleRun,
        _planned_runs(first, last),
        key=("route", "day"),
        actor=actor,
        verb="expect_shuttle_runs",
    )


def report_shuttle_runs(
    *, seen: Sequence[Seen], reports: Mapping[int, RunReport], actor: Actor
) -> list[Outcome]:
    """Report runs that have taken place, each with its own times; set-wise (R62, R63).

    ``reports`` is by run. Whether a feeder's passengers still caught the original line is judged
    once both have reported.
    """
    outcomes: list[Outcome] = []
    with transaction():
        rows, changes = [], []
        for wanted in seen:
            try:
                row = load(ShuttleRun, wanted)
                require_verb(actor, "report_shuttle_runs", row)
                changes.append(_reported(row, reports))
            except RuleViolation as refusal:
                run = ShuttleRun.get_or_none(ShuttleRun.id == wanted.id)
                outcomes.append(Outcome(wanted.id, str(run or ""), refusal.words, refusal))
                continue
            rows.append(row)
            outcomes.append(Outcome(row.id, str(row), _("Run reported")))
        if rows:
            change_many(rows, changes, actor=actor, verb="report_shuttle_runs")
            _judge_connections([row.day for row in rows], actor)
    return outcomes


def cancel_shuttle_runs(*, seen: Sequence[Seen], reason: str, actor: Actor) -> list[Outcome]:
    """Say that runs do not take place, and why."""
    if not reason.strip():
        raise RuleViolation(_("Say why the coach does not run."), field="reason")

    def cancel(wanted: Seen) -> ShuttleRun:
        require_verb(actor, "cancel_shuttle_runs", load(ShuttleRun, wanted))
        return move(
            ShuttleRun,
            wanted,
            to="cancelled",
            out_of=("expected",),
            actor=actor,
            verb="cancel_shuttle_runs",
            changes={"note": reason.strip()[:200]},
        )

    return each(seen, cancel, done=_("Cancelled"), model=ShuttleRun)


def _planned_runs(first: dt.date, last: dt.date) -> Iterator[dict[str, Any]]:
    kinds = kinds_between(first, last)
    days = [day for day in sorted(kinds) if kinds[day] in WORKED]
    for route in routes_between(first, last):
        stops = stops_of(route)
        for day in days:
            if route.starts_on <= day and (route.ends_on is None or day <= route.ends_on):
                yield {
                    "route": route.id,
                    "day": day,
                    "vehicle": route.vehicle_id,
                    "driver": route.driver_id,
                    "starts_at": _moment(day, stops[0].planned_time),
                    "ends_at": _moment(day, stops[-1].planned_time),
                }


def _moment(day: dt.date, clock: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, clock, office_zone())


def _reported(row: ShuttleRun, reports: Mapping[int, RunReport]) -> dict[str, Any]:
    """The columns of one report; refused before the run, without times, or over the seats."""
    if row.status != "expected":
        raise WrongState(_("%(run)s was reported already or does not run.", run=str(row)))
    if row.starts_at > now():
        raise WrongState(_("%(run)s has not left yet.", run=str(row)))
    report = reports.get(row.id)
    if report is None:
        raise NotFound(_("%(run)s: enter its departure and its passengers.", run=str(row)))
    departed_at = _moment(row.day, report.departed)
    moments = {
        "transfer_at": _moment(row.day, report.transfer) if report.transfer else None,
        "arrived_at": _moment(row.day, report.arrived) if report.arrived else None,
    }
    cleaned, errors = clean_values(ShuttleRun, {"boarded": report.boarded, "note": report.note})
    if any(moment is not None and moment < departed_at for moment in moments.values()):
        errors["arrived_at"] = [_("The coach cannot arrive before it leaves.")]
    seats = row.vehicle.seats
    if not errors and cleaned["boarded"] > seats and not cleaned["note"]:
        errors["boarded"] = [
            _(
                "More people than the %(seats)s seats: say in the remarks what was done.",
                seats=seats,
            )
        ]
    if errors:
        raise InvalidRecord(errors)
    return {"departed_at": departed_at, **moments, **cleaned, "status": "done"}


def _judge_connections(days: Sequence[dt.date], actor: Actor) -> None:
    wanted = set(days)
    missed: dict[int, bool] = {}
    runs: dict[int, ShuttleRun] = {}
    for met in met_between(min(days), max(days)):
        if met.feeder.day in wanted:
            runs[met.feeder.id] = met.feeder
            missed[met.feeder.id] = missed.get(met.feeder.id, False) or met.is_missed
    for key, is_missed in missed.items():
        if runs[key].is_missed != is_missed:
            change(runs[key], {"is_missed": is_missed}, actor=actor, verb="report_shuttle_runs")


__all__ = ["RunReport", "cancel_shuttle_runs", "expect_shuttle_runs", "report_shuttle_runs"]
