"""Goods in: what was accepted enters the warehouse at the price of the order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from logistics.database import local_today, total
from logistics.errors import RuleViolation
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.purchasing.people import require_free_for, staff_behind
from logistics.operations.purchasing.progress import hold_order
from logistics.operations.stock import Movement, move_stock
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.purchasing.accepting import inspection_of
from logistics.queries.purchasing.duties import requests_of
from logistics.queries.stock import warehouse_of
from logistics.tables.purchasing import (
    GoodsAcceptance,
    GoodsAcceptanceLine,
    GoodsReceiptLine,
    PurchaseOrder,
    PurchaseOrderLine,
)
from logistics.tables.stock import Warehouse
from logistics.wording import _

VERB = "stock_goods"
CENT = Decimal("0.01")
ZERO = Decimal(0)


def stock_goods(*, seen: Sequence[Seen], actor: Actor, warehouse: Any = None) -> list[Outcome]:
    """Put what acceptances found good into a warehouse of the order's site.

    Without one named it is the warehouse from which that site is supplied. Lines without an item,
    services for instance, enter no stock.
    """

    def stock(wanted: Seen) -> GoodsAcceptance:
        acceptance = load(GoodsAcceptance, wanted)
        require_verb(actor, VERB, acceptance)
        keeper = staff_behind(actor)
        order: PurchaseOrder = acceptance.receipt.order
        require_free_for("keep", keeper, request_ids=requests_of(order.id))
        place = _warehouse(order, warehouse)
        # What the goods cost depends on what of the order came in before.
        hold_order(order.id)
        movements = _movements(acceptance, place)
        acceptance = move(
            GoodsAcceptance,
            wanted,
            to="stocked",
            out_of=("accepted", "part_accepted"),
            actor=actor,
            verb=VERB,
            changes={
                "warehouse": place.id,
                "stocked_by": keeper.id,
                "stocked_on": local_today(),
            },
        )
        if movements:
            move_stock(movements, actor=actor)
        return acceptance

    return each(seen, stock, done=_("Stocked"), model=GoodsAcceptance)


def _warehouse(order: PurchaseOrder, wanted: Any) -> Warehouse:
    if wanted is None:
        found = warehouse_of(order.site_id)
    else:
        found = Warehouse.get_or_none(Warehouse.id == getattr(wanted, "id", wanted))
    if found is None or not found.is_active or found.site_id != order.site_id:
        raise RuleViolation(
            _("Name a warehouse in use at %(site)s.", site=str(order.site)), field="warehouse"
        )
    return found


def _movements(acceptance: GoodsAcceptance, place: Warehouse) -> list[Movement]:
    movements = []
    for row in inspection_of(acceptance).lines:
        line = row.receipt_line.order_line
        if line.item_id is None or not row.good:
            continue
        before = _stocked(line)
        movements.append(
            Movement(
                warehouse_id=place.id,
                item_id=line.item_id,
                kind="purchase_in",
                quantity=Decimal(row.good),
                value=_cost(line, before + row.good) - _cost(line, before),
                moved_on=local_today(),
                doc_type="goods_acceptance",
                doc_id=acceptance.id,
            )
        )
    return movements


def _stocked(line: PurchaseOrderLine) -> Decimal:
    """How much of an order line is in stock already."""
    rows = (
        GoodsAcceptanceLine.select(total(GoodsAcceptanceLine.good))
        .join(GoodsReceiptLine)
        .switch(GoodsAcceptanceLine)
        .join(GoodsAcceptance)
        .where(GoodsReceiptLine.order_line == line.id, GoodsAcceptance.status == "stocked")
    )
    return Decimal(rows.scalar())


def _cost(line: PurchaseOrderLine, quantity: Decimal) -> Decimal:
    """What the first ``quantity`` of a line cost; what comes beyond the order costs nothing."""
    if quantity >= line.quantity:
        return Decimal(line.amount)
    return (quantity * Decimal(line.unit_price)).quantize(CENT, ROUND_HALF_UP)


__all__ = ["stock_goods"]
