"""Stock: what its tables have beyond a list and a form."""

from admin_views.stock.books import BOOK_VERBS, blueprint
from admin_views.stock.counting import WAREHOUSE_VERBS, StocktakeView
from admin_views.stock.issuing import (
    SLIP_LINE_VERBS,
    IssueSheetView,
    IssueSlipView,
)
from admin_views.stock.moving import ITEM_VERBS, MOVEMENT_VERBS, StockTransferView
from admin_views.stock.requests import REQUEST_VERBS
from admin_views.stock.waiting import waiting_in_stock

__all__ = [
    "BOOK_VERBS",
    "ITEM_VERBS",
    "MOVEMENT_VERBS",
    "REQUEST_VERBS",
    "SLIP_LINE_VERBS",
    "WAREHOUSE_VERBS",
    "IssueSheetView",
    "IssueSlipView",
    "StockTransferView",
    "StocktakeView",
    "blueprint",
    "waiting_in_stock",
]
