"""Objections: lodged by the person, answered by somebody who had no hand in the result."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.auditing import record
from logistics.calendar import add_workdays
from logistics.database import local_today
from logistics.errors import Conflict, NotFound, NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.assessment.results import objection_until
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.tables.assessment import (
    AssessmentRating,
    AssessmentResult,
    GradeDecision,
    Objection,
)
from logistics.wording import _

APPEAL_DAYS = 15
"""Working days after the answer in which one may appeal against it (domain 2.21)."""


def lodge_objections(*, seen: Sequence[Seen], grounds: str, actor: Actor) -> list[Outcome]:
    """Ask for a review of one's own result (the rows seen), within the period."""
    require_verb(actor, "lodge_objections")
    _require_grounds(grounds)

    def lodge(one: Seen) -> Objection:
        result = load(AssessmentResult, one)
        _guard_own(result.staff_id, actor)
        cycle = result.run.cycle
        if cycle.status not in ("publicised", "notified"):
            raise WrongState(_("Objections are lodged after the results have been made known."))
        if result.run.number != cycle.current_run:
            raise WrongState(_("A newer run counts by now; look at that result."))
        until = objection_until(cycle)
        if until is not None and local_today() > until:
            raise RuleViolation(_("Objections could be lodged until %(day)s.", day=until))
        if (
            Objection.select()
            .where((Objection.run == result.run_id) & (Objection.staff == result.staff_id))
            .exists()
        ):
            raise Conflict(_("You have already objected to this result."))
        return _create(result, grounds, actor)

    return each(seen, lodge, done=_("Objection lodged"), model=AssessmentResult)


def appeal_objections(*, seen: Sequence[Seen], grounds: str, actor: Actor) -> list[Outcome]:
    """Appeal against a rejected review (the rows seen); somebody else answers."""
    require_verb(actor, "appeal_objections")
    _require_grounds(grounds)

    def appeal(one: Seen) -> Objection:
        review = load(Objection, one)
        _guard_own(review.staff_id, actor)
        if review.kind != "review" or review.status != "rejected":
            raise WrongState(_("An appeal follows a review that was rejected."))
        until = add_workdays(review.answered_on, APPEAL_DAYS)
        if local_today() > until:
            raise RuleViolation(_("You could appeal until %(day)s.", day=until))
        if Objection.select().where(Objection.appeal_of == review.id).exists():
            raise Conflict(_("You have already appealed."))
        result = AssessmentResult.get(
            (AssessmentResult.run == review.run_id) & (AssessmentResult.staff == review.staff_id)
        )
        return _create(result, grounds, actor, appeal_of=review)

    return each(seen, appeal, done=_("Appeal lodged"), model=Objection)


def answer_objections(
    *, seen: Sequence[Seen], upheld: bool, answer: str, actor: Actor
) -> list[Outcome]:
    """Uphold or reject. What is upheld reopens the person's events and calls for a new run."""
    require_verb(actor, "answer_objections")
    if not answer.strip():
        raise RuleViolation(_("Give the reasons."), field="answer")

    def reply(one: Seen) -> Objection:
        objection = load(Objection, one)
        guard_reviewer(objection, actor)
        objection = move(
            Objection,
            one,
            to="upheld" if upheld else "rejected",
            out_of=("submitted",),
            actor=actor,
            verb="answer_objections",
            changes={
                "answer": answer.strip(),
                "answered_by": actor.account_id,
                "answered_on": local_today(),
            },
        )
        notify(
            objection.staff,
            _("Your objection %(number)s has been answered.", number=str(objection)),
            link=f"/admin/objection/details/?id={objection.id}",
        )
        return objection

    return each(seen, reply, done=_("Objection answered"), model=Objection)


def guard_reviewer(objection: Objection, actor: Actor) -> None:
    """Refuse the person, who scored, who decided the grade, who rated him, who answered before."""
    if objection.staff_id == actor.staff_id:
        raise NotPermitted(_("Nobody answers his own objection."))
    if objection.run.created_by_id == actor.account_id:
        raise NotPermitted(_("Who scored the cycle does not review it."))
    decided = (
        GradeDecision.select()
        .join(AssessmentResult)
        .where(
            (AssessmentResult.run == objection.run_id)
            & (AssessmentResult.staff == objection.staff_id)
            & (GradeDecision.created_by == actor.account_id)
        )
    )
    if decided.exists():
        raise NotPermitted(_("Who decided on the grade does not review it."))
    rated = AssessmentRating.select().where(
        (AssessmentRating.cycle == objection.cycle_id)
        & (AssessmentRating.staff == objection.staff_id)
        & (AssessmentRating.rater == actor.staff_id)
    )
    if rated.exists():
        raise NotPermitted(_("Who rated the person does not review the result."))
    earlier = objection.appeal_of
    if earlier is not None and earlier.answered_by_id == actor.account_id:
        raise NotPermitted(_("Who answered the review does not answer the appeal."))


def _create(
    result: AssessmentResult, grounds: str, actor: Actor, appeal_of: Objection | None = None
) -> Objection:
    objection = Objection.create(
        doc_no=take_number("OB"),
        cycle=result.run.cycle_id,
        run=result.run_id,
        staff=result.staff_id,
        kind="review" if appeal_of is None else "appeal",
        appeal_of=appeal_of,
        grounds=grounds.strip(),
        created_by=actor.account_id,
        updated_by=actor.account_id,
    )
    verb = "lodge_objections" if appeal_of is None else "appeal_objections"
    record(actor, verb, objection)
    return objection


def _guard_own(staff: int, actor: Actor) -> None:
    if staff != actor.staff_id:
        raise NotFound(_("There is no such record."))


def _require_grounds(grounds: str) -> None:
    if not grounds.strip():
        raise RuleViolation(_("Give the grounds."), field="grounds")
