"""1,000 requests approved by the head of their unit in one bulk action.

His approval carries out the check for reuse and the reservation of the budget as well, opens the
buyer's step and tells him.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from benchmarks.acts.people import HEAD, REQUESTER, SITES, UNIT, actor, member
from logistics.database import local_today, this_year
from logistics.operations.approvals import Decision
from logistics.operations.approvals.seeding import seed_approval_rules
from logistics.operations.outcomes import Seen, all_of
from logistics.operations.purchasing.requests import approve_purchases, submit_purchases
from logistics.operations.sets import append_rows
from logistics.permissions import SYSTEM
from models import BudgetLine, MaterialPlan, PurchaseRequest, PurchaseRequestLine

REQUESTS = 1_000
LINES = 4
"""Budget lines that the requests are charged to."""
PURPOSE = "批量审批"


def fill() -> None:
    """Requests of two lines, one of the catalogue and one in words, submitted by their author."""
    seed_approval_rules(actor=SYSTEM)
    requester, year = member(REQUESTER), this_year()
    budget = [
        BudgetLine.create(
            year=year, unit=UNIT, economic_code=f"3020{n}", name="办公费",
            amount=Decimal(10_000_000), status="approved",
        )
        for n in range(LINES)
    ]  # fmt: skip
    plan = MaterialPlan.create(
        year=year, quarter=1, unit=UNIT, item=1, quantity=Decimal(1000), estimate=Decimal(10_000)
    )
    need_by = local_today() + dt.timedelta(days=90)
    append_rows(
        PurchaseRequest,
        ("purpose", "unit", "site", "requester", "need_by", "budget_line", "plan"),
        (
            (
                f"{PURPOSE}{n:04}",
                UNIT,
                SITES[0],
                requester.id,
                need_by,
                budget[n % LINES].id,
                plan.id,
            )
            for n in range(REQUESTS)
        ),
        actor=SYSTEM,
    )
    ids = wanted("draft")
    append_rows(
        PurchaseRequestLine,
        ("request", "item", "name", "quantity", "unit_price"),
        (
            (request, item, name, Decimal(2), Decimal(150))
            for n, request in enumerate(ids)
            for item, name in ((1 + n % 500, ""), (None, f"定制标牌{n:04}"))
        ),
        actor=SYSTEM,
    )
    all_of(submit_purchases(seen=[Seen(row) for row in ids], actor=actor(REQUESTER)))


def wanted(status: str) -> list[int]:
    """The requests in a state, by id."""
    query = PurchaseRequest.select(PurchaseRequest.id).where(
        PurchaseRequest.purpose.startswith(PURPOSE), PurchaseRequest.status == status
    )
    return [row.id for row in query.order_by(PurchaseRequest.id)]


def perform() -> None:
    """The bulk action, from the ids that a page sends."""
    decisions = [Decision(Seen(row)) for row in wanted("submitted")]
    all_of(approve_purchases(decisions=decisions, actor=actor(HEAD)))
