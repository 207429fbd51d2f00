"""What units ask to buy."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Flag,
    Instant,
    LongText,
    Money,
    Price,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
)
from logistics.tables.base import BaseModel
from logistics.tables.money import BudgetLine
from logistics.tables.organisation import Site, Unit
from logistics.tables.people import Staff
from logistics.tables.purchasing.plans import MaterialPlan
from logistics.tables.stock.catalogue import QUANTITY_ABOVE_ZERO, Item
from logistics.wording import Words, _

YUAN = _("yuan")
# The states in which a request counts as bought or about to be.
LIVE = ("submitted", "approved", "ordered", "received", "closed")


class PurchaseRequest(BaseModel):
    """A request to buy (采购申请单): one purpose, one budget line, any number of lines
    (R67, R72).
    """

    LABEL = _("Purchase request")
    LABEL_MANY = _("Purchase requests")
    LIST = (
        "doc_no",
        "purpose",
        "unit",
        "site",
        "requester",
        "amount",
        "need_by",
        "status",
        "submitted_at",
        "written_due",
    )
    SEARCH = ("doc_no", "purpose", "unit.name", "requester.name")
    SORT = "-created_at"
    FORM = (
        (_("What is asked for"), ("purpose", "unit", "site", "requester", "need_by", "reason")),
        (_("Money and plan"), ("budget_line", "plan", "off_plan_reason", "is_centralised")),
    )
    OWNED = (
        "doc_no",
        "status",
        "estimate",
        "awarded",
        "amount",
        "approved_amount",
        "reuse_result",
        "end_reason",
        "submitted_at",
        "oral_by",
        "oral_at",
        "oral_reason",
        "oral_amount",
        "written_due",
    )
    SCOPE = Scope(site="site", unit="unit", owner="requester")
    EDITABLE_IN = ("draft", "returned")
    DELETABLE_IN = ("draft",)
    INDEXES = (("status", "created_at"), ("budget_line", "status"), ("created_at",))

    doc_no = DocNo(_("Number"), prefix="PR")
    purpose = Text(_("Purpose"), max_length=120, help=_("What is bought, in a few words."))
    reason = LongText(_("Grounds"), default="", help=_("Why it is needed, and why now."))
    unit = Reference(Unit, _("Unit"))
    site = Reference(Site, _("Office area"), help=_("Where the goods are needed."))
    requester = Reference(Staff, _("Requester"))
    need_by = Day(_("Needed by"), null=True)
    budget_line = Reference(BudgetLine, _("Budget line"), null=True)
    plan = Reference(
        MaterialPlan, _("In plan"), null=True, help=_("Empty: the purchase is off plan.")
    )
    off_plan_reason = LongText(
        _("Why off plan"),
        default="",
        help=_("An off-plan purchase is decided one row higher in the approval matrix."),
    )
    is_centralised = Flag(
        _("Central procurement list"),
        help=_("Some of it is on the list of centralised procurement: the statutory procedure."),
    )
    estimate = Money(_("Estimate"), null=True, unit=YUAN)
    awarded = Money(_("Awarded"), null=True, unit=YUAN)
    amount = Money(
        _("Amount"), null=True, unit=YUAN, help=_("The larger of the estimate and the award.")
    )
    approved_amount = Money(_("Approved amount"), null=True, unit=YUAN)
    reuse_result = LongText(
        _("Reuse check"), default="", help=_("What was found in stock before buying anew.")
    )
    end_reason = LongText(_("Why given up"), default="")
    submitted_at = Instant(_("Submitted at"), null=True)
    oral_by = Reference(Staff, _("Allowed by word of mouth by"), null=True)
    oral_at = Instant(_("Allowed by word of mouth at"), null=True)
    oral_reason = LongText(_("Why it could not wait"), default="")
    oral_amount = Money(_("Amount allowed by word of mouth"), null=True, unit=YUAN)
    written_due = Day(
        _("Written approval due"),
        null=True,
        help=_("Urgent: allowed by word of mouth, to be approved in writing until this day."),
    )
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "submitted": _("Submitted"),
            "approved": _("Approved"),
            "ordered": _("Ordered"),
            "received": _("Received"),
            "closed": _("Closed"),
            "returned": _("Returned"),
            "rejected": _("Rejected"),
            "cancelled": _("Cancelled"),
        },
        default="draft",
        tones={
            "draft": "neutral",
            "submitted": "info",
            "approved": "ok",
            "ordered": "work",
            "received": "work",
            "closed": "ok",
            "returned": "warn",
            "rejected": "bad",
            "cancelled": "neutral",
        },
    )

    def __str__(self) -> str:
        return f"{self.doc_no} {self.purpose}" if self.doc_no else str(self.purpose)

    @property
    def is_off_plan(self) -> bool:
        """Whether no line of the material plan covers it."""
        return self.plan_id is None


class PurchaseRequestLine(BaseModel):
    """One thing to buy: an item of the catalogue, or something described in words."""

    LABEL = _("Request line")
    LABEL_MANY = _("Request lines")
    LIST = (
        "request",
        "item",
        "name",
        "spec",
        "quantity",
        "unit_of_measure",
        "unit_price",
        "amount",
        "catalogue_code",
    )
    SEARCH = ("name", "spec", "catalogue_code", "request.doc_no")
    SORT = "request,id"
    FORM = (
        (
            _("Request line"),
            (
                "request",
                "item",
                "name",
                "spec",
                "quantity",
                "unit_of_measure",
                "unit_price",
                "catalogue_code",
            ),
        ),
    )
    OWNED = ("amount",)
    DOCUMENT = "request"
    CHECKS = (
        Rule("purchase_request_line_quantity", "quantity > 0", QUANTITY_ABOVE_ZERO),
        Rule(
            "purchase_request_line_named",
            "item_id IS NOT NULL OR name <> ''",
            _("Choose an item or name what is to be bought."),
        ),
    )
    INDEXES = (("catalogue_code", "request"),)

    request = Reference(PurchaseRequest, _("Purchase request"), backref="lines")
    item = Reference(Item, _("Item"), null=True, help=_("Empty: describe it beside."))
    name = Text(_("Description"), max_length=80, default="", help=_("Empty: the item's name."))
    spec = Text(_("Specification"), max_length=120, default="")
    quantity = Quantity(_("Quantity"))
    unit_of_measure = Text(_("Unit of measure"), max_length=12, default="")
    unit_price = Price(_("Estimated price"), minimum=0, unit=YUAN)
    catalogue_code = Text(
        _("Catalogue code"),
        max_length=20,
        default="",
        help=_("From the government procurement catalogue; empty: the item's own."),
    )
    amount = Money(_("Amount"), null=True, unit=YUAN)

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """What is to be bought, in words."""
        return str(self.name or (self.item.name if self.item_id else ""))

    @property
    def value(self) -> Decimal:
        """Quantity times price, in yuan, rounded half up to the fen."""
        exact = Decimal(self.quantity) * Decimal(self.unit_price)
        return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.quantity is not None and row.quantity <= 0:
            yield "quantity", QUANTITY_ABOVE_ZERO
        if row.item_id is None and not row.name:
            yield "name", _("Choose an item or name what is to be bought.")


__all__ = ["LIVE", "PurchaseRequest", "PurchaseRequestLine"]
