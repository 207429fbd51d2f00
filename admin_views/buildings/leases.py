"""Buttons of leases, their rent and their reminders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, StringField, TextAreaField

from admin_views import words
from admin_views.approvals import choices_for, deciding, decision_facts, effects_of_agreeing, heard
from admin_views.entering import WordsField
from admin_views.ledgers import ledger
from admin_views.printing import PrintedForm
from admin_views.signing import asking_to_sign
from admin_views.verbs import Verb
from logistics.database import local_today
from logistics.operations.buildings.leases import (
    approve_leases,
    end_leases,
    sign_leases,
    submit_leases,
)
from logistics.operations.buildings.renting import answer_lease_reminders, pay_lease_payments
from logistics.permissions import Actor
from logistics.queries.buildings.leases import instalments_of, months_left
from logistics.wording import Words, _
from models import Lease, LeaseReminder

ANSWERS = {
    code: label
    for code, label in LeaseReminder._meta.fields["status"].labels.items()
    if code != "open"
}


def decide_effects(rows: Sequence[Any], actor: Actor) -> list[Words]:
    """What agreeing leads to, for each lease that the actor may decide."""
    hearing = heard(Lease, [row.id for row in rows], actor, approve_leases.__name__)
    return effects_of_agreeing(
        hearing, lambda row: [_("%(row)s goes to the organ-affairs authority.", row=str(row))]
    )


def decide_page(rows: Sequence[Any], actor: Actor) -> dict[str, Any]:
    """The data of templates/buildings/decide_lease.html."""
    hearing = heard(Lease, [row.id for row in rows], actor, approve_leases.__name__)
    return decision_facts(rows, hearing) | {
        "choices": choices_for(
            list(hearing.verdicts.values()), ending=_("The authority is asked next")
        ),
        "leases": [(row, months_left(row, row.starts_on)) for row in rows],
        "decider": actor.name,
    }


def sign_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """The rent that falls due once the lease is in force."""
    return [
        _(
            "%(amount)s yuan are due on %(day)s.",
            amount=words.money(instalment.amount),
            day=instalment.due_on,
        )
        for row in rows
        for instalment in instalments_of(row)
    ]


LEASE_VERBS = (
    Verb(submit_leases, _("Submit"), icon="send", states=("draft", "returned"), primary=True),
    deciding(
        approve_leases,
        template="buildings/decide_lease.html",
        context=decide_page,
        effects=decide_effects,
    ),
    asking_to_sign(Lease),
    Verb(
        sign_leases,
        _("Sign"),
        icon="pen",
        states=("approved",),
        bulk=False,
        primary=True,
        fields={
            "approval_no": StringField(_("Authority's approval")),
            "signed_on": DateField(_("Signed on"), default=local_today),
        },
        effects=sign_effects,
    ),
    Verb(
        end_leases,
        _("End the lease"),
        icon="stop-circle",
        states=("active",),
        danger=True,
        fields={
            "ended_on": DateField(_("Ended on"), default=local_today),
            "reason": TextAreaField(_("Reason")),
        },
    ),
)
LEASE_PRINTS = (
    PrintedForm(
        "approval",
        _("Print the lease approval form"),
        "buildings/print_lease.html",
        lambda row: {"months": months_left(row, row.starts_on)},
        when=lambda row: row.doc_no is not None,
    ),
    ledger(
        "ledger",
        _("Ledger of leases"),
        (
            *("doc_no", "room.building", "room", "lessor", "unit", "area", "rent_month"),
            *("starts_on", "ends_on", "approval_no", "status"),
        ),
        where=lambda: Lease.status.in_(("active", "ended")),
        signs=(_("Drawn up by"), _("Finance"), _("Director")),
        when=lambda row: row.status in ("active", "ended"),
    ),
)
PAYMENT_VERBS = (
    Verb(
        pay_lease_payments,
        _("Enter as paid"),
        icon="cash-stack",
        states=("due",),
        primary=True,
        fields={
            "voucher_no": StringField(_("Voucher number")),
            "paid_on": DateField(_("Paid on"), default=local_today),
        },
    ),
)
REMINDER_VERBS = (
    Verb(
        answer_lease_reminders,
        _("Renew or give up"),
        icon="check2-square",
        states=("open",),
        primary=True,
        effects=lambda rows, _actor: [
            _("%(lease)s ends on %(day)s.", lease=str(row.lease), day=row.lease.ends_on)
            for row in rows
        ],
        fields={
            "decision": WordsField(_("Decision"), ANSWERS),
            "note": StringField(_("Note")),
        },
    ),
)
