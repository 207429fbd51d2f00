"""Rooms that units ask for one by one: approved, prepared, held, rated; given up, given way.

Around today some requests wait: two for the same room, one of a higher rank, and a series.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from logistics.calendar import add_workdays, is_workday
from logistics.database import local_today
from logistics.demo.diary import (
    FIRST_DAY,
    LAST_DAY,
    Entry,
    moment,
    this_morning,
    workdays,
)
from logistics.demo.meetings_slots import (
    GIVING_WAY_ON,
    HOURS,
    KEPT_FOR_GIVING_WAY,
    KEPT_FOR_SINGLES,
    THURSDAY,
    RoomFacts,
    rooms_by_place,
)
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.demo.weeks import ONE_WEEK, monday_of
from logistics.operations.meetings.asking import (
    cancel_bookings,
    repeat_bookings,
    request_bookings,
)
from logistics.operations.meetings.deciding import (
    approve_bookings,
    mark_no_shows,
    preempt_bookings,
)
from logistics.operations.meetings.serving import (
    CheckEntry,
    check_bookings,
    finish_bookings,
    rate_bookings,
    ready_bookings,
    start_bookings,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.queries.meetings.figures import checks_of
from logistics.tables.meetings import Booking, MeetingType

MINUTE = dt.timedelta(minutes=1)
FATES = ("held", "held", "held", "no_show", "held", "held", "cancelled", "held")
"""What becomes of the Thursdays' bookings, in turn."""
ATTENDANT = "苏雯"


class Single:
    """One booking on its way."""

    def __init__(
        self,
        office: Office,
        who: str,
        title: str,
        room: RoomFacts,
        day: dt.date,
        hour: int = 2,
        kind: str = "DEPT",
    ) -> None:
        self.office = office
        self.who = who
        self.title = title
        self.room = room
        self.kind = kind
        starts, ends = HOURS[hour]
        self.starts_at, self.ends_at = moment(day, *starts), moment(day, *ends)
        self.id = 0

    @property
    def seen(self) -> list[Seen]:
        return [Seen(self.id)]

    def ask(self) -> None:
        """Fill in the form and send it."""
        actor = self.office.actor_for(self.who)
        person = self.office.person(self.who)
        values = {
            "title": self.title,
            "meeting_type": self.office.key(MeetingType, self.kind),
            "unit": person.unit_id,
            "requester": person.id,
            "phone": person.phone,
            "room": self.room.id,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "attendees": min(14, self.room.seats),
            "needs_screen": True,
        }
        self.id = create_record(Booking, values, actor=actor).id
        only(request_bookings(seen=self.seen, actor=actor))

    def approve(self) -> None:
        """The desk gives the room."""
        attendant = self.office.staff_id(ATTENDANT)
        desk = self.office.actor("meeting")
        only(approve_bookings(seen=self.seen, attendant_id=attendant, actor=desk))

    def prepare(self) -> None:
        """The attendant works through the list before the meeting."""
        actor = self.office.actor_for(ATTENDANT)
        points = [point for point in checks_of(self.id) if point.step == "before"]
        entries = [CheckEntry(point.id, "done") for point in points]
        only(check_bookings(seen=self.seen, entries=entries, actor=actor))
        only(ready_bookings(seen=self.seen, actor=actor))

    def start(self) -> None:
        """It begins."""
        only(start_bookings(seen=self.seen, actor=self.office.actor_for(ATTENDANT)))

    def finish(self) -> None:
        """It ends, and the room is tidied."""
        actor = self.office.actor_for(ATTENDANT)
        came = self.office.random.randrange(9, 15)
        only(finish_bookings(seen=self.seen, attended=came, actor=actor))
        entries = [CheckEntry(point.id, "done") for point in checks_of(self.id)]
        only(check_bookings(seen=self.seen, entries=entries, actor=actor))

    def rate(self) -> None:
        """The host says how it was."""
        actor = self.office.actor_for(self.who)
        only(rate_bookings(seen=self.seen, satisfaction="very_satisfied", actor=actor))

    def hold(self) -> Iterator[Entry]:
        """From the check list to the rating."""
        rated_at = moment(add_workdays(self.starts_at.date(), 1), 10)
        yield Entry(self.starts_at - 40 * MINUTE, 1, self.prepare)
        yield Entry(self.starts_at + MINUTE, 1, self.start)
        yield Entry(self.ends_at - 4 * MINUTE, 1, self.finish)
        yield Entry(rated_at, 1, self.rate)


def events(office: Office) -> Iterator[Entry]:
    """The Thursdays of the half-year, one meeting that gives way, and what waits today."""
    texts, rooms = read_texts("meetings"), rooms_by_place()
    room = rooms[KEPT_FOR_SINGLES[0]]
    thursdays = [day for day in workdays(FIRST_DAY, LAST_DAY) if day.weekday() == THURSDAY]
    for number, day in enumerate(thursdays):
        yield from _thursday(_single(office, texts, room, day), day, FATES[number % len(FATES)])
    yield from _giving_way(office, rooms)
    monday = monday_of(local_today())
    for week in (monday - ONE_WEEK, monday):
        day = week + dt.timedelta(days=THURSDAY)
        if is_workday(day) and day > LAST_DAY:
            living = _single(office, texts, room, day)
            entries = list(_thursday(living, day, "held"))
            yield from (entry for entry in entries if entry.moment < this_morning())
    yield Entry(this_morning(), 20, partial(_wait, office, rooms, monday + ONE_WEEK))


def _single(office: Office, texts: Mapping[str, Any], room: RoomFacts, day: dt.date) -> Single:
    unit = office.random.choice(("10", "11", "12", "16"))
    who = office.random.choice(texts["people"][unit].split())
    return Single(office, who, office.random.choice(texts["titles"][unit]), room, day)


def _thursday(single: Single, day: dt.date, fate: str) -> Iterator[Entry]:
    asked_on = add_workdays(day, -2)
    yield Entry(moment(asked_on, 10, 20), 1, single.ask)
    yield Entry(moment(asked_on, 15), 1, single.approve)
    if fate == "held":
        yield from single.hold()
    elif fate == "no_show":
        yield Entry(single.starts_at - 40 * MINUTE, 1, single.prepare)
        yield Entry(single.starts_at + 35 * MINUTE, 1, partial(_nobody_came, single))
    else:
        yield Entry(moment(day, 8, 50), 1, partial(_give_up, single))


def _nobody_came(single: Single) -> None:
    only(mark_no_shows(seen=single.seen, actor=single.office.actor("meeting")))


def _give_up(single: Single) -> None:
    actor = single.office.actor_for(single.who)
    only(cancel_bookings(seen=single.seen, reason="主要领导外出，会议改期", actor=actor))


def _giving_way(office: Office, rooms: Mapping[tuple[str, str], RoomFacts]) -> Iterator[Entry]:
    """The Party Working Committee needs the room of a bureau, which is found another one."""
    day = GIVING_WAY_ON
    (party_room, hour), (other_room, _hour) = KEPT_FOR_GIVING_WAY
    loser = Single(office, "归海明", "工程建设协调会", rooms[party_room], day, hour)
    winner = Single(office, "严谨", "党工委（扩大）会议", rooms[party_room], day, hour, "PWC")
    instead = Single(office, "归海明", loser.title, rooms[other_room], day, hour)

    def take() -> None:
        only(
            preempt_bookings(
                seen=winner.seen,
                alternatives={loser.id: rooms[other_room].id},
                reason="传达上级会议精神，与会人员较多",
                attendant_id=office.staff_id(ATTENDANT),
                actor=office.actor("director"),
            )
        )
        instead.id = Booking.get(Booking.replaces == loser.id).id

    yield Entry(moment(add_workdays(day, -3), 10), 1, loser.ask)
    yield Entry(moment(add_workdays(day, -3), 15), 1, loser.approve)
    yield Entry(moment(add_workdays(day, -1), 15), 1, winner.ask)
    yield Entry(moment(add_workdays(day, -1), 16), 1, take)
    yield from winner.hold()
    yield from instead.hold()


def _wait(office: Office, rooms: Mapping[tuple[str, str], RoomFacts], monday: dt.date) -> None:
    """What the meeting desk and the director find on their desks this morning."""
    thursday = monday + dt.timedelta(days=THURSDAY)
    room = rooms[KEPT_FOR_SINGLES[0]]
    Single(office, "经纬", "重点项目调度会", room, thursday).ask()
    Single(office, "党建国", "宣传思想工作会", room, thursday).ask()
    Single(office, "严谨", "党工委会议", rooms["A", "201"], monday, 0, "PWC").ask()
    weekly = Single(office, "孙建平", "后勤工作例会", room, monday)
    weekly.starts_at, weekly.ends_at = moment(monday, 17), moment(monday, 17, 40)
    weekly.ask()
    until = monday + 4 * ONE_WEEK
    actor = office.actor_for(weekly.who)
    only(repeat_bookings(seen=weekly.seen, every="week", until=until, actor=actor, skip_taken=True))
