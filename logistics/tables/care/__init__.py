"""Suggestions, acts of care, and surveys with their people and answers kept apart."""

from logistics.tables.care.care import CareEvent
from logistics.tables.care.suggestions import Suggestion
from logistics.tables.care.surveys import (
    Survey,
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
)

__all__ = [
    "CareEvent",
    "Suggestion",
    "Survey",
    "SurveyAnswer",
    "SurveyInvitation",
    "SurveyQuestion",
]
