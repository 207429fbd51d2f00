"""Delegations, the default matrix, incompatible duties, and what waits for whom."""

from __future__ import annotations

import datetime as dt

import pytest

from logistics.calendar import add_workdays
from logistics.database import local_today
from logistics.errors import Conflict, InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations.approvals import (
    confirm_delegations,
    end_delegations,
    require_compatible,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.queries.approvals.progress import (
    duties_on,
    progress_of,
    rule_of,
    waiting_for,
)
from models import AccountRole, ApprovalRule, ApprovalStep, Delegation, Role, Staff
from tests.cast import Cast
from tests.factories.approvals import make_delegation
from tests.factories.purchasing_requests import approve, make_request, submit

pytestmark = pytest.mark.usefixtures("matrix")


class TestDelegations:
    def test_the_absent_person_confirms_it(self, cast: Cast) -> None:
        delegation = make_delegation(cast.head_staff, cast.guard_staff, status="draft")

        only(confirm_delegations(seen=[Seen(delegation.id)], actor=cast.head))

        assert Delegation.get().status == "confirmed"

    @pytest.mark.parametrize("login", ["guard", "deputy"])
    def test_nobody_else_confirms_or_ends_it(self, cast: Cast, login: str) -> None:
        actor = getattr(cast, login)
        delegation = make_delegation(cast.head_staff, cast.guard_staff, status="draft")

        for act in (confirm_delegations, end_delegations):
            with pytest.raises(NotPermitted, match="absent person"):
                only(act(seen=[Seen(delegation.id)], actor=actor))

    def test_an_administrator_can_prepare_one_but_not_confirm_it(self, cast: Cast) -> None:
        """Otherwise he would make himself the director."""
        values = {
            "delegator": cast.director_staff.id,
            "delegate": cast.admin_staff.id,
            "starts_on": local_today(),
            "ends_on": local_today(),
            "reason": "Leave",
        }
        delegation = create_record(Delegation, values, actor=cast.admin)

        assert delegation.status == "draft"
        with pytest.raises(NotPermitted):
            confirm_delegations(seen=[Seen(delegation.id)], actor=cast.admin)

    def test_two_at_the_same_time_are_refused(self, cast: Cast) -> None:
        make_delegation(cast.head_staff, cast.guard_staff)
        second = make_delegation(cast.head_staff, cast.staff_staff, status="draft")

        with pytest.raises(Conflict, match="in force"):
            only(confirm_delegations(seen=[Seen(second.id)], actor=cast.head))

    def test_days_that_are_over_are_refused(self, cast: Cast) -> None:
        past = local_today() - dt.timedelta(days=1)
        delegation = make_delegation(
            cast.head_staff, cast.guard_staff, status="draft", starts_on=past, ends_on=past
        )

        with pytest.raises(RuleViolation, match="over"):
            only(confirm_delegations(seen=[Seen(delegation.id)], actor=cast.head))

    def test_a_delegate_needs_an_account(self, cast: Cast) -> None:
        Staff.update(account=None).where(Staff.id == cast.guard_staff.id).execute()
        delegate = Staff.get(Staff.account.is_null())
        delegation = make_delegation(cast.head_staff, delegate, status="draft")

        with pytest.raises(RuleViolation, match="no account"):
            only(confirm_delegations(seen=[Seen(delegation.id)], actor=cast.head))

    def test_ending_it_takes_the_decisions_back_at_once(self, cast: Cast) -> None:
        delegation = make_delegation(cast.head_staff, cast.guard_staff)
        request = submit(make_request(cast.staff_staff))
        assert [task.doc_id for task in waiting_for(cast.guard)] == [request.id]

        only(end_delegations(seen=[Seen(delegation.id)], actor=cast.head))

        assert waiting_for(cast.guard) == []
        assert [task.doc_id for task in waiting_for(cast.head)] == [request.id]
        with pytest.raises(WrongState):
            only(end_delegations(seen=[Seen(delegation.id)], actor=cast.head))

    @pytest.mark.parametrize(
        ("first", "last", "counts"), [(0, 0, True), (-5, -1, False), (1, 5, False), (-1, 0, True)]
    )
    def test_it_counts_from_its_first_to_its_last_day(
        self, cast: Cast, first: int, last: int, counts: bool
    ) -> None:
        today = local_today()
        make_delegation(
            cast.head_staff,
            cast.guard_staff,
            starts_on=today + dt.timedelta(days=first),
            ends_on=today + dt.timedelta(days=last),
        )
        submit(make_request(cast.staff_staff))

        assert bool(waiting_for(cast.guard)) is counts

    def test_nobody_delegates_to_himself(self, cast: Cast) -> None:
        values = {
            "delegator": cast.head_staff.id,
            "delegate": cast.head_staff.id,
            "starts_on": local_today(),
            "ends_on": local_today() - dt.timedelta(days=1),
            "reason": "Leave",
        }
        with pytest.raises(InvalidRecord) as refusal:
            create_record(Delegation, values, actor=cast.head)
        assert set(refusal.value.errors) == {"delegate", "ends_on"}


class TestTheMatrix:
    def test_a_row_ends_where_the_next_begins(self, cast: Cast) -> None:
        bounds = [
            rule.above_amount
            for rule in ApprovalRule.select()
            .where(ApprovalRule.doc_type == "purchase_request")
            .order_by(ApprovalRule.above_amount)
        ]
        assert bounds == [0, 1_000, 5_000, 50_000, 300_000]

    def test_two_rows_with_one_bound_are_not_valid_at_the_same_time(self, cast: Cast) -> None:
        values = {"doc_type": "purchase_request", "above_amount": 1_000, "valid_from": "2025-01-01"}

        with pytest.raises(Conflict, match="this bound"):
            create_record(ApprovalRule, values, actor=cast.admin)

    def test_a_decision_needs_a_role(self, cast: Cast) -> None:
        rule = ApprovalRule.get(ApprovalRule.above_amount == 1_000)

        with pytest.raises(InvalidRecord, match="without a role"):
            create_record(
                ApprovalStep, {"rule": rule.id, "seq": 9, "kind": "decide"}, actor=cast.admin
            )

    def test_a_request_keeps_the_steps_with_which_it_began(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff, 3_000))
        ApprovalStep.delete().where(ApprovalStep.kind == "decide").execute()

        assert [step.task.kind for step in progress_of("purchase_request", request.id)][-2:] == [
            "decide",
            "decide",
        ]
        assert rule_of("purchase_request", request.id).acceptors == 2
        assert rule_of("purchase_request", 10**6) is None


class TestDuties:
    def test_what_somebody_did_in_the_approval_is_known(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff, 3_000))
        approve(request, cast.head, cast.keeper)

        held = {
            login: duties_on("purchase_request", request.id, getattr(cast, login).account_id)
            for login in ("staff", "head", "keeper", "finance")
        }
        assert held == {
            "staff": {"request"},
            "head": {"review"},
            "keeper": {"reuse"},
            "finance": frozenset(),
        }

    def test_a_duty_that_clashes_is_refused_by_name(self, cast: Cast) -> None:
        require_compatible("accept", held={"review"})

        with pytest.raises(NotPermitted, match="Ordering and contracts.*Acceptance"):
            require_compatible("accept", held={"order"})


class TestWaiting:
    def test_each_sees_what_waits_for_him_the_most_urgent_first(self, cast: Cast) -> None:
        first = submit(make_request(cast.staff_staff, 3_000))
        second = submit(make_request(cast.staff_staff, 3_000))
        approve(first, cast.head)

        assert [task.doc_id for task in waiting_for(cast.head)] == [second.id]
        assert [task.doc_id for task in waiting_for(cast.keeper)] == [first.id]
        assert waiting_for(cast.keeper, "budget_adjustment") == []
        assert waiting_for(cast.director) == []

    def test_the_way_of_a_request_names_who_is_to_decide(self, cast: Cast) -> None:
        request = submit(make_request(cast.staff_staff, 3_000))
        approve(request, cast.head, comment="Agreed.")

        way = progress_of("purchase_request", request.id)

        assert [step.task.status for step in way][:2] == ["done", "pending"]
        assert way[0].decision is not None
        assert way[0].decision.decider == cast.head_account
        assert {account.login for account in way[1].deciders} == {"keeper", "keeper2"}
        assert {account.login for account in way[2].deciders} == {"finance"}

    def test_a_step_is_due_after_three_working_days(self, cast: Cast) -> None:
        submit(make_request(cast.staff_staff))

        (task,) = waiting_for(cast.head)
        assert task.due_on == add_workdays(local_today(), 3)

    def test_a_head_without_the_role_of_heads_holds_nothing_up(self, cast: Cast) -> None:
        """Who heads a unit may lack the right to approve: his review is left to the deputy's."""
        role = Role.get(Role.code == "unit_head")
        AccountRole.delete().where(AccountRole.role == role).execute()

        request = submit(make_request(cast.staff_staff, 3_000))

        way = progress_of("purchase_request", request.id)
        assert [step.task.status for step in way][:2] == ["passed_up", "pending"]
        assert {account.login for account in way[1].deciders} == {"keeper", "keeper2"}
