"""The page on which deliveries are accepted: what is good, what is bad, who has signed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from admin_views.entering import figure, number_input, numbers, text_input, texts
from logistics.operations.purchasing.accepting import Finding
from logistics.permissions import Actor
from logistics.queries.purchasing.accepting import Inspection, inspection_of
from logistics.wording import Words, _

ZERO = Decimal(0)


def accept_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What was received, with inputs for what is good and bad, and who has signed."""
    inspections = [inspection_of(row) for row in rows]
    return {
        "tables": [_inspection_table(inspection) for inspection in inspections],
        "signatures": [
            (_("Acceptor"), signature.staff.name)
            for inspection in inspections
            for signature in inspection.signatures
        ],
        "sign_title": _("Signed so far"),
        "notes": [note for inspection in inspections for note in _notes(inspection)],
    }


def accept_effects(rows: Sequence[Any], actor: Actor) -> list[Words]:
    """How many signatures are still needed after this one."""
    effects = []
    for row in rows:
        left = max(inspection_of(row).missing - 1, 0)
        words = _(
            "%(name)s signs; signatures needed after that: %(left)s.", name=actor.name, left=left
        )
        effects.append(words)
    effects.append(
        _("With the last one the good goods count as accepted; the bad ones may come again.")
    )
    return effects


def accept_arguments(form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """What the acceptor found, line by line."""
    lines = [line for row in rows for line in inspection_of(row).lines]
    names = {line.id: line.receipt_line.order_line.name for line in lines}
    good, bad = numbers("good", names), numbers("bad", names)
    defects = texts("defect", list(names))
    return {
        "findings": {
            key: Finding(good.get(key, ZERO), bad.get(key, ZERO), defects.get(key, ""))
            for key in names
        },
        "opinion": form["opinion"].data or "",
        "technical_opinion": form["technical_opinion"].data or "",
    }


def _inspection_table(inspection: Inspection) -> dict[str, Any]:
    rows = []
    for line in inspection.lines:
        goods, key = line.receipt_line.order_line, line.id
        good = line.receipt_line.quantity if line.good is None else line.good
        rows.append(
            {
                "head": goods.name,
                "sub": f"{goods.spec} {goods.unit_of_measure}".strip(),
                "cells": [
                    figure(goods.quantity),
                    figure(line.receipt_line.quantity),
                    number_input(f"good-{key}", good, _("Good: %(goods)s", goods=goods.name)),
                    number_input(
                        f"bad-{key}", line.bad or ZERO, _("Bad: %(goods)s", goods=goods.name)
                    ),
                    text_input(
                        f"defect-{key}", line.defect, _("Defect: %(goods)s", goods=goods.name)
                    ),
                ],
            }
        )
    return {
        "title": _("Findings of the acceptance"),
        "sub": str(inspection.acceptance),
        "columns": [
            {"label": _("Goods")},
            {"label": _("Quantity ordered"), "numeric": True},
            {"label": _("Quantity received"), "numeric": True},
            {"label": _("Good"), "numeric": True},
            {"label": _("Bad"), "numeric": True},
            {"label": _("Defect")},
        ],
        "rows": rows,
    }


def _notes(inspection: Inspection) -> list[tuple[str, Words, Words]]:
    if inspection.signatures:
        return [
            (
                "info",
                _("The figures shown are signed already."),
                _("If you find something else, everybody signs again."),
            )
        ]
    return [
        (
            "info",
            _("Signatures needed: %(count)s.", count=inspection.acceptance.acceptors_needed),
            _("Everybody signs the same figures under an own log-in; no buyer is among them."),
        )
    ]


__all__ = ["accept_arguments", "accept_effects", "accept_page"]
