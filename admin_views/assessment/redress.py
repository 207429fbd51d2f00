"""Objections: answered, and appealed against."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, TextAreaField

from admin_views import words
from admin_views.verbs import Verb
from logistics.operations.assessment import answer_objections, appeal_objections
from logistics.wording import _
from models import Objection

ANSWERS = {
    "upheld": _("Uphold: the events are open again and the cycle is scored anew"),
    "rejected": _("Reject: the result stands"),
}


def answers() -> list[tuple[str, str]]:
    """The two answers in the page's language."""
    return [(code, words.words(label)) for code, label in ANSWERS.items()]


def answer_of(form: Any, _rows: Any) -> dict[str, Any]:
    """The answer of the form."""
    return {"upheld": form.verdict.data == "upheld", "answer": form.answer.data or ""}


def may_be_appealed(row: Objection) -> bool:
    """Whether it is a review that was rejected."""
    return row.kind == "review" and row.status == "rejected"


PLEA_VERBS = (
    Verb(
        answer_objections,
        _("Answer"),
        icon="reply",
        states=("submitted",),
        fields={
            "verdict": RadioField(_("Answer"), choices=answers, default="rejected"),
            "answer": TextAreaField(_("Reasons")),
        },
        collect=answer_of,
        primary=True,
    ),
    Verb(
        appeal_objections,
        _("Appeal"),
        icon="arrow-up-right-circle",
        when=may_be_appealed,
        bulk=False,
        fields={"grounds": TextAreaField(_("Grounds"))},
    ),
)
