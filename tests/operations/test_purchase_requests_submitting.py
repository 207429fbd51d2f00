"""Submitting, taking back and cancelling purchases; what splitting and off-plan buying lead to
(R67, R71).
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from logistics.errors import (
    InvalidRecord,
    NotEnough,
    NotPermitted,
    RuleViolation,
    StaleRecord,
    WrongState,
)
from logistics.operations.outcomes import Outcome, Seen, only
from logistics.operations.purchasing.requests import (
    cancel_purchases,
    submit_purchases,
    withdraw_purchases,
)
from logistics.queries.purchasing.splitting import requests_of_kinds, same_kinds
from models import (
    AccountRole,
    ApprovalRule,
    ApprovalTask,
    BudgetLine,
    Item,
    PurchaseRequest,
    PurchaseRequestLine,
)
from tests.cast import Cast
from tests.factories.money import make_budget_line
from tests.factories.purchasing_requests import approve, fresh, make_award, make_request, submit
from tests.factories.stock import make_item

pytestmark = pytest.mark.usefixtures("matrix")


def kinds(request: PurchaseRequest) -> list[str]:
    tasks = ApprovalTask.select().where(ApprovalTask.doc_id == request.id)
    return [task.kind for task in tasks.order_by(ApprovalTask.round, ApprovalTask.seq)]


def bound(request: PurchaseRequest) -> Decimal:
    """The lower bound of the matrix row that the request goes by."""
    last = ApprovalTask.select().where(ApprovalTask.doc_id == request.id)
    return last.order_by(ApprovalTask.round.desc()).first().rule.above_amount


def test_a_submitted_request_has_its_number_and_amount(cast: Cast) -> None:
    request = submit(make_request(cast.staff_staff, "800.50"))

    assert request.status == "submitted"
    assert request.doc_no.startswith("PR-")
    assert request.doc_no.endswith("-001")
    assert (request.estimate, request.amount) == (Decimal("800.50"), Decimal("800.50"))
    assert request.submitted_at is not None


def test_a_line_takes_over_from_its_item_what_it_does_not_say(cast: Cast) -> None:
    item: Item = make_item(catalogue_code="A05", unit_of_measure="ream")
    request = make_request(cast.staff_staff, line={"item": item, "name": "", "catalogue_code": ""})

    submit(request)

    line = PurchaseRequestLine.get()
    assert (line.name, line.unit_of_measure, line.catalogue_code) == (item.name, "ream", "A05")
    assert line.amount == 800


def test_everything_missing_is_told_at_once(cast: Cast) -> None:
    request = make_request(
        cast.staff_staff, plan=None, budget_line=make_budget_line(unit=cast.units["BUREAU"])
    )
    PurchaseRequest.update(need_by=None, budget_line=None).execute()

    with pytest.raises(InvalidRecord) as refusal:
        submit(request)

    assert set(refusal.value.errors) == {"need_by", "budget_line", "off_plan_reason"}


def test_a_request_without_lines_is_refused(cast: Cast) -> None:
    request = make_request(cast.staff_staff)
    PurchaseRequestLine.delete().execute()

    with pytest.raises(InvalidRecord, match="at least one line"):
        submit(request)


def test_a_request_without_prices_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidRecord, match="Estimate the prices"):
        submit(make_request(cast.staff_staff, 0))


def test_over_budget_is_refused_when_submitted(cast: Cast) -> None:
    line = make_budget_line("799.99", unit=cast.units["BUREAU"])

    with pytest.raises(NotEnough, match="Over budget"):
        submit(make_request(cast.staff_staff, 800, budget_line=line))
    assert PurchaseRequest.get().doc_no is None


def test_a_budget_line_that_is_not_approved_is_refused(cast: Cast) -> None:
    line = make_budget_line(unit=cast.units["BUREAU"], status="draft")

    with pytest.raises(WrongState, match="not approved"):
        submit(make_request(cast.staff_staff, budget_line=line))


def test_a_refused_submission_takes_no_number(cast: Cast) -> None:
    good, bad = make_request(cast.staff_staff), make_request(cast.staff_staff, 0)

    outcomes = submit_purchases(seen=[Seen(bad.id), Seen(good.id)], actor=cast.staff)

    assert [outcome.done for outcome in outcomes] == [False, True]
    assert fresh(good).doc_no.endswith("-001")


def test_without_a_matrix_nothing_is_approved_in_silence(cast: Cast) -> None:
    ApprovalRule.update(valid_to="2020-12-31").execute()

    with pytest.raises(RuleViolation, match="No approval rule"):
        submit(make_request(cast.staff_staff))


def test_a_step_that_nobody_may_decide_is_refused_at_once(cast: Cast) -> None:
    AccountRole.delete().where(AccountRole.account == cast.buyer2_account).execute()
    AccountRole.delete().where(
        AccountRole.account.in_([cast.deputy_account, cast.director_account, cast.leader_account])
    ).execute()

    with pytest.raises(RuleViolation, match="Nobody may decide"):
        submit(make_request(cast.staff_staff))


def test_only_drafts_and_returned_requests_are_submitted(cast: Cast) -> None:
    request = submit(make_request(cast.staff_staff))

    with pytest.raises(WrongState):
        submit(request)


def test_what_was_changed_meanwhile_is_not_submitted(cast: Cast) -> None:
    request = make_request(cast.staff_staff)

    with pytest.raises(StaleRecord):
        only(submit_purchases(seen=[Seen(request.id, 7)], actor=cast.staff))


@pytest.mark.parametrize("login", ["staff2", "keeper", "deputy", "admin"])
def test_nobody_submits_for_another_unit(cast: Cast, login: str) -> None:
    request = make_request(cast.staff_staff)

    with pytest.raises(NotPermitted):
        submit(request, actor=getattr(cast, login))


class TestHigherThanItsAmount:
    def test_off_plan_takes_the_next_higher_row(self, cast: Cast) -> None:
        assert bound(submit(make_request(cast.staff_staff, 800))) == 0
        assert bound(submit(make_request(cast.staff_staff, 800, off_plan=True))) == 1_000

    def test_the_central_procurement_list_takes_the_highest_row(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff, 800, is_centralised=True))

        assert bound(request) == 300_000

    def test_there_is_nothing_above_the_highest_row(self, cast: Cast) -> None:
        request = make_request(cast.staff_staff, 300_001, off_plan=True, is_centralised=True)

        assert bound(submit(request)) == 300_000

    def test_the_sixth_job_just_under_the_threshold_needs_the_higher_row(self, cast: Cast) -> None:
        """features.md, case 16: six of one kind in one year."""
        line = make_budget_line(100_000, unit=cast.units["BUREAU"])
        jobs = [
            make_request(
                cast.staff_staff, 4_900, budget_line=line, line={"catalogue_code": "C0812"}
            )
            for _number in range(6)
        ]
        requests = [submit(job) for job in jobs]

        assert bound(requests[0]) == 1_000
        assert bound(requests[5]) == 5_000
        (kind,) = same_kinds(requests[5], list(requests[5].lines))
        assert (kind.code, kind.count, kind.total) == ("C0812", 5, Decimal(29_400))
        assert len(requests_of_kinds(requests[5], ["C0812"])) == 5

    def test_other_years_units_codes_and_dead_requests_do_not_count(self, cast: Cast) -> None:
        line = make_budget_line(100_000, unit=cast.units["BUREAU"])
        alike = {"catalogue_code": "C0812"}
        submit(make_request(cast.staff_staff, 900, line=alike))
        submit(make_request(cast.staff_staff, 900, budget_line=line))
        rejected = submit(make_request(cast.staff_staff, 900, budget_line=line, line=alike))
        approve(rejected, cast.head, choice="reject", comment="No.")

        request = submit(make_request(cast.staff_staff, 900, budget_line=line, line=alike))

        assert bound(request) == 0


class TestTakingBack:
    def test_a_request_taken_back_frees_budget_and_approvers(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff, 3_000))
        request = approve(request, cast.head, cast.keeper, cast.finance)

        outcome = only(withdraw_purchases(seen=[Seen(request.id)], actor=cast.staff))

        assert outcome.done
        assert fresh(request).status == "returned"
        assert BudgetLine.get_by_id(request.budget_line_id).reserved == 0
        assert not ApprovalTask.select().where(ApprovalTask.status == "pending").exists()
        assert bound(submit(request)) == 1_000

    def test_a_raised_amount_goes_to_the_right_level(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff, 1_000))
        only(withdraw_purchases(seen=[Seen(request.id)], actor=cast.staff))
        PurchaseRequestLine.update(unit_price=Decimal("1000.01")).execute()

        assert bound(submit(request)) == 1_000

    def test_nobody_else_takes_it_back(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff))

        with pytest.raises(NotPermitted):
            only(withdraw_purchases(seen=[Seen(request.id)], actor=cast.deputy))

    def test_what_is_approved_is_not_taken_back(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff))
        approve(request, cast.head)
        make_award(request)
        approve(request, cast.buyer, cast.deputy)

        with pytest.raises(WrongState):
            only(withdraw_purchases(seen=[Seen(request.id)], actor=cast.staff))


class TestCancelling:
    def cancel(self, request: PurchaseRequest, cast: Cast, comment: str = "Repaired.") -> Outcome:
        seen = [Seen(request.id)]
        return only(cancel_purchases(seen=seen, actor=cast.staff, comment=comment))

    def test_an_approved_request_that_is_cancelled_gives_its_budget_back(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff))
        approve(request, cast.head)
        make_award(request)
        approve(request, cast.buyer, cast.deputy)

        self.cancel(request, cast)

        request = fresh(request)
        assert (request.status, request.end_reason) == ("cancelled", "Repaired.")
        assert BudgetLine.get_by_id(request.budget_line_id).reserved == 0

    def test_a_draft_is_deleted_not_cancelled(self, cast: Cast) -> None:
        with pytest.raises(WrongState):
            self.cancel(make_request(cast.staff_staff), cast)

    def test_a_reason_is_asked(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation) as refusal:
            self.cancel(submit(make_request(cast.staff_staff)), cast, comment=" ")
        assert refusal.value.field == "comment"
