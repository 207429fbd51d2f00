"""The canteen's books on paper: disinfections and deliveries of a month, the waste of a quarter."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from admin_views.printing import PrintedForm
from logistics.calendar import month_days
from logistics.wording import _
from models import (
    DisinfectionLog,
    IngredientReceipt,
    IngredientReceiptLine,
    Supplier,
    WasteEvaluation,
)


def disinfections_of(row: DisinfectionLog) -> dict[str, Any]:
    """The disinfections of the row's canteen in its month (餐具消毒记录)."""
    first, last = month_days(row.day)
    fields = DisinfectionLog._meta.fields
    days = (
        DisinfectionLog.select()
        .where(
            (DisinfectionLog.canteen == row.canteen_id) & DisinfectionLog.day.between(first, last)
        )
        .order_by(DisinfectionLog.day, DisinfectionLog.subject)
    )
    return {
        "first": first,
        "last": last,
        "rows": list(days),
        "subjects": fields["subject"].labels,
        "methods": fields["method"].labels,
    }


def deliveries_of(row: IngredientReceipt) -> dict[str, Any]:
    """What the row's canteen took in during its month, a line each (采购验收台账)."""
    first, last = month_days(row.received_on)
    lines = list(
        IngredientReceiptLine.select(IngredientReceiptLine, IngredientReceipt, Supplier)
        .join(IngredientReceipt)
        .join(Supplier)
        .where(
            (IngredientReceipt.canteen == row.canteen_id)
            & (IngredientReceipt.status == "received")
            & IngredientReceipt.received_on.between(first, last)
        )
        .order_by(IngredientReceipt.received_on, IngredientReceipt.id, IngredientReceiptLine.id)
    )
    cent = Decimal("0.01")
    values = [(line.quantity * line.price).quantize(cent) for line in lines]
    return {
        "first": first,
        "last": last,
        "rows": list(zip(lines, values, strict=True)),
        "total": sum(values, Decimal()),
    }


def comparison_of(row: WasteEvaluation) -> dict[str, Any]:
    """Whether the quarter kept its target."""
    kept = row.grams_a_meal is not None and row.grams_a_meal <= row.target_grams
    return {"verdict": _("Target kept") if kept else _("Target not kept")}


LOG_FORMS = (
    PrintedForm(
        "month", _("Print the month's record"), "canteen/disinfections_print.html", disinfections_of
    ),
)
LEDGERS = (
    PrintedForm(
        "ledger", _("Print the month's ledger"), "canteen/ledger_print.html", deliveries_of
    ),
)
WASTE_FORMS = (
    PrintedForm("sheet", _("Print the evaluation"), "canteen/waste_print.html", comparison_of),
)
