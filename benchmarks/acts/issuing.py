"""A sheet of 1,000 lines issued from the warehouses of two sites."""

from __future__ import annotations

from decimal import Decimal

from benchmarks import data
from benchmarks.acts.people import KEEPER, REQUESTER, SITES, actor, member
from logistics.database import local_today, now
from logistics.operations.outcomes import Seen, all_of
from logistics.operations.sets import append_rows
from logistics.operations.stock import Movement, issue_supplies, make_issue_sheet, move_stock
from logistics.permissions import SYSTEM
from logistics.queries.stock.levels import warehouse_of
from models import IssueRequest, IssueRequestLine, IssueSheet

REQUESTS, LINES = 100, 10
ITEMS = 500
"""How many different ones are asked for, so that two units want the same at a site."""


def fill() -> None:
    """Requests of many units at both sites, the goods in stock, and the sheet made of them."""
    _receive()
    requester, day, moment = member(REQUESTER), local_today(), now()
    append_rows(
        IssueRequest,
        ("doc_no", "unit", "site", "requester", "purpose", "status", "submitted_at", "approved_at"),
        (
            (f"IR-{n:05}", 1 + n % data.UNITS, SITES[n % 2], requester.id, "部门领用", "approved",
             moment, moment)
            for n in range(REQUESTS)
        ),
        actor=SYSTEM,
    )  # fmt: skip
    requests = list(IssueRequest.select().order_by(IssueRequest.id))
    append_rows(
        IssueRequestLine,
        ("request", "item", "quantity"),
        (
            (request.id, 1 + (n * LINES + k) % ITEMS, Decimal(1 + k % 5))
            for n, request in enumerate(requests)
            for k in range(LINES)
        ),
        actor=SYSTEM,
    )
    seen = [Seen(request.id) for request in requests]
    all_of(make_issue_sheet(seen=seen, actor=actor(KEEPER), title=f"{day:%G-W%V}"))


def perform() -> None:
    """The issue as the sheet says."""
    seen = [Seen(sheet.id) for sheet in IssueSheet.select(IssueSheet.id)]
    all_of(issue_supplies(seen=seen, actor=actor(KEEPER)))


def _receive() -> None:
    warehouses = [warehouse_of(site) for site in SITES]
    move_stock(
        [
            Movement(
                warehouse.id, item, "purchase_in", Decimal(40), Decimal("131.07"), local_today()
            )
            for warehouse in warehouses
            if warehouse is not None
            for item in range(1, ITEMS + 1)
        ],
        actor=SYSTEM,
    )
