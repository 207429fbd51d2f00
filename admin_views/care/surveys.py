"""The buttons of a survey, and the page on which paper sheets are counted in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request, url_for

from admin_views.table_view import Page, TableView
from admin_views.verbs import Verb
from logistics.operations.care.surveys import (
    close_surveys,
    enter_survey_papers,
    open_surveys,
)
from logistics.permissions import Actor
from logistics.queries.care.surveys import results_of
from logistics.tables.care.surveys import LEVELS
from logistics.wording import Words, _
from models import Staff, SurveyQuestion


def open_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """How many are asked."""
    effects: list[Words] = []
    for row in rows:
        if row.audience == "guests":
            effects.append(_("“%(survey)s” asks guests, on paper.", survey=str(row)))
            continue
        people = Staff.select().where(Staff.left_on.is_null() & Staff.account.is_null(False))
        if row.site_id is not None:
            people = people.where(Staff.site == row.site_id)
        effects.append(
            _(
                "“%(survey)s” asks %(count)s people, until %(day)s. Who took part is noted; what "
                "was answered is kept apart and joined to nobody.",
                survey=str(row),
                count=people.count(),
                day=row.ends_on,
            )
        )
    return effects


def close_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """How many have answered so far."""
    effects: list[Words] = []
    for row in rows:
        results = results_of(row)
        effects.append(
            _(
                "“%(survey)s”: %(answered)s of %(asked)s have answered. No answer is taken after "
                "this.",
                survey=str(row),
                answered=results.answered,
                asked=results.asked,
            )
        )
    return effects


def papers_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """The data of templates/care/papers.html: every question with a box for each level."""
    questions = SurveyQuestion.select().where(SurveyQuestion.survey == rows[0].id)
    return {
        "levels": list(LEVELS.items()),
        "questions": [
            (question, {level: request.form.get(f"{question.id}-{level}", "") for level in LEVELS})
            for question in questions.order_by(SurveyQuestion.position)
        ],
        "handed_out": request.form.get("handed_out", ""),
    }


def papers_of(_form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The counts as the form sends them; an empty box is none."""
    questions = SurveyQuestion.select().where(SurveyQuestion.survey == rows[0].id)
    return {
        "handed_out": _number("handed_out"),
        "counts": {
            question.id: {level: _number(f"{question.id}-{level}") for level in LEVELS}
            for question in questions
        },
    }


def _number(name: str) -> int:
    text = request.form.get(name, "").strip()
    return int(text) if text.isdigit() and text.isascii() and len(text) < 6 else 0


class SurveyView(TableView):
    """A survey leads to what it has shown."""

    verbs = (
        Verb(
            open_surveys,
            _("Open the survey"),
            icon="unlock",
            states=("draft",),
            effects=open_effects,
            primary=True,
        ),
        Verb(
            enter_survey_papers,
            _("Enter paper sheets"),
            icon="file-earmark-plus",
            states=("open",),
            bulk=False,
            template="care/papers.html",
            context=papers_page,
            collect=papers_of,
        ),
        Verb(
            close_surveys,
            _("End the survey"),
            icon="lock",
            states=("open",),
            effects=close_effects,
            primary=True,
        ),
    )

    def pages(self, row: Any, actor: Actor) -> Sequence[Page]:
        if row.status == "draft":
            return ()
        return (Page(_("Survey results"), url_for("care.results", survey_id=row.id), "bar-chart"),)
