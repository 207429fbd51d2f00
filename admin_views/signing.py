"""The button by which a decider asks a further person to sign first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import TextAreaField

from admin_views.entering import LookupField
from admin_views.verbs import Verb
from logistics.database import Record
from logistics.operations import approvals
from logistics.operations.outcomes import Outcome, Seen
from logistics.permissions import Actor
from logistics.wording import _
from models import Staff


def asking_to_sign(model: type[Record]) -> Verb:
    """The button on the documents of ``model``."""

    def add_signers(*, seen: Sequence[Seen], actor: Actor, **asked: Any) -> list[Outcome]:
        return approvals.add_signers(model=model, seen=seen, actor=actor, **asked)

    return Verb(
        add_signers,
        _("Ask for a further signature"),
        icon="person-plus",
        states=("submitted",),
        tail="signer",
        fields={
            "signer": LookupField(_("Who is to sign"), Staff),
            "reason": TextAreaField(_("What the signature is for")),
        },
        effects=lambda rows, _actor: [
            _(
                "%(row)s waits for that person first; then it is the turn of the present step.",
                row=str(row),
            )
            for row in rows
        ],
    )
