"""Transfers: goods that go from one warehouse to another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Money,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
)
from logistics.tables.base import BaseModel
from logistics.tables.stock.catalogue import QUANTITY_ABOVE_ZERO, Item, Warehouse
from logistics.wording import Words, _

SAME_WAREHOUSE = _("Goods cannot be transferred to the warehouse in which they lie.")


class StockTransfer(BaseModel):
    """A transfer slip (调拨单): both halves are written together or not at all (R58)."""

    LABEL = _("Stock transfer")
    LABEL_MANY = _("Stock transfers")
    LIST = (
        "doc_no",
        "from_warehouse",
        "to_warehouse",
        "reason",
        "status",
        "moved_on",
        "created_by",
    )
    SEARCH = ("doc_no", "reason", "from_warehouse.name", "to_warehouse.name")
    SORT = "-created_at"
    FORM = ((_("Transfer"), ("from_warehouse", "to_warehouse", "reason")),)
    OWNED = ("doc_no", "status", "moved_on")
    SCOPE = Scope(site="from_warehouse.site")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    CHECKS = (
        Rule(
            "stock_transfer_two_places",
            "from_warehouse_id <> to_warehouse_id",
            SAME_WAREHOUSE,
        ),
    )

    doc_no = DocNo(_("Number"), prefix="ST")
    from_warehouse = Reference(Warehouse, _("From warehouse"))
    to_warehouse = Reference(Warehouse, _("To warehouse"))
    reason = Text(_("Reason"), max_length=200)
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "transferred": _("Transferred"),
            "reversed": _("Reversed"),
        },
        default="draft",
        tones={"transferred": "ok", "reversed": "warn"},
    )
    moved_on = Day(_("Moved on"), null=True)

    def __str__(self) -> str:
        return str(self.doc_no or self.reason)

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.from_warehouse_id and row.from_warehouse_id == row.to_warehouse_id:
            yield "to_warehouse", SAME_WAREHOUSE


class StockTransferLine(BaseModel):
    """One item of a transfer, with the cost that goes along with it."""

    LABEL = _("Line of a stock transfer")
    LABEL_MANY = _("Lines of stock transfers")
    DOCUMENT = "transfer"
    LIST = ("transfer", "item", "quantity", "value")
    SEARCH = ("transfer.doc_no", "item.code", "item.name")
    SORT = "transfer,item"
    OWNED = ("value",)
    UNIQUE = (("transfer", "item"),)
    CHECKS = (Rule("stock_transfer_line_positive", "quantity > 0", QUANTITY_ABOVE_ZERO),)

    transfer = Reference(StockTransfer, _("Stock transfer"), backref="lines")
    item = Reference(Item, _("Item"))
    quantity = Quantity(_("Quantity"))
    value = Money(_("Amount"), default=0, minimum=0, unit=_("yuan"))

    def __str__(self) -> str:
        return f"{self.item} × {self.quantity}"


__all__ = ["StockTransfer", "StockTransferLine"]
