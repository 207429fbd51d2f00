"""Re-inspections: expected after rain and by the calendar, and what they found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from logistics.database import local_today
from logistics.errors import RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.buildings.common import cleaned, permitted, said
from logistics.operations.buildings.defects import reopen, settle_defect
from logistics.operations.expected import expect_rows
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import change, move
from logistics.permissions import Actor, require_verb
from logistics.tables.buildings import Reinspection, WorksProject
from logistics.tables.buildings.projects import OBSERVED
from logistics.wording import _

KEY = ("project", "trigger", "weather", "due_on")
FLOOD_SEASON = (6, 1)
"""Roofs are looked at before the first of June, when the flood season begins."""

BEFORE_THE_END = dt.timedelta(days=30)
PROJECT_PAGE = "/admin/works_project/details/?id={id}"


def expect_rain_checks(
    *,
    seen: Sequence[Seen],
    rained_on: dt.date | str | None,
    weather: str,
    actor: Actor,
    rainfall: Decimal | str | None = None,
) -> list[Outcome]:
    """After rain: finished works are to be looked at by the next day (R46).

    The same rain is expected once, however often it is reported.
    """
    require_verb(actor, "expect_rain_checks")
    day, fallen = _rain(rained_on, weather, rainfall)

    def expect(row: Seen) -> WorksProject:
        project = permitted(WorksProject, row, "expect_rain_checks", actor)
        if project.status not in OBSERVED:
            raise WrongState(_("Only finished works under observation are looked at after rain."))
        due_on = day + dt.timedelta(days=1)
        values: dict[str, Any] = {
            "project": project.id,
            "trigger": "rain",
            "weather": weather,
            "due_on": due_on,
            "rainfall": fallen,
        }
        made = expect_rows(Reinspection, [values], key=KEY, actor=actor, verb="expect_rain_checks")
        if made:
            notify(
                project.requester,
                _("It rained: look at %(project)s by %(day)s.", project=str(project), day=due_on),
                link=PROJECT_PAGE.format(id=project.id),
            )
        return project

    return each(seen, expect, done=_("A re-inspection is expected."), model=WorksProject)


def expect_reinspections(*, first: dt.date, last: dt.date, actor: Actor) -> int:
    """Expect what the calendar demands: roofs before each flood season, all works at the end.

    Answers how many were new.
    """
    require_verb(actor, "expect_reinspections")
    projects = WorksProject.select().where(
        WorksProject.status.in_((*OBSERVED, "closed")) & (WorksProject.warranty_until >= first)
    )
    rows = [
        {"project": project.id, "trigger": trigger, "weather": "dry", "due_on": day}
        for project in projects
        for trigger, day in _calendar_of(project, last.year)
        if first <= day <= last
    ]
    return expect_rows(Reinspection, rows, key=KEY, actor=actor, verb="expect_reinspections")


def record_reinspections(
    *,
    seen: Sequence[Seen],
    result: str,
    actor: Actor,
    inspected_on: dt.date | str | None = None,
    note: str = "",
) -> list[Outcome]:
    """Write down what a re-inspection found; a leak opens the defect again and counts (R46)."""
    require_verb(actor, "record_reinspections")
    values = cleaned(
        Reinspection,
        {"result": result, "inspected_on": inspected_on or local_today(), "note": note},
    )
    if values["result"] is None:
        raise RuleViolation(_("Say what was found."), field="result")
    if values["inspected_on"] > local_today():
        raise RuleViolation(_("This day has not come yet."), field="inspected_on")
    if values["result"] == "leak":
        said(note, _("Say where it leaks."), "note")

    def look(row: Seen) -> Reinspection:
        check = permitted(Reinspection, row, "record_reinspections", actor)
        project = check.project
        if values["inspected_on"] < project.accepted_on:
            raise RuleViolation(_("The work was not finished on that day."), field="inspected_on")
        check = move(
            Reinspection,
            row,
            to="done",
            out_of=("expected",),
            actor=actor,
            verb="record_reinspections",
            changes={**values, "inspector": actor.staff_id},
        )
        if values["result"] == "leak" and project.defect_id is not None:
            day = values["inspected_on"]
            reopen(project.defect, day, note.strip(), actor=actor, verb="record_reinspections")
        return check

    return each(seen, look, done=_("Entered."), model=Reinspection)


def record_warranty_repairs(*, seen: Sequence[Seen], note: str, actor: Actor) -> list[Outcome]:
    """The contractor has mended within the warranty: rains count anew from today."""
    require_verb(actor, "record_warranty_repairs")
    done = said(note, _("Say what was done."), "note")

    def mend(row: Seen) -> WorksProject:
        project = permitted(WorksProject, row, "record_warranty_repairs", actor)
        if project.status not in OBSERVED or project.defect_id is None:
            raise WrongState(_("There is no warranty repair to note here."))
        if project.defect.status != "open":
            raise WrongState(_("The defect is not open."))
        changes = {"repaired_on": local_today(), "outcome": done}
        settle_defect(project, "repaired", actor=actor, verb="record_warranty_repairs", **changes)
        return change(project, {}, actor=actor, verb="record_warranty_repairs")

    return each(seen, mend, done=_("Mended; to stand the next rains."), model=WorksProject)


def _rain(
    rained_on: dt.date | str | None, weather: str, rainfall: Decimal | str | None
) -> tuple[dt.date, Decimal | None]:
    values = cleaned(Reinspection, {"due_on": rained_on, "weather": weather, "rainfall": rainfall})
    if values["weather"] == "dry":
        raise RuleViolation(_("Say whether the rain was light or heavy."), field="weather")
    if values["due_on"] > local_today():
        raise RuleViolation(_("This day has not come yet."), field="rained_on")
    return values["due_on"], values["rainfall"]


def _calendar_of(project: WorksProject, last_year: int) -> Iterator[tuple[str, dt.date]]:
    """When a project is to be looked at whatever the weather."""
    if project.kind == "roof":
        for year in range(project.accepted_on.year, last_year + 1):
            day = dt.date(year, *FLOOD_SEASON) - dt.timedelta(days=1)
            if project.accepted_on < day <= project.warranty_until:
                yield "season", day
    yield "date", project.warranty_until - BEFORE_THE_END
