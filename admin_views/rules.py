"""The register of rules: drafting, consultation, force, reading and deviations, as buttons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from wtforms import DateField, StringField, TextAreaField

from admin_views import current
from admin_views.verbs import Verb
from admin_views.waiting import Wait, waiting_by_state
from logistics import permissions
from logistics.calendar import add_workdays
from logistics.database import local_today
from logistics.operations.rules.deviating import (
    approve_rule_deviations,
    reject_rule_deviations,
    return_rule_deviations,
    submit_rule_deviations,
)
from logistics.operations.rules.drafting import (
    comment_rule_versions,
    consult_rule_versions,
    draft_rule_versions,
    return_rule_versions,
)
from logistics.operations.rules.enacting import (
    enact_rule_versions,
    repeal_rule_versions,
    review_rule_versions,
)
from logistics.operations.rules.reading import acknowledge_rule_versions, remind_rule_readers
from logistics.permissions import Actor
from logistics.queries.rules.register import bound_by, has_not_read, overdue_reviews, to_read
from logistics.wording import Words, _
from models import RuleDeviation, RuleVersion, Staff

WORKDAYS_TO_COMMENT = 5
YEAR = dt.timedelta(days=365)
ICON = "journal-text"
WAITS = (
    Wait(
        RuleVersion,
        "consultation",
        "enact_rule_versions",
        ICON,
        _("Rules to be put into force"),
        others=lambda actor: (
            (RuleVersion.consulted_until < local_today())
            & (RuleVersion.created_by != actor.account_id)
        ),
    ),
    Wait(
        RuleDeviation,
        "submitted",
        "approve_rule_deviations",
        ICON,
        _("Deviations to be decided on"),
        others=lambda actor: RuleDeviation.staff != actor.staff_id,
    ),
)


def consult_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """How many are asked."""
    return [
        _(
            "%(rule)s: %(count)s people are asked to comment.",
            rule=str(row),
            count=bound_by(row).count(),
        )
        for row in rows
    ]


def enact_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What becomes of the version before, and who has to read the new one."""
    effects: list[Words] = []
    for row in rows:
        former = RuleVersion.get_or_none(
            (RuleVersion.rule == row.rule_id) & (RuleVersion.status == "in_force")
        )
        if former is not None:
            effects.append(
                _(
                    "%(rule)s ends the day before; its acknowledgements stay with it.",
                    rule=str(former),
                )
            )
        effects.append(
            _(
                "%(rule)s: %(count)s people have to read it.",
                rule=str(row),
                count=bound_by(row).count(),
            )
        )
    return effects


def remind_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """Who is reminded."""
    return [
        _(
            "%(rule)s: %(count)s of %(all)s have not read it yet.",
            rule=str(row),
            count=has_not_read(row).count(),
            all=bound_by(row).count(),
        )
        for row in rows
    ]


def waiting_in_rules(actor: Actor) -> Iterator[dict[str, Any]]:
    """Rules to read first, then what waits for a decision, then overdue reviews."""
    person = Staff.get_or_none(Staff.id == actor.staff_id)
    if person is not None and permissions.may_verb(actor, "acknowledge_rule_versions"):
        for version in to_read(person):
            yield {
                "kind": _("Rule to be read"),
                "icon": ICON,
                "title": str(version),
                "wait": _("In force from %(day)s", day=version.starts_on),
                "url": url_for("rule_version.details", id=version.id),
            }
    yield from waiting_by_state(WAITS, actor)
    if permissions.may_verb(actor, "review_rule_versions"):
        due = permissions.within_verb(actor, overdue_reviews(), RuleVersion, "review_rule_versions")
        for version in due:
            yield {
                "kind": _("Rule to be reviewed"),
                "icon": ICON,
                "title": str(version),
                "wait": _("Due %(day)s", day=version.review_due_on),
                "tone": "bad",
                "url": url_for("rule_version.details", id=version.id),
            }


def _is_mine_to_read(version: RuleVersion) -> bool:
    """Whether it binds the reader and he has not acknowledged it yet."""
    return has_not_read(version).where(Staff.id == current.actor().staff_id).exists()


RULE_VERBS = (
    Verb(
        draft_rule_versions,
        _("Draft the next version"),
        icon="pencil-square",
        primary=True,
        fields={"summary": StringField(_("What is new"))},
    ),
)
VERSION_VERBS = (
    Verb(
        consult_rule_versions,
        _("Ask for comments"),
        icon="chat-left-text",
        states=("drafting",),
        effects=consult_effects,
        primary=True,
        fields={
            "consulted_until": DateField(
                _("Comments until"),
                default=lambda: add_workdays(local_today(), WORKDAYS_TO_COMMENT),
            )
        },
    ),
    Verb(
        enact_rule_versions,
        _("Put into force"),
        icon="check-lg",
        states=("consultation",),
        effects=enact_effects,
        primary=True,
        fields={
            "starts_on": DateField(_("In force from"), default=local_today),
            "review_due_on": DateField(_("Review due"), default=lambda: local_today() + YEAR),
            "minutes_no": StringField(_("Number of the minutes")),
        },
    ),
    Verb(
        return_rule_versions,
        _("Return"),
        icon="arrow-return-left",
        states=("consultation",),
        fields={"comment": TextAreaField(_("What has to be changed"))},
    ),
    Verb(
        acknowledge_rule_versions,
        _("I have read it"),
        icon="check2-circle",
        states=("in_force",),
        when=_is_mine_to_read,
        primary=True,
    ),
    Verb(
        comment_rule_versions,
        _("Make a comment"),
        icon="chat-left-text",
        states=("consultation", "in_force"),
        tail="comment",
        fields={"remark": TextAreaField(_("Comment"))},
    ),
    Verb(
        remind_rule_readers,
        _("Remind"),
        icon="bell",
        states=("in_force",),
        effects=remind_effects,
    ),
    Verb(
        review_rule_versions,
        _("Keep after a review"),
        icon="calendar-check",
        states=("in_force",),
        tail="review",
        fields={
            "review_note": TextAreaField(_("Result of the review")),
            "review_due_on": DateField(_("Review due"), default=lambda: local_today() + YEAR),
        },
    ),
    Verb(
        repeal_rule_versions,
        _("Repeal"),
        icon="slash-circle",
        states=("in_force",),
        tail="repeal",
        danger=True,
        fields={
            "reason": StringField(_("Reason for repealing")),
            "ends_on": DateField(_("In force until"), default=local_today),
        },
    ),
)
DEVIATION_VERBS = (
    Verb(
        submit_rule_deviations,
        _("Report"),
        icon="send",
        states=("draft", "returned"),
        primary=True,
    ),
    Verb(
        approve_rule_deviations,
        _("Approve"),
        icon="check-lg",
        states=("submitted",),
        primary=True,
        fields={"comment": StringField(_("Remark on the decision"))},
    ),
    Verb(
        return_rule_deviations,
        _("Return"),
        icon="arrow-return-left",
        states=("submitted",),
        tail="return",
        fields={"comment": StringField(_("What is missing"))},
    ),
    Verb(
        reject_rule_deviations,
        _("Reject"),
        icon="x-lg",
        states=("submitted",),
        fields={"comment": StringField(_("Why the rule had to be kept"))},
    ),
)
