"""Material plans: what a unit means to buy in a quarter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import Money, Quantity, Reference, Rule, Scope, Text, Whole
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Unit
from logistics.tables.stock.catalogue import QUANTITY_ABOVE_ZERO, Item
from logistics.wording import Words, _


class MaterialPlan(BaseModel):
    """What a unit plans to buy of an item in a quarter (物资计划; R71) (R67)."""

    LABEL = _("Material plan")
    LABEL_MANY = _("Material plans")
    TITLE = "item"
    LIST = ("year", "quarter", "unit", "item", "quantity", "estimate", "note")
    SEARCH = ("unit.name", "item.name", "item.code", "note")
    SORT = "-year,-quarter,unit"
    FORM = (
        (_("Period"), ("year", "quarter", "unit")),
        (_("Need"), ("item", "quantity", "estimate", "note")),
    )
    SCOPE = Scope(site="unit.site", unit="unit")
    UNIQUE = (("year", "quarter", "unit", "item"),)
    CHECKS = (Rule("material_plan_quantity", "quantity > 0", QUANTITY_ABOVE_ZERO),)

    year = Whole(_("Year"), minimum=2000, maximum=2100)
    quarter = Whole(_("Quarter"), minimum=1, maximum=4)
    unit = Reference(Unit, _("Unit"))
    item = Reference(Item, _("Item"))
    quantity = Quantity(_("Quantity"), help=_("In the item's unit of measure."))
    estimate = Money(_("Estimate"), minimum=0, unit=_("yuan"))
    note = Text(_("Note"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.year} Q{self.quarter} · {self.item}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.quantity is not None and row.quantity <= 0:
            yield "quantity", QUANTITY_ABOVE_ZERO


__all__ = ["MaterialPlan"]
