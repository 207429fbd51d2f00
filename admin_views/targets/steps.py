"""The buttons of a target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import DateField, DecimalField, TextAreaField
from wtforms.validators import Optional

from admin_views.verbs import Verb
from logistics.operations.targets.targets import (
    amend_targets,
    confirm_targets,
    publish_targets,
    report_targets,
    return_targets,
    withdraw_targets,
)
from logistics.permissions import Actor
from logistics.wording import Words, _


def publish_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """Who answers for what until when."""
    return [
        _(
            "%(owner)s answers for “%(target)s” until %(day)s; weight %(weight)s.",
            owner=row.owner.name,
            target=str(row),
            day=row.due_on,
            weight=row.weight,
        )
        for row in rows
    ]


def report_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What the report is measured against."""
    return [
        _(
            "“%(target)s”: the target value is %(wanted)s %(unit)s, due on %(day)s.",
            target=str(row),
            wanted=f"{row.wanted.normalize():f}",
            unit=row.unit_of_measure,
            day=row.due_on,
        )
        for row in rows
    ]


TARGET_VERBS = (
    Verb(
        publish_targets,
        _("Publish"),
        icon="megaphone",
        states=("draft",),
        effects=publish_effects,
        primary=True,
    ),
    Verb(
        report_targets,
        _("Report progress"),
        icon="graph-up",
        states=("published", "reached"),
        effects=report_effects,
        fields={
            "attained": DecimalField(_("Attained")),
            "note": TextAreaField(_("What has been done")),
        },
        bulk=False,
        primary=True,
    ),
    Verb(
        confirm_targets,
        _("Confirm as reached"),
        icon="check-lg",
        states=("reached",),
        primary=True,
    ),
    Verb(
        return_targets,
        _("Return"),
        icon="arrow-return-left",
        states=("reached",),
        fields={"comment": TextAreaField(_("What the evidence does not show"))},
    ),
    Verb(
        amend_targets,
        _("Amend"),
        icon="pencil-square",
        states=("published",),
        fields={
            "wanted": DecimalField(
                _("New target value"), [Optional()], description=_("Empty: it stays.")
            ),
            "due_on": DateField(_("New day"), [Optional()], description=_("Empty: it stays.")),
            "note": TextAreaField(_("Reason")),
        },
        bulk=False,
    ),
    Verb(
        withdraw_targets,
        _("Withdraw"),
        icon="x-circle",
        states=("published", "reached"),
        fields={"comment": TextAreaField(_("Reason"))},
        danger=True,
    ),
)
