"""What the report states of meetings (2.4 and 3.4): their kinds, their number, the downtown room.

Both areas are the Committee's and Sishui's; a meeting counts once it took place.
"""

from __future__ import annotations

import datetime as dt

import peewee

from logistics.queries.facts.kinds import Fact, Figure, Period
from logistics.queries.meetings.figures import (
    DayFigures,
    day_figures,
    meetings_by_site,
    meetings_by_type,
)
from logistics.tables.meetings import Booking, MeetingType
from logistics.tables.meetings.bookings import HELD
from logistics.tables.organisation import Room
from logistics.wording import _

BOTH_AREAS = ("COMMITTEE", "SISHUI")
IN_FOCUS = ("PWC", "DIR", "DEPT")
"""The kinds that the report names: of the Party Working Committee, the directors, departments."""
MORE_THAN, MOST, LEAST = 800, 15, 3
MEETINGS = _("meetings")
FILTERS = "starts_at__between={first} to {last}&status__in=in_use,finished,rated"


def kinds_of_meetings(period: Period) -> Figure:
    """The meetings held of the kinds that the report names, split by kind (R35)."""
    names = {kind.code: kind.name for kind in MeetingType.select()}
    counts = meetings_by_type(period.first, period.last)
    named = {names[code]: counts.get(code, 0) for code in IN_FOCUS if code in names}
    held = sum(named.values())
    return Figure(held or None, held, named)


def meetings_held(period: Period) -> Figure:
    """The meetings held in the rooms of both areas, split by area (R36)."""
    counts = meetings_by_site(period.first, period.last)
    parts = {code: counts[code] for code in BOTH_AREAS if counts.get(code)}
    held = sum(parts.values())
    return Figure(held or None, held, parts)


def most_a_day(period: Period) -> Figure:
    """The most meetings on one working day, both areas together, and that day (R37)."""
    found = _by_day(period)
    return _of_day(found, found.most, found.most_on)


def least_a_day(period: Period) -> Figure:
    """The fewest meetings on one working day; one without any counts as none (R37)."""
    found = _by_day(period)
    return _of_day(found, found.least, found.least_on)


def downtown_meetings(period: Period) -> Figure:
    """The meetings held in rented rooms that may be booked, split by room (R56)."""
    rows = (
        Booking.select(Room, peewee.fn.COUNT(Booking.id).alias("held"))
        .join(Room)
        .where(
            Booking.status.in_(list(HELD))
            & (Room.ownership == "leased")
            & Room.is_bookable
            & (Booking.starts_at >= period.begins_at)
            & (Booking.starts_at < period.ends_at)
        )
        .group_by(Room)
    )
    parts = {str(row.room): row.held for row in rows}
    held = sum(parts.values())
    return Figure(held or None, held, parts)


def _by_day(period: Period) -> DayFigures:
    return day_figures(period.first, period.last, sites=BOTH_AREAS)


def _of_day(found: DayFigures, value: int | None, day: dt.date | None) -> Figure:
    parts = {day.isoformat(): value} if day is not None and value is not None else {}
    return Figure(value if found.meetings else None, found.meetings, parts)


def _all_in_focus(figure: Figure) -> bool:
    return len(figure.parts) == len(IN_FOCUS) and all(int(count) for count in figure.parts.values())


def _more_than_800_at_both(figure: Figure) -> bool:
    return set(figure.parts) == set(BOTH_AREAS) and figure.n > MORE_THAN


FACTS: tuple[Fact, ...] = (
    Fact(
        "R35",
        "kinds_of_meetings",
        _("Meetings of the Party Working Committee, the directors and departments"),
        "booking",
        kinds_of_meetings,
        _all_in_focus,
        MEETINGS,
        FILTERS,
    ),
    Fact(
        "R36",
        "meetings_held",
        _("Meetings held in the rooms of both areas"),
        "booking",
        meetings_held,
        _more_than_800_at_both,
        MEETINGS,
        FILTERS,
    ),
    Fact(
        "R37",
        "meetings_most_a_day",
        _("Most meetings on a working day"),
        "booking",
        most_a_day,
        lambda figure: figure.value == MOST,
        MEETINGS,
        FILTERS,
    ),
    Fact(
        "R37",
        "meetings_least_a_day",
        _("Fewest meetings on a working day"),
        "booking",
        least_a_day,
        lambda figure: figure.value == LEAST,
        MEETINGS,
        FILTERS,
    ),
    Fact(
        "R56",
        "downtown_meetings",
        _("Meetings held in the rented downtown room"),
        "booking",
        downtown_meetings,
        lambda figure: figure.n > 0,
        MEETINGS,
        FILTERS,
    ),
)
