"""Issue requests: asked, decided, withdrawn, and what cannot come given up (R60, R72)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from logistics.database import local_today
from logistics.errors import NotPermitted, RuleViolation, StaleRecord, WrongState
from logistics.operations.outcomes import Seen, only
from logistics.operations.stock import (
    approve_issue_requests,
    cancel_issue_requests,
    close_issue_requests,
    reject_issue_requests,
    return_issue_requests,
    submit_issue_requests,
)
from logistics.permissions import Actor
from logistics.queries.stock import quota_uses
from logistics.queries.stock.quotas import period_of
from models import AuditEntry, IssueRequest, IssueRequestLine, Notice, UnitQuota
from tests.cast import Cast
from tests.factories.stock import make_approved_request, make_issue_request, make_item


def draft(cast: Cast, quantity: Any = 2, **overrides: Any) -> IssueRequest:
    """A draft of the Economic Bureau's clerk."""
    lines = overrides.pop("lines", None) or [(make_item(), quantity)]
    return make_issue_request(requester=cast.staff_staff, lines=lines, **overrides)


def submitted(cast: Cast, **overrides: Any) -> IssueRequest:
    row = draft(cast, **overrides)
    only(submit_issue_requests(seen=[Seen(row.id)], actor=cast.staff))
    return fresh(row)


def fresh(row: Any) -> Any:
    return type(row).get_by_id(row.id)


def test_submitting_gives_a_number_and_tells_the_head(cast: Cast) -> None:
    row = submitted(cast)
    assert row.status == "submitted"
    assert row.doc_no == f"IR-{local_today():%Y%m%d}-001"
    assert Notice.get(Notice.account == cast.head_account).link.endswith(f"id={row.id}")


def test_submitting_without_lines_is_refused(cast: Cast) -> None:
    row = make_issue_request(requester=cast.staff_staff)
    with pytest.raises(RuleViolation, match="at least one item"):
        only(submit_issue_requests(seen=[Seen(row.id)], actor=cast.staff))


def test_submitting_an_item_out_of_use_is_refused(cast: Cast) -> None:
    row = draft(cast, lines=[(make_item(name="Telex paper", is_active=False), 1)])
    with pytest.raises(RuleViolation, match="Telex paper is no longer kept"):
        only(submit_issue_requests(seen=[Seen(row.id)], actor=cast.staff))


def test_somebody_elses_request_cannot_be_submitted(cast: Cast) -> None:
    row = draft(cast)
    with pytest.raises(NotPermitted):
        only(submit_issue_requests(seen=[Seen(row.id)], actor=cast.staff2))


def test_a_request_is_submitted_once(cast: Cast) -> None:
    row = submitted(cast)
    with pytest.raises(WrongState):
        only(submit_issue_requests(seen=[Seen(row.id)], actor=cast.staff))


def test_a_stale_page_does_not_submit(cast: Cast) -> None:
    row = draft(cast)
    with pytest.raises(StaleRecord):
        only(submit_issue_requests(seen=[Seen(row.id, 99)], actor=cast.staff))


def test_the_head_approves_for_his_unit(cast: Cast) -> None:
    row = submitted(cast)
    only(approve_issue_requests(seen=[Seen(row.id)], actor=cast.head, comment="As planned"))
    row = fresh(row)
    assert (row.status, row.approved_by_id) == ("approved", cast.head.staff_id)
    assert row.decision_note == "As planned"
    assert row.approved_at is not None
    assert AuditEntry.select().where(AuditEntry.verb == "approve_issue_requests").count() == 1


def test_the_head_does_not_approve_for_another_unit(cast: Cast) -> None:
    row = make_issue_request(requester=cast.staff2_staff, lines=[(make_item(), 1)])
    only(submit_issue_requests(seen=[Seen(row.id)], actor=cast.staff2))
    with pytest.raises(NotPermitted):
        only(approve_issue_requests(seen=[Seen(row.id)], actor=cast.head))


def test_nobody_approves_his_own_request_but_the_deputy_can(cast: Cast) -> None:
    row = make_issue_request(requester=cast.head_staff, lines=[(make_item(), 1)])
    only(submit_issue_requests(seen=[Seen(row.id)], actor=cast.head))
    with pytest.raises(NotPermitted, match="own request"):
        only(approve_issue_requests(seen=[Seen(row.id)], actor=cast.head))
    only(approve_issue_requests(seen=[Seen(row.id)], actor=cast.deputy))
    assert fresh(row).status == "approved"


def test_a_request_entered_for_somebody_else_is_still_ones_own(cast: Cast) -> None:
    row = submitted(cast, created_by=cast.head_account)
    with pytest.raises(NotPermitted, match="own request"):
        only(approve_issue_requests(seen=[Seen(row.id)], actor=cast.head))


def test_each_request_of_a_set_is_answered_for_itself(cast: Cast) -> None:
    good, draft_still = submitted(cast), draft(cast)
    outcomes = approve_issue_requests(seen=[Seen(good.id), Seen(draft_still.id)], actor=cast.head)
    assert [outcome.done for outcome in outcomes] == [True, False]
    assert fresh(good).status == "approved"


@pytest.mark.parametrize(
    ("operation", "status"),
    [(return_issue_requests, "returned"), (reject_issue_requests, "rejected")],
)
def test_saying_no_takes_words(cast: Cast, operation: Any, status: str) -> None:
    row = submitted(cast)
    with pytest.raises(RuleViolation, match="Say why"):
        operation(seen=[Seen(row.id)], actor=cast.head, comment=" ")
    only(operation(seen=[Seen(row.id)], actor=cast.head, comment="Too many"))
    assert fresh(row).status == status
    assert Notice.select().where(Notice.account == cast.staff_account).count() == 1


def test_a_returned_request_is_submitted_again_under_its_number(cast: Cast) -> None:
    row = submitted(cast)
    only(return_issue_requests(seen=[Seen(row.id)], actor=cast.head, comment="Too many"))
    only(submit_issue_requests(seen=[Seen(row.id)], actor=cast.staff))
    assert (fresh(row).status, fresh(row).doc_no) == ("submitted", row.doc_no)


def test_the_requester_cancels_until_the_keeper_has_taken_it_up(cast: Cast) -> None:
    row = submitted(cast)
    only(cancel_issue_requests(seen=[Seen(row.id)], actor=cast.staff))
    assert fresh(row).status == "cancelled"
    picked = make_approved_request(
        requester=cast.staff_staff, status="picking", lines=[(make_item(), 1)]
    )
    with pytest.raises(WrongState):
        only(cancel_issue_requests(seen=[Seen(picked.id)], actor=cast.staff))


def test_giving_up_the_rest_ends_a_short_request(cast: Cast) -> None:
    row = make_approved_request(
        requester=cast.staff_staff,
        status="short",
        lines=[{"item": make_item(), "quantity": 5, "issued": 3}, (make_item(), 2)],
    )
    only(close_issue_requests(seen=[Seen(row.id)], actor=cast.staff))
    assert fresh(row).status == "closed"
    lines = IssueRequestLine.select().order_by(IssueRequestLine.id)
    assert [line.given_up for line in lines] == [2, 2]
    assert {line.open_quantity for line in lines} == {0}


def test_only_what_is_short_can_be_given_up(cast: Cast) -> None:
    row = make_approved_request(requester=cast.staff_staff, lines=[(make_item(), 1)])
    with pytest.raises(WrongState):
        only(close_issue_requests(seen=[Seen(row.id)], actor=cast.staff))


class TestQuota:
    """A unit's quota is exceeded only with a reason in the line."""

    def ask(self, cast: Cast, actor: Actor, quantity: int, reason: str = "") -> None:
        line = {"item": self.item, "quantity": quantity, "over_quota_reason": reason}
        row = draft(cast, lines=[line])
        only(submit_issue_requests(seen=[Seen(row.id)], actor=actor))

    @pytest.fixture(autouse=True)
    def quota(self, cast: Cast) -> None:
        self.item = make_item(name="Paper")
        UnitQuota.create(unit=cast.units["BUREAU"], item=self.item, period="year", quantity=10)

    def test_up_to_it_no_reason_is_asked(self, cast: Cast) -> None:
        self.ask(cast, cast.staff, 10)

    def test_over_it_the_reason_is_asked_with_what_is_left(self, cast: Cast) -> None:
        self.ask(cast, cast.staff, 8)
        with pytest.raises(RuleViolation, match=r"leaves 2 .* 3 are asked for"):
            self.ask(cast, cast.staff, 3)

    def test_with_a_reason_it_may_be_exceeded(self, cast: Cast) -> None:
        self.ask(cast, cast.staff, 12, "The archive is moved")
        (use,) = quota_uses(cast.staff.unit_id or 0, [self.item.id], local_today())
        assert (use.used, use.left) == (12, -2)

    def test_what_was_rejected_or_given_up_does_not_count(self, cast: Cast) -> None:
        make_approved_request(requester=cast.staff_staff, status="rejected", lines=[(self.item, 9)])
        make_approved_request(
            requester=cast.staff_staff,
            status="closed",
            lines=[{"item": self.item, "quantity": 9, "issued": 4, "given_up": 5}],
        )
        self.ask(cast, cast.staff, 6)


@pytest.mark.parametrize(
    ("period", "first", "after"),
    [
        ("month", (2026, 8, 1), (2026, 9, 1)),
        ("quarter", (2026, 7, 1), (2026, 10, 1)),
        ("half_year", (2026, 7, 1), (2027, 1, 1)),
        ("year", (2026, 1, 1), (2027, 1, 1)),
    ],
)
def test_periods_follow_the_calendar(
    period: str, first: tuple[int, int, int], after: tuple[int, int, int]
) -> None:
    assert period_of(dt.date(2026, 8, 31), period) == (dt.date(*first), dt.date(*after))


def test_a_line_keeps_what_is_open(cast: Cast) -> None:
    line = IssueRequestLine(quantity=Decimal(5), issued=Decimal(2), given_up=Decimal(1))
    assert line.open_quantity == 2
