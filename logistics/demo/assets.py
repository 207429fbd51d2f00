"""Assets of the demonstration: the old cards, what was bought, and the move to Sishui.

What lay idle, was counted and was written off stands in ``asset_life``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import cycle
from typing import Any

from logistics.database import local_today
from logistics.demo.diary import LAST_DAY, MOVE_DAY, Entry, beginning, moment, workdays
from logistics.demo.office import MOVED_UNITS, Office
from logistics.demo.reading import read_table
from logistics.demo.texts import read_texts
from logistics.operations.assets import (
    accept_assets,
    hand_over_assets,
    register_assets,
    submit_asset_transfers,
)
from logistics.operations.expected import expect_rows
from logistics.operations.outcomes import Seen, all_of, only
from logistics.operations.records import LineChange, create_record
from logistics.tables.assets import (
    AllocationStandard,
    Asset,
    AssetClass,
    AssetTransfer,
    AssetTransferLine,
)
from logistics.tables.organisation import Site, Unit
from logistics.tables.people import Staff
from logistics.tables.purchasing.orders import PurchaseOrderLine
from logistics.tables.purchasing.receiving import (
    GoodsAcceptance,
    GoodsAcceptanceLine,
    GoodsReceiptLine,
)
from logistics.tables.stock import Item

SHARED_OUT_ON = dt.date(2026, 6, 4)
"""The day after the move: what was bought for Sishui is given out."""
STAYS = ("JJ-001", "JJ-003")
"""Kinds that a moving unit leaves behind: at Sishui it gets new ones."""
STORE = "23"
LIVING_WEEKS = 4
COOLING = ("LK", dt.date(2026, 6, 18), "28")


def events(office: Office) -> Iterator[Entry]:
    """The cards as of New Year, cards for purchases each week, and the move."""
    texts = read_texts("assets")
    yield Entry(moment(beginning(), 8), 40, partial(_enter_rules, office, texts))
    yield Entry(moment(beginning(), 8), 41, partial(_enter_cards, office))
    for day in _fridays():
        yield Entry(moment(day, 15, 40), 0, partial(register_bought, office, texts))
    yield Entry(moment(SHARED_OUT_ON, 9), 0, partial(register_bought, office, texts))
    yield Entry(moment(MOVE_DAY, 9, 30), 0, partial(_move, office))
    yield Entry(moment(SHARED_OUT_ON, 10), 0, partial(_furnish, office))
    kind, day, unit = COOLING
    yield Entry(moment(day, 16), 0, partial(_enter_cooling, office, kind, unit))


def kinds() -> dict[str, dict[str, str]]:
    """The kinds of things that have cards, by code."""
    return {row["code"]: row for row in read_table("asset_kinds")}


def transfer(
    office: Office, assets: list[Asset], receiver: Staff, reason: str, **place: Any
) -> AssetTransfer:
    """A transfer slip for assets of one unit, submitted and handed over by the asset keeper."""
    keeper = office.actor("assets")
    values = {
        "from_unit": assets[0].unit_id,
        "to_unit": receiver.unit_id,
        "to_site": receiver.site_id,
        "to_custodian": receiver.id,
        "reason": reason,
        **place,
    }
    lines = [LineChange({"asset": asset.id}) for asset in assets]
    row = create_record(AssetTransfer, values, actor=keeper, lines={AssetTransferLine: lines})
    only(submit_asset_transfers(seen=[Seen(row.id)], actor=keeper))
    only(hand_over_assets(seen=[Seen(row.id)], actor=keeper))
    return row


def _fridays() -> Iterator[dt.date]:
    first, today = beginning(), local_today()
    living = today - dt.timedelta(weeks=LIVING_WEEKS)
    for day in workdays(first, max(LAST_DAY, today)):
        if day.weekday() == 4 and (day <= LAST_DAY or living <= day < today):
            yield day
    yield LAST_DAY


def _enter_rules(office: Office, texts: dict[str, Any]) -> None:
    keeper = office.actor("assets")
    for code, name, kind, years in texts["classes"]:
        values = {"code": code, "name": name, "kind": kind, "min_life_years": years}
        create_record(AssetClass, values, actor=keeper)
    for code, name, most, cap, years in texts["standards"]:
        values = {
            "catalogue_code": code,
            "name": name,
            "max_per_head": most or None,
            "price_cap": cap,
            "min_years": years,
            "source": texts["paper"],
        }
        create_record(AllocationStandard, values, actor=keeper)


def _enter_cards(office: Office) -> None:
    """The register that the office brings along; every card is audited."""
    rows = list(_cards(office))
    key, keeper = ("tag",), office.actor("assets")
    expect_rows(Asset, rows, key=key, actor=keeper, verb="create")


def _cards(office: Office) -> Iterator[dict[str, Any]]:
    known, number = kinds(), 0
    for row in read_table("assets"):
        kind, unit = known[row["kind"]], office.key(Unit, row["unit"])
        people = cycle(Staff.select().where(Staff.unit == unit).order_by(Staff.id))
        for _piece in range(int(row["count"])):
            number += 1
            person = next(people, None)
            yield {
                **_card(office, kind, row["unit"]),
                "tag": f"GD-{number:04d}",
                "site": office.buildings[row["building"]].site_id,
                "room": office.room(row["building"], row["room"]).id if row["room"] else None,
                "custodian": person.id if person is not None else None,
                "acquired_on": _day_in(office, int(row["first_year"]), int(row["last_year"])),
            }


def _card(office: Office, kind: dict[str, str], unit: str) -> dict[str, Any]:
    asset_class = AssetClass.get_by_id(office.key(AssetClass, kind["class"]))
    return {
        "name": kind["name"],
        "spec": kind["spec"],
        "asset_class": asset_class.id,
        "catalogue_code": kind["catalogue_code"],
        "unit": office.key(Unit, unit),
        "cost": Decimal(kind["price"]),
        "life_years": asset_class.min_life_years,
    }


def _day_in(office: Office, first: int, last: int) -> dt.date:
    return dt.date(
        office.random.randint(first, last),
        office.random.randint(1, 12),
        office.random.randint(1, 28),
    )


def register_bought(office: Office, texts: dict[str, Any]) -> None:
    """Cards for what has been accepted and has none yet."""
    classes = {what: row["class"] for row in texts["bought"] for what in row["what"]}
    carded = Asset.select(Asset.acceptance_line).where(Asset.acceptance_line.is_null(False))
    lines = (
        GoodsAcceptanceLine.select(GoodsAcceptanceLine, GoodsReceiptLine, PurchaseOrderLine)
        .join(GoodsAcceptance)
        .switch(GoodsAcceptanceLine)
        .join(GoodsReceiptLine)
        .join(PurchaseOrderLine)
        .where(
            GoodsAcceptance.status.in_(["accepted", "part_accepted", "stocked"])
            & (GoodsAcceptanceLine.good > 0)
            & GoodsAcceptanceLine.id.not_in(carded)
        )
        .order_by(GoodsAcceptanceLine.id)
    )
    codes = {office.key(Item, what): what for what in classes if what.isascii()}
    for line in list(lines):
        bought = line.receipt_line.order_line
        what = codes.get(bought.item_id, bought.name)
        if what in classes:
            _register(office, texts, line, what, classes[what])


def _register(
    office: Office, texts: dict[str, Any], line: Any, what: str, asset_class: str
) -> None:
    place = texts["places"].get(what)
    if place is None and line.receipt_line.order_line.order.site_id == office.key(Site, "SISHUI"):
        place = texts["places"]["SISHUI"]
    outcomes = register_assets(
        seen=[Seen(line.id)],
        actor=office.actor("assets"),
        asset_class_id=office.key(AssetClass, asset_class),
        room_id=office.room(*place).id if place else None,
    )
    all_of(outcomes)


def _enter_cooling(office: Office, code: str, unit: str) -> None:
    """The central air conditioning at Sishui was built in with the fit-out."""
    values = {
        **_card(office, kinds()[code], unit),
        "tag": "GD-2026-LK01",
        "site": office.key(Site, "SISHUI"),
        "custodian": office.staff_id("works"),
        "acquired_on": local_today(),
        "origin": "built",
    }
    create_record(Asset, values, actor=office.actor("assets"))


def _move(office: Office) -> None:
    """Everybody who moves accepts his own things at the new place; nothing goes astray."""
    left = [kinds()[code]["name"] for code in STAYS]
    sishui = office.key(Site, "SISHUI")
    for code in MOVED_UNITS:
        unit = office.key(Unit, code)
        things = Asset.select().where(
            (Asset.unit == unit) & (Asset.status == "in_use") & Asset.name.not_in(left)
        )
        people = {row.id: row for row in Staff.select().where(Staff.unit == unit)}
        by_person: dict[int, list[Asset]] = {}
        for asset in things.where(Asset.site != sishui).order_by(Asset.id):
            holder = asset.custodian_id or min(people)
            by_person.setdefault(holder, []).append(asset)
        for holder, assets in by_person.items():
            person = people[holder]
            room = _room_of(office, code)
            row = transfer(office, assets, person, "搬迁至泗水办公区", to_site=sishui, to_room=room)
            accept(office, row, person)


def accept(office: Office, row: AssetTransfer, person: Staff) -> None:
    """The receiving person accepts."""
    only(accept_assets(seen=[Seen(row.id)], actor=office.actor_of(person)))


def _room_of(office: Office, unit: str) -> int | None:
    rooms = {"13": "301", "14": "302"}
    return office.room("B", rooms[unit]).id if unit in rooms else None


def _furnish(office: Office) -> None:
    """The new furniture and computers go from the store to the units that moved."""
    store = office.key(Unit, STORE)
    things = list(
        Asset.select()
        .where(Asset.acceptance_line.is_null(False) & (Asset.site == office.key(Site, "SISHUI")))
        .where((Asset.status == "in_use") & Asset.unit.in_([store, office.key(Unit, "21")]))
        .where(Asset.name.in_(["办公桌", "办公椅", "文件柜", "台式计算机"]))
        .order_by(Asset.unit, Asset.id)
    )
    parts: dict[tuple[int, str], list[Asset]] = {}
    for asset, code in zip(things, cycle(MOVED_UNITS), strict=False):
        parts.setdefault((asset.unit_id, code), []).append(asset)
    for (_unit, code), assets in parts.items():
        receiver = Staff.select().where(Staff.unit == office.key(Unit, code)).order_by(Staff.id)
        person = receiver.get()
        row = transfer(
            office,
            assets,
            person,
            "泗水办公区办公家具、设备配发",
            to_site=office.key(Site, "SISHUI"),
            to_room=_room_of(office, code),
        )
        accept(office, row, person)
