"""The buttons of a reward or a penalty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import TextAreaField

from admin_views import current
from admin_views.papers import paper
from admin_views.verbs import Verb
from logistics.operations.assessment.cycles import BEFORE_SCORING
from logistics.operations.assessment.measures.targets import BARRING, COMMENDED
from logistics.operations.assessment.revoking import revoke_rewards
from logistics.operations.targets.rewards import (
    decide_rewards,
    enter_discipline,
    propose_rewards,
    reject_rewards,
    review_rewards,
    state_on_rewards,
)
from logistics.permissions import Actor
from logistics.queries.assessment.events import events_of
from logistics.tables.targets.rewards import FORMAL, KINDS, PENALTIES
from logistics.wording import Words, _


def revoke_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What the revocation takes out of the assessment."""
    return [
        _(
            "%(row)s: its event under “%(item)s” in %(cycle)s is struck out.",
            row=str(row),
            item=event.item.name,
            cycle=event.cycle.name,
        )
        if event.cycle.status in BEFORE_SCORING
        else _(
            "%(row)s: the events of %(cycle)s are settled; its result stands until an objection "
            "is upheld.",
            row=str(row),
            cycle=event.cycle.name,
        )
        for row in rows
        for event in events_of(row)
    ]


def decide_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What is decided about whom, what he stated, and what becomes of it in the assessment."""
    effects: list[Words] = []
    for row in rows:
        effects.append(
            _(
                "%(person)s: %(kind)s. %(statement)s",
                person=row.staff.name,
                kind=KINDS[row.kind],
                statement=row.statement or _("No statement."),
            )
        )
        effects.append(assessment_effect(row.kind))
    return effects


def assessment_effect(kind: str) -> Words:
    """What an act does in the assessment: an event counts once, where it was recorded."""
    if kind in COMMENDED:
        return _("It is proposed for the assessment, with the points of the scheme's clause.")
    if kind in BARRING:
        return _("It is proposed for the assessment as a veto and limits the grade.")
    return _("In the assessment only the facts it rests on count, not the act once more.")


REWARD_FORM = (
    paper(
        "form",
        _("Approval of a reward or penalty"),
        (
            *("staff", "kind", "amount", "decided_on", "reason", "basis", "statement"),
            *("authority", "authority_paper", "opinion", "effective_to", "status"),
        ),
        signs=((_("Proposed by"), "created_by"), "reviewed_by", "decided_by"),
        with_seal=True,
    ),
)
REWARD_VERBS = (
    Verb(
        propose_rewards,
        _("Put forward"),
        icon="send",
        when=lambda row: row.status == "draft" and row.kind not in FORMAL,
        primary=True,
    ),
    Verb(
        enter_discipline,
        _("Enter the act"),
        icon="journal-check",
        when=lambda row: row.status == "draft" and row.kind in FORMAL,
        bulk=False,
        effects=decide_effects,
        primary=True,
    ),
    Verb(
        state_on_rewards,
        _("State on it"),
        icon="chat-left-text",
        when=lambda row: (
            row.status in ("proposed", "reviewed")
            and row.kind in PENALTIES
            and row.staff_id == current.actor().staff_id
        ),
        fields={"statement": TextAreaField(_("Statement"))},
        bulk=False,
    ),
    Verb(
        review_rewards,
        _("Pass on"),
        icon="search",
        states=("proposed",),
        fields={"comment": TextAreaField(_("What you found"))},
        primary=True,
    ),
    Verb(
        decide_rewards,
        _("Decide"),
        icon="check-lg",
        states=("reviewed",),
        effects=decide_effects,
        primary=True,
    ),
    Verb(
        reject_rewards,
        _("Not agree"),
        icon="x-lg",
        states=("proposed", "reviewed"),
        fields={"comment": TextAreaField(_("Reason"))},
    ),
    Verb(
        revoke_rewards,
        _("Revoke"),
        icon="arrow-counterclockwise",
        states=("decided",),
        fields={"comment": TextAreaField(_("Reason"))},
        effects=revoke_effects,
        danger=True,
    ),
)
