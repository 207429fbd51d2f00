"""A decider asks a further person to sign first (加签; features.md, Top 20, 3)."""

from __future__ import annotations

import pytest

from logistics.errors import NotPermitted, RuleViolation
from logistics.operations.approvals import Decision, add_signers
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.requests import approve_purchases
from logistics.permissions import Actor
from logistics.queries.approvals.progress import progress_of, waiting_for
from models import Account, ApprovalTask, Notice, PurchaseRequest
from tests.cast import Cast
from tests.factories.approvals import make_delegation
from tests.factories.purchasing_requests import approve, fresh, make_request, submit

pytestmark = pytest.mark.usefixtures("matrix")

TABLE = "purchase_request"


@pytest.fixture
def request_(cast: Cast) -> PurchaseRequest:
    """A request that waits for the head of its unit."""
    return submit(make_request(cast.staff_staff, 3_000))


def ask(request: PurchaseRequest, actor: Actor, login: str, cast: Cast, **more: object) -> object:
    given = {"reason": "Does the printer take it?", **more}
    signer = getattr(cast, f"{login}_staff").id
    seen = [Seen(request.id)]
    return only(add_signers(model=PurchaseRequest, seen=seen, signer=signer, actor=actor, **given))


def way(request: PurchaseRequest) -> list[tuple[int, str, str]]:
    return [
        (step.task.seq, step.task.kind, step.task.status) for step in progress_of(TABLE, request.id)
    ]


def test_the_signature_comes_first_and_the_step_follows(
    cast: Cast, request_: PurchaseRequest
) -> None:
    before = way(request_)
    ask(request_, cast.head, "works", cast)

    assert way(request_)[0] == (1, "sign", "pending")
    assert [(seq - 1, kind) for seq, kind, _status in way(request_)[1:]] == [
        (seq, kind) for seq, kind, _status in before
    ]
    assert [task.doc_id for task in waiting_for(cast.works)] == [request_.id]
    assert waiting_for(cast.head) == []
    assert Notice.select().where(Notice.account == cast.works_account).count() == 1

    approve(fresh(request_), cast.works)

    assert [task.doc_id for task in waiting_for(cast.head)] == [request_.id]
    approve(fresh(request_), cast.head)
    assert way(request_)[1][2] == "done"


def test_who_is_asked_may_send_it_back(cast: Cast, request_: PurchaseRequest) -> None:
    ask(request_, cast.head, "works", cast)
    approve(fresh(request_), cast.works, choice="return", comment="The wrong toner.")
    assert fresh(request_).status == "returned"


def test_nobody_else_decides_what_one_person_was_asked(
    cast: Cast, request_: PurchaseRequest
) -> None:
    ask(request_, cast.head, "works", cast)
    for actor in (cast.head, cast.director):
        with pytest.raises(NotPermitted, match="Fitter Lu"):
            approve(fresh(request_), actor)


def test_a_delegate_signs_for_whom_is_away(cast: Cast, request_: PurchaseRequest) -> None:
    ask(request_, cast.head, "works", cast)
    make_delegation(cast.works_staff, cast.guard_staff)
    approve(fresh(request_), cast.guard)
    assert [task.doc_id for task in waiting_for(cast.head)] == [request_.id]


def test_the_role_decides_when_who_was_asked_can_no_longer(
    cast: Cast, request_: PurchaseRequest
) -> None:
    """Nothing waits for a person who has left."""
    ask(request_, cast.head, "works", cast)
    Account.update(is_active=False).where(Account.id == cast.works_account.id).execute()
    assert [task.kind for task in waiting_for(cast.head)] == ["sign"]


@pytest.mark.parametrize(
    ("login", "words"),
    [
        ("head", "yourself"),
        ("staff", "asked for it"),
        ("deputy", "later step"),
    ],
)
def test_a_signature_that_would_spoil_the_way_is_refused(
    cast: Cast, request_: PurchaseRequest, login: str, words: str
) -> None:
    with pytest.raises(RuleViolation, match=words):
        ask(request_, cast.head, login, cast)
    assert ApprovalTask.select().where(ApprovalTask.kind == "sign").count() == 0


def test_who_has_decided_signs_no_more_and_a_reason_is_needed(
    cast: Cast, request_: PurchaseRequest
) -> None:
    approve(request_, cast.head)
    with pytest.raises(RuleViolation, match="already decided"):
        ask(fresh(request_), cast.keeper, "head", cast)
    with pytest.raises(RuleViolation, match="what the further signature is for"):
        ask(fresh(request_), cast.keeper, "works", cast, reason=" ")


def test_only_whose_turn_it_is_asks(cast: Cast, request_: PurchaseRequest) -> None:
    with pytest.raises(NotPermitted):
        ask(request_, cast.deputy, "works", cast)


def test_what_was_seen_is_still_what_is_decided(cast: Cast, request_: PurchaseRequest) -> None:
    """Asking changes the way, not the document: a page opened before stays good."""
    seen = Seen(request_.id, request_.row_version)
    ask(request_, cast.head, "works", cast)
    only(approve_purchases(decisions=[Decision(seen)], actor=cast.works))
    only(approve_purchases(decisions=[Decision(Seen(request_.id))], actor=cast.head))
