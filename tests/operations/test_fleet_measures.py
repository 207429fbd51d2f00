"""What the records say about drivers (R24, R25): safety, discipline, fuel, ratings, logs."""

import datetime as dt

import pytest

from logistics.operations.assessment.measures import MEASURES, Span
from models import Accident, Dispatch, FuelLog, TrafficViolation, Trip, VehicleMaintenance
from tests.factories.fleet import DAY, at_clock, make_driver, make_request, make_vehicle

SPAN = Span(dt.date(2026, 1, 1), dt.date(2026, 6, 30))


@pytest.fixture(autouse=True)
def after_the_half_year(set_clock):
    set_clock("2026-07-02 10:00")


@pytest.fixture
def driver(cast):
    return make_driver(cast)


@pytest.fixture
def vehicle(cast, driver):
    return make_vehicle(cast, driver=driver)


def faults(code):
    return [seen.fault for seen in MEASURES[code].observe(SPAN)]


def slip(cast, vehicle, driver, hour=9, **given):
    values = {
        "site": cast.site_a,
        "vehicle": vehicle,
        "driver": driver,
        "destination": "City",
        "starts_at": at_clock(hour),
        "ends_at": at_clock(hour + 1),
        "status": "back",
    }
    return Dispatch.create(**{**values, **given})


def trip(dispatch, out_at, **given):
    values = {
        "dispatch": dispatch,
        "vehicle": dispatch.vehicle,
        "driver": dispatch.driver,
        "out_at": out_at,
        "in_at": out_at + dt.timedelta(minutes=40),
        "odo_out": 10_000,
        "odo_in": 10_040,
        "status": "back",
    }
    return Trip.create(**{**values, **given})


def test_accidents_count_by_liability_and_trips_show_that_nothing_happened(cast, vehicle, driver):
    trip(slip(cast, vehicle, driver), at_clock(9))
    event = {"happened_at": at_clock(9), "vehicle": vehicle, "driver": driver}
    for liability in ("main", "none"):
        Accident.create(
            **event, place="Road", description="", status="settled", liability=liability
        )
    Accident.create(**event, place="Road", description="")
    TrafficViolation.create(**event, offence="Speeding")
    assert faults("safe_driving") == ["", "accident_main", "", "violation"]


def test_an_accident_is_proposed_as_a_veto_to_the_driver_who_answers_for_it(cast, vehicle, driver):
    """(R25, R80) Main or full liability, or any liability where somebody was hurt; once settled."""
    event = {"vehicle": vehicle, "driver": driver, "happened_at": at_clock(9), "place": "Road"}
    settled = {"status": "settled", "finding_no": "F1", "settled_on": dt.date(2026, 6, 12)}
    barred = []
    for liability, injuries in (("main", 0), ("minor", 1), ("minor", 0), ("none", 2)):
        made = Accident.create(
            **event, **settled, description="", liability=liability, injuries=injuries
        )
        barred.append(made.id)
    Accident.create(**event, description="", injuries=1)
    seen = [(each.doc_id, each.fault) for each in MEASURES["discipline"].observe(SPAN)]
    assert seen == [(barred[0], "accident"), (barred[1], "accident")]


def test_late_departures_refusals_and_unexplained_kilometres_are_faults(cast, vehicle, driver):
    trip(slip(cast, vehicle, driver), at_clock(9, 5))
    trip(slip(cast, vehicle, driver, 11), at_clock(11, 15), gap_km=30)
    slip(cast, vehicle, driver, 13, status="cancelled", is_refused=True)
    assert faults("dispatch_discipline") == ["", "late", "refusal", "no_slip"]


def test_fuel_beyond_five_percent_over_the_standard_counts_each_percent(cast, vehicle, driver):
    """9.5 L/100 km is the standard; 10.6 are 11.58 % over: 6 whole percent beyond 5."""
    for odometer, liters in ((10_000, "40"), (10_500, "53")):
        FuelLog.create(
            vehicle=vehicle,
            driver=driver,
            fuelled_on=DAY,
            liters=liters,
            amount=400,
            odometer=odometer,
            card_no="1",
        )
    (seen,) = MEASURES["vehicle_care"].observe(SPAN)
    assert (seen.fault, seen.quantity, seen.staff) == ("over_standard", 6, driver.id)


def test_a_service_done_after_its_day_is_missed(cast, vehicle, driver):
    for ends_on in (DAY, DAY + dt.timedelta(days=1), None):
        VehicleMaintenance.create(
            vehicle=vehicle,
            site=cast.site_a,
            reporter=driver,
            description="Oil",
            shop="Shop",
            estimate=300,
            due_on=DAY,
            starts_on=DAY,
            ends_on=ends_on,
        )
    assert faults("vehicle_care") == ["", "missed_service", "missed_service"]


def test_ratings_are_marks_of_five(cast, vehicle, driver):
    make_request(cast, driver=driver, vehicle=vehicle, rating=4, status="rated")
    (seen,) = MEASURES["journey_rating"].observe(SPAN)
    assert (seen.quantity, seen.possible) == (4, 5)


def test_a_slip_without_its_trip_a_day_later_lacks_its_log(cast, vehicle, driver):
    slip(cast, vehicle, driver)
    slip(cast, vehicle, driver, 11, status="issued")
    assert faults("trip_logs") == ["", "missing_log"]
