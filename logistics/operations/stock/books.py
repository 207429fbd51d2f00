"""The books: opening balances, reversals of wrong entries, and the closing of a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from logistics.auditing import note, record, transaction
from logistics.database import local_today, lock
from logistics.errors import Conflict, RuleViolation, WrongState
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.stock.balances import lock_balances
from logistics.operations.stock.moving import Movement, move_stock
from logistics.operations.stock.numbers import clean_money, require_above_zero, require_reason
from logistics.operations.transitions import load
from logistics.permissions import Actor, require_verb
from logistics.tables.stock import Item, StockClosing, StockMovement, Warehouse
from logistics.wording import _

REVERSIBLE = ("opening", "purchase_in")


class Opening(NamedTuple):
    """What a warehouse held of an item, and at what cost in all, when its books began."""

    warehouse_id: int
    item_id: int
    quantity: Decimal
    value: Decimal


def open_stock(*, openings: Sequence[Opening], opened_on: dt.date, actor: Actor) -> None:
    """Enter opening balances, all or none: the first entry there is for a warehouse and an item."""
    movements = [
        Movement(
            row.warehouse_id,
            row.item_id,
            "opening",
            require_above_zero(row.quantity),
            clean_money(row.value),
            opened_on,
        )
        for row in openings
    ]
    with transaction():
        warehouses = Warehouse.select().where(
            Warehouse.id.in_([row.warehouse_id for row in openings])
        )
        for warehouse in warehouses:
            require_verb(actor, "open_stock", warehouse)
        lock_balances(movement.place for movement in movements)
        _refuse_opened(openings)
        move_stock(movements, actor=actor)
        for row in openings:
            note(
                actor,
                "open_stock",
                table="item",
                row_id=row.item_id,
                changes={"quantity": [None, str(row.quantity)], "value": [None, str(row.value)]},
            )


def open_stock_of(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    warehouse_id: int,
    quantity: Decimal,
    value: Decimal,
    opened_on: dt.date | None = None,
) -> list[Outcome]:
    """Enter the opening balance of single items in one warehouse."""

    def begin(wanted: Seen) -> Item:
        item = load(Item, wanted)
        opening = Opening(warehouse_id, item.id, quantity, value)
        open_stock(openings=[opening], opened_on=opened_on or local_today(), actor=actor)
        return item

    return each(seen, begin, done=_("Opening balance entered"), model=Item)


def reverse_movements(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Take wrong entries back by entries of today that go the other way.

    An opening or a receipt goes out again at the cost it came in at, as far as that cost is still
    on the books. What else moved has a way back of its own: supplies are taken back, a transfer is
    reversed as a whole, a count is corrected by the next.
    """
    reason = require_reason(reason, _("Say why the entry is reversed."))

    def reverse(wanted: Seen) -> StockMovement:
        row = load(StockMovement, wanted)
        require_verb(actor, "reverse_movements", row)
        if row.kind not in REVERSIBLE or row.reversal_of_id is not None:
            raise WrongState(
                _(
                    "Only an opening balance or a receipt is reversed here. Take back issued "
                    "supplies from their slip, reverse a transfer as a whole, correct a count by "
                    "a new one."
                )
            )
        lock_balances([(row.warehouse_id, row.item_id)])
        if StockMovement.select().where(StockMovement.reversal_of == row.id).exists():
            raise Conflict(_("This entry has already been reversed."))
        reversal = Movement(
            row.warehouse_id,
            row.item_id,
            row.kind,
            -row.quantity,
            -row.value,
            local_today(),
            row.doc_type,
            row.doc_id,
            reversal_of_id=row.id,
            note=reason,
        )
        move_stock([reversal], actor=actor)
        made: StockMovement = StockMovement.get(StockMovement.reversal_of == row.id)
        record(actor, "reverse_movements", made)
        return row

    return each(seen, reverse, done=_("Reversed"), model=StockMovement)


def close_stock(
    *, seen: Sequence[Seen], actor: Actor, closed_through: dt.date | None, comment: str = ""
) -> list[Outcome]:
    """Close warehouses' books through a day that is over; an entry before needs a right."""
    if closed_through is None:
        raise RuleViolation(_("Give the last day to be closed."), field="closed_through")
    if closed_through >= local_today():
        raise RuleViolation(_("Only days that are over can be closed."), field="closed_through")

    def close(wanted: Seen) -> Warehouse:
        warehouse = load(Warehouse, wanted)
        require_verb(actor, "close_stock", warehouse)
        lock(Warehouse.select().where(Warehouse.id == warehouse.id)).get()
        later = StockClosing.select().where(
            (StockClosing.warehouse == warehouse) & (StockClosing.closed_through >= closed_through)
        )
        if later.exists():
            raise Conflict(_("%(warehouse)s is already closed beyond.", warehouse=str(warehouse)))
        closing = StockClosing.create(
            warehouse=warehouse,
            closed_through=closed_through,
            note=comment,
            created_by=actor.account_id,
            updated_by=actor.account_id,
        )
        record(actor, "close_stock", closing)
        return warehouse

    return each(seen, close, done=_("Closed"), model=Warehouse)


def _refuse_opened(openings: Sequence[Opening]) -> None:
    places = {(row.warehouse_id, row.item_id) for row in openings}
    if len(places) < len(openings):
        raise Conflict(_("An item stands twice among the opening balances of a warehouse."))
    moved = StockMovement.select(StockMovement.warehouse, StockMovement.item).where(
        StockMovement.warehouse.in_([row.warehouse_id for row in openings])
        & StockMovement.item.in_([row.item_id for row in openings])
    )
    for row in moved.distinct():
        if (row.warehouse_id, row.item_id) in places:
            raise Conflict(
                _(
                    "%(item)s already has entries in %(warehouse)s: an opening balance comes "
                    "first or not at all. Count the stock instead.",
                    item=str(Item.get_by_id(row.item_id)),
                    warehouse=str(Warehouse.get_by_id(row.warehouse_id)),
                )
            )
