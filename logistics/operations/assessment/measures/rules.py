"""Rules: who has read those that bind him, and who has done otherwise without leave (R68)."""

from __future__ import annotations

from collections.abc import Iterator

from logistics.database import local_day
from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.tables.rules import RuleAcknowledgement, RuleDeviation
from logistics.wording import _


def observe_rules(span: Span) -> Iterator[Observation]:
    """Every deviation that was decided on, one not approved being a fault; every rule read."""
    yield from _deviations(span)
    yield from _readings(span)


def _deviations(span: Span) -> Iterator[Observation]:
    rows = (
        RuleDeviation.select(
            RuleDeviation.id, RuleDeviation.staff, RuleDeviation.occurred_on, RuleDeviation.status
        )
        .where(
            RuleDeviation.status.in_(("approved", "rejected"))
            & RuleDeviation.occurred_on.between(span.first, span.last)
        )
        .order_by(RuleDeviation.id)
        .tuples()
        .iterator()
    )
    for key, staff, day, status in rows:
        fault = "deviation" if status == "rejected" else ""
        yield Observation(staff, day, "rule_deviation", key, fault=fault)


def _readings(span: Span) -> Iterator[Observation]:
    rows = (
        RuleAcknowledgement.select(
            RuleAcknowledgement.id, RuleAcknowledgement.staff, RuleAcknowledgement.created_at
        )
        .where(
            (RuleAcknowledgement.created_at >= span.begins_at)
            & (RuleAcknowledgement.created_at < span.ends_at)
        )
        .order_by(RuleAcknowledgement.id)
        .tuples()
        .iterator()
    )
    for key, staff, created_at in rows:
        yield Observation(staff, local_day(created_at), "rule_acknowledgement", key)


RULE_KEEPING = Measure(
    "rule_keeping",
    _("Rules: read, and not deviated from"),
    observe_rules,
    {"deviation": _("Deviation that was not approved")},
)
