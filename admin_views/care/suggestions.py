"""The buttons of a suggestion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from wtforms import BooleanField, DecimalField, SelectField, TextAreaField
from wtforms.validators import Optional

from admin_views import words
from admin_views.papers import paper
from admin_views.verbs import Verb
from logistics.operations.care.suggestions import (
    ANSWERS,
    answer_suggestions,
    implement_suggestions,
    review_suggestions,
)
from logistics.permissions import Actor
from logistics.wording import _
from models import Suggestion, Unit


def review_page(_rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """The data of templates/care/review.html: the look-up of the unit."""
    chosen = Unit.get_or_none(Unit.id == _chosen())
    return {
        "lookup_url": url_for("unit.lookup"),
        "chosen": chosen.id if chosen else "",
        "chosen_name": chosen.name if chosen else "",
    }


def unit_of(_form: Any, _rows: Sequence[Any]) -> dict[str, Any]:
    """The unit that looks into it, as the form sends it."""
    return {"handled_by": _chosen()}


def _chosen() -> int:
    text = request.form.get("handled_by", "")
    return int(text) if text.isdigit() and len(text) < 10 else 0


def _verdicts() -> list[tuple[str, str]]:
    labels = Suggestion._meta.fields["status"].labels
    return [(code, words.words(labels[code])) for code in ANSWERS]


PAPER = (
    paper(
        "form",
        _("Form of a suggestion"),
        (
            *("title", "topic", "author", "unit", "received_on", "content", "handled_by"),
            *("answer_by", "status", "answer", "answered_on", "saving", "effect"),
            "implemented_on",
        ),
        signs=("author", _("Unit head"), "answered_by"),
    ),
)
SUGGESTION_VERBS = (
    Verb(
        review_suggestions,
        _("Hand on"),
        icon="signpost",
        states=("received", "reviewing"),
        template="care/review.html",
        context=review_page,
        collect=unit_of,
        primary=True,
    ),
    Verb(
        answer_suggestions,
        _("Answer"),
        icon="chat-left-text",
        states=("reviewing",),
        fields={
            "verdict": SelectField(_("Answer"), choices=_verdicts),
            "answer": TextAreaField(
                _("Answer and its reasons"), description=_("The author reads it.")
            ),
            "is_major": BooleanField(_("Of marked effect")),
        },
        primary=True,
    ),
    Verb(
        implement_suggestions,
        _("Enter as carried out"),
        icon="check2-all",
        states=("adopted", "partly"),
        fields={
            "effect": TextAreaField(_("Effect")),
            "saving": DecimalField(
                _("Saved a year"), [Optional()], description=_("In yuan; empty when none.")
            ),
        },
        bulk=False,
        primary=True,
    ),
)
