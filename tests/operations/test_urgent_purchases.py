"""Urgent purchases: allowed by word of mouth, ordered at once, approved in writing (domain 2.0)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal as D
from typing import Any

import pytest
import time_machine

from logistics.errors import Conflict, NotPermitted, RuleViolation, WrongState
from logistics.operations.approvals.reminding import remind_deciders
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.closing import cancel_orders
from logistics.operations.purchasing.paying import request_payments
from logistics.operations.purchasing.requests import record_oral_approvals
from logistics.permissions import SYSTEM
from models import ApprovalTask, BudgetLine, Notice, PurchaseOrder, PurchaseRequest
from tests.cast import Cast
from tests.factories.approvals import make_matrix
from tests.factories.procurement import accepted, invoice, order
from tests.factories.purchasing_requests import approve, fresh, make_award, make_request, submit

FRIDAY = dt.datetime(2026, 6, 12, 2, tzinfo=dt.UTC)
MONDAY = dt.date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _friday(cast: Cast) -> Iterator[None]:
    with time_machine.travel(FRIDAY, tick=False):
        make_matrix()
        yield


def asked(cast: Cast, amount: int = 800, **overrides: Any) -> PurchaseRequest:
    """Submitted and awarded, with nothing decided."""
    request = submit(make_request(cast.staff_staff, amount, **overrides))
    make_award(request)
    return request


def allow(request: PurchaseRequest, actor: Any, by: Any, **fields: Any) -> PurchaseRequest:
    given = {"allowed_at": FRIDAY, "reason": "The pipe has burst", **fields}
    only(record_oral_approvals(seen=[Seen(request.id)], allowed_by=by.id, actor=actor, **given))
    return fresh(request)


def held(request: PurchaseRequest) -> tuple[D, D]:
    line = BudgetLine.get_by_id(request.budget_line_id)
    return line.reserved, line.committed


def test_it_is_ordered_at_once_and_approved_in_writing_afterwards(cast: Cast) -> None:
    request = allow(asked(cast), cast.buyer, cast.deputy_staff)
    assert (request.written_due, request.oral_amount) == (MONDAY, D(800))
    assert held(request) == (D(800), D(0))
    order(cast, request)
    assert fresh(request).status == "submitted"
    assert held(request) == (D(0), D(800))
    approve(request, cast.head, cast.buyer, cast.deputy)
    assert fresh(request).status == "ordered"
    assert held(request) == (D(0), D(800))


def test_whoever_allowed_it_is_told_and_reminded_once_it_is_late(cast: Cast) -> None:
    request = allow(asked(cast), cast.buyer, cast.deputy_staff)
    told = Notice.select().where(Notice.account == cast.deputy_account)
    assert "by word of mouth" in told.get().message
    task = ApprovalTask.get(ApprovalTask.doc_id == request.id, ApprovalTask.status == "pending")
    assert task.due_on == MONDAY
    with time_machine.travel(FRIDAY + dt.timedelta(days=4), tick=False):
        assert remind_deciders(actor=SYSTEM) == 1


def test_nobody_allows_his_own_nor_writes_down_his_own_word(cast: Cast) -> None:
    request = asked(cast)
    with pytest.raises(RuleViolation, match="does not decide on it last"):
        allow(request, cast.buyer, cast.staff_staff)
    with pytest.raises(RuleViolation, match="does not decide on it last"):
        allow(request, cast.buyer, cast.head_staff)
    own = submit(make_request(cast.deputy_staff, 800, unit=cast.staff_staff.unit))
    with pytest.raises((NotPermitted, RuleViolation)):
        allow(own, cast.deputy, cast.deputy_staff)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"reason": " "}, "could not wait"),
        ({"allowed_at": None}, "when it was allowed"),
        ({"allowed_at": FRIDAY + dt.timedelta(hours=1)}, "still to come"),
        ({"allowed_at": FRIDAY - dt.timedelta(days=2)}, "was due on"),
    ],
)
def test_what_is_missing_or_too_late_is_refused(
    cast: Cast, fields: dict[str, Any], words: str
) -> None:
    with pytest.raises(RuleViolation, match=words):
        allow(asked(cast), cast.buyer, cast.deputy_staff, **fields)


def test_a_word_is_not_enough_above_the_second_row(cast: Cast) -> None:
    assert allow(asked(cast, 5_000), cast.buyer, cast.director_staff).written_due == MONDAY
    with pytest.raises(RuleViolation, match="a word is not enough"):
        allow(asked(cast, 5_001), cast.buyer, cast.director_staff)
    with pytest.raises(RuleViolation, match="a word is not enough"):
        allow(asked(cast, 1_001, off_plan=True), cast.buyer, cast.director_staff)


def test_it_is_written_down_once_and_only_while_it_waits(cast: Cast) -> None:
    request = allow(asked(cast), cast.buyer, cast.deputy_staff)
    with pytest.raises(Conflict):
        allow(request, cast.buyer, cast.deputy_staff)
    with pytest.raises(WrongState):
        allow(make_request(cast.staff_staff), cast.buyer, cast.deputy_staff)


def test_what_was_ordered_is_not_rejected_as_if_it_were_not(cast: Cast) -> None:
    request = allow(asked(cast), cast.buyer, cast.deputy_staff)
    order(cast, request)
    for choice in ("return", "reject"):
        with pytest.raises(WrongState, match="cancel or end the order"):
            approve(request, cast.head, choice=choice, comment="Not agreed")
    placed = PurchaseOrder.get()
    only(cancel_orders(seen=[Seen(placed.id)], reason="Not approved", actor=cast.buyer))
    assert approve(request, cast.head, choice="reject", comment="No").status == "rejected"
    assert held(request) == (D(0), D(0))


def test_submitting_anew_takes_a_new_word(cast: Cast) -> None:
    request = allow(asked(cast), cast.buyer, cast.deputy_staff)
    approve(request, cast.head, choice="return", comment="Two of them")
    request = submit(request)
    assert (request.written_due, request.oral_by_id, request.oral_reason) == (None, None, "")
    with pytest.raises(WrongState):
        order(cast, request)


def test_nothing_is_paid_before_the_writing(cast: Cast) -> None:
    request = allow(asked(cast), cast.buyer, cast.deputy_staff)
    placed = order(cast, request)
    accepted(cast, placed)
    paper = invoice(placed, cast.buyer)
    seen = [Seen(paper.id)]
    with pytest.raises(WrongState, match="by word of mouth only"):
        only(request_payments(seen=seen, actor=cast.buyer))
    approve(request, cast.head, cast.buyer, cast.deputy)
    only(request_payments(seen=seen, actor=cast.buyer))
