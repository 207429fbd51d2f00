"""The rows of the tables of a purchase run."""

from __future__ import annotations

from typing import Any

from admin_views import words
from admin_views.entering import (
    amount,
    figure,
    lookup_input,
    money_input,
    number_input,
    text_cell,
    text_input,
)
from logistics.queries.purchasing.run_sheet import (
    RunSheet,
    SheetRow,
    line_estimate,
    proposed_split,
)
from logistics.wording import _
from models import PurchaseRunAllocation, Supplier


def _head(row: SheetRow) -> dict[str, Any]:
    item = row.line.item
    return {"head": item.name, "sub": f"{item.spec} {item.unit_of_measure}".strip()}


def list_row(row: SheetRow) -> dict[str, Any]:
    """A line of the buying list: what each site needs, and what became of it."""
    line = row.line
    is_short = line.bought is not None and line.bought < line.quantity
    return {
        **_head(row),
        "tone": "short" if is_short else "",
        "cells": [
            *(_need(share) for share in row.shares),
            figure(line.quantity),
            amount(line.estimated_price),
            amount(line_estimate(line)),
            figure(line.bought),
            text_cell(line.supplier.name if line.supplier_id else "", sub=line.note),
            amount(line.amount if line.bought is not None else None),
        ],
    }


def _need(share: PurchaseRunAllocation | None) -> dict[str, Any]:
    if share is None:
        return dict(figure(None))
    parts = [
        (_("refill"), share.top_up),
        (_("added"), share.extra),
    ]
    told = [
        f"{words.words(name)} {words.quantity(quantity)}" for name, quantity in parts if quantity
    ]
    return dict(figure(share.quantity, sub=" · ".join(told)))


def bought_row(row: SheetRow) -> dict[str, Any]:
    """A line with inputs for what was bought."""
    line, name = row.line, str(row.line.item)
    key = line.id
    return {
        **_head(row),
        "cells": [
            figure(line.quantity),
            number_input(f"bought-{key}", line.bought, _("Bought: %(item)s", item=name)),
            money_input(
                f"price-{key}",
                line.unit_price or line.estimated_price,
                _("Unit price: %(goods)s", goods=name),
            ),
            lookup_input(
                f"supplier-{key}", Supplier, line.supplier_id, _("Supplier: %(item)s", item=name)
            ),
            text_input(f"note-{key}", line.note, _("Note: %(item)s", item=name)),
        ],
    }


def split_row(sheet: RunSheet, row: SheetRow) -> dict[str, Any]:
    """A line with an input for each site's share."""
    proposal = dict(zip([share.id for share in row.present], proposed_split(row), strict=True))
    cells = [figure(row.line.quantity), figure(row.line.bought)]
    for site, share in zip(sheet.sites, row.shares, strict=True):
        if share is None:
            cells.append(figure(None))
            continue
        label = _("%(item)s for %(site)s", item=str(row.line.item), site=site.name)
        cells.append(number_input(f"share-{share.id}", proposal[share.id], label))
    return {**_head(row), "cells": cells}


def arrived_row(share: PurchaseRunAllocation) -> dict[str, Any]:
    """A share with an input for what arrived."""
    item = share.run_line.item
    shown = share.allotted if share.delivered is None else share.delivered
    return {
        "head": item.name,
        "sub": f"{item.spec} {item.unit_of_measure}".strip(),
        "cells": [
            figure(share.quantity),
            figure(share.allotted),
            number_input(f"arrived-{share.id}", shown, _("Arrived: %(item)s", item=str(item))),
            text_input(f"note-{share.id}", share.note, _("Note: %(item)s", item=str(item))),
        ],
    }


def difference_row(row: SheetRow) -> dict[str, Any]:
    """A line with what was bought and signed for, and an input where they differ."""
    told = "; ".join(f"{share.site}: {share.note}" for share in row.present if share.note)
    name = str(row.line.item)
    return {
        **_head(row),
        "tone": "short" if row.difference else "",
        "cells": [
            figure(row.line.bought),
            figure(row.allotted),
            figure(row.delivered),
            figure(row.difference, tone="bad" if row.difference else ""),
            text_cell(told),
            text_input(
                f"difference-{row.line.id}",
                row.line.difference,
                _("Explanation: %(item)s", item=name),
            )
            if row.difference
            else text_cell(""),
        ],
    }


__all__ = ["arrived_row", "bought_row", "difference_row", "list_row", "split_row"]
