"""What the stores of the demonstration look like today: low stock, a sheet ready to be issued."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal
from functools import partial
from typing import NamedTuple

from logistics.database import local_today
from logistics.demo.diary import Entry, moment, this_morning
from logistics.demo.issues import Asked, ask, decide, gather, issue, sign, title_of
from logistics.demo.office import Office
from logistics.demo.stock import WAREHOUSES
from logistics.demo.weeks import WorkCalendar, monday_of
from logistics.queries.stock import held_by_site, on_hand
from logistics.tables.organisation import Site
from logistics.tables.stock import Item, Warehouse


class Draw(NamedTuple):
    """An item that units ask for until so much of its minimum stock is left."""

    item: str
    left: str
    units: tuple[tuple[str, str], ...]


DRAWS = (
    Draw("BG-001", "0.6", (("10", "严谨"), ("12", "傅春江"), ("16", "金素盼"))),
    Draw("BG-021", "0.5", (("21", "文丽华"), ("16", "蔡旺"))),
    Draw("BG-024", "0.4", (("27", "温雅琴"),)),
    Draw("ZP-005", "0.7", (("27", "温雅琴"), ("29", "尤志远"))),
    Draw("QJ-004", "0.5", (("28", "田秀兰"), ("25", "武学文"))),
    Draw("QJ-009", "0.3", (("28", "田秀兰"),)),
)
READY = (
    # unit, who, site, purpose, items; a plus asks for so much more than the site holds
    ("13", "staff", "SISHUI", "项目评审会用品", "BG-001 4,BG-007 5,QJ-004 +5"),
    ("14", "staff2", "SISHUI", "客商洽谈用品", "ZP-003 4,BG-012 3,ZP-006 +2"),
    ("28", "鲁保生", "SISHUI", "泗水保洁用品", "QJ-010 10,QJ-014 6,QJ-008 4"),
    ("10", "严谨", "COMMITTEE", "办公室会议材料用品", "BG-003 12,BG-016 2,BG-024 +6"),
    ("27", "温雅琴", "COMMITTEE", "会议室接待用品", "ZP-003 6,ZP-004 4,ZP-006 1"),
)


def events(office: Office) -> Iterator[Entry]:
    """On the last working day much leaves the stores; what was asked since waits on a sheet."""
    calendar = WorkCalendar()
    yesterday = calendar.before_today(1)
    number = yesterday.isocalendar().week
    yield Entry(moment(yesterday, 16, 50), 0, partial(_draw, office))
    yield Entry(moment(yesterday, 17, 10), 0, partial(issue, office, monday_of(yesterday)))
    yield Entry(moment(yesterday, 17, 20), 0, partial(sign, office, number))
    yield Entry(moment(yesterday, 17, 30), 0, partial(_ask_once_more, office))
    yield Entry(this_morning(), 20, partial(_prepare, office))


def _draw(office: Office) -> None:
    asked: dict[tuple[str, str], list[tuple[str, Decimal]]] = {}
    committee = office.key(Warehouse, WAREHOUSES[0][0])
    for draw in DRAWS:
        item = Item.get_by_id(office.key(Item, draw.item))
        everywhere = sum(held_by_site([item.id]).values(), Decimal(0))
        surplus = everywhere - item.min_stock * Decimal(draw.left)
        taken = min(surplus, on_hand(committee, [item.id])[item.id])
        part = (taken / len(draw.units)).quantize(Decimal(1), ROUND_DOWN)
        for unit in draw.units if part > 0 else ():
            asked.setdefault(unit, []).append((draw.item, part))
    site = WAREHOUSES[0][2]
    requests = [
        Asked(unit, who, site, "下半年办公、会务、保洁用品集中配发", tuple(wanted))
        for (unit, who), wanted in asked.items()
    ]
    _hand_in(office, requests)


def _ask_once_more(office: Office) -> None:
    """Requests of both sites; each site is short of something."""
    requests = []
    for unit, who, site, purpose, items in READY:
        wanted = [part.split() for part in items.split(",")]
        quantities = tuple((code, _quantity(office, site, code, told)) for code, told in wanted)
        requests.append(Asked(unit, who, site, purpose, quantities))
    _hand_in(office, requests)


def _quantity(office: Office, site: str, code: str, told: str) -> Decimal:
    if not told.startswith("+"):
        return Decimal(told)
    item = office.key(Item, code)
    return held_by_site([item]).get((office.key(Site, site), item), Decimal(0)) + Decimal(told)


def _hand_in(office: Office, requests: list[Asked]) -> None:
    handed_in: list[tuple[Asked, int]] = []
    for asked in requests:
        ask(office, asked, handed_in)
    decide(office, handed_in)


def _prepare(office: Office) -> None:
    """The keeper has made the sheet; what each site gets is still to be set and issued."""
    gather(office, title_of(monday_of(local_today())))
