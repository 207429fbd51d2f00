"""Stock: what may be kept, where it lies, how it moved, who asked for it and what was counted."""

from logistics.tables.stock.catalogue import Item, UnitQuota, Warehouse
from logistics.tables.stock.counting import Stocktake, StocktakeLine
from logistics.tables.stock.issuing import IssueSheet, IssueSlip, IssueSlipLine
from logistics.tables.stock.ledger import StockClosing, StockLevel, StockMovement
from logistics.tables.stock.requests import IssueRequest, IssueRequestLine
from logistics.tables.stock.transfers import StockTransfer, StockTransferLine

__all__ = [
    "IssueRequest",
    "IssueRequestLine",
    "IssueSheet",
    "IssueSlip",
    "IssueSlipLine",
    "Item",
    "StockClosing",
    "StockLevel",
    "StockMovement",
    "StockTransfer",
    "StockTransferLine",
    "Stocktake",
    "StocktakeLine",
    "UnitQuota",
    "Warehouse",
]
