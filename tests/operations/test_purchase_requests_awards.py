"""What an award does to its request: amount, budget, and approval anew at the right level."""

from __future__ import annotations

from decimal import Decimal

import pytest

from logistics.errors import NotEnough, NotPermitted, WrongState
from logistics.operations.purchasing.requests import take_award
from models import ApprovalTask, BudgetLine, PurchaseRequest
from tests.cast import Cast
from tests.factories.money import make_budget_line
from tests.factories.purchasing_requests import approve, make_award, make_request, submit

pytestmark = pytest.mark.usefixtures("matrix")


def award(request: PurchaseRequest, amount: int | str, cast: Cast) -> PurchaseRequest:
    return take_award(
        request_id=request.id, awarded=Decimal(amount), actor=cast.buyer, verb="approve_purchases"
    )


def checked(cast: Cast, amount: int, **overrides: object) -> PurchaseRequest:
    """A request of which the budget check is done."""
    request = submit(make_request(cast.staff_staff, amount, **overrides))
    return approve(request, cast.head, cast.keeper, cast.finance)


def last_round(request: PurchaseRequest) -> tuple[int, Decimal]:
    tasks = ApprovalTask.select().where(ApprovalTask.doc_id == request.id)
    task = tasks.order_by(ApprovalTask.round.desc()).first()
    return task.round, task.rule.above_amount


def reserved(request: PurchaseRequest) -> Decimal:
    return BudgetLine.get_by_id(request.budget_line_id).reserved


def test_the_reservation_follows_the_award(cast: Cast) -> None:
    request = checked(cast, 3_000)

    request = award(request, 2_800, cast)

    assert (request.awarded, request.amount, reserved(request)) == (2_800, 3_000, 2_800)
    assert last_round(request) == (1, 1_000)


def test_before_the_budget_check_nothing_is_reserved(cast: Cast) -> None:
    request = submit(make_request(cast.staff_staff, 3_000))

    assert reserved(award(request, 2_800, cast)) == 0


def test_an_award_above_the_estimate_within_the_row_goes_on(cast: Cast) -> None:
    request = award(checked(cast, 3_000), 4_000, cast)

    assert (request.amount, reserved(request), last_round(request)) == (4_000, 4_000, (1, 1_000))


def test_an_award_that_needs_a_higher_row_begins_a_new_round(cast: Cast) -> None:
    request = award(checked(cast, 5_000), "5000.01", cast)

    assert request.status == "submitted"
    assert last_round(request) == (2, 5_000)
    pending = ApprovalTask.get(ApprovalTask.status == "pending")
    assert (pending.round, pending.kind) == (2, "review")
    # The buyer who found the higher price has not become the one who asks.
    assert pending.submitted_by == cast.staff_account


def test_more_than_was_approved_is_approved_anew(cast: Cast) -> None:
    request = submit(make_request(cast.staff_staff, 900))
    approve(request, cast.head)
    make_award(request)
    request = approve(request, cast.buyer, cast.deputy)

    request = award(request, "900.01", cast)

    assert (request.status, request.approved_amount) == ("submitted", None)
    assert last_round(request) == (2, 0)
    assert reserved(request) == Decimal("900.01")


def test_less_than_was_approved_stays_approved(cast: Cast) -> None:
    request = submit(make_request(cast.staff_staff, 900))
    approve(request, cast.head)
    make_award(request)
    request = approve(request, cast.buyer, cast.deputy)

    request = award(request, 850, cast)

    assert (request.status, reserved(request)) == ("approved", 850)


def test_an_award_that_the_budget_does_not_reach_for_is_refused(cast: Cast) -> None:
    line = make_budget_line(3_100, unit=cast.units["BUREAU"])
    request = checked(cast, 3_000, budget_line=line)

    with pytest.raises(NotEnough):
        award(request, 3_101, cast)


def test_an_award_raises_the_version_that_approvers_see(cast: Cast) -> None:
    request = checked(cast, 3_000)

    assert award(request, 2_900, cast).row_version > request.row_version


def test_a_draft_takes_no_award(cast: Cast) -> None:
    with pytest.raises(WrongState):
        award(make_request(cast.staff_staff), 100, cast)


def test_the_buyer_of_an_earlier_round_does_not_decide_in_a_later_one(cast: Cast) -> None:
    """Incompatible duties count over all rounds of a document."""
    request = checked(cast, 5_000)
    make_award(request)
    request = approve(request, cast.buyer)
    request = award(request, 6_000, cast)

    with pytest.raises(NotPermitted):
        approve(request, cast.buyer)
    request = approve(request, cast.head, cast.keeper, cast.finance, cast.buyer, cast.deputy)
    assert approve(request, cast.director, minutes_no="M-2").status == "approved"
