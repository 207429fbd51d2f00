"""Registers on paper: the rows of a month or year that agree, of those that one may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal as D

import pytest

from logistics.database import office_zone
from logistics.queries.fleet.statistics import driven_between, fuelled_between
from logistics.queries.shuttle import ridden_between
from models import CareEvent, FuelLog, ShuttleRun, Trip, Vehicle
from tests.cast import Cast
from tests.client import Client
from tests.factories.fleet import make_slip, make_vehicle
from tests.factories.shuttle import make_route

Login = Callable[[Client, str], Client]
JUNE, MAY = dt.date(2026, 6, 12), dt.date(2026, 5, 31)
FIRST, LAST = dt.date(2026, 6, 1), dt.date(2026, 6, 30)


def fill(
    vehicle: Vehicle, day: dt.date, odometer: int, liters: str, **overrides: object
) -> FuelLog:
    return FuelLog.create(
        **{
            "vehicle": vehicle,
            "driver": vehicle.driver,
            "fuelled_on": day,
            "liters": D(liters),
            "amount": D(liters) * 8,
            "odometer": odometer,
            "is_full": True,
            "card_no": "",
            "station": f"Station {odometer}",
            **overrides,
        }
    )


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), office_zone())


@pytest.fixture
def vehicle(cast: Cast) -> Vehicle:
    return make_vehicle(cast, driver=cast.guard_staff, odometer=1000)


def test_the_register_of_fillings_is_one_vehicle_and_one_month(
    client: Client, login: Login, cast: Cast, vehicle: Vehicle
) -> None:
    other = make_vehicle(cast, driver=cast.guard_staff)
    row = fill(vehicle, JUNE, 1500, "40")
    fill(vehicle, LAST, 1900, "36")
    fill(vehicle, MAY, 1100, "30")
    fill(vehicle, JUNE, 1600, "20", status="void", void_reason="Twice")
    fill(other, JUNE, 1700, "25")
    text = login(client, "dispatcher").get(f"/admin/fuel_log/form/fillings/?id={row.id}").text
    assert [f"Station {at}" in text for at in (1500, 1900, 1100, 1600, 1700)] == [
        *(True, True),
        *(False, False, False),
    ]
    assert "608.00" in text


def test_the_month_of_the_fleet_is_added_up_by_vehicle(cast: Cast, vehicle: Vehicle) -> None:
    fill(vehicle, FIRST, 1000, "10")
    fill(vehicle, LAST, 1400, "32")
    fill(vehicle, MAY, 900, "30")
    for day, distance, status in ((JUNE, 30, "back"), (LAST, 50, "back"), (MAY, 9, "back")):
        starts_at = noon(day)
        slip = make_slip(
            cast, vehicle=vehicle, starts_at=starts_at, ends_at=starts_at + dt.timedelta(hours=1)
        )
        Trip.create(
            dispatch=slip,
            vehicle=vehicle,
            driver=slip.driver,
            out_at=noon(day),
            in_at=noon(day) + dt.timedelta(hours=1),
            odo_out=1000,
            odo_in=1000 + distance,
            distance=distance,
            tolls=D(5),
            status=status,
        )
    (driven,) = driven_between([vehicle], FIRST, LAST)
    assert (driven.trips, driven.distance, driven.outlay, len(driven.days)) == (2, 80, D(10), 2)
    (fuelled,) = fuelled_between([vehicle], FIRST, LAST)
    assert (fuelled.fillings, fuelled.liters, fuelled.price) == (2, D(42), D(8))
    assert fuelled.burnt is not None
    assert fuelled.burnt.per_100_km == D(8)


def test_passengers_are_counted_by_line_and_a_run_is_on_time_within_five_minutes(
    cast: Cast, vehicle: Vehicle
) -> None:
    route = make_route(cast)
    for day, late, boarded in ((1, 5, 20), (2, 6, 30), (3, None, None)):
        starts_at = noon(dt.date(2026, 6, day))
        ShuttleRun.create(
            day=starts_at.date(),
            route=route,
            vehicle=vehicle,
            driver=cast.guard_staff,
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(hours=1),
            departed_at=None if late is None else starts_at + dt.timedelta(minutes=late),
            boarded=boarded,
            status="expected" if late is None else "done",
        )
    (ridden,) = ridden_between(ShuttleRun.select(), FIRST, LAST)
    assert (ridden.planned, ridden.runs, ridden.on_time) == (3, 2, 1)
    assert (ridden.passengers, ridden.most) == (50, 30)


def test_visits_stand_in_the_register_and_a_talk_on_its_own_sheet(
    client: Client, login: Login, cast: Cast
) -> None:
    made = {"staff": cast.guard_staff, "visitor": cast.deputy_staff, "held_on": JUNE}
    visit = CareEvent.create(**made, kind="hospital", gift="Fruit", amount=D(200))
    talk = CareEvent.create(**made, kind="talk", private_note="What we spoke about")
    deputy = login(client, "deputy")
    register = deputy.get(f"/admin/care_event/form/register/?id={visit.id}").text
    assert ("Fruit" in register, "spoke" in register) == (True, False)
    assert "spoke" in deputy.get(f"/admin/care_event/form/talk/?id={talk.id}").text
    assert deputy.get(f"/admin/care_event/form/talk/?id={visit.id}").status_code == 404
