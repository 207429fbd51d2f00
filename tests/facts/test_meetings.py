"""What the report says of meetings, and when it would no longer be true (decisions.md 32)."""

from __future__ import annotations

import datetime as dt

import pytest

from logistics.database import local_day
from logistics.demo.diary import FIRST_DAY, LAST_DAY
from logistics.queries.facts import Period
from logistics.queries.facts.meetings import FACTS
from models import Booking, MeetingType, Room, Site

HALF_YEAR = Period(FIRST_DAY, LAST_DAY)
BY_KEY = {fact.key: fact for fact in FACTS}

pytestmark = pytest.mark.usefixtures("demonstration")


def holds(key: str) -> bool:
    fact = BY_KEY[key]
    return fact.holds(fact.compute(HALF_YEAR))


def held_on(day: dt.date) -> list[Booking]:
    held = Booking.select().where(Booking.status.in_(["finished", "rated"]))
    return [row for row in held.order_by(Booking.id) if local_day(row.starts_at) == day]


def cancel(*rows: Booking) -> None:
    Booking.update(status="cancelled").where(Booking.id.in_([row.id for row in rows])).execute()


def extreme_day(key: str) -> dt.date:
    (day,) = BY_KEY[key].compute(HALF_YEAR).parts
    return dt.date.fromisoformat(day)


@pytest.mark.parametrize("key", BY_KEY)
def test_the_half_year_bears_out_what_the_report_claims(key: str) -> None:
    assert holds(key), BY_KEY[key].compute(HALF_YEAR)


def test_without_the_directors_meeting_the_focus_is_not_kept() -> None:
    """R35."""
    other = MeetingType.get(MeetingType.code == "OTHER")
    directors = MeetingType.get(MeetingType.code == "DIR")
    Booking.update(meeting_type=other).where(Booking.meeting_type == directors).execute()
    assert not holds("kinds_of_meetings")


def test_booked_is_not_held() -> None:
    """R36: fifty meetings that did not take place are too many."""
    rows = Booking.select().where(Booking.status.in_(["finished", "rated"]))
    cancel(*rows.order_by(Booking.id).limit(60))
    assert not holds("meetings_held")


def test_one_area_alone_is_not_both() -> None:
    """R36."""
    sishui = Site.get(Site.code == "SISHUI")
    cancel(*Booking.select().where(Booking.site == sishui))
    assert not holds("meetings_held")


def test_one_meeting_less_on_the_quietest_or_the_busiest_day_turns_the_claims() -> None:
    """R37."""
    cancel(held_on(extreme_day("meetings_least_a_day"))[0])
    assert not holds("meetings_least_a_day")
    cancel(held_on(extreme_day("meetings_most_a_day"))[0])
    assert not holds("meetings_most_a_day")


def test_a_room_that_nobody_met_in_or_may_book_is_no_meeting_room() -> None:
    """R56."""
    Room.update(is_bookable=False).where(Room.ownership == "leased").execute()
    assert not holds("downtown_meetings")


def test_without_records_nothing_is_claimed() -> None:
    Booking.update(status="cancelled").execute()
    for fact in FACTS:
        figure = fact.compute(HALF_YEAR)
        assert (figure.value, fact.holds(figure)) == (None, False), fact.key
