"""Buttons of a move and its tasks, the page that shows what still blocks, the printed order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask import url_for
from flask_admin import expose
from wtforms import BooleanField, DateField, StringField, TextAreaField

from admin_views import current, words
from admin_views.table_view import Page, TableView
from admin_views.verbs import Verb
from logistics.database import local_today, now
from logistics.operations.relocation.moving import execute_moves
from logistics.operations.relocation.preparing import (
    begin_relocations,
    clear_relocations,
    close_relocations,
    finish_relocation_tasks,
    reopen_relocation_tasks,
    why_blocked,
)
from logistics.permissions import Actor
from logistics.queries.relocation import Gatepost, blocking, gate_of, slots_of, tasks_of
from logistics.tables.relocation import CATEGORIES, PHASES
from logistics.wording import Words, _


def gate_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What still blocks."""
    return {"cautions": [why_blocked(post) for row in rows for post in blocking(row.id)]}


def move_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """Where each unit works from then on."""
    return [
        _(
            "%(unit)s and its people work at %(site)s from now on.",
            unit=row.unit.name,
            site=row.relocation.to_site.name,
        )
        for row in rows
    ]


RELOCATION_VERBS = (
    Verb(begin_relocations, _("Begin"), icon="play", states=("draft",), primary=True),
    Verb(
        clear_relocations,
        _("Find ready to move"),
        icon="check2-circle",
        states=("preparing",),
        primary=True,
        context=gate_page,
        effects=lambda _rows, _actor: [_("The units may then move in their order.")],
    ),
    Verb(
        close_relocations,
        _("Close"),
        icon="lock",
        states=("moved",),
        bulk=False,
        fields={"closing_note": TextAreaField(_("What remains to be said"))},
    ),
)
TASK_VERBS = (
    Verb(
        finish_relocation_tasks,
        _("Done"),
        icon="check-lg",
        states=("open",),
        primary=True,
        fields={
            "evidence": StringField(
                _("Proof"), description=_("Record, certificate or document number that shows it.")
            ),
            "done_on": DateField(_("Done on"), default=local_today),
            "worked_overtime": BooleanField(_("At night or on days off")),
        },
    ),
    Verb(
        reopen_relocation_tasks,
        _("Reopen"),
        icon="arrow-counterclockwise",
        states=("done",),
        fields={"reason": TextAreaField(_("Reason"))},
    ),
)
SLOT_VERBS = (
    Verb(
        execute_moves,
        _("Has moved"),
        icon="truck",
        states=("planned",),
        primary=True,
        effects=move_effects,
    ),
)


class RelocationView(TableView):
    """A move shows its gate on a page of its own and prints the order of its units."""

    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (
        ("print_order", _("Print the moving order")),
    )

    def pages(self, row: Any, actor: Actor) -> Sequence[Page]:
        return [Page(_("Gate"), self.address_of("gate", row), "signpost-split")]

    @expose("/gate/")
    def gate(self) -> Any:
        """What must be ready before anybody moves, and all tasks by phase."""
        row = self.one()
        tasks = tasks_of(row.id)
        return self.render(
            "relocation/gate.html",
            view=self.facts(),
            row=row,
            title=_("Gate"),
            posts=[_post(post) for post in gate_of(row.id)],
            phases=[
                {"label": label, "tasks": [_task(task) for task in tasks if task.phase == phase]}
                for phase, label in PHASES.items()
            ],
            record_url=self.address_of("details", row),
            crumbs=self.crumbs((str(row), self.address_of("details", row)), _("Gate")),
        )

    @expose("/print_order/")
    def print_order(self) -> Any:
        """搬迁顺序表."""
        row = self.one()
        return self.render(
            "relocation/print_order.html",
            row=row,
            slots=slots_of(row.id),
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )


def _post(post: Gatepost) -> dict[str, Any]:
    return {
        "label": post.label,
        "is_ready": post.is_ready,
        "text": _("%(count)s done", count=len(post.tasks)) if post.is_ready else why_blocked(post),
    }


def _task(task: Any) -> dict[str, Any]:
    late = task.status == "open" and task.due_on < local_today()
    return {
        "title": task.title,
        "url": url_for("relocation_task.details", id=task.id),
        "category": words.words(CATEGORIES[task.category]),
        "owner": task.owner.name,
        "due_on": task.due_on,
        "done_on": task.done_on,
        "is_late": late,
        "waits_for": (
            task.depends_on.title
            if task.depends_on_id is not None and task.depends_on.status == "open"
            else None
        ),
        "evidence": task.evidence,
    }
