"""Visitors: who is inside now, whose data is past its retention (R32)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from logistics.database import now
from logistics.tables.guarding import Visitor

RETENTION = dt.timedelta(days=180)
"""How long the personal data of a visit is kept."""


def is_past_retention(visitor: Visitor) -> bool:
    """Whether the visit ended, or should have taken place, longer ago than data is kept."""
    over = visitor.left_at or visitor.expected_at
    return bool(over < now() - RETENTION)


def past_retention() -> Any:
    """The visits whose personal data is to be deleted."""
    limit = now() - RETENTION
    return Visitor.select().where(
        Visitor.purged_at.is_null()
        & Visitor.status.not_in(("inside", "overdue"))
        & (Visitor.expected_at < limit)
        & (Visitor.left_at.is_null() | (Visitor.left_at < limit))
    )
