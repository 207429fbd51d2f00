"""The verbs of the assessment (考核).

scoring/   the arithmetic, pure
measures/  the records that count by themselves, one function each
defaults/  the schemes that a new house starts with
schemes → cycles → proposing, events, ratings → runs → results, grades → objections → bonuses
"""

from logistics.operations.assessment.bonuses import draft_bonuses, pay_bonuses, share_bonuses
from logistics.operations.assessment.cycles import (
    close_cycles,
    close_ratings,
    open_cycles,
    set_standings,
)
from logistics.operations.assessment.defaults import seed_schemes
from logistics.operations.assessment.events import (
    NewEvent,
    confirm_events,
    dispute_events,
    record_events,
    void_events,
)
from logistics.operations.assessment.grades import Decided, decide_grades
from logistics.operations.assessment.measures import MEASURES, Measure, Observation, Span
from logistics.operations.assessment.objections import (
    answer_objections,
    appeal_objections,
    lodge_objections,
)
from logistics.operations.assessment.proposing import propose_events
from logistics.operations.assessment.ratings import Given, own_ratings, rate_staff
from logistics.operations.assessment.results import (
    finish_cycles,
    notify_results,
    publicise_results,
    return_results,
    review_results,
)
from logistics.operations.assessment.runs import preview_run, score_cycles
from logistics.operations.assessment.schemes import (
    copy_schemes,
    publish_schemes,
    scheme_faults,
    scheme_problems,
)

__all__ = [
    "MEASURES",
    "Decided",
    "Given",
    "Measure",
    "NewEvent",
    "Observation",
    "Span",
    "answer_objections",
    "appeal_objections",
    "close_cycles",
    "close_ratings",
    "confirm_events",
    "copy_schemes",
    "decide_grades",
    "dispute_events",
    "draft_bonuses",
    "finish_cycles",
    "lodge_objections",
    "notify_results",
    "open_cycles",
    "own_ratings",
    "pay_bonuses",
    "preview_run",
    "propose_events",
    "publicise_results",
    "publish_schemes",
    "rate_staff",
    "record_events",
    "return_results",
    "review_results",
    "scheme_faults",
    "scheme_problems",
    "score_cycles",
    "seed_schemes",
    "set_standings",
    "share_bonuses",
    "void_events",
]
