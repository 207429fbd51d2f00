"""Meetings of the demonstration: more than 800 in the half-year, week by week (R35, R36, R37).

Every Friday the meeting desk enters the plan of the coming week; when a week is over it enters its
register. What units ask for one by one stands in ``meetings_single``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from logistics.calendar import add_workdays
from logistics.database import local_day, local_today, now
from logistics.demo.diary import (
    FIRST_DAY,
    LAST_DAY,
    SET_UP_ON,
    Entry,
    moment,
    this_morning,
    workdays,
)
from logistics.demo.meetings_slots import MeetingDay, Slot, days_of
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.demo.weeks import ONE_WEEK, monday_of
from logistics.operations.meetings.planning import (
    MeetingPlan,
    MeetingReport,
    plan_meetings,
    register_meetings,
)
from logistics.operations.meetings.serving import note_guest_ratings, rate_bookings
from logistics.operations.outcomes import Seen, all_of, only
from logistics.operations.records import change_record, create_record
from logistics.tables.meetings import Booking, MeetingType, ServiceCheckItem
from logistics.tables.organisation import Room, Unit
from logistics.tables.people import Staff

ONE_DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)
ROOM_503_FROM = dt.date(2026, 5, 29)
"""From then on the downtown room in Diwang International Garden may be booked (R56)."""
LIVING_WEEKS = (-1, 0, 1)
RATED, NOT_IN_ORDER = 0.6, 0.03


def events(office: Office) -> Iterator[Entry]:
    """Kinds and check list, Room 503, and for each week its plan, its register, its ratings."""
    texts = read_texts("meetings")
    yield Entry(moment(SET_UP_ON, 14), 0, partial(_set_up, office, texts))
    yield Entry(moment(ROOM_503_FROM, 9), 0, partial(_open_room_503, office))
    for monday in _mondays():
        days = list(workdays(*_bounds(monday)))
        if days:
            yield from _week(office, texts, days)


def _mondays() -> list[dt.date]:
    """The weeks of the half-year, and last week, this one and the next."""
    first, today = monday_of(FIRST_DAY), monday_of(local_today())
    fixed = {first + n * ONE_WEEK for n in range((LAST_DAY - first).days // 7 + 1)}
    return sorted(fixed | {today + n * ONE_WEEK for n in LIVING_WEEKS})


def _bounds(monday: dt.date) -> tuple[dt.date, dt.date]:
    """A week's days; the half-year's last week ends with June unless it lives."""
    sunday = monday + 6 * ONE_DAY
    if monday <= LAST_DAY < sunday and not _is_living(monday):
        return monday, LAST_DAY
    return max(monday, FIRST_DAY), sunday


def _is_living(monday: dt.date) -> bool:
    today = monday_of(local_today())
    return monday in {today + n * ONE_WEEK for n in LIVING_WEEKS}


def _week(office: Office, texts: dict[str, Any], days: list[dt.date]) -> Iterator[Entry]:
    week = list(days_of(office, texts, days))
    planned_on = add_workdays(days[0], -1)
    held: list[int] = []
    planned_at = moment(planned_on, 16)
    if days[-1] > LAST_DAY:
        planned_at = min(planned_at, this_morning())
    yield Entry(planned_at, 5, partial(_plan, office, week, held))
    entered_at = moment(days[-1], 17, 45)
    if days[-1] > LAST_DAY and entered_at > now():
        # The week is still going on: what was held until yesterday stands in the register.
        entered_at = this_morning()
    yield Entry(entered_at, 5, partial(_register, office, texts, held, entered_at))
    rated_at = moment(add_workdays(days[-1], 1), 9, 30)
    if rated_at < now() or days[-1] <= LAST_DAY:
        yield Entry(rated_at, 5, partial(_rate, office, texts, held))


def _set_up(office: Office, texts: dict[str, Any]) -> None:
    desk = office.actor("meeting")
    for kind in texts["kind"]:
        create_record(MeetingType, kind, actor=desk)
    points = [(step, what) for step, texts_ in texts["checks"].items() for what in texts_]
    for position, (step, what) in enumerate(points, start=1):
        values = {"step": step, "position": position, "what": what}
        create_record(ServiceCheckItem, values, actor=desk)


def _open_room_503(office: Office) -> None:
    room = office.room("K", "503")
    change_record(Room, Seen(room.id), {"is_bookable": True}, actor=office.actor("admin"))


def _plan(office: Office, week: Sequence[MeetingDay], held: list[int]) -> None:
    plans = [plan_of(office, slot) for day in week for slot in day.slots]
    rows = plan_meetings(plans=plans, actor=office.actor("meeting"))
    held += [row.id for row in rows]


def plan_of(office: Office, slot: Slot) -> MeetingPlan:
    """A place in the plan as the meeting desk enters it."""
    requester = office.staff_id(slot.requester)
    return MeetingPlan(
        title=slot.title,
        meeting_type=office.key(MeetingType, slot.kind),
        unit=office.key(Unit, slot.unit),
        requester=requester,
        room=slot.room,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        attendees=slot.attendees,
        attendant=office.staff_id(slot.attendant),
        needs=slot.needs,
    )


def _register(
    office: Office, texts: dict[str, Any], held: Sequence[int], until: dt.datetime
) -> None:
    rows = list(
        Booking.select()
        .where(Booking.id.in_(list(held)) & (Booking.status == "approved"))
        .order_by(Booking.id)
    )
    over = [row for row in rows if row.ends_at < until]
    faults = _faults(office, texts, over)
    reports = [_report(office, texts, row, faults.get(row.id)) for row in over]
    if reports:
        register_meetings(reports=reports, actor=office.actor("meeting"))


def _faults(office: Office, texts: dict[str, Any], rows: Sequence[Booking]) -> dict[int, Any]:
    """The meetings at which something went wrong, each the first of its attendant on that day."""
    found: dict[int, Any] = {}
    for fault in texts["fault"]:
        attendant = office.staff_id(fault["attendant"])
        for row in rows:
            if local_day(row.starts_at) == fault["day"] and row.attendant_id == attendant:
                found[row.id] = fault
                break
    return found


def _report(
    office: Office, texts: dict[str, Any], row: Booking, fault: dict[str, Any] | None
) -> MeetingReport:
    chance = office.random
    late = 12 if fault and fault["fault"] == "late_start" else chance.randrange(4)
    failed: dict[int, str] = {}
    if chance.random() < NOT_IN_ORDER:
        position, note = chance.choice(list(texts["failed"].items()))
        failed[int(position)] = note
    return MeetingReport(
        row.id,
        row.starts_at + late * MINUTE,
        row.ends_at - chance.randrange(12) * MINUTE,
        max(1, row.attendees - chance.randrange(3)),
        fault["fault"] if fault else "none",
        fault["note"] if fault else "",
        failed,
    )


def _rate(office: Office, texts: dict[str, Any], held: Sequence[int]) -> None:
    """Six of ten hosts rate the meetings of the week before; of a visit the guests are asked."""
    chance, words = office.random, texts["ratings"]
    given: dict[tuple[int, str], list[Seen]] = {}
    finished = (Booking.status == "finished") & Booking.id.in_(list(held))
    visit = office.key(MeetingType, "RECV")
    for row in Booking.select().where(finished).order_by(Booking.id):
        if row.meeting_type_id == visit:
            _ask_guests(office, texts, row)
        if chance.random() < RATED:
            (said,) = chance.choices(("very_satisfied", "satisfied", "fair"), (72, 26, 2))
            given.setdefault((row.requester_id, said), []).append(Seen(row.id))
    people = {person.id: person for person in Staff.select().where(Staff.id.in_(_ids(given)))}
    for (requester, said), seen in given.items():
        all_of(
            rate_bookings(
                seen=seen,
                satisfaction=said,
                comment=chance.choice(words[said]),
                actor=office.actor_of(people[requester]),
            )
        )


def _ask_guests(office: Office, texts: dict[str, Any], row: Booking) -> None:
    """A guest leaves a slip of paper; the desk enters it (R79)."""
    only(
        note_guest_ratings(
            seen=[Seen(row.id)],
            guest=office.random.choice(texts["ratings"]["guests"]),
            satisfaction=office.random.choice(("very_satisfied", "very_satisfied", "satisfied")),
            actor=office.actor("meeting"),
        )
    )


def _ids(given: dict[tuple[int, str], list[Seen]]) -> list[int]:
    return [requester for requester, _said in given]


__all__ = ["ROOM_503_FROM", "events", "plan_of"]
