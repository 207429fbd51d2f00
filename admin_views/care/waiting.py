"""What of suggestions and surveys waits for a person at the start page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for

from admin_views.waiting import Wait, waiting_by_state
from logistics import permissions
from logistics.permissions import Actor
from logistics.queries.care.surveys import open_for
from logistics.wording import _
from models import Suggestion, Survey

WAITS = (
    Wait(
        Suggestion, "received", "review_suggestions", "lightbulb", _("Suggestions to be handed on")
    ),
    Wait(
        Suggestion, "reviewing", "answer_suggestions", "lightbulb", _("Suggestions to be answered")
    ),
)


def waiting_in_care(actor: Actor) -> Iterator[dict[str, Any]]:
    """The surveys that ask this person first."""
    if actor.staff_id is not None and permissions.may_verb(actor, "answer_surveys"):
        for survey, done in open_for(actor.staff_id):
            if not done:
                yield {
                    "kind": Survey.LABEL,
                    "icon": "ui-checks",
                    "title": survey.title,
                    "wait": _("Due %(day)s", day=survey.ends_on),
                    "url": url_for("care.survey", survey_id=survey.id),
                }
    yield from waiting_by_state(WAITS, actor)
