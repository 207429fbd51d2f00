"""Who sat in which room before the move to Sishui, and who sits there since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from logistics.demo.diary import MOVE_DAY, SET_UP_ON, Entry, moment
from logistics.demo.office import Office
from logistics.operations.outcomes import Seen
from logistics.operations.records import change_record, create_record
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
    """Allocations as they were, those that end with the move, and the new ones."""
    yield Entry(moment(SET_UP_ON, 9), 0, partial(_allocate, office, AT_FIRST, LONG_AGO))
    yield Entry(moment(MOVE_DAY, 10), 0, partial(_leave, office))
    yield Entry(moment(MOVE_DAY, 10), 1, partial(_allocate, office, MOVED, MOVE_DAY))
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


def _leave(office: Office) -> None:
    units = [office.key(Unit, unit) for _building, _code, unit in MOVED]
    last_day = MOVE_DAY - dt.timedelta(days=1)
    for row in RoomAllocation.select().where(RoomAllocation.unit.in_(units)):
        values = {"ends_on": last_day}
        change_record(RoomAllocation, Seen(row.id), values, actor=office.actor("admin"))
