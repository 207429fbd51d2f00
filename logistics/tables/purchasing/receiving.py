"""Goods that arrive: what was received, what the acceptors found, what went into stock."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Flag,
    Instant,
    LongText,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel, Ledger
from logistics.tables.people import Staff
from logistics.tables.purchasing.orders import PurchaseOrder, PurchaseOrderLine
from logistics.tables.purchasing.quotations import KEPT_PAGES
from logistics.tables.stock.catalogue import QUANTITY_ABOVE_ZERO, Warehouse
from logistics.wording import _


class GoodsReceipt(BaseModel):
    """One delivery of an order, as it was counted on arrival."""

    LABEL = _("Goods receipt")
    LABEL_MANY = _("Goods receipts")
    LIST = ("doc_no", "order", "delivery_note", "received_on", "received_by", "status")
    SEARCH = ("doc_no", "order.doc_no", "order.supplier.name", "delivery_note")
    SORT = "-received_on,-id"
    OWNED = ("doc_no", "order", "delivery_note", "received_on", "received_by", "note", "status")
    SCOPE = Scope(site="order.site", owner="received_by")
    PAGES = KEPT_PAGES
    INDEXES = (("status", "received_on"),)

    doc_no = DocNo(_("Number"), prefix="GR")
    order = Reference(PurchaseOrder, _("Purchase order"), backref="receipts")
    delivery_note = Text(_("Delivery note"), max_length=40, default="")
    received_on = Day(_("Received on"))
    received_by = Reference(Staff, _("Goods received by"))
    note = Text(_("Note"), max_length=200, default="")
    status = Choice(
        _("Status"),
        {"received": _("To be accepted"), "inspected": _("Inspected")},
        default="received",
        tones={"received": "work", "inspected": "ok"},
    )

    def __str__(self) -> str:
        return f"{self.doc_no} · {self.order.doc_no}"


class GoodsReceiptLine(BaseModel):
    """How much of an order line arrived with a delivery."""

    LABEL = _("Line of a goods receipt")
    LABEL_MANY = _("Lines of goods receipts")
    TITLE = "order_line"
    DOCUMENT = "receipt"
    LIST = ("receipt", "order_line", "quantity")
    SEARCH = ("receipt.doc_no", "order_line.name")
    SORT = "receipt,id"
    OWNED = ("receipt", "order_line", "quantity")
    PAGES = KEPT_PAGES
    UNIQUE = (("receipt", "order_line"),)
    CHECKS = (Rule("goods_receipt_line_quantity", "quantity > 0", QUANTITY_ABOVE_ZERO),)

    receipt = Reference(GoodsReceipt, _("Goods receipt"), backref="lines")
    order_line = Reference(PurchaseOrderLine, _("Order line"))
    quantity = Quantity(_("Quantity received"))

    def __str__(self) -> str:
        return f"{self.order_line.name} × {self.quantity}"


class GoodsAcceptance(BaseModel):
    """The acceptance (验收) of one delivery: so many acceptors must sign the same findings.

    It opens with the delivery, so that goods waiting for acceptance are seen. Findings that differ
    from those already signed open a new round, in which everybody signs again.
    """

    LABEL = _("Goods acceptance")
    LABEL_MANY = _("Goods acceptances")
    LIST = (
        "doc_no",
        "receipt",
        "acceptors_needed",
        "status",
        "accepted_on",
        "warehouse",
        "stocked_by",
        "returned_on",
    )
    SEARCH = ("doc_no", "receipt.doc_no", "receipt.order.doc_no", "receipt.order.supplier.name")
    SORT = "-created_at"
    OWNED = (
        "doc_no",
        "receipt",
        "acceptors_needed",
        "needs_technical",
        "round",
        "status",
        "accepted_on",
        "warehouse",
        "stocked_by",
        "stocked_on",
        "returned_on",
        "return_note",
    )
    SCOPE = Scope(site="receipt.order.site", owner="receipt.received_by")
    PAGES = KEPT_PAGES
    INDEXES = (("status", "created_at"),)

    doc_no = DocNo(_("Number"), prefix="GA")
    receipt = Reference(GoodsReceipt, _("Goods receipt"), unique=True)
    acceptors_needed = Whole(
        _("Acceptors needed"), minimum=1, maximum=9, help=_("By the amount, from the matrix.")
    )
    needs_technical = Flag(_("Technical opinion needed"))
    round = Whole(_("Round"), default=1, minimum=1)
    status = Choice(
        _("Status"),
        {
            "open": _("Being accepted"),
            "accepted": _("Accepted"),
            "part_accepted": _("Partly accepted"),
            "rejected": _("All bad"),
            "stocked": _("Stocked"),
        },
        default="open",
        tones={
            "open": "work",
            "accepted": "info",
            "part_accepted": "warn",
            "rejected": "bad",
            "stocked": "ok",
        },
    )
    accepted_on = Day(_("Accepted on"), null=True)
    warehouse = Reference(Warehouse, _("Warehouse"), null=True)
    stocked_by = Reference(Staff, _("Stocked by"), null=True)
    stocked_on = Day(_("Stocked on"), null=True)
    returned_on = Day(_("Returned to the supplier on"), null=True)
    return_note = Text(_("Note on the return"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.doc_no} · {self.receipt.order.doc_no}"


class GoodsAcceptanceLine(BaseModel):
    """What the acceptors found of one line of the delivery; empty until the first one signs."""

    LABEL = _("Line of a goods acceptance")
    LABEL_MANY = _("Lines of goods acceptances")
    TITLE = "acceptance"
    DOCUMENT = "acceptance"
    LIST = ("acceptance", "receipt_line", "good", "bad", "defect")
    SEARCH = ("acceptance.doc_no", "receipt_line.order_line.name", "defect")
    SORT = "acceptance,id"
    OWNED = ("acceptance", "receipt_line", "good", "bad", "defect")
    PAGES = KEPT_PAGES
    UNIQUE = (("acceptance", "receipt_line"),)
    CHECKS = (
        Rule(
            "goods_acceptance_line_defect",
            "bad IS NULL OR bad = 0 OR defect <> ''",
            _("Say what is wrong with the goods that are not accepted."),
        ),
    )

    acceptance = Reference(GoodsAcceptance, _("Goods acceptance"), backref="lines")
    receipt_line = Reference(GoodsReceiptLine, _("Line of a goods receipt"))
    good = Quantity(_("Good"), null=True, minimum=0)
    bad = Quantity(_("Bad"), null=True, minimum=0)
    defect = Text(_("Defect"), max_length=200, default="")

    def __str__(self) -> str:
        return str(self.receipt_line)


class GoodsAcceptanceMember(Ledger):
    """One acceptor's signature under the findings of one round."""

    LABEL = _("Signature of an acceptor")
    LABEL_MANY = _("Signatures of acceptors")
    DOCUMENT = "acceptance"
    LIST = ("acceptance", "round", "staff", "opinion", "technical_opinion", "signed_at")
    SEARCH = ("acceptance.doc_no", "staff.name", "opinion")
    SORT = "acceptance,id"
    OWNED = ("acceptance", "round", "staff", "opinion", "technical_opinion", "signed_at")
    UNIQUE = (("acceptance", "round", "staff"),)

    acceptance = Reference(GoodsAcceptance, _("Goods acceptance"), backref="members")
    round = Whole(_("Round"), minimum=1)
    staff = Reference(Staff, _("Acceptor"))
    opinion = Text(_("Opinion"), max_length=200, default="")
    technical_opinion = LongText(_("Technical opinion"), default="")
    signed_at = Instant(_("Signature given at"))

    def __str__(self) -> str:
        return str(self.staff)


__all__ = [
    "GoodsAcceptance",
    "GoodsAcceptanceLine",
    "GoodsAcceptanceMember",
    "GoodsReceipt",
    "GoodsReceiptLine",
]
