"""Objections that are open, or that call for a new run."""

from __future__ import annotations

from typing import Any

from logistics.tables.assessment import AssessmentCycle, Objection, ScoreRun


def objections_to(cycle: AssessmentCycle, status: str) -> Any:
    """The objections in a state against the run that counts now."""
    return (
        Objection.select()
        .join(ScoreRun)
        .where(
            (Objection.cycle == cycle.id)
            & (Objection.status == status)
            & (ScoreRun.number == cycle.current_run)
        )
    )


def upheld_objection(cycle: AssessmentCycle, staff: int | None = None) -> bool:
    """Whether an objection (of this person) was upheld and no run has followed it yet."""
    upheld = objections_to(cycle, "upheld")
    if staff is not None:
        upheld = upheld.where(Objection.staff == staff)
    return bool(upheld.exists())
