"""Approvals of documents of any kind, named by table and id so that no key leads forward."""

from logistics.tables.approvals.delegations import Delegation
from logistics.tables.approvals.rules import ApprovalRule, ApprovalStep, IncompatibleDuty
from logistics.tables.approvals.tasks import ApprovalDecision, ApprovalTask

__all__ = [
    "ApprovalDecision",
    "ApprovalRule",
    "ApprovalStep",
    "ApprovalTask",
    "Delegation",
    "IncompatibleDuty",
]
