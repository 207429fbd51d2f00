"""Orders: what is bought from whom, and which line of which request each piece is for."""

from __future__ import annotations

from decimal import Decimal

from logistics.database import (
    Choice,
    Day,
    DocNo,
    LongText,
    Money,
    Percent,
    Price,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
)
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Site
from logistics.tables.people import Staff
from logistics.tables.purchasing.quotations import KEPT_PAGES
from logistics.tables.purchasing.requests import PurchaseRequestLine
from logistics.tables.purchasing.suppliers import Supplier
from logistics.tables.stock.catalogue import QUANTITY_ABOVE_ZERO, Item
from logistics.wording import _

YUAN = _("yuan")
OPEN_STATUSES = ("placed", "receiving", "received")
"""An order in one of these still binds budget."""
MOST_TOLERANCE = Decimal(5)


class PurchaseOrder(BaseModel):
    """An order placed with one supplier; its state follows from what was accepted and paid
    (R50, R52).
    """

    LABEL = _("Purchase order")
    LABEL_MANY = _("Purchase orders")
    LIST = (
        "doc_no",
        "supplier",
        "site",
        "amount",
        "ordered_on",
        "deliver_by",
        "buyer",
        "status",
    )
    SEARCH = ("doc_no", "supplier.name", "contract_no", "buyer.name")
    SORT = "-ordered_on,-id"
    FORM = (
        (
            _("Purchase order"),
            ("doc_no", "supplier", "site", "ordered_on", "buyer", "second_buyer", "amount"),
        ),
        (
            _("Contract and delivery"),
            ("contract_no", "deliver_by", "tolerance", "terms", "end_reason"),
        ),
    )
    OWNED = (
        "doc_no",
        "status",
        "supplier",
        "site",
        "buyer",
        "second_buyer",
        "ordered_on",
        "amount",
        "tolerance",
        "end_reason",
    )
    SCOPE = Scope(site="site", owner="buyer")
    EDITABLE_IN = ("placed", "receiving")
    PAGES = ("list", "details", "edit", "export", "history")
    INDEXES = (("status", "ordered_on"), ("deliver_by",))
    CHECKS = (
        Rule(
            "purchase_order_two_buyers",
            "buyer_id <> second_buyer_id",
            _("The two buyers must be two people."),
        ),
    )

    doc_no = DocNo(_("Number"), prefix="PO")
    supplier = Reference(Supplier, _("Supplier"))
    site = Reference(Site, _("Deliver to"))
    buyer = Reference(Staff, _("Buyer"))
    second_buyer = Reference(Staff, _("Second buyer"))
    ordered_on = Day(_("Ordered on"))
    deliver_by = Day(_("Deliver by"), null=True)
    contract_no = Text(_("Contract number"), max_length=40, default="")
    terms = LongText(_("Terms"), default="")
    amount = Money(_("Amount"), minimum=0, unit=YUAN)
    tolerance = Percent(
        _("Over-delivery allowed"),
        default=0,
        minimum=0,
        maximum=MOST_TOLERANCE,
        unit=_("%"),
        help=_("What comes beyond the order is accepted, but not paid for."),
    )
    status = Choice(
        _("Status"),
        {
            "placed": _("Placed"),
            "receiving": _("Partly received"),
            "received": _("Received in full"),
            "closed": _("Closed"),
            "cancelled": _("Cancelled"),
        },
        default="placed",
        tones={
            "placed": "work",
            "receiving": "work",
            "received": "info",
            "closed": "ok",
        },
    )
    end_reason = Text(_("Why ended early"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.doc_no} {self.supplier}"


class PurchaseOrderLine(BaseModel):
    """One thing ordered, with what became of it so far."""

    LABEL = _("Order line")
    LABEL_MANY = _("Order lines")
    DOCUMENT = "order"
    LIST = (
        "order",
        "name",
        "spec",
        "quantity",
        "unit_of_measure",
        "unit_price",
        "amount",
        "received",
        "accepted",
        "rejected",
        "invoiced",
    )
    SEARCH = ("order.doc_no", "name", "spec", "item.code")
    SORT = "order,id"
    OWNED = (
        "order",
        "item",
        "name",
        "spec",
        "unit_of_measure",
        "quantity",
        "unit_price",
        "amount",
        "received",
        "accepted",
        "rejected",
        "invoiced",
    )
    PAGES = KEPT_PAGES
    CHECKS = (
        Rule("purchase_order_line_quantity", "quantity > 0", QUANTITY_ABOVE_ZERO),
        Rule(
            "purchase_order_line_inspected",
            "accepted + rejected <= received",
            _("More would be inspected than has arrived."),
        ),
    )

    order = Reference(PurchaseOrder, _("Purchase order"), backref="lines")
    item = Reference(Item, _("Item"), null=True)
    name = Text(_("Description"), max_length=80)
    spec = Text(_("Specification"), max_length=120, default="")
    unit_of_measure = Text(_("Unit of measure"), max_length=12, default="")
    quantity = Quantity(_("Quantity ordered"))
    unit_price = Price(_("Unit price"), minimum=0, unit=YUAN)
    amount = Money(_("Amount"), minimum=0, unit=YUAN)
    received = Quantity(_("Quantity received"), default=0, minimum=0)
    accepted = Quantity(_("Accepted"), default=0, minimum=0)
    rejected = Quantity(_("Found bad"), default=0, minimum=0)
    invoiced = Quantity(_("Quantity invoiced"), default=0, minimum=0)

    def __str__(self) -> str:
        return f"{self.name} × {self.quantity}"

    @property
    def standing(self) -> Decimal:
        """What has arrived and was not rejected."""
        return Decimal(self.received) - Decimal(self.rejected)

    @property
    def outstanding(self) -> Decimal:
        """What is still to come; never below zero."""
        return max(Decimal(self.quantity) - self.standing, Decimal(0))


class PurchaseOrderAllocation(BaseModel):
    """How much of an order line is for which line of which request.

    With it several requests share an order, and a request is split over several orders, exactly.
    """

    LABEL = _("Share of an order line")
    LABEL_MANY = _("Shares of order lines")
    DOCUMENT = "order_line"
    LIST = ("order_line", "request_line", "quantity", "amount", "accepted", "dropped", "spent")
    SEARCH = ("order_line.order.doc_no", "request_line.request.doc_no", "order_line.name")
    SORT = "order_line,id"
    OWNED = (
        "order_line",
        "request_line",
        "quantity",
        "amount",
        "accepted",
        "dropped",
        "spent",
        "released",
    )
    PAGES = KEPT_PAGES
    UNIQUE = (("order_line", "request_line"),)
    CHECKS = (
        Rule("purchase_order_allocation_quantity", "quantity > 0", QUANTITY_ABOVE_ZERO),
        Rule(
            "purchase_order_allocation_parts",
            "accepted + dropped <= quantity AND spent + released <= amount",
            _("A share cannot receive or cost more than was ordered for it."),
        ),
    )

    order_line = Reference(PurchaseOrderLine, _("Order line"), backref="allocations")
    request_line = Reference(PurchaseRequestLine, _("Request line"))
    quantity = Quantity(_("Quantity ordered"))
    amount = Money(_("Amount"), minimum=0, unit=YUAN)
    accepted = Quantity(_("Accepted"), default=0, minimum=0)
    dropped = Quantity(
        _("Given up"), default=0, minimum=0, help=_("Not delivered; may be ordered elsewhere.")
    )
    spent = Money(_("Spent"), default=0, minimum=0, unit=YUAN)
    released = Money(_("Released"), default=0, minimum=0, unit=YUAN)

    def __str__(self) -> str:
        return f"{self.request_line.request.doc_no} · {self.order_line}"


__all__ = [
    "MOST_TOLERANCE",
    "OPEN_STATUSES",
    "PurchaseOrder",
    "PurchaseOrderAllocation",
    "PurchaseOrderLine",
]
