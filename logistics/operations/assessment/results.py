"""From a scored cycle to final grades: group, collective, publicity, notice, end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from logistics.auditing import note
from logistics.calendar import add_workdays, is_workday
from logistics.database import local_today
from logistics.errors import RuleViolation
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.assessment.objections import objections_to
from logistics.queries.assessment.results import current_run, decided_grades, results_of
from logistics.tables.assessment import (
    AssessmentCycle,
    AssessmentScheme,
    CycleScheme,
    Publicity,
)
from logistics.tables.assessment.choices import GRADES
from logistics.wording import _


def review_results(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """The assessment group has gone through the results and passes them on."""
    require_verb(actor, "review_results")
    return each(
        seen,
        lambda one: move(
            AssessmentCycle,
            one,
            to="reviewed",
            out_of=("computed",),
            actor=actor,
            verb="review_results",
        ),
        done=_("Results reviewed"),
        model=AssessmentCycle,
    )


def return_results(*, seen: Sequence[Seen], reason: str, actor: Actor) -> list[Outcome]:
    """The group sends the results back: events are open again and a new run is needed."""
    require_verb(actor, "return_results")
    if not reason.strip():
        raise RuleViolation(_("Give the reason."), field="reason")

    def send_back(one: Seen) -> AssessmentCycle:
        cycle = move(
            AssessmentCycle,
            one,
            to="rated",
            out_of=("computed",),
            actor=actor,
            verb="return_results",
        )
        note_step(cycle, actor, "return_results", reason=reason.strip())
        return cycle

    return each(seen, send_back, done=_("Results sent back"), model=AssessmentCycle)


def publicise_results(
    *, seen: Sequence[Seen], place: str, starts_on: dt.date | None = None, actor: Actor
) -> list[Outcome]:
    """Put the names of those to be excellent on display for the working days of the scheme (R82).

    The days begin after the day on which the notice goes up.
    """
    require_verb(actor, "publicise_results")
    if not place.strip():
        raise RuleViolation(_("Say where it is displayed and whom to call."), field="place")
    first = starts_on or local_today()
    if first < local_today() or not is_workday(first):
        problem = _("Publicity begins on a working day from today on.")
        raise RuleViolation(problem, field="starts_on")

    def publicise(one: Seen) -> AssessmentCycle:
        cycle = move(
            AssessmentCycle,
            one,
            to="publicised",
            out_of=("decided",),
            actor=actor,
            verb="publicise_results",
        )
        publicity = Publicity.create(
            doc_no=take_number("PB", first),
            cycle=cycle.id,
            run=current_run(cycle),
            starts_on=first,
            ends_on=add_workdays(first, any_scheme_of(cycle).publicity_days),
            place=place.strip(),
            created_by=actor.account_id,
            updated_by=actor.account_id,
        )
        note_step(cycle, actor, "publicise_results", publicity=str(publicity))
        return cycle

    return each(seen, publicise, done=_("In publicity"), model=AssessmentCycle)


def notify_results(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """After the publicity tell everybody his result; the days to object are counted from then."""
    require_verb(actor, "notify_results")

    def tell(one: Seen) -> AssessmentCycle:
        cycle = load(AssessmentCycle, one)
        shown = (
            Publicity.select()
            .where(Publicity.cycle == cycle.id)
            .order_by(Publicity.id.desc())
            .first()
        )
        if shown is not None and shown.ends_on >= local_today():
            raise RuleViolation(_("The publicity runs until %(day)s.", day=shown.ends_on))
        cycle = move(
            AssessmentCycle,
            one,
            to="notified",
            out_of=("publicised",),
            actor=actor,
            verb="notify_results",
            changes={"notified_on": local_today()},
        )
        _tell_everybody(cycle)
        return cycle

    return each(seen, tell, done=_("Notified"), model=AssessmentCycle)


def _tell_everybody(cycle: AssessmentCycle) -> None:
    grades = decided_grades(cycle)
    for row in results_of(cycle):
        notify(
            row.staff,
            _(
                "Your result in %(cycle)s: %(grade)s. You may object within the period.",
                cycle=str(cycle),
                grade=str(GRADES[grades.get(row.id, row.grade)]),
            ),
            link=f"/admin/assessment_result/sheet/?id={row.id}",
        )


def finish_cycles(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Make the results final: the days to object are over and every objection is answered."""
    require_verb(actor, "finish_cycles")

    def finish(one: Seen) -> AssessmentCycle:
        cycle = load(AssessmentCycle, one)
        until = objection_until(cycle)
        if until is not None and local_today() <= until:
            raise RuleViolation(_("Objections may be lodged until %(day)s.", day=until))
        if objections_to(cycle, "submitted").exists():
            raise RuleViolation(_("An objection is not answered yet."))
        if objections_to(cycle, "upheld").exists():
            raise RuleViolation(_("An objection was upheld; score the cycle again first."))
        return move(
            AssessmentCycle,
            one,
            to="final",
            out_of=("notified",),
            actor=actor,
            verb="finish_cycles",
        )

    return each(seen, finish, done=_("Results final"), model=AssessmentCycle)


def objection_until(cycle: AssessmentCycle) -> dt.date | None:
    """The last day to object; None while people have not been told."""
    if cycle.notified_on is None:
        return None
    return add_workdays(cycle.notified_on, any_scheme_of(cycle).objection_days)


def any_scheme_of(cycle: AssessmentCycle) -> AssessmentScheme:
    """Any scheme of the cycle: what is asked of it is equal in all of them."""
    found: AssessmentScheme = (
        AssessmentScheme.select().join(CycleScheme).where(CycleScheme.cycle == cycle.id).get()
    )
    return found


def note_step(cycle: AssessmentCycle, actor: Actor, verb: str, **told: Any) -> None:
    """What the cycle's own columns do not say of a step."""
    note(
        actor,
        verb,
        table="assessment_cycle",
        row_id=cycle.id,
        row_label=str(cycle),
        changes={name: [None, value] for name, value in told.items()},
    )
