"""What became of assets in the demonstration: counted, idle and reused, written off, lent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from logistics.calendar import add_workdays
from logistics.database import local_today
from logistics.demo.assets import accept, kinds, transfer
from logistics.demo.diary import Entry, moment, this_morning
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.operations.assets import (
    approve_asset_counts,
    approve_disposals,
    begin_asset_counts,
    check_disposals,
    check_reuse,
    count_assets,
    examine_disposals,
    note_surplus,
    offer_assets,
    return_assets,
    scrap_assets,
    send_assets_to_repair,
    submit_asset_counts,
    submit_disposals,
    take_assets_from_repair,
    take_listings,
)
from logistics.operations.outcomes import Seen, all_of, only
from logistics.operations.records import LineChange, create_record
from logistics.tables.assets import (
    Asset,
    AssetCount,
    AssetCountLine,
    AssetDisposal,
    AssetDisposalLine,
    AssetTransfer,
    PoolListing,
)
from logistics.tables.organisation import Site, Unit
from logistics.tables.purchasing.requests import PurchaseRequest, PurchaseRequestLine

COUNTED = ("COMMITTEE", "THIRD")
LOAN = ("TY", "27", dt.date(2026, 4, 8), 9, "石清泉", "科技成果对接会投影")
REPAIRS = (("SB-002", "21", dt.date(2026, 2, 10), 3), ("KT", "18", dt.date(2026, 5, 18), 4))


def events(office: Office) -> Iterator[Entry]:
    """The count in January, the idle pool, disposals, a loan, repairs, and what waits today."""
    texts = read_texts("assets")
    yield from _count(office, texts["count"])
    for row in texts["idle"]:
        yield from _idle(office, row)
    for row in texts["disposal"]:
        yield from _disposal(office, row)
    yield from _lend(office)
    for kind, unit, day, after in REPAIRS:
        held: list[int] = []
        out = partial(_send_to_repair, office, kind, unit, held)
        yield Entry(moment(day, 9, 40), 0, out)
        back = partial(_take_from_repair, office, held)
        yield Entry(moment(add_workdays(day, after), 15), 0, back)
    yield Entry(this_morning(), 0, partial(_today, office))


def one_of(office: Office, kind: str, unit: str, number: int = 1) -> list[Asset]:
    """The oldest assets of a kind that a unit has in use and nobody has a claim on."""
    query = Asset.select().where(
        (Asset.name == kinds()[kind]["name"])
        & (Asset.unit == office.key(Unit, unit))
        & (Asset.status == "in_use")
        & Asset.acceptance_line.is_null()
    )
    return list(query.order_by(Asset.acquired_on, Asset.id).limit(number))


def _count(office: Office, told: dict[str, Any]) -> Iterator[Entry]:
    held: list[int] = []
    yield Entry(moment(told["day"], 8, 40), 0, partial(_begin_count, office, told, held))
    yield Entry(moment(told["day"], 16), 0, partial(_do_count, office, told, held))
    yield Entry(moment(told["approved"], 10), 0, partial(_approve_count, office, told, held))


def _begin_count(office: Office, told: dict[str, Any], held: list[int]) -> None:
    keeper = office.actor("assets")
    for code in COUNTED:
        values = {
            "year": told["year"],
            "site": office.key(Site, code),
            "counted_on": told["day"],
        }
        held.append(create_record(AssetCount, values, actor=keeper).id)
    all_of(begin_asset_counts(seen=[Seen(key) for key in held], actor=keeper))


def _do_count(office: Office, told: dict[str, Any], held: list[int]) -> None:
    keeper = office.actor("assets")
    lines = list(AssetCountLine.select().where(AssetCountLine.count.in_(held)))
    placed = [line for line in lines if line.room_id and line.count_id == held[0]]
    moved = office.random.sample(placed, len(told["moved"]))
    for line, (room, note) in zip(moved, told["moved"], strict=True):
        answer = {"result": "moved", "cause": "unrecorded", "note": note}
        place = office.room("A", room).id
        seen = [Seen(line.id)]
        only(count_assets(seen=seen, actor=keeper, found_room_id=place, **answer))
    others = [Seen(line.id) for line in lines if line not in moved]
    all_of(count_assets(seen=others, actor=keeper))
    name, note = told["surplus"]
    room = office.room("A", "202").id
    only(note_surplus(seen=[Seen(held[0])], actor=keeper, found_name=name, room_id=room, note=note))
    all_of(submit_asset_counts(seen=[Seen(key) for key in held], actor=keeper))


def _approve_count(office: Office, told: dict[str, Any], held: list[int]) -> None:
    seen, deputy = [Seen(key) for key in held], office.actor("deputy")
    all_of(approve_asset_counts(seen=seen, actor=deputy, comment=told["opinion"]))


def _idle(office: Office, row: dict[str, Any]) -> Iterator[Entry]:
    held: list[int] = []
    yield Entry(moment(row["day"], 10), 0, partial(_offer, office, row, held))
    if row["to"]:
        day = add_workdays(row["day"], row["after"])
        yield Entry(moment(day, 14, 30), 0, partial(_take, office, row, held))


def _offer(office: Office, row: dict[str, Any], held: list[int]) -> None:
    keeper = office.actor("assets")
    (asset,) = one_of(office, row["kind"], row["unit"])
    only(return_assets(seen=[Seen(asset.id)], actor=keeper))
    told = {
        "condition": row["condition"],
        "description": row["text"],
        "new_price": Decimal(kinds()[row["kind"]]["price"]),
        "repair_cost": Decimal(row.get("repair", "0")),
    }
    only(offer_assets(seen=[Seen(asset.id)], actor=keeper, **told))
    held.append(PoolListing.get(PoolListing.asset == asset.id).id)


def _take(office: Office, row: dict[str, Any], held: list[int]) -> None:
    keeper, person = office.actor("assets"), office.person(row["to"])
    seen = [Seen(held[0])]
    only(take_listings(seen=seen, actor=keeper, custodian_id=person.id))
    listing = PoolListing.get_by_id(held[0])
    accept(office, AssetTransfer.get(AssetTransfer.reason == listing.doc_no), person)


def _disposal(office: Office, row: dict[str, Any]) -> Iterator[Entry]:
    held: list[int] = []
    steps = (
        (0, 9, partial(_submit_disposal, office, row, held)),
        (2, 10, partial(_examine, office, row, held)),
        (4, 15, partial(_check, office, row, held)),
        (6, 11, partial(_approve, office, row, held)),
        (10, 14, partial(_scrap, office, row, held)),
    )
    for after, hour, act in steps if row["verdict"] != "usable" else steps[:2]:
        yield Entry(moment(add_workdays(row["day"], after), hour), 0, act)


def _submit_disposal(office: Office, row: dict[str, Any], held: list[int]) -> None:
    keeper = office.actor("assets")
    assets = one_of(office, row["kind"], row["unit"], row["count"])
    values = {"unit": office.key(Unit, row["unit"]), "reason": row["reason"]}
    lines = [LineChange({"asset": asset.id, "defect": row["defect"]}) for asset in assets]
    made = create_record(AssetDisposal, values, actor=keeper, lines={AssetDisposalLine: lines})
    held.append(made.id)
    only(submit_disposals(seen=[Seen(made.id)], actor=keeper))


def _examine(office: Office, row: dict[str, Any], held: list[int]) -> None:
    works, told = office.actor("works"), {"verdict": row["verdict"], "opinion": row["opinion"]}
    only(examine_disposals(seen=[Seen(held[0])], actor=works, **told))


def _check(office: Office, row: dict[str, Any], held: list[int]) -> None:
    opinion = "原值、净值与账面相符。"
    seen = [Seen(held[0])]
    only(check_disposals(seen=seen, actor=office.actor("finance"), comment=opinion))


def _approve(office: Office, row: dict[str, Any], held: list[int]) -> None:
    seen, director = [Seen(held[0])], office.actor("director")
    only(approve_disposals(seen=seen, actor=director, comment="同意，按规定程序处置。"))


def _scrap(office: Office, row: dict[str, Any], held: list[int]) -> None:
    seen, income = [Seen(held[0])], Decimal(row["income"])
    only(scrap_assets(seen=seen, actor=office.actor("assets"), income=income))


def _lend(office: Office) -> Iterator[Entry]:
    kind, unit, day, days, borrower, reason = LOAN
    held: list[int] = []
    lend = partial(_lend_out, office, kind, unit, borrower, reason, days, held)
    yield Entry(moment(day, 9, 20), 0, lend)
    back = partial(_give_back, office, held)
    yield Entry(moment(day + dt.timedelta(days=days - 1), 16, 30), 0, back)


def _lend_out(
    office: Office, kind: str, unit: str, to: str, reason: str, days: int, held: list[int]
) -> None:
    person = office.person(to)
    (asset,) = one_of(office, kind, unit)
    due = local_today() + dt.timedelta(days=days)
    row = transfer(office, [asset], person, reason, kind="loan", due_on=due)
    held.append(asset.id)
    accept(office, row, person)


def _give_back(office: Office, held: list[int]) -> None:
    only(return_assets(seen=[Seen(held[0])], actor=office.actor("assets")))


def _send_to_repair(office: Office, kind: str, unit: str, held: list[int]) -> None:
    (asset,) = one_of(office, kind, unit)
    held.append(asset.id)
    seen = [Seen(asset.id)]
    only(send_assets_to_repair(seen=seen, actor=office.actor("works"), note="不能正常启动"))


def _take_from_repair(office: Office, held: list[int]) -> None:
    seen = [Seen(held[0])]
    note = "更换电源后正常"
    only(take_assets_from_repair(seen=seen, actor=office.actor("works"), note=note))


def _today(office: Office) -> None:
    """What is on the desks of today: a transfer to accept, a disposal to examine, a new offer."""
    keeper = office.actor("assets")
    assets = one_of(office, "SB-001", "21")
    transfer(office, assets, office.staff("staff"), "工作需要，调剂使用")
    for unit, kind, text in (
        ("11", "SB-001", "人员调动后闲置，运行正常。"),
        ("18", "JJ-001", "办公室调整后多出，完好。"),
    ):
        _offer(office, {"kind": kind, "unit": unit, "condition": "good", "text": text}, [])
    worn = {
        "unit": "12",
        "kind": "SB-001",
        "count": 1,
        "reason": "硬盘损坏，运行缓慢，已超过最低使用年限。",
        "defect": "硬盘坏道",
    }
    _submit_disposal(office, worn, [])
    for line in _open_lines(keeper.staff_id):
        reason = "公物仓机型不能满足专用软件运行要求"
        only(check_reuse(seen=[Seen(line.id)], actor=keeper, reason=reason))


def _open_lines(checker: int | None) -> list[PurchaseRequestLine]:
    """Lines of others' requests on their way that might be met from the pool."""
    query = (
        PurchaseRequestLine.select()
        .join(PurchaseRequest)
        .where((PurchaseRequest.status == "submitted") & (PurchaseRequest.requester != checker))
        .order_by(PurchaseRequestLine.id)
    )
    return list(query)
