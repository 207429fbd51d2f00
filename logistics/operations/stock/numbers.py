"""Numbers as people give them, refused in words where a column could not keep them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from logistics.errors import RuleViolation
from logistics.operations.validation import Problem, clean_value
from logistics.tables.stock import StockMovement
from logistics.wording import Words, _


def clean_quantity(value: Any, field: str = "quantity") -> Decimal:
    """A quantity with at most three decimal places."""
    return _clean(StockMovement.quantity, value, field)


def clean_money(value: Any, field: str = "value") -> Decimal:
    """An amount in yuan with at most two decimal places, not below zero."""
    amount = _clean(StockMovement.value, value, field)
    if amount < 0:
        raise RuleViolation(_("The amount must not be below zero."), field=field)
    return amount


def require_above_zero(quantity: Any, field: str = "quantity") -> Decimal:
    """A quantity that is more than nothing."""
    cleaned = clean_quantity(quantity, field)
    if cleaned <= 0:
        raise RuleViolation(_("The quantity must be above zero."), field=field)
    return cleaned


def require_reason(reason: str, words: Words, field: str = "reason") -> str:
    """A reason that says something."""
    if not reason.strip():
        raise RuleViolation(words, field=field)
    return reason.strip()


def _clean(column: Any, value: Any, field: str) -> Decimal:
    try:
        return Decimal(clean_value(column, value))
    except Problem as problem:
        raise RuleViolation(problem.words, field=field) from None
