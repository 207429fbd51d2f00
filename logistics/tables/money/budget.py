"""Budget lines, the ledger of what was reserved, committed and spent, and adjustments."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from logistics.database import (
    Choice,
    DocNo,
    LongText,
    Money,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
    local_day,
    this_year,
)
from logistics.tables.base import BaseModel, Ledger
from logistics.tables.organisation import Unit
from logistics.tables.people import Staff
from logistics.wording import Words, _

YUAN = _("yuan")
ADJUSTS_SOMETHING = _("Name the line that gains, the line that gives, or both.")
TWO_LINES = _("A transfer needs two different lines.")


class BudgetLine(BaseModel):
    """What a unit may spend in a year under one economic code (R06, R73).

    Available is the amount plus adjustments, less what is reserved, committed and spent; never
    below zero. The balances are kept by ``budget_entry``.
    """

    LABEL = _("Budget line")
    LABEL_MANY = _("Budget lines")
    LIST = (
        "year",
        "unit",
        "economic_code",
        "name",
        "amount",
        "adjusted",
        "reserved",
        "committed",
        "spent",
        "status",
    )
    SEARCH = ("economic_code", "name", "unit.name")
    SORT = "-year,unit,economic_code"
    FORM = (
        (_("Budget line"), ("year", "unit", "economic_code", "name")),
        (_("Approved budget"), ("amount",)),
    )
    OWNED = ("adjusted", "reserved", "committed", "spent", "status")
    SCOPE = Scope(site="unit.site", unit="unit")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    UNIQUE = (("year", "unit", "economic_code"),)
    CHECKS = (
        Rule(
            "budget_line_not_overdrawn",
            "amount + adjusted - reserved - committed - spent >= 0",
            _("The budget line does not reach."),
        ),
    )
    INDEXES = (("economic_code",),)

    year = Whole(_("Year"), default=this_year, minimum=2000, maximum=2100)
    unit = Reference(Unit, _("Unit"))
    economic_code = Text(
        _("Economic code"),
        max_length=12,
        help=_("Of the departmental budget, 30201 office expenses for instance."),
    )
    name = Text(_("Name"), max_length=60)
    amount = Money(_("Budget"), minimum=0, unit=YUAN)
    adjusted = Money(_("Adjusted"), default=0, unit=YUAN, help=_("By approved adjustments."))
    reserved = Money(_("Reserved"), default=0, minimum=0, unit=YUAN)
    committed = Money(_("Committed"), default=0, minimum=0, unit=YUAN)
    spent = Money(_("Spent"), default=0, minimum=0, unit=YUAN)
    status = Choice(
        _("Status"),
        {"draft": _("Draft"), "approved": _("Approved")},
        default="draft",
        tones={"draft": "neutral", "approved": "ok"},
    )

    def __str__(self) -> str:
        return f"{self.year} · {self.economic_code} {self.name}"

    @property
    def budget(self) -> Decimal:
        """Yuan that the line may reach in all: the amount with its adjustments."""
        return Decimal(self.amount) + Decimal(self.adjusted)

    @property
    def held(self) -> Decimal:
        """Yuan reserved or committed and not yet spent."""
        return Decimal(self.reserved) + Decimal(self.committed)

    @property
    def available(self) -> Decimal:
        """Yuan that may still be reserved."""
        return self.budget - self.held - Decimal(self.spent)


class BudgetEntry(Ledger):
    """One movement of a budget line; each balance of the line is the sum of its column here
    (R73).
    """

    LABEL = _("Budget entry")
    LABEL_MANY = _("Budget entries")
    LIST = (
        "created_at",
        "line",
        "kind",
        "adjusted",
        "reserved",
        "committed",
        "spent",
        "doc_type",
        "created_by",
    )
    SEARCH = ("line.name", "line.economic_code")
    SORT = "-id"
    OWNED = (
        "line",
        "kind",
        "adjusted",
        "reserved",
        "committed",
        "spent",
        "doc_type",
        "doc_id",
    )
    SCOPE = Scope(site="line.unit.site", unit="line.unit")
    INDEXES = (("doc_type", "doc_id", "line"),)
    CHECKS = (
        Rule(
            "budget_entry_moves",
            "adjusted <> 0 OR reserved <> 0 OR committed <> 0 OR spent <> 0",
            _("An entry must move something."),
        ),
    )

    line = Reference(BudgetLine, _("Budget line"))
    kind = Choice(
        _("Kind"),
        {
            "reserve": _("Reserved"),
            "commit": _("Committed"),
            "spend": _("Spent"),
            "release": _("Released"),
            "adjust": _("Adjusted"),
        },
        tones={
            "reserve": "info",
            "commit": "work",
            "spend": "ok",
            "release": "neutral",
            "adjust": "warn",
        },
    )
    adjusted = Money(_("Adjusted"), default=0, unit=YUAN)
    reserved = Money(_("Reserved"), default=0, unit=YUAN)
    committed = Money(_("Committed"), default=0, unit=YUAN)
    spent = Money(_("Spent"), default=0, unit=YUAN)
    doc_type = Text(_("Kind of document"), max_length=60)
    doc_id = Whole(_("Document"))

    def __str__(self) -> str:
        return f"{self.line} · {local_day(self.created_at)}"


class BudgetAdjustment(BaseModel):
    """An approved change of budget lines: a supplement, a cut, or a transfer between two (R73)."""

    LABEL = _("Budget adjustment")
    LABEL_MANY = _("Budget adjustments")
    LIST = ("doc_no", "from_line", "to_line", "amount", "reason", "requester", "status")
    SEARCH = ("doc_no", "reason", "to_line.name", "from_line.name")
    SORT = "-created_at"
    FORM = (
        (_("Adjustment"), ("from_line", "to_line", "amount")),
        (_("Grounds"), ("requester", "unit", "reason")),
    )
    OWNED = ("doc_no", "status")
    SCOPE = Scope(site="unit.site", unit="unit", owner="requester")
    EDITABLE_IN = ("draft", "returned")
    DELETABLE_IN = ("draft",)
    CHECKS = (
        Rule("budget_adjustment_amount", "amount > 0", _("The amount must be above zero.")),
        Rule(
            "budget_adjustment_lines",
            "from_line_id IS NOT NULL OR to_line_id IS NOT NULL",
            ADJUSTS_SOMETHING,
        ),
        Rule("budget_adjustment_two_lines", "from_line_id <> to_line_id", TWO_LINES),
    )
    INDEXES = (("status", "created_at"),)

    doc_no = DocNo(_("Number"), prefix="BA")
    unit = Reference(Unit, _("Unit"))
    requester = Reference(Staff, _("Requester"))
    from_line = Reference(
        BudgetLine, _("Taken from"), null=True, help=_("Empty: the budget as a whole grows.")
    )
    to_line = Reference(
        BudgetLine, _("Given to"), null=True, help=_("Empty: the budget as a whole is cut.")
    )
    amount = Money(_("Amount"), unit=YUAN)
    reason = LongText(_("Reason"))
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "submitted": _("Submitted"),
            "approved": _("Approved"),
            "returned": _("Returned"),
            "rejected": _("Rejected"),
            "cancelled": _("Cancelled"),
        },
        default="draft",
        tones={
            "draft": "neutral",
            "submitted": "info",
            "approved": "ok",
            "returned": "warn",
            "rejected": "bad",
            "cancelled": "neutral",
        },
    )

    def __str__(self) -> str:
        return str(self.doc_no or self.reason[:40])

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.from_line_id is None and row.to_line_id is None:
            yield "to_line", ADJUSTS_SOMETHING
        elif row.from_line_id == row.to_line_id:
            yield "to_line", TWO_LINES
        if row.amount is not None and row.amount <= 0:
            yield "amount", _("The amount must be above zero.")


__all__ = ["YUAN", "BudgetAdjustment", "BudgetEntry", "BudgetLine"]
