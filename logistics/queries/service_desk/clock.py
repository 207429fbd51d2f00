"""By when something is due: computed from the events of a ticket, never kept as increments.

What others get wrong when the clock is a stored number (features 6): a raised priority forgets the
time that was paused, a due time falls into the night, a reopened ticket begins anew or is late at
once, a new owner inherits a spent clock. Here every due time is a function of the whole log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from logistics.calendar import kinds_between
from logistics.database import office_zone
from logistics.holidays import WORKED
from logistics.tables.service_desk import OfficeHours, Ticket, TicketEvent
from logistics.working_hours import (
    Hours,
    Span,
    day_and_night,
    first_moment,
    moment_after,
    working_spans,
)

USUAL_HOURS = (dt.time(8, 30), dt.time(12), dt.time(13), dt.time(17))
"""The office's hours where no season is entered: morning from and until, afternoon likewise."""
LOOK_AHEAD = dt.timedelta(days=14)
STOPS = frozenset({"paused", "resolved", "refused", "cancelled"})
STARTS = frozenset({"opened", "resumed", "reopened"})
SETS_LIMITS = frozenset({"opened", "priority"})
ANSWERS = frozenset({"started", "resolved"})
MOVES_DEADLINES = STARTS | SETS_LIMITS | {"paused"}
"""After any other event the deadlines are what they were before it."""


class Happening(NamedTuple):
    """An event as the clock sees it; minutes and clock only where it sets the limits."""

    at: dt.datetime
    kind: str
    clock: str | None = None
    respond_minutes: int | None = None
    resolve_minutes: int | None = None


class Deadlines(NamedTuple):
    """When somebody has to be there, and when it has to be done; None while the clock stands."""

    respond_by: dt.datetime | None
    promised_at: dt.datetime | None


class OfficeClock:
    """The office's working time, read from calendar and seasons as far as it is asked for."""

    def __init__(self, first: dt.date) -> None:
        self.zone = office_zone()
        self.seasons = list(OfficeHours.select().order_by(OfficeHours.starts_on.desc()))
        self.first, self.until = first, first
        self.kinds: dict[dt.date, str] = {}
        self.office: Hours = self._spans_of
        self.always: Hours = day_and_night(self.zone)

    def hours(self, clock: str | None) -> Hours:
        """The hours in which a limit is counted: ``working`` or ``calendar``."""
        return self.always if clock == "calendar" else self.office

    def is_open(self, moment: dt.datetime) -> bool:
        """Whether the office works at a moment, closing times included."""
        day = moment.astimezone(self.zone).date()
        return any(start <= moment <= end for start, end in self._spans_of(day))

    def next_opening(self, moment: dt.datetime) -> dt.datetime:
        """The first working moment from ``moment`` on."""
        begin, _end = next(working_spans(Span(moment, None), self.office, self.zone))
        return begin

    def _spans_of(self, day: dt.date) -> Sequence[tuple[dt.datetime, dt.datetime]]:
        if day not in self.kinds:
            self.kinds.update(kinds_between(day, day + LOOK_AHEAD))
        if self.kinds[day] not in WORKED:
            return ()
        marks = [dt.datetime.combine(day, mark, self.zone) for mark in self._marks(day)]
        return ((marks[0], marks[1]), (marks[2], marks[3]))

    def _marks(self, day: dt.date) -> tuple[dt.time, ...]:
        for row in self.seasons:
            if row.starts_on <= day:
                return (row.opens_at, row.closes_at_noon, row.opens_after_noon, row.closes_at)
        return USUAL_HOURS


def deadlines(events: Sequence[Happening], clock: OfficeClock) -> Deadlines:
    """The deadlines that a ticket's log gives, its events in order of time.

    The limits are those of the last event that sets them, counted from the opening; time in which
    the requester is waited for, or the work counted as done, is left out. A tightened limit is
    never over before the moment at which it was tightened. Once somebody is there, the time for
    that stays as it was.
    """
    answered = next((n for n, each in enumerate(events) if each.kind in ANSWERS), len(events))
    return Deadlines(
        _due(events[: answered + 1], "respond_minutes", clock),
        _due(events, "resolve_minutes", clock),
    )


def used_up(events: Sequence[Happening], clock: OfficeClock, percent: int) -> dt.datetime | None:
    """The moment at which so much of the promised time is gone; None while the clock stands."""
    return _due(events, "resolve_minutes", clock, percent)


def running_spans(events: Sequence[Happening]) -> list[Span]:
    """The times in which the clock of a ticket ran. The last one is open, even once it stopped."""
    spans: list[Span] = []
    since: dt.datetime | None = None
    for event in events:
        if event.kind in STARTS and since is None:
            since = event.at
        elif event.kind in STOPS and since is not None:
            spans.append(Span(since, event.at))
            since = None
    if since is not None:
        return [*spans, Span(since, None)]
    return [*spans[:-1], Span(spans[-1].starts_at, None)] if spans else []


def _due(
    events: Sequence[Happening], limit: str, clock: OfficeClock, percent: int = 100
) -> dt.datetime | None:
    limits = [event for event in events if event.kind in SETS_LIMITS]
    if not limits or _stands_still(events):
        return None
    hours, zone = clock.hours(limits[-1].clock), clock.zone
    running = running_spans(events)
    allowance = dt.timedelta(minutes=getattr(limits[-1], limit)) * percent / 100
    due = moment_after(running, allowance, hours, zone)
    tightened_at = limits[-1].at if len(limits) > 1 else None
    if due is not None and tightened_at is not None and due < tightened_at:
        return first_moment(running, tightened_at, hours, zone)
    return due


def _stands_still(events: Sequence[Happening]) -> bool:
    """Whether the last thing that touched the clock stopped it for the requester."""
    touching = [event.kind for event in events if event.kind in STARTS | STOPS]
    return bool(touching) and touching[-1] == "paused"


def happenings_of(ticket_id: int) -> list[Happening]:
    """The log of a ticket as the clock sees it."""
    rows: Any = (
        TicketEvent.select(
            TicketEvent.happened_at,
            TicketEvent.kind,
            TicketEvent.clock,
            TicketEvent.respond_minutes,
            TicketEvent.resolve_minutes,
        )
        .where(TicketEvent.ticket == ticket_id)
        .order_by(TicketEvent.happened_at, TicketEvent.id)
        .tuples()
    )
    return [Happening(*row) for row in rows]


def deadlines_of(ticket: Ticket, events: Sequence[Happening] | None = None) -> Deadlines:
    """The deadlines of a ticket as its log gives them now."""
    log = happenings_of(ticket.id) if events is None else events
    if not log:
        return Deadlines(None, None)
    return deadlines(log, clock_since(log))


def clock_since(events: Sequence[Happening]) -> OfficeClock:
    """The office's clock from the day on which the log begins."""
    return OfficeClock(events[0].at.astimezone(office_zone()).date())
