"""The gate: visitors in and out, and cars that stand where they should not."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import BooleanField, StringField

from admin_views.verbs import Verb
from logistics.database import now
from logistics.operations.guarding.parking import (
    handle_parking_violations,
    notify_parking_violations,
)
from logistics.operations.guarding.visitors import (
    admit_visitors,
    check_out_visitors,
    flag_overdue_visitors,
    purge_visitors,
    refuse_visitors,
    register_visitors,
)
from logistics.permissions import Actor
from logistics.queries.guarding.parking import earlier_violations
from logistics.queries.guarding.visitors import RETENTION, is_past_retention
from logistics.wording import Words, _
from models import ParkingViolation, Visitor


def _is_late(row: Visitor) -> bool:
    return bool(row.due_out_at and row.due_out_at <= now())


def _is_old(row: Visitor) -> bool:
    over = row.status not in ("inside", "overdue") and row.purged_at is None
    return over and is_past_retention(row)


def _persons(rows: Sequence[Visitor], _actor: Actor) -> list[Words]:
    """Who stands before the guard: the number of a visit alone tells him nothing."""
    return [
        _(
            "%(name)s (%(organisation)s), persons: %(count)s; to see %(host)s: %(purpose)s",
            name=row.name,
            organisation=row.organisation or "—",
            count=row.persons,
            host=row.host.name,
            purpose=row.purpose,
        )
        for row in rows
    ]


def _purging(_rows: Sequence[Visitor], _actor: Actor) -> list[Words]:
    return [
        _(
            "Name, phone, number plate and the trace of the identity card are deleted for good; "
            "they are kept for %(days)s days.",
            days=RETENTION.days,
        ),
        _("The visit itself stays and is counted on."),
    ]


def _telling(rows: Sequence[ParkingViolation], _actor: Actor) -> list[Words]:
    """Who hears of a notice, and for the how manieth time."""
    effects = []
    for row in rows:
        if row.owner is None:
            effects.append(_("%(row)s: a notice at the car.", row=str(row)))
        else:
            effects.append(
                _(
                    "%(name)s is told; within a year it is the %(count)s. time.",
                    name=row.owner.name,
                    count=earlier_violations(row) + 1,
                )
            )
    return effects


VISITOR_VERBS = (
    Verb(
        register_visitors,
        _("Register"),
        icon="person-vcard",
        effects=_persons,
        states=("booked",),
        bulk=False,
        primary=True,
        fields={
            "id_number": StringField(
                _("Number of the identity card"),
                description=_("Only its last four characters and a hash are kept."),
            )
        },
    ),
    Verb(
        admit_visitors,
        _("Admit"),
        icon="door-open",
        effects=_persons,
        states=("registered",),
        bulk=False,
        primary=True,
        fields={
            "badge_no": StringField(_("Badge")),
            "confirmed_by_phone": StringField(
                _("How the host confirmed"),
                description=_("Needed when somebody else than the host lets in."),
            ),
        },
    ),
    Verb(
        check_out_visitors,
        _("Check out"),
        icon="door-closed",
        effects=_persons,
        states=("inside", "overdue"),
        primary=True,
        fields={
            "badge_returned": BooleanField(_("Badge returned"), default=True),
            "note": StringField(_("Note")),
        },
    ),
    Verb(
        refuse_visitors,
        _("Turn away"),
        icon="x-lg",
        effects=_persons,
        states=("booked", "registered"),
        fields={"note": StringField(_("Reason"))},
        danger=True,
    ),
    Verb(
        flag_overdue_visitors,
        _("Flag as overdue"),
        icon="alarm",
        states=("inside",),
        when=_is_late,
    ),
    Verb(
        purge_visitors,
        _("Delete personal data"),
        icon="eraser",
        when=_is_old,
        effects=_purging,
        danger=True,
    ),
)
PARKING_VERBS = (
    Verb(
        notify_parking_violations,
        _("Give notice"),
        icon="envelope-exclamation",
        states=("found",),
        effects=_telling,
        primary=True,
    ),
    Verb(
        handle_parking_violations,
        _("Deal with it"),
        icon="check-lg",
        states=("notified",),
        fields={"handled": StringField(_("How it was dealt with"))},
        primary=True,
    ),
)
