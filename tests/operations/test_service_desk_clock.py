"""Due times come from the log alone, on the office's clock (features.md, case 9)."""

import datetime as dt

import pytest

from logistics.database import office_zone
from logistics.errors import NotPermitted, RuleViolation
from logistics.operations.outcomes import Seen, only
from logistics.operations.service_desk.closing import reopen_tickets, resolve_tickets
from logistics.operations.service_desk.handing_on import accept_transfers, transfer_tickets
from logistics.operations.service_desk.opening import (
    accept_tickets,
    open_tickets,
    prioritise_tickets,
    start_tickets,
)
from logistics.operations.service_desk.pausing import pause_tickets, resume_tickets
from logistics.queries.service_desk.clock import (
    Deadlines,
    Happening,
    OfficeClock,
    deadlines,
    deadlines_of,
)
from models import CalendarDay, OfficeHours, ServiceCommitment, TicketTransfer
from tests.factories.service_desk import (
    accepted,
    fresh,
    make_commitment,
    make_ticket,
    make_urgent,
    opened,
    working,
)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-{text}").replace(tzinfo=office_zone())


def opening(text: str = "03-02 09:00", respond: int = 120, resolve: int = 900) -> Happening:
    return Happening(at(text), "opened", "working", respond, resolve)


def event(text: str, kind: str) -> Happening:
    return Happening(at(text), kind)


def priority(text: str, respond: int = 30, resolve: int = 240) -> Happening:
    return Happening(at(text), "priority", "working", respond, resolve)


@pytest.fixture
def clock(db):
    return OfficeClock(dt.date(2026, 3, 2))


def promised(clock, *events):
    return deadlines(events, clock).promised_at


def test_a_promise_counts_office_hours(clock):
    """15 hours from Monday 9:00: 7 on Monday, 7.5 on Tuesday, half an hour on Wednesday."""
    assert deadlines([opening()], clock) == Deadlines(at("03-02 11:00"), at("03-04 09:00"))


def test_a_pause_is_left_out(clock):
    log = [opening(), event("03-02 10:00", "paused")]
    assert promised(clock, *log) is None
    # Three office hours were waited for: Wednesday 9:00 becomes 12:00.
    assert promised(clock, *log, event("03-02 14:00", "resumed")) == at("03-04 12:00")


def test_a_raised_priority_keeps_the_paused_time(clock):
    """GLPI #6902, #15605: 4 hours from 9:00, with 10:00 to 13:00 paused, end at 16:00."""
    log = [
        opening(),
        event("03-02 10:00", "paused"),
        event("03-02 13:00", "resumed"),
        priority("03-02 14:00"),
    ]
    assert promised(clock, *log) == at("03-02 16:00")


def test_a_raised_priority_is_never_late_before_it_was_raised(clock):
    log = [opening(), priority("03-03 12:30")]
    assert promised(clock, *log) == at("03-03 13:00")


def test_a_new_owner_inherits_the_clock_as_it_is(clock):
    """GLPI #1911: handing on neither stops the clock nor starts it anew."""
    log = [opening(), event("03-02 11:00", "transferred")]
    assert promised(clock, *log) == promised(clock, opening())


def test_a_reopened_ticket_goes_on_where_it_stood(clock):
    """GLPI #23359, #14148: neither a new allowance nor late at once."""
    log = [opening(), event("03-02 12:00", "resolved")]
    assert promised(clock, *log) == at("03-04 09:00")  # what it was measured by
    log.append(event("03-05 08:30", "reopened"))
    # 3 of 15 hours were spent on Monday; 12 are left: 7.5 on Thursday and 4.5 on Friday.
    assert promised(clock, *log) == at("03-06 14:00")


def test_the_answer_is_measured_by_what_was_promised_until_it_came(clock):
    log = [opening(), event("03-02 10:30", "started"), event("03-02 11:00", "paused")]
    assert deadlines(log, clock).respond_by == at("03-02 11:00")


def test_by_day_and_night_the_night_counts_too(clock):
    log = [Happening(at("03-07 22:00"), "opened", "calendar", 30, 600)]
    assert deadlines(log, clock) == Deadlines(at("03-07 22:30"), at("03-08 08:00"))


def test_days_off_and_seasons_are_the_calendars(db, clock):
    CalendarDay.create(day=dt.date(2026, 3, 3), kind="statutory")
    OfficeHours.create(
        starts_on=dt.date(2026, 3, 4),
        name="Summer",
        opens_at=dt.time(8),
        closes_at_noon=dt.time(12),
        opens_after_noon=dt.time(14),
        closes_at=dt.time(18),
    )
    fresh_clock = OfficeClock(dt.date(2026, 3, 2))
    # 7 hours on Monday, none on Tuesday, 8 on Wednesday by the new hours.
    assert promised(fresh_clock, opening()) == at("03-04 18:00")


def test_paused_raised_handed_on_solved_and_reopened(cast, set_clock):
    """Features, test case 9: the due time is the one computed from the log, in office hours."""
    make_urgent(cast)
    set_clock("2026-03-02 09:00")
    ticket = working(cast)
    act = {"seen": [Seen(ticket.id)], "actor": cast.works}
    set_clock("2026-03-02 10:00")
    only(pause_tickets(**act, reason="access", waits_for="The key"))
    set_clock("2026-03-02 14:00")
    only(resume_tickets(**act))
    set_clock("2026-03-02 15:00")
    only(prioritise_tickets(**act, urgency="urgent", reason="The ceiling drips."))
    only(transfer_tickets(**act, to_staff_id=cast.guard_staff.id, reason="On the spot."))
    transfer = TicketTransfer.get()
    only(accept_transfers(seen=[Seen(transfer.id)], actor=cast.guard))
    set_clock("2026-03-02 16:30")
    solved = {"seen": [Seen(ticket.id)], "actor": cast.guard}
    only(resolve_tickets(**solved, solution="Sealed."))
    set_clock("2026-03-03 09:30")
    only(reopen_tickets(seen=[Seen(ticket.id)], reason="It drips again.", actor=cast.staff))
    row = fresh(ticket)
    clock = OfficeClock(dt.date(2026, 3, 2))
    # 4 hours: 9:00–10:00 and 14:00–16:30 are spent, half an hour is left from 9:30 on.
    assert row.promised_at == deadlines_of(row).promised_at == at("03-03 10:00")
    assert clock.is_open(row.promised_at)
    assert row.respond_by == at("03-02 11:00")


def test_a_changed_commitment_changes_no_promise_that_was_given(cast, set_clock):
    set_clock("2026-03-02 09:00")
    ticket = opened(cast)
    ServiceCommitment.update(resolve_hours=1, respond_minutes=10).execute()
    only(accept_tickets(seen=[Seen(ticket.id)], actor=cast.works))
    assert fresh(ticket).promised_at == ticket.promised_at == at("03-04 09:00")


def test_what_is_asked_at_night_is_promised_from_the_morning_on(cast, set_clock):
    set_clock("2026-03-06 20:00")  # a Friday
    ticket = make_ticket(
        cast, commitment=make_commitment(cast, respond_minutes=30, resolve_hours=1)
    )
    only(open_tickets(seen=[Seen(ticket.id)], actor=cast.staff))
    assert fresh(ticket).promised_at == at("03-09 09:30")
    only(accept_tickets(seen=[Seen(ticket.id)], actor=cast.works))
    only(start_tickets(seen=[Seen(ticket.id)], actor=cast.works))


def test_a_priority_needs_a_commitment_and_a_right(cast, set_clock):
    set_clock("2026-03-02 09:00")
    ticket = accepted(cast)
    raised = {"seen": [Seen(ticket.id)], "urgency": "urgent", "reason": "Flood"}
    with pytest.raises(RuleViolation, match="no service commitment"):
        only(prioritise_tickets(**raised, actor=cast.works))
    make_urgent(cast)
    with pytest.raises(NotPermitted):
        prioritise_tickets(**raised, actor=cast.guard)
