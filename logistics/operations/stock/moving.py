"""The one way in which stock moves: balance, average cost and ledger together or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import peewee

from logistics.auditing import transaction
from logistics.database import local_today, read_scaled, running, trimmed
from logistics.errors import NotEnough, RuleViolation
from logistics.operations.sets import append_rows
from logistics.operations.stock.balances import Balance, Place, lock_balances, write_balances
from logistics.permissions import Actor, require_verb
from logistics.tables.stock import Item, StockClosing, StockLevel, StockMovement, Warehouse
from logistics.wording import Words, _


@dataclass(frozen=True)
class Movement:
    """One item that enters or leaves one warehouse.

    ``quantity`` is negative when it leaves. ``value`` in yuan has the sign of the quantity; None
    means the moving average, or for the incoming half of a transfer what its outgoing half cost.
    """

    warehouse_id: int
    item_id: int
    kind: str
    quantity: Decimal
    value: Decimal | None
    moved_on: dt.date
    doc_type: str = ""
    doc_id: int | None = None
    unit_id: int | None = None
    correlation: str = ""
    reversal_of_id: int | None = None
    note: str = ""

    @property
    def place(self) -> Place:
        return self.warehouse_id, self.item_id


def move_stock(movements: Sequence[Movement], *, actor: Actor) -> list[Decimal]:
    """Book ``movements`` and return the signed value of each, in their order.

    The balances are locked first, in the order of the items. Then the movements are worked out one
    after the other; what leaves is refused when it is not there (``NotEnough``), never shortened.
    At last the ledger must show no balance below zero on any later day, which an entry for a past
    day could leave behind. No right is asked here: that is the calling verb's matter, except for
    days that are closed.
    """
    with transaction():
        _refuse_wrong_days(movements, actor)
        balances = lock_balances(movement.place for movement in movements)
        _refuse_shortages(movements, balances)
        values = _work_out(movements, balances)
        write_balances(balances.values(), actor=actor)
        _append(movements, values, actor)
        _refuse_negative_past(movements)
    return values


def _refuse_wrong_days(movements: Sequence[Movement], actor: Actor) -> None:
    today = local_today()
    closed = _closed_days({movement.warehouse_id for movement in movements})
    for movement in movements:
        if movement.moved_on > today:
            raise RuleViolation(_("Stock cannot move on a day still to come."), field="moved_on")
        last_closed = closed.get(movement.warehouse_id)
        if last_closed is None or movement.moved_on > last_closed:
            continue
        require_verb(actor, "backdate_stock")
        if not movement.note:
            raise RuleViolation(
                _(
                    "The books of this warehouse are closed through %(day)s: give the reason "
                    "for an entry before.",
                    day=last_closed,
                ),
                field="note",
            )


def _closed_days(warehouse_ids: set[int]) -> Mapping[int, dt.date]:
    rows: Any = (
        StockClosing.select(StockClosing.warehouse, peewee.fn.MAX(StockClosing.closed_through))
        .where(StockClosing.warehouse.in_(list(warehouse_ids)))
        .group_by(StockClosing.warehouse)
        .tuples()
    )
    return dict(rows)


def _refuse_shortages(movements: Sequence[Movement], balances: Mapping[Place, Balance]) -> None:
    """Every item of the set that is not there in full, told at once."""
    left = {place: balance.quantity for place, balance in balances.items()}
    short: dict[Place, Decimal] = {}
    for movement in movements:
        left[movement.place] += movement.quantity
        if movement.quantity < 0 and left[movement.place] < 0:
            short[movement.place] = min(left[movement.place], short.get(movement.place, Decimal(0)))
    if short:
        raise NotEnough(_shortage(short, balances), field="quantity")


def _shortage(short: Mapping[Place, Decimal], balances: Mapping[Place, Balance]) -> Words:
    first = next(iter(short))
    item, warehouse = Item.get_by_id(first[1]), Warehouse.get_by_id(first[0])
    told = _(
        "%(warehouse)s holds %(left)s %(measure)s of %(item)s, %(missing)s too few.",
        warehouse=warehouse.name,
        left=trimmed(balances[first].quantity),
        measure=item.unit_of_measure,
        item=str(item),
        missing=trimmed(-short[first]),
    )
    if len(short) == 1:
        return told
    return _("%(first)s Short as well: %(count)s more.", first=told, count=len(short) - 1)


def _work_out(movements: Sequence[Movement], balances: Mapping[Place, Balance]) -> list[Decimal]:
    values: list[Decimal] = []
    paired: dict[tuple[str, int], Decimal] = {}
    for movement in movements:
        balance, pair = balances[movement.place], (movement.correlation, movement.item_id)
        if movement.quantity > 0:
            value = movement.value
            if value is None and movement.correlation:
                value = paired[pair]
            values.append(balance.put(movement.quantity, value))
        else:
            wanted = None if movement.value is None else -movement.value
            paired[pair] = balance.take(-movement.quantity, wanted)
            values.append(-paired[pair])
    return values


def _append(movements: Sequence[Movement], values: Sequence[Decimal], actor: Actor) -> None:
    rows = (
        (
            movement.warehouse_id,
            movement.item_id,
            movement.kind,
            movement.quantity,
            value,
            movement.moved_on,
            movement.unit_id,
            movement.doc_type,
            movement.doc_id,
            movement.correlation,
            movement.reversal_of_id,
            movement.note,
        )
        for movement, value in zip(movements, values, strict=True)
    )
    append_rows(StockMovement, StockMovement.OWNED, rows, actor=actor)


def _refuse_negative_past(movements: Sequence[Movement]) -> None:
    """Look at every later balance of what left on a past day; today's is the level itself."""
    today = local_today()
    taken = [row for row in movements if row.quantity < 0 and row.moved_on < today]
    for warehouse_id in sorted({row.warehouse_id for row in taken}):
        here = [row for row in taken if row.warehouse_id == warehouse_id]
        lowest = lowest_balance_since(
            min(row.moved_on for row in here),
            StockMovement.warehouse == warehouse_id,
            StockMovement.item.in_(sorted({row.item_id for row in here})),
        )
        if lowest is not None and lowest.after < 0:
            raise NotEnough(
                _(
                    "On %(day)s %(warehouse)s would then have held %(after)s of %(item)s. Stock "
                    "may be below zero at no moment, not in the past either.",
                    day=lowest.moved_on,
                    warehouse=lowest.warehouse.name,
                    after=trimmed(lowest.after),
                    item=str(lowest.item),
                ),
                field="moved_on",
            )


def lowest_balance_since(first: dt.date, *where: Any) -> Any:
    """The movement from ``first`` on that left the least behind, with that balance as ``after``.

    Balances are counted back from the level, so that nothing before ``first`` is read. None when
    nothing moved.
    """
    place = (StockMovement.warehouse, StockMovement.item)
    since = running(
        StockMovement.quantity,
        over=place,
        by=(StockMovement.moved_on.desc(), StockMovement.id.desc()),
    )
    after = StockLevel.quantity - since + StockMovement.quantity
    level = (StockLevel.warehouse == StockMovement.warehouse) & (
        StockLevel.item == StockMovement.item
    )
    return (
        StockMovement.select(
            StockMovement.moved_on,
            StockMovement.warehouse,
            StockMovement.item,
            read_scaled(StockMovement.quantity, after).alias("after"),
        )
        .join(StockLevel, on=level)
        .where(StockMovement.moved_on >= first, *where)
        .order_by(peewee.SQL("after"))
        .objects()
        .first()
    )


__all__ = ["Movement", "lowest_balance_since", "move_stock"]
