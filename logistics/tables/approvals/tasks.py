"""The course of an approval: who is to decide, and who decided what."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Day,
    Instant,
    LongText,
    Money,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.approvals.rules import DOCUMENTS, TASK_KINDS, ApprovalRule
from logistics.tables.base import Account, BaseModel, Ledger
from logistics.tables.organisation import Unit
from logistics.tables.system import Role
from logistics.wording import _

CHOICES = {
    "approve": _("Agreed"),
    "return": _("Returned for correction"),
    "reject": _("Rejected"),
}


class ApprovalTask(BaseModel):
    """A step of one round of one document: who is to decide, and whether it is his turn."""

    LABEL = _("Approval task")
    LABEL_MANY = _("Approval tasks")
    LIST = ("doc_type", "doc_id", "round", "seq", "kind", "role", "unit", "status", "due_on")
    # Not its codes: each decision changes the states of several tasks.
    SEARCH = ("reason", "unit.name", "requester.name")
    SORT = "-id"
    OWNED = (
        "doc_type",
        "doc_id",
        "round",
        "seq",
        "rule",
        "kind",
        "role",
        "signer",
        "reason",
        "unit",
        "requester",
        "submitted_by",
        "status",
        "workdays",
        "opened_at",
        "due_on",
        "reminded_on",
    )
    SCOPE = Scope(site="unit.site", unit="unit", owner="requester")
    PAGES = ("list", "details", "export")
    UNIQUE = (("doc_type", "doc_id", "round", "seq"),)
    INDEXES = (("status", "role"), ("status", "due_on"))

    doc_type = Choice(_("Kind of document"), DOCUMENTS)
    doc_id = Whole(_("Document"))
    round = Whole(_("Round"), minimum=1, help=_("Returning a document opens the next round."))
    seq = Whole(_("Order"), minimum=1)
    rule = Reference(ApprovalRule, _("Approval rule"))
    kind = Choice(_("Kind of step"), TASK_KINDS)
    role = Reference(Role, _("Role"), null=True)
    signer = Reference(
        Account, _("Asked to sign"), null=True, help=_("A person named for this document alone.")
    )
    reason = Text(_("What the signature is for"), max_length=200, default="")
    unit = Reference(Unit, _("Unit"), help=_("The unit that asks; its head reviews."))
    requester = Reference(Account, _("Requester"), null=True)
    submitted_by = Reference(Account, _("Submitted by"), null=True)
    status = Choice(
        _("Status"),
        {
            "waiting": _("Not yet due"),
            "pending": _("Waiting for a decision"),
            "done": _("Decided"),
            "automatic": _("Checked by the system"),
            "passed_up": _("Passed up"),
            "void": _("No longer needed"),
        },
        default="waiting",
        tones={
            "waiting": "neutral",
            "pending": "info",
            "done": "ok",
            "automatic": "ok",
            "passed_up": "neutral",
            "void": "neutral",
        },
    )
    workdays = Whole(_("Time allowed"), default=3, minimum=1, unit=_("working days"))
    opened_at = Instant(_("Waiting since"), null=True)
    due_on = Day(_("Due on"), null=True)
    reminded_on = Day(_("Last reminded on"), null=True)

    def __str__(self) -> str:
        return f"{self.doc_type} {self.doc_id} · {self.round}.{self.seq}"


class ApprovalDecision(Ledger):
    """Who decided what on which version of a document; never changed afterwards (R82)."""

    LABEL = _("Approval decision")
    LABEL_MANY = _("Approval decisions")
    LIST = (
        "created_at",
        "doc_type",
        "doc_id",
        "round",
        "seq",
        "decider",
        "on_behalf_of",
        "choice",
        "amount",
        "comment",
    )
    SEARCH = ("decider.name", "comment", "minutes_no")
    SORT = "-created_at"
    OWNED = (
        "task",
        "doc_type",
        "doc_id",
        "round",
        "seq",
        "decider",
        "on_behalf_of",
        "choice",
        "comment",
        "minutes_no",
        "seen_version",
        "amount",
    )
    SCOPE = Scope(site="task.unit.site", unit="task.unit", owner="task.requester")
    UNIQUE = (("doc_type", "doc_id", "round", "seq"), ("doc_type", "doc_id", "round", "decider"))
    CHECKS = (
        Rule(
            "approval_decision_reason",
            "choice = 'approve' OR comment <> ''",
            _("Say why: a return or a rejection needs a comment."),
        ),
    )

    task = Reference(ApprovalTask, _("Approval task"), unique=True)
    doc_type = Choice(_("Kind of document"), DOCUMENTS)
    doc_id = Whole(_("Document"))
    round = Whole(_("Round"), minimum=1)
    seq = Whole(_("Order"), minimum=1)
    decider = Reference(Account, _("Decided by"))
    on_behalf_of = Reference(Account, _("On behalf of"), null=True)
    choice = Choice(
        _("Decision"),
        CHOICES,
        tones={"approve": "ok", "return": "warn", "reject": "bad"},
    )
    comment = LongText(_("Comment"), default="")
    minutes_no = Text(
        _("Minutes number"),
        max_length=40,
        default="",
        help=_("Of the meeting that decided collectively."),
    )
    seen_version = Whole(_("Version decided on"), minimum=1)
    amount = Money(_("Amount decided on"), help=_("In yuan, for leave in days."))

    def __str__(self) -> str:
        return f"{self.doc_type} {self.doc_id} · {self.round}.{self.seq}"


__all__ = ["CHOICES", "ApprovalDecision", "ApprovalTask"]
