"""Vehicle requests and dispatch slips (R23, R24; features.md, case 8)."""

import datetime as dt

import pytest

from logistics.errors import Conflict, NotPermitted, RuleViolation, WrongState
from logistics.operations import fleet
from logistics.operations.outcomes import Seen, only
from models import Dispatch, DispatchRequest, Notice, SealLog, ShuttleRun, VehicleRequest
from tests.factories.fleet import (
    DAY,
    approved_request,
    at_clock,
    dispatched,
    driven,
    make_driver,
    make_request,
    make_vehicle,
)
from tests.factories.shuttle import make_route


@pytest.fixture(autouse=True)
def the_day_before(set_clock):
    set_clock("2026-06-11 15:00")


def fresh(row):
    return type(row).get_by_id(row.id)


def dispatch(cast, requests, vehicle, driver):
    seen = [Seen(request.id) for request in requests]
    return fleet.dispatch_vehicle_requests(
        seen=seen, vehicle=vehicle.id, driver=driver.id, actor=cast.dispatcher
    )


def test_a_request_goes_from_its_head_to_the_leader_and_to_the_dispatcher(cast):
    request = approved_request(cast)
    assert request.status == "approved"
    assert request.doc_no == "VR-20260611-001"
    assert request.endorsed_by == cast.head_staff
    vehicle, driver = make_vehicle(cast), make_driver(cast)
    only(dispatch(cast, [request], vehicle, driver))
    request = fresh(request)
    assert (request.status, request.vehicle, request.driver) == ("dispatched", vehicle, driver)
    slip = Dispatch.get()
    assert (slip.doc_no, slip.passengers, slip.destination) == (
        "DP-20260611-001",
        2,
        "City hall",
    )
    assert Notice.select().where(Notice.account == cast.staff_account).count() == 3


def test_what_a_head_asks_for_himself_goes_to_the_leader_at_once(cast):
    request = make_request(cast, requester=cast.head_staff, created_by=cast.head_account)
    only(fleet.submit_vehicle_requests(seen=[Seen(request.id)], actor=cast.head))
    assert fresh(request).status == "unit_ok"
    with pytest.raises(NotPermitted, match="right"):
        only(fleet.approve_vehicle_requests(seen=[Seen(request.id)], actor=cast.head))


def test_nobody_decides_on_his_own_request(cast):
    request = make_request(cast, requester=cast.deputy_staff, created_by=cast.deputy_account)
    VehicleRequest.update(status="unit_ok").execute()
    with pytest.raises(NotPermitted, match="his own request"):
        only(fleet.approve_vehicle_requests(seen=[Seen(request.id)], actor=cast.deputy))


def test_a_request_that_is_not_approved_gets_no_vehicle(cast):
    request = make_request(cast)
    with pytest.raises(WrongState, match="only approved ones"):
        dispatch(cast, [request], make_vehicle(cast), make_driver(cast))


def test_a_returned_request_says_why_and_may_be_submitted_again(cast):
    seen = [Seen(make_request(cast).id)]
    only(fleet.submit_vehicle_requests(seen=seen, actor=cast.staff))
    with pytest.raises(RuleViolation, match="Say why"):
        fleet.return_vehicle_requests(seen=seen, actor=cast.head, comment=" ")
    only(fleet.return_vehicle_requests(seen=seen, actor=cast.head, comment="Take the bus."))
    only(fleet.submit_vehicle_requests(seen=seen, actor=cast.staff))
    assert VehicleRequest.get().status == "submitted"


def test_a_reserved_vehicle_refuses_a_second_slip_at_that_time(cast):
    """OCA/fleet checks only what is in use: 9-12 reserved must refuse 11-13 (case 8)."""
    vehicle = make_vehicle(cast)
    dispatched(cast, vehicle, make_driver(cast))
    late = approved_request(cast, starts_at=at_clock(11), ends_at=at_clock(13))
    with pytest.raises(Conflict, match="already reserved"):
        dispatch(cast, [late], vehicle, make_driver(cast))
    assert fresh(late).status == "approved"
    assert Dispatch.select().count() == 1
    after = approved_request(cast, starts_at=at_clock(12), ends_at=at_clock(13))
    only(dispatch(cast, [after], vehicle, make_driver(cast)))


def test_a_reserved_driver_refuses_a_second_slip_at_that_time(cast):
    driver = make_driver(cast)
    dispatched(cast, make_vehicle(cast), driver)
    late = approved_request(cast, starts_at=at_clock(11), ends_at=at_clock(13))
    with pytest.raises(Conflict, match="This driver already"):
        dispatch(cast, [late], make_vehicle(cast), driver)


def test_a_cancelled_slip_frees_vehicle_and_requests(cast):
    vehicle, driver = make_vehicle(cast), make_driver(cast)
    slip = dispatched(cast, vehicle, driver)
    fleet.cancel_dispatches(seen=[Seen(slip.id)], actor=cast.dispatcher, reason="Flat tyre")
    request = VehicleRequest.get()
    assert (request.status, request.vehicle) == ("approved", None)
    only(dispatch(cast, [request], vehicle, driver))
    assert DispatchRequest.select().count() == 2


def test_requests_to_one_place_share_a_slip(cast):
    first = approved_request(cast)
    second = approved_request(cast, starts_at=at_clock(9, 30), ends_at=at_clock(12, 30))
    dispatch(cast, [first, second], make_vehicle(cast), make_driver(cast))
    slip = Dispatch.get()
    assert slip.passengers == 4
    assert (slip.starts_at, slip.ends_at) == (at_clock(9), at_clock(12, 30))
    assert {fresh(first).status, fresh(second).status} == {"dispatched"}


def test_more_people_than_seats_need_a_larger_vehicle(cast):
    request = approved_request(cast, passengers=5)
    with pytest.raises(RuleViolation, match="4 seats, 5 people"):
        dispatch(cast, [request], make_vehicle(cast), make_driver(cast))


@pytest.mark.parametrize(
    ("vehicle", "driver", "words"),
    [
        ({"insurance_until": DAY - dt.timedelta(days=1)}, {}, "insurance is not valid"),
        ({"inspection_until": None}, {}, "inspection is not valid"),
        ({}, {"licence_until": DAY - dt.timedelta(days=1)}, "licence is not valid"),
        ({}, {"is_active": False}, "not a driver"),
        ({"status": "scrapped"}, {}, "out of service"),
    ],
)
def test_papers_that_end_before_the_journey_refuse_it(cast, vehicle, driver, words):
    request = approved_request(cast)
    with pytest.raises(RuleViolation, match=words):
        dispatch(cast, [request], make_vehicle(cast, **vehicle), make_driver(cast, **driver))


def test_a_sealed_vehicle_is_not_dispatched(cast):
    vehicle = make_vehicle(cast, driver=make_driver(cast))
    readings = {vehicle.id: 10_000}
    fleet.seal_vehicles(
        seen=[Seen(vehicle.id)],
        occasion="Dragon Boat Festival",
        until=DAY,
        readings=readings,
        actor=cast.dispatcher,
    )
    assert SealLog.get().status == "sealed"
    with pytest.raises(Conflict, match="sealed until"):
        dispatch(cast, [approved_request(cast)], vehicle, make_driver(cast))


def test_a_coach_that_runs_the_shuttle_is_not_sent_elsewhere(cast):
    coach, driver = make_vehicle(cast, seats=40), make_driver(cast)
    route = make_route(cast, vehicle=coach, driver=driver)
    ShuttleRun.create(
        day=DAY,
        route=route,
        vehicle=coach,
        driver=driver,
        starts_at=at_clock(11, 30),
        ends_at=at_clock(12, 30),
    )
    with pytest.raises(Conflict, match="needs"):
        dispatch(cast, [approved_request(cast)], coach, make_driver(cast))


def test_a_journey_is_rated_by_its_passenger_and_closed(cast, set_clock):
    slip = dispatched(cast, make_vehicle(cast), make_driver(cast))
    set_clock("2026-06-12 14:00")
    driven(cast, slip, 10_000, 10_060)
    seen = [Seen(VehicleRequest.get().id)]
    with pytest.raises(WrongState, match="may still rate"):
        only(fleet.close_vehicle_requests(seen=seen, actor=cast.dispatcher))
    with pytest.raises(RuleViolation, match="what was wrong"):
        fleet.rate_vehicle_requests(seen=seen, actor=cast.staff, rating=2)
    only(fleet.rate_vehicle_requests(seen=seen, actor=cast.staff, rating=5))
    only(fleet.close_vehicle_requests(seen=seen, actor=cast.dispatcher))
    assert (VehicleRequest.get().rating, VehicleRequest.get().status) == (5, "closed")
