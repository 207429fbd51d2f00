"""Cleaning: rounds and inspections, what waits, and the forms on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from wtforms import BooleanField, DateField, StringField, TextAreaField
from wtforms.validators import Optional

from admin_views import words
from admin_views.duty.panels import span_of
from admin_views.entering import LookupField, WordsField
from admin_views.printing import PrintedForm
from admin_views.verbs import Verb
from admin_views.waiting import Wait, waiting_by_state
from logistics import permissions
from logistics.database import now
from logistics.operations.cleaning.inspecting import (
    close_cleaning_inspections,
    inspect_clean_areas,
    rectify_cleaning_inspections,
)
from logistics.operations.cleaning.rounds import (
    assign_cleaning_tasks,
    do_cleaning_tasks,
    forgive_cleaning_tasks,
    void_cleaning_tasks,
)
from logistics.permissions import Actor
from logistics.wording import Words, _
from models import CleanArea, CleaningInspection, CleaningTask, Staff

WAITS = (
    Wait(
        CleaningInspection,
        "rectifying",
        "rectify_cleaning_inspections",
        "wrench-adjustable",
        _("To be put right"),
    ),
    Wait(
        CleaningInspection,
        "rectified",
        "close_cleaning_inspections",
        "clipboard-check",
        _("To be rechecked"),
        others=lambda actor: (
            CleaningInspection.cleaner.is_null() | (CleaningInspection.cleaner != actor.staff_id)
        ),
    ),
)


def waiting_in_cleaning(actor: Actor) -> Iterator[dict[str, Any]]:
    """Rounds whose time is now, and what inspections have found."""
    if permissions.may_verb(actor, "do_cleaning_tasks"):
        due = CleaningTask.select().where(
            (CleaningTask.status == "expected")
            & (CleaningTask.starts_at <= now())
            & (CleaningTask.ends_at > now())
        )
        count = permissions.within_verb(actor, due, CleaningTask, "do_cleaning_tasks").count()
        if count:
            yield {
                "kind": CleaningTask.LABEL_MANY,
                "icon": "droplet",
                "title": _("Rounds to be done now: %(count)s", count=count),
                "url": url_for("cleaning_task.index", status__eq="expected", sort="starts_at"),
            }
    yield from waiting_by_state(WAITS, actor)


def _is_due(row: CleaningTask) -> bool:
    return bool(row.starts_at <= now() < row.ends_at)


def _is_over(row: CleaningTask) -> bool:
    return bool(row.ends_at <= now())


def _inspecting(rows: Sequence[CleanArea], _actor: Actor) -> list[Words]:
    return [
        _("The score counts for %(name)s (%(area)s).", name=row.cleaner.name, area=row.name)
        for row in rows
        if row.cleaner_id
    ]


def _day_sheet(row: CleaningTask) -> dict[str, Any]:
    """All rounds of the office area on the day of this one."""
    labels = CleaningTask._meta.fields["status"].labels
    tasks = (
        CleaningTask.select(CleaningTask, CleanArea)
        .join(CleanArea)
        .where((CleaningTask.site == row.site_id) & (CleaningTask.day == row.day))
        .order_by(CleanArea.code, CleaningTask.round_no)
    )
    return {
        "tasks": [
            (
                task.area.name,
                str(task.round_no),
                span_of(task.starts_at, task.ends_at),
                task.staff.name if task.staff_id else "",
                words.instant(task.done_at),
                labels[task.status],
                task.note,
            )
            for task in tasks
        ]
    }


def _score_sheet(row: CleaningInspection) -> dict[str, Any]:
    levels = CleaningInspection._meta.fields["level"].labels
    return {"level": levels[row.level], "cleaner": row.cleaner.name if row.cleaner_id else ""}


LEVELS = CleaningInspection._meta.fields["level"].labels
TASK_VERBS = (
    Verb(
        do_cleaning_tasks,
        _("Report as completed"),
        icon="check-lg",
        states=("expected",),
        when=_is_due,
        primary=True,
        fields={"note": StringField(_("Note"))},
    ),
    Verb(
        assign_cleaning_tasks,
        _("Assign"),
        icon="person-plus",
        states=("expected",),
        when=lambda row: not _is_over(row),
        fields={"staff_id": LookupField(_("Cleaner"), Staff)},
    ),
    Verb(
        forgive_cleaning_tasks,
        _("Forgive"),
        icon="hand-thumbs-up",
        states=("expected", "missed"),
        when=_is_over,
        fields={"note": StringField(_("Reason"))},
    ),
    Verb(
        void_cleaning_tasks,
        _("Not done after all"),
        icon="x-lg",
        tail="void",
        states=("done",),
        fields={"note": StringField(_("What was found"))},
        danger=True,
    ),
)
AREA_VERBS = (
    Verb(
        inspect_clean_areas,
        _("Inspect"),
        icon="clipboard-check",
        primary=True,
        effects=_inspecting,
        fields={
            "level": WordsField(_("Tier"), LEVELS),
            "score": StringField(_("Inspection score"), description=_("0 to 100.")),
            "findings": TextAreaField(_("What was found"), description=_("Empty: all in order.")),
            "rectify_by": DateField(_("To be put right by"), validators=[Optional()]),
        },
    ),
)
INSPECTION_VERBS = (
    Verb(
        rectify_cleaning_inspections,
        _("Report as put right"),
        icon="wrench-adjustable",
        states=("rectifying",),
        primary=True,
        fields={"note": StringField(_("How it was put right"))},
    ),
    Verb(
        close_cleaning_inspections,
        _("Recheck"),
        icon="check-lg",
        states=("rectified",),
        primary=True,
        fields={"is_right": BooleanField(_("Found put right"), default=True)},
    ),
)
TASK_FORMS = (
    PrintedForm("record", _("Print the day's record"), "cleaning/day_print.html", _day_sheet),
)
INSPECTION_FORMS = (
    PrintedForm("sheet", _("Print the score sheet"), "cleaning/score_print.html", _score_sheet),
)
