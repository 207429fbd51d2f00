"""Buttons of defects, work orders and contractors."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import url_for
from wtforms import BooleanField, DateField, DateTimeLocalField, StringField, TextAreaField

from admin_views.entering import LookupField
from admin_views.printing import PrintedForm
from admin_views.verbs import Verb
from logistics.database import local_today
from logistics.operations.buildings.contractors import (
    blacklist_contractors,
    reinstate_contractors,
)
from logistics.operations.buildings.defects import (
    close_defects,
    note_recurrences,
    plan_works,
    report_defects,
)
from logistics.operations.buildings.repairs import (
    accept_work_orders,
    arrive_at_work_orders,
    cancel_work_orders,
    finish_work_orders,
    order_repairs,
    return_work_orders,
)
from logistics.permissions import Actor
from logistics.queries.buildings.works import project_in_warranty
from logistics.wording import Words, _
from models import Staff, WorkOrder, WorksProject


def recurrence_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """Whose it is to mend when a defect comes back."""
    effects: list[Words] = []
    for row in rows:
        project = project_in_warranty(row.id, local_today())
        if project is None:
            effects.append(
                _(
                    "%(row)s is open again; it has come back %(count)s times.",
                    row=str(row),
                    count=row.recurrences + 1,
                )
            )
        else:
            effects.append(
                _(
                    "%(contractor)s answers for it until %(day)s and is to mend it.",
                    contractor=project.contractor.name,
                    day=project.warranty_until,
                )
            )
    return effects


def planned(rows: Sequence[Any]) -> str:
    """The project that was just drafted, to be completed."""
    project = (
        WorksProject.select()
        .where(WorksProject.defect == rows[0].id)
        .order_by(WorksProject.id.desc())
        .get()
    )
    return url_for("works_project.edit", id=project.id)


def acceptance_of(row: WorkOrder) -> dict[str, Any]:
    """What 维修验收单 shows beside the order: what its parts cost, and the requester's mark."""
    ticket = row.defect.ticket
    return {
        "cost": sum((part.value for part in row.parts), Decimal()),
        "rating": f"{ticket.satisfaction}/5" if ticket and ticket.satisfaction else "",
    }


DEFECT_VERBS = (
    Verb(report_defects, _("Report"), icon="send", states=("draft",), primary=True),
    Verb(
        order_repairs,
        _("Order a repair"),
        icon="tools",
        states=("open",),
        primary=True,
        fields={
            "technician": LookupField(_("Technician"), Staff),
            "task": TextAreaField(_("What is to be done")),
            "due_at": DateTimeLocalField(_("To be done by")),
            "is_urgent": BooleanField(_("Urgent")),
        },
    ),
    Verb(
        plan_works,
        _("Plan works"),
        icon="bricks",
        states=("open", "repaired"),
        bulk=False,
        fields={
            "name": StringField(_("Name")),
            "estimate": StringField(_("Estimate")),
        },
        leads_to=planned,
    ),
    Verb(
        note_recurrences,
        _("Seen again"),
        icon="arrow-repeat",
        states=("open", "in_repair", "repaired", "closed"),
        fields={
            "seen_on": DateField(_("Seen on"), default=local_today),
            "note": StringField(_("Note")),
        },
        effects=recurrence_effects,
    ),
    Verb(
        close_defects,
        _("Close"),
        icon="lock",
        states=("open", "repaired"),
        fields={"note": TextAreaField(_("What a check has shown"))},
    ),
)
ORDER_VERBS = (
    Verb(arrive_at_work_orders, _("Arrived"), icon="geo", states=("assigned",), primary=True),
    Verb(
        finish_work_orders,
        _("Repaired"),
        icon="flag",
        states=("working",),
        primary=True,
        fields={"result": TextAreaField(_("What was done"))},
    ),
    Verb(
        accept_work_orders,
        _("Accept the repair"),
        icon="check-lg",
        states=("done",),
        primary=True,
        fields={
            "remark": TextAreaField(_("Remark on acceptance")),
            "is_unsafe": BooleanField(_("Safety rules broken")),
        },
        effects=lambda rows, _actor: [
            _("%(defect)s is closed.", defect=str(row.defect)) for row in rows
        ],
    ),
    Verb(
        return_work_orders,
        _("Return"),
        icon="arrow-return-left",
        states=("done",),
        fields={"comment": TextAreaField(_("What is still wrong"))},
        effects=lambda _rows, _actor: [
            _("The technician comes once more; it then no longer counts as mended at once.")
        ],
    ),
    Verb(
        cancel_work_orders,
        _("Cancel the order"),
        icon="x-circle",
        states=("assigned", "working"),
        danger=True,
        fields={"reason": TextAreaField(_("Reason"))},
    ),
)
ORDER_PRINTS = (
    PrintedForm(
        "acceptance",
        _("Print the repair acceptance"),
        "buildings/print_repair.html",
        acceptance_of,
        when=lambda row: row.status in ("done", "accepted"),
    ),
)
CONTRACTOR_VERBS = (
    Verb(
        blacklist_contractors,
        _("Blacklist"),
        icon="slash-circle",
        danger=True,
        fields={"reason": TextAreaField(_("Reason"))},
        when=lambda row: not row.is_blacklisted,
    ),
    Verb(
        reinstate_contractors,
        _("Reinstate"),
        icon="arrow-counterclockwise",
        fields={"reason": TextAreaField(_("Reason"))},
        when=lambda row: row.is_blacklisted,
    ),
)
