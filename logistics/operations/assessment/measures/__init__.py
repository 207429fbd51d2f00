"""The measures: which records count by themselves.

To add one, write a function that yields observations over a span of days, declare a ``Measure``
beside it and put it into the list below; a new version of a scheme may then name it.
"""

from __future__ import annotations

from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.operations.assessment.measures.buildings import REPAIR_FIRST_FIX, REPAIR_SAFETY
from logistics.operations.assessment.measures.buying import (
    NEED_BY_MET,
    PURCHASES_IN_PLAN,
    QUOTE_COMPLIANCE,
)
from logistics.operations.assessment.measures.canteen import (
    CANTEEN_COST,
    CANTEEN_WASTE,
    FOOD_SAFETY,
)
from logistics.operations.assessment.measures.care import SERVICE_SATISFACTION
from logistics.operations.assessment.measures.cleaning import CLEANING_ROUNDS, CLEANING_SCORES
from logistics.operations.assessment.measures.conduct import POST_CONDUCT, POST_PRESENCE
from logistics.operations.assessment.measures.costs import ASSET_ACCURACY, COST_VARIANCE
from logistics.operations.assessment.measures.duty import DUTY_KEEPING
from logistics.operations.assessment.measures.fleet import (
    DISPATCH_DISCIPLINE,
    JOURNEY_RATING,
    SAFE_DRIVING,
    TRIP_LOGS,
    VEHICLE_CARE,
)
from logistics.operations.assessment.measures.guarding import (
    GATE_RECORDS,
    PARKING_ORDER,
    PATROL_COMPLETION,
)
from logistics.operations.assessment.measures.learning import LEARNING_HOURS
from logistics.operations.assessment.measures.mail import MAIL_ACCURACY, MAIL_PUNCTUALITY
from logistics.operations.assessment.measures.meetings import (
    MEETING_ERRORS,
    MEETING_PREPARATION,
    MEETING_SATISFACTION,
)
from logistics.operations.assessment.measures.rules import RULE_KEEPING
from logistics.operations.assessment.measures.service_desk import (
    COMPLAINTS,
    TICKET_FIRST_TIME,
    TICKET_RESOLUTION,
    TICKET_RESPONSE,
    TICKET_SATISFACTION,
)
from logistics.operations.assessment.measures.supplies import STOCK_ACCURACY
from logistics.operations.assessment.measures.targets import (
    DISCIPLINE,
    MERITS,
    SUPERVISION_ON_TIME,
    TARGET_SCORES,
)

MEASURES: dict[str, Measure] = {
    measure.code: measure
    for measure in (
        TARGET_SCORES,
        SUPERVISION_ON_TIME,
        MERITS,
        DISCIPLINE,
        SERVICE_SATISFACTION,
        RULE_KEEPING,
        LEARNING_HOURS,
        POST_PRESENCE,
        POST_CONDUCT,
        COST_VARIANCE,
        ASSET_ACCURACY,
        SAFE_DRIVING,
        DISPATCH_DISCIPLINE,
        VEHICLE_CARE,
        JOURNEY_RATING,
        TRIP_LOGS,
        TICKET_RESPONSE,
        TICKET_RESOLUTION,
        TICKET_FIRST_TIME,
        TICKET_SATISFACTION,
        COMPLAINTS,
        MEETING_PREPARATION,
        MEETING_ERRORS,
        MEETING_SATISFACTION,
        PATROL_COMPLETION,
        GATE_RECORDS,
        PARKING_ORDER,
        CLEANING_ROUNDS,
        CLEANING_SCORES,
        FOOD_SAFETY,
        CANTEEN_COST,
        CANTEEN_WASTE,
        DUTY_KEEPING,
        MAIL_ACCURACY,
        MAIL_PUNCTUALITY,
        REPAIR_FIRST_FIX,
        REPAIR_SAFETY,
        STOCK_ACCURACY,
        PURCHASES_IN_PLAN,
        QUOTE_COMPLIANCE,
        NEED_BY_MET,
    )
}

__all__ = ["MEASURES", "Measure", "Observation", "Span"]
