"""Sites, buildings, rooms and units."""

from typing import Any

from models import Building, Room, Site, Unit
from tests.factories import serial


def make_site(**overrides: Any) -> Site:
    number = serial()
    return Site.create(**{"code": f"S{number}", "name": f"Site {number}", **overrides})


def make_building(**overrides: Any) -> Building:
    number = serial()
    if "site" not in overrides:
        overrides["site"] = make_site()
    return Building.create(**{"code": f"B{number}", "name": f"Building {number}", **overrides})


def make_room(**overrides: Any) -> Room:
    if "building" not in overrides:
        overrides["building"] = make_building()
    return Room.create(**{"code": f"R{serial()}", **overrides})


def make_unit(**overrides: Any) -> Unit:
    number = serial()
    return Unit.create(**{"code": f"U{number}", "name": f"Unit {number}", **overrides})
