"""Approving documents of any kind: rounds, decisions, delegations and duties."""

from logistics.operations.approvals.deciding import (
    Hearing,
    decide_on,
    foresee,
    hear,
    report,
    settle,
)
from logistics.operations.approvals.delegations import confirm_delegations, end_delegations
from logistics.operations.approvals.duties import require_compatible
from logistics.operations.approvals.judging import Decision, Verdict
from logistics.operations.approvals.rounds import close_round, open_approval
from logistics.operations.approvals.seeding import seed_approval_rules
from logistics.operations.approvals.signers import add_signers

__all__ = [
    "Decision",
    "Hearing",
    "Verdict",
    "add_signers",
    "close_round",
    "confirm_delegations",
    "decide_on",
    "end_delegations",
    "foresee",
    "hear",
    "open_approval",
    "report",
    "require_compatible",
    "seed_approval_rules",
    "settle",
]
