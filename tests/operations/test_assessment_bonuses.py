"""The bonus: drafted from final grades, shared to the fen, paid by neither scorer nor sharer
(R81).
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from logistics.database import total
from logistics.errors import Conflict, NotPermitted, RuleViolation, WrongState
from logistics.operations.assessment import draft_bonuses, pay_bonuses, share_bonuses
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import change_record
from logistics.permissions import SYSTEM
from models import (
    AssessmentCycle,
    BonusLine,
    BonusRun,
    GradeDecision,
    Staff,
)
from tests.cast import Cast
from tests.operations.guardhouse import House

D = Decimal
VECTOR = ("15957.45", "13297.87", "11524.82", "9219.86", "0")


class Till(House):
    """A final cycle of five graded people."""

    def __init__(self, cast: Cast, status: str = "final") -> None:
        super().__init__()
        self.cast = cast
        for person in self.people:
            self.presence(person)
        self.score(cast.assessor)
        grades = ("excellent", "competent", "competent", "basic", "incompetent")
        for person, grade in zip(self.people, grades, strict=True):
            GradeDecision.create(result=self.result(person), grade=grade, minutes_no="17")
        AssessmentCycle.update(status=status).execute()

    def draft(self, actor: Any = None, pool: Any = 50000) -> BonusRun:
        only(
            draft_bonuses(
                seen=[Seen(self.cycle.id)], pool=D(pool), actor=actor or self.cast.assessor
            )
        )
        return BonusRun.get(BonusRun.cycle == self.cycle)

    def shared(self) -> BonusRun:
        bonus_run = self.draft()
        share(bonus_run, self.cast.director)
        return BonusRun.get_by_id(bonus_run.id)


def share(bonus_run: BonusRun, actor: Any) -> None:
    only(share_bonuses(seen=[Seen(bonus_run.id)], actor=actor))


def pay(bonus_run: BonusRun, actor: Any, voucher: str = "V-88") -> None:
    only(pay_bonuses(seen=[Seen(bonus_run.id)], voucher_no=voucher, actor=actor))


def lines() -> list[BonusLine]:
    return list(BonusLine.select().order_by(BonusLine.id))


class TestDrafting:
    def test_everybody_graded_gets_a_line_with_his_coefficient(self, cast: Cast) -> None:
        Till(cast).draft()
        assert [line.coefficient for line in lines()] == [D("1.2"), 1, 1, D("0.8"), 0]
        assert {line.base for line in lines()} == {3000}
        assert {line.months for line in lines()} == {6}

    def test_civil_servants_and_people_without_a_grade_get_none(self, cast: Cast) -> None:
        till = Till(cast)
        Staff.update(employment="civil_servant").where(Staff.id == till.people[0].id).execute()
        GradeDecision.create(result=till.result(till.people[1]), grade="no_grade", minutes_no="18")
        till.draft()
        assert [line.staff for line in lines()] == till.people[2:]

    def test_a_pool_is_above_zero(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="above zero"):
            Till(cast).draft(pool=0)

    def test_one_bonus_run_for_each_cycle_and_only_when_final(self, cast: Cast) -> None:
        till = Till(cast)
        till.draft()
        with pytest.raises(Conflict):
            till.draft()
        with pytest.raises(WrongState):
            Till(cast, status="notified").draft()

    def test_only_the_assessor_drafts(self, cast: Cast) -> None:
        with pytest.raises(NotPermitted):
            Till(cast).draft(cast.finance)

    def test_bases_and_unit_factors_are_edited_while_it_is_a_draft(self, cast: Cast) -> None:
        till = Till(cast)
        bonus_run = till.draft()
        line = lines()[0]
        change_record(
            BonusLine, Seen(line.id), {"base": 3300, "unit_factor": "1.10"}, actor=cast.assessor
        )
        assert (lines()[0].base, lines()[0].unit_factor) == (3300, D("1.10"))
        share(bonus_run, cast.director)
        with pytest.raises(WrongState):
            change_record(BonusLine, Seen(line.id), {"base": 3000}, actor=cast.assessor)


class TestSharing:
    def test_the_binding_vector_comes_out_to_the_fen(self, cast: Cast) -> None:
        """decisions 33: (3000,1.2) (3000,1.0) (2600,1.0) (2600,0.8) (2600,0) of 50,000."""
        till = Till(cast)
        bonus_run = till.draft()
        for line in lines()[2:]:
            change_record(BonusLine, Seen(line.id), {"base": 2600}, actor=cast.assessor)
        share(bonus_run, cast.director)
        assert [line.amount for line in lines()] == [D(amount) for amount in VECTOR]
        assert BonusLine.select(total(BonusLine.amount)).scalar() == 50000
        assert BonusRun.get_by_id(bonus_run.id).doc_no.startswith("BN-")

    def test_who_scored_does_not_share_out(self, cast: Cast) -> None:
        till = Till(cast)
        bonus_run = till.draft()
        scorer = replace(SYSTEM, account_id=cast.assessor.account_id)
        with pytest.raises(NotPermitted, match="scored the cycle"):
            share(bonus_run, scorer)

    def test_a_pool_that_nobody_shares_is_refused(self, cast: Cast) -> None:
        till = Till(cast)
        bonus_run = till.draft()
        BonusLine.update(coefficient=D(0)).execute()
        with pytest.raises(RuleViolation, match="Nobody has a share"):
            share(bonus_run, cast.director)
        assert BonusRun.get_by_id(bonus_run.id).status == "draft"

    def test_once_and_by_the_director(self, cast: Cast) -> None:
        bonus_run = Till(cast).shared()
        with pytest.raises(WrongState):
            share(bonus_run, cast.director)
        with pytest.raises(NotPermitted):
            share(bonus_run, cast.finance)


class TestPaying:
    def test_finance_pays_with_a_voucher_and_the_cycle_ends(self, cast: Cast) -> None:
        till = Till(cast)
        bonus_run = till.shared()
        pay(bonus_run, cast.finance)
        bonus_run = BonusRun.get_by_id(bonus_run.id)
        assert (bonus_run.status, bonus_run.voucher_no) == ("paid", "V-88")
        assert till.fresh().status == "paid"

    def test_it_needs_the_voucher(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="voucher"):
            pay(Till(cast).shared(), cast.finance, voucher="")

    def test_not_before_it_is_shared_out(self, cast: Cast) -> None:
        with pytest.raises(WrongState):
            pay(Till(cast).draft(), cast.finance)

    def test_not_by_who_shared_it_out(self, cast: Cast) -> None:
        bonus_run = Till(cast).shared()
        BonusRun.update(shared_by=cast.finance_account).execute()
        with pytest.raises(NotPermitted, match="does not pay"):
            pay(bonus_run, cast.finance)

    def test_only_finance_pays(self, cast: Cast) -> None:
        with pytest.raises(NotPermitted):
            pay(Till(cast).shared(), cast.director)
