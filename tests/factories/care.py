"""Suggestions and surveys for tests."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from logistics.operations.care.suggestions import make_suggestions, review_suggestions
from logistics.operations.care.surveys import answer_surveys, open_surveys
from logistics.operations.outcomes import Seen, only
from logistics.permissions import Actor
from logistics.tables.care.surveys import DIMENSIONS
from models import Suggestion, Survey, SurveyQuestion
from tests.cast import Cast

OPENS, CLOSES = dt.date(2026, 6, 10), dt.date(2026, 6, 20)


def handed_in(actor: Actor, **overrides: Any) -> Suggestion:
    """A suggestion as it comes in."""
    values = {"topic": "saving", "title": "Lights out at noon", "content": "A switch a corridor."}
    return make_suggestions(actor=actor, **{**values, **overrides})


def looked_into(cast: Cast, actor: Actor, **overrides: Any) -> Suggestion:
    """The same, handed on to the stores."""
    made = handed_in(actor, **overrides)
    only(
        review_suggestions(
            seen=[Seen(made.id)], handled_by=cast.units["STORE"].id, actor=cast.assessor
        )
    )
    return Suggestion.get_by_id(made.id)


def make_survey(*questions: str, **overrides: Any) -> Survey:
    """A draft with its questions; a pulse gets one question for each dimension."""
    values = {"title": "Mail and duty", "subject": "mail_duty"}
    survey = Survey.create(
        **{"starts_on": OPENS, "ends_on": CLOSES, **values, **overrides},
    )
    dimensions = list(DIMENSIONS) if survey.kind == "pulse" else [None]
    texts = questions or [f"How satisfied are you? {name}" for name in dimensions]
    for position, (text, dimension) in enumerate(
        zip(texts, itertools.cycle(dimensions), strict=False), start=1
    ):
        SurveyQuestion.create(survey=survey, position=position, text=text, dimension=dimension)
    return survey


def open_survey(cast: Cast, *questions: str, **overrides: Any) -> Survey:
    """The same, opened by the assessor."""
    survey = make_survey(*questions, **overrides)
    only(open_surveys(seen=[Seen(survey.id)], actor=cast.assessor))
    return Survey.get_by_id(survey.id)


def answer(survey: Survey, actor: Actor, level: str = "very") -> None:
    """One person's answer, the same to every question."""
    questions = SurveyQuestion.select().where(SurveyQuestion.survey == survey.id)
    answer_surveys(survey=survey.id, levels={row.id: level for row in questions}, actor=actor)
