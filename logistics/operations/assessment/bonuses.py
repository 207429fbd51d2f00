"""The bonus of a final cycle: drafted from the grades, shared to the fen, recorded as paid."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from logistics.auditing import record
from logistics.database import lock
from logistics.errors import Conflict, NotPermitted, RuleViolation, WrongState
from logistics.operations.assessment.scoring.bonus import Claim, share_pool
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import append_rows, change_many
from logistics.operations.transitions import change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.assessment.results import current_run, decided_grades, results_of
from logistics.tables.assessment import (
    AssessmentCycle,
    AssessmentScheme,
    BonusLine,
    BonusRun,
    ScoreRun,
)
from logistics.wording import _

PAID_BY_THE_STATE = "civil_servant"
"""Civil servants' bonus follows state rule; here they have a grade and no line."""


def draft_bonuses(*, seen: Sequence[Seen], pool: Decimal, actor: Actor) -> list[Outcome]:
    """Draft the bonus of final cycles, a line for everybody graded.

    The base is the scheme's; bases and unit factors may be edited while it is a draft.
    """
    require_verb(actor, "draft_bonuses")
    if pool <= 0:
        raise RuleViolation(_("The pool must be above zero."), field="pool")

    def draft(one: Seen) -> BonusRun:
        cycle = load(AssessmentCycle, one)
        if cycle.status != "final":
            raise WrongState(_("A bonus is drafted when the results are final."))
        # Holds the cycle, so that two drafts of one bonus meet here.
        change(cycle, {}, actor=actor, verb="draft_bonuses")
        if BonusRun.select().where(BonusRun.cycle == cycle.id).exists():
            raise Conflict(_("%(cycle)s already has a bonus run.", cycle=str(cycle)))
        bonus_run = BonusRun.create(
            cycle=cycle.id,
            run=current_run(cycle),
            pool=pool,
            created_by=actor.account_id,
            updated_by=actor.account_id,
        )
        record(actor, "draft_bonuses", bonus_run)
        append_rows(
            BonusLine,
            ("bonus_run", "staff", "grade", "base", "coefficient", "months"),
            _lines(cycle, bonus_run),
            actor=actor,
        )
        return bonus_run

    return each(seen, draft, done=_("Bonus drafted"), model=AssessmentCycle)


def _lines(cycle: AssessmentCycle, bonus_run: BonusRun) -> list[tuple[Any, ...]]:
    schemes = {scheme.id: scheme for scheme in AssessmentScheme.select()}
    grades = decided_grades(cycle)
    return [
        (
            bonus_run.id,
            row.staff_id,
            grade,
            schemes[row.scheme_id].bonus_base,
            schemes[row.scheme_id].coefficients[grade],
            row.months,
        )
        for row in results_of(cycle)
        if (grade := grades.get(row.id, row.grade)) != "no_grade"
        and row.staff.employment != PAID_BY_THE_STATE
    ]


def share_bonuses(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Share the pool out over the lines, to the fen. Who scored the cycle does not approve it
    (R81).
    """
    require_verb(actor, "share_bonuses")

    def share(one: Seen) -> BonusRun:
        bonus_run = load(BonusRun, one)
        if _scorer(bonus_run) == actor.account_id:
            raise NotPermitted(_("Who scored the cycle does not share out its bonus."))
        bonus_run = move(
            BonusRun,
            one,
            to="shared",
            out_of=("draft",),
            actor=actor,
            verb="share_bonuses",
            changes={"doc_no": take_number("BN"), "shared_by": actor.account_id},
        )
        _share(bonus_run, actor)
        return bonus_run

    return each(seen, share, done=_("Shared out"), model=BonusRun)


def _share(bonus_run: BonusRun, actor: Actor) -> None:
    query = BonusLine.select().where(BonusLine.bonus_run == bonus_run.id).order_by(BonusLine.id)
    lines = list(lock(query))
    claims = [Claim(line.base, line.coefficient, line.unit_factor, line.months) for line in lines]
    if not any(claim.weight for claim in claims):
        raise RuleViolation(_("Nobody has a share of this pool."))
    amounts = share_pool(bonus_run.pool, claims)
    changes = [{"amount": amount} for amount in amounts]
    change_many(lines, changes, actor=actor, verb="share_bonuses")


def pay_bonuses(*, seen: Sequence[Seen], voucher_no: str, actor: Actor) -> list[Outcome]:
    """Finance records the payment with its voucher; the cycle ends with it."""
    require_verb(actor, "pay_bonuses")
    if not voucher_no.strip():
        raise RuleViolation(_("Give the number of the voucher."), field="voucher_no")

    def pay(one: Seen) -> BonusRun:
        bonus_run = load(BonusRun, one)
        if actor.account_id in (bonus_run.shared_by_id, _scorer(bonus_run)):
            raise NotPermitted(_("Who scored or shared out does not pay."))
        bonus_run = move(
            BonusRun,
            one,
            to="paid",
            out_of=("shared",),
            actor=actor,
            verb="pay_bonuses",
            changes={"paid_by": actor.account_id, "voucher_no": voucher_no.strip()},
        )
        move(
            AssessmentCycle,
            Seen(bonus_run.cycle_id),
            to="paid",
            out_of=("final",),
            actor=actor,
            verb="pay_bonuses",
        )
        return bonus_run

    return each(seen, pay, done=_("Bonus paid"), model=BonusRun)


def _scorer(bonus_run: BonusRun) -> int | None:
    """The account that made the run; its results all rest on it."""
    account: int | None = ScoreRun.get_by_id(bonus_run.run_id).created_by_id
    return account
