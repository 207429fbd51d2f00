"""The panels of the page of decision: lines, budget, offers, stock, same kind, what to mind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask import url_for

from admin_views import words
from admin_views.purchasing.urgent import urgent_caution
from logistics.database import local_today
from logistics.operations.money import held_by
from logistics.operations.purchasing.requests.reserving import DOC_TYPE, wanted_of
from logistics.permissions import Actor, may_verb
from logistics.queries.approvals.matrix import matrix_on, row_for
from logistics.queries.approvals.progress import rule_of
from logistics.queries.assets.pool import pool_beside
from logistics.queries.purchasing.changes import Changes
from logistics.queries.purchasing.quoting import Offer, comparison_of, standing_awards
from logistics.queries.purchasing.reuse import InStock, stock_beside
from logistics.queries.purchasing.run_needs import last_prices
from logistics.queries.purchasing.splitting import requests_of_kinds, same_kinds, split_kinds
from logistics.tables.assets.pooling import CONDITIONS
from logistics.wording import Words, _
from models import PurchaseRequest, PurchaseRequestLine

ZERO = Decimal(0)
WARN_AT = 90
AHEAD_BY = 10
MOST_ALIKE = 10


def lines_panel(lines: Sequence[PurchaseRequestLine], changed: Changes) -> list[dict[str, Any]]:
    """Each line with what it was before and what its item cost last time."""
    prices = last_prices({line.item_id for line in lines if line.item_id is not None})
    return [
        {
            "line": line,
            "old": _old_values(line, changed.lines.get(line.id, {})),
            "is_new": line.id in changed.new_lines,
            "last_price": prices.get(line.item_id) if line.item_id is not None else None,
        }
        for line in lines
    ]


def budget_panel(request: PurchaseRequest) -> dict[str, Any] | None:
    """The line with this request in it, for the bar: what is held without it, and it."""
    line = request.budget_line
    if line is None:
        return None
    held = held_by(DOC_TYPE, [request.id]).get((line.id, request.id))
    own = held.reserved if held is not None else ZERO
    this = max(own, wanted_of(request)) if request.estimate is not None else own
    used = line.spent + line.held - own + this
    today = local_today()
    return {
        "line": line,
        "amount": line.budget,
        "spent": line.spent,
        "held": line.held - own,
        "this": this,
        "rest": line.budget - used,
        "percent": _percent(used, line.budget),
        "warn_at": WARN_AT,
        "year_gone": _year_gone(line.year, today),
    }


def quotations_panel(request: PurchaseRequest) -> dict[str, Any] | None:
    """The offers beside each other, the chosen one marked; None while there are none."""
    rule = rule_of(DOC_TYPE, request.id)
    comparison = comparison_of(request, method=rule.method if rule is not None else None)
    if not comparison.offers:
        return None
    awards = {award.quotation_id: award for award in standing_awards([request.id])}
    lowest = comparison.lowest(comparison.line_ids)
    offers = comparison.offers
    return {
        "suppliers": [
            {
                "name": offer.quotation.supplier.name,
                "picked": offer.quotation.id in awards,
                "note": _note(offer, lowest, comparison.line_ids),
            }
            for offer in offers
        ],
        "rows": [
            {
                "label": _("Total price (yuan)"),
                "cells": [_price(offer, lowest) for offer in offers],
            },
            {
                "label": _("Delivery within"),
                "cells": [{"text": _days(offer.quotation.delivery_days)} for offer in offers],
            },
            {
                "label": _("Valid until"),
                "cells": [{"text": words.day(offer.quotation.valid_to)} for offer in offers],
            },
            {"label": _("Terms"), "cells": [{"text": offer.quotation.terms} for offer in offers]},
        ],
        "reason": " ".join(award.reason for award in awards.values() if award.reason),
        "count": len(offers),
        "needed": rule.min_quotes if rule is not None else 0,
        "awards": list(awards.values()),
    }


def stock_panel(request: PurchaseRequest) -> list[InStock]:
    """The request's items with what every site holds of them."""
    return stock_beside([request.id])[request.id]


def pool_panel(request: PurchaseRequest, actor: Actor) -> list[dict[str, Any]]:
    """What the idle pool offers of all sites for the lines (R74)."""
    return [
        {
            "line": line.title,
            "offer": offer,
            "url": url_for("pool_listing.details", id=offer.id),
            "check_url": url_for("purchase_request_line.verb", tail="check", id=line.id)
            if may_verb(actor, "check_reuse", line)
            else None,
            "condition": CONDITIONS[offer.condition],
        }
        for line, offer in pool_beside([request.id])[request.id]
    ]


def kinds_panel(request: PurchaseRequest, lines: Sequence[PurchaseRequestLine]) -> dict[str, Any]:
    """What else was bought of the same kind this year on the same budget line."""
    kinds = same_kinds(request, lines)
    split = []
    if kinds and request.amount:
        split = split_kinds(kinds, row_for(matrix_on(DOC_TYPE, local_today()), request.amount))
    alike = requests_of_kinds(request, [kind.code for kind in kinds])[:MOST_ALIKE] if kinds else []
    return {"kinds": kinds, "split": split, "requests": alike}


def cautions_of(
    request: PurchaseRequest,
    budget: Mapping[str, Any] | None,
    kinds: Mapping[str, Any],
    stock: Sequence[InStock],
    pool: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """What an approver should not overlook."""
    urgent = urgent_caution(request)
    cautions = [*([urgent] if urgent else []), *_budget_cautions(budget), *_split_cautions(kinds)]
    if request.is_off_plan:
        cautions.append({"lead": _("Off plan."), "text": request.off_plan_reason})
    if request.is_centralised:
        cautions.append(
            {
                "lead": _("Central procurement list."),
                "text": _("The statutory procedure applies."),
            }
        )
    held = [row for row in stock if row.total]
    if held:
        cautions.append(
            {
                "lead": _("Already in stock."),
                "text": _("Items with stock at one of the sites: %(count)s.", count=len(held)),
                "url": "#stock",
                "label": _("See the stock"),
            }
        )
    if pool:
        cautions.append(
            {
                "lead": _("In the idle pool."),
                "text": _("Assets that might do instead: %(count)s.", count=len(pool)),
                "url": "#pool",
                "label": _("See the pool"),
            }
        )
    if request.awarded is not None and request.awarded > request.estimate:
        cautions.append(
            {
                "lead": _("Above the estimate."),
                "text": _(
                    "Awarded at ¥ %(awarded)s, estimated at ¥ %(estimate)s.",
                    awarded=words.money(request.awarded),
                    estimate=words.money(request.estimate),
                ),
            }
        )
    return cautions


def _old_values(line: PurchaseRequestLine, before: Mapping[str, Any]) -> dict[str, Any]:
    """The changed columns as they were; the amount follows quantity and price."""
    old = {
        name: Decimal(value) if name in ("quantity", "unit_price") else value
        for name, value in before.items()
        if value is not None
    }
    if "quantity" in old or "unit_price" in old:
        was = PurchaseRequestLine(
            quantity=old.get("quantity", line.quantity),
            unit_price=old.get("unit_price", line.unit_price),
        )
        old["amount"] = was.value
    return old


def _budget_cautions(budget: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    if budget is None or budget["percent"] is None:
        return []
    percent, gone = budget["percent"], budget["year_gone"]
    if percent < WARN_AT and percent - gone < AHEAD_BY:
        return []
    lead = _("Near the limit.") if percent >= WARN_AT else _("Ahead of the year.")
    text = _(
        "Used to %(percent)s %% after this, ¥ %(rest)s left; %(gone)s %% of the year is gone.",
        percent=f"{percent:.1f}",
        rest=words.money(budget["rest"]),
        gone=f"{gone:.1f}",
    )
    return [{"lead": lead, "text": text}]


def _split_cautions(kinds: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "lead": _("Possibly split."),
            "text": _(
                "Catalogue code %(code)s: with %(count)s other requests this year ¥ %(total)s; "
                "decided one row higher for that.",
                code=kind.code,
                count=kind.count,
                total=words.money(kind.total),
            ),
            "url": "#same-kind",
            "label": _("See them"),
        }
        for kind in kinds["split"]
    ]


def _price(offer: Offer, lowest: Decimal | None) -> dict[str, Any]:
    amount = offer.quotation.amount
    if lowest and amount > lowest:
        above = f"{(amount - lowest) / lowest * 100:.1f}"
        return {"text": words.money(amount), "sub": _("%(percent)s %% higher", percent=above)}
    return {"text": words.money(amount)}


def _note(offer: Offer, lowest: Decimal | None, line_ids: Sequence[int]) -> Words | str:
    if offer.problem is not None:
        return offer.problem
    is_lowest = offer.covers(line_ids) and offer.price_of(line_ids) == lowest
    return _("Lowest price") if is_lowest else ""


def _days(days: int | None) -> Words | None:
    return None if days is None else _("%(count)s days", count=days)


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole * 100 if whole else None


def _year_gone(year: int, today: Any) -> Decimal:
    if today.year != year:
        return Decimal(100 if today.year > year else 0)
    return Decimal(today.timetuple().tm_yday) / Decimal(365) * 100
