"""Quotations for a request, and the award: whose offer was taken, by whom and why."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Flag,
    LongText,
    Money,
    Price,
    Quantity,
    Reference,
    Scope,
    Text,
    Whole,
)
from logistics.tables.approvals.rules import METHODS as RULE_METHODS
from logistics.tables.base import BaseModel
from logistics.tables.people import Staff
from logistics.tables.purchasing.requests import PurchaseRequest, PurchaseRequestLine
from logistics.tables.purchasing.suppliers import Supplier
from logistics.wording import _

YUAN = _("yuan")
METHODS = {**RULE_METHODS, "single_source": _("Single source")}
KEPT_PAGES = ("list", "details", "export", "history")


class Quotation(BaseModel):
    """What one supplier asks for a request: one price a round, which then stands (一次报价)
    (R72).
    """

    LABEL = _("Quotation")
    LABEL_MANY = _("Quotations")
    LIST = (
        "doc_no",
        "request",
        "supplier",
        "amount",
        "quoted_on",
        "valid_to",
        "delivery_days",
        "is_sealed",
        "status",
    )
    SEARCH = ("doc_no", "request.doc_no", "request.purpose", "supplier.name", "terms")
    SORT = "-quoted_on,-id"
    OWNED = (
        "doc_no",
        "request",
        "supplier",
        "round",
        "amount",
        "quoted_on",
        "valid_to",
        "delivery_days",
        "is_sealed",
        "terms",
        "status",
        "withdrawn_reason",
    )
    SCOPE = Scope(site="request.site", unit="request.unit", owner="request.requester")
    PAGES = KEPT_PAGES
    UNIQUE = (("request", "supplier", "round"),)
    INDEXES = (("status", "valid_to"),)

    doc_no = DocNo(_("Number"), prefix="QT")
    request = Reference(PurchaseRequest, _("Purchase request"), backref="quotations")
    supplier = Reference(Supplier, _("Supplier"))
    round = Whole(_("Round"), minimum=1, help=_("A supplier gives one price a round."))
    amount = Money(_("Total price"), minimum=0, unit=YUAN, help=_("Tax and delivery included."))
    quoted_on = Day(_("Quoted on"))
    valid_to = Day(_("Valid until"), help=_("The last day, included."))
    delivery_days = Whole(_("Delivery within"), null=True, minimum=0, unit=_("days"))
    is_sealed = Flag(
        _("Sealed, with licence"), help=_("The paper bears the supplier's seal and licence.")
    )
    terms = LongText(_("Terms"), default="")
    status = Choice(
        _("Status"),
        {
            "standing": _("Standing"),
            "withdrawn": _("Withdrawn"),
        },
        default="standing",
        tones={"standing": "info", "withdrawn": "neutral"},
    )
    withdrawn_reason = Text(_("Why withdrawn"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.doc_no} {self.supplier}"


class QuotationLine(BaseModel):
    """The price for one line of the request."""

    LABEL = _("Line of a quotation")
    LABEL_MANY = _("Lines of quotations")
    DOCUMENT = "quotation"
    LIST = ("quotation", "request_line", "quantity", "unit_price", "amount", "offered")
    SEARCH = ("quotation.doc_no", "quotation.supplier.name", "offered")
    SORT = "quotation,id"
    OWNED = ("quotation", "request_line", "quantity", "unit_price", "amount", "offered")
    PAGES = KEPT_PAGES
    UNIQUE = (("quotation", "request_line"),)

    quotation = Reference(Quotation, _("Quotation"), backref="lines")
    request_line = Reference(PurchaseRequestLine, _("Request line"))
    quantity = Quantity(_("Quantity"), minimum=0)
    unit_price = Price(_("Unit price"), minimum=0, unit=YUAN)
    amount = Money(_("Amount"), minimum=0, unit=YUAN)
    offered = Text(_("Offered make"), max_length=120, default="")

    def __str__(self) -> str:
        return f"{self.request_line} · {self.unit_price}"


class Award(BaseModel):
    """The choice of a supplier for a request or some of its lines, with method and reason (R72)."""

    LABEL = _("Award")
    LABEL_MANY = _("Awards")
    LIST = (
        "doc_no",
        "request",
        "supplier",
        "method",
        "amount",
        "decided_on",
        "reason",
        "status",
    )
    SEARCH = ("doc_no", "request.doc_no", "request.purpose", "supplier.name", "reason")
    SORT = "-decided_on,-id"
    OWNED = (
        "doc_no",
        "request",
        "quotation",
        "supplier",
        "method",
        "amount",
        "lowest_amount",
        "quotes_compared",
        "offers_equal",
        "reason",
        "decided_on",
        "status",
    )
    SCOPE = Scope(site="request.site", unit="request.unit", owner="request.requester")
    PAGES = KEPT_PAGES
    INDEXES = (("request", "status"), ("decided_on",))

    doc_no = DocNo(_("Number"), prefix="AW")
    request = Reference(PurchaseRequest, _("Purchase request"), backref="awards")
    quotation = Reference(Quotation, _("Quotation"))
    supplier = Reference(Supplier, _("Supplier"))
    method = Choice(_("Purchasing method"), METHODS)
    amount = Money(_("Awarded"), minimum=0, unit=YUAN)
    lowest_amount = Money(
        _("Lowest offer"), minimum=0, unit=YUAN, help=_("For the same lines, when it was decided.")
    )
    quotes_compared = Whole(_("Quotations compared"), minimum=0)
    offers_equal = Flag(
        _("Offers equal in quality and service"), help=_("Then the lowest price wins.")
    )
    reason = LongText(
        _("Reason"), default="", help=_("For a single source, or for an offer above the lowest.")
    )
    decided_on = Day(_("Decided on"))
    status = Choice(
        _("Status"),
        {"standing": _("Standing"), "superseded": _("Superseded")},
        default="standing",
        tones={"standing": "ok", "superseded": "neutral"},
    )

    def __str__(self) -> str:
        return f"{self.doc_no} {self.supplier}"


class AwardLine(BaseModel):
    """One line of the request that the award gives to its supplier, at the price quoted."""

    LABEL = _("Line of an award")
    LABEL_MANY = _("Lines of awards")
    DOCUMENT = "award"
    LIST = ("award", "request_line", "quantity", "unit_price", "amount")
    SEARCH = ("award.doc_no", "award.supplier.name")
    SORT = "award,id"
    OWNED = ("award", "request_line", "quantity", "unit_price", "amount")
    PAGES = KEPT_PAGES
    UNIQUE = (("award", "request_line"),)

    award = Reference(Award, _("Award"), backref="lines")
    request_line = Reference(PurchaseRequestLine, _("Request line"))
    quantity = Quantity(_("Quantity"), minimum=0)
    unit_price = Price(_("Unit price"), minimum=0, unit=YUAN)
    amount = Money(_("Amount"), minimum=0, unit=YUAN)

    def __str__(self) -> str:
        return f"{self.request_line} × {self.quantity}"


class AwardMember(BaseModel):
    """Somebody who compared the offers and signed the record."""

    LABEL = _("Member of an award")
    LABEL_MANY = _("Members of awards")
    DOCUMENT = "award"
    LIST = ("award", "staff")
    SEARCH = ("award.doc_no", "staff.name")
    SORT = "award,id"
    OWNED = ("award", "staff")
    PAGES = KEPT_PAGES
    UNIQUE = (("award", "staff"),)

    award = Reference(Award, _("Award"), backref="members")
    staff = Reference(Staff, _("Compared by"))

    def __str__(self) -> str:
        return str(self.staff)


__all__ = ["METHODS", "Award", "AwardLine", "AwardMember", "Quotation", "QuotationLine"]
