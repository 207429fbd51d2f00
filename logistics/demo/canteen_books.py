"""The canteens' accounts by month, evaluations of waste by quarter, and tableware."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from logistics.calendar import add_workdays, month_days
from logistics.demo.canteen_kitchen import taken_in
from logistics.demo.diary import FIRST_DAY, LAST_DAY, Entry, moment
from logistics.demo.office import Office
from logistics.operations.canteen.accounts import (
    approve_settlements,
    approve_waste_evaluations,
    publish_settlements,
    publish_waste_evaluations,
    submit_settlements,
    submit_waste_evaluations,
)
from logistics.operations.outcomes import Seen, all_of
from logistics.operations.records import create_record
from logistics.tables.canteen import (
    Canteen,
    CanteenSettlement,
    MealCount,
    TablewareChange,
    WasteEvaluation,
)
from logistics.tables.purchasing import PurchaseRequest

Texts = Mapping[str, Any]


def events(office: Office, texts: Texts) -> Iterator[Entry]:
    """Each month is settled, checked and hung up within the first days of the next."""
    for number in range(FIRST_DAY.month, LAST_DAY.month + 1):
        month = dt.date(FIRST_DAY.year, number, 1)
        last = month_days(month)[1]
        for after, act in enumerate((_settle, _check, _hang_up), start=2):
            at = moment(add_workdays(last, after), 10)
            yield Entry(at, 3, partial(act, office, texts, month))
    for told in texts["evaluation"]:
        last = month_days(dt.date(FIRST_DAY.year, 3 * told["quarter"], 1))[1]
        at = moment(add_workdays(last, 5), 15)
        yield Entry(at, 3, partial(_evaluate, office, told))
    for told in texts["tableware"]:
        yield Entry(moment(told["day"], 15), 3, partial(_change_tableware, office, told))


def _settle(office: Office, texts: Texts, month: dt.date) -> None:
    actor, rows = office.actor("canteen"), []
    for canteen in _open(month_days(month)[1]):
        told = next(each for each in texts["canteen"] if each["code"] == canteen.code)
        income, subsidy = _income(canteen, month)
        values = {
            "canteen": canteen.id,
            "month": month,
            "income": income,
            "subsidy": subsidy,
            "energy_cost": Decimal(office.random.randrange(*told["energy"])),
            "labor_cost": Decimal(told["wages"]),
        }
        rows.append(Seen(create_record(CanteenSettlement, values, actor=actor).id))
    all_of(submit_settlements(seen=rows, actor=actor))


def _income(canteen: Canteen, month: dt.date) -> tuple[Decimal, Decimal]:
    """What diners paid, and the subsidy of the meals that were no guests'."""
    income = subsidy = Decimal()
    counts = MealCount.select().where(
        (MealCount.canteen == canteen.id)
        & (MealCount.status == "counted")
        & MealCount.day.between(*month_days(month))
    )
    for row in counts:
        paid, added = taken_in(canteen, row.meal, row.actual, row.guests)
        income, subsidy = income + paid, subsidy + added
    return income, subsidy


def _check(office: Office, _texts: Texts, month: dt.date) -> None:
    all_of(approve_settlements(seen=_of(month), actor=office.actor("finance")))


def _hang_up(office: Office, _texts: Texts, month: dt.date) -> None:
    all_of(publish_settlements(seen=_of(month), actor=office.actor("canteen")))


def _of(month: dt.date) -> list[Seen]:
    rows = CanteenSettlement.select().where(CanteenSettlement.month == month)
    return [Seen(row.id) for row in rows]


def _open(day: dt.date) -> list[Canteen]:
    return list(Canteen.select().where(Canteen.opened_on <= day).order_by(Canteen.code))


def _evaluate(office: Office, told: Texts) -> None:
    actor, rows = office.actor("canteen"), []
    last = month_days(dt.date(FIRST_DAY.year, 3 * told["quarter"], 1))[1]
    for canteen in _open(last):
        values = {"canteen": canteen.id, "year": FIRST_DAY.year, **told}
        rows.append(Seen(create_record(WasteEvaluation, values, actor=actor).id))
    all_of(submit_waste_evaluations(seen=rows, actor=actor))
    all_of(approve_waste_evaluations(seen=rows, actor=office.actor("deputy")))
    all_of(publish_waste_evaluations(seen=rows, actor=actor))


def _change_tableware(office: Office, told: Texts) -> None:
    request = PurchaseRequest.get_or_none(PurchaseRequest.purpose == told.get("purpose"))
    for item, kind, quantity, measure, amount in told["lines"]:
        create_record(
            TablewareChange,
            {
                "canteen": office.key(Canteen, told["canteen"]),
                "changed_on": told["day"],
                "reason": told["reason"],
                "kind": kind,
                "item": item,
                "quantity": quantity,
                "measure": measure,
                "amount": amount,
                "request": request.id if request is not None else None,
                "note": told["note"],
            },
            actor=office.actor("canteen"),
        )
