"""Purchasing: requests, quotations and awards, orders, receipts, payments, the weekly run."""
