"""What every step of a ticket has in common: the event, the deadlines from it, and who may act."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from logistics.database import now
from logistics.errors import NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.outcomes import Seen
from logistics.operations.transitions import add, load
from logistics.operations.transitions import step as transition
from logistics.permissions import Actor
from logistics.queries.service_desk.clock import MOVES_DEADLINES, deadlines_of
from logistics.tables.people import Staff
from logistics.tables.service_desk import ServiceCommitment, Ticket, TicketEvent
from logistics.wording import Words, _

TICKET_PAGE = "/admin/ticket/details/?id={id}"


def owned_ticket(seen: Seen, actor: Actor) -> Ticket:
    """The ticket, for the one who acts for it."""
    ticket = load(Ticket, seen)
    if ticket.owner_id is None or ticket.owner_id != actor.staff_id:
        raise NotPermitted(_("Only the one who acts for this ticket does that."))
    return ticket


def asked_ticket(seen: Seen, actor: Actor) -> Ticket:
    """The ticket, for its requester; for a caller from outside, whoever was asked first."""
    ticket = load(Ticket, seen)
    speaks = ticket.requester_id or ticket.first_asked_id
    if actor.staff_id is None or speaks != actor.staff_id:
        raise NotPermitted(
            _("Only the requester does that; for a caller from outside, who was asked first.")
        )
    return ticket


def step(
    ticket: Ticket,
    kind: str,
    *,
    to: str | None = None,
    out_of: Collection[str],
    actor: Actor,
    verb: str,
    changes: Mapping[str, Any] | None = None,
    note: str = "",
    to_staff: int | None = None,
    limits: ServiceCommitment | None = None,
) -> Ticket:
    """Append the event and take the ticket on, with the deadlines that its log then gives.

    ``to`` is the state in which it is left, the same as before unless given.
    """
    event = TicketEvent(
        ticket=ticket,
        happened_at=now(),
        kind=kind,
        staff=actor.staff_id,
        to_staff=to_staff,
        note=note,
        **limits_of(limits),
    )
    add(event, actor=actor, verb=verb)
    due = {}
    if kind in MOVES_DEADLINES:
        due = deadlines_of(ticket)._asdict()
    return transition(
        ticket,
        to=to or ticket.status,
        out_of=out_of,
        actor=actor,
        verb=verb,
        changes={**(changes or {}), **due},
    )


def limits_of(commitment: ServiceCommitment | None) -> dict[str, Any]:
    """What an event keeps of a commitment: the limits as they stand now."""
    if commitment is None:
        return {}
    return {
        "urgency": commitment.urgency,
        "clock": commitment.clock,
        "respond_minutes": commitment.respond_minutes,
        "resolve_minutes": commitment.resolve_minutes,
    }


def said(text: str, words: Words, *, field: str) -> str:
    """What a person wrote, in one line of at most 200 characters; refused when it is empty."""
    if not text.strip():
        raise RuleViolation(words, field=field)
    return text.strip()[:200]


def tell(ticket: Ticket, words: Words, *people: Staff | None, actor: Actor) -> None:
    """Tell people about a ticket, each once; not the one who acts."""
    told: set[int] = set()
    for person in people:
        if person is not None and person.id != actor.staff_id and person.id not in told:
            told.add(person.id)
            notify(person, words, link=TICKET_PAGE.format(id=ticket.id))
