"""Fuel, service, sealing, one offence, and the daily reports that there was no accident."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

from logistics.database import local_today
from logistics.demo.diary import (
    FIRST_DAY,
    LAST_DAY,
    Entry,
    living_days,
    moment,
    this_morning,
    workdays,
)
from logistics.demo.garage import Garage
from logistics.demo.weeks import WorkCalendar
from logistics.operations.fleet import (
    approve_maintenances,
    charge_fuel_logs,
    expect_safety_reports,
    file_safety_reports,
    finish_maintenances,
    log_fuel,
    seal_vehicles,
    settle_violations,
    start_maintenances,
    submit_maintenances,
    unseal_vehicles,
)
from logistics.operations.outcomes import Seen, all_of, only
from logistics.operations.records import create_record
from logistics.permissions import SYSTEM
from logistics.queries.fleet.readings import last_filling
from logistics.tables.fleet import (
    FuelLog,
    SafetyReport,
    TrafficViolation,
    Vehicle,
    VehicleMaintenance,
)
from logistics.tables.money import BudgetLine
from logistics.tables.organisation import Unit

ONE_DAY = dt.timedelta(days=1)
FILL_AFTER = {"car": 330, "coach": 420}
COACH_A_DAY = 42
"""Kilometres that a coach drives on a working day on its line, empty ways included."""
PRICE = {"petrol": Decimal("7.62"), "hybrid": Decimal("7.62"), "diesel": Decimal("7.25")}
CENT = Decimal("0.01")
LIVING_BEFORE, LIVING_AFTER = 10, 14
FRIDAY = 4
FLEET_UNIT, RUNNING_VEHICLES = "24", "30231"
FILLING_DAYS = (1, 4)


def events_of(garage: Garage, days: list[dt.date], calendar: WorkCalendar) -> Iterator[Entry]:
    """Everything beside the journeys."""
    for day in days:
        if day.weekday() in FILLING_DAYS:
            yield Entry(moment(day, 17, 50), 0, partial(_fill_up, garage))
        if day.weekday() == FRIDAY:
            yield Entry(moment(day, 18, 40), 0, partial(_read_coaches, garage))
    for row in garage.texts["seal"]:
        yield Entry(moment(row["sealed_on"], 18, 50), 0, partial(_seal, garage, row))
        yield Entry(moment(row["unsealed_on"], 7, 50), 0, partial(_unseal, garage))
    for day in _ends_of_months(days):
        yield Entry(moment(day, 18, 55), 0, partial(_book_fuel, garage))
    for row in garage.texts["service"]:
        yield from _service(garage, row, calendar)
    offence = garage.texts["violation"]
    yield Entry(moment(offence["day"] + ONE_DAY, 10), 0, partial(_offend, garage, offence))
    yield Entry(moment(offence["paid_on"], 15), 0, partial(_pay, garage, offence))
    yield from _reports(garage)


def _fill_up(garage: Garage) -> None:
    """Whoever has driven far enough since the last full tank fills up in the evening."""
    office = garage.office
    for row in garage.texts["vehicle"]:
        kind = "coach" if row.get("category") == "commuter" else "car"
        vehicle = garage.vehicle(row["plate"])
        last = last_filling(vehicle)
        since = vehicle.odometer - (last.odometer if last else row["odometer"])
        if vehicle.status != "available" or since < FILL_AFTER[kind]:
            continue
        share = Decimal(office.random.randint(94, 104)) / 100
        liters = (vehicle.standard_consumption * share * since / 100).quantize(CENT)
        filling = {
            "fuelled_on": local_today(),
            "liters": min(liters, vehicle.tank_capacity),
            "amount": (liters * PRICE[vehicle.fuel]).quantize(CENT),
            "odometer": vehicle.odometer,
            "station": office.random.choice(garage.texts["notes"]["stations"]),
        }
        driver = office.actor_for(row["driver"])
        only(log_fuel(seen=[Seen(vehicle.id)], actor=driver, **filling))


def _ends_of_months(days: list[dt.date]) -> Iterator[dt.date]:
    """The last of ``days`` in each month that is over."""
    for day, following in pairwise(days):
        if day.month != following.month:
            yield day


def _book_fuel(garage: Garage) -> None:
    """Finance books the fuel of the month on the line of the fleet."""
    first = local_today().replace(day=1)
    open_logs = FuelLog.select().where(
        (FuelLog.status == "valid") & FuelLog.budget_line.is_null() & (FuelLog.fuelled_on >= first)
    )
    seen = [Seen(log.id) for log in open_logs.order_by(FuelLog.id)]
    if seen:
        line, finance = _line(garage), garage.office.actor("finance")
        all_of(charge_fuel_logs(seen=seen, budget_line=line, actor=finance))


def _line(garage: Garage) -> int:
    """This year's line for running the vehicles."""
    unit = garage.office.key(Unit, FLEET_UNIT)
    line = BudgetLine.get(
        (BudgetLine.year == local_today().year)
        & (BudgetLine.unit == unit)
        & (BudgetLine.economic_code == RUNNING_VEHICLES)
    )
    return int(line.id)


def _read_coaches(garage: Garage) -> None:
    """On Fridays the coaches are read: what they drove on their lines in the week."""
    monday = local_today() - 4 * ONE_DAY
    days = sum(1 for _day in workdays(monday, local_today()))
    for row in garage.texts["vehicle"]:
        if row.get("category") == "commuter":
            vehicle = garage.vehicle(row["plate"])
            garage.read(vehicle, vehicle.odometer + COACH_A_DAY * days)


def _seal(garage: Garage, row: dict[str, Any]) -> None:
    ready = garage.texts["ready"]
    query = Vehicle.select().where(Vehicle.plate != ready).order_by(Vehicle.plate)
    vehicles = list(query)
    outcomes = seal_vehicles(
        seen=[Seen(vehicle.id) for vehicle in vehicles],
        occasion=row["occasion"],
        until=row["until"],
        readings={vehicle.id: vehicle.odometer for vehicle in vehicles},
        actor=garage.office.actor("dispatcher"),
    )
    all_of(outcomes)


def _unseal(garage: Garage) -> None:
    vehicles = list(Vehicle.select().where(Vehicle.status == "sealed").order_by(Vehicle.plate))
    outcomes = unseal_vehicles(
        seen=[Seen(vehicle.id) for vehicle in vehicles],
        readings={vehicle.id: vehicle.odometer for vehicle in vehicles},
        actor=garage.office.actor("dispatcher"),
    )
    all_of(outcomes)


def _service(garage: Garage, row: dict[str, Any], calendar: WorkCalendar) -> Iterator[Entry]:
    """Asked for by the driver two working days before, brought in the evening, back by morning."""
    kept: dict[str, int] = {}
    asked_on = calendar.after(row["day"], -2)
    yield Entry(moment(asked_on, 10, 10), 0, partial(_ask_for_service, garage, row, kept))
    yield Entry(moment(asked_on, 15, 20), 0, partial(_approve_service, garage, kept))
    yield Entry(moment(row["day"], 18, 5), 0, partial(_bring, garage, kept))
    yield Entry(moment(row["day"], 20, 30), 0, partial(_fetch, garage, row, kept))


def _ask_for_service(garage: Garage, row: dict[str, Any], kept: dict[str, int]) -> None:
    vehicle = garage.vehicle(row["plate"])
    driver = garage.office.actor_of(vehicle.driver)
    values = {
        "vehicle": vehicle.id,
        "reporter": vehicle.driver_id,
        "kind": row.get("kind", "service"),
        "description": row["description"],
        "due_on": row["due_on"],
        "shop": garage.texts["notes"]["shop"],
        "estimate": row["amount"],
    }
    kept["id"] = create_record(VehicleMaintenance, values, actor=driver).id
    only(submit_maintenances(seen=[Seen(kept["id"])], actor=driver))


def _approve_service(garage: Garage, kept: dict[str, int]) -> None:
    deputy = garage.office.actor("deputy")
    only(approve_maintenances(seen=[Seen(kept["id"])], budget_line=_line(garage), actor=deputy))


def _bring(garage: Garage, kept: dict[str, int]) -> None:
    only(start_maintenances(seen=[Seen(kept["id"])], actor=garage.office.actor("dispatcher")))


def _fetch(garage: Garage, row: dict[str, Any], kept: dict[str, int]) -> None:
    outcomes = finish_maintenances(
        seen=[Seen(kept["id"])],
        odometer=garage.vehicle(row["plate"]).odometer,
        final_amount=row["amount"],
        result=f"{row['description']}，试车正常。",
        service_due_on=row["next_on"],
        actor=garage.office.actor("dispatcher"),
    )
    only(outcomes)


def _offend(garage: Garage, row: dict[str, Any]) -> None:
    values = {name: row[name] for name in ("place", "offence", "points", "fine")}
    values |= {
        "happened_at": moment(row["day"], 9, 40),
        "vehicle": garage.vehicle(row["plate"]).id,
        "driver": garage.office.staff_id(row["driver"]),
    }
    create_record(TrafficViolation, values, actor=garage.office.actor("dispatcher"))


def _pay(garage: Garage, row: dict[str, Any]) -> None:
    offence = TrafficViolation.get(TrafficViolation.offence == row["offence"])
    dispatcher = garage.office.actor("dispatcher")
    seen = [Seen(offence.id)]
    only(settle_violations(seen=seen, paid_on=local_today(), actor=dispatcher))


def _reports(garage: Garage) -> Iterator[Entry]:
    """Reports are expected for every day; on Mondays those of the week before are filed."""
    expect = partial(expect_safety_reports, first=FIRST_DAY, last=LAST_DAY, actor=SYSTEM)
    yield Entry(moment(FIRST_DAY, 8), 0, expect)
    first, *_between, last = living_days(LIVING_BEFORE, LIVING_AFTER)
    living = partial(expect_safety_reports, first=first, last=last, actor=SYSTEM)
    yield Entry(min(moment(first, 7), this_morning()), 0, living)
    mondays = [FIRST_DAY + number * ONE_DAY for number in range((LAST_DAY - FIRST_DAY).days + 8)]
    for day in mondays:
        if day.weekday() == 0:
            yield Entry(moment(day, 9, 30), 0, partial(_file, garage))
    yield Entry(this_morning(), 20, partial(_file, garage))


def _file(garage: Garage) -> None:
    due = (SafetyReport.status == "expected") & (SafetyReport.day < local_today())
    seen = [Seen(row.id) for row in SafetyReport.select().where(due).order_by(SafetyReport.day)]
    note = garage.texts["notes"]["nil"]
    all_of(file_safety_reports(seen=seen, actor=garage.office.actor("dispatcher"), note=note))


__all__ = ["events_of"]
