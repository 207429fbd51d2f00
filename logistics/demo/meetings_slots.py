"""The days of the demonstration's meetings: how many, in which rooms, of whom, served by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from logistics.calendar import kind_of
from logistics.demo.diary import MOVE_DAY, moment
from logistics.demo.office import MOVED_UNITS, Office
from logistics.tables.organisation import Building, Room, Site

BUSY_DAY, BUSIEST = dt.date(2026, 6, 12), 15
QUIETEST = 3
BY_WEEKDAY = (8, 7, 8, 7, 6, 3, 3)
"""Meetings a day from Monday on, give or take one; a worked weekend is quiet."""
HOURS = (((8, 40), (10, 0)), ((10, 30), (11, 40)), ((13, 30), (14, 50)), ((15, 30), (16, 40)))
"""The four times of a day at which a room is given, far enough apart to set up and clear up."""
PARTY_ROOM, DIRECTORS_ROOM, CITY_ROOM = ("A", "301"), ("A", "201"), ("K", "503")
ROOMS = (("A", "201"), ("A", "202"), ("A", "301"), ("A", "303"))
SISHUI_ROOMS = (("B", "201"), ("B", "202"), ("B", "120"))
CITY_ROOM_FROM = dt.date(2026, 6, 1)
MANY_SEATS = 20
AT_MOST = {"A303": 110, "B120": 80}
UNITS_AT_HOME = ("10", "11", "12", "16", "18", "21")
MONDAY, WEDNESDAY, THURSDAY = 0, 2, 3
KEPT_FOR_SINGLES = (("A", "202"), 2)
"""On Thursdays this room is asked for by itself at this time; see ``meetings_single``."""
GIVING_WAY_ON = dt.date(2026, 4, 16)
KEPT_FOR_GIVING_WAY = ((("A", "301"), 2), (("A", "303"), 2))


@dataclass(frozen=True)
class Slot:
    """One meeting: what, of whom, where, when, served by whom."""

    title: str
    kind: str
    unit: str
    requester: str
    room: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    attendees: int
    attendant: str
    needs: Mapping[str, Any]


@dataclass(frozen=True)
class MeetingDay:
    """The meetings planned for one day."""

    day: dt.date
    slots: tuple[Slot, ...]


class RoomFacts(NamedTuple):
    """A room's id, the code of its office area, and its seats."""

    id: int
    site: str
    seats: int


Place = tuple[tuple[str, str], int]


def days_of(office: Office, texts: Mapping[str, Any], days: list[dt.date]) -> Iterator[MeetingDay]:
    """The plan of a week. Those that are asked for by themselves are left out and kept a place."""
    rooms = rooms_by_place()
    for day in days:
        places = _places(office, day)
        slots = (_slot(office, texts, day, place, rooms[place[0]]) for place in places)
        yield MeetingDay(day, tuple(slots))


def singles_on(day: dt.date) -> int:
    """How many meetings of a day are asked for by themselves."""
    if day == GIVING_WAY_ON:
        return 1 + len(KEPT_FOR_GIVING_WAY)
    return int(day.weekday() == THURSDAY)


def _count(office: Office, day: dt.date) -> int:
    if day == BUSY_DAY:
        return BUSIEST
    usual = BY_WEEKDAY[day.weekday()]
    if usual == QUIETEST or kind_of(day) == "adjusted_work":
        return QUIETEST
    return usual + office.random.choice((-1, 0, 1))


def _places(office: Office, day: dt.date) -> list[Place]:
    """Rooms and times of the day's planned meetings: the standing ones first, the others by lot."""
    count = _count(office, day) - singles_on(day)
    kept = set(_kept(day))
    standing: list[Place] = []
    if day.weekday() == MONDAY:
        standing.append((DIRECTORS_ROOM, 0))
    if day.weekday() == WEDNESDAY:
        standing.append((PARTY_ROOM, 0))
    if day >= MOVE_DAY:
        standing.append((office.random.choice(SISHUI_ROOMS), office.random.randrange(2)))
    if day >= CITY_ROOM_FROM and day.weekday() in (1, THURSDAY):
        standing.append((CITY_ROOM, 2))
    rooms = [*ROOMS, *(SISHUI_ROOMS if day >= MOVE_DAY else ())]
    free = [
        (room, hour)
        for room in rooms
        for hour in range(len(HOURS))
        if (room, hour) not in kept and (room, hour) not in standing
    ]
    standing = standing[:count]
    return sorted([*standing, *office.random.sample(free, count - len(standing))])


def _kept(day: dt.date) -> Iterator[Place]:
    if day.weekday() == THURSDAY:
        yield KEPT_FOR_SINGLES
    if day == GIVING_WAY_ON:
        yield from KEPT_FOR_GIVING_WAY


def _slot(
    office: Office, texts: Mapping[str, Any], day: dt.date, place: Place, room: RoomFacts
) -> Slot:
    (building, code), hour = place
    chance = office.random
    kind = _kind(office, day, place)
    unit = _unit(office, day, building, kind)
    most = min(room.seats, AT_MOST.get(f"{building}{code}", room.seats))
    titles = texts["titles"][unit if kind in ("DEPT", "OTHER") else kind]
    starts, ends = HOURS[hour]
    cut = 5 * chance.randrange(7)
    return Slot(
        title=chance.choice(titles),
        kind=kind,
        unit=unit,
        requester=chance.choice(texts["people"][unit].split()),
        room=room.id,
        starts_at=moment(day, *starts),
        ends_at=moment(day, *ends) - dt.timedelta(minutes=cut),
        attendees=chance.randrange(max(4, most // 3), most + 1),
        attendant=chance.choice(texts["attendants"][room.site].split()),
        needs=_needs(office, kind, most),
    )


def _kind(office: Office, day: dt.date, place: Place) -> str:
    room, hour = place
    if hour == 0 and room == DIRECTORS_ROOM and day.weekday() == MONDAY:
        return "DIR"
    if hour == 0 and room == PARTY_ROOM and day.weekday() == WEDNESDAY:
        return "PWC"
    (kind,) = office.random.choices(("DEPT", "RECV", "TRAIN", "OTHER"), (78, 8, 7, 7))
    return str(kind)


def _unit(office: Office, day: dt.date, building: str, kind: str) -> str:
    if kind in ("PWC", "DIR"):
        return "10"
    if building == "K":
        return "13"
    if building == "B":
        return str(office.random.choice(MOVED_UNITS))
    moved = MOVED_UNITS if day < MOVE_DAY else ()
    return str(office.random.choice((*UNITS_AT_HOME, *moved)))


def _needs(office: Office, kind: str, seats: int) -> dict[str, Any]:
    formal = kind in ("PWC", "DIR", "RECV")
    return {
        "layout": "board" if seats <= 30 else "theatre",
        "name_cards": seats // 2 if formal else 0,
        "needs_audio": formal or seats > 20,
        "needs_screen": office.random.random() < 0.5,
        "needs_video_link": office.random.random() < 0.1,
        "parking_bays": 4 if kind == "RECV" else 0,
        "phone": f"8801-{office.random.randrange(200, 800)}",
        "needs_tea": True,
        "remarks": "",
    }


def rooms_by_place() -> dict[tuple[str, str], RoomFacts]:
    """The rooms by the codes of building and room."""
    rows = Room.select(Room, Building, Site).join(Building).join(Site)
    return {
        (room.building.code, room.code): RoomFacts(
            room.id, room.building.site.code, room.capacity or MANY_SEATS
        )
        for room in rows
    }
