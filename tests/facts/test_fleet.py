"""The report's claims on vehicles and the shuttle hold, and turn when one record is wrong.

decisions.md 32; R23, R24, R25, R59, R61, R62, R63.
"""

from __future__ import annotations

import datetime as dt

import pytest

from logistics.demo.diary import FIRST_DAY, LAST_DAY
from logistics.demo.office import Office
from logistics.queries.facts import Figure, Period, fleet, shuttle
from models import (
    Accident,
    PurchaseRun,
    SafetyReport,
    SealLog,
    ShuttleRoute,
    ShuttleRun,
    Trip,
    Vehicle,
)

HALF_YEAR = Period(FIRST_DAY, LAST_DAY)
BY_KEY = {fact.key: fact for fact in (*fleet.FACTS, *shuttle.FACTS)}


def figure(key: str) -> Figure:
    return BY_KEY[key].compute(HALF_YEAR)


def holds(key: str) -> bool:
    return BY_KEY[key].holds(figure(key))


@pytest.mark.parametrize("key", BY_KEY)
def test_what_the_report_says_of_vehicles_holds(demonstration: Office, key: str) -> None:
    assert holds(key), (key, figure(key))


def test_one_accident_turns_the_claim(demonstration: Office) -> None:
    """R25: whether or not the day's report had said nil."""
    trip = Trip.select().where(Trip.status == "back").order_by(Trip.id).first()
    Accident.create(
        happened_at=trip.out_at,
        place="路口",
        vehicle=trip.vehicle,
        driver=trip.driver,
        description="追尾",
    )
    assert (figure("traffic_accidents").value, holds("traffic_accidents")) == (1, False)


def test_one_day_without_a_report_leaves_nothing_proven(demonstration: Office) -> None:
    """R25: no accident in the register is not enough."""
    day = SafetyReport.day == dt.date(2026, 4, 12)
    SafetyReport.update(status="expected").where(day).execute()
    assert (figure("traffic_accidents").value, holds("traffic_accidents")) == (None, False)


def test_kilometres_nobody_explains_and_a_seal_broken_are_found(demonstration: Office) -> None:
    """R23."""
    trip = Trip.select().where(Trip.gap_km == 0).first()
    Trip.update(gap_km=30).where(Trip.id == trip.id).execute()
    log = SealLog.select().first()
    SealLog.update(odo_after=log.odo_before + 9).where(SealLog.id == log.id).execute()
    assert (holds("unexplained_gaps"), holds("moved_under_seal")) == (False, False)


def test_a_thirsty_vehicle_turns_the_claim(demonstration: Office) -> None:
    """R24."""
    Vehicle.update(standard_consumption=5).where(Vehicle.plate == "辽A·T0312").execute()
    assert (figure("over_standard").value, holds("over_standard")) == (1, False)


def test_a_run_without_its_trip_is_found(demonstration: Office) -> None:
    """R59."""
    run = PurchaseRun.select().where(PurchaseRun.status == "reconciled").order_by(PurchaseRun.id)
    PurchaseRun.update(dispatch=None).where(PurchaseRun.id == run.first().id).execute()
    assert (figure("runs_without_trip").value, holds("runs_without_trip")) == (1, False)


def test_another_departure_a_missed_transfer_and_a_day_without_runs_are_found(
    demonstration: Office,
) -> None:
    """R61, R62, R63."""
    feeder = ShuttleRoute.get(ShuttleRoute.kind == "feeder")
    runs = ShuttleRun.select().where(ShuttleRun.status == "done").order_by(ShuttleRun.day)
    first, last = runs.first(), runs.where(ShuttleRun.route == feeder).first()
    ten = dt.timedelta(minutes=10)
    ShuttleRun.update(starts_at=first.starts_at - ten).where(ShuttleRun.id == first.id).execute()
    ShuttleRun.update(transfer_at=last.transfer_at + ten).where(ShuttleRun.id == last.id).execute()
    assert not holds("unified_departure")
    assert figure("missed_connections").value in (1, 2)
    ShuttleRun.update(status="cancelled").where(ShuttleRun.id == first.id).execute()
    assert (figure("days_without_shuttle").value, holds("days_without_shuttle")) == (1, False)


def test_a_changed_original_line_turns_the_claim(demonstration: Office) -> None:
    """R63: convenient, and no line was changed."""
    line = ShuttleRoute.get(ShuttleRoute.code == "XL-1")
    split = dt.date(2026, 6, 10)
    before = split - dt.timedelta(days=1)
    ShuttleRoute.update(ends_on=before).where(ShuttleRoute.id == line.id).execute()
    ShuttleRoute.create(
        code=line.code,
        version=2,
        name=line.name,
        site=line.site,
        starts_on=split,
        status="published",
    )
    assert (figure("lines_changed").value, holds("lines_changed")) == (1, False)
