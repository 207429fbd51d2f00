"""Whether the ledger of stock and what is derived from it agree; for ``check``."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from logistics.database import read_scaled, running, total, trimmed
from logistics.tables.stock import (
    IssueRequest,
    IssueRequestLine,
    IssueSlip,
    IssueSlipLine,
    Item,
    StockLevel,
    StockMovement,
    Warehouse,
)
from logistics.wording import Words, _

ZERO = Decimal(0)


def stock_problems() -> Iterator[Words]:
    """What is wrong with stock, one sentence each; nothing when all agrees."""
    yield from _levels_beside_the_ledger()
    yield from _moments_below_zero()
    yield from _lines_beside_their_slips()


def _levels_beside_the_ledger() -> Iterator[Words]:
    sums = _sums()
    levels = StockLevel.select(StockLevel, Warehouse, Item).join(Warehouse).switch(StockLevel)
    for level in levels.join(Item):
        quantity, value = sums.pop((level.warehouse_id, level.item_id), (ZERO, ZERO))
        if (level.quantity, level.value) != (quantity, value):
            yield _(
                "%(level)s stands at %(quantity)s for %(value)s yuan, its ledger at %(booked)s "
                "for %(cost)s yuan.",
                level=str(level),
                quantity=trimmed(level.quantity),
                value=level.value,
                booked=trimmed(quantity),
                cost=value,
            )
    for warehouse, item in sums:
        yield _(
            "Item %(item)s moved in warehouse %(warehouse)s, which has no stock level for it.",
            item=item,
            warehouse=warehouse,
        )


def _moments_below_zero() -> Iterator[Words]:
    held = running(
        StockMovement.quantity,
        over=(StockMovement.warehouse, StockMovement.item),
        by=(StockMovement.moved_on, StockMovement.id),
    )
    balances = StockMovement.select(StockMovement.id, held.alias("held")).alias("balances")
    rows = (
        StockMovement.select(
            StockMovement, read_scaled(StockMovement.quantity, balances.c.held).alias("held")
        )
        .join(balances, on=(balances.c.id == StockMovement.id))
        .where(balances.c.held < 0)
        .objects()
    )
    for row in rows:
        yield _(
            "On %(day)s %(warehouse)s held %(held)s of %(item)s.",
            day=row.moved_on,
            warehouse=row.warehouse.name,
            held=trimmed(row.held),
            item=str(row.item),
        )


def _lines_beside_their_slips() -> Iterator[Words]:
    """Request lines say what was issued; so do the slips that were not drafts or cancelled."""
    by_slips: Any = (
        IssueSlipLine.select(IssueSlipLine.request_line, total(IssueSlipLine.issued))
        .join(IssueSlip)
        .where(IssueSlip.status.in_(("issued", "signed")))
        .group_by(IssueSlipLine.request_line)
        .tuples()
    )
    issued = dict(by_slips)
    lines = IssueRequestLine.select(IssueRequestLine, IssueRequest, Item).join(IssueRequest)
    for line in lines.switch(IssueRequestLine).join(Item):
        if line.issued != issued.get(line.id, 0):
            yield _(
                "%(request)s says that %(issued)s of %(item)s were issued, its slips say "
                "%(slips)s.",
                request=str(line.request),
                issued=trimmed(line.issued),
                item=str(line.item),
                slips=trimmed(issued.get(line.id, ZERO)),
            )


def _sums() -> dict[tuple[int, int], tuple[Any, Any]]:
    rows: Any = (
        StockMovement.select(
            StockMovement.warehouse,
            StockMovement.item,
            total(StockMovement.quantity),
            total(StockMovement.value),
        )
        .group_by(StockMovement.warehouse, StockMovement.item)
        .tuples()
    )
    return {(warehouse, item): (quantity, value) for warehouse, item, quantity, value in rows}
