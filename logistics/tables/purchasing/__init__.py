"""Purchasing: plans, requests, quotations, awards, orders, goods, money and the weekly run."""

from logistics.tables.purchasing.orders import (
    PurchaseOrder,
    PurchaseOrderAllocation,
    PurchaseOrderLine,
)
from logistics.tables.purchasing.paying import Invoice, InvoiceLine, Payment
from logistics.tables.purchasing.plans import MaterialPlan
from logistics.tables.purchasing.quotations import (
    Award,
    AwardLine,
    AwardMember,
    Quotation,
    QuotationLine,
)
from logistics.tables.purchasing.receiving import (
    GoodsAcceptance,
    GoodsAcceptanceLine,
    GoodsAcceptanceMember,
    GoodsReceipt,
    GoodsReceiptLine,
)
from logistics.tables.purchasing.requests import PurchaseRequest, PurchaseRequestLine
from logistics.tables.purchasing.runs import (
    PurchaseRun,
    PurchaseRunAllocation,
    PurchaseRunLine,
    PurchaseRunStop,
)
from logistics.tables.purchasing.suppliers import Supplier

__all__ = [
    "Award",
    "AwardLine",
    "AwardMember",
    "GoodsAcceptance",
    "GoodsAcceptanceLine",
    "GoodsAcceptanceMember",
    "GoodsReceipt",
    "GoodsReceiptLine",
    "Invoice",
    "InvoiceLine",
    "MaterialPlan",
    "Payment",
    "PurchaseOrder",
    "PurchaseOrderAllocation",
    "PurchaseOrderLine",
    "PurchaseRequest",
    "PurchaseRequestLine",
    "PurchaseRun",
    "PurchaseRunAllocation",
    "PurchaseRunLine",
    "PurchaseRunStop",
    "Quotation",
    "QuotationLine",
    "Supplier",
]
