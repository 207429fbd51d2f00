"""The ledger of stock and the balance it leads to.

``stock_movement`` is the truth and is only appended to; ``stock_level`` is its balance, kept so
that a movement has one row to lock. Only ``operations/stock.py`` writes either.
"""

from __future__ import annotations

from decimal import Decimal

from logistics.database import (
    Choice,
    Day,
    Money,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel, Ledger
from logistics.tables.organisation import Unit
from logistics.tables.stock.catalogue import Item, Warehouse
from logistics.wording import _

INCOMING = ("opening", "purchase_in", "transfer_in", "return", "count_gain")
OUTGOING = ("issue", "transfer_out", "count_loss", "scrap")
KINDS = {
    "opening": _("Opening balance"),
    "purchase_in": _("Goods in"),
    "issue": _("Issue"),
    "transfer_out": _("Transfer out"),
    "transfer_in": _("Transfer in"),
    "return": _("Taken back"),
    "count_gain": _("Count gain"),
    "count_loss": _("Count loss"),
    "scrap": _("Written off"),
}
CENT = Decimal("0.01")


class StockLevel(BaseModel):
    """What one warehouse holds of one item, and what that cost (moving average) (R06)."""

    LABEL = _("Stock level")
    LABEL_MANY = _("Stock levels")
    LIST = ("warehouse", "item", "quantity", "value", "updated_at")
    SEARCH = ("item.code", "item.name", "warehouse.name")
    SORT = "warehouse,item"
    OWNED = ("warehouse", "item", "quantity", "value")
    SCOPE = Scope(site="warehouse.site")
    PAGES = ("list", "details", "export")
    UNIQUE = (("warehouse", "item"),)
    CHECKS = (
        Rule(
            "stock_level_empty_costs_nothing",
            "quantity > 0 OR value = 0",
            _("Where nothing is left, no value may be left."),
        ),
    )

    warehouse = Reference(Warehouse, _("Warehouse"))
    item = Reference(Item, _("Item"))
    quantity = Quantity(_("On hand"), default=0, minimum=0)
    value = Money(_("Amount"), default=0, minimum=0, unit=_("yuan"))

    def __str__(self) -> str:
        return f"{self.warehouse} · {self.item}"


class StockMovement(Ledger):
    """One item entering or leaving one warehouse: a positive or a negative quantity and value
    (R60).
    """

    LABEL = _("Stock movement")
    LABEL_MANY = _("Stock movements")
    LIST = (
        "moved_on",
        "warehouse",
        "item",
        "kind",
        "quantity",
        "value",
        "unit",
        "created_by",
    )
    SEARCH = ("item.code", "item.name", "warehouse.name", "unit.name", "note")
    SORT = "-moved_on,-id"
    OWNED = (
        "warehouse",
        "item",
        "kind",
        "quantity",
        "value",
        "moved_on",
        "unit",
        "doc_type",
        "doc_id",
        "correlation",
        "reversal_of",
        "note",
    )
    SCOPE = Scope(site="warehouse.site", unit="unit")
    INDEXES = (
        ("warehouse", "item", "moved_on"),
        ("warehouse", "kind", "moved_on"),
        ("item", "moved_on"),
        ("unit", "moved_on"),
        ("moved_on", "id"),
        ("doc_type", "doc_id"),
        ("correlation",),
    )
    CHECKS = (
        Rule(
            "stock_movement_direction",
            "quantity <> 0 AND ((kind IN ('opening', 'purchase_in', 'transfer_in', 'return',"
            " 'count_gain')) = (reversal_of_id IS NULL)) = (quantity > 0)",
            _("This kind of movement goes the other way."),
        ),
        Rule(
            "stock_movement_value_sign",
            "(quantity > 0 AND value >= 0) OR (quantity < 0 AND value <= 0)",
            _("Value and quantity go in opposite directions."),
        ),
    )

    warehouse = Reference(Warehouse, _("Warehouse"))
    item = Reference(Item, _("Item"))
    kind = Choice(
        _("Kind"),
        KINDS,
        tones={
            **dict.fromkeys(INCOMING, "ok"),
            **dict.fromkeys(OUTGOING, "info"),
            "scrap": "warn",
            "count_loss": "warn",
        },
    )
    quantity = Quantity(_("Quantity"), help=_("Negative when it leaves."))
    value = Money(_("Amount"), unit=_("yuan"), help=_("At moving average cost."))
    moved_on = Day(_("Moved on"))
    unit = Reference(Unit, _("Unit"), null=True, help=_("Bears the cost of an issue."))
    doc_type = Text(_("Kind of document"), max_length=60, default="")
    doc_id = Whole(_("Document"), null=True)
    correlation = Text(
        _("Pair"),
        max_length=40,
        default="",
        help=_("The same on both halves of a transfer."),
    )
    reversal_of = Reference("self", _("Reverses"), null=True, unique=True)
    note = Text(_("Reason"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.moved_on:%Y-%m-%d} {self.item} {self.quantity:+f}"


class StockClosing(BaseModel):
    """A warehouse's books are closed up to a day; entries before need a right and a reason."""

    LABEL = _("Closed stock period")
    LABEL_MANY = _("Closed stock periods")
    LIST = ("warehouse", "closed_through", "note", "created_by", "created_at")
    SEARCH = ("warehouse.name", "note")
    SORT = "-closed_through,warehouse"
    OWNED = ("warehouse", "closed_through", "note")
    SCOPE = Scope(site="warehouse.site")
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("warehouse", "closed_through"),)

    warehouse = Reference(Warehouse, _("Warehouse"))
    closed_through = Day(_("Closed through"))
    note = Text(_("Note"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.warehouse} {self.closed_through:%Y-%m-%d}"


__all__ = [
    "CENT",
    "INCOMING",
    "OUTGOING",
    "StockClosing",
    "StockLevel",
    "StockMovement",
]
