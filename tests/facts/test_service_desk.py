"""What the report says of matters and promises holds, and turns when the half-year differs."""

from __future__ import annotations

import datetime as dt

import pytest

from logistics.demo.diary import FIRST_DAY, LAST_DAY
from logistics.queries.facts.kinds import Period
from logistics.queries.facts.service_desk import FACTS
from logistics.queries.service_desk.clock import OfficeClock, deadlines_of
from models import ServiceCommitment, Ticket, TicketTransfer

HALF_YEAR = Period(FIRST_DAY, LAST_DAY)
BY_KEY = {fact.key: fact for fact in FACTS}


def holds(key: str) -> bool:
    fact = BY_KEY[key]
    return fact.holds(fact.compute(HALF_YEAR))


def some_tickets(count: int = 1, *conditions: object) -> list[int]:
    rows = Ticket.select(Ticket.id).where(
        Ticket.status == "confirmed",
        Ticket.opened_at < HALF_YEAR.ends_at - dt.timedelta(days=30),
        *conditions,
    )
    return [row.id for row in rows.order_by(Ticket.id).limit(count)]


@pytest.mark.parametrize("key", BY_KEY)
def test_the_report_is_borne_out(demonstration, key):
    assert holds(key), BY_KEY[key].compute(HALF_YEAR)


def test_one_matter_that_was_never_closed_shows(demonstration):
    ids = some_tickets()
    Ticket.update(resolved_at=None, status="working").where(Ticket.id.in_(ids)).execute()
    assert not holds("unclosed")


def test_without_any_matter_nothing_is_proven(demonstration):
    """decisions.md, no data is not zero: an office nobody asks has not closed everything."""
    fact = BY_KEY["unowned"]
    assert not fact.holds(fact.compute(Period(dt.date(2020, 1, 1), dt.date(2020, 6, 30))))


def test_a_line_without_a_commitment_shows(demonstration):
    ServiceCommitment.update(is_active=False).where(ServiceCommitment.line == "mail").execute()
    assert not holds("service_catalogue")


def test_a_commitment_without_a_complaint_phone_shows(demonstration):
    ServiceCommitment.update(complaint_phone=" ").where(ServiceCommitment.code == "WX-P").execute()
    assert not holds("commitments")


def test_twenty_late_repairs_are_too_many(demonstration):
    late = {"resolved_at": Ticket.promised_at}
    ids = some_tickets(20)
    Ticket.update(**late).where(Ticket.id.in_(ids)).execute()
    assert holds("tickets_in_time")
    for row in Ticket.select().where(Ticket.id.in_(ids)):
        moment = row.promised_at + dt.timedelta(hours=1)
        Ticket.update(resolved_at=moment).where(Ticket.id == row.id).execute()
    assert not holds("tickets_in_time")


def test_a_ticket_pushed_to_another_without_his_yes_shows(demonstration):
    TicketTransfer.update(status="declined").execute()
    assert not holds("first_asked_kept")


def test_thirty_angry_requesters_show(demonstration):
    Ticket.update(satisfaction=1).where(Ticket.id.in_(some_tickets(30))).execute()
    assert not holds("ticket_satisfaction")


def test_every_promise_is_the_one_that_its_log_gives(demonstration):
    """Features 9 over the half-year: each lies in office hours or is counted day and night."""
    tickets = Ticket.select().where(Ticket.opened_at.is_null(False)).order_by(Ticket.id)
    clock = OfficeClock(FIRST_DAY)
    for ticket in tickets.limit(60):
        assert (ticket.respond_by, ticket.promised_at) == deadlines_of(ticket), ticket
        if ticket.promised_at and ticket.commitment.clock == "working":
            assert clock.is_open(ticket.promised_at), ticket
