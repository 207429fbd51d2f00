"""The tables of the weekly run: the buying list, the split per site, signing, reconciling."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import request as sent

from admin_views.entering import (
    amount,
    id_of,
    numbers,
    texts,
)
from admin_views.purchasing.run_rows import (
    arrived_row,
    bought_row,
    difference_row,
    list_row,
    split_row,
)
from logistics.operations.purchasing.runs import Bought, Delivered
from logistics.permissions import Actor
from logistics.queries.purchasing.run_sheet import (
    RunSheet,
    sheet_of,
)
from logistics.wording import _

ZERO = Decimal(0)


def list_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """The buying list: what each site needs of each item, and what it may cost."""
    return {"tables": [list_table(sheet_of(row)) for row in rows]}


def list_table(sheet: RunSheet) -> dict[str, Any]:
    """A run as a table: items down, sites across."""
    return {
        "title": _("Buying list"),
        "sub": str(sheet.run),
        "columns": [
            {"label": _("Item")},
            *({"label": site.name, "numeric": True} for site in sheet.sites),
            {"label": _("To buy"), "numeric": True},
            {"label": _("Last price (yuan)"), "numeric": True},
            {"label": _("Estimate (yuan)"), "numeric": True},
            {"label": _("Bought"), "numeric": True},
            {"label": _("Supplier")},
            {"label": _("Amount (yuan)"), "numeric": True},
        ],
        "rows": [list_row(row) for row in sheet.rows],
        "total": [
            *({"text": " "} for _site in range(len(sheet.sites) + 2)),
            amount(sheet.estimate),
            {"text": " "},
            {"text": " "},
            amount(sum((row.line.amount for row in sheet.rows), ZERO)),
        ],
    }


def buying_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """The list with inputs for what was bought, at what price and where."""
    return {
        "tables": [
            {
                "title": _("What was bought"),
                "sub": str(row),
                "columns": [
                    {"label": _("Item")},
                    {"label": _("To buy"), "numeric": True},
                    {"label": _("Bought"), "numeric": True},
                    {"label": _("Unit price (yuan)"), "numeric": True},
                    {"label": _("Supplier")},
                    {"label": _("Note")},
                ],
                "rows": [bought_row(entry) for entry in sheet_of(row).rows],
            }
            for row in rows
        ]
    }


def buying_arguments(_form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """What the buyers wrote; a line without a quantity stays open."""
    lines = {entry.line.id: str(entry.line.item) for row in rows for entry in sheet_of(row).rows}
    bought, prices = numbers("bought", lines), numbers("price", lines)
    notes = texts("note", list(lines))
    return {
        "purchases": {
            key: Bought(
                quantity,
                prices.get(key, ZERO),
                id_of(sent.form.get(f"supplier-{key}", "")),
                notes.get(key, ""),
            )
            for key, quantity in bought.items()
        }
    }


def split_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """The split sheet: what was bought, and an input for what each site gets of it."""
    tables = []
    for row in rows:
        sheet = sheet_of(row)
        tables.append(
            {
                "title": _("Split sheet"),
                "sub": str(row),
                "columns": [
                    {"label": _("Item")},
                    {"label": _("To buy"), "numeric": True},
                    {"label": _("Bought"), "numeric": True},
                    *({"label": site.name, "numeric": True} for site in sheet.sites),
                ],
                "rows": [split_row(sheet, entry) for entry in sheet.rows],
            }
        )
    return {
        "tables": tables,
        "notes": [
            (
                "info",
                _("Filled in: first what was asked for, then what refills the stock."),
                _("All that was bought is shared out; the parts must add up."),
            )
        ],
    }


def split_arguments(_form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The split of the form, by share."""
    return {"split": numbers("share", _share_names(rows))}


def signing_page(rows: Sequence[Any], actor: Actor) -> dict[str, Any]:
    """What was allotted to the signer's site, with an input for what arrived."""
    site = site_to_sign(rows, actor)
    tables = []
    for row in rows:
        shares = [share for entry in sheet_of(row).rows for share in entry.present]
        tables.append(
            {
                "title": _("What arrived"),
                "sub": str(row),
                "columns": [
                    {"label": _("Item")},
                    {"label": _("Needed"), "numeric": True},
                    {"label": _("Allotted"), "numeric": True},
                    {"label": _("Arrived"), "numeric": True},
                    {"label": _("Note")},
                ],
                "rows": [arrived_row(share) for share in shares if share.site_id == site],
            }
        )
    return {"tables": tables}


def signing_arguments(form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The site that signs and what arrived there."""
    site = form["site"].data
    names = _share_names(rows, site)
    arrived, notes = numbers("arrived", names), texts("note", list(names))
    return {
        "site": site,
        "delivered": {
            key: Delivered(arrived.get(key, ZERO), notes.get(key, ""))
            for key in names
            if f"arrived-{key}" in sent.form
        },
    }


def site_to_sign(rows: Sequence[Any], actor: Actor) -> int | None:
    """The site chosen in the form, else the signer's own."""
    return id_of(sent.form.get("site", "")) or actor.site_id


def reconciling_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """Bought, shared out and signed for beside each other, with the difference to explain."""
    return {
        "tables": [
            {
                "title": _("Bought and delivered"),
                "sub": str(row),
                "columns": [
                    {"label": _("Item")},
                    {"label": _("Bought"), "numeric": True},
                    {"label": _("Allotted"), "numeric": True},
                    {"label": _("Signed for"), "numeric": True},
                    {"label": _("Difference"), "numeric": True},
                    {"label": _("Remarks at the sites")},
                    {"label": _("Explanation of the difference")},
                ],
                "rows": [difference_row(entry) for entry in sheet_of(row).rows],
            }
            for row in rows
        ]
    }


def reconciling_arguments(form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The explanations of the form, by line."""
    lines = [entry.line.id for row in rows for entry in sheet_of(row).rows]
    return {"explanations": texts("difference", lines), "note": form["note"].data or ""}


def _share_names(rows: Sequence[Any], site: int | None = None) -> dict[int, str]:
    return {
        share.id: f"{entry.line.item} · {share.site}"
        for row in rows
        for entry in sheet_of(row).rows
        for share in entry.present
        if site is None or share.site_id == site
    }


__all__ = [
    "buying_arguments",
    "buying_page",
    "list_page",
    "list_table",
    "reconciling_arguments",
    "reconciling_page",
    "signing_arguments",
    "signing_page",
    "site_to_sign",
    "split_arguments",
    "split_page",
]
