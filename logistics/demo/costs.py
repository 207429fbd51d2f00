"""Costs of the demonstration: by service and month, shared, wasted, and what outlays brought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from logistics.calendar import add_workdays
from logistics.database import local_today
from logistics.demo.diary import FIRST_DAY, LAST_DAY, Entry, beginning, moment, this_morning
from logistics.demo.office import Office
from logistics.demo.reading import read_table
from logistics.demo.texts import read_texts
from logistics.operations.expected import expect_rows
from logistics.operations.money import (
    Cost,
    allocate_costs,
    approve_benefit_reviews,
    confirm_waste,
    post_costs,
    report_waste,
    settle_waste,
    submit_benefit_reviews,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.tables.money import BenefitReview, CostDriver, CostObject, CostPlan, WasteEvent
from logistics.tables.money.costs import ELEMENTS
from logistics.tables.organisation import Site, Unit

SHARED = "GG"
LIVING_MONTHS = 2
SPREAD = 4
"""Costs lie so many percent around what is usual."""


def events(office: Office) -> Iterator[Entry]:
    """Objects and plans at the start of the year, costs after each month, waste, reviews."""
    texts = read_texts("costs")
    yield Entry(moment(beginning(), 8), 30, partial(_enter_objects, office))
    for month, day in _months():
        yield Entry(moment(day, 16), 0, partial(_enter_month, office, texts, month))
        yield Entry(moment(day, 16, 30), 0, partial(_share, office, month))
    for row in texts["waste"]:
        yield from _waste(office, row)
    for row in texts["review"]:
        yield from _review(office, row)
    yield Entry(this_morning(), 0, partial(_today, office, texts))


def _months() -> Iterator[tuple[dt.date, dt.date]]:
    """Each month with the day on which its costs are entered; June's before the half-year ends."""
    for number in range(1, 7):
        month = FIRST_DAY.replace(month=number)
        yield month, LAST_DAY if number == LAST_DAY.month else _after(month)
    living = local_today().replace(day=1)
    for _back in range(LIVING_MONTHS):
        living = (living - dt.timedelta(days=1)).replace(day=1)
        if not FIRST_DAY <= living <= LAST_DAY and _after(living) < local_today():
            yield living, _after(living)


def _after(month: dt.date) -> dt.date:
    """The fourth working day of the next month."""
    last = (month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return add_workdays(last, 4)


def _enter_objects(office: Office) -> None:
    finance = office.actor("finance")
    for row in read_table("costs"):
        values = {
            "code": row["code"],
            "name": row["name"],
            "service": row["service"],
            "site": office.key(Site, row["site"]) if row["site"] else None,
            "unit": office.key(Unit, row["unit"]),
            "driver": row["driver"] or None,
            "manager": office.staff_id(row["manager"]) if row["manager"] else None,
        }
        create_record(CostObject, values, actor=finance)


def _running(month: dt.date) -> list[dict[str, str]]:
    """The objects that there are in a month."""
    return [row for row in read_table("costs") if row["starts"] <= f"{month:%Y-%m}"]


def _enter_month(office: Office, texts: dict[str, Any], month: dt.date) -> None:
    """Plan, drivers and costs of a month, as the books and registers give them."""
    finance, rows = office.actor("finance"), _running(month)
    season = Decimal(texts["seasons"]["energy"][month.month - 1])
    plans = [_plan(office, row, month, season) for row in rows if row["plan"]]
    once = ("month", "cost_object")
    expect_rows(CostPlan, plans, key=once, actor=finance, verb="create")
    drivers = [driver for row in rows for driver in _drivers(office, row, month)]
    expect_rows(CostDriver, drivers, key=(*once, "driver"), actor=finance, verb="create")
    costs = [cost for row in rows for cost in _costs(office, row, month, season)]
    post_costs(costs, actor=finance)


def _plan(office: Office, row: dict[str, str], month: dt.date, season: Decimal) -> dict[str, Any]:
    factor = season if row["service"] == "energy" else Decimal(1)
    amount = (Decimal(row["plan"]) * factor + _shared_part(row)).quantize(Decimal(1))
    return {"month": month, "cost_object": office.key(CostObject, row["code"]), "amount": amount}


def _shared_part(row: dict[str, str]) -> Decimal:
    """What the plan foresees for shared costs: by heads."""
    heads = [Decimal(other["heads"] or 0) for other in read_table("costs")]
    shared = next(other for other in read_table("costs") if other["code"] == SHARED)
    parts = (Decimal(shared.get(element) or 0) for element in ELEMENTS)
    whole = sum(parts, Decimal(0))
    return whole * Decimal(row["heads"] or 0) / sum(heads)


def _drivers(office: Office, row: dict[str, str], month: dt.date) -> Iterator[dict[str, Any]]:
    cost_object = office.key(CostObject, row["code"])
    if row["driver"] and row["quantity"]:
        quantity = Decimal(row["quantity"])
        if row["driver"] not in ("square_metres", "heads"):
            quantity = _around(office, quantity, Decimal(1))
        yield {
            "month": month,
            "cost_object": cost_object,
            "driver": row["driver"],
            "quantity": quantity,
            "source": "业务台账",
        }
    if row["heads"] and row["driver"] != "heads":
        yield {
            "month": month,
            "cost_object": cost_object,
            "driver": "heads",
            "quantity": Decimal(row["heads"]),
            "source": "人员花名册",
        }


def _costs(office: Office, row: dict[str, str], month: dt.date, season: Decimal) -> Iterator[Cost]:
    cost_object = office.key(CostObject, row["code"])
    for element in ELEMENTS:
        usual = row.get(element)
        if not usual:
            continue
        amount = Decimal(usual) * (season if row["service"] == "energy" else 1)
        if element not in ("labour", "depreciation", "rent"):
            amount = _around(office, amount, Decimal("0.01"))
        yield Cost(cost_object, month, element, amount.quantize(Decimal("0.01")), row["name"])


def _around(office: Office, usual: Decimal, step: Decimal) -> Decimal:
    percent = Decimal(office.random.randrange(-SPREAD * 100, SPREAD * 100 + 1)) / 10000
    return (usual * (1 + percent)).quantize(step)


def _share(office: Office, month: dt.date) -> None:
    seen = [Seen(office.key(CostObject, SHARED))]
    only(allocate_costs(seen=seen, actor=office.actor("finance"), month=month, driver="heads"))


def _waste(office: Office, row: dict[str, Any]) -> Iterator[Entry]:
    held: list[int] = []
    day = row["day"]
    yield Entry(moment(day, 10, 20), 0, partial(_report, office, row, held))
    yield Entry(moment(add_workdays(day, 2), 15), 0, partial(_confirm, office, held))
    yield Entry(moment(add_workdays(day, 7), 11), 0, partial(_settle, office, row, held))


def _report(office: Office, row: dict[str, Any], held: list[int]) -> None:
    values = {
        "kind": row["kind"],
        "what": row["what"],
        "occurred_on": local_today(),
        "site": office.key(Site, row["site"]),
        "unit": office.key(Unit, row["unit"]),
        "amount": Decimal(row["amount"]),
        "cause": row["cause"],
        "reporter": office.staff_id(row["by"]),
    }
    actor = office.actor_of(office.person(row["by"]))
    held.append(create_record(WasteEvent, values, actor=actor).id)
    only(report_waste(seen=[Seen(held[0])], actor=actor))


def _confirm(office: Office, held: list[int]) -> None:
    only(confirm_waste(seen=[Seen(held[0])], actor=office.actor("deputy")))


def _settle(office: Office, row: dict[str, Any], held: list[int]) -> None:
    finance = office.actor("finance")
    only(settle_waste(seen=[Seen(held[0])], actor=finance, measure=row["measure"]))


def _review(office: Office, row: dict[str, Any]) -> Iterator[Entry]:
    held: list[int] = []
    yield Entry(moment(row["day"], 9, 30), 0, partial(_write_review, office, row, held))
    yield Entry(moment(add_workdays(row["day"], 1), 16), 0, partial(_agree, office, held))


def _write_review(office: Office, row: dict[str, Any], held: list[int]) -> None:
    finance, today = office.actor("finance"), local_today()
    values = {
        "project": row["project"],
        "unit": office.key(Unit, row["unit"]),
        "starts_on": row.get("starts") or today - dt.timedelta(days=180),
        "ends_on": row.get("ends") or today,
        "author": office.staff_id(row["by"]),
        "cost": Decimal(row["cost"]),
        "benefit": Decimal(row["benefit"]),
        "verdict": row["verdict"],
        "reckoning": row["reckoning"],
        "findings": row["findings"],
    }
    held.append(create_record(BenefitReview, values, actor=finance).id)
    only(submit_benefit_reviews(seen=[Seen(held[0])], actor=finance))


def _agree(office: Office, held: list[int]) -> None:
    deputy = office.actor("deputy")
    only(approve_benefit_reviews(seen=[Seen(held[0])], actor=deputy, comment="同意评估结论。"))


def _today(office: Office, texts: dict[str, Any]) -> None:
    """A report of waste waits to be confirmed, a review to be agreed with."""
    _report(office, texts["living_waste"], [])
    _write_review(office, texts["living_review"], [])
