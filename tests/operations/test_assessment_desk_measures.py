"""What rules, learning and the service desk say about people in an assessment (domain 2.26)."""

import datetime as dt
from decimal import Decimal

import pytest

from logistics.database import now
from logistics.operations.assessment import MEASURES, Span
from logistics.operations.learning.sessions import Attended
from logistics.operations.outcomes import Seen, only
from logistics.operations.service_desk.closing import (
    confirm_tickets,
    reopen_tickets,
    resolve_tickets,
)
from models import RuleAcknowledgement, RuleDeviation, RuleVersion, Ticket
from tests.factories.learning import called, hold
from tests.factories.rules import make_rule
from tests.factories.service_desk import make_commitment, resolve, resolved, working

D = Decimal
SPAN = Span(dt.date(2026, 1, 1), dt.date(2026, 6, 30))


@pytest.fixture(autouse=True)
def monday(set_clock):
    set_clock("2026-03-02 09:00")


def observed(code, staff):
    rows = MEASURES[code].observe(SPAN)
    return [(row.quantity, row.possible) for row in rows if row.staff == staff.id]


def test_tickets_in_time_and_late(cast, set_clock):
    resolved(cast)
    late = working(cast, commitment=make_commitment(cast, respond_minutes=0, resolve_hours=1))
    set_clock("2026-03-03 09:00")
    resolve(late, cast.works)
    assert observed("ticket_response", cast.works_staff) == [(D(1), D(1)), (D(1), D(1))]
    assert observed("ticket_resolution", cast.works_staff) == [(D(1), D(1)), (D(0), D(1))]


def test_what_was_opened_again_was_not_done_at_once(cast):
    resolved(cast)
    ticket = resolved(cast)
    only(reopen_tickets(seen=[Seen(ticket.id)], reason="It drips.", actor=cast.staff))
    resolve(Ticket.get_by_id(ticket.id), cast.works)
    assert observed("ticket_first_time", cast.works_staff) == [(D(1), D(1)), (D(0), D(1))]


def test_a_complaint_that_proved_right_stands_against_its_person(cast):
    complaint = make_commitment(cast, line="complaint")
    for finding in ("founded", "unfounded"):
        ticket = working(cast, commitment=complaint, about=cast.guard_staff)
        answer = {"solution": "Spoken to.", "finding": finding, "actor": cast.works}
        only(resolve_tickets(seen=[Seen(ticket.id)], **answer))
    seen = MEASURES["complaints"].observe(SPAN)
    assert [(row.staff, row.fault) for row in seen] == [
        (cast.guard_staff.id, "complaint"),
        (cast.guard_staff.id, ""),
    ]


def test_silence_is_no_satisfaction(cast):
    resolved(cast)
    for mark in (5, 3):
        ticket = resolved(cast)
        confirm = {"seen": [Seen(ticket.id)], "satisfaction": mark}
        only(confirm_tickets(**confirm, actor=cast.staff))
    assert observed("ticket_satisfaction", cast.works_staff) == [(D(1), D(1)), (D(0), D(1))]


def test_hours_attended_of_those_called_to(cast, set_clock):
    set_clock("2026-03-06 18:00")
    session = called(cast)
    hold(cast, session, Attended(cast.guard_staff.id, "absent"))
    assert observed("learning_hours", cast.guard_staff) == [(D(0), D(2))]
    assert observed("learning_hours", cast.keeper_staff) == [(D(2), D(2))]
    later = called(cast, makes_up=session)
    hold(cast, later)
    assert observed("learning_hours", cast.guard_staff) == [(D(0), D(2)), (D(2), D(0))]


def test_a_deviation_that_was_not_approved_is_a_fault(cast):
    """R68: reading a rule is an observation, an approved deviation no fault."""
    version = RuleVersion.create(
        rule=make_rule(cast),
        number=1,
        title="V1",
        status="in_force",
        starts_on=SPAN.first,
        review_due_on=SPAN.last,
    )
    RuleAcknowledgement.create(version=version, staff=cast.guard_staff)
    for status in ("approved", "rejected", "submitted"):
        RuleDeviation.create(
            version=version,
            staff=cast.guard_staff,
            unit=cast.units["GUARD"],
            site=cast.site_a,
            occurred_on=dt.date(2026, 3, 2),
            reason="Snow",
            status=status,
            decided_at=now(),
        )
    faults = [row.fault for row in MEASURES["rule_keeping"].observe(SPAN)]
    assert faults == ["", "deviation", ""]
