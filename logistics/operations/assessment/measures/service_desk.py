"""The service desk: answered in time, done in time, done at once, and to whose satisfaction.

Who acted for the ticket at the end answers for it. What stood still for the requester is left out
of the promise already, so that nobody is late by another's fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from logistics.database import local_day
from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.tables.service_desk import Ticket
from logistics.wording import _

ONE, NONE = Decimal(1), Decimal(0)
DONE = ("resolved", "confirmed", "auto_closed")
CONTENT = 4
"""From this mark of 5 on somebody counts as satisfied."""


def _tickets(span: Span, moment: Any, *columns: Any) -> Any:
    """Tickets whose ``moment`` lies in the span."""
    return (
        Ticket.select(Ticket.id, Ticket.owner, moment, *columns)
        .where((moment >= span.begins_at) & (moment < span.ends_at))
        .order_by(Ticket.id)
        .tuples()
    )


def observe_response(span: Span) -> Iterator[Observation]:
    """Every ticket to which somebody came: in time or not."""
    rows = _tickets(span, Ticket.responded_at, Ticket.respond_by)
    for key, staff, responded_at, respond_by in rows.where(Ticket.respond_by.is_null(False)):
        in_time = ONE if responded_at <= respond_by else NONE
        yield Observation(
            staff, local_day(responded_at), "ticket", key, quantity=in_time, possible=ONE
        )


def observe_resolution(span: Span) -> Iterator[Observation]:
    """Every ticket that is done: when it was promised, or later."""
    rows = _tickets(span, Ticket.resolved_at, Ticket.promised_at)
    done = Ticket.status.in_(DONE) & Ticket.promised_at.is_null(False)
    for key, staff, resolved_at, promised_at in rows.where(done):
        in_time = ONE if resolved_at <= promised_at else NONE
        yield Observation(
            staff, local_day(resolved_at), "ticket", key, quantity=in_time, possible=ONE
        )


def observe_first_time(span: Span) -> Iterator[Observation]:
    """Every ticket that is done: at the first go, or after it was opened again."""
    rows = _tickets(span, Ticket.resolved_at, Ticket.reopened)
    for key, staff, resolved_at, reopened in rows.where(Ticket.status.in_(DONE)):
        at_once = NONE if reopened else ONE
        yield Observation(
            staff, local_day(resolved_at), "ticket", key, quantity=at_once, possible=ONE
        )


def observe_satisfaction(span: Span) -> Iterator[Observation]:
    """Every mark that a requester gave: content or not; silence is no mark."""
    rows = _tickets(span, Ticket.closed_at, Ticket.satisfaction)
    for key, staff, closed_at, mark in rows.where(Ticket.satisfaction.is_null(False)):
        content = ONE if mark >= CONTENT else NONE
        yield Observation(
            staff, local_day(closed_at), "ticket", key, quantity=content, possible=ONE
        )


def observe_complaints(span: Span) -> Iterator[Observation]:
    """Every complaint about a person that is answered: a fault where it proved right (R64)."""
    rows: Any = (
        Ticket.select(Ticket.id, Ticket.about, Ticket.resolved_at, Ticket.finding)
        .where(
            Ticket.about.is_null(False)
            & Ticket.status.in_(DONE)
            & (Ticket.resolved_at >= span.begins_at)
            & (Ticket.resolved_at < span.ends_at)
        )
        .order_by(Ticket.id)
        .tuples()
    )
    for key, staff, resolved_at, finding in rows:
        fault = "complaint" if finding == "founded" else ""
        yield Observation(staff, local_day(resolved_at), "ticket", key, fault=fault)


TICKET_RESPONSE = Measure("ticket_response", _("Tickets: on the spot in time"), observe_response)
TICKET_RESOLUTION = Measure("ticket_resolution", _("Tickets: done in time"), observe_resolution)
TICKET_FIRST_TIME = Measure("ticket_first_time", _("Tickets: done at once"), observe_first_time)
TICKET_SATISFACTION = Measure(
    "ticket_satisfaction", _("Tickets: satisfaction"), observe_satisfaction
)
COMPLAINTS = Measure(
    "complaints",
    _("Tickets: complaints about the person"),
    observe_complaints,
    {"complaint": _("Complaint proved right")},
)
