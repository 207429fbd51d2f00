"""Service commitments, and tickets on their way."""

from decimal import Decimal
from typing import Any

from logistics.operations.outcomes import Seen, only
from logistics.operations.service_desk.closing import resolve_tickets
from logistics.operations.service_desk.opening import accept_tickets, open_tickets, start_tickets
from models import ServiceCommitment, Ticket
from tests.cast import Cast
from tests.factories import serial


def make_commitment(cast: Cast, **overrides: Any) -> ServiceCommitment:
    """Ordinary repairs: somebody there within 2 hours, done within 14 (two office days)."""
    number = serial()
    values = {
        "code": f"SC{number}",
        "name": f"Repair {number}",
        "line": "repair",
        "standard": "Repaired within two working days.",
        "respond_minutes": 120,
        "resolve_hours": Decimal(15),
        "unit": cast.units["CENTER"],
        "responsible": cast.works_staff,
        "complaint_phone": "8801-12345",
    }
    return ServiceCommitment.create(**{**values, **overrides})


def make_urgent(cast: Cast, **overrides: Any) -> ServiceCommitment:
    """Urgent repairs: half an hour, done within 4 hours."""
    values = {"urgency": "urgent", "respond_minutes": 30, "resolve_hours": Decimal(4)}
    return make_commitment(cast, **{**values, **overrides})


def make_ticket(cast: Cast, **overrides: Any) -> Ticket:
    """What the clerk of the bureau enters: a tap that drips."""
    values = {
        "title": "Tap drips",
        "requester": cast.staff_staff,
        "unit": cast.units["BUREAU"],
        "site": cast.site_a,
        "created_by": cast.staff_account,
    }
    if "commitment" not in overrides:
        overrides["commitment"] = make_commitment(cast)
    return Ticket.create(**{**values, **overrides})


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.get_by_id(ticket.id)


def opened(cast: Cast, **overrides: Any) -> Ticket:
    ticket = make_ticket(cast, **overrides)
    only(open_tickets(seen=[Seen(ticket.id)], actor=cast.staff))
    return fresh(ticket)


def accepted(cast: Cast, **overrides: Any) -> Ticket:
    ticket = opened(cast, **overrides)
    only(accept_tickets(seen=[Seen(ticket.id)], actor=cast.works))
    return fresh(ticket)


def working(cast: Cast, **overrides: Any) -> Ticket:
    ticket = accepted(cast, **overrides)
    only(start_tickets(seen=[Seen(ticket.id)], actor=cast.works))
    return fresh(ticket)


def resolved(cast: Cast, **overrides: Any) -> Ticket:
    ticket = working(cast, **overrides)
    resolve(ticket, cast.works)
    return fresh(ticket)


def resolve(ticket: Ticket, actor: Any) -> None:
    only(resolve_tickets(seen=[Seen(ticket.id)], solution="New washer.", actor=actor))
