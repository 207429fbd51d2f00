"""What a canteen wastes, and its accounts: watched, not the goal (R26)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Exact,
    Instant,
    LongText,
    Money,
    Percent,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.canteen.kitchen import Canteen
from logistics.wording import Words, _

BALANCE_LIMIT = Decimal(2)
"""How far surplus or loss of the year may lie from nothing, in percent of turnover."""


class WasteLog(BaseModel):
    """Food waste of a day as it was weighed (餐余称重)."""

    LABEL = _("Waste weighed")
    LABEL_MANY = _("Waste weighed")
    TITLE = "day"
    LIST = ("day", "canteen", "kind", "weight", "note")
    SEARCH = ("canteen.name", "note")
    SORT = "-day,canteen"
    SCOPE = Scope(site="canteen.site")
    UNIQUE = (("canteen", "day", "kind"),)

    canteen = Reference(Canteen, _("Canteen"))
    day = Day(_("Day"))
    kind = Choice(
        _("Kind"),
        {
            "plate": _("Left on plates"),
            "kitchen": _("Kitchen waste"),
            "unsold": _("Cooked and left over"),
        },
        default="plate",
    )
    weight = Exact(_("Weighed"), scale=2, minimum=0, unit=_("kg"))
    note = Text(_("Note"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.canteen} {self.day:%Y-%m-%d}"


class CanteenSettlement(BaseModel):
    """The accounts of a month (收支公示表): ingredients at purchase price, the subsidy shown (R26).

    Balance = what diners paid + subsidy - ingredients. Energy and wages are paid from the running
    budget; they are shown and do not enter the balance.
    """

    LABEL = _("Canteen accounts")
    LABEL_MANY = _("Canteen accounts")
    LIST = (
        "doc_no",
        "canteen",
        "month",
        "income",
        "subsidy",
        "food_cost",
        "balance",
        "balance_percent",
        "status",
    )
    SEARCH = ("doc_no", "canteen.name")
    SORT = "-month,canteen"
    FORM = (
        (_("Month"), ("canteen", "month")),
        (_("Income and cost"), ("income", "subsidy", "energy_cost", "labor_cost")),
        (_("Explanation"), ("explanation",)),
    )
    OWNED = (
        "doc_no",
        "status",
        "food_cost",
        "balance",
        "balance_percent",
        "meals",
        "submitted_by",
        "approved_by",
        "approved_at",
        "published_at",
        "return_note",
    )
    SCOPE = Scope(site="canteen.site")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    UNIQUE = (("canteen", "month"),)
    CHECKS = (
        Rule(
            "canteen_settlement_balance",
            "status = 'draft' OR balance = income + subsidy - food_cost",
            _("The balance is income and subsidy less ingredients."),
        ),
    )

    doc_no = DocNo(_("Number"), prefix="CS")
    canteen = Reference(Canteen, _("Canteen"))
    month = Day(_("Month"), help=_("The first day of the month."))
    income = Money(_("Paid by diners"), default=0, minimum=0, unit=_("yuan"))
    subsidy = Money(_("Meal subsidy"), default=0, minimum=0, unit=_("yuan"))
    food_cost = Money(
        _("Ingredients"),
        default=0,
        minimum=0,
        unit=_("yuan"),
        help=_("Counted from the receipts at purchase price when the accounts are submitted."),
    )
    energy_cost = Money(_("Energy cost"), default=0, minimum=0, unit=_("yuan"))
    labor_cost = Money(_("Wages"), default=0, minimum=0, unit=_("yuan"))
    balance = Money(_("Balance"), default=0, unit=_("yuan"))
    balance_percent = Percent(
        _("Balance of the year"),
        null=True,
        unit=_("%"),
        help=_("Surplus or loss since January, in percent of turnover; 2 % need no explanation."),
    )
    meals = Whole(_("Meals"), default=0, minimum=0)
    explanation = LongText(_("Explanation"), default="")
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "submitted": _("Submitted"),
            "approved": _("Approved"),
            "published": _("Published"),
        },
        default="draft",
        tones={"submitted": "info", "approved": "info", "published": "ok"},
    )
    submitted_by = Reference(Account, _("Submitted by"), null=True)
    approved_by = Reference(Account, _("Approved by"), null=True)
    approved_at = Instant(_("Approved at"), null=True)
    published_at = Instant(_("Published at"), null=True)
    return_note = Text(_("Reason for returning"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.canteen} {self.month:%Y-%m}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.month is not None and row.month.day != 1:
            yield "month", _("Give the first day of the month.")


class WasteEvaluation(BaseModel):
    """The quarterly evaluation against waste of food (反食品浪费评估表), its result published."""

    LABEL = _("Evaluation of food waste")
    LABEL_MANY = _("Evaluations of food waste")
    LIST = ("doc_no", "canteen", "year", "quarter", "grams_a_meal", "target_grams", "status")
    SEARCH = ("doc_no", "canteen.name", "findings", "measures")
    SORT = "-year,-quarter,canteen"
    FORM = (
        (_("Quarter"), ("canteen", "year", "quarter", "target_grams")),
        (_("Evaluation"), ("findings", "measures")),
    )
    OWNED = (
        "doc_no",
        "status",
        "weight",
        "meals",
        "grams_a_meal",
        "submitted_by",
        "approved_by",
        "approved_at",
        "published_at",
        "return_note",
    )
    SCOPE = Scope(site="canteen.site")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    UNIQUE = (("canteen", "year", "quarter"),)

    doc_no = DocNo(_("Number"), prefix="FW")
    canteen = Reference(Canteen, _("Canteen"))
    year = Whole(_("Year"), minimum=2000, maximum=2100)
    quarter = Whole(_("Quarter"), minimum=1, maximum=4)
    target_grams = Exact(_("Target"), scale=1, default=Decimal(40), minimum=0, unit=_("g"))
    weight = Exact(_("Waste weighed"), scale=2, null=True, minimum=0, unit=_("kg"))
    meals = Whole(_("Meals"), null=True, minimum=0)
    grams_a_meal = Exact(_("Waste per meal"), scale=1, null=True, minimum=0, unit=_("g"))
    findings = LongText(_("What was found"), default="")
    measures = LongText(_("Measures"), default="")
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "submitted": _("Submitted"),
            "approved": _("Approved"),
            "published": _("Published"),
        },
        default="draft",
        tones={"submitted": "info", "approved": "info", "published": "ok"},
    )
    submitted_by = Reference(Account, _("Submitted by"), null=True)
    approved_by = Reference(Account, _("Approved by"), null=True)
    approved_at = Instant(_("Approved at"), null=True)
    published_at = Instant(_("Published at"), null=True)
    return_note = Text(_("Reason for returning"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.canteen} {self.year} Q{self.quarter}"
