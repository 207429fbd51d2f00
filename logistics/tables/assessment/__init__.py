"""Assessment (考核): schemes, cycles, events and ratings, runs and results, decisions and bonus."""

from logistics.tables.assessment.bonuses import BonusLine, BonusRun
from logistics.tables.assessment.cycles import (
    AssessmentCycle,
    AssessmentEvent,
    AssessmentParticipant,
    AssessmentRating,
    CycleScheme,
)
from logistics.tables.assessment.items import AssessmentClause, AssessmentItem
from logistics.tables.assessment.results import (
    AssessmentResult,
    GradeDecision,
    ItemScore,
    Objection,
    Publicity,
    ScoreRun,
)
from logistics.tables.assessment.schemes import AssessmentDimension, AssessmentScheme

__all__ = [
    "AssessmentClause",
    "AssessmentCycle",
    "AssessmentDimension",
    "AssessmentEvent",
    "AssessmentItem",
    "AssessmentParticipant",
    "AssessmentRating",
    "AssessmentResult",
    "AssessmentScheme",
    "BonusLine",
    "BonusRun",
    "CycleScheme",
    "GradeDecision",
    "ItemScore",
    "Objection",
    "Publicity",
    "ScoreRun",
]
