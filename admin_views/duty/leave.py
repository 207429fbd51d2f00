"""Buttons of leave, the page on which it is decided, and its form on paper."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import DateField

from admin_views import words
from admin_views.approvals import (
    DecidingView,
    choices_for,
    deciding,
    decision_facts,
    effects_of_agreeing,
    heard,
)
from admin_views.printing import PrintedForm
from admin_views.signing import asking_to_sign
from admin_views.timeline import way_of
from admin_views.verbs import Verb
from logistics import permissions
from logistics.database import local_day, local_today
from logistics.operations.duty.leave import (
    approve_leaves,
    cancel_leaves,
    days_of,
    end_leaves,
    submit_leaves,
)
from logistics.permissions import Actor
from logistics.queries.approvals.matrix import matrix_on, row_for
from logistics.queries.approvals.progress import Progress
from logistics.queries.approvals.refusals import role_words
from logistics.queries.duty.standing import duties_during
from logistics.queries.people import leave_between
from logistics.wording import Words, _
from models import ApprovalDecision, Staff, StaffLeave

LABELS = StaffLeave._meta.fields
CHOICES = ApprovalDecision._meta.fields["choice"].labels


def submit_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """How long each leave is, and who approves one of that length."""
    matrix = matrix_on("staff_leave", local_today())
    effects: list[Words] = []
    for row in rows:
        days = days_of(row)
        steps = row_for(matrix, days).steps
        effects.append(
            _(
                "%(row)s: days away: %(days)s; approved by %(role)s.",
                row=str(row),
                days=days,
                role=role_words(steps[-1].role),
            )
        )
        effects += _duty_words(row)
    return effects


def decide_effects(rows: Sequence[Any], actor: Actor) -> list[Words]:
    """What agreeing leads to, for each leave that the actor may decide."""
    hearing = heard(StaffLeave, [row.id for row in rows], actor, approve_leaves.__name__)
    return effects_of_agreeing(
        hearing,
        lambda row: [
            _("%(row)s counts: rosters and post checks leave these days out.", row=str(row))
        ],
    )


def decide_page(rows: Sequence[Any], actor: Actor) -> dict[str, Any]:
    """The data of templates/duty/decide_leave.html."""
    hearing = heard(StaffLeave, [row.id for row in rows], actor, approve_leaves.__name__)
    return decision_facts(rows, hearing) | {
        "choices": choices_for(
            list(hearing.verdicts.values()), ending=_("The leave is granted"), submit=_submit
        ),
        "leaves": [
            {
                "row": row,
                "kind": _label(row, "kind"),
                "part": _label(row, "part"),
                "duties": duties_during(row.staff_id, row.starts_on, row.ends_on),
                "others": _others_away(row, actor),
            }
            for row in rows
        ],
        "decider": actor.name,
    }


def leave_form(row: StaffLeave) -> dict[str, Any]:
    """What 请假审批单 shows beside the leave: who decided what, in order."""
    steps = way_of("staff_leave", row.id)
    last = max((step.task.round for step in steps), default=0)
    return {
        "kind": _label(row, "kind"),
        "part": _label(row, "part"),
        "opinions": [
            _opinion(step)
            for step in steps
            if step.task.round == last and step.task.status not in ("void", "passed_up")
        ],
    }


def _opinion(step: Progress) -> tuple[Any, ...]:
    """The box of one step: whose it is, what he said, his name and the day."""
    role, decision = role_words(step.task.role), step.decision
    if decision is None:
        return (role, "", _("Signature"), "", None)
    said = decision.comment or words.words(CHOICES[decision.choice])
    return (role, said, _("Signature"), decision.decider.name, local_day(decision.created_at))


def _duty_words(row: StaffLeave) -> list[Words]:
    return [
        _("%(name)s is on duty then: %(duty)s.", name=row.staff.name, duty=str(duty))
        for duty in duties_during(row.staff_id, row.starts_on, row.ends_on)
    ]


def _others_away(row: StaffLeave, actor: Actor) -> list[Any]:
    """The leave of colleagues of the same unit on these days, as far as the decider sees it."""
    colleagues = Staff.select(Staff.id).where(Staff.unit == row.unit_id)
    query = leave_between(row.starts_on, row.ends_on).where(
        StaffLeave.staff.in_(colleagues) & (StaffLeave.id != row.id)
    )
    return list(permissions.visible(actor, query, StaffLeave))


def _label(row: StaffLeave, name: str) -> Words:
    label: Words = LABELS[name].labels[getattr(row, name)]
    return label


def _submit(label: Words, days: Decimal) -> Words:
    return _("Submit: %(choice)s, days: %(days)s", choice=label, days=words.quantity(days))


LEAVE_VERBS = (
    Verb(
        submit_leaves,
        _("Submit"),
        icon="send",
        states=("draft", "returned"),
        primary=True,
        effects=submit_effects,
    ),
    deciding(
        approve_leaves,
        template="duty/decide_leave.html",
        context=decide_page,
        effects=decide_effects,
    ),
    asking_to_sign(StaffLeave),
    Verb(
        end_leaves,
        _("Report back"),
        icon="box-arrow-in-left",
        states=("approved",),
        primary=True,
        when=lambda row: row.starts_on <= local_today(),
        fields={"back_on": DateField(_("Back at work on"), default=local_today)},
        effects=lambda rows, _actor: [
            _("%(row)s: the days left until %(day)s are free again.", row=str(row), day=row.ends_on)
            for row in rows
            if row.ends_on >= local_today()
        ],
    ),
    Verb(
        cancel_leaves,
        _("Give the leave up"),
        icon="x-circle",
        states=("submitted", "returned", "approved"),
        danger=True,
        when=lambda row: row.status != "approved" or row.starts_on >= local_today(),
    ),
)
LEAVE_PRINTS = (
    PrintedForm(
        "slip",
        _("Print the leave slip"),
        "duty/leave_print.html",
        leave_form,
        when=lambda row: row.doc_no is not None,
    ),
)


class StaffLeaveView(DecidingView):
    """Leave is decided on a page of its own."""
