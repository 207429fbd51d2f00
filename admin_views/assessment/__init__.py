"""Assessment: what its tables have beyond a list and a form."""

from admin_views.assessment.bonuses import BonusRunView
from admin_views.assessment.cycles import AssessmentCycleView
from admin_views.assessment.papers import OBJECTION_PRINTS
from admin_views.assessment.people import EVENT_VERBS, PARTICIPANT_VERBS
from admin_views.assessment.redress import PLEA_VERBS
from admin_views.assessment.schemes import AssessmentSchemeView
from admin_views.assessment.sheets import AssessmentResultView

__all__ = [
    "EVENT_VERBS",
    "OBJECTION_PRINTS",
    "PLEA_VERBS",
    "PARTICIPANT_VERBS",
    "AssessmentCycleView",
    "AssessmentResultView",
    "AssessmentSchemeView",
    "BonusRunView",
]
