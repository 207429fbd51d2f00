"""Cleaning rounds: laid out in advance, done inside their windows or missed (R39)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from logistics.calendar import days_between, kinds_between
from logistics.database import now, office_zone
from logistics.errors import NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.expected import (
    expect_rows,
    forgive_row,
    miss_rows,
    require_window,
)
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.cleaning import is_open
from logistics.tables.cleaning import CleanArea, CleaningTask, CleanRound
from logistics.tables.people import Staff
from logistics.wording import _


def expect_cleaning_tasks(*, first: dt.date, last: dt.date, actor: Actor) -> int:
    """Lay out the rounds of every area for its open days; idempotent (R39)."""
    return expect_rows(
        CleaningTask,
        _rounds(first, last),
        key=("area", "day", "round_no"),
        actor=actor,
        verb="expect_cleaning_tasks",
    )


def miss_cleaning_tasks(*, before: dt.datetime, actor: Actor) -> int:
    """Mark the rounds as missed whose windows closed before a moment without being done."""
    return miss_rows(CleaningTask, before=before, actor=actor, verb="miss_cleaning_tasks")


def do_cleaning_tasks(*, seen: Sequence[Seen], actor: Actor, note: str = "") -> list[Outcome]:
    """Record rounds as done at this moment by the house's own clock, inside their windows only.

    The cleaner reports his own; the supervisor reports for whoever is planned.
    """
    require_verb(actor, "do_cleaning_tasks")

    def do(row: Seen) -> CleaningTask:
        task = load(CleaningTask, row)
        require_verb(actor, "do_cleaning_tasks", task)
        require_window(task)
        return move(
            CleaningTask,
            row,
            to="done",
            out_of=("expected",),
            actor=actor,
            verb="do_cleaning_tasks",
            changes={
                "done_at": now(),
                "done_by": task.staff_id or actor.staff_id,
                "note": note.strip()[:200],
            },
        )

    return each(seen, do, done=_("Done."), model=CleaningTask)


def void_cleaning_tasks(*, seen: Sequence[Seen], note: str, actor: Actor) -> list[Outcome]:
    """Take rounds back that were reported as done but were not: they are missed, with the reason.

    Nobody voids his own rounds, to report them anew.
    """
    require_verb(actor, "void_cleaning_tasks")
    if not note.strip():
        raise RuleViolation(_("Write what was found."), field="note")

    def void(row: Seen) -> CleaningTask:
        task = load(CleaningTask, row)
        if actor.staff_id is not None and actor.staff_id in (task.staff_id, task.done_by_id):
            raise NotPermitted(_("Nobody decides on his own rounds."))
        return move(
            CleaningTask,
            row,
            to="missed",
            out_of=("done",),
            actor=actor,
            verb="void_cleaning_tasks",
            changes={"done_at": None, "done_by": None, "note": note.strip()[:200]},
        )

    return each(seen, void, done=_("Voided."), model=CleaningTask)


def forgive_cleaning_tasks(*, seen: Sequence[Seen], note: str, actor: Actor) -> list[Outcome]:
    """Forgive missed rounds with a note; the rows stay and are counted as not done."""
    require_verb(actor, "forgive_cleaning_tasks")

    def forgive(row: Seen) -> CleaningTask:
        if load(CleaningTask, row).staff_id == actor.staff_id:
            raise NotPermitted(_("Nobody decides on his own rounds."))
        return forgive_row(CleaningTask, row, note=note, actor=actor, verb="forgive_cleaning_tasks")

    return each(seen, forgive, done=_("Forgiven."), model=CleaningTask)


def assign_cleaning_tasks(*, seen: Sequence[Seen], staff_id: int, actor: Actor) -> list[Outcome]:
    """Give rounds that are still to be done to somebody else."""
    require_verb(actor, "assign_cleaning_tasks")
    person: Staff | None = Staff.get_or_none((Staff.id == staff_id) & Staff.left_on.is_null())
    if person is None:
        raise RuleViolation(_("Choose somebody from the list."), field="staff_id")

    def assign(row: Seen) -> CleaningTask:
        task = move(
            CleaningTask,
            row,
            to="expected",
            out_of=("expected",),
            actor=actor,
            verb="assign_cleaning_tasks",
            changes={"staff": person.id},
        )
        notify(
            person,
            _("You clean %(task)s.", task=str(task)),
            link=f"/admin/cleaning_task/details/?id={task.id}",
        )
        return task

    return each(seen, assign, done=_("Assigned."), model=CleaningTask)


def _rounds(first: dt.date, last: dt.date) -> Iterator[dict[str, Any]]:
    kinds = kinds_between(first, last)
    windows: dict[int, list[CleanRound]] = {}
    for window in CleanRound.select().order_by(CleanRound.round_no):
        windows.setdefault(window.area_id, []).append(window)
    areas = list(CleanArea.select().order_by(CleanArea.id))
    for day in days_between(first, last):
        for area in areas:
            if is_open(area, day, kinds[day]):
                for window in windows.get(area.id, []):
                    yield _task(area, window, day)


def _task(area: CleanArea, window: CleanRound, day: dt.date) -> dict[str, Any]:
    return {
        "site": area.site_id,
        "area": area.id,
        "day": day,
        "round_no": window.round_no,
        "staff": area.cleaner_id,
        "starts_at": dt.datetime.combine(day, window.starts, office_zone()),
        "ends_at": dt.datetime.combine(day, window.ends, office_zone()),
    }
