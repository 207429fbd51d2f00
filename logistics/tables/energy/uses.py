"""What was used, what was allowed, and why more was used than allowed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Flag,
    Instant,
    LongText,
    Money,
    NoOverlap,
    Percent,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.energy.meters import FIRST_OF_MONTH, UNITS
from logistics.tables.organisation import Site, Unit
from logistics.wording import Words, _

YUAN = _("yuan")
MEASURED_KINDS = {
    "electricity": _("Electric power (kWh)"),
    "water": _("Water (m³)"),
    "gas": _("Natural gas (m³)"),
    "heat": _("Heat supplied (MJ)"),
    "petrol": _("Petrol (litres)"),
    "diesel": _("Diesel (litres)"),
    "lpg": _("Liquefied gas (kg)"),
    "coal": _("Raw coal (kg)"),
}
"""The kinds with the unit in which their use is written down, for lists that mix them."""
INDICATORS = {
    "energy_area": _("Energy by area"),
    "energy_head": _("Energy by head"),
    "electricity_area": _("Electricity by area"),
    "water_head": _("Water by head"),
}
INDICATOR_UNITS = {
    "energy_area": _("kgce/m²"),
    "energy_head": _("kgce/person"),
    "electricity_area": _("kWh/m²"),
    "water_head": _("m³/person"),
}
BANDS = {
    "guide": _("Advanced"),
    "baseline": _("On target"),
    "limit": _("Within the limit"),
    "over": _("Over quota"),
}
BAND_TONES = {"guide": "ok", "baseline": "ok", "limit": "warn", "over": "bad"}


class EnergyUse(BaseModel):
    """What an office area used of one energy in a month (能耗台账, R77).

    A row without a unit is the whole office area; rows of units are parts of it and are not added.
    """

    LABEL = _("Energy use")
    LABEL_MANY = _("Energy use")
    TITLE = "month"
    LIST = ("month", "site", "unit", "kind", "quantity", "cost", "is_estimated", "status")
    SEARCH = ("site.name", "unit.name", "note")
    SORT = "-month,site,kind"
    FORM = (
        (_("Energy use"), ("month", "site", "unit", "kind")),
        (_("Use and cost"), ("quantity", "cost", "is_estimated", "note")),
    )
    OWNED = ("status",)
    SCOPE = Scope(site="site", unit="unit")
    EDITABLE_IN = ("entered",)
    DELETABLE_IN = ("entered",)
    UNIQUE = (("site", "unit", "month", "kind"),)
    INDEXES = (("month", "kind"),)
    NO_OVERLAP = (
        NoOverlap(
            "energy_use_site_once",
            ("site", "kind"),
            "month",
            "month",
            "unit_id IS NULL",
            _("There is a row for this office area, month and energy already."),
        ),
    )

    month = Day(_("Month counted"), help=_("Its first day."))
    site = Reference(Site, _("Office area"))
    unit = Reference(Unit, _("Unit"), null=True, help=_("Empty: the whole office area."))
    kind = Choice(_("Kind of energy"), MEASURED_KINDS)
    quantity = Quantity(
        _("Amount used"),
        minimum=0,
        help=_("kWh, m³, MJ of heat, litres of petrol and diesel, kg of other fuels."),
    )
    cost = Money(_("Charge"), null=True, minimum=0, unit=YUAN)
    is_estimated = Flag(_("Estimated"))
    status = Choice(
        _("Counted from"),
        {"entered": _("Entered from bills"), "metered": _("Reckoned from meters")},
        default="entered",
        tones={"entered": "neutral", "metered": "ok"},
    )
    note = Text(_("Note"), max_length=120, default="")

    def __str__(self) -> str:
        return f"{self.site} {self.month:%Y-%m}"

    @property
    def measure(self) -> Words:
        """In what the quantity is written."""
        return UNITS[self.kind]

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.month and row.month.day != 1:
            yield "month", FIRST_OF_MONTH


class EnergyQuota(BaseModel):
    """What an office area may use in a year: limit, baseline and guide (能源消耗定额, R77)."""

    LABEL = _("Energy quota")
    LABEL_MANY = _("Energy quotas")
    TITLE = "indicator"
    LIST = ("year", "site", "indicator", "guide", "baseline", "limit_value", "status", "source")
    SEARCH = ("site.name", "source")
    SORT = "-year,site,indicator"
    FORM = (
        (_("Energy quota"), ("year", "site", "indicator")),
        (_("Values for a year"), ("guide", "baseline", "limit_value", "source")),
    )
    OWNED = ("status", "approved_by", "approved_at")
    SCOPE = Scope(site="site")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    UNIQUE = (("year", "site", "indicator"),)
    CHECKS = (
        Rule(
            "energy_quota_bands",
            "guide <= baseline AND baseline <= limit_value",
            _("The guide is at most the baseline, and the baseline at most the limit."),
        ),
    )

    year = Whole(_("Year"), minimum=2000, maximum=2100)
    site = Reference(Site, _("Office area"))
    indicator = Choice(_("Indicator"), INDICATORS)
    guide = Quantity(_("Guide value"), minimum=0, help=_("Advanced: no more than this."))
    baseline = Quantity(_("Baseline value"), minimum=0, help=_("On target: no more than this."))
    limit_value = Quantity(
        _("Limit value"),
        minimum=0,
        help=_("Whoever uses more explains it in writing."),
    )
    source = Text(_("Source"), max_length=120, default="")
    status = Choice(
        _("Status"),
        {"draft": _("Draft"), "approved": _("Approved")},
        default="draft",
        tones={"approved": "ok"},
    )
    approved_by = Reference(Account, _("Approved by"), null=True)
    approved_at = Instant(_("Approved at"), null=True)

    def __str__(self) -> str:
        return f"{self.site} {self.year}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        values = (row.guide, row.baseline, row.limit_value)
        if None not in values and not values[0] <= values[1] <= values[2]:
            yield (
                "limit_value",
                _("The guide is at most the baseline, and the baseline at most the limit."),
            )


class OverQuotaNote(BaseModel):
    """Why more was used than the limit allows, and what is done about it (超定额说明, R77)."""

    LABEL = _("Over-quota note")
    LABEL_MANY = _("Over-quota notes")
    TITLE = "quota"
    LIST = (
        "doc_no",
        "quota",
        "site",
        "starts_on",
        "ends_on",
        "allowed",
        "actual",
        "over_percent",
        "status",
    )
    SEARCH = ("doc_no", "site.name", "cause", "measure")
    SORT = "-ends_on"
    FORM = ((_("Explanation"), ("cause", "measure", "due_on")),)
    OWNED = (
        "doc_no",
        "quota",
        "site",
        "starts_on",
        "ends_on",
        "allowed",
        "actual",
        "over_percent",
        "status",
        "submitted_at",
        "submitted_by",
        "decided_by",
        "decided_at",
        "decision_note",
    )
    SCOPE = Scope(site="site")
    PAGES = ("list", "details", "edit", "export", "history")
    EDITABLE_IN = ("draft", "returned")
    UNIQUE = (("quota", "starts_on", "ends_on"),)

    doc_no = DocNo(_("Number"), prefix="EO")
    quota = Reference(EnergyQuota, _("Energy quota"))
    site = Reference(Site, _("Office area"))
    starts_on = Day(_("From"))
    ends_on = Day(_("Until"))
    allowed = Quantity(_("Quota of the period"), minimum=0)
    actual = Quantity(_("Used in fact"), minimum=0)
    over_percent = Percent(_("Over by"), minimum=0, unit=_("%"))
    cause = LongText(_("Cause of the excess"), default="")
    measure = LongText(_("Measure"), default="")
    due_on = Day(_("To be done by"), null=True)
    status = Choice(
        _("Status"),
        {
            "draft": _("To be explained"),
            "submitted": _("Submitted"),
            "accepted": _("Explanation accepted"),
            "returned": _("Returned"),
        },
        default="draft",
        tones={"draft": "warn", "submitted": "info", "accepted": "ok", "returned": "warn"},
    )
    submitted_at = Instant(_("Submitted at"), null=True)
    submitted_by = Reference(Account, _("Submitted by"), null=True)
    decided_by = Reference(Account, _("Decided by"), null=True)
    decided_at = Instant(_("Decided at"), null=True)
    decision_note = Text(_("Opinion"), max_length=200, default="")

    def __str__(self) -> str:
        return str(self.doc_no or self.quota)


__all__ = [
    "BANDS",
    "BAND_TONES",
    "INDICATORS",
    "INDICATOR_UNITS",
    "EnergyQuota",
    "EnergyUse",
    "OverQuotaNote",
]
