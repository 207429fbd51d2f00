"""The approval matrix and delegations."""

import datetime as dt
from decimal import Decimal
from typing import Any

from logistics.database import local_today
from logistics.operations.approvals.seeding import INCOMPATIBLE, MATRIX
from models import ApprovalRule, ApprovalStep, Delegation, IncompatibleDuty, Role, Staff


def make_matrix() -> None:
    """The matrix that a new house starts with, in a few statements.

    ``seed_approval_rules`` writes the same through records.py, which takes seconds when every test
    does it; tests/operations/test_approvals_seeding.py compares the two.
    """
    roles: dict[str | None, int | None] = {role.code: role.id for role in Role.select()}
    roles[None] = None
    wanted = [(doc_type, row) for doc_type, rows in MATRIX for row in rows]
    rules = ApprovalRule.insert_many(
        {
            "doc_type": doc_type,
            "above_amount": Decimal(row.above),
            "method": row.method,
            "min_quotes": row.quotes,
            "acceptors": row.acceptors,
            "valid_from": dt.date(2020, 1, 1),
        }
        for doc_type, row in wanted
    ).returning(ApprovalRule.id)
    ApprovalStep.insert_many(
        {"rule": rule.id, "seq": seq, "kind": kind, "role": roles[role]}
        for rule, (_doc_type, row) in zip(rules.execute(), wanted, strict=True)
        for seq, (kind, role) in enumerate(row.steps, 1)
    ).execute()
    IncompatibleDuty.insert_many(
        {"first_duty": first, "second_duty": second, "reason": reason}
        for first, second, reason in INCOMPATIBLE
    ).execute()


def make_delegation(delegator: Staff, delegate: Staff, **overrides: Any) -> Delegation:
    today = local_today()
    return Delegation.create(
        **{
            "delegator": delegator,
            "delegate": delegate,
            "starts_on": today,
            "ends_on": today + dt.timedelta(days=7),
            "reason": "Leave",
            "status": "confirmed",
            **overrides,
        }
    )
