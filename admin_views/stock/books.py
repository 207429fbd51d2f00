"""The stock book (收发存): one warehouse over a time, and what its issues cost each unit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import NotFound

from admin_views import current, words
from admin_views.periods import days_asked_for
from logistics import permissions
from logistics.permissions import Actor
from logistics.queries.stock import issue_costs, stock_book
from logistics.verbs import AREAS
from logistics.wording import _
from models import StockLevel, Warehouse

BOOK_VERBS = ("issue_supplies", "close_stock", "approve_stocktakes")
PARTS = ("before", "incoming", "outgoing", "after")

blueprint = Blueprint("stock_book", __name__, url_prefix="/admin/stock_book")


@blueprint.get("/")
def index() -> Any:
    """The book of the warehouse and the days that the address names."""
    actor = current.actor()
    permissions.require(actor, "read", StockLevel)
    warehouses = warehouses_of(actor)
    warehouse = _chosen(warehouses)
    first, last = days_asked_for()
    rows = stock_book(warehouse.id, first, last) if warehouse else []
    return render_template(
        "stock/book.html",
        crumbs=[
            (words.words(AREAS["stock"]), None),
            (words.words(_("Stock book")), None),
        ],
        warehouses=[
            {"label": row.name, "url": _address(row, first, last), "current": row == warehouse}
            for row in warehouses
        ],
        warehouse=warehouse,
        first=first,
        last=last,
        rows=rows,
        sums={part: sum((getattr(row, part)[1] for row in rows), Decimal(0)) for part in PARTS},
        costs=issue_costs(first, last, warehouse.id) if warehouse else [],
    )


def warehouses_of(actor: Actor) -> list[Warehouse]:
    """The warehouses whose stock the actor may read, by code."""
    levels = StockLevel.select(StockLevel.warehouse)
    seen = permissions.visible(actor, levels, StockLevel)
    return list(Warehouse.select().where(Warehouse.id.in_(seen)).order_by(Warehouse.code))


def _chosen(warehouses: list[Warehouse]) -> Warehouse | None:
    wanted = request.args.get("warehouse")
    if wanted is None:
        return warehouses[0] if warehouses else None
    for warehouse in warehouses:
        if str(warehouse.id) == wanted:
            return warehouse
    raise NotFound()


def _address(warehouse: Warehouse, first: dt.date, last: dt.date) -> str:
    days: dict[str, Any] = {"from": first, "until": last}
    return url_for("stock_book.index", warehouse=warehouse.id, **days)
