"""People assessed and the events about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask import request
from wtforms import DateField, DecimalField, SelectField, TextAreaField

from admin_views import words
from admin_views.verbs import Verb
from logistics.errors import RuleViolation
from logistics.operations.assessment import (
    NewEvent,
    confirm_events,
    dispute_events,
    record_events,
    set_standings,
    void_events,
)
from logistics.operations.assessment.cycles import SETTABLE
from logistics.operations.outcomes import Outcome, Seen
from logistics.permissions import Actor
from logistics.tables.assessment.choices import STANDINGS
from logistics.wording import Words, _
from models import (
    AssessmentClause,
    AssessmentDimension,
    AssessmentItem,
    AssessmentParticipant,
)

RECORDED = ("deduct", "bonus", "veto", "target", "ratio")


def record_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What may be recorded about the chosen people, item by item; they share one scheme."""
    schemes = {row.scheme_id for row in rows}
    if len(schemes) != 1:
        return {"choices": [], "mixed": True}
    return {"choices": _choices(schemes.pop()), "mixed": False}


def _choices(scheme: int) -> list[dict[str, Any]]:
    items = (
        AssessmentItem.select()
        .join(AssessmentDimension)
        .where((AssessmentDimension.scheme == scheme) & AssessmentItem.method.in_(RECORDED))
        .order_by(AssessmentDimension.position, AssessmentItem.position)
    )
    return [
        {
            "label": str(item),
            "options": [
                (f"{item.id}:{clause.id}", _clause_words(item, clause))
                for clause in item.clauses.order_by(AssessmentClause.position)
            ]
            or [(f"{item.id}:", _("What was achieved, of what was possible"))],
        }
        for item in items
    ]


def _clause_words(item: AssessmentItem, clause: AssessmentClause) -> Words | str:
    if item.method == "veto":
        return str(clause)
    sign = "+" if item.method == "bonus" else "−"
    return _("%(clause)s (%(points)s)", clause=str(clause), points=f"{sign}{clause.points}")


def recorded(form: Any, _rows: Sequence[Any]) -> dict[str, Any]:
    """One event as the form describes it."""
    item, _colon, clause = request.form.get("what", "").partition(":")
    if not item.isdigit():
        raise RuleViolation(_("Choose what happened."), field="what")
    return {
        "item": int(item),
        "clause": int(clause) if clause.isdigit() else None,
        "day": form.day.data,
        "quantity": form.quantity.data,
        "possible": form.possible.data,
        "note": form.note.data or "",
    }


def record_about(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    item: int,
    clause: int | None,
    day: date | None,
    quantity: Decimal | None,
    possible: Decimal | None,
    note: str,
) -> list[Outcome]:
    """The same event about each of the chosen people, all or nothing."""
    if day is None:
        raise RuleViolation(_("Give a date such as 2026-06-30."), field="day")
    events = record_events(
        events=[
            NewEvent(
                participant=one.id,
                item=item,
                clause=clause,
                day=day,
                quantity=Decimal(1) if quantity is None else quantity,
                possible=possible or Decimal(0),
                note=note,
            )
            for one in seen
        ],
        actor=actor,
    )
    return [
        Outcome(one.id, str(event), _("Proposed")) for one, event in zip(seen, events, strict=True)
    ]


def standing_choices() -> list[tuple[str, Any]]:
    """The standings that a person may choose, in the page's language."""
    return [(code, words.words(STANDINGS[code])) for code in SETTABLE]


def before_scoring(row: AssessmentParticipant) -> bool:
    """Whether something may still be entered about the person."""
    return row.cycle.status in ("collecting", "closed", "rated")


PARTICIPANT_VERBS = (
    Verb(
        record_about,
        _("Record an event"),
        icon="journal-plus",
        right="record_events",
        tail="record",
        when=before_scoring,
        fields={
            "day": DateField(_("Day")),
            "quantity": DecimalField(_("Quantity"), places=3, default=1),
            "possible": DecimalField(
                _("Possible"), places=3, description=_("Only where a share is counted.")
            ),
            "note": TextAreaField(
                _("Facts of the case"), description=_("And in which paper it is written.")
            ),
        },
        template="assessment/record.html",
        context=record_page,
        collect=recorded,
        primary=True,
    ),
    Verb(
        set_standings,
        _("Set the standing"),
        icon="person-gear",
        when=before_scoring,
        fields={
            "standing": SelectField(_("Eligibility"), choices=standing_choices),
            "reason": TextAreaField(_("Reason")),
        },
    ),
)

EVENT_VERBS = (
    Verb(
        confirm_events,
        _("Confirm"),
        icon="check-lg",
        states=("proposed", "disputed"),
        primary=True,
    ),
    Verb(
        dispute_events,
        _("Dispute"),
        icon="chat-left-text",
        states=("proposed", "confirmed"),
        fields={"grounds": TextAreaField(_("What is wrong"))},
    ),
    Verb(
        void_events,
        _("Strike out"),
        icon="x-circle",
        states=("proposed", "disputed", "confirmed"),
        fields={"reason": TextAreaField(_("Reason"))},
        danger=True,
    ),
)
