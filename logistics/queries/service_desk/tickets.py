"""Tickets that wait: for an answer, for nobody, for too long."""

from __future__ import annotations

import datetime as dt
from typing import Any

from logistics.calendar import add_workdays
from logistics.database import local_today, now, office_zone
from logistics.tables.people import Staff
from logistics.tables.service_desk import Ticket
from logistics.tables.service_desk.tickets import RUNNING, UNFINISHED

WORKDAYS_TO_CONFIRM = 3
"""How long a requester has to say whether what he asked for is done."""


def silent_tickets(day: dt.date | None = None) -> Any:
    """Tickets that are done and whose requester has let the time to answer pass."""
    last = add_workdays(day or local_today(), -WORKDAYS_TO_CONFIRM)
    before = dt.datetime.combine(last, dt.time(), office_zone())
    done = (Ticket.status == "resolved") & (Ticket.resolved_at < before)
    return Ticket.select().where(done).order_by(Ticket.id)


def running_tickets() -> Any:
    """Tickets whose clock runs and whose last reminder is still to come, with who acts for them."""
    running = Ticket.status.in_(RUNNING) & Ticket.promised_at.is_null(False)
    waiting = Ticket.escalated.is_null() | (Ticket.escalated != "director")
    return Ticket.select(Ticket, Staff).join(Staff, on=Ticket.owner).where(running & waiting)


def unowned_tickets() -> Any:
    """Matters nobody answers for: there are none, the database keeps that (R20)."""
    return Ticket.select().where((Ticket.status != "draft") & Ticket.owner.is_null())


def overdue_tickets(moment: dt.datetime | None = None) -> Any:
    """Matters that are not done although their time is over (R20)."""
    late = Ticket.status.in_(UNFINISHED) & (Ticket.promised_at < (moment or now()))
    return Ticket.select().where(late)
