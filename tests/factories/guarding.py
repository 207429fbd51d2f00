"""Guard posts with shifts, patrol routes with their slots, visitors and violations."""

import datetime as dt
from typing import Any

from logistics.database import office_zone
from logistics.operations.guarding.patrols import expect_patrols
from logistics.permissions import SYSTEM
from models import (
    GuardPost,
    GuardShift,
    Incident,
    ParkingLane,
    ParkingViolation,
    Patrol,
    PatrolCheckpoint,
    PatrolRoute,
    PatrolTime,
    Staff,
    Visitor,
)
from tests.cast import Cast
from tests.factories import serial

DAY = dt.date(2026, 6, 12)
ID_NUMBER = "110101199003078515"


def clock(text: str, day: dt.date = DAY) -> dt.datetime:
    """A time of day at the office: ``clock("02:10")``."""
    return dt.datetime.combine(day, dt.time.fromisoformat(text), office_zone())


def make_post(cast: Cast, **overrides: Any) -> GuardPost:
    return GuardPost.create(
        **{
            "site": cast.site_a,
            "code": f"G{serial()}",
            "name": "East gate",
            "closes": dt.time(18),
            "starts_on": dt.date(2026, 1, 1),
            **overrides,
        }
    )


def make_shift(
    post: GuardPost, staff: Staff, begins: str, hours: int = 12, **more: Any
) -> GuardShift:
    day = more.pop("day", DAY)
    starts_at = clock(begins, day)
    ends_at = starts_at + dt.timedelta(hours=hours)
    return GuardShift.create(post=post, staff=staff, starts_at=starts_at, ends_at=ends_at, **more)


def make_route(post: GuardPost, *starts: str, points: int = 1, window: int = 40) -> PatrolRoute:
    """A route with checkpoints 1 to ``points`` whose rounds start at these times."""
    route = PatrolRoute.create(
        post=post, code=f"R{serial()}", name="Night round", starts_on=dt.date(2026, 1, 1)
    )
    for position in range(1, points + 1):
        PatrolCheckpoint.create(route=route, position=position, name=f"Place {position}")
    for start in starts:
        PatrolTime.create(route=route, starts=dt.time.fromisoformat(start), minutes=window)
    return route


def slots_of(route: PatrolRoute, day: dt.date = DAY) -> list[Patrol]:
    """The slots of one day, laid out, in order of time."""
    expect_patrols(first=day, last=day, actor=SYSTEM)
    query = Patrol.select().join(PatrolCheckpoint).where(PatrolCheckpoint.route == route)
    return list(query.order_by(Patrol.starts_at, Patrol.id))


def make_visitor(post: GuardPost, host: Staff, **overrides: Any) -> Visitor:
    return Visitor.create(
        **{
            "name": "Visitor Wang",
            "organisation": "Sunrise Water Works",
            "phone": "13800000000",
            "host": host,
            "post": post,
            "expected_at": clock("09:30"),
            "purpose": "Contract",
            **overrides,
        }
    )


def make_lane(cast: Cast, **overrides: Any) -> ParkingLane:
    return ParkingLane.create(
        **{"site": cast.site_a, "code": f"L{serial()}", "name": "North lane", **overrides}
    )


def make_violation(cast: Cast, **overrides: Any) -> ParkingViolation:
    return ParkingViolation.create(
        **{
            "site": cast.site_a,
            "place": "Before the gate",
            "plate": "ABC123",
            "found_at": clock("10:00"),
            "found_by": cast.guard_staff,
            **overrides,
        }
    )


def make_incident(cast: Cast, **overrides: Any) -> Incident:
    return Incident.create(
        **{
            "site": cast.site_a,
            "kind": "damage",
            "happened_at": clock("10:00"),
            "place": "Car park",
            "what": "A barrier was bent.",
            "reporter": cast.guard_staff,
            **overrides,
        }
    )
