"""What keeps the vehicles running: fuel, service and repair."""

from __future__ import annotations

from typing import ClassVar

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Exact,
    Flag,
    LongText,
    Money,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel
from logistics.tables.fleet.dispatching import YUAN
from logistics.tables.fleet.vehicles import KILOMETRES, Vehicle
from logistics.tables.money import BudgetLine
from logistics.tables.organisation import Site
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.wording import _


class FuelLog(BaseModel):
    """A filling (加油登记): litres, amount and odometer, with the vehicle's own card (R24).

    ``consumption`` stands where the tank was filled up: litres since the last full tank × 100
    / km.
    """

    LABEL = _("Filling")
    LABEL_MANY = _("Fuel log")
    TITLE = "vehicle"
    LIST = (
        "fuelled_on",
        "vehicle",
        "driver",
        "liters",
        "amount",
        "odometer",
        "consumption",
        "station",
        "status",
    )
    SEARCH = ("vehicle.plate", "driver.name", "station", "card_no")
    SORT = "-fuelled_on,-id"
    OWNED = (
        "vehicle",
        "driver",
        "fuelled_on",
        "liters",
        "amount",
        "odometer",
        "is_full",
        "card_no",
        "station",
        "consumption",
        "budget_line",
        "void_reason",
        "status",
    )
    SCOPE = Scope(site="vehicle.site", owner="driver")
    PAGES = ("list", "details", "export", "history")
    INDEXES = (("vehicle", "odometer"), ("driver", "fuelled_on"), ("fuelled_on",))

    vehicle = Reference(Vehicle, _("Vehicle"))
    driver = Reference(Staff, _("Driver"))
    fuelled_on = Day(_("Fuelled on"))
    liters = Exact(_("Quantity of fuel"), scale=2, minimum=1, unit=_("L or kWh"))
    amount = Money(_("Amount"), minimum=0, unit=YUAN)
    odometer = Whole(_("Odometer"), minimum=0, unit=KILOMETRES)
    is_full = Flag(_("Filled up"), default=True, help=_("Consumption is counted between these."))
    card_no = Text(_("Card used"), max_length=30)
    station = Text(_("Filling station"), max_length=60, default="")
    consumption = Exact(_("Consumption"), scale=2, null=True, minimum=0, unit=_("L/100 km"))
    budget_line = Reference(
        BudgetLine, _("Budget line"), null=True, help=_("On which the amount is booked.")
    )
    void_reason = Text(_("Why struck out"), max_length=200, default="")
    status = Choice(
        _("Status"),
        {"valid": _("Filling valid"), "void": _("Struck out")},
        default="valid",
        tones={"valid": "ok", "void": "neutral"},
    )

    def __str__(self) -> str:
        return f"{self.vehicle.plate} {self.fuelled_on:%Y-%m-%d}"


class VehicleMaintenance(BaseModel):
    """A service or repair (车辆维修审批单): approved before it begins (R23)."""

    LABEL = _("Vehicle maintenance")
    LABEL_MANY = _("Vehicle maintenance")
    LIST = (
        "doc_no",
        "vehicle",
        "kind",
        "description",
        "shop",
        "approved_amount",
        "final_amount",
        "due_on",
        "status",
    )
    SEARCH = ("doc_no", "vehicle.plate", "description", "shop")
    SORT = "-created_at"
    FORM = (
        (_("Maintenance"), ("vehicle", "kind", "description", "due_on")),
        (_("Shop and money"), ("reporter", "shop", "estimate", "budget_line")),
    )
    OWNED = (
        "doc_no",
        "status",
        "approved_amount",
        "approved_by",
        "final_amount",
        "odometer",
        "starts_on",
        "ends_on",
        "result",
        "decision_note",
    )
    DERIVED: ClassVar = {"site": "vehicle.site"}
    SCOPE = Scope(site="site", owner="reporter")
    EDITABLE_IN = ("draft", "returned")
    DELETABLE_IN = ("draft",)
    CHECKS = (
        Rule(
            "vehicle_maintenance_interval",
            "ends_on IS NULL OR ends_on >= starts_on",
            ENDS_AFTER_START,
        ),
    )
    INDEXES = (("status", "due_on"), ("vehicle", "ends_on"))

    doc_no = DocNo(_("Number"), prefix="VM")
    vehicle = Reference(Vehicle, _("Vehicle"))
    site = Reference(Site, _("Office area"))
    reporter = Reference(Staff, _("Reporting driver"), help=_("The driver, as a rule."))
    kind = Choice(
        _("Kind"),
        {
            "service": _("Regular service"),
            "repair": _("Vehicle repair"),
            "inspection": _("Annual inspection"),
            "tyres": _("Tyres"),
        },
        default="service",
    )
    description = LongText(_("Work to be done"))
    due_on = Day(
        _("Maintenance due on"), null=True, help=_("A service done later counts as missed.")
    )
    shop = Text(_("Repair shop"), max_length=80, help=_("One of the fixed shops."))
    estimate = Money(_("Estimate"), minimum=0, unit=YUAN)
    budget_line = Reference(
        BudgetLine,
        _("Budget line"),
        null=True,
        help=_("The approved amount is set aside on it; the bill is booked on it."),
    )
    approved_amount = Money(_("Approved amount"), null=True, minimum=0, unit=YUAN)
    approved_by = Reference(Staff, _("Approved by"), null=True)
    final_amount = Money(_("Final amount"), null=True, minimum=0, unit=YUAN)
    odometer = Whole(_("Odometer"), null=True, minimum=0, unit=KILOMETRES)
    starts_on = Day(_("In the shop from"), null=True)
    ends_on = Day(_("Finished on"), null=True)
    result = LongText(_("Work done in the shop"), default="")
    decision_note = LongText(_("Opinion"), default="")
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "submitted": _("Submitted"),
            "approved": _("Approved"),
            "in_shop": _("In the shop"),
            "done": _("Maintenance finished"),
            "returned": _("Returned"),
            "rejected": _("Rejected"),
        },
        default="draft",
        tones={
            "submitted": "info",
            "approved": "info",
            "in_shop": "work",
            "done": "ok",
            "returned": "warn",
            "rejected": "bad",
        },
    )

    def __str__(self) -> str:
        return f"{self.doc_no or ''} {self.vehicle.plate}".strip()


__all__ = ["FuelLog", "VehicleMaintenance"]
