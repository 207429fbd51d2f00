"""The approval matrix: what an amount needs, step by step, and which duties never meet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import SHARED, Choice, Day, NoOverlap, Price, Reference, Rule, Text, Whole
from logistics.tables.base import BaseModel
from logistics.tables.people import ENDS_AFTER_START
from logistics.tables.system import Role
from logistics.wording import Words, _

DOCUMENTS = {
    "purchase_request": _("Purchase request"),
    "budget_adjustment": _("Budget adjustment"),
    "works_project": _("Works project"),
    "lease": _("Lease"),
    "staff_leave": _("Leave"),
}
MEASURED_BY = {"staff_leave": "days"}
"""The column that the matrix goes by; without an entry the amount in yuan."""
STEP_KINDS = {
    "review": _("Review"),
    "reuse": _("Reuse check"),
    "finance": _("Budget check"),
    "quote": _("Quotations"),
    "decide": _("Approval"),
    "collective": _("Collective decision"),
}
# Steps of a rule, and the one that a decider adds to a single document (加签).
TASK_KINDS = {**STEP_KINDS, "sign": _("Further signature")}
# What the system can do without a person; every other step needs a role.
AUTOMATIC_KINDS = ("reuse", "finance")
METHODS = {
    "direct": _("Direct purchase"),
    "compare": _("Comparison of quotations"),
    "inquiry": _("Price inquiry"),
    "statutory": _("Statutory procedure"),
}
DUTIES = {
    "request": _("Requesting"),
    **STEP_KINDS,
    "order": _("Ordering and contracts"),
    "accept": _("Acceptance"),
    "keep": _("Stock-keeping"),
    "book": _("Bookkeeping"),
    "pay": _("Payment"),
}
NEEDS_PERSON = _("Only the reuse check and the budget check can do without a role.")


class ApprovalRule(BaseModel):
    """One row of the approval matrix: what an amount above a bound needs (R06, R82).

    A row reaches up to the bound of the next one, that amount included, so that the matrix has
    neither gap nor overlap.
    """

    LABEL = _("Approval rule")
    LABEL_MANY = _("Approval rules")
    TITLE = "above_amount"
    LIST = (
        "doc_type",
        "above_amount",
        "method",
        "min_quotes",
        "acceptors",
        "valid_from",
        "valid_to",
    )
    SORT = "doc_type,above_amount"
    FORM = (
        (_("Applies to"), ("doc_type", "above_amount", "valid_from", "valid_to")),
        (_("Demands"), ("method", "min_quotes", "acceptors")),
    )
    SCOPE = SHARED
    CHECKS = (
        Rule(
            "approval_rule_validity",
            "valid_to IS NULL OR valid_to >= valid_from",
            ENDS_AFTER_START,
        ),
    )
    NO_OVERLAP = (
        NoOverlap(
            "approval_rule_once",
            ("doc_type", "above_amount"),
            "valid_from",
            "valid_to",
            "",
            _("Another rule with this bound is valid at the same time."),
        ),
    )

    doc_type = Choice(_("Kind of document"), DOCUMENTS, default="purchase_request")
    above_amount = Price(
        _("Above"),
        default=0,
        minimum=0,
        help=_(
            "In yuan, for leave in days; not included. The row reaches up to the next row's bound, "
            "that one included."
        ),
    )
    method = Choice(_("Purchasing method"), METHODS, null=True)
    min_quotes = Whole(_("Least quotations"), default=0, minimum=0, maximum=9)
    acceptors = Whole(_("Acceptors"), default=0, minimum=0, maximum=9, unit=_("people"))
    valid_from = Day(_("Valid from"))
    valid_to = Day(_("Valid until"), null=True)

    def __str__(self) -> str:
        return f"> {self.above_amount:,.2f}"


class ApprovalStep(BaseModel):
    """One step of a rule: which role does what, in which order."""

    LABEL = _("Approval step")
    LABEL_MANY = _("Approval steps")
    LIST = ("rule", "seq", "kind", "role", "workdays")
    SORT = "rule,seq"
    DOCUMENT = "rule"
    UNIQUE = (("rule", "seq"),)
    CHECKS = (
        Rule(
            "approval_step_person",
            "role_id IS NOT NULL OR kind IN ('reuse', 'finance')",
            NEEDS_PERSON,
        ),
    )

    rule = Reference(ApprovalRule, _("Approval rule"))
    seq = Whole(_("Order"), minimum=1)
    kind = Choice(_("Kind of step"), STEP_KINDS, default="decide")
    role = Reference(Role, _("Role"), null=True, help=_("Empty: the system checks by itself."))
    workdays = Whole(_("Time allowed"), default=3, minimum=1, maximum=60, unit=_("working days"))

    def __str__(self) -> str:
        return f"{self.seq}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.role_id is None and row.kind not in AUTOMATIC_KINDS:
            yield "role", NEEDS_PERSON


class IncompatibleDuty(BaseModel):
    """Two duties that never meet in one person on one document (不相容岗位分离)."""

    LABEL = _("Incompatible duties")
    LABEL_MANY = _("Incompatible duties")
    LIST = ("first_duty", "second_duty", "reason")
    SEARCH = ("reason",)
    SORT = "first_duty,second_duty"
    SCOPE = SHARED
    UNIQUE = (("first_duty", "second_duty"),)
    CHECKS = (
        Rule(
            "incompatible_duty_pair",
            "first_duty <> second_duty",
            _("Name two different duties."),
        ),
    )

    first_duty = Choice(_("Duty"), DUTIES)
    second_duty = Choice(_("Not together with"), DUTIES)
    reason = Text(_("Reason"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.first_duty} × {self.second_duty}"


__all__ = [
    "AUTOMATIC_KINDS",
    "DOCUMENTS",
    "DUTIES",
    "MEASURED_BY",
    "METHODS",
    "STEP_KINDS",
    "ApprovalRule",
    "ApprovalStep",
    "IncompatibleDuty",
]
