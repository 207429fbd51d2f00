"""Results that count now, and the grades decided on them."""

from __future__ import annotations

from typing import Any

import peewee

from logistics.tables.assessment import (
    AssessmentCycle,
    AssessmentResult,
    GradeDecision,
    ScoreRun,
)
from logistics.tables.people import Staff


def current_run(cycle: AssessmentCycle) -> ScoreRun | None:
    """The run that counts; None while the cycle was not scored."""
    found: ScoreRun | None = ScoreRun.get_or_none(
        (ScoreRun.cycle == cycle.id) & (ScoreRun.number == cycle.current_run)
    )
    return found


def results_of(cycle: AssessmentCycle) -> Any:
    """The results of the run that counts, with their people: by peer group, best first."""
    return (
        AssessmentResult.select(AssessmentResult, Staff)
        .join(ScoreRun)
        .switch(AssessmentResult)
        .join(Staff)
        .where((ScoreRun.cycle == cycle.id) & (ScoreRun.number == cycle.current_run))
        .order_by(
            AssessmentResult.peer_group,
            AssessmentResult.rank.asc(nulls="LAST"),
            Staff.staff_no,
        )
    )


def decision_on(result: AssessmentResult) -> GradeDecision | None:
    """The newest decision of the collective on one result; None before."""
    found: GradeDecision | None = (
        GradeDecision.select()
        .where(GradeDecision.result == result.id)
        .order_by(GradeDecision.id.desc())
        .first()
    )
    return found


def decided_grades(cycle: AssessmentCycle) -> dict[int, str]:
    """The newest decided grade of every result of the current run, by result; empty before."""
    newest = peewee.fn.MAX(GradeDecision.id)
    latest = (
        GradeDecision.select(newest)
        .join(AssessmentResult)
        .join(ScoreRun)
        .where((ScoreRun.cycle == cycle.id) & (ScoreRun.number == cycle.current_run))
        .group_by(GradeDecision.result)
    )
    rows: Any = (
        GradeDecision.select(GradeDecision.result, GradeDecision.grade)
        .where(GradeDecision.id.in_(latest))
        .tuples()
    )
    return dict(rows)
