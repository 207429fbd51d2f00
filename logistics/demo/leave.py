"""Leave in the demonstration: asked for by the person, decided step by step, reported back from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from logistics.calendar import add_workdays
from logistics.database import local_today
from logistics.demo.diary import SET_UP_ON, Entry, moment, this_morning
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.operations.approvals import Decision
from logistics.operations.duty.leave import approve_leaves, end_leaves, submit_leaves
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.queries.approvals.progress import progress_of
from logistics.tables.people import StaffLeave

ONE_DAY = dt.timedelta(days=1)
ENTERED = dt.timedelta(days=31)
"""How long before it begins leave is asked for."""
TO_DECIDE = dt.timedelta(hours=2)
ALL_STEPS = 9


def events(office: Office) -> Iterator[Entry]:
    """The leave of the half-year, that of these days, and what waits for a decision."""
    texts = read_texts("leave")
    for row in texts["leave"]:
        yield from _way_of(office, row, moment(max(SET_UP_ON, row["starts_on"] - ENTERED), 10))
    today = local_today()
    for row in texts["coming_leave"]:
        first, last = (today + dt.timedelta(days=row[end]) for end in ("from", "until"))
        asked_on = min(first, today) - ONE_DAY
        dated = {**row, "starts_on": first, "ends_on": last}
        yield from _way_of(office, dated, moment(asked_on, 14))
    for row in texts["asked"]:
        first, last = (add_workdays(today, row[end]) for end in ("from", "until"))
        asked = {**row, "starts_on": first, "ends_on": last}
        asked_at = moment(add_workdays(today, -1), 9)
        yield Entry(asked_at, 0, partial(_ask, office, asked))
        if row.get("steps") or "returned" in row:
            yield Entry(asked_at + TO_DECIDE, 0, partial(_decide, office, asked))


def _way_of(office: Office, row: dict[str, Any], asked_at: dt.datetime) -> Iterator[Entry]:
    yield Entry(asked_at, 0, partial(_ask, office, row))
    yield Entry(asked_at + TO_DECIDE, 0, partial(_decide, office, {"steps": ALL_STEPS, **row}))
    back_at = moment(add_workdays(row["ends_on"], 1), 8, 40)
    if back_at < this_morning():
        yield Entry(back_at, 0, partial(_report_back, office, row))


def _ask(office: Office, row: dict[str, Any]) -> None:
    actor = office.actor_for(row["name"])
    kept = ("kind", "starts_on", "ends_on", "reason", "part", "contact")
    values = {name: row[name] for name in kept if name in row}
    values["staff"] = office.staff_id(row["name"])
    if "stand_in" in row:
        values["stand_in"] = office.staff_id(row["stand_in"])
    leave = create_record(StaffLeave, values, actor=actor)
    only(submit_leaves(seen=[Seen(leave.id)], actor=actor))


def _decide(office: Office, row: dict[str, Any]) -> None:
    """Let as many steps be decided as the row names, each by the first who may."""
    leave = _leave(office, row)
    choice, comment = "approve", row.get("comment", "")
    if "returned" in row:
        choice, comment = "return", row["returned"]
    for _step in range(row.get("steps", 1)):
        progress = progress_of("staff_leave", leave.id)
        turn = next((step for step in progress if step.task.status == "pending"), None)
        if turn is None:
            return
        decision = Decision(Seen(leave.id), choice, comment)
        actor = office.actor(turn.deciders[0].login)
        only(approve_leaves(decisions=[decision], actor=actor))


def _report_back(office: Office, row: dict[str, Any]) -> None:
    actor = office.actor_for(row["name"])
    only(end_leaves(seen=[Seen(_leave(office, row).id)], actor=actor))


def _leave(office: Office, row: dict[str, Any]) -> StaffLeave:
    return StaffLeave.get(
        (StaffLeave.staff == office.staff_id(row["name"]))
        & (StaffLeave.starts_on == row["starts_on"])
    )
