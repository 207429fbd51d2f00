"""Findings of post checks: cause, measure, actions, and whether they worked."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Day,
    Instant,
    LongText,
    Reference,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.conduct.rounds import CheckResult
from logistics.tables.organisation import Site
from logistics.tables.people import Staff
from logistics.wording import _


class Finding(BaseModel):
    """A fault that a check brought up and that has to be put right (整改) (R16, R64)."""

    LABEL = _("Finding")
    LABEL_MANY = _("Findings")
    TITLE = "description"
    LIST = ("result", "category", "severity", "description", "owner", "due_on", "status")
    SEARCH = ("description", "cause", "measure", "owner.name", "result.round.doc_no")
    SORT = "-id"
    OWNED = (
        "result",
        "site",
        "category",
        "severity",
        "description",
        "status",
        "cause",
        "measure",
        "owner",
        "due_on",
        "rectified_at",
        "effectiveness",
        "reopened",
        "closed_by",
        "closed_at",
    )
    SCOPE = Scope(site="site", unit="owner.unit", owner="owner")
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("result",),)
    INDEXES = (("status", "due_on"),)

    result = Reference(CheckResult, _("Check result"))
    site = Reference(Site, _("Office area"))
    category = Choice(
        _("Category"),
        {
            "attendance": _("Attendance"),
            "attitude": _("Attitude"),
            "service": _("Service"),
            "dress": _("Dress"),
            "other": _("Other"),
        },
    )
    severity = Choice(
        _("Severity"),
        {"minor": _("Minor"), "general": _("General"), "serious": _("Serious")},
        default="general",
        tones={"minor": "neutral", "general": "warn", "serious": "bad"},
    )
    description = LongText(_("What was found"))
    status = Choice(
        _("Status"),
        {
            "open": _("To be analysed"),
            "acting": _("Being put right"),
            "rectified": _("To be rechecked"),
            "closed": _("Closed"),
        },
        default="open",
        tones={"open": "info", "acting": "work", "rectified": "info", "closed": "ok"},
    )
    cause = LongText(_("Cause of the fault"), default="")
    measure = LongText(_("Measure"), default="")
    owner = Reference(Staff, _("Responsible"), null=True)
    due_on = Day(_("To be done by"), null=True)
    rectified_at = Instant(_("Put right at"), null=True)
    effectiveness = LongText(
        _("Effect of the measures"),
        default="",
        help=_("What a recheck has shown; without it a finding cannot be closed."),
    )
    reopened = Whole(_("Rechecks failed"), default=0, minimum=0)
    closed_by = Reference(Account, _("Closed by"), null=True)
    closed_at = Instant(_("Closed at"), null=True)

    def __str__(self) -> str:
        return str(self.description)[:60]


class FindingAction(BaseModel):
    """One thing to be done about a finding (R10, R16)."""

    LABEL = _("Action on a finding")
    LABEL_MANY = _("Actions on findings")
    TITLE = "what"
    LIST = ("finding", "kind", "what", "owner", "due_on", "status", "done_on")
    SEARCH = ("what", "owner.name")
    SORT = "finding,due_on"
    DOCUMENT = "finding"
    SCOPE = Scope(site="finding.site", unit="owner.unit", owner="owner")
    OWNED = ("finding", "kind", "what", "owner", "due_on", "status", "done_on", "done_note")
    PAGES = ("list", "details", "export", "history")

    finding = Reference(Finding, _("Finding"))
    kind = Choice(
        _("Kind"),
        {
            "immediate": _("Immediate remedy"),
            "correction": _("Correction"),
            "education": _("Education"),
            "prevention": _("Prevention"),
        },
        default="correction",
    )
    what = Text(_("What is to be done"), max_length=200)
    owner = Reference(Staff, _("Responsible"))
    due_on = Day(_("To be done by"))
    status = Choice(
        _("Status"),
        {"open": _("Not done yet"), "done": _("Done")},
        default="open",
        tones={"open": "work", "done": "ok"},
    )
    done_on = Day(_("Done on"), null=True)
    done_note = Text(_("How it was done"), max_length=200, default="")

    def __str__(self) -> str:
        return str(self.what)
