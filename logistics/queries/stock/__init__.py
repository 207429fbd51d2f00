"""Reads of stock: levels and shortages, quotas, the preview of an issue, costs and books."""

from logistics.queries.stock.books import BookRow, UnitCost, issue_costs, stock_book
from logistics.queries.stock.levels import (
    LowStock,
    Shortage,
    below_minimum,
    held_by_site,
    on_hand,
    open_shortages,
    warehouse_of,
)
from logistics.queries.stock.quotas import QuotaUse, quota_uses
from logistics.queries.stock.sheets import SheetPreview, preview_sheet
from logistics.queries.stock.soundness import stock_problems

__all__ = [
    "BookRow",
    "LowStock",
    "QuotaUse",
    "SheetPreview",
    "Shortage",
    "UnitCost",
    "below_minimum",
    "held_by_site",
    "issue_costs",
    "on_hand",
    "open_shortages",
    "preview_sheet",
    "quota_uses",
    "stock_book",
    "stock_problems",
    "warehouse_of",
]
