"""Rules in practice: who has read them, what people say of them, what they govern, who deviates."""

from __future__ import annotations

from logistics.database import (
    SHARED,
    Choice,
    Day,
    DocNo,
    Instant,
    LongText,
    Reference,
    Scope,
    Text,
    Whole,
    local_today,
)
from logistics.tables.base import Account, BaseModel, Ledger
from logistics.tables.organisation import Site, Unit
from logistics.tables.people import Staff
from logistics.tables.rules.register import RuleVersion
from logistics.wording import _


class RuleAcknowledgement(Ledger):
    """Somebody has read one version of a rule and says so; a new version asks anew (R19, R87)."""

    LABEL = _("Acknowledgement of a rule")
    LABEL_MANY = _("Acknowledgements of rules")
    TITLE = "version"
    LIST = ("version", "staff", "created_at")
    SEARCH = ("version.title", "staff.name")
    SORT = "-id"
    OWNED = ("version", "staff")
    SCOPE = Scope(site="staff.site", unit="staff.unit", owner="staff")
    UNIQUE = (("version", "staff"),)

    version = Reference(RuleVersion, _("Version of a rule"))
    staff = Reference(Staff, _("Staff member"))

    def __str__(self) -> str:
        return f"{self.version} · {self.staff}"


class RuleComment(Ledger):
    """What somebody says about a version: during the consultation, or from practice (R85)."""

    LABEL = _("Comment on a rule")
    LABEL_MANY = _("Comments on rules")
    TITLE = "remark"
    LIST = ("version", "staff", "remark", "created_at")
    SEARCH = ("version.title", "staff.name", "remark")
    SORT = "-id"
    DOCUMENT = "version"
    OWNED = ("version", "staff", "remark")

    version = Reference(RuleVersion, _("Version of a rule"))
    staff = Reference(Staff, _("Staff member"))
    remark = LongText(_("Comment"))

    def __str__(self) -> str:
        return str(self.remark)[:60]


class RuleLink(BaseModel):
    """Which version of a rule governs a kind of document, and where it says so (R87).

    When a new version comes into force, the links of the one before are carried over to it, so that
    every document stays with the version that held on its day.
    """

    LABEL = _("Governing rule")
    LABEL_MANY = _("Governing rules")
    TITLE = "doc_type"
    LIST = ("doc_type", "version", "clause")
    SEARCH = ("doc_type", "version.title", "clause")
    SORT = "doc_type,-id"
    SCOPE = SHARED
    UNIQUE = (("doc_type", "version"),)

    doc_type = Text(
        _("Kind of document"),
        max_length=60,
    )
    version = Reference(RuleVersion, _("Version of a rule"))
    clause = Text(_("Clause"), max_length=60, default="", help=_("Article or section."))

    def __str__(self) -> str:
        return f"{self.version} {self.clause}".strip()


class RuleDeviation(BaseModel):
    """Somebody does otherwise than a rule says, with a reason, and a leader decides on it (R68)."""

    LABEL = _("Deviation from a rule")
    LABEL_MANY = _("Deviations from rules")
    LIST = ("doc_no", "version", "clause", "staff", "occurred_on", "reason", "status")
    SEARCH = ("doc_no", "version.title", "staff.name", "reason")
    SORT = "-id"
    FORM = (
        (_("Rule or regulation"), ("version", "clause", "concerns")),
        (_("Deviation"), ("staff", "unit", "site", "occurred_on", "reason", "measure")),
    )
    OWNED = (
        "doc_no",
        "doc_type",
        "doc_id",
        "status",
        "decided_by",
        "decided_at",
        "decision_note",
    )
    SCOPE = Scope(site="site", unit="unit", owner="staff")
    EDITABLE_IN = ("draft", "returned")
    DELETABLE_IN = ("draft",)
    INDEXES = (("status", "occurred_on"), ("doc_type", "doc_id"))

    doc_no = DocNo(_("Number"), prefix="RD")
    version = Reference(RuleVersion, _("Version of a rule"))
    clause = Text(_("Clause"), max_length=60, default="")
    concerns = Text(
        _("Document concerned"),
        max_length=24,
        default="",
        help=_("Its number, as it stands on the document; empty where it concerns none."),
    )
    doc_type = Text(_("Kind of document"), max_length=60, default="")
    doc_id = Whole(_("Document"), null=True, minimum=1)
    staff = Reference(Staff, _("Who deviates"))
    unit = Reference(Unit, _("Unit"))
    site = Reference(Site, _("Office area"))
    occurred_on = Day(_("On which day"), default=local_today)
    reason = LongText(_("Why the rule could not be kept"))
    measure = LongText(
        _("How it is made good"), default="", help=_("Supplementary slip, checks, precautions.")
    )
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "submitted": _("To be decided"),
            "approved": _("Approved"),
            "returned": _("Returned"),
            "rejected": _("Not approved"),
        },
        default="draft",
        tones={"submitted": "info", "approved": "ok", "returned": "warn", "rejected": "bad"},
    )
    decided_by = Reference(Account, _("Decided by"), null=True)
    decided_at = Instant(_("Decided at"), null=True)
    decision_note = Text(_("Remark on the decision"), max_length=200, default="")

    def __str__(self) -> str:
        return str(self.doc_no or self.reason)[:60]
