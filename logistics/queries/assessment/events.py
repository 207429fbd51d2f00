"""The events that a record has brought about."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.database import Record
from logistics.tables.assessment import AssessmentCycle, AssessmentEvent


def events_of(row: Record) -> Sequence[AssessmentEvent]:
    """The events of ``row`` that still count or may come to count, with their cycles."""
    query = (
        AssessmentEvent.select(AssessmentEvent, AssessmentCycle)
        .join(AssessmentCycle)
        .where(
            (AssessmentEvent.doc_type == row._meta.table_name)
            & (AssessmentEvent.doc_id == row.id)
            & (AssessmentEvent.status != "void")
        )
        .order_by(AssessmentEvent.id)
    )
    return list(query)
