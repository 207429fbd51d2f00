"""The table of results: ranks and places by peer group, and the collective's word on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from admin_views.codes import group_name
from logistics import permissions
from logistics.operations.assessment import Decided
from logistics.operations.assessment.results import any_scheme_of
from logistics.operations.assessment.scoring.grading import places
from logistics.operations.assessment.translation import grade_rules
from logistics.permissions import Actor
from logistics.queries.assessment.results import decided_grades, results_of
from logistics.tables.assessment.choices import GRADE_TONES, GRADES
from logistics.wording import Words
from models import AssessmentCycle, AssessmentResult


@dataclass(frozen=True)
class Group:
    """One peer group with its results in the order of rank."""

    name: Words
    peers: int
    places: int
    rows: list[dict[str, Any]]

    @property
    def excellent(self) -> int:
        """How many are excellent as it stands."""
        return sum(row["grade"] == "excellent" for row in self.rows)


def groups_of(cycle: AssessmentCycle, actor: Actor) -> list[Group]:
    """The results of the current run that the actor may read, by peer group."""
    rules = grade_rules(any_scheme_of(cycle))
    decided = decided_grades(cycle)
    gathered: dict[str, list[AssessmentResult]] = {}
    for result in permissions.visible(actor, results_of(cycle), AssessmentResult):
        gathered.setdefault(result.peer_group, []).append(result)
    return [
        Group(
            group_name(code),
            results[0].peers,
            places(results[0].peers, rules),
            [_row(result, decided) for result in results],
        )
        for code, results in gathered.items()
    ]


def _row(result: AssessmentResult, decided: Mapping[int, str]) -> dict[str, Any]:
    grade = decided.get(result.id, result.grade)
    sent = request.form if request.method == "POST" else {}
    return {
        "result": result,
        "grade": grade,
        "grade_label": GRADES[grade],
        "tone": GRADE_TONES[grade],
        "by_rules": GRADES[result.grade],
        "url": url_for("assessment_result.sheet", id=result.id),
        "chosen": sent.get(f"grade-{result.id}", result.grade),
        "note": sent.get(f"note-{result.id}", ""),
    }


def decide_page(rows: Sequence[Any], actor: Actor) -> dict[str, Any]:
    """What templates/assessment/decide.html shows: every result with its grade to choose."""
    return {
        "cycles": [{"cycle": row, "groups": groups_of(row, actor)} for row in rows],
        "grades": list(GRADES.items()),
    }


def decisions_of(form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The minutes and every grade that differs from the rules, is tied, or was given a note."""
    grades: dict[int, Decided] = {}
    for row in rows:
        for result in results_of(row):
            choice = request.form.get(f"grade-{result.id}", result.grade)
            note = request.form.get(f"note-{result.id}", "")
            if choice != result.grade or result.tied or note.strip():
                grades[result.id] = Decided(choice, note[:200])
    return {"minutes_no": form.minutes_no.data or "", "grades": grades}
