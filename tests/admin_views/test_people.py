"""Posts and rooms on paper."""

from __future__ import annotations

import datetime as dt
from typing import Any

from models import Building, RoomAllocation, StaffPost
from tests.cast import Cast
from tests.client import Client
from tests.factories.organisation import make_room


def test_a_post_prints_its_duties_and_an_area_its_rooms(
    client: Client, login: Any, cast: Cast
) -> None:
    """Of the rooms everybody sees what he may see of the allocations (R49, R83)."""
    held = StaffPost.get(StaffPost.staff == cast.keeper_staff)
    building = Building.create(site=cast.site_a, code="M", name="Main building")
    RoomAllocation.create(
        room=make_room(building=building, name="Registry"),
        unit=cast.keeper_staff.unit,
        starts_on=dt.date(2026, 1, 1),
        area=20,
    )
    rooms = f"/admin/site/form/rooms/?id={cast.site_a.id}"
    deputy = login(client, "deputy")
    assert cast.keeper_staff.name in deputy.get(f"/admin/post/form/duties/?id={held.post_id}").text
    assert "Registry" in deputy.get(rooms).text
    assert "Registry" not in login(client, "staff").get(rooms).text
