"""The form that arranges a list. The list fetches it when it is asked for, into a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request

from admin_views.addresses import Address, read_address
from admin_views.arranging import WIDTHS, arrangement, placed_columns
from admin_views.charting import KINDS
from admin_views.grouping import group_columns
from admin_views.totals import hows_of
from logistics.periods import STEPS
from logistics.queries.grouping import HOWS
from logistics.wording import _

if TYPE_CHECKING:
    from admin_views.table_view import TableView

SORTS = 3
ARRANGED = ("columns", "sort", "totals", "group", "rank", "chart")


def answer_arrange(view: TableView) -> str:
    """The form for the list at this address; static/arrange.js makes a new address of it."""
    address = read_address(view.model, request.args)
    base = view.address_of("index")
    columns = _columns(view, address)
    return view.render(
        "table/arrange.html",
        view=view.facts(),
        arrange={
            "columns": columns,
            "widths": list(WIDTHS.items()),
            "hows": list(HOWS.items()),
            "sorts": _sorts(address, {column["name"] for column in columns}),
            "groups": group_columns(view.model),
            "grouped": [(key.column.name, key.step) for key in address.group],
            "steps": list(STEPS.items()),
            "charts": list(KINDS.items()),
            "chart": address.chart.kind if address.chart else None,
            "list_url": base + address.url(),
            "reset_url": base + address.url(**dict.fromkeys(ARRANGED), page=None),
        },
        crumbs=view.crumbs(_("Arrange")),
    )


def _columns(view: TableView, address: Address) -> list[dict[str, Any]]:
    chosen = {measure.column.name: measure.how for measure in address.totals}
    columns = arrangement(view.model, placed_columns(view.model, address.columns))
    for column in columns:
        own = view.model._meta.fields.get(column["name"])
        column["hows"] = hows_of(own) if own is not None else ()
        column["how"] = chosen.get(column["name"])
    return columns


def _sorts(address: Address, offered: set[str]) -> list[tuple[str, bool]]:
    """The order as it is, so far as people choose it, and room for more."""
    chosen = [(name, descending) for name, descending in address.sort if name in offered]
    return [*chosen, *[("", False)] * (SORTS - len(chosen))]
