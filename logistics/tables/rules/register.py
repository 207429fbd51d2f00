"""Rules (規章制度) and the versions in which they hold."""

from __future__ import annotations

from typing import Any

from logistics.database import (
    Choice,
    Day,
    Flag,
    Instant,
    LongText,
    NoOverlap,
    Reference,
    Scope,
    Text,
    Whole,
)
from logistics.database import Rule as Check
from logistics.tables.base import Account, BaseModel
from logistics.tables.organisation import Unit
from logistics.tables.people import AUDIENCES, ENDS_AFTER_START
from logistics.wording import Words, _

EFFECTIVE_STATES = ("in_force", "revised", "repealed")
"""States of a version that holds or has held."""
EFFECTIVE = "status IN ('in_force', 'revised', 'repealed')"


class Rule(BaseModel):
    """A rule of the center under its name; what it says stands in its versions (R18, R23)."""

    LABEL = _("Rule or regulation")
    LABEL_MANY = _("Rules and regulations")
    TITLE = "title"
    LIST = ("code", "title", "kind", "owner_unit", "binds", "is_major")
    SEARCH = ("code", "title", "owner_unit.name")
    SORT = "code"
    FORM = (
        (_("Rule or regulation"), ("code", "title", "kind", "owner_unit", "binds", "is_major")),
    )
    SCOPE = Scope(unit="owner_unit")

    code = Text(_("Code"), max_length=20, unique=True)
    title = Text(_("Title"), max_length=120, unique=True)
    kind = Choice(
        _("Kind"),
        {
            "regulation": _("Regulation"),
            "procedure": _("Working procedure"),
            "duty": _("Duties of a post"),
            "commitment": _("Service commitment"),
            "form": _("Form to be used"),
        },
        default="regulation",
    )
    owner_unit = Reference(
        Unit, _("Kept by"), help=_("The section that drafts it, explains it and reviews it.")
    )
    binds = Choice(
        _("Binds"),
        AUDIENCES,
        default="center",
        help=_("Who has to acknowledge it and is reminded of it."),
    )
    is_major = Flag(
        _("Decided collectively"),
        help=_("Put into force only with the number of the minutes of the office meeting."),
    )

    def __str__(self) -> str:
        return str(self.title)


class RuleVersion(BaseModel):
    """The wording of a rule for a time: drafted, consulted on, in force, revised or repealed (R05).

    At every moment at most one version of a rule is in force; the database keeps that. A version
    that was in force is never edited: who acknowledged it has acknowledged just this text (R19,
    R85, R87).
    """

    LABEL = _("Version of a rule")
    LABEL_MANY = _("Versions of rules")
    TITLE = "title"
    LIST = ("title", "status", "starts_on", "ends_on", "review_due_on", "summary")
    SEARCH = ("rule.code", "title", "summary", "content")
    SORT = "rule,-number"
    FORM = (
        (_("Text"), ("summary", "content")),
        (
            _("Term of validity"),
            ("rule", "number", "starts_on", "ends_on", "review_due_on", "supersedes"),
        ),
    )
    OWNED = (
        "rule",
        "number",
        "title",
        "status",
        "supersedes",
        "consulted_until",
        "starts_on",
        "ends_on",
        "review_due_on",
        "reviewed_on",
        "review_note",
        "approved_by",
        "approved_at",
        "minutes_no",
        "repeal_reason",
        "return_note",
    )
    SCOPE = Scope(unit="rule.owner_unit")
    PAGES = ("list", "details", "edit", "delete", "export", "history")
    EDITABLE_IN = ("drafting",)
    DELETABLE_IN = ("drafting",)
    UNIQUE = (("rule", "number"),)
    INDEXES = (("status", "review_due_on"),)
    CHECKS = (
        Check("rule_version_interval", "ends_on IS NULL OR ends_on >= starts_on", ENDS_AFTER_START),
        Check(
            "rule_version_starts",
            f"NOT ({EFFECTIVE}) OR starts_on IS NOT NULL",
            _("A version in force needs the day from which it holds."),
        ),
        Check(
            "rule_version_review",
            "status <> 'in_force' OR review_due_on IS NOT NULL",
            _("A version in force needs the day of its next review."),
        ),
    )
    NO_OVERLAP = (
        NoOverlap(
            "rule_version_once",
            ("rule",),
            "starts_on",
            "ends_on",
            EFFECTIVE,
            _("Another version of this rule is in force on some of these days."),
        ),
    )

    rule = Reference(Rule, _("Rule or regulation"))
    number = Whole(_("Version number"), minimum=1)
    title = Text(_("Title"), max_length=130, help=_("The rule's name and the version's number."))
    summary = Text(
        _("What is new"), max_length=200, default="", help=_("In one sentence, for the readers.")
    )
    content = LongText(_("Text"), default="")
    status = Choice(
        _("Status"),
        {
            "drafting": _("Being drafted"),
            "consultation": _("Out for comments"),
            "in_force": _("In effect"),
            "revised": _("Replaced by a new version"),
            "repealed": _("Repealed"),
        },
        default="drafting",
        tones={
            "drafting": "neutral",
            "consultation": "info",
            "in_force": "ok",
            "revised": "neutral",
            "repealed": "bad",
        },
    )
    supersedes = Reference("self", _("Replaces"), null=True)
    consulted_until = Day(_("Comments until"), null=True)
    starts_on = Day(_("In force from"), null=True)
    ends_on = Day(_("In force until"), null=True)
    review_due_on = Day(_("Review due"), null=True)
    reviewed_on = Day(_("Reviewed on"), null=True)
    review_note = Text(_("Result of the review"), max_length=200, default="")
    approved_by = Reference(Account, _("Approved by"), null=True)
    approved_at = Instant(_("Approved at"), null=True)
    minutes_no = Text(_("Number of the minutes"), max_length=40, default="")
    repeal_reason = Text(_("Reason for repealing"), max_length=200, default="")
    return_note = Text(_("Reason for returning"), max_length=200, default="")

    def __str__(self) -> str:
        return str(self.title)

    @classmethod
    def check(cls, row: Any) -> list[tuple[str, Words]]:
        if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            return [("ends_on", ENDS_AFTER_START)]
        return []
