"""Who sat in which room before the move to Sishui, and who sits there since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from logistics.demo.diary import MOVE_DAY, SET_UP_ON, Entry, moment
from logistics.demo.office import Office
from logistics.operations.records import create_record
from logistics.tables.organisation import Unit
from logistics.tables.people import RoomAllocation

LONG_AGO = dt.date(2015, 3, 2)
AT_FIRST = (
    # building, room, unit
    ("A", "305", "21"),
    ("A", "306", "22"),
    ("A", "401", "13"),
    ("A", "402", "14"),
)
MOVED = (("B", "301", "13"), ("B", "302", "14"))
FREED = (("A", "401", "12"), ("A", "402", "16"))
FREED_ROOMS_GIVEN = dt.date(2026, 6, 15)


def events(office: Office) -> Iterator[Entry]:
    """Allocations as they were, and the new ones; the move itself ends those of its units."""
    yield Entry(moment(SET_UP_ON, 9), 0, partial(_allocate, office, AT_FIRST, LONG_AGO))
    yield Entry(moment(MOVE_DAY, 10), 0, partial(_allocate, office, MOVED, MOVE_DAY))
    given = partial(_allocate, office, FREED, FREED_ROOMS_GIVEN)
    yield Entry(moment(FREED_ROOMS_GIVEN, 10), 0, given)


def _allocate(office: Office, rows: tuple[tuple[str, str, str], ...], day: dt.date) -> None:
    for building, code, unit in rows:
        room = office.room(building, code)
        values = {
            "room": room.id,
            "unit": office.key(Unit, unit),
            "area": room.usable_area,
            "starts_on": day,
        }
        create_record(RoomAllocation, values, actor=office.actor("admin"))
