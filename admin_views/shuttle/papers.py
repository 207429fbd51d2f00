"""乘车统计: the shuttle's month on paper, a line a row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from admin_views import current, words
from admin_views.ledgers import name_column, number_column, page, whole_month
from admin_views.printing import PrintedForm
from logistics import permissions
from logistics.queries.shuttle import ridden_between
from logistics.wording import _
from models import ShuttleRun

LABEL = _("Statistics of passengers")


def passengers_of(row: ShuttleRun) -> dict[str, Any]:
    """The month of the run: what each line ran, how punctually, and how many it carried."""
    days = whole_month(row.day)
    query = ShuttleRun.select()
    found = ridden_between(permissions.visible(current.actor(), query, ShuttleRun), *days)
    rows = [
        (
            each.route.name,
            each.planned,
            each.runs,
            each.on_time,
            each.missed,
            words.number(each.passengers),
            words.number(_mean(each.passengers, each.runs)),
            each.most,
        )
        for each in found
    ]
    runs, passengers = sum(each.runs for each in found), sum(each.passengers for each in found)
    total = (
        _("Total"),
        sum(each.planned for each in found),
        runs,
        sum(each.on_time for each in found),
        sum(each.missed for each in found),
        words.number(passengers),
        words.number(_mean(passengers, runs)),
        max((each.most for each in found), default=0),
    )
    columns = [
        name_column(_("Shuttle line")),
        number_column(_("Runs planned")),
        number_column(_("Runs made")),
        number_column(_("On time")),
        number_column(_("Connections missed")),
        number_column(_("Passengers")),
        number_column(_("Passengers a run")),
        number_column(_("Most on one run")),
    ]
    signatures = ((_("Drawn up by"), ""), (_("Dispatcher"), ""), (_("Unit head"), ""))
    return page(LABEL, columns, rows, total=total, days=days, signatures=signatures)


def _mean(whole: int, parts: int) -> Decimal:
    return Decimal(whole / parts).quantize(Decimal("0.1")) if parts else Decimal(0)


RUN_PRINTS = (
    PrintedForm(
        "statistics",
        LABEL,
        "papers/ledger.html",
        passengers_of,
        lambda row: row.status == "done",
    ),
)
