"""The weekly purchase run: one list for all sites, one vehicle, a split sheet signed per site."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from logistics.database import (
    SHARED,
    Choice,
    Day,
    DocNo,
    Instant,
    LongText,
    Money,
    NoOverlap,
    Price,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel
from logistics.tables.fleet import Dispatch
from logistics.tables.money import BudgetLine
from logistics.tables.organisation import Site
from logistics.tables.people import Staff
from logistics.tables.purchasing.suppliers import Supplier
from logistics.tables.stock.catalogue import QUANTITY_ABOVE_ZERO, Item
from logistics.wording import Words, _

TWO_BUYERS = _("The two buyers must be two people.")
MONDAY = _("A run is named by the Monday of its week.")


class PurchaseRun(BaseModel):
    """One week's round of buying (每周采购): collected, locked, bought, delivered, reconciled.

    One vehicle drives it, on a dispatch slip of the fleet (R59).
    """

    LABEL = _("Purchase run")
    LABEL_MANY = _("Purchase runs")
    LIST = ("doc_no", "week_starts_on", "status", "cutoff_at", "buyer", "second_buyer", "amount")
    SEARCH = ("doc_no", "buyer.name", "second_buyer.name", "dispatch.doc_no")
    SORT = "-week_starts_on"
    FORM = (
        (_("Purchase run"), ("doc_no", "week_starts_on", "cutoff_at", "locked_by")),
        (_("Who goes"), ("buyer", "second_buyer", "dispatch", "driver")),
        (_("Money"), ("budget_line", "estimate", "amount", "reconcile_note")),
    )
    OWNED = ("doc_no", "status", "estimate", "amount", "locked_by", "reconcile_note")
    SCOPE = SHARED
    EDITABLE_IN = ("collecting", "locked")
    DELETABLE_IN = ("collecting",)
    NO_OVERLAP = (
        NoOverlap(
            "purchase_run_once_a_week",
            ("week_starts_on",),
            "week_starts_on",
            "week_starts_on",
            "status <> 'cancelled'",
            _("This week already has a purchase run."),
        ),
    )
    CHECKS = (
        Rule(
            "purchase_run_two_buyers",
            "second_buyer_id IS NULL OR buyer_id <> second_buyer_id",
            TWO_BUYERS,
        ),
    )
    INDEXES = (("status", "week_starts_on"),)

    doc_no = DocNo(_("Number"), prefix="RN")
    week_starts_on = Day(_("Week from"), index=True, help=_("The Monday of the week."))
    cutoff_at = Instant(_("Cut-off"), help=_("Needs approved later wait for the next run."))
    status = Choice(
        _("Status"),
        {
            "collecting": _("Collecting"),
            "locked": _("Locked"),
            "buying": _("Buying"),
            "delivering": _("Delivering"),
            "signed": _("Signed at all sites"),
            "reconciled": _("Reconciled"),
            "cancelled": _("Cancelled"),
        },
        default="collecting",
        tones={
            "locked": "info",
            "buying": "work",
            "delivering": "work",
            "signed": "info",
            "reconciled": "ok",
        },
    )
    budget_line = Reference(BudgetLine, _("Budget line"))
    buyer = Reference(Staff, _("Buyer"), null=True)
    second_buyer = Reference(Staff, _("Second buyer"), null=True)
    dispatch = Reference(
        Dispatch,
        _("Dispatch slip"),
        null=True,
        help=_("Without a dispatch nobody drives; the dispatcher writes the slip."),
    )
    driver = Reference(Staff, _("Driver"), null=True)
    estimate = Money(_("Estimated amount"), default=0, minimum=0, unit=_("yuan"))
    amount = Money(_("Spent"), default=0, minimum=0, unit=_("yuan"))
    locked_by = Reference(Staff, _("Locked by"), null=True)
    reconcile_note = LongText(_("Remark of finance"), default="")

    def __str__(self) -> str:
        return f"{self.doc_no or ''} {self.week_starts_on:%Y-%m-%d}".strip()

    @property
    def vehicle_trip(self) -> str:
        """The vehicle and its slip, as the printed lists name them (R59)."""
        return f"{self.dispatch.vehicle} / {self.dispatch}" if self.dispatch_id else ""

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.week_starts_on and row.week_starts_on.weekday() != 0:
            yield "week_starts_on", MONDAY
        if row.buyer_id and row.buyer_id == row.second_buyer_id:
            yield "second_buyer", TWO_BUYERS


class PurchaseRunLine(BaseModel):
    """One item of the buying list: what all sites need, what was bought, where, for how much."""

    LABEL = _("Line of a purchase run")
    LABEL_MANY = _("Lines of purchase runs")
    TITLE = "item"
    DOCUMENT = "run"
    LIST = ("run", "item", "quantity", "bought", "supplier", "unit_price", "amount")
    SEARCH = ("run.doc_no", "item.code", "item.name", "supplier.name")
    SORT = "run,item"
    OWNED = (
        "run",
        "item",
        "quantity",
        "estimated_price",
        "supplier",
        "bought",
        "unit_price",
        "amount",
        "note",
        "difference",
    )
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("run", "item"),)

    run = Reference(PurchaseRun, _("Purchase run"), backref="lines")
    item = Reference(Item, _("Item"))
    quantity = Quantity(_("To buy"), default=0, minimum=0)
    estimated_price = Price(
        _("Estimated price"), default=0, minimum=0, unit=_("yuan"), help=_("The last one paid.")
    )
    supplier = Reference(Supplier, _("Supplier"), null=True)
    bought = Quantity(_("Bought"), null=True, minimum=0)
    unit_price = Price(_("Unit price"), null=True, minimum=0, unit=_("yuan"))
    amount = Money(_("Amount"), default=0, minimum=0, unit=_("yuan"))
    note = Text(_("Remark of the buyers"), max_length=200, default="", help=_("A substitute …"))
    difference = Text(_("Explanation of the difference"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.run.doc_no} · {self.item}"


class PurchaseRunAllocation(BaseModel):
    """One site's share of a line: what it needs and why, what it was given, who signed there
    (R58, R59).
    """

    LABEL = _("Share of a purchase run")
    LABEL_MANY = _("Shares of purchase runs")
    DOCUMENT = "run_line"
    SCOPE = Scope(site="site")
    LIST = (
        "run_line",
        "site",
        "quantity",
        "allotted",
        "delivered",
        "signed_by",
        "signed_at",
    )
    SEARCH = ("run_line.run.doc_no", "run_line.item.name", "site.name", "signed_by.name")
    SORT = "run_line,site"
    OWNED = (
        "run_line",
        "site",
        "shortage",
        "top_up",
        "extra",
        "quantity",
        "allotted",
        "delivered",
        "signed_by",
        "signed_at",
        "note",
    )
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("run_line", "site"),)
    CHECKS = (
        Rule(
            "purchase_run_allocation_parts",
            "quantity = shortage + top_up + extra AND quantity > 0",
            QUANTITY_ABOVE_ZERO,
        ),
    )

    run_line = Reference(PurchaseRunLine, _("Line of a purchase run"), backref="allocations")
    site = Reference(Site, _("Office area"))
    shortage = Quantity(
        _("For requests"), default=0, minimum=0, help=_("Approved, and not in stock there.")
    )
    top_up = Quantity(_("To refill"), default=0, minimum=0, help=_("Below the minimum stock."))
    extra = Quantity(_("Added by hand"), default=0, minimum=0)
    quantity = Quantity(_("To buy"))
    allotted = Quantity(_("Allotted"), null=True, minimum=0, help=_("Of what was bought."))
    delivered = Quantity(_("Delivered"), null=True, minimum=0)
    signed_by = Reference(Staff, _("Signed for by"), null=True)
    signed_at = Instant(_("Signed at"), null=True)
    note = Text(_("Remark at the site"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.run_line} · {self.site}"

    @property
    def missing(self) -> Decimal:
        """What was allotted to the site and did not arrive there."""
        return Decimal(self.allotted or 0) - Decimal(self.delivered or 0)


class PurchaseRunStop(BaseModel):
    """Where the vehicle of a run stopped: at a supplier or at a site (R59)."""

    LABEL = _("Stop of a purchase run")
    LABEL_MANY = _("Stops of purchase runs")
    DOCUMENT = "run"
    LIST = ("run", "position", "kind", "supplier", "site", "arrived_at", "left_at")
    SEARCH = ("run.doc_no", "supplier.name", "site.name")
    SORT = "run,position"
    FORM = ((_("Stop"), ("position", "kind", "supplier", "site", "arrived_at", "left_at")),)
    UNIQUE = (("run", "position"),)
    CHECKS = (
        Rule(
            "purchase_run_stop_place",
            "(kind = 'supplier' AND supplier_id IS NOT NULL AND site_id IS NULL)"
            " OR (kind = 'site' AND site_id IS NOT NULL AND supplier_id IS NULL)",
            _("Name the supplier of a stop for buying, the office area of a stop for delivery."),
        ),
        Rule(
            "purchase_run_stop_times",
            "left_at IS NULL OR (arrived_at IS NOT NULL AND left_at >= arrived_at)",
            _("The vehicle cannot leave before it arrives."),
        ),
    )

    run = Reference(PurchaseRun, _("Purchase run"), backref="stops")
    position = Whole(_("Order"), minimum=1)
    kind = Choice(_("Kind"), {"supplier": _("Stop for buying"), "site": _("Stop for delivery")})
    supplier = Reference(Supplier, _("Supplier"), null=True)
    site = Reference(Site, _("Office area"), null=True)
    arrived_at = Instant(_("Arrived at"), null=True)
    left_at = Instant(_("Left at"), null=True)

    def __str__(self) -> str:
        return f"{self.position} · {self.supplier if self.kind == 'supplier' else self.site}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.kind == "supplier" and not row.supplier_id:
            yield "supplier", _("Name the supplier.")
        if row.kind == "site" and not row.site_id:
            yield "site", _("Name the office area.")
        if row.left_at and (not row.arrived_at or row.left_at < row.arrived_at):
            yield "left_at", _("The vehicle cannot leave before it arrives.")


__all__ = ["PurchaseRun", "PurchaseRunAllocation", "PurchaseRunLine", "PurchaseRunStop"]
