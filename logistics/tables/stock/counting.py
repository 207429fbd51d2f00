"""Counting: what the books say, what lies there, and why the two differ."""

from __future__ import annotations

from decimal import Decimal

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Instant,
    LongText,
    Money,
    Quantity,
    Reference,
    Scope,
    Text,
)
from logistics.tables.base import BaseModel
from logistics.tables.people import Staff
from logistics.tables.stock.catalogue import Item, Warehouse
from logistics.wording import _

WRITTEN_OFF_CAUSES = ("damaged", "expired")
"""Differences of these causes are booked as written off, the others as count gain or loss."""


class Stocktake(BaseModel):
    """A count of one warehouse: the keeper counts, finance checks, the deputy approves (R70)."""

    LABEL = _("Stocktake")
    LABEL_MANY = _("Stocktakes")
    LIST = (
        "doc_no",
        "warehouse",
        "counted_on",
        "status",
        "counted_by",
        "checked_by",
        "approved_by",
    )
    SEARCH = ("doc_no", "warehouse.name")
    SORT = "-created_at"
    OWNED = (
        "doc_no",
        "warehouse",
        "counted_on",
        "status",
        "counted_by",
        "checked_by",
        "approved_by",
        "approved_at",
        "decision_note",
    )
    SCOPE = Scope(site="warehouse.site")
    PAGES = ("list", "details", "export", "history")
    INDEXES = (("status", "warehouse"),)

    doc_no = DocNo(_("Number"), prefix="SC")
    warehouse = Reference(Warehouse, _("Warehouse"))
    counted_on = Day(_("Counted on"))
    status = Choice(
        _("Status"),
        {
            "counting": _("Counting"),
            "submitted": _("To be checked"),
            "checked": _("To be approved"),
            "approved": _("Approved"),
            "cancelled": _("Cancelled"),
        },
        default="counting",
        tones={
            "counting": "work",
            "submitted": "info",
            "checked": "info",
            "approved": "ok",
        },
    )
    counted_by = Reference(Staff, _("Counted by"), null=True)
    checked_by = Reference(Staff, _("Checked by"), null=True)
    approved_by = Reference(Staff, _("Approved by"), null=True)
    approved_at = Instant(_("Approved at"), null=True)
    decision_note = LongText(_("Opinion"), default="")

    def __str__(self) -> str:
        return str(self.doc_no)


class StocktakeLine(BaseModel):
    """One item of a count. The book quantity is the one at the moment it was counted."""

    LABEL = _("Line of a stocktake")
    LABEL_MANY = _("Lines of stocktakes")
    DOCUMENT = "stocktake"
    LIST = ("stocktake", "item", "book", "actual", "cause", "note", "value")
    SEARCH = ("stocktake.doc_no", "item.code", "item.name", "note")
    SORT = "stocktake,item"
    OWNED = (
        "stocktake",
        "item",
        "book",
        "actual",
        "counted_at",
        "cause",
        "note",
        "unit_cost",
        "value",
    )
    PAGES = ("list", "details", "export")
    UNIQUE = (("stocktake", "item"),)

    stocktake = Reference(Stocktake, _("Stocktake"), backref="lines")
    item = Reference(Item, _("Item"))
    book = Quantity(_("Book quantity"), default=0, minimum=0)
    actual = Quantity(_("Counted"), null=True, minimum=0)
    counted_at = Instant(_("Counted at"), null=True)
    cause = Choice(
        _("Cause"),
        {
            "miscounted": _("Entry or count mistake"),
            "unrecorded": _("Movement not recorded"),
            "damaged": _("Damaged"),
            "expired": _("Expired"),
            "lost": _("Lost"),
            "natural": _("Natural loss"),
        },
        null=True,
    )
    note = Text(_("Explanation"), max_length=200, default="")
    unit_cost = Money(
        _("Cost of one"),
        null=True,
        minimum=0,
        unit=_("yuan"),
        help=_("Needed when something was found of which nothing was on the books."),
    )
    value = Money(_("Value of the difference"), default=0, unit=_("yuan"), help=_("As booked."))

    def __str__(self) -> str:
        return f"{self.stocktake.doc_no} · {self.item}"

    @property
    def difference(self) -> Decimal | None:
        """Counted less book; None while not counted."""
        if self.actual is None:
            return None
        return Decimal(self.actual) - Decimal(self.book)


__all__ = ["WRITTEN_OFF_CAUSES", "Stocktake", "StocktakeLine"]
