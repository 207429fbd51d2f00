"""Timetables of the shuttle with their stops."""

from __future__ import annotations

import datetime as dt
from typing import Any

from models import ShuttleConnection, ShuttleRoute, ShuttleStop
from tests.cast import Cast
from tests.factories import serial
from tests.factories.fleet import make_driver, make_vehicle

CROSSING = "Shenqi Road crossing"
TRUNK = (("Committee", "17:00", False), (CROSSING, "17:15", True), ("North Gate", "17:40", False))
FEEDER = (("Sishui", "16:55", False), (CROSSING, "17:10", True))


def make_route(
    cast: Cast, stops: tuple[tuple[str, str, bool], ...] = TRUNK, **overrides: Any
) -> ShuttleRoute:
    values = {
        "code": f"L{serial()}",
        "name": "Line 1",
        "site": cast.site_a,
        "starts_on": dt.date(2026, 6, 3),
    }
    values = {**values, **overrides}
    for name, make in (("vehicle", make_vehicle), ("driver", make_driver)):
        values.setdefault(name, make(cast))
    route = ShuttleRoute.create(**values)
    for position, (name, clock, is_transfer) in enumerate(stops, start=1):
        ShuttleStop.create(
            route=route,
            position=position,
            name=name,
            planned_time=dt.time.fromisoformat(clock),
            is_transfer=is_transfer,
        )
    return route


def stop_at(route: ShuttleRoute, name: str = CROSSING) -> ShuttleStop:
    return ShuttleStop.get((ShuttleStop.route == route) & (ShuttleStop.name == name))


def connect(
    feeder: ShuttleRoute, trunk: ShuttleRoute, *, min_gap: int = 3, max_wait: int = 5
) -> ShuttleConnection:
    return ShuttleConnection.create(
        route=feeder,
        feeder_stop=stop_at(feeder),
        trunk_stop=stop_at(trunk),
        min_gap=min_gap,
        max_wait=max_wait,
    )
