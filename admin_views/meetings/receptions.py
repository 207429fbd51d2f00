"""Receptions by their buttons, and the printed approval slip (接待审批单)."""

from __future__ import annotations

from typing import Any

from wtforms import DecimalField, StringField, TextAreaField

from admin_views.printing import PrintedForm
from admin_views.verbs import Verb
from logistics.operations.meetings.receptions import (
    approve_receptions,
    cancel_receptions,
    reject_receptions,
    return_receptions,
    settle_receptions,
    submit_receptions,
)
from logistics.wording import _
from models import Reception, ReceptionLine

COMMENT = {"comment": TextAreaField(_("Opinion"))}


RECEPTION_VERBS = (
    Verb(
        submit_receptions,
        _("Submit"),
        icon="send",
        states=("draft", "returned"),
        primary=True,
    ),
    Verb(
        approve_receptions,
        _("Approve"),
        icon="check-lg",
        states=("submitted",),
        fields=COMMENT,
        primary=True,
    ),
    Verb(
        return_receptions,
        _("Return"),
        icon="arrow-return-left",
        states=("submitted", "approved"),
        fields=COMMENT,
    ),
    Verb(
        reject_receptions,
        _("Reject"),
        icon="x-lg",
        states=("submitted",),
        fields=COMMENT,
        danger=True,
    ),
    Verb(
        settle_receptions,
        _("Settle"),
        icon="receipt",
        states=("approved",),
        fields={
            "receipt_no": StringField(_("Number of the receipt")),
            "spent": DecimalField(_("Spent, yuan")),
        },
        bulk=False,
        primary=True,
    ),
    Verb(
        cancel_receptions,
        _("Cancel"),
        icon="slash-circle",
        states=("submitted", "approved", "returned"),
        fields={"reason": StringField(_("Reason"))},
        danger=True,
    ),
)


def slip_of(row: Reception) -> dict[str, Any]:
    """What the approval slip shows: the list, line by line."""
    lines = ReceptionLine.select().where(ReceptionLine.reception == row.id)
    kinds = ReceptionLine._meta.fields["kind"].labels
    return {
        "lines": [
            (line.spent_on, kinds[line.kind], line.what, line.place, line.people, line)
            for line in lines.order_by(ReceptionLine.spent_on, ReceptionLine.id)
        ]
    }


RECEPTION_PRINTS = (
    PrintedForm("approval", _("Print the approval slip"), "meetings/reception_print.html", slip_of),
)
