"""Cycles: one period of assessment, its people, and what was recorded about them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from logistics.database import (
    SHARED,
    Choice,
    Day,
    Exact,
    LongText,
    Quantity,
    Reference,
    Rule,
    Scope,
    Score,
    Text,
    Whole,
)
from logistics.tables.assessment.choices import PERIODS, POINTS, RATER_GROUPS, STANDINGS
from logistics.tables.assessment.items import AssessmentClause, AssessmentItem
from logistics.tables.assessment.schemes import AssessmentScheme
from logistics.tables.base import BaseModel
from logistics.tables.people import Post, Staff
from logistics.wording import Words, _

ENDS_AFTER_START = _("The end lies before the start.")
PERSON = Scope(site="staff.site", unit="staff.unit", owner="staff")

CYCLE_STATES = {
    "draft": _("Draft"),
    "collecting": _("Collecting"),
    "closed": _("Being rated"),
    "rated": _("Ready to score"),
    "computed": _("Scored"),
    "reviewed": _("Reviewed by the group"),
    "decided": _("Decided"),
    "publicised": _("In publicity"),
    "notified": _("Notified"),
    "final": _("Final"),
    "paid": _("Bonus paid"),
}
SCORABLE = ("rated", "computed", "reviewed", "decided", "publicised", "notified")
"""States in which a scoring run may be made; from reviewed on only after an upheld objection."""


class AssessmentCycle(BaseModel):
    """One period of assessment. `current_run` is the number of the run that counts (R80)."""

    LABEL = _("Assessment cycle")
    LABEL_MANY = _("Assessment cycles")
    LIST = ("code", "name", "period", "starts_on", "ends_on", "status", "current_run")
    SEARCH = ("code", "name")
    SORT = "-starts_on"
    OWNED = ("status", "current_run", "notified_on")
    SCOPE = SHARED
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    INDEXES = (("status", "starts_on"),)
    CHECKS = (Rule("assessment_cycle_interval", "ends_on >= starts_on", ENDS_AFTER_START),)

    code = Text(_("Code"), max_length=24, unique=True)
    name = Text(_("Name"), max_length=80)
    period = Choice(_("Kind of period"), PERIODS, default="half")
    starts_on = Day(_("From"))
    ends_on = Day(_("Until"))
    status = Choice(
        _("Status"),
        CYCLE_STATES,
        default="draft",
        tones={
            "draft": "neutral",
            "collecting": "work",
            "closed": "work",
            "rated": "info",
            "computed": "info",
            "reviewed": "info",
            "decided": "info",
            "publicised": "work",
            "notified": "work",
            "final": "ok",
            "paid": "ok",
        },
    )
    current_run = Whole(_("Current run"), null=True, minimum=1)
    notified_on = Day(_("Notified on"), null=True)

    def __str__(self) -> str:
        return str(self.name)

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            yield "ends_on", ENDS_AFTER_START


class CycleScheme(BaseModel):
    """A scheme by which a cycle assesses a family; without any, the newest published are taken."""

    LABEL = _("Scheme of a cycle")
    LABEL_MANY = _("Schemes of cycles")
    DOCUMENT = "cycle"
    TITLE = "scheme"
    LIST = ("cycle", "scheme")
    SEARCH = ("cycle.code", "scheme.name")
    UNIQUE = (("cycle", "scheme"),)

    cycle = Reference(AssessmentCycle, _("Cycle"), backref="schemes")
    scheme = Reference(AssessmentScheme, _("Scheme"))

    def __str__(self) -> str:
        return f"{self.cycle} · {self.scheme}"


class AssessmentParticipant(BaseModel):
    """A person assessed in a cycle, by which scheme, for how many months of it."""

    LABEL = _("Person assessed")
    LABEL_MANY = _("People assessed")
    TITLE = "staff"
    LIST = ("staff", "scheme", "post", "months", "standing", "reason", "cycle")
    SEARCH = ("staff.name", "cycle.code")
    SORT = "-cycle,staff"
    FORM = ((_("Eligibility"), ("standing", "reason")),)
    OWNED = ("cycle", "staff", "scheme", "post", "months", "standing", "reason")
    SCOPE = PERSON
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("cycle", "staff"),)

    cycle = Reference(AssessmentCycle, _("Cycle"))
    staff = Reference(Staff, _("Staff member"))
    scheme = Reference(AssessmentScheme, _("Scheme"))
    post = Reference(Post, _("Post"), help=_("Held last in the period."))
    months = Exact(_("Months served"), minimum=0, unit=_("months"))
    standing = Choice(
        _("Eligibility"),
        STANDINGS,
        default="graded",
        tones={
            "graded": "neutral",
            "not_excellent": "warn",
            "not_graded": "warn",
            "too_short": "neutral",
        },
    )
    reason = Text(_("Reason"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.staff} · {self.cycle}"


class AssessmentEvent(BaseModel):
    """One record about one person under one item; what it costs or gives stands in `points`
    (R64, R80).

    A record in order has no points and is an observation: it shows that somebody looked.
    `quantity` of `possible` feeds targets and ratios. Points are quantity × the clause's points.
    """

    LABEL = _("Assessment event")
    LABEL_MANY = _("Assessment events")
    TITLE = "staff"
    LIST = ("staff", "item", "clause", "day", "points", "status", "note", "cycle")
    SEARCH = ("staff.name", "note")
    SORT = "-day"
    OWNED = (
        "cycle",
        "staff",
        "item",
        "clause",
        "day",
        "quantity",
        "possible",
        "points",
        "note",
        "doc_type",
        "doc_id",
        "status",
        "confirmed_on",
        "dispute",
    )
    SCOPE = PERSON
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("cycle", "item", "staff", "doc_type", "doc_id"),)
    INDEXES = (("cycle", "status", "staff", "item"), ("doc_type", "doc_id"))

    cycle = Reference(AssessmentCycle, _("Cycle"))
    staff = Reference(Staff, _("Staff member"))
    item = Reference(AssessmentItem, _("Assessment item"))
    clause = Reference(AssessmentClause, _("Clause"), null=True)
    day = Day(_("Day"))
    quantity = Quantity(_("Quantity"), default=1, minimum=0)
    possible = Quantity(_("Possible"), default=0, minimum=0)
    points = Score(_("Points counted"), default=0, minimum=0, unit=POINTS)
    note = Text(_("Note"), max_length=200, default="")
    doc_type = Text(_("Table of the record"), max_length=40, null=True)
    doc_id = Whole(_("Number of the record"), null=True)
    status = Choice(
        _("Status"),
        {
            "proposed": _("Proposed"),
            "confirmed": _("Confirmed"),
            "disputed": _("Disputed"),
            "void": _("Struck out"),
        },
        default="proposed",
        tones={"proposed": "info", "confirmed": "ok", "disputed": "warn", "void": "neutral"},
    )
    confirmed_on = Day(_("Confirmed on"), null=True)
    dispute = LongText(_("Grounds of the dispute"), default="")

    def __str__(self) -> str:
        return f"{self.staff} · {self.item} · {self.day:%Y-%m-%d}"


class AssessmentRating(BaseModel):
    """What one rater gave one person under one item. Only the arithmetic sees who gave what
    (R17).
    """

    LABEL = _("Rating")
    LABEL_MANY = _("Ratings")
    TITLE = "staff"
    LIST = ("cycle", "staff", "item", "rater_group")
    SEARCH = ("staff.name", "cycle.code")
    SORT = "cycle,staff,item,id"
    OWNED = ("cycle", "staff", "item", "rater_group", "rater", "value")
    SECRET = ("rater", "value", "created_at", "created_by", "updated_at", "updated_by")
    SCOPE = SHARED
    PAGES = ("list",)
    UNIQUE = (("cycle", "item", "staff", "rater"),)
    INDEXES = (("cycle", "rater"),)
    CHECKS = (
        Rule(
            "assessment_rating_not_oneself",
            "(rater_id = staff_id) = (rater_group = 'self')",
            _("Nobody rates himself as a peer."),
        ),
    )

    cycle = Reference(AssessmentCycle, _("Cycle"))
    staff = Reference(Staff, _("Staff member"))
    item = Reference(AssessmentItem, _("Assessment item"))
    rater = Reference(Staff, _("Rater"))
    rater_group = Choice(_("Rater group"), RATER_GROUPS)
    value = Score(_("Mark given"), minimum=0, maximum=Decimal(100), unit=POINTS)

    def __str__(self) -> str:
        return f"{self.staff} · {self.item}"
