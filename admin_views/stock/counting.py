"""Stocktakes: the counting page, the way to the deputy, and the printed list (盘点表)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from flask import request, url_for
from flask_admin import expose
from wtforms import DateField, StringField, TextAreaField

from admin_views import current
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import local_today, now, trimmed
from logistics.operations import stock
from logistics.operations.stock import Count
from logistics.permissions import Actor
from logistics.queries.stock.counts import lines_of_stocktake
from logistics.wording import Words, _
from models import Stocktake, StocktakeLine

COMMENT = {"comment": TextAreaField(_("Opinion"))}


def count_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What templates/stock/count.html shows: each line with what was typed or kept."""
    lines = lines_of_stocktake(rows[0])
    return {
        "lines": [{"line": line, "typed": _typed(line)} for line in lines],
        "causes": list(StocktakeLine._meta.fields["cause"].labels.items()),
        "counted": sum(line.actual is not None for line in lines),
        "differing": sum(bool(line.difference) for line in lines),
        "lookup_url": url_for("item.lookup"),
    }


def counts_of(_form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The counts of the form, and of an item that was found without being listed."""
    counts = [
        _count(line.item_id, f"line-{line.id}")
        for line in lines_of_stocktake(rows[0])
        if f"line-{line.id}-actual" in request.form
    ]
    found = request.form.get("found-item", "")
    if found.isdigit():
        counts.append(_count(int(found), "found"))
    return {"counts": counts}


def differences(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What approval books, line by line."""
    causes = StocktakeLine._meta.fields["cause"].labels
    return [
        _(
            "%(item)s: %(difference)s %(measure)s (%(cause)s)",
            item=str(line.item),
            difference=trimmed(line.difference),
            measure=line.item.unit_of_measure,
            cause=causes.get(line.cause, ""),
        )
        for row in rows
        for line in lines_of_stocktake(row)
        if line.difference
    ] or [_("All counts agree with the books; nothing is booked.")]


def begun(rows: Sequence[Any]) -> str:
    """The counting page of the stocktake that was just begun."""
    stocktake = (
        Stocktake.select()
        .where((Stocktake.warehouse == rows[0].id) & (Stocktake.status == "counting"))
        .get()
    )
    return url_for("stocktake.verb", tail="count", id=stocktake.id)


def _typed(line: StocktakeLine) -> dict[str, Any]:
    """The values of a line's inputs: as sent, else as kept."""
    prefix = f"line-{line.id}"
    kept = {
        "actual": "" if line.actual is None else str(trimmed(line.actual)),
        "cause": line.cause or "",
        "note": line.note,
        "unit_cost": "" if line.unit_cost is None else str(line.unit_cost),
    }
    if request.method != "POST":
        return kept
    return {name: request.form.get(f"{prefix}-{name}", value) for name, value in kept.items()}


def _count(item_id: int, prefix: str) -> Count:
    def sent(name: str) -> str:
        return request.form.get(f"{prefix}-{name}", "").strip()

    # The operation refuses what is no number; it takes the text as it was typed.
    numbers: dict[str, Any] = {name: sent(name) or None for name in ("actual", "unit_cost")}
    return Count(
        item_id, numbers["actual"], sent("cause") or None, sent("note"), numbers["unit_cost"]
    )


WAREHOUSE_VERBS = (
    Verb(
        stock.open_stocktakes,
        _("Begin a stocktake"),
        icon="clipboard-plus",
        fields={"counted_on": DateField(_("Counted on"), default=local_today)},
        leads_to=begun,
        primary=True,
    ),
    Verb(
        stock.close_stock,
        _("Close the books"),
        icon="lock",
        fields={
            "closed_through": DateField(_("Closed through")),
            "comment": StringField(_("Note")),
        },
    ),
)


class StocktakeView(TableView):
    """A stocktake is counted on a page of its own and prints its list."""

    verbs = (
        Verb(
            stock.count_stock,
            _("Count"),
            icon="clipboard-check",
            states=("counting",),
            bulk=False,
            primary=True,
            template="stock/count.html",
            context=count_page,
            collect=counts_of,
        ),
        Verb(stock.submit_stocktakes, _("Submit"), icon="send", states=("counting",)),
        Verb(
            stock.check_stocktakes,
            _("Check"),
            icon="check-lg",
            states=("submitted",),
            fields=COMMENT,
            effects=differences,
            primary=True,
        ),
        Verb(
            stock.approve_stocktakes,
            _("Approve"),
            icon="check-lg",
            states=("checked",),
            fields=COMMENT,
            effects=differences,
            primary=True,
        ),
        Verb(
            stock.return_stocktakes,
            _("Return"),
            icon="arrow-return-left",
            states=("submitted", "checked"),
            fields=COMMENT,
        ),
        Verb(
            stock.cancel_stocktakes,
            _("Cancel the stocktake"),
            icon="x-circle",
            states=("counting",),
            tail="cancel",
            danger=True,
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("print", _("Print the list")),)

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        lines = lines_of_stocktake(row)
        return self.render(
            "stock/stocktake_print.html",
            row=row,
            lines=lines,
            value=sum((line.value for line in lines), Decimal(0)),
            causes=StocktakeLine._meta.fields["cause"].labels,
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )
