"""The page on which a supplier is chosen: offers across, lines down, the cheapest ticked."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import request as sent

from admin_views import words
from admin_views.entering import id_of
from logistics.operations.purchasing.requests.rounds import row_needed
from logistics.permissions import Actor
from logistics.queries.purchasing.quoting import Comparison, Offer, comparison_of
from logistics.tables.purchasing.quotations import METHODS
from logistics.wording import Words, _

BY_LINE = "lines"
ZERO = Decimal(0)


def award_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What templates/purchasing/award.html shows, request by request."""
    return {"comparisons": [_shown(row) for row in rows], "by_line": BY_LINE}


def award_arguments(form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The choice of the form: one offer for all lines, or one for each."""
    choices: dict[int, int] = {}
    for row in rows:
        winner = sent.form.get(f"winner-{row.id}", "")
        for line in row.lines:
            name = sent.form.get(f"line-{line.id}", "") if winner == BY_LINE else winner
            quotation = id_of(name)
            if quotation is not None:
                choices[line.id] = quotation
    named = (form["member"].data, form["member2"].data)
    return {
        "choices": choices,
        "members": [member for member in named if member is not None],
        "method": form["method"].data or "",
        "reason": form["reason"].data or "",
        "offers_equal": form["offers_equal"].data,
    }


def award_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What an award leads to."""
    effects = []
    for row in rows:
        rule = row_needed(row, _worth(row)).rule
        effects.append(
            _(
                "%(row)s: at ¥ %(amount)s at least %(needed)s quotations are compared "
                "(%(method)s).",
                row=row.doc_no,
                amount=words.money(_worth(row)),
                needed=rule.min_quotes,
                method=METHODS[rule.method],
            )
        )
    effects.append(_("The reservation in the budget follows the award."))
    effects.append(_("An award that needs a higher level begins the approval anew."))
    return effects


def _worth(row: Any) -> Any:
    """What is bought for; before the approval it is only estimated."""
    return row.amount or row.estimate or ZERO


def _shown(row: Any) -> dict[str, Any]:
    rule = row_needed(row, _worth(row)).rule
    comparison = comparison_of(row, method=rule.method)
    everything = comparison.line_ids
    lowest = comparison.lowest(everything)
    best = next((offer for offer in comparison.comparable(everything)), None)
    winner = sent.form.get(f"winner-{row.id}", str(best.quotation.id) if best else BY_LINE)
    return {
        "request": row,
        "needed": rule.min_quotes,
        "counted": len(comparison.comparable(everything)),
        "winner": winner,
        "offers": [_offer(offer, everything, lowest) for offer in comparison.offers],
        "lines": [_line(comparison, line) for line in comparison.lines],
    }


def _offer(offer: Offer, line_ids: Sequence[int], lowest: Decimal | None) -> dict[str, Any]:
    price = offer.price_of(line_ids) if offer.covers(line_ids) else None
    return {
        "id": offer.quotation.id,
        "quotation": offer.quotation,
        "problem": offer.problem,
        "total": price,
        "above": _percent(price, lowest),
    }


def _line(comparison: Comparison, line: Any) -> dict[str, Any]:
    cells = []
    lowest = comparison.lowest([line.id])
    for offer in comparison.offers:
        price = offer.prices.get(line.id)
        able = price is not None and offer.problem is None
        cells.append(
            {
                "quotation": offer.quotation.id,
                "price": price.unit_price if price is not None else None,
                "offered": price.offered if price is not None else "",
                "able": able,
                "cheapest": able and price.amount == lowest,
            }
        )
    cheapest = next((cell["quotation"] for cell in cells if cell["cheapest"]), "")
    return {
        "line": line,
        "cells": cells,
        "chosen": sent.form.get(f"line-{line.id}", str(cheapest)),
    }


def _percent(price: Decimal | None, lowest: Decimal | None) -> Decimal | None:
    """How far a price lies above the lowest, in percent."""
    if price is None or not lowest:
        return None
    return (100 * (price - lowest) / lowest).quantize(Decimal("0.1"))


__all__ = ["award_arguments", "award_effects", "award_page"]
