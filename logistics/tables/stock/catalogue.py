"""The catalogue: items, the warehouses that keep them and what a unit may use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    SHARED,
    Choice,
    Flag,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
)
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Site, Unit
from logistics.wording import Words, _

MAXIMUM_UNDER_MINIMUM = _("The maximum stock lies below the minimum stock.")
QUANTITY_ABOVE_ZERO = _("The quantity must be above zero.")


class Item(BaseModel):
    """Something that is bought, kept and issued, in one unit of measure (R06, R70)."""

    LABEL = _("Item")
    LABEL_MANY = _("Items")
    TITLE_BESIDE = "spec"
    LIST = (
        "code",
        "name",
        "spec",
        "unit_of_measure",
        "kind",
        "min_stock",
        "max_stock",
        "trade_in",
        "is_active",
    )
    SEARCH = ("code", "name", "spec", "catalogue_code")
    SORT = "code"
    FORM = (
        (
            _("Item"),
            ("code", "name", "spec", "unit_of_measure", "kind", "catalogue_code"),
        ),
        (_("Keeping"), ("min_stock", "max_stock", "trade_in", "is_active")),
    )
    SCOPE = SHARED
    CHECKS = (
        Rule(
            "item_stock_bounds",
            "max_stock IS NULL OR max_stock >= min_stock",
            MAXIMUM_UNDER_MINIMUM,
        ),
    )

    code = Text(_("Code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=80, index=True)
    spec = Text(_("Specification"), max_length=120, default="")
    unit_of_measure = Text(_("Unit of measure"), max_length=12, help=_("Box, bottle, ream …"))
    kind = Choice(
        _("Kind"),
        {
            "consumable": _("Consumable"),
            "durable": _("Low-value durable"),
            "fixed_asset": _("Fixed asset"),
        },
        default="consumable",
    )
    catalogue_code = Text(
        _("Catalogue code"),
        max_length=20,
        default="",
        index=True,
        help=_("From the government procurement catalogue; one code for buying and assets."),
    )
    min_stock = Quantity(
        _("Minimum stock"),
        default=0,
        minimum=0,
        help=_("Below it, over all warehouses, the item is offered for buying."),
    )
    max_stock = Quantity(_("Maximum stock"), null=True, minimum=0)
    trade_in = Flag(
        _("Old for new"),
        help=_("Issued only when the old one comes back or its absence is explained."),
    )
    is_active = Flag(_("In use"), default=True)

    def __str__(self) -> str:
        return f"{self.name} {self.spec}".strip()

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.max_stock is not None and row.max_stock < (row.min_stock or 0):
            yield "max_stock", MAXIMUM_UNDER_MINIMUM


class Warehouse(BaseModel):
    """A place at a site where stock is kept (R58)."""

    LABEL = _("Warehouse")
    LABEL_MANY = _("Warehouses")
    LIST = ("code", "name", "site", "is_active")
    SEARCH = ("code", "name", "site.name")
    SORT = "code"
    SCOPE = Scope(site="site")

    site = Reference(Site, _("Office area"))
    code = Text(
        _("Code"),
        max_length=20,
        unique=True,
        help=_("Supplies for a site leave its first warehouse in use, by code."),
    )
    name = Text(_("Name"), max_length=60)
    is_active = Flag(_("In use"), default=True)

    def __str__(self) -> str:
        return str(self.name)


class UnitQuota(BaseModel):
    """How much of an item a unit may ask for within a period without giving a reason (R72)."""

    LABEL = _("Unit quota")
    LABEL_MANY = _("Unit quotas")
    LIST = ("unit", "item", "period", "quantity")
    SEARCH = ("unit.name", "item.name", "item.code")
    SORT = "unit,item"
    SCOPE = Scope(unit="unit")
    UNIQUE = (("unit", "item", "period"),)
    CHECKS = (Rule("unit_quota_positive", "quantity > 0", QUANTITY_ABOVE_ZERO),)

    unit = Reference(Unit, _("Unit"))
    item = Reference(Item, _("Item"))
    period = Choice(
        _("Period"),
        {
            "month": _("Month"),
            "quarter": _("Quarter"),
            "half_year": _("Half-year"),
            "year": _("Year"),
        },
        default="month",
    )
    quantity = Quantity(_("Quantity"))

    def __str__(self) -> str:
        return f"{self.unit} · {self.item}"


__all__ = ["QUANTITY_ABOVE_ZERO", "Item", "UnitQuota", "Warehouse"]
