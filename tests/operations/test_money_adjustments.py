"""Budget adjustments: finance, director, leader in charge; then the lines change."""

from __future__ import annotations

from decimal import Decimal

import pytest

from logistics.errors import InvalidRecord, NotEnough, NotFound, NotPermitted, WrongState
from logistics.operations.approvals import Decision
from logistics.operations.money import (
    approve_adjustments,
    cancel_adjustments,
    reserve_budget,
    submit_adjustments,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.permissions import SYSTEM, Actor
from models import ApprovalTask, BudgetAdjustment, BudgetEntry, BudgetLine
from tests.cast import Cast
from tests.factories.approvals import make_delegation
from tests.factories.money import make_adjustment, make_budget_line
from tests.factories.people import make_staff
from tests.factories.system import give_role, make_account

pytestmark = pytest.mark.usefixtures("matrix")


def submitted(cast: Cast, amount: int = 500, **lines: BudgetLine) -> BudgetAdjustment:
    adjustment = make_adjustment(cast.finance_staff, amount, **lines)
    only(submit_adjustments(seen=[Seen(adjustment.id)], actor=cast.finance))
    return adjustment


def decide(adjustment: BudgetAdjustment, *actors: Actor, **decision: str) -> BudgetAdjustment:
    for actor in actors:
        only(
            approve_adjustments(decisions=[Decision(Seen(adjustment.id), **decision)], actor=actor)
        )
    return BudgetAdjustment.get_by_id(adjustment.id)


def figures(line: BudgetLine) -> tuple[Decimal, Decimal]:
    line = BudgetLine.get_by_id(line.id)
    return line.adjusted, line.available


def test_a_transfer_moves_the_amount_once_the_leader_has_approved(cast: Cast) -> None:
    giving, gaining = make_budget_line(1000), make_budget_line(200)
    adjustment = submitted(cast, from_line=giving, to_line=gaining)

    # Finance asked for it: its review is left to the director.
    adjustment = decide(adjustment, cast.director)
    assert (adjustment.status, figures(giving)) == ("submitted", (0, 1000))
    adjustment = decide(adjustment, cast.leader)

    assert adjustment.status == "approved"
    assert (figures(giving), figures(gaining)) == ((-500, 500), (500, 700))
    assert BudgetEntry.select().where(BudgetEntry.kind == "adjust").count() == 2


def test_finance_reviews_what_somebody_else_asks_for(cast: Cast) -> None:
    account = make_account()
    colleague = make_staff(account=account, unit=cast.units["CENTER"])
    give_role(account, "finance")
    adjustment = make_adjustment(colleague, 500, to_line=make_budget_line(1))
    only(submit_adjustments(seen=[Seen(adjustment.id)], actor=SYSTEM))

    assert decide(adjustment, cast.finance, cast.director, cast.leader).status == "approved"


def test_a_supplement_and_a_cut_change_one_line(cast: Cast) -> None:
    line = make_budget_line(1000)

    decide(submitted(cast, 500, to_line=line), cast.director, cast.leader)
    assert figures(line) == (500, 1500)
    decide(submitted(cast, 700, from_line=line), cast.director, cast.leader)
    assert figures(line) == (-200, 800)


def test_no_more_is_taken_from_a_line_than_is_left_of_it(cast: Cast) -> None:
    line = make_budget_line(1000)
    adjustment = decide(submitted(cast, 600, from_line=line), cast.director)
    reserve_budget(
        line_id=line.id, amount=Decimal(401), doc_type="purchase_request", doc_id=1, actor=SYSTEM
    )

    with pytest.raises(NotEnough):
        decide(adjustment, cast.leader)
    assert BudgetAdjustment.get().status == "submitted"
    assert ApprovalTask.get(ApprovalTask.status == "pending").seq == 3


@pytest.mark.parametrize("choice", ["return", "reject"])
def test_what_goes_back_changes_no_line(cast: Cast, choice: str) -> None:
    line = make_budget_line(1000)

    adjustment = decide(
        submitted(cast, to_line=line), cast.director, choice=choice, comment="Save first."
    )

    assert adjustment.status == {"return": "returned", "reject": "rejected"}[choice]
    assert figures(line) == (0, 1000)


def test_a_returned_adjustment_keeps_its_number(cast: Cast) -> None:
    adjustment = submitted(cast, to_line=make_budget_line(1))
    number = BudgetAdjustment.get().doc_no
    decide(adjustment, cast.director, choice="return", comment="Why?")

    only(submit_adjustments(seen=[Seen(adjustment.id)], actor=cast.finance))

    assert BudgetAdjustment.get().doc_no == number


def test_nobody_approves_an_own_adjustment(cast: Cast) -> None:
    adjustment = submitted(cast, to_line=make_budget_line(1))

    with pytest.raises(NotPermitted, match="your own request"):
        decide(adjustment, cast.finance)


@pytest.mark.parametrize("login", ["admin", "deputy", "auditor"])
def test_nobody_else_decides(cast: Cast, login: str) -> None:
    with pytest.raises(NotPermitted):
        decide(submitted(cast, to_line=make_budget_line(1)), getattr(cast, login))


def test_a_stranger_is_told_of_no_adjustment(cast: Cast) -> None:
    with pytest.raises(NotFound):
        decide(submitted(cast, to_line=make_budget_line(1)), cast.staff2)


def test_a_delegate_decides_although_he_sees_no_other_adjustment(cast: Cast) -> None:
    make_delegation(cast.director_staff, cast.guard_staff)

    adjustment = decide(submitted(cast, to_line=make_budget_line(1)), cast.guard, cast.leader)

    assert adjustment.status == "approved"


def test_it_is_cancelled_until_it_is_approved(cast: Cast) -> None:
    adjustment = submitted(cast, to_line=make_budget_line(1))
    only(cancel_adjustments(seen=[Seen(adjustment.id)], actor=cast.finance))
    assert BudgetAdjustment.get().status == "cancelled"
    assert not ApprovalTask.select().where(ApprovalTask.status == "pending").exists()

    with pytest.raises(WrongState):
        only(cancel_adjustments(seen=[Seen(adjustment.id)], actor=cast.finance))


def test_it_names_one_or_two_different_lines_and_an_amount(cast: Cast) -> None:
    line = make_budget_line(1)
    values = {
        "unit": cast.units["CENTER"].id,
        "requester": cast.finance_staff.id,
        "amount": 0,
        "reason": "Prices rose",
    }
    for lines in ({}, {"from_line": line.id, "to_line": line.id}):
        with pytest.raises(InvalidRecord) as refusal:
            create_record(BudgetAdjustment, values | lines, actor=cast.finance)
        assert set(refusal.value.errors) == {"to_line", "amount"}
