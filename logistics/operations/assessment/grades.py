"""The collective's decision on the grades, kept within the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from logistics.errors import NotPermitted, RuleViolation
from logistics.operations.assessment.results import any_scheme_of, note_step
from logistics.operations.assessment.scoring.grading import places
from logistics.operations.assessment.scoring.rules import worse
from logistics.operations.assessment.translation import grade_rules
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import append_rows
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.assessment.results import current_run, results_of
from logistics.tables.assessment import AssessmentCycle, AssessmentResult, GradeDecision
from logistics.tables.assessment.choices import GRADES
from logistics.wording import _


@dataclass(frozen=True)
class Decided:
    """The collective's own word on one result; it needs a note where it differs from the rules."""

    grade: str
    note: str = ""


def decide_grades(
    *,
    seen: Sequence[Seen],
    minutes_no: str,
    actor: Actor,
    grades: Mapping[int, Decided] | None = None,
) -> list[Outcome]:
    """Record the grades that the collective has decided, with its minutes.

    Results (by id) that ``grades`` does not name keep the grade by the rules. Nobody is lifted over
    a cap, nobody is excellent under the threshold or beyond the places, ties are decided one by
    one, and who scored the cycle does not decide.
    """
    require_verb(actor, "decide_grades")
    if not minutes_no.strip():
        raise RuleViolation(_("Give the number of the minutes."), field="minutes_no")

    def decide(one: Seen) -> AssessmentCycle:
        cycle = load(AssessmentCycle, one)
        run = current_run(cycle)
        if run is not None and run.created_by_id == actor.account_id:
            raise NotPermitted(_("Who scored the cycle does not decide on the grades."))
        cycle = move(
            AssessmentCycle,
            one,
            to="decided",
            out_of=("reviewed",),
            actor=actor,
            verb="decide_grades",
        )
        results = list(results_of(cycle))
        chosen = _checked(cycle, results, grades or {}, actor)
        append_rows(
            GradeDecision,
            ("result", "grade", "minutes_no", "note"),
            [
                (row.id, chosen[row.id].grade, minutes_no.strip(), chosen[row.id].note.strip())
                for row in results
            ],
            actor=actor,
        )
        note_step(cycle, actor, "decide_grades", minutes_no=minutes_no.strip())
        return cycle

    return each(seen, decide, done=_("Grades decided"), model=AssessmentCycle)


def _checked(
    cycle: AssessmentCycle,
    results: Sequence[AssessmentResult],
    grades: Mapping[int, Decided],
    actor: Actor,
) -> dict[int, Decided]:
    """Everybody's grade after the decision; refused where it breaks a rule."""
    strangers = set(grades) - {row.id for row in results}
    if strangers:
        raise RuleViolation(_("A decision names a result that is not of this cycle."))
    rules = grade_rules(any_scheme_of(cycle))
    for row in results:
        if row.id in grades:
            _check_one(row, grades[row.id], rules.excellent_from, actor)
        elif row.tied:
            raise RuleViolation(
                _("%(name)s is tied for the last place; decide on it.", name=str(row.staff))
            )
    chosen = {row.id: grades.get(row.id, Decided(row.grade)) for row in results}
    excellent = Counter(row.peer_group for row in results if chosen[row.id].grade == "excellent")
    for row in results:
        allowed = places(row.peers if row.rank is not None else 0, rules)
        if chosen[row.id].grade == "excellent" and excellent[row.peer_group] > allowed:
            raise RuleViolation(
                _(
                    "Among the %(peers)s peers of %(name)s only %(places)s may be excellent.",
                    peers=row.peers,
                    name=str(row.staff),
                    places=allowed,
                )
            )
    return chosen


def _check_one(row: AssessmentResult, word: Decided, excellent_from: Any, actor: Actor) -> None:
    name = str(row.staff)
    if word.grade not in GRADES:
        raise RuleViolation(_("Choose one from the list."), field="grade")
    if row.staff_id == actor.staff_id:
        raise NotPermitted(_("Nobody decides on his own grade."))
    if worse(word.grade, row.best_grade) != word.grade:
        raise RuleViolation(
            _(
                "%(name)s may not be better than “%(grade)s”.",
                name=name,
                grade=GRADES[row.best_grade],
            )
        )
    if word.grade == "excellent" and (row.total is None or row.total < excellent_from):
        raise RuleViolation(
            _(
                "%(name)s does not reach the %(points)s points of an excellent.",
                name=name,
                points=excellent_from,
            )
        )
    if (word.grade != row.grade or row.tied) and not word.note.strip():
        raise RuleViolation(_("Say why %(name)s is graded so.", name=name), field="note")
