"""Eight people at the same moment: one decision, no line overdrawn, no number twice.

security.md 0.4: every plain read-then-write raced on PostgreSQL.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from logistics.database import total
from logistics.operations.approvals import Decision
from logistics.operations.money import reserve_budget
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.requests import approve_purchases, submit_purchases
from logistics.permissions import SYSTEM, load_actor
from models import (
    Account,
    ApprovalDecision,
    ApprovalTask,
    BudgetEntry,
    BudgetLine,
    PurchaseRequest,
)
from tests.cast import Cast
from tests.factories.money import make_budget_line
from tests.factories.purchasing_requests import approve, fresh, make_award, make_request, submit
from tests.factories.system import give_role, make_account
from tests.races import PROCESSES, everyone, race

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("matrix")]


def approve_as(login: str, request_id: int, row_version: int) -> str:
    actor = load_actor(Account.get(Account.login == login))
    decision = Decision(Seen(request_id, row_version))
    return str(only(approve_purchases(decisions=[decision], actor=actor)).words)


def approve_all_as(login: str, request_ids: list[int]) -> int:
    actor = load_actor(Account.get(Account.login == login))
    decisions = [Decision(Seen(request_id)) for request_id in request_ids]
    return sum(outcome.done for outcome in approve_purchases(decisions=decisions, actor=actor))


def submit_as(login: str, request_id: int) -> str:
    actor = load_actor(Account.get(Account.login == login))
    return str(only(submit_purchases(seen=[Seen(request_id)], actor=actor)).words)


def reserve(line_id: int, document: int) -> str:
    reserve_budget(
        line_id=line_id,
        amount=Decimal(300),
        doc_type="purchase_request",
        doc_id=document,
        actor=SYSTEM,
    )
    return "reserved"


def at_the_deputy(cast: Cast) -> PurchaseRequest:
    request = submit(make_request(cast.staff_staff))
    approve(request, cast.head)
    make_award(request)
    return approve(request, cast.buyer)


def test_of_eight_deputies_one_approves_and_the_others_are_told_who(
    race_db: str, cast: Cast
) -> None:
    request = at_the_deputy(cast)
    logins = [f"deputy{number}" for number in range(PROCESSES)]
    for login in logins:
        give_role(make_account(login=login, name=f"Deputy {login}"), "deputy_director")

    told = race(race_db, approve_as, [(login, request.id, request.row_version) for login in logins])

    approved = [words for words in told if words.startswith("Approved")]
    assert len(approved) == 1, told
    assert all("decided" in words for words in told if words not in approved), told
    assert ApprovalDecision.select().where(ApprovalDecision.seq == 5).count() == 1
    assert fresh(request).status == "approved"


def test_a_button_pressed_eight_times_decides_once(race_db: str, cast: Cast) -> None:
    request = at_the_deputy(cast)

    told = race(race_db, approve_as, everyone("deputy", request.id, request.row_version))

    assert sum(words.startswith("Approved") for words in told) == 1, told
    assert sum("already decided" in words for words in told) == PROCESSES - 1, told


def test_eight_sets_in_any_order_decide_each_request_once(race_db: str, cast: Cast) -> None:
    line = make_budget_line(100_000, unit=cast.units["BUREAU"])
    requests = [
        submit(make_request(cast.staff_staff, 3_000, budget_line=line)) for _number in range(6)
    ]
    for request in requests:
        approve(request, cast.head, cast.keeper)
    logins = [f"clerk{number}" for number in range(PROCESSES)]
    for login in logins:
        give_role(make_account(login=login), "finance")
    ids = [request.id for request in requests]

    done = race(
        race_db,
        approve_all_as,
        [(login, ids if number % 2 else ids[::-1]) for number, login in enumerate(logins)],
    )

    assert sum(done) == 6, done
    assert BudgetLine.get_by_id(line.id).reserved == 18_000


def test_eight_reservations_of_300_from_1000_leave_100(race_db: str, cast: Cast) -> None:
    line = make_budget_line(1000)

    told = race(race_db, reserve, [(line.id, number) for number in range(1, PROCESSES + 1)])

    assert told.count("reserved") == 3, told
    assert all("NotEnough" in words for words in told if words != "reserved"), told
    assert BudgetLine.get_by_id(line.id).reserved == 900
    assert BudgetEntry.select(total(BudgetEntry.reserved)).scalar() == 900


def test_submitting_eight_times_opens_one_round(race_db: str, cast: Cast) -> None:
    request = make_request(cast.staff_staff)

    told = race(race_db, submit_as, everyone("staff", request.id))

    assert told.count("Submitted.") == 1, told
    assert ApprovalTask.select().count() == 5
    assert fresh(request).doc_no.endswith("-001")
