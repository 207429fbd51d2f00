"""Invoices and payments: money leaves only where order, acceptance and invoice agree."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Money,
    Price,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
)
from logistics.tables.base import BaseModel
from logistics.tables.people import Staff
from logistics.tables.purchasing.orders import PurchaseOrder, PurchaseOrderLine
from logistics.tables.purchasing.quotations import KEPT_PAGES
from logistics.tables.purchasing.suppliers import Supplier
from logistics.tables.stock.catalogue import QUANTITY_ABOVE_ZERO
from logistics.wording import _

YUAN = _("yuan")


class Invoice(BaseModel):
    """A supplier's invoice for an order, as the paper says; a wrong one is not paid."""

    LABEL = _("Invoice")
    LABEL_MANY = _("Invoices")
    LIST = ("doc_no", "invoice_no", "supplier", "order", "amount", "invoiced_on", "status")
    SEARCH = ("doc_no", "invoice_no", "supplier.name", "order.doc_no")
    SORT = "-invoiced_on,-id"
    OWNED = (
        "doc_no",
        "invoice_no",
        "supplier",
        "order",
        "amount",
        "tax",
        "invoiced_on",
        "status",
        "void_reason",
    )
    SCOPE = Scope(site="order.site", owner="order.buyer")
    PAGES = KEPT_PAGES
    UNIQUE = (("supplier", "invoice_no"),)
    INDEXES = (("status", "invoiced_on"),)
    CHECKS = (
        Rule("invoice_amount_positive", "amount > 0", _("The amount must be above zero.")),
        Rule(
            "invoice_tax_within",
            "tax IS NULL OR tax < amount",
            _("The tax must be less than the amount."),
        ),
    )

    doc_no = DocNo(_("Number"), prefix="IV")
    invoice_no = Text(_("Invoice number"), max_length=40, help=_("As printed on the invoice."))
    supplier = Reference(Supplier, _("Supplier"))
    order = Reference(PurchaseOrder, _("Purchase order"), backref="invoices")
    amount = Money(_("Amount"), unit=YUAN, help=_("Tax included."))
    tax = Money(_("Tax in it"), null=True, minimum=0, unit=YUAN)
    invoiced_on = Day(_("Invoice date"))
    status = Choice(
        _("Status"),
        {
            "registered": _("Registered"),
            "requested": _("Payment requested"),
            "paid": _("Paid"),
            "void": _("Sent back"),
        },
        default="registered",
        tones={"registered": "info", "requested": "work", "paid": "ok"},
    )
    void_reason = Text(_("Why sent back"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.invoice_no} {self.supplier}"


class InvoiceLine(BaseModel):
    """What the invoice charges for one line of the order."""

    LABEL = _("Line of an invoice")
    LABEL_MANY = _("Lines of invoices")
    DOCUMENT = "invoice"
    LIST = ("invoice", "order_line", "quantity", "unit_price", "amount")
    SEARCH = ("invoice.invoice_no", "order_line.name")
    SORT = "invoice,id"
    OWNED = ("invoice", "order_line", "quantity", "unit_price", "amount")
    PAGES = KEPT_PAGES
    UNIQUE = (("invoice", "order_line"),)
    CHECKS = (Rule("invoice_line_quantity", "quantity > 0", QUANTITY_ABOVE_ZERO),)

    invoice = Reference(Invoice, _("Invoice"), backref="lines")
    order_line = Reference(PurchaseOrderLine, _("Order line"))
    quantity = Quantity(_("Quantity invoiced"))
    unit_price = Price(_("Unit price"), minimum=0, unit=YUAN)
    amount = Money(_("Amount"), minimum=0, unit=YUAN)

    def __str__(self) -> str:
        return f"{self.order_line.name} × {self.quantity}"


class Payment(BaseModel):
    """The payment of one invoice: asked for by the buyer, made by finance."""

    LABEL = _("Payment")
    LABEL_MANY = _("Payments")
    LIST = (
        "doc_no",
        "invoice",
        "amount",
        "means",
        "requested_by",
        "status",
        "paid_on",
        "paid_by",
    )
    SEARCH = ("doc_no", "invoice.invoice_no", "invoice.supplier.name", "voucher_no")
    SORT = "-created_at"
    OWNED = (
        "doc_no",
        "invoice",
        "amount",
        "means",
        "requested_by",
        "note",
        "status",
        "paid_on",
        "paid_by",
        "voucher_no",
    )
    SCOPE = Scope(site="invoice.order.site", owner="requested_by")
    PAGES = KEPT_PAGES
    INDEXES = (("status", "created_at"), ("paid_on",))
    CHECKS = (
        Rule(
            "payment_paid_by_somebody",
            "status <> 'paid' OR (paid_by_id IS NOT NULL AND paid_on IS NOT NULL)",
            _("A payment names who paid it, and when."),
        ),
    )

    doc_no = DocNo(_("Number"), prefix="PY")
    invoice = Reference(Invoice, _("Invoice"), backref="payments")
    amount = Money(_("Amount"), minimum=0, unit=YUAN)
    means = Choice(
        _("Means"),
        {
            "transfer": _("Bank transfer"),
            "official_card": _("Official card"),
            "cash": _("Cash"),
        },
        default="transfer",
    )
    requested_by = Reference(Staff, _("Requester"))
    note = Text(_("Note"), max_length=200, default="")
    status = Choice(
        _("Status"),
        {"requested": _("To be paid"), "paid": _("Paid"), "cancelled": _("Cancelled")},
        default="requested",
        tones={"requested": "info", "paid": "ok"},
    )
    paid_on = Day(_("Paid on"), null=True)
    paid_by = Reference(Staff, _("Paid out by"), null=True)
    voucher_no = Text(_("Voucher number"), max_length=40, default="")

    def __str__(self) -> str:
        return f"{self.doc_no} · {self.invoice}"


__all__ = ["Invoice", "InvoiceLine", "Payment"]
