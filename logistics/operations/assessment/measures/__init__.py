"""The measures: which records count by themselves.

To add one, write a function that yields observations over a span of days, declare a ``Measure``
beside it and put it into the list below; a new version of a scheme may then name it.
"""

from __future__ import annotations

from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.operations.assessment.measures.buying import (
    NEED_BY_MET,
    PURCHASES_IN_PLAN,
    QUOTE_COMPLIANCE,
)
from logistics.operations.assessment.measures.conduct import POST_CONDUCT, POST_PRESENCE
from logistics.operations.assessment.measures.duty import DUTY_KEEPING
from logistics.operations.assessment.measures.supplies import STOCK_ACCURACY

MEASURES: dict[str, Measure] = {
    measure.code: measure
    for measure in (
        POST_PRESENCE,
        POST_CONDUCT,
        DUTY_KEEPING,
        STOCK_ACCURACY,
        PURCHASES_IN_PLAN,
        QUOTE_COMPLIANCE,
        NEED_BY_MET,
    )
}

__all__ = ["MEASURES", "Measure", "Observation", "Span"]
