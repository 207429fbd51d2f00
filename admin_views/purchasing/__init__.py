"""Purchasing: what its tables have beyond a list and a form."""

from admin_views.purchasing.ordering import ORDERING_VERBS, PurchaseOrderView
from admin_views.purchasing.paying import INVOICE_VERBS, PaymentView
from admin_views.purchasing.quoting import (
    QUOTATION_VERBS,
    QUOTING_VERBS,
    SUPPLIER_VERBS,
    AwardView,
)
from admin_views.purchasing.receiving import GoodsAcceptanceView
from admin_views.purchasing.requests import REQUEST_VERBS, PurchaseRequestView
from admin_views.purchasing.runs import PurchaseRunView

__all__ = [
    "INVOICE_VERBS",
    "ORDERING_VERBS",
    "QUOTATION_VERBS",
    "QUOTING_VERBS",
    "REQUEST_VERBS",
    "SUPPLIER_VERBS",
    "AwardView",
    "GoodsAcceptanceView",
    "PaymentView",
    "PurchaseOrderView",
    "PurchaseRequestView",
    "PurchaseRunView",
]
