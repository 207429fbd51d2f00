"""What was wasted, and whether an outlay was worth it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Instant,
    LongText,
    Money,
    Reference,
    Rule,
    Scope,
    Text,
    local_today,
)
from logistics.tables.base import BaseModel
from logistics.tables.money.budget import YUAN
from logistics.tables.money.costs import CostObject
from logistics.tables.organisation import Site, Unit
from logistics.tables.people import Staff
from logistics.wording import Words, _

VERDICTS = {
    "worthwhile": _("Worthwhile"),
    "even": _("Breaks even"),
    "not_worthwhile": _("Not worthwhile"),
}
ENDS_BEFORE = _("It ends before it begins.")


class WasteEvent(BaseModel):
    """Money, people or goods wasted (浪费登记): reported by anybody, confirmed, put right (R69)."""

    LABEL = _("Waste event")
    LABEL_MANY = _("Waste register")
    LIST = ("doc_no", "kind", "what", "occurred_on", "site", "unit", "amount", "status")
    SEARCH = ("doc_no", "what", "cause", "unit.name")
    SORT = "-occurred_on"
    FORM = (
        (_("Waste"), ("kind", "what", "occurred_on", "site", "unit", "cost_object")),
        (_("Extent"), ("amount", "cause", "reporter")),
    )
    OWNED = ("doc_no", "status", "confirmed_by", "measure", "settled_on", "decision_note")
    SCOPE = Scope(site="site", unit="unit", owner="reporter")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    INDEXES = (("status", "occurred_on"),)

    doc_no = DocNo(_("Number"), prefix="WE")
    kind = Choice(
        _("Kind"),
        {"money": _("Money"), "people": _("Labour"), "goods": _("Goods and materials")},
        tones={"money": "warn", "people": "info", "goods": "work"},
    )
    what = Text(_("What was wasted"), max_length=120)
    occurred_on = Day(_("Seen on"), default=local_today)
    site = Reference(Site, _("Office area"))
    unit = Reference(Unit, _("Unit"), help=_("Where it happened."))
    cost_object = Reference(CostObject, _("Cost object"), null=True)
    amount = Money(_("Estimated loss"), minimum=0, unit=YUAN)
    cause = LongText(_("Cause of the waste"), default="")
    reporter = Reference(Staff, _("Reporting person"))
    confirmed_by = Reference(Staff, _("Confirmed by"), null=True)
    measure = LongText(_("Measure"), default="")
    settled_on = Day(_("Put right on"), null=True)
    decision_note = Text(_("Opinion"), max_length=200, default="")
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "reported": _("Reported"),
            "confirmed": _("Confirmed"),
            "settled": _("Put right"),
            "dismissed": _("Not waste"),
        },
        default="draft",
        tones={
            "draft": "neutral",
            "reported": "info",
            "confirmed": "warn",
            "settled": "ok",
            "dismissed": "neutral",
        },
    )

    def __str__(self) -> str:
        return f"{self.doc_no} {self.what}" if self.doc_no else str(self.what)


class BenefitReview(BaseModel):
    """What a project or purchase cost and brought (效益评估表), with a verdict (R69, R75)."""

    LABEL = _("Benefit review")
    LABEL_MANY = _("Benefit reviews")
    LIST = (
        "doc_no",
        "project",
        "unit",
        "starts_on",
        "ends_on",
        "cost",
        "benefit",
        "verdict",
        "status",
    )
    SEARCH = ("doc_no", "project", "findings", "unit.name")
    SORT = "-created_at"
    FORM = (
        (_("Project"), ("project", "unit", "starts_on", "ends_on", "author")),
        (_("Cost and benefit"), ("cost", "benefit", "reckoning", "findings", "verdict")),
    )
    OWNED = ("doc_no", "status", "approved_by", "approved_at", "decision_note")
    SCOPE = Scope(site="unit.site", unit="unit", owner="author")
    EDITABLE_IN = ("draft", "returned")
    DELETABLE_IN = ("draft",)
    CHECKS = (Rule("benefit_review_interval", "ends_on >= starts_on", ENDS_BEFORE),)

    doc_no = DocNo(_("Number"), prefix="BR")
    project = Text(_("Project"), max_length=120)
    unit = Reference(Unit, _("Unit"))
    starts_on = Day(_("From"))
    ends_on = Day(_("Until"))
    author = Reference(Staff, _("Evaluated by"))
    cost = Money(_("Cost"), minimum=0, unit=YUAN)
    benefit = Money(
        _("Benefit"), minimum=0, unit=YUAN, help=_("Saved or gained within the time reviewed.")
    )
    reckoning = LongText(_("How it was reckoned"), default="")
    findings = LongText(_("What the evaluation found"), default="")
    verdict = Choice(
        _("Verdict on the benefit"),
        VERDICTS,
        null=True,
        tones={"worthwhile": "ok", "even": "info", "not_worthwhile": "bad"},
    )
    approved_by = Reference(Staff, _("Approved by"), null=True)
    approved_at = Instant(_("Approved at"), null=True)
    decision_note = Text(_("Opinion"), max_length=200, default="")
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "submitted": _("Submitted"),
            "approved": _("Approved"),
            "returned": _("Returned"),
        },
        default="draft",
        tones={"draft": "neutral", "submitted": "info", "approved": "ok", "returned": "warn"},
    )

    def __str__(self) -> str:
        return f"{self.doc_no} {self.project}" if self.doc_no else str(self.project)

    @property
    def net(self) -> Decimal:
        """Benefit less cost, in yuan."""
        return Decimal(self.benefit) - Decimal(self.cost)

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            yield "ends_on", ENDS_BEFORE


__all__ = ["VERDICTS", "BenefitReview", "WasteEvent"]
