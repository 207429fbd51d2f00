"""Defects of buildings: reported, mended, watched, and counted when they come back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from logistics.database import local_today
from logistics.errors import RuleViolation
from logistics.notices import notify
from logistics.operations.buildings.common import cleaned, permitted, said
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, move
from logistics.permissions import Actor, require_verb
from logistics.queries.buildings.works import project_in_warranty
from logistics.tables.buildings import BuildingDefect, WorksProject
from logistics.wording import _

DEFECT_PAGE = "/admin/building_defect/details/?id={id}"
RECURRING = ("open", "in_repair", "repaired", "closed")
WORKS_FOR = {
    "roof_leak": "roof",
    "wall": "painting",
    "electrical": "wiring",
    "plumbing": "plumbing",
    "heating_cooling": "heating_cooling",
}


def report_defects(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Give drafted defects their number, so that somebody takes them on (R44)."""
    require_verb(actor, "report_defects")

    def report(row: Seen) -> BuildingDefect:
        defect = permitted(BuildingDefect, row, "report_defects", actor)
        return move(
            BuildingDefect,
            row,
            to="open",
            out_of=("draft",),
            actor=actor,
            verb="report_defects",
            changes={
                "doc_no": take_number(BuildingDefect.doc_no.prefix),
                "last_seen_on": defect.reported_on,
            },
        )

    return each(seen, report, done=_("Reported."), model=BuildingDefect)


def note_recurrences(
    *, seen: Sequence[Seen], actor: Actor, seen_on: dt.date | str | None = None, note: str = ""
) -> list[Outcome]:
    """Note that defects were seen again; one that counted as mended is open again (R44, R46).

    While the warranty of the works runs, the note says whose it is to mend.
    """
    require_verb(actor, "note_recurrences")
    day = cleaned(BuildingDefect, {"last_seen_on": seen_on})["last_seen_on"] or local_today()
    if day > local_today():
        raise RuleViolation(_("This day has not come yet."), field="seen_on")

    def again(row: Seen) -> BuildingDefect:
        defect = permitted(BuildingDefect, row, "note_recurrences", actor)
        return reopen(defect, day, note.strip(), actor=actor, verb="note_recurrences")

    return each(seen, again, done=_("Noted; the defect is open."), model=BuildingDefect)


def reopen(
    defect: BuildingDefect, day: dt.date, note: str, *, actor: Actor, verb: str
) -> BuildingDefect:
    """Count one recurrence; what counted as mended is open again and its people are told."""
    status = defect.status if defect.status == "in_repair" else "open"
    defect = move(
        BuildingDefect,
        Seen(defect.id, defect.row_version),
        to=status,
        out_of=RECURRING,
        actor=actor,
        verb=verb,
        changes={
            "recurrences": defect.recurrences + 1,
            "last_seen_on": day,
            "repaired_on": None,
        },
    )
    project = project_in_warranty(defect.id, day)
    told = _("%(defect)s came back. %(note)s", defect=str(defect), note=note)
    if project is not None:
        told = _(
            "%(defect)s came back within the warranty: %(contractor)s has to mend it. %(note)s",
            defect=str(defect),
            contractor=project.contractor.name,
            note=note,
        )
        notify(project.requester, told, link=DEFECT_PAGE.format(id=defect.id))
    if project is None or project.requester_id != defect.reporter_id:
        notify(defect.reporter, told, link=DEFECT_PAGE.format(id=defect.id))
    return defect


def plan_works(
    *, seen: Sequence[Seen], name: str, estimate: Decimal | str, actor: Actor
) -> list[Outcome]:
    """Draft a works project for defects too large for the center's own technicians (R44, R47)."""
    require_verb(actor, "plan_works")
    values = cleaned(WorksProject, {"name": name, "estimate": estimate})
    if values["estimate"] <= 0:
        raise RuleViolation(_("The amount must be above zero."), field="estimate")

    def plan(row: Seen) -> WorksProject:
        defect = permitted(BuildingDefect, row, "plan_works", actor)
        if defect.status not in ("open", "repaired"):
            raise RuleViolation(_("Works are planned for an open defect."))
        project = WorksProject(
            **values,
            kind=WORKS_FOR.get(defect.kind, "other"),
            defect=defect,
            site=defect.site_id,
            building=defect.building_id,
            place=defect.place,
            unit=actor.unit_id or defect.reporter.unit_id,
            requester=actor.staff_id or defect.reporter_id,
            reason=defect.description,
            season_note=defect.season_note,
        )
        return add(project, actor=actor, verb="plan_works")

    return each(seen, plan, done=_("A works project is drafted."), model=BuildingDefect)


def close_defects(*, seen: Sequence[Seen], actor: Actor, note: str) -> list[Outcome]:
    """Close defects that a check has found mended, or that turned out to be none."""
    require_verb(actor, "close_defects")
    outcome = said(note, _("Say what a check has shown."), "note")

    def close(row: Seen) -> BuildingDefect:
        defect = permitted(BuildingDefect, row, "close_defects", actor)
        _refuse_open_project(defect)
        return move(
            BuildingDefect,
            row,
            to="closed",
            out_of=("open", "repaired"),
            actor=actor,
            verb="close_defects",
            changes={"outcome": outcome},
        )

    return each(seen, close, done=_("Closed."), model=BuildingDefect)


def settle_defect(
    project: WorksProject, status: str, *, actor: Actor, verb: str, **changes: Any
) -> None:
    """Bring the defect of a project to the state that the project has brought it to."""
    if project.defect_id is not None:
        defect = BuildingDefect.get_by_id(project.defect_id)
        change(defect, {**changes, "status": status}, actor=actor, verb=verb)


def _refuse_open_project(defect: BuildingDefect) -> None:
    project = WorksProject.get_or_none(
        (WorksProject.defect == defect.id)
        & WorksProject.status.not_in(("draft", "closed", "rejected", "cancelled"))
    )
    if project is not None:
        raise RuleViolation(
            _("%(project)s still runs for it; close the project first.", project=str(project))
        )
