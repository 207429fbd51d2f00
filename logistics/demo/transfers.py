"""What goes from the Committee's warehouse to Sishui: for its requests, and to have some there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial

from logistics.demo.diary import MOVE_DAY, Entry, moment
from logistics.demo.office import MOVED_UNITS, Office
from logistics.demo.reading import read_table
from logistics.demo.stock import WAREHOUSES, shelves
from logistics.demo.weeks import WorkCalendar, is_told
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import LineChange, create_record
from logistics.operations.stock import transfer_stock
from logistics.queries.stock import on_hand, open_shortages
from logistics.tables.organisation import Site
from logistics.tables.stock import Item, StockTransfer, StockTransferLine, Warehouse

AHEAD = (
    # day, reason, items with quantities
    (
        "2026-05-19",
        "泗水办公区搬迁前开荒保洁",
        "QJ-004 6,QJ-006 4,QJ-008 6,QJ-010 20,QJ-014 12,QJ-015 8",
    ),
    (
        "2026-06-01",
        "泗水办公区启用前备货",
        "BG-001 24,BG-003 36,BG-007 12,BG-008 12,BG-009 20,BG-012 12,BG-014 8,BG-018 6,QJ-001 30,"
        "QJ-002 3,QJ-003 2,ZP-003 16,ZP-004 6,ZP-005 8,CY-005 3,CY-007 6,CY-009 2",
    ),
)
FOR_REQUESTS = "泗水办公区领用调拨"
TO_HAVE_SOME = "泗水库房周转补充"
MOST_LINES = 14


def events(office: Office) -> Iterator[Entry]:
    """Before the move what Sishui asks for is sent over; since, its shelves are filled weekly."""
    for day, reason, items in AHEAD:
        send = partial(_send_ahead, office, reason, items)
        yield Entry(moment(dt.date.fromisoformat(day), 14, 30), 0, send)
    assortment = _assortment()
    for week in WorkCalendar().weeks():
        if week.monday < MOVE_DAY and is_told(week.issued_on):
            send = partial(_send_what_is_short, office)
            yield Entry(moment(week.issued_on, 10, 10), 0, send)
        elif is_told(week.asked_on):
            send = partial(_fill_shelves, office, assortment)
            yield Entry(moment(week.asked_on, 16, 10), 0, send)


def _assortment() -> dict[str, Decimal]:
    """What Sishui keeps, with the most that is usually asked for at once."""
    demands = [
        row
        for row in read_table("demand")
        if row["site"] in ("SISHUI", "OPENED") or row["unit"] in MOVED_UNITS
    ]
    codes = sorted({code for row in demands for code in row["items"].split()})
    return {code: Decimal(shelves()[code].usual[1]) for code in codes}


def _send_ahead(office: Office, reason: str, items: str) -> None:
    parts = (part.split() for part in items.split(","))
    _send(office, reason, {office.key(Item, code): Decimal(number) for code, number in parts})


def _send_what_is_short(office: Office) -> None:
    site = office.key(Site, WAREHOUSES[1][2])
    short = {row.item.id: row.missing for row in open_shortages(site)}
    _send(office, FOR_REQUESTS, short)


def _fill_shelves(office: Office, assortment: Mapping[str, Decimal]) -> None:
    """Twice what is usually asked for, of what the Committee has more of than its minimum."""
    here, there = (office.key(Warehouse, row[0]) for row in WAREHOUSES)
    usual = {office.key(Item, code): number for code, number in assortment.items()}
    held, left = on_hand(there, list(usual)), on_hand(here, list(usual))
    least = {row.id: row.min_stock for row in Item.select().where(Item.id.in_(list(usual)))}
    wanted = {
        item: min(2 * number - held[item], left[item] - least[item])
        for item, number in usual.items()
        if held[item] < number
    }
    filled = [(item, number) for item, number in wanted.items() if number >= 1]
    _send(office, TO_HAVE_SOME, dict(filled[:MOST_LINES]))


def _send(office: Office, reason: str, wanted: Mapping[int, Decimal]) -> None:
    """As much of each item as is there goes over; nothing is written where nothing goes."""
    here, there = (office.key(Warehouse, row[0]) for row in WAREHOUSES)
    held = on_hand(here, list(wanted)) if wanted else {}
    lines = [
        LineChange({"item": item, "quantity": min(number, held[item])})
        for item, number in wanted.items()
        if held[item]
    ]
    if not lines:
        return
    keeper = office.actor("keeper")
    values = {"from_warehouse": here, "to_warehouse": there, "reason": reason}
    row = create_record(StockTransfer, values, actor=keeper, lines={StockTransferLine: lines})
    only(transfer_stock(seen=[Seen(row.id)], actor=keeper))
