"""Trips, odometers, fuel, sealing, maintenance and the daily report (R23, R24, R25)."""

import datetime as dt
from decimal import Decimal

import peewee
import pytest

from logistics.database import database
from logistics.errors import InvalidRecord, NotEnough, RuleViolation, WrongState
from logistics.operations import fleet
from logistics.operations.outcomes import Seen, only
from logistics.permissions import SYSTEM, load_actor
from logistics.queries.conduct.whereabouts import records_of
from logistics.queries.fleet.readings import burnt_between
from models import (
    Accident,
    Dispatch,
    FuelLog,
    Notice,
    SafetyReport,
    SealLog,
    Trip,
    Vehicle,
    VehicleMaintenance,
    VehicleRequest,
)
from tests.factories.fleet import (
    DAY,
    at_clock,
    dispatched,
    driven,
    make_driver,
    make_vehicle,
)


@pytest.fixture(autouse=True)
def the_day_before(set_clock):
    set_clock("2026-06-11 15:00")


@pytest.fixture
def vehicle(cast):
    return make_vehicle(cast)


@pytest.fixture
def slip(cast, vehicle, set_clock):
    """A slip for 9 to 12; it is 14:00 of the day."""
    row = dispatched(cast, vehicle, make_driver(cast))
    set_clock("2026-06-12 14:00")
    return row


def fresh(row):
    return type(row).get_by_id(row.id)


def depart(cast, slip, odo, **given):
    values = {"out_at": at_clock(9), "actor": cast.dispatcher, **given}
    return only(fleet.depart_trips(seen=[Seen(slip.id)], odo_out=odo, **values))


def finish(cast, slip, odo, **given):
    values = {"in_at": at_clock(12), "actor": cast.dispatcher, **given}
    return only(fleet.finish_trips(seen=[Seen(slip.id)], odo_in=odo, **values))


def test_a_trip_takes_vehicle_slip_and_request_out_and_back(cast, slip, vehicle):
    depart(cast, slip, 10_000)
    assert (fresh(vehicle).status, fresh(slip).status) == ("out", "out")
    assert VehicleRequest.get().status == "out"
    finish(cast, slip, 10_080, tolls="20", parking="10")
    vehicle, trip = fresh(vehicle), Trip.get()
    assert (vehicle.status, vehicle.odometer) == ("available", 10_080)
    assert (trip.distance, trip.gap_km, trip.tolls) == (80, 0, Decimal(20))
    assert (fresh(slip).status, VehicleRequest.get().status) == ("back", "back")


def test_a_driver_sets_out_on_his_own_slips_only(cast, slip):
    with pytest.raises(RuleViolation, match="right"):
        depart(cast, slip, 10_000, actor=cast.staff2)
    person = Dispatch.get().driver
    person.account = cast.guard_account
    cast.guard_staff.__class__.update(account=None).where(
        cast.guard_staff.__class__.id == cast.guard_staff.id
    ).execute()
    person.save()
    depart(cast, slip, 10_000, actor=load_actor(cast.guard_account))


def test_nobody_leaves_with_papers_that_have_run_out_meanwhile(cast, slip):
    Vehicle.update(insurance_until=DAY - dt.timedelta(days=1)).execute()
    with pytest.raises(RuleViolation, match="insurance"):
        depart(cast, slip, 10_000)


def test_a_vehicle_in_the_shop_does_not_leave(cast, slip):
    Vehicle.update(status="repair").execute()
    with pytest.raises(WrongState, match="cannot leave"):
        depart(cast, slip, 10_000)


def test_an_odometer_never_goes_back(cast, slip):
    with pytest.raises(RuleViolation, match="cannot go back"):
        depart(cast, slip, 9_999)
    depart(cast, slip, 10_000)
    with pytest.raises(InvalidRecord, match="cannot go back"):
        finish(cast, slip, 9_999)
    with pytest.raises(InvalidRecord, match="cannot be driven"):
        finish(cast, slip, 18_000)


def test_the_database_itself_refuses_an_odometer_that_goes_back(cast, slip):
    depart(cast, slip, 10_000)
    backward = Trip.update(odo_in=9_000, in_at=at_clock(12))
    with pytest.raises(peewee.IntegrityError), database.atomic():
        backward.execute()


def test_kilometres_between_two_trips_are_an_anomaly_to_be_explained(cast, slip):
    depart(cast, slip, 10_035)
    trip = Trip.get()
    assert trip.gap_km == 35
    told = Notice.select().where(Notice.account == cast.dispatcher_account)
    assert any("stand on no trip" in row.message for row in told)
    fleet.explain_trip_gaps(
        seen=[Seen(trip.id)], reason="Inspection station", actor=cast.dispatcher
    )
    assert fresh(trip).gap_reason == "Inspection station"


def test_a_driver_on_a_trip_is_not_absent_from_his_post(cast, slip):
    """Before a post check calls anybody absent, the trips are looked up."""
    depart(cast, slip, 10_000)
    finish(cast, slip, 10_080)
    asked = {"at_site": cast.site_a.id}
    assert records_of(slip.driver_id, at_clock(10), **asked) == "official"
    assert records_of(slip.driver_id, at_clock(13), **asked) is None


def two_trips(cast, vehicle, set_clock):
    trips = []
    set_clock("2026-06-11 15:00")
    for hour, odo in ((8, 10_000), (10, 10_040)):
        row = dispatched(
            cast,
            vehicle,
            make_driver(cast),
            starts_at=at_clock(hour),
            ends_at=at_clock(hour + 1),
        )
        trips.append((row, odo))
    set_clock("2026-06-12 14:00")
    return [driven(cast, row, odo, odo + 40) for row, odo in trips]


def test_cancelling_an_old_trip_leaves_the_odometer(cast, vehicle, set_clock):
    """features.md, case 17: hrms takes the distance off although later trips exist."""
    old, _later = two_trips(cast, vehicle, set_clock)
    only(fleet.cancel_trips(seen=[Seen(old.id)], actor=cast.dispatcher, reason="Entered twice"))
    assert fresh(vehicle).odometer == 10_080
    assert fresh(old).status == "cancelled"


def test_cancelling_the_last_trip_falls_back_to_the_reading_before(cast, vehicle, set_clock):
    _old, last = two_trips(cast, vehicle, set_clock)
    only(fleet.cancel_trips(seen=[Seen(last.id)], actor=cast.dispatcher, reason="Wrong vehicle"))
    assert fresh(vehicle).odometer == 10_040


def fill(cast, vehicle, odometer, liters, day=DAY, **given):
    values = {
        "fuelled_on": day,
        "liters": liters,
        "amount": "300",
        "odometer": odometer,
        "driver": cast.guard_staff.id,
        "actor": cast.dispatcher,
    }
    return only(fleet.log_fuel(seen=[Seen(vehicle.id)], **{**values, **given}))


def test_consumption_is_counted_between_full_tanks(cast, vehicle, set_clock):
    """20 L not full at 10,150 and 30 L full at 10,500: 50 L over 500 km are 10 L/100 km."""
    set_clock("2026-06-12 14:00")
    fill(cast, vehicle, 10_000, "40")
    fill(cast, vehicle, 10_150, "20", is_full=False)
    fill(cast, vehicle, 10_500, "30")
    consumption = [row.consumption for row in FuelLog.select().order_by(FuelLog.id)]
    assert consumption == [None, None, Decimal("10.00")]
    assert fresh(vehicle).odometer == 10_500
    (burnt,) = burnt_between(DAY, DAY)
    assert (burnt.liters, burnt.distance) == (Decimal(50), 500)
    assert burnt.over_percent == Decimal("5.26")


def test_fuel_obeys_tank_card_and_odometer(cast, vehicle, set_clock):
    set_clock("2026-06-12 14:00")
    fill(cast, vehicle, 10_100, "40")
    with pytest.raises(RuleViolation, match="tank"):
        fill(cast, vehicle, 10_500, "61")
    with pytest.raises(RuleViolation, match="cannot go back"):
        fill(cast, vehicle, 10_050, "30")
    with pytest.raises(RuleViolation, match="one card a vehicle"):
        fill(cast, make_vehicle(cast, fuel_card=None), 10_000, "30")


def test_only_the_last_filling_is_struck_out(cast, vehicle, set_clock):
    set_clock("2026-06-12 14:00")
    for odometer in (10_100, 10_500):
        fill(cast, vehicle, odometer, "40")
    first, last = FuelLog.select().order_by(FuelLog.id)
    with pytest.raises(WrongState, match="Only the last"):
        only(fleet.void_fuel_logs(seen=[Seen(first.id)], reason="Typo", actor=cast.dispatcher))
    only(fleet.void_fuel_logs(seen=[Seen(last.id)], reason="Typo", actor=cast.dispatcher))
    assert fresh(last).status == "void"


def seal(cast, vehicle, **given):
    values = {
        "occasion": "May Day",
        "until": DAY,
        "readings": {vehicle.id: 10_000},
        "driver": cast.guard_staff.id,
        "actor": cast.dispatcher,
    }
    return only(fleet.seal_vehicles(seen=[Seen(vehicle.id)], **{**values, **given}))


def test_two_people_seal_a_vehicle_and_a_moved_odometer_is_explained(cast, vehicle, set_clock):
    with pytest.raises(RuleViolation, match="Two people"):
        seal(cast, vehicle, driver=cast.dispatcher_staff.id)
    seal(cast, vehicle)
    set_clock("2026-06-13 08:00")
    unseal = {"seen": [Seen(vehicle.id)], "readings": {vehicle.id: 10_012}}
    with pytest.raises(RuleViolation, match="why the odometer moved"):
        only(fleet.unseal_vehicles(**unseal, actor=cast.dispatcher))
    only(fleet.unseal_vehicles(**unseal, actor=cast.dispatcher, note="Fire drill"))
    log = SealLog.get()
    assert (log.status, log.odo_after, log.note) == ("unsealed", 10_012, "Fire drill")
    assert fresh(vehicle).status == "available"


def test_a_vehicle_that_a_slip_needs_is_not_sealed(cast, slip, vehicle):
    with pytest.raises(WrongState, match="needed for slip"):
        seal(cast, vehicle)


def test_a_repair_is_approved_and_billed_within_the_amount(cast, vehicle):
    row = VehicleMaintenance.create(
        vehicle=vehicle,
        site=cast.site_a,
        reporter=cast.guard_staff,
        kind="repair",
        description="Brakes",
        shop="Fixed shop",
        estimate=800,
    )
    seen = [Seen(row.id)]
    only(fleet.submit_maintenances(seen=seen, actor=cast.guard))
    only(fleet.approve_maintenances(seen=seen, actor=cast.deputy))
    only(fleet.start_maintenances(seen=seen, actor=cast.dispatcher))
    assert fresh(vehicle).status == "repair"
    done = {"odometer": 10_010, "result": "New pads", "actor": cast.dispatcher}
    with pytest.raises(NotEnough, match="approved up to"):
        only(fleet.finish_maintenances(seen=seen, final_amount="800.01", **done))
    only(fleet.finish_maintenances(seen=seen, final_amount="760", **done))
    assert (fresh(vehicle).status, fresh(vehicle).odometer) == ("available", 10_010)
    assert (fresh(row).status, fresh(row).final_amount) == ("done", Decimal(760))


def expect(first=DAY, last=DAY):
    return fleet.expect_safety_reports(first=first, last=last, actor=SYSTEM)


def test_a_report_is_expected_for_every_day_and_once(cast):
    assert expect(DAY, DAY + dt.timedelta(days=6)) == 7
    assert expect(DAY, DAY + dt.timedelta(days=7)) == 1


def test_a_nil_report_counts_the_days_trips_and_waits_for_the_last(cast, slip):
    expect()
    seen = [Seen(SafetyReport.get().id)]
    depart(cast, slip, 10_000)
    with pytest.raises(WrongState, match="not back yet"):
        only(fleet.file_safety_reports(seen=seen, actor=cast.dispatcher))
    finish(cast, slip, 10_050)
    only(fleet.file_safety_reports(seen=seen, actor=cast.dispatcher))
    report = SafetyReport.get()
    assert (report.status, report.trips, report.distance) == ("nil", 1, 50)
    assert report.filed_by == cast.dispatcher_staff
    with pytest.raises(WrongState, match="filed already"):
        only(fleet.file_safety_reports(seen=seen, actor=cast.dispatcher))


def test_a_day_with_an_accident_gets_no_nil_report(cast, slip, vehicle):
    expect()
    Accident.create(
        happened_at=at_clock(10),
        place="Crossing",
        vehicle=vehicle,
        driver=slip.driver,
        description="Scratch",
    )
    only(fleet.file_safety_reports(seen=[Seen(SafetyReport.get().id)], actor=cast.dispatcher))
    assert (SafetyReport.get().status, SafetyReport.get().accidents) == ("accident", 1)
    only(
        fleet.settle_accidents(
            seen=[Seen(Accident.get().id)],
            liability="minor",
            finding_no="2026-0612",
            actor=cast.dispatcher,
        )
    )
    assert Accident.get().liability == "minor"


def test_a_day_that_has_not_come_is_not_reported(cast):
    expect(DAY + dt.timedelta(days=3), DAY + dt.timedelta(days=3))
    with pytest.raises(WrongState, match="not come yet"):
        only(fleet.file_safety_reports(seen=[Seen(SafetyReport.get().id)], actor=cast.dispatcher))


def test_an_errand_of_the_center_gets_a_slip_too(cast, vehicle):
    """The weekly purchase run drives on a slip like everybody else (R59)."""
    only(
        fleet.send_vehicles(
            seen=[Seen(vehicle.id)],
            driver=make_driver(cast).id,
            starts_at=at_clock(8, 30),
            ends_at=at_clock(16),
            destination="Wholesale market",
            kind="purchase",
            actor=cast.dispatcher,
        )
    )
    slip = Dispatch.get()
    assert (slip.kind, slip.status, slip.doc_no) == ("purchase", "issued", "DP-20260611-001")
