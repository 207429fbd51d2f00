"""Post checks: was the person there, and how did he work.

Only what a round's deputy has confirmed counts, so that everybody has been heard before.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from logistics.database import local_day
from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.tables.conduct import CheckResult, CheckRound
from logistics.tables.conduct.rounds import MARKS, PRESENCE, PRESENCE_FAULTS
from logistics.wording import _

CONFIRMED = ("confirmed", "bulletined", "rectified", "closed")
BEST_MARK = Decimal(10)


def _results(span: Span, *columns: Any) -> Any:
    return (
        CheckResult.select(CheckResult.id, CheckResult.staff, CheckResult.checked_at, *columns)
        .join(CheckRound)
        .where(
            CheckRound.status.in_(CONFIRMED)
            & CheckResult.staff.is_null(False)
            & (CheckResult.checked_at >= span.begins_at)
            & (CheckResult.checked_at < span.ends_at)
        )
        .order_by(CheckResult.id)
        .tuples()
        .iterator()
    )


def observe_presence(span: Span) -> Iterator[Observation]:
    """Every check of a person; a fault is what was upheld after hearing him."""
    for key, staff, checked_at, presence, verdict in _results(
        span, CheckResult.presence, CheckResult.verdict
    ):
        upheld = verdict == "upheld" and presence in PRESENCE_FAULTS
        yield Observation(
            staff, local_day(checked_at), "check_result", key, fault=presence if upheld else ""
        )


def observe_conduct(span: Span) -> Iterator[Observation]:
    """The marks for attitude, service and dress of every check that gave any."""
    for key, staff, checked_at, *marks in _results(
        span, *(getattr(CheckResult, name) for name in MARKS)
    ):
        given = [mark for mark in marks if mark is not None]
        if given:
            yield Observation(
                staff,
                local_day(checked_at),
                "check_result",
                key,
                quantity=sum(given, Decimal()),
                possible=BEST_MARK * len(given),
            )


POST_PRESENCE = Measure(
    "post_presence",
    _("Post checks: presence"),
    observe_presence,
    {code: PRESENCE[code] for code in sorted(PRESENCE_FAULTS)},
)
POST_CONDUCT = Measure(
    "post_conduct",
    _("Post checks: attitude, service and dress"),
    observe_conduct,
)
