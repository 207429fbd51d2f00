"""Fuel and repairs on a budget line: booked, refused, taken back (R69, R73)."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest

from logistics.errors import NotEnough, RuleViolation, WrongState
from logistics.operations import fleet
from logistics.operations.outcomes import Seen, only
from models import BudgetEntry, BudgetLine, FuelLog, Vehicle, VehicleMaintenance
from tests.cast import Cast
from tests.factories.fleet import make_vehicle
from tests.factories.money import make_budget_line


@pytest.fixture(autouse=True)
def on_the_day(set_clock: Any) -> None:
    set_clock("2026-06-12 14:00")


@pytest.fixture
def vehicle(cast: Cast) -> Vehicle:
    return make_vehicle(cast)


def balances(line: BudgetLine) -> tuple[D, D, D]:
    row = BudgetLine.get_by_id(line.id)
    return row.reserved, row.committed, row.spent


def fill(cast: Cast, vehicle: Vehicle, **given: Any) -> FuelLog:
    values = {
        "fuelled_on": "2026-06-12",
        "liters": "40",
        "amount": "300",
        "odometer": vehicle.odometer + 100,
        "driver": cast.guard_staff.id,
        "actor": cast.dispatcher,
    }
    only(fleet.log_fuel(seen=[Seen(vehicle.id)], **{**values, **given}))
    return FuelLog.select().order_by(FuelLog.id.desc()).get()


def charge(log: FuelLog, line: BudgetLine | None, actor: Any) -> None:
    key = None if line is None else line.id
    only(fleet.charge_fuel_logs(seen=[Seen(log.id)], budget_line=key, actor=actor))


def test_a_filling_that_names_a_line_is_paid_from_it_at_once_and_given_back_when_struck_out(
    cast: Cast, vehicle: Vehicle
) -> None:
    line = make_budget_line(500)
    log = fill(cast, vehicle, budget_line=line.id)
    assert balances(line) == (0, 0, 300)
    assert {entry.doc_id for entry in BudgetEntry.select()} == {log.id}
    only(fleet.void_fuel_logs(seen=[Seen(log.id)], reason="Typed twice", actor=cast.dispatcher))
    assert balances(line) == (0, 0, 0)


def test_a_line_that_does_not_reach_refuses_the_filling_whole(cast: Cast, vehicle: Vehicle) -> None:
    line = make_budget_line(299)
    with pytest.raises(NotEnough, match="Over budget"):
        fill(cast, vehicle, budget_line=line.id)
    assert not FuelLog.select().exists()
    assert not BudgetEntry.select().exists()


def test_finance_books_later_what_the_driver_entered_without_a_line(
    cast: Cast, vehicle: Vehicle
) -> None:
    line, last_year = make_budget_line(1000), make_budget_line(1000, year=2025)
    draft = make_budget_line(1000, status="draft")
    log = fill(cast, vehicle)
    for wrong, refusal in ((None, "Name the budget line"), (last_year, "a line of 2025")):
        with pytest.raises(RuleViolation, match=refusal):
            charge(log, wrong, cast.finance)
    with pytest.raises(WrongState, match="not approved yet"):
        charge(log, draft, cast.finance)
    charge(log, line, cast.finance)
    assert balances(line) == (0, 0, 300)
    with pytest.raises(WrongState, match="booked already"):
        charge(log, line, cast.finance)
    void = fill(cast, Vehicle.get_by_id(vehicle.id))
    only(fleet.void_fuel_logs(seen=[Seen(void.id)], reason="Typed twice", actor=cast.dispatcher))
    with pytest.raises(WrongState, match="costs nothing"):
        charge(void, line, cast.finance)


def test_a_line_that_one_may_not_see_is_not_named(cast: Cast, vehicle: Vehicle) -> None:
    line = make_budget_line(1000)
    with pytest.raises(RuleViolation, match="from the list"):
        fill(cast, vehicle, budget_line=line.id, actor=cast.guard)


def test_a_repair_holds_what_is_approved_and_pays_the_bill(cast: Cast, vehicle: Vehicle) -> None:
    small, line = make_budget_line(799), make_budget_line(1000)
    row = VehicleMaintenance.create(
        vehicle=vehicle,
        site=cast.site_a,
        reporter=cast.guard_staff,
        kind="repair",
        description="Brakes",
        shop="Fixed shop",
        estimate=800,
        budget_line=small,
    )
    seen = [Seen(row.id)]
    only(fleet.submit_maintenances(seen=seen, actor=cast.guard))
    with pytest.raises(NotEnough, match="Over budget"):
        only(fleet.approve_maintenances(seen=seen, actor=cast.deputy))
    only(fleet.approve_maintenances(seen=seen, budget_line=line.id, actor=cast.deputy))
    assert (balances(small), balances(line)) == ((0, 0, 0), (0, 800, 0))
    only(fleet.start_maintenances(seen=seen, actor=cast.dispatcher))
    bill = {"final_amount": "760", "odometer": vehicle.odometer, "result": "New pads"}
    only(fleet.finish_maintenances(seen=seen, actor=cast.dispatcher, **bill))
    assert balances(line) == (0, 0, 760)
