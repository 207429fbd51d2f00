"""The weekly runs of the demonstration: one vehicle, to one site before the move, to two since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from logistics.database import local_today, office_zone
from logistics.demo.diary import MOVE_DAY, Entry, moment, this_morning
from logistics.demo.money import line_of
from logistics.demo.office import Office
from logistics.demo.stock import WAREHOUSES, shelves
from logistics.demo.weeks import Week, WorkCalendar, is_told
from logistics.operations.fleet import (
    depart_trips,
    finish_trips,
    record_odometers,
    send_vehicles,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.runs import (
    Bought,
    Delivered,
    add_run_needs,
    collect_needs,
    deliver_runs,
    lock_runs,
    reconcile_runs,
    record_run_purchases,
    sign_deliveries,
    start_runs,
)
from logistics.operations.records import LineChange, change_record, create_record
from logistics.queries.purchasing.run_sheet import SheetRow, proposed_split, sheet_of
from logistics.queries.stock import on_hand
from logistics.tables.fleet import Dispatch, Vehicle
from logistics.tables.organisation import Site
from logistics.tables.purchasing import PurchaseRun, PurchaseRunStop, Supplier
from logistics.tables.stock import Item, Warehouse

BUDGET = "20/30201"
PLATE = "辽A·T0386"
LINE_KM, ROUND_KM = 40, 46
"""Since Friday the coach has been on its line; the round of a run through town."""
SELLERS = {
    # the front part of an item's code
    "BG": "GY-02",
    "ZP": "GY-31",
    "QJ": "GY-06",
    "CY": "GY-10",
    "AF": "GY-12",
    "JJ": "GY-15",
    "SB": "GY-32",
}
ROUTINE = (("COMMITTEE", "ZP-005", 12), ("SISHUI", "ZP-005", 6))
"""What the keepers add to the list every week for the sites in use: there is never enough."""
LEAST_AT_SISHUI = (
    ("BG-001", 24),
    ("QJ-001", 30),
    ("ZP-003", 12),
    ("BG-003", 24),
    ("QJ-004", 6),
    ("QJ-010", 20),
    ("QJ-008", 6),
    ("BG-007", 8),
)
MOST_ADDED = 3
PRICE_SWING = 3
"""Prices differ from the last ones by at most so many percent."""
OUT_OF_STOCK_EVERY = 9
BROKEN_EVERY = 11
CENT = Decimal("0.01")


@dataclass
class Tour:
    """One run while it is told; ``number`` counts the weeks."""

    office: Office
    number: int
    week: Week
    run_id: int = 0

    @property
    def seen(self) -> Seen:
        return Seen(self.run_id)

    @property
    def run(self) -> PurchaseRun:
        return PurchaseRun.get_by_id(self.run_id)


def events(office: Office) -> Iterator[Entry]:
    """A run every week, told as far as the week has come; one that still collects today."""
    calendar = WorkCalendar()
    tours = [Tour(office, number, week) for number, week in enumerate(calendar.weeks())]
    for tour in tours:
        yield from _tour(tour)
    coming = calendar.coming_week()
    this_week = [tour for tour in tours if tour.week == coming]
    if not is_told(coming.issued_on):
        tour = this_week[0] if this_week else Tour(office, len(tours), coming)
        yield Entry(this_morning(), 10, partial(_collect, tour))


def _tour(tour: Tour) -> Iterator[Entry]:
    week = tour.week
    steps = (
        (week.asked_on, 8, 20, _begin),
        (week.issued_on, 14, 10, _add),
        (week.issued_on, 16, 30, _lock),
        (week.bought_on, 8, 30, _set_out),
        (week.bought_on, 10, 40, _buy),
        (week.bought_on, 11, 20, _share_out),
        (week.bought_on, 14, 10, partial(_sign, "COMMITTEE", "keeper")),
        (week.bought_on, 15, 40, partial(_sign, "SISHUI", "keeper2")),
        (week.bought_on, 15, 55, _come_back),
        (week.reconciled_on, 10, 20, _reconcile),
    )
    for day, hour, minute, act in steps:
        if is_told(day):
            yield Entry(moment(day, hour, minute), 10, partial(act, tour))


def _begin(tour: Tour) -> None:
    office, week = tour.office, tour.week
    cutoff = dt.datetime.combine(week.issued_on, dt.time(16), office_zone())
    values = {
        "week_starts_on": week.monday,
        "cutoff_at": cutoff,
        "budget_line": line_of(office, BUDGET, local_today().year).id,
        "buyer": office.staff_id("buyer"),
        "second_buyer": office.staff_id("buyer2"),
    }
    tour.run_id = create_record(PurchaseRun, values, actor=office.actor("buyer")).id


def _collect(tour: Tour) -> None:
    """The list of the coming run as it stands this morning."""
    if not tour.run_id:
        _begin(tour)
    only(collect_needs(seen=[tour.seen], actor=tour.office.actor("keeper")))


def _add(tour: Tour) -> None:
    """What the keepers want beyond what lacks: the routine, and since the move some at Sishui."""
    office = tour.office
    extras = list(ROUTINE[:1])
    if local_today() >= MOVE_DAY:
        extras = [*ROUTINE, *_wanted_at_sishui(office)]
    for site, code, quantity in extras:
        outcomes = add_run_needs(
            seen=[tour.seen],
            actor=office.actor("keeper"),
            item=office.key(Item, code),
            site=office.key(Site, site),
            quantity=Decimal(quantity),
        )
        only(outcomes)


def _wanted_at_sishui(office: Office) -> list[tuple[str, str, int]]:
    items = {code: office.key(Item, code) for code, _least in LEAST_AT_SISHUI}
    held = on_hand(office.key(Warehouse, WAREHOUSES[1][0]), list(items.values()))
    low = [("SISHUI", code, least) for code, least in LEAST_AT_SISHUI if held[items[code]] < least]
    return low[:MOST_ADDED]


def _lock(tour: Tour) -> None:
    """The keeper closes the list; the buyer plans the vehicle and its stops."""
    office = tour.office
    only(lock_runs(seen=[tour.seen], actor=office.actor("keeper")))
    sheet = sheet_of(tour.run)
    sellers = dict.fromkeys(_seller(row) for row in sheet.rows)
    stops: list[dict[str, object]] = [
        {"kind": "supplier", "supplier": office.key(Supplier, code)} for code in sellers
    ]
    stops += [{"kind": "site", "site": site.id} for site in sheet.sites]
    lines = [LineChange({"position": place, **stop}) for place, stop in enumerate(stops, start=1)]
    trip = {"dispatch": _slip(tour).id}
    buyer = office.actor("buyer")
    change_record(PurchaseRun, tour.seen, trip, actor=buyer, lines={PurchaseRunStop: lines})


def _slip(tour: Tour) -> Dispatch:
    """The dispatcher reserves the coach and its driver for the day of buying."""
    coach, day = Vehicle.get(Vehicle.plate == PLATE), tour.week.bought_on
    outcomes = send_vehicles(
        seen=[Seen(coach.id)],
        driver=coach.driver_id,
        starts_at=moment(day, 8, 30),
        ends_at=moment(day, 16),
        destination="定点供应商、各办公区",
        purpose="每周采购，分头送货",
        kind="purchase",
        actor=tour.office.actor("dispatcher"),
    )
    only(outcomes)
    slips = Dispatch.select().where(Dispatch.vehicle == coach.id)
    return slips.order_by(Dispatch.id.desc()).get()


def _seller(row: SheetRow) -> str:
    return SELLERS[row.line.item.code.partition("-")[0]]


def _set_out(tour: Tour) -> None:
    """The coach is read before it leaves: since the last reading it has been on its line."""
    office, slip = tour.office, tour.run.dispatch
    only(start_runs(seen=[tour.seen], actor=office.actor("buyer")))
    dispatcher, coach = office.actor("dispatcher"), slip.vehicle
    odometer = coach.odometer + LINE_KM
    only(record_odometers(seen=[Seen(coach.id)], odometer=odometer, actor=dispatcher))
    only(depart_trips(seen=[Seen(slip.id)], odo_out=odometer, actor=dispatcher))


def _come_back(tour: Tour) -> None:
    office, slip = tour.office, tour.run.dispatch
    odometer = slip.vehicle.odometer + ROUND_KM + office.random.randint(0, 6)
    dispatcher = office.actor("dispatcher")
    only(finish_trips(seen=[Seen(slip.id)], odo_in=odometer, actor=dispatcher))


def _buy(tour: Tour) -> None:
    """Everything on the list is bought; now and then the first item is not to be had in full."""
    office = tour.office
    rows = sheet_of(tour.run).rows
    purchases = {row.line.id: _bought(office, row) for row in rows}
    first = rows[0].line
    if tour.number % OUT_OF_STOCK_EVERY == OUT_OF_STOCK_EVERY - 1 and first.quantity > 1:
        short = purchases[first.id]._replace(quantity=first.quantity - 1, note="商家缺货一件")
        purchases[first.id] = short
    buyer = office.actor("buyer")
    only(record_run_purchases(seen=[tour.seen], actor=buyer, purchases=purchases))


def _bought(office: Office, row: SheetRow) -> Bought:
    line = row.line
    last = line.estimated_price or shelves()[line.item.code].price
    swing = Decimal(100 + office.random.randint(-PRICE_SWING, PRICE_SWING)) / 100
    price = max((last * swing).quantize(CENT, ROUND_HALF_UP), CENT)
    return Bought(line.quantity, price, office.key(Supplier, _seller(row)))


def _share_out(tour: Tour) -> None:
    split = {
        share.id: quantity
        for row in sheet_of(tour.run).rows
        for share, quantity in zip(row.present, proposed_split(row), strict=True)
    }
    only(deliver_runs(seen=[tour.seen], actor=tour.office.actor("buyer"), split=split))


def _sign(site: str, keeper: str, tour: Tour) -> None:
    """The keeper of a site signs, if the run brings something; now and then a piece is broken."""
    office, place = tour.office, tour.office.key(Site, site)
    rows = sheet_of(tour.run).rows
    shares = [share for row in rows for share in row.present if share.site_id == place]
    if not shares:
        return
    delivered = {}
    if site == "COMMITTEE" and tour.number % BROKEN_EVERY == BROKEN_EVERY - 1:
        share = shares[0]
        whole = max((share.allotted or Decimal(0)) - 1, Decimal(0))
        delivered = {share.id: Delivered(whole, "搬运中破损一件")} if share.allotted else {}
    actor = office.actor(keeper)
    only(sign_deliveries(seen=[tour.seen], actor=actor, site=place, delivered=delivered))


def _reconcile(tour: Tour) -> None:
    explanations = {
        row.line.id: "搬运中破损一件，已由商家下周补送。"
        for row in sheet_of(tour.run).rows
        if row.difference
    }
    outcomes = reconcile_runs(
        seen=[tour.seen],
        actor=tour.office.actor("finance"),
        explanations=explanations,
        note="票、单、货核对一致。" if not explanations else "差异已说明。",
    )
    only(outcomes)
