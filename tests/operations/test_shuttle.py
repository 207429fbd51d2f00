"""The shuttle: versions, the connection at the crossing, the runs (R61, R62, R63)."""

import datetime as dt

import pytest

from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.operations import shuttle
from logistics.operations.outcomes import Seen, only
from logistics.operations.shuttle import RunReport
from logistics.permissions import SYSTEM
from models import ShuttleConnection, ShuttleRoute, ShuttleRun, ShuttleStop
from tests.factories.shuttle import CROSSING, FEEDER, TRUNK, connect, make_route, stop_at

MOVED = dt.date(2026, 6, 3)


@pytest.fixture(autouse=True)
def late_in_may(set_clock):
    set_clock("2026-05-29 10:00")


def publish(cast, route, actor=None):
    return only(shuttle.publish_shuttle_routes(seen=[Seen(route.id)], actor=actor or cast.deputy))


def fresh(row):
    return type(row).get_by_id(row.id)


@pytest.fixture
def trunk(cast):
    route = make_route(cast, starts_on=dt.date(2026, 6, 1))
    publish(cast, route)
    return route


def feeder(cast, trunk, stops=FEEDER, **rule):
    route = make_route(cast, stops, kind="feeder", name="Sishui feeder", site=cast.site_b)
    connect(route, trunk, **rule)
    return route


def test_a_feeder_that_comes_in_before_the_trunk_leaves_is_published(cast, trunk):
    """16:55 from Sishui, 17:10 at the crossing, 3 minutes to change, the trunk leaves 17:15."""
    route = feeder(cast, trunk)
    publish(cast, route)
    assert fresh(route).status == "published"


def test_a_trunk_waits_for_a_late_feeder_only_so_long(cast, trunk):
    late = (("Sishui", "17:05", False), (CROSSING, "17:18", True))
    with pytest.raises(RuleViolation, match="waits 5 minutes at most"):
        publish(cast, feeder(cast, trunk, late))
    publish(cast, feeder(cast, trunk, (("S", "17:00", False), (CROSSING, "17:17", True))))


@pytest.mark.parametrize(
    ("stops", "words"),
    [
        ((("Sishui", "16:55", False),), "two stops"),
        ((("Sishui", "16:55", False), (CROSSING, "16:50", True)), "not at a later time"),
    ],
)
def test_a_timetable_needs_stops_in_order(cast, stops, words):
    with pytest.raises(RuleViolation, match=words):
        publish(cast, make_route(cast, stops))


def test_a_feeder_needs_a_connection_to_a_line_in_force(cast):
    route = make_route(cast, FEEDER, kind="feeder")
    with pytest.raises(RuleViolation, match="needs a connection"):
        publish(cast, route)
    connect(route, make_route(cast))
    with pytest.raises(RuleViolation, match="not in force"):
        publish(cast, route)


def test_nobody_publishes_what_he_drafted(cast):
    route = make_route(cast, created_by=cast.deputy_account)
    with pytest.raises(NotPermitted, match="to another"):
        publish(cast, route)


def test_a_new_version_ends_the_one_before_and_takes_its_later_runs_back(cast):
    """17:00 from the Committee until 2 June, 16:55 from Sishui since."""
    first = make_route(cast, code="S", starts_on=dt.date(2026, 6, 1))
    publish(cast, first)
    expect(dt.date(2026, 6, 1), dt.date(2026, 6, 5))
    only(
        shuttle.revise_shuttle_routes(seen=[Seen(first.id)], starts_on=MOVED, actor=cast.dispatcher)
    )
    second = ShuttleRoute.get(ShuttleRoute.version == 2)
    assert [stop.name for stop in second.stops] == [name for name, _clock, _t in TRUNK]
    ShuttleStop.update(planned_time=dt.time(16, 55)).where(
        (ShuttleStop.route == second) & (ShuttleStop.position == 1)
    ).execute()
    publish(cast, second)
    assert fresh(first).ends_on == MOVED - dt.timedelta(days=1)
    assert {run.day for run in ShuttleRun.select()} == {dt.date(2026, 6, 1), dt.date(2026, 6, 2)}
    assert expect(dt.date(2026, 6, 1), dt.date(2026, 6, 5)) == 3


def test_two_versions_of_a_line_never_hold_on_one_day(cast):
    publish(cast, make_route(cast, code="S"))
    with pytest.raises(RuleViolation, match="Another version"):
        publish(cast, make_route(cast, code="S", version=2))


def test_a_trunk_that_changes_keeps_the_promise_to_its_feeder(cast, trunk):
    publish(cast, feeder(cast, trunk))
    earlier = (("Committee", "16:45", False), (CROSSING, "17:00", True))
    changed = make_route(cast, earlier, code=trunk.code, version=2, starts_on=dt.date(2026, 6, 10))
    with pytest.raises(RuleViolation, match="waits 5 minutes at most"):
        publish(cast, changed)
    ShuttleStop.update(planned_time=dt.time(17, 12)).where(
        ShuttleStop.id == stop_at(changed).id
    ).execute()
    publish(cast, changed)
    assert ShuttleConnection.get().trunk_stop == stop_at(changed)


def expect(first, last):
    return shuttle.expect_shuttle_runs(first=first, last=last, actor=SYSTEM)


def test_runs_are_expected_on_working_days_only_adjusted_ones_included(cast, set_clock):
    """Sunday 20 September 2026 is worked for the National Day holiday."""
    set_clock("2026-09-10 10:00")
    publish(cast, make_route(cast, starts_on=dt.date(2026, 9, 14)))
    assert expect(dt.date(2026, 9, 17), dt.date(2026, 9, 20)) == 3
    days = [run.day.day for run in ShuttleRun.select().order_by(ShuttleRun.day)]
    assert days == [17, 18, 20]
    assert expect(dt.date(2026, 9, 17), dt.date(2026, 9, 20)) == 0


def report(cast, run, departed, transfer, boarded=20, **given):
    entry = RunReport(
        dt.time.fromisoformat(departed), boarded, dt.time.fromisoformat(transfer), **given
    )
    return only(
        shuttle.report_shuttle_runs(
            seen=[Seen(run.id)], reports={run.id: entry}, actor=cast.dispatcher
        )
    )


def test_a_missed_connection_is_seen_from_both_reports(cast, trunk, set_clock):
    route = feeder(cast, trunk)
    publish(cast, route)
    for row in (trunk, route):
        row.vehicle.__class__.update(seats=40).execute()
    expect(MOVED, dt.date(2026, 6, 4))
    set_clock("2026-06-04 19:00")
    runs = {(run.route_id, run.day.day): run for run in ShuttleRun.select()}
    report(cast, runs[trunk.id, 3], "17:00", "17:15")
    report(cast, runs[route.id, 3], "16:55", "17:10")
    report(cast, runs[route.id, 4], "17:05", "17:21")
    report(cast, runs[trunk.id, 4], "17:00", "17:20")
    assert not fresh(runs[route.id, 3]).is_missed
    assert fresh(runs[route.id, 4]).is_missed


def test_a_run_is_reported_once_after_it_left_and_within_its_seats(cast, trunk, set_clock):
    expect(MOVED, MOVED)
    run = ShuttleRun.get()
    with pytest.raises(WrongState, match="not left yet"):
        report(cast, run, "17:00", "17:15")
    set_clock("2026-06-03 19:00")
    with pytest.raises(RuleViolation, match="4 seats"):
        report(cast, run, "17:00", "17:15")
    with pytest.raises(RuleViolation, match="cannot arrive before"):
        report(cast, run, "17:00", "16:15", boarded=3)
    report(cast, run, "17:00", "17:15", boarded=4)
    with pytest.raises(WrongState, match="reported already"):
        report(cast, run, "17:00", "17:15", boarded=4)


def test_a_run_that_does_not_take_place_says_why(cast, trunk):
    expect(MOVED, MOVED)
    seen = [Seen(ShuttleRun.get().id)]
    with pytest.raises(RuleViolation, match="Say why"):
        shuttle.cancel_shuttle_runs(seen=seen, reason=" ", actor=cast.dispatcher)
    only(shuttle.cancel_shuttle_runs(seen=seen, reason="Snow", actor=cast.dispatcher))
    assert (ShuttleRun.get().status, ShuttleRun.get().note) == ("cancelled", "Snow")


def test_a_timetable_ends_today_at_the_earliest(cast, trunk):
    expect(MOVED, dt.date(2026, 6, 10))
    end = {"seen": [Seen(trunk.id)], "actor": cast.deputy}
    with pytest.raises(RuleViolation, match="today or a later day"):
        shuttle.end_shuttle_routes(**end, ends_on=dt.date(2026, 5, 1))
    only(shuttle.end_shuttle_routes(**end, ends_on=dt.date(2026, 6, 5)))
    assert ShuttleRun.select().count() == 3
