"""Staff care: suggestions, surveys and what they have shown."""

from admin_views.care.pages import blueprint
from admin_views.care.papers import CARE_PRINTS
from admin_views.care.suggestions import PAPER, SUGGESTION_VERBS
from admin_views.care.surveys import SurveyView

SUGGEST_VERBS = ("make_suggestions",)
ANSWER_VERBS = ("answer_surveys", "open_surveys")

__all__ = [
    "ANSWER_VERBS",
    "CARE_PRINTS",
    "PAPER",
    "SUGGESTION_VERBS",
    "SUGGEST_VERBS",
    "SurveyView",
    "blueprint",
]
