"""Stocktakes begun and counted; ``counted.py`` takes them on to finance and the deputy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from logistics.auditing import record
from logistics.database import local_today, lock, now
from logistics.errors import Conflict, NotFound, RuleViolation
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import append_rows, change_many
from logistics.operations.stock.balances import ZERO
from logistics.operations.stock.numbers import clean_money, clean_quantity
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.stock.counts import balance_on, lines_of_stocktake
from logistics.tables.stock import Item, StockLevel, Stocktake, StocktakeLine, Warehouse
from logistics.wording import _

OPEN = ("counting", "submitted", "checked")


class Count(NamedTuple):
    """What lies there of one item; None takes a count back. The rest is for a difference."""

    item_id: int
    actual: Decimal | None
    cause: str | None = None
    note: str = ""
    unit_cost: Decimal | None = None


def open_stocktakes(
    *, seen: Sequence[Seen], actor: Actor, counted_on: dt.date | None = None
) -> list[Outcome]:
    """Begin a count of warehouses: a line for everything that the books say is there."""
    day = counted_on or local_today()
    if day > local_today():
        raise RuleViolation(_("Stock cannot be counted on a day still to come."))

    def begin(wanted: Seen) -> Stocktake:
        warehouse = load(Warehouse, wanted)
        require_verb(actor, "open_stocktakes", warehouse)
        lock(Warehouse.select().where(Warehouse.id == warehouse.id)).get()
        running = Stocktake.get_or_none(
            (Stocktake.warehouse == warehouse) & Stocktake.status.in_(OPEN)
        )
        if running is not None:
            raise Conflict(_("Finish %(stocktake)s first.", stocktake=str(running)))
        stocktake = Stocktake.create(
            doc_no=take_number("SC", local_today()),
            warehouse=warehouse,
            counted_on=day,
            created_by=actor.account_id,
            updated_by=actor.account_id,
        )
        record(actor, "open_stocktakes", stocktake)
        levels = StockLevel.select(StockLevel.item).where(StockLevel.warehouse == warehouse)
        books = balance_on(warehouse.id, [level.item_id for level in levels], day)
        _add_lines(stocktake, [(item, book) for item, book in books.items() if book], actor)
        return stocktake

    return each(seen, begin, done=_("Count begun"), model=Warehouse)


def count_stock(
    *, seen: Sequence[Seen], actor: Actor, counts: Sequence[Count] = ()
) -> list[Outcome]:
    """Write down what lies there. The book quantity of each count is the one of this moment.

    An item that is not on the list yet gets its line: something was found.
    """

    def count(wanted: Seen) -> Stocktake:
        stocktake = load(Stocktake, wanted)
        require_verb(actor, "count_stock", stocktake)
        stocktake = move(
            Stocktake,
            wanted,
            to="counting",
            out_of=("counting",),
            actor=actor,
            verb="count_stock",
        )
        _add_found(stocktake, counts, actor)
        _write_counts(stocktake, counts, actor)
        return stocktake

    return each(seen, count, done=_("Saved"), model=Stocktake)


def _add_found(stocktake: Stocktake, counts: Sequence[Count], actor: Actor) -> None:
    listed = {line.item_id for line in lines_of_stocktake(stocktake)}
    found = [count.item_id for count in counts if count.item_id not in listed]
    known = {item.id for item in Item.select(Item.id).where(Item.id.in_(found))}
    if set(found) - known:
        raise NotFound(_("There is no such item."))
    _add_lines(stocktake, [(item, ZERO) for item in known], actor)


def _add_lines(stocktake: Stocktake, books: Sequence[tuple[int, Decimal]], actor: Actor) -> None:
    rows = ((stocktake.id, item, book) for item, book in books)
    append_rows(StocktakeLine, ("stocktake", "item", "book"), rows, actor=actor)


def _write_counts(stocktake: Stocktake, counts: Sequence[Count], actor: Actor) -> None:
    by_item = {count.item_id: count for count in counts}
    lines = [line for line in lines_of_stocktake(stocktake) if line.item_id in by_item]
    books = balance_on(stocktake.warehouse_id, list(by_item), stocktake.counted_on)
    changes = [_counted(line, by_item[line.item_id], books[line.item_id]) for line in lines]
    change_many(lines, changes, actor=actor, verb="count_stock")


def _counted(line: StocktakeLine, count: Count, book: Decimal) -> dict[str, Any]:
    """The columns of a line after a count; a line whose count stays keeps its book quantity."""
    actual = None if count.actual is None else clean_quantity(count.actual, "actual")
    if actual is not None and actual < 0:
        raise RuleViolation(_("A count cannot be below zero."), field="actual")
    if count.cause and count.cause not in StocktakeLine.cause.labels:
        raise RuleViolation(_("Choose one from the list."), field="cause")
    again = actual is not None and (actual != line.actual or book != line.book)
    return {
        "actual": actual,
        "book": book if again else line.book,
        "counted_at": now() if again else line.counted_at,
        "cause": count.cause or None,
        "note": count.note.strip(),
        "unit_cost": None if count.unit_cost is None else clean_money(count.unit_cost),
    }
