"""The stores of the demonstration: catalogue, warehouses, opening balances, books and counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, partial
from typing import NamedTuple

from logistics.calendar import month_days
from logistics.demo.diary import FIRST_DAY, LAST_DAY, Entry, beginning, moment
from logistics.demo.office import Office
from logistics.demo.reading import read_table
from logistics.demo.weeks import WorkCalendar
from logistics.operations.outcomes import Seen, all_of, only
from logistics.operations.records import create_record
from logistics.operations.stock import (
    Count,
    Opening,
    approve_stocktakes,
    check_stocktakes,
    close_stock,
    count_stock,
    open_stock,
    open_stocktakes,
    submit_stocktakes,
)
from logistics.permissions import SYSTEM
from logistics.queries.stock.counts import lines_of_stocktake
from logistics.tables.organisation import Site, Unit
from logistics.tables.stock import (
    Item,
    Stocktake,
    UnitQuota,
    Warehouse,
)

WAREHOUSES = (
    # code, name, site, keeper
    ("KF-A", "管委会库房", "COMMITTEE", "keeper"),
    ("KF-B", "泗水库房", "SISHUI", "keeper2"),
)
QUOTAS = (
    # unit, item, period, quantity
    ("12", "BG-001", "month", 12),
    ("13", "BG-001", "month", 12),
    ("14", "BG-001", "month", 12),
    ("15", "BG-001", "month", 12),
    ("16", "BG-001", "month", 16),
    ("17", "BG-001", "month", 16),
    ("13", "BG-021", "quarter", 2),
    ("16", "BG-021", "quarter", 2),
)
UNITS_WITH_QUOTAS = frozenset(row[0] for row in QUOTAS)
DIFFERENCES = {
    # warehouse: item, difference, cause, explanation
    "KF-A": (
        ("BG-003", -4, "miscounted", "拆零发放时少记，已与领用人核对。"),
        ("QJ-007", -2, "damaged", "瓶口破损漏失。"),
        ("ZP-003", 1, "unrecorded", "供应商随货赠送一条，未登记。"),
    ),
    "KF-B": (
        ("QJ-010", -3, "unrecorded", "搬迁当日急用，事后未补领用单。"),
        ("ZP-003", -1, "damaged", "受潮变形，不能使用。"),
    ),
}


class Shelf(NamedTuple):
    """What the stores know of an item besides its record: its price and what is usual to ask."""

    price: Decimal
    usual: tuple[int, int]


@cache
def shelves() -> dict[str, Shelf]:
    """The items of the catalogue by code."""
    return {
        row["code"]: Shelf(
            Decimal(row["price"]),
            (int(row["usual_from"]), int(row["usual_to"])),
        )
        for row in read_table("items")
    }


def events(office: Office) -> Iterator[Entry]:
    """Catalogue and opening balances, closed months, the count of the half-year."""
    first = beginning()
    yield Entry(moment(first, 8), 40, partial(_enter_catalogue, office))
    yield Entry(moment(first, 9), 10, partial(_open_books, office))
    calendar = WorkCalendar()
    for month in range(FIRST_DAY.month, LAST_DAY.month):
        last = month_days(dt.date(FIRST_DAY.year, month, 1))[1]
        close = partial(_close_month, office, last)
        yield Entry(moment(calendar.after(last, 5), 16, 50), 0, close)
    for code, _name, _site, keeper in WAREHOUSES:
        held: list[int] = []
        yield Entry(moment(LAST_DAY, 14), 0, partial(_count, office, code, keeper, held))
        yield Entry(moment(LAST_DAY, 16, 10), 0, partial(_check_count, office, held))
        yield Entry(moment(LAST_DAY, 17), 0, partial(_approve_count, office, held))


def _enter_catalogue(office: Office) -> None:
    keeper = office.actor("keeper")
    for row in read_table("items"):
        values = {
            "code": row["code"],
            "name": row["name"],
            "spec": row["spec"],
            "unit_of_measure": row["measure"],
            "kind": row["kind"],
            "catalogue_code": row["catalogue_code"],
            "min_stock": row["min_stock"],
            "max_stock": row["max_stock"],
            "trade_in": bool(row["trade_in"]),
        }
        create_record(Item, values, actor=keeper)
    for code, name, site, _keeper in WAREHOUSES:
        values = {"code": code, "name": name, "site": office.key(Site, site)}
        create_record(Warehouse, values, actor=SYSTEM)
    for unit, item, period, quantity in QUOTAS:
        place = {"unit": office.key(Unit, unit), "item": office.key(Item, item)}
        create_record(UnitQuota, {**place, "period": period, "quantity": quantity}, actor=keeper)


def _open_books(office: Office) -> None:
    for code, _name, site, keeper in WAREHOUSES:
        warehouse = office.key(Warehouse, code)
        openings = [
            Opening(
                warehouse,
                office.key(Item, row["code"]),
                Decimal(row[f"opening_{site.lower()}"]),
                Decimal(row[f"opening_{site.lower()}"]) * Decimal(row["price"]),
            )
            for row in read_table("items")
            if int(row[f"opening_{site.lower()}"])
        ]
        open_stock(openings=openings, opened_on=beginning(), actor=office.actor(keeper))


def _close_month(office: Office, last: dt.date) -> None:
    """Finance reconciles the books of both warehouses month by month."""
    warehouses = [Seen(office.key(Warehouse, row[0])) for row in WAREHOUSES]
    comment = f"{last:%Y}年{last.month}月收发存核对无误"
    finance = office.actor("finance")
    all_of(close_stock(seen=warehouses, actor=finance, closed_through=last, comment=comment))


def _count(office: Office, code: str, keeper: str, held: list[int]) -> None:
    """Everything on the shelves is counted; a few items differ, each with its cause."""
    actor = office.actor(keeper)
    only(open_stocktakes(seen=[Seen(office.key(Warehouse, code))], actor=actor))
    stocktake = Stocktake.select().order_by(Stocktake.id.desc()).get()
    held.append(stocktake.id)
    differing = {office.key(Item, row[0]): row[1:] for row in DIFFERENCES[code]}
    counts = []
    for line in lines_of_stocktake(stocktake):
        difference, cause, note = differing.get(line.item_id, (0, None, ""))
        counts.append(Count(line.item_id, line.book + max(difference, -line.book), cause, note))
    only(count_stock(seen=[Seen(stocktake.id)], actor=actor, counts=counts))
    only(submit_stocktakes(seen=[Seen(stocktake.id)], actor=actor))


def _check_count(office: Office, held: list[int]) -> None:
    actor, words = office.actor("finance"), "账实核对完毕，差异原因属实。"
    only(check_stocktakes(seen=[Seen(held[0])], actor=actor, comment=words))


def _approve_count(office: Office, held: list[int]) -> None:
    actor, words = office.actor("deputy"), "同意调账，加强拆零发放登记。"
    only(approve_stocktakes(seen=[Seen(held[0])], actor=actor, comment=words))
