"""The buttons of vehicles and of the shuttle work from the record's page (R23, R24, R25, R61)."""

import datetime as dt

import pytest

from logistics.operations import fleet, shuttle
from logistics.operations.outcomes import Seen
from logistics.permissions import SYSTEM
from models import Dispatch, SafetyReport, SealLog, ShuttleRoute, ShuttleRun, Trip, VehicleRequest
from tests.factories.fleet import approved_request, driven, make_driver, make_request, make_vehicle
from tests.factories.shuttle import FEEDER, connect, make_route


@pytest.fixture(autouse=True)
def the_day_before(set_clock):
    set_clock("2026-06-11 15:00")


def get(client, login, who, address):
    answer = login(client, who).get(address)
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


def post(client, login, who, address, data=None, status=302):
    answer = login(client, who).post(address, data=data or {})
    assert answer.status_code == status, answer.text[:3000]
    return answer.text


def test_a_request_travels_over_the_pages_of_everybody_concerned(cast, client, login, set_clock):
    request = make_request(cast)
    page = f"/admin/vehicle_request/%s/?id={request.id}"
    for who, tail in (("staff", "submit"), ("head", "endorse"), ("deputy", "approve")):
        post(client, login, who, page % tail)
    told = login(client, "staff").get("/", headers={"Accept-Language": "zh-CN"}).text
    assert "已批准" in told
    assert "Approved" not in told, "words inside a notice are translated with it"
    other = approved_request(cast)
    vehicle, driver = make_vehicle(cast), make_driver(cast)
    text = get(client, login, "dispatcher", page % "dispatch")
    assert "Could go along" in text
    assert vehicle.plate in text
    ids = f"/admin/vehicle_request/dispatch/?id={request.id},{other.id}"
    data = {"vehicle": vehicle.id, "driver": driver.id}
    post(client, login, "dispatcher", ids, data)
    slip = f"/admin/dispatch/%s/?id={Dispatch.get().id}"
    set_clock("2026-06-12 14:00")
    text = post(
        client,
        login,
        "dispatcher",
        slip % "depart",
        {"odo_out": "9000", "out_at": "2026-06-12 09:00"},
        409,
    )
    assert "an odometer cannot go back" in text
    out = {"odo_out": "10000", "out_at": "2026-06-12 09:02"}
    post(client, login, "dispatcher", slip % "depart", out)
    low = {"odo_in": "9000", "in_at": "2026-06-12 11:40"}
    text = post(client, login, "dispatcher", slip % "return", low, 409)
    assert "Odometer on return: The trip began at 10000 km" in text
    back = {"odo_in": "10060", "in_at": "2026-06-12 11:40", "tolls": "15", "parking": ""}
    post(client, login, "dispatcher", slip % "return", back)
    post(client, login, "staff", page % "rate", {"rating": "5", "note": ""})
    post(client, login, "dispatcher", page % "close")
    assert VehicleRequest.get_by_id(request.id).status == "closed"
    assert Trip.get().distance == 60
    printed = get(client, login, "dispatcher", slip % "print")
    for part in (vehicle.plate, driver.name, "10060", request.doc_no or "VR-", "5.0"):
        assert part in printed


def test_a_reserved_vehicle_is_refused_on_the_page_with_what_to_do(cast, client, login):
    vehicle, driver = make_vehicle(cast), make_driver(cast)
    for status in (302, 409):
        request = approved_request(cast)
        text = post(
            client,
            login,
            "dispatcher",
            f"/admin/vehicle_request/dispatch/?id={request.id}",
            {"vehicle": vehicle.id, "driver": driver.id},
            status,
        )
    assert "already" in text
    assert "Choose another" in text


def test_vehicles_are_sealed_with_a_reading_each_and_the_list_prints(cast, client, login):
    driver = make_driver(cast)
    vehicles = [make_vehicle(cast, driver=driver) for _each in range(2)]
    ids = ",".join(str(row.id) for row in vehicles)
    data = {f"odometer-{row.id}": "10000" for row in vehicles}
    seal = {**data, "occasion": "Dragon Boat Festival", "until": "2026-06-21"}
    post(client, login, "dispatcher", f"/admin/vehicle/seal/?id={ids}", seal, 200)
    assert SealLog.select().where(SealLog.status == "sealed").count() == 2
    text = get(client, login, "dispatcher", f"/admin/seal_log/print/?id={SealLog.get().id}")
    assert all(row.plate in text for row in vehicles)
    moved = {f"odometer-{vehicles[0].id}": "10009", "note": ""}
    address = f"/admin/vehicle/unseal/?id={vehicles[0].id}"
    assert "say why the odometer moved" in post(client, login, "dispatcher", address, moved, 409)


def test_a_filling_an_errand_and_the_daily_report_from_their_pages(cast, client, login):
    vehicle, driver = make_vehicle(cast), make_driver(cast)
    data = {"fuelled_on": "2026-06-11", "liters": "40", "amount": "312.5", "odometer": "10100"}
    page = f"/admin/vehicle/%s/?id={vehicle.id}"
    post(client, login, "dispatcher", page % "log", {**data, "is_full": "y"})
    errand = {
        "kind": "purchase",
        "driver": driver.id,
        "starts_at": "2026-06-12 08:30",
        "ends_at": "2026-06-12 16:00",
        "destination": "Market",
    }
    post(client, login, "dispatcher", page % "send", errand)
    assert Dispatch.get().kind == "purchase"
    day = dt.date(2026, 6, 10)
    fleet.expect_safety_reports(first=day, last=day, actor=SYSTEM)
    assert "Reports due: 1" in get(client, login, "dispatcher", "/")
    address = f"/admin/safety_report/report/?id={SafetyReport.get().id}"
    assert "no accident" in get(client, login, "dispatcher", address)
    post(client, login, "dispatcher", address)
    assert SafetyReport.get().status == "nil"


def test_a_driver_finds_his_slip_on_his_start_page(cast, client, login):
    driver = make_driver(cast, cast.guard_staff)
    request = approved_request(cast)
    fleet.dispatch_vehicle_requests(
        seen=[Seen(request.id)],
        vehicle=make_vehicle(cast).id,
        driver=driver.id,
        actor=cast.dispatcher,
    )
    assert "City hall" in get(client, login, "guard", "/")
    slip = Dispatch.get()
    assert "Odometer at departure" in get(
        client, login, "guard", f"/admin/dispatch/depart/?id={slip.id}"
    )
    assert login(client, "staff").get(f"/admin/dispatch/details/?id={slip.id}").status_code == 404


def test_a_timetable_is_published_printed_and_its_runs_reported(cast, client, login, set_clock):
    trunk = make_route(cast, starts_on=dt.date(2026, 6, 12))
    feeder = make_route(cast, FEEDER, kind="feeder", starts_on=dt.date(2026, 6, 12))
    connect(feeder, trunk)
    for route in (trunk, feeder):
        page = f"/admin/shuttle_route/%s/?id={route.id}"
        post(client, login, "deputy", page % "publish")
    text = get(client, login, "staff", page % "print")
    assert "16:55" in text
    assert "waits up to 5 minutes" in text
    draft = {"starts_on": "2026-06-20"}
    post(client, login, "dispatcher", page % "revise", draft)
    assert ShuttleRoute.select().where(ShuttleRoute.version == 2).count() == 1
    day = dt.date(2026, 6, 12)
    shuttle.expect_shuttle_runs(first=day, last=day, actor=SYSTEM)
    set_clock("2026-06-12 18:30")
    runs = list(ShuttleRun.select())
    data = {}
    for run in runs:
        data |= {f"departed-{run.id}": "16:56", f"transfer-{run.id}": "17:10", f"n-{run.id}": "3"}
    address = "/admin/shuttle_run/report/?id=" + ",".join(str(run.id) for run in runs)
    assert "17:10" in get(client, login, "dispatcher", address)
    post(client, login, "dispatcher", address, data, 200)
    assert {run.status for run in ShuttleRun.select()} == {"done"}


def test_a_trip_entered_wrongly_is_struck_out_from_its_page(cast, client, login, set_clock):
    request = approved_request(cast)
    fleet.dispatch_vehicle_requests(
        seen=[Seen(request.id)],
        vehicle=make_vehicle(cast).id,
        driver=make_driver(cast).id,
        actor=cast.dispatcher,
    )
    set_clock("2026-06-12 14:00")
    trip = driven(cast, Dispatch.get(), 10_020, 10_060)
    page = f"/admin/trip/%s/?id={trip.id}"
    post(client, login, "dispatcher", page % "explain", {"reason": "Inspection station"})
    post(client, login, "dispatcher", page % "cancel", {"reason": "Wrong vehicle"})
    assert Trip.get().status == "cancelled"


def test_the_menu_opens_what_is_laid_out_in_advance_up_to_today(cast, client, login):
    for day in (dt.date(2026, 6, 11), dt.date(2026, 6, 12)):
        SafetyReport.create(day=day)
    address = "/admin/safety_report/?day__le=2026-06-11"
    assert f'href="{address}"' in get(client, login, "dispatcher", "/profile")
    text = get(client, login, "dispatcher", address)
    assert "2026-06-11" in text
    assert "2026-06-12" not in text
