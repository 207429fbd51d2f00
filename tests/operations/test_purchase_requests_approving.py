"""Approving purchases: the way through the matrix, and every refusal on it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from logistics.errors import (
    Conflict,
    NotEnough,
    NotFound,
    NotPermitted,
    RuleViolation,
    StaleRecord,
    WrongState,
)
from logistics.operations.approvals import Decision
from logistics.operations.assets import check_reuse
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.requests import approve_purchases
from models import (
    ApprovalDecision,
    ApprovalTask,
    AuditEntry,
    BudgetLine,
    IncompatibleDuty,
    Notice,
    PurchaseRequest,
)
from tests.cast import Cast
from tests.factories.approvals import make_delegation
from tests.factories.assets import make_listing
from tests.factories.money import make_budget_line
from tests.factories.purchasing_requests import approve, fresh, make_award, make_request, submit

pytestmark = pytest.mark.usefixtures("matrix")


def steps(request: PurchaseRequest) -> list[tuple[str, str]]:
    tasks = ApprovalTask.select().where(ApprovalTask.doc_id == request.id)
    return [
        (task.kind, task.status) for task in tasks.order_by(ApprovalTask.round, ApprovalTask.seq)
    ]


def line_of(request: PurchaseRequest) -> BudgetLine:
    return BudgetLine.get_by_id(request.budget_line_id)


def test_a_small_purchase_needs_head_buyer_and_deputy(cast: Cast) -> None:
    request = submit(make_request(cast.staff_staff, 1000))

    request = approve(request, cast.head)
    assert steps(request) == [
        ("review", "done"),
        ("reuse", "automatic"),
        ("finance", "automatic"),
        ("quote", "pending"),
        ("decide", "waiting"),
    ]
    assert line_of(request).reserved == 1000
    make_award(request, quotes=1)
    request = approve(request, cast.buyer, cast.deputy)

    assert (request.status, request.approved_amount) == ("approved", 1000)
    assert line_of(request).reserved == 1000


def test_a_purchase_above_50000_needs_every_step_up_to_the_leader(cast: Cast) -> None:
    request = submit(make_request(cast.staff_staff, 50_001))
    request = approve(request, cast.head, cast.keeper, cast.finance)
    make_award(request, quotes=3)
    request = approve(request, cast.buyer, cast.deputy)
    request = approve(request, cast.director, minutes_no="2026-14")
    assert request.status == "submitted"

    request = approve(request, cast.leader)

    assert request.status == "approved"
    decisions = ApprovalDecision.select().order_by(ApprovalDecision.seq)
    assert [decision.seq for decision in decisions] == [1, 2, 3, 4, 5, 6, 7]
    assert decisions[5].minutes_no == "2026-14"


@pytest.mark.parametrize(
    ("amount", "count"),
    [("0.01", 5), (1_000, 5), ("1000.01", 6), (5_000, 6), ("5000.01", 6), (50_000, 6), (50_001, 7)],
)
def test_bands_include_their_upper_bound_and_not_their_lower(
    cast: Cast, amount: int | str, count: int
) -> None:
    request = submit(make_request(cast.staff_staff, amount))

    assert len(steps(request)) == count


def test_a_collective_decision_needs_the_number_of_its_minutes(cast: Cast) -> None:
    request = submit(make_request(cast.staff_staff, 6_000))
    request = approve(request, cast.head, cast.keeper, cast.finance)
    make_award(request)
    request = approve(request, cast.buyer, cast.deputy)

    with pytest.raises(RuleViolation) as refusal:
        approve(request, cast.director)

    assert refusal.value.field == "minutes_no"
    assert approve(request, cast.director, minutes_no="M-1").status == "approved"


def test_the_budget_is_reserved_at_the_budget_check_and_not_before(cast: Cast) -> None:
    request = submit(make_request(cast.staff_staff, 3_000))
    request = approve(request, cast.head, cast.keeper)
    assert line_of(request).reserved == 0

    approve(request, cast.finance)

    assert line_of(request).reserved == 3_000


def test_over_budget_is_refused_until_an_adjustment_is_approved(cast: Cast) -> None:
    line = make_budget_line(4_000, unit=cast.units["BUREAU"])
    first = submit(make_request(cast.staff_staff, 3_000, budget_line=line))
    second = submit(make_request(cast.staff_staff, 3_000, budget_line=line))
    for request in (first, second):
        approve(request, cast.head, cast.keeper)
    approve(first, cast.finance)

    with pytest.raises(NotEnough) as refusal:
        approve(second, cast.finance)

    assert "1000.00" in str(refusal.value)
    assert (line_of(second).reserved, fresh(second).status) == (3_000, "submitted")
    assert steps(second)[2] == ("finance", "pending")


@pytest.mark.parametrize("choice", ["return", "reject"])
def test_what_goes_back_gives_the_budget_back(cast: Cast, choice: str) -> None:
    request = submit(make_request(cast.staff_staff, 3_000))
    request = approve(request, cast.head, cast.keeper, cast.finance)

    request = approve(request, cast.buyer, choice=choice, comment="Ask the other site first.")

    assert request.status == {"return": "returned", "reject": "rejected"}[choice]
    assert line_of(request).available == line_of(request).amount
    assert [status for _kind, status in steps(request)][3:] == ["done", "void", "void"]


@pytest.mark.parametrize("choice", ["return", "reject"])
def test_a_return_or_rejection_says_why(cast: Cast, choice: str) -> None:
    request = submit(make_request(cast.staff_staff))

    with pytest.raises(RuleViolation) as refusal:
        approve(request, cast.head, choice=choice, comment="  ")
    assert refusal.value.field == "comment"


def test_returning_opens_a_new_round_on_resubmission(cast: Cast) -> None:
    request = submit(make_request(cast.staff_staff))
    request = approve(request, cast.head, choice="return", comment="Which room?")

    request = submit(request)

    assert ApprovalTask.select().where(ApprovalTask.round == 2).count() == 5
    # Whoever returned it in the first round decides in the second.
    assert approve(request, cast.head).status == "submitted"


def test_quotations_are_required_by_amount(cast: Cast) -> None:
    request = submit(make_request(cast.staff_staff, 6_000))
    request = approve(request, cast.head, cast.keeper, cast.finance)
    with pytest.raises(RuleViolation, match="award is missing"):
        approve(request, cast.buyer)
    make_award(request, quotes=2)

    with pytest.raises(RuleViolation, match="3 quotations are needed"):
        approve(request, cast.buyer)


def test_a_single_source_has_its_reason_instead_of_three_offers(cast: Cast) -> None:
    request = submit(make_request(cast.staff_staff, 6_000))
    request = approve(request, cast.head, cast.keeper, cast.finance)
    make_award(request, quotes=1, method="single_source", reason="Sole maker")

    assert approve(request, cast.buyer).status == "submitted"


def test_the_reuse_check_stores_what_was_found(cast: Cast) -> None:
    request = submit(make_request(cast.staff_staff, 3_000))

    request = approve(request, cast.head, cast.keeper)

    assert request.reuse_result == "—"


class TestWhoMayDecide:
    def test_the_requester_never_decides_not_even_as_head(self, cast: Cast) -> None:
        request = submit(make_request(cast.head_staff))

        # The head's step is left to the deputy director, who decides once, on his own step.
        assert steps(request)[0] == ("review", "passed_up")
        with pytest.raises(NotPermitted, match="your own request"):
            approve(request, cast.head)

    def test_whoever_submits_for_somebody_else_does_not_decide(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff), actor=cast.head)

        with pytest.raises(NotPermitted, match="your own request"):
            approve(request, cast.head)

    def test_a_delegate_decides_and_both_names_are_kept(self, cast: Cast) -> None:
        make_delegation(cast.head_staff, cast.guard_staff)
        request = submit(make_request(cast.staff_staff))
        with pytest.raises(NotPermitted, match="delegated"):
            approve(request, cast.head)

        approve(request, cast.guard)

        decision = ApprovalDecision.get()
        assert decision.decider == cast.guard_account
        assert decision.on_behalf_of == cast.head_account

    def test_a_delegate_never_decides_on_an_own_request(self, cast: Cast) -> None:
        make_delegation(cast.head_staff, cast.staff_staff)
        request = submit(make_request(cast.staff_staff))

        with pytest.raises(NotPermitted, match="your own request"):
            approve(request, cast.staff)
        assert steps(request)[0] == ("review", "passed_up")

    @pytest.mark.parametrize("status", ["draft", "ended"])
    def test_a_delegation_counts_only_while_it_is_confirmed(self, cast: Cast, status: str) -> None:
        make_delegation(cast.head_staff, cast.guard_staff, status=status)
        request = submit(make_request(cast.staff_staff))

        with pytest.raises(NotFound):
            approve(request, cast.guard)
        assert approve(request, cast.head).status == "submitted"

    def test_three_steps_a_b_a_and_the_first_never_approves_the_third(self, cast: Cast) -> None:
        """features.md, case 1: the third goes to somebody else."""
        request = submit(make_request(cast.staff_staff))
        first, *_others = ApprovalTask.select().order_by(ApprovalTask.seq)
        role = {task.seq: task.role_id for task in ApprovalTask.select()}
        ApprovalTask.update(role=role[5]).where(ApprovalTask.seq == 1).execute()
        ApprovalTask.update(status="automatic").where(ApprovalTask.seq.in_([2, 3])).execute()
        make_award(request)
        request = approve(request, cast.deputy, cast.buyer)
        assert first.seq == 1

        with pytest.raises(NotPermitted, match="another person"):
            approve(request, cast.deputy)
        assert request.status == "submitted"
        assert approve(request, cast.director).status == "approved"

    def test_incompatible_duties_never_meet_in_one_person(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff, 3_000))
        make_delegation(cast.keeper_staff, cast.deputy_staff)
        IncompatibleDuty.create(first_duty="decide", second_duty="reuse")
        request = approve(request, cast.head, cast.deputy, cast.finance)
        make_award(request)
        request = approve(request, cast.buyer)

        with pytest.raises(NotPermitted, match="another person|excludes"):
            approve(request, cast.deputy)
        approve(request, cast.director)

    @pytest.mark.parametrize("login", ["admin", "auditor", "discipline", "director", "keeper"])
    def test_it_is_nobody_elses_turn(self, cast: Cast, login: str) -> None:
        request = submit(make_request(cast.staff_staff))

        with pytest.raises(NotPermitted):
            approve(request, getattr(cast, login))

    def test_a_stranger_is_told_of_no_request(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff))

        with pytest.raises(NotFound):
            approve(request, cast.staff2)
        with pytest.raises(NotFound):
            only(approve_purchases(decisions=[Decision(Seen(10**6))], actor=cast.deputy))

    def test_a_role_without_the_verb_does_not_decide(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff))
        grants = {key: value for key, value in cast.head.grants.items() if key[0] != "verb"}
        powerless = type(cast.head)(**{**cast.head.__dict__, "grants": grants})

        with pytest.raises(NotPermitted, match="right"):
            approve(request, powerless)


class TestWhatWasSeen:
    def test_a_change_after_the_page_was_opened_is_refused(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff))
        seen = Seen(request.id, request.row_version)
        PurchaseRequest.update(row_version=request.row_version + 1).execute()

        with pytest.raises(StaleRecord, match="was changed"):
            only(approve_purchases(decisions=[Decision(seen)], actor=cast.head))

    def test_the_second_of_two_who_may_decide_is_told_who_was_first(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff, 3_000))
        request = approve(request, cast.head)
        seen = Seen(request.id, request.row_version)
        only(approve_purchases(decisions=[Decision(seen)], actor=cast.keeper))

        with pytest.raises(StaleRecord, match="Keeper Kang has decided"):
            only(approve_purchases(decisions=[Decision(seen)], actor=cast.keeper2))

    def test_a_double_click_decides_once(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff))
        decision = Decision(Seen(request.id, request.row_version))
        only(approve_purchases(decisions=[decision], actor=cast.head))

        with pytest.raises(Conflict, match="already decided"):
            only(approve_purchases(decisions=[decision], actor=cast.head))
        assert ApprovalDecision.select().count() == 1

    def test_what_is_finished_is_not_decided_again(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff))
        request = approve(request, cast.head, choice="reject", comment="Not needed.")

        with pytest.raises(WrongState, match="Head He decided"):
            approve(request, cast.deputy)

    def test_a_draft_cannot_be_decided(self, cast: Cast) -> None:
        request = make_request(cast.staff_staff)

        with pytest.raises(WrongState, match="nothing to decide"):
            approve(request, cast.head)


class TestManyAtOnce:
    def test_each_request_has_its_own_result(self, cast: Cast) -> None:
        good, foreign = (
            submit(make_request(person)) for person in (cast.staff_staff, cast.head_staff)
        )
        decisions = [Decision(Seen(good.id)), Decision(Seen(foreign.id)), Decision(Seen(10**6))]

        outcomes = approve_purchases(decisions=decisions, actor=cast.head)

        assert [outcome.done for outcome in outcomes] == [True, False, False]
        assert [outcome.id for outcome in outcomes] == [good.id, foreign.id, 10**6]
        assert fresh(good).row_version > good.row_version
        assert fresh(foreign).row_version == foreign.row_version

    def test_the_budget_goes_to_the_first_that_fit(self, cast: Cast) -> None:
        line = make_budget_line(7_000, unit=cast.units["BUREAU"])
        requests = [
            submit(make_request(cast.staff_staff, amount, budget_line=line))
            for amount in (3_000, 4_500, 4_000)
        ]
        for request in requests:
            approve(request, cast.head, cast.keeper)

        outcomes = approve_purchases(
            decisions=[Decision(Seen(request.id)) for request in requests], actor=cast.finance
        )

        assert [outcome.done for outcome in outcomes] == [True, False, True]
        assert isinstance(outcomes[1].refusal, NotEnough)
        assert line_of(requests[0]).available == 0

    def test_the_same_request_twice_is_decided_once(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff))
        decision = Decision(Seen(request.id, request.row_version))

        outcomes = approve_purchases(decisions=[decision, decision], actor=cast.head)

        assert [outcome.done for outcome in outcomes] == [True]

    def test_nothing_decided_is_nothing_done(self, cast: Cast) -> None:
        assert approve_purchases(decisions=[], actor=cast.head) == []


class TestTraces:
    def test_decision_and_request_leave_one_audit_entry_each(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff))
        approve(request, cast.head, comment="Agreed.")

        entries = AuditEntry.select().where(AuditEntry.verb == "approve_purchases")
        assert sorted(entry.table for entry in entries) == ["approval_decision", "purchase_request"]

    def test_the_next_person_and_the_requester_are_told(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff))
        assert Notice.get(Notice.account == cast.head_account).message.endswith("decision.")
        approve(request, cast.head, choice="reject", comment="Not needed.")

        assert Notice.get(Notice.account == cast.staff_account).message.endswith("rejected.")

    def test_somebody_for_whom_many_wait_is_told_once(self, cast: Cast) -> None:
        requests = [submit(make_request(cast.staff_staff, 3_000)) for _number in range(3)]
        Notice.delete().execute()

        approve_purchases(
            decisions=[Decision(Seen(request.id)) for request in requests], actor=cast.head
        )

        assert Notice.select().where(Notice.account == cast.keeper_account).count() == 1


def test_amounts_are_exact_to_the_fen(cast: Cast) -> None:
    line = {"quantity": Decimal("0.333"), "unit_price": Decimal("10.00")}
    request = submit(make_request(cast.staff_staff, line=line))

    assert request.amount == Decimal("3.33")


def test_nothing_is_bought_whose_equal_stands_in_the_pool(cast: Cast) -> None:
    """R74: the keeper's step ends only once the look into the pool is stored."""
    listing = make_listing(cast)
    request = submit(make_request(cast.staff_staff, 2000, line={"name": listing.asset.name}))
    approve(request, cast.head)

    with pytest.raises(RuleViolation, match="idle pool offers"):
        approve(request, cast.keeper)
    line = request.lines.get()
    only(check_reuse(seen=[Seen(line.id)], reason="Too slow for it.", actor=cast.keeper))
    approve(request, cast.keeper)
    assert ("reuse", "done") in steps(request)
