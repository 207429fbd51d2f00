"""Stores: do the books agree with what lies there."""

from __future__ import annotations

from collections.abc import Iterator

from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.tables.stock import Stocktake, StocktakeLine
from logistics.wording import _


def observe_stock_accuracy(span: Span) -> Iterator[Observation]:
    """Every counted line of an approved stocktake, against the keeper who counted."""
    rows = (
        StocktakeLine.select(
            StocktakeLine.id,
            Stocktake.counted_by,
            Stocktake.counted_on,
            StocktakeLine.book,
            StocktakeLine.actual,
        )
        .join(Stocktake)
        .where(
            (Stocktake.status == "approved")
            & Stocktake.counted_by.is_null(False)
            & StocktakeLine.actual.is_null(False)
            & Stocktake.counted_on.between(span.first, span.last)
        )
        .order_by(StocktakeLine.id)
        .tuples()
        .iterator()
    )
    for key, staff, day, book, actual in rows:
        yield Observation(
            staff, day, "stocktake_line", key, fault="" if book == actual else "difference"
        )


STOCK_ACCURACY = Measure(
    "stock_accuracy",
    _("Stocktakes: lines that differ"),
    observe_stock_accuracy,
    {"difference": _("Line that differs")},
)
