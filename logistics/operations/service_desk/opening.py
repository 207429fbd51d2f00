"""Registering tickets and taking them in hand."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.database import now
from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.service_desk.steps import asked_ticket, owned_ticket, said, step, tell
from logistics.operations.transitions import load
from logistics.permissions import Actor, require_verb
from logistics.queries.people import head_of
from logistics.tables.people import Staff
from logistics.tables.service_desk import ServiceCommitment, Ticket
from logistics.tables.service_desk.tickets import RUNNING, UNFINISHED
from logistics.wording import _


def open_tickets(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Register tickets: from now on somebody answers for each and its time runs (R20, R22).

    Who registers what another asks is the first asked; what the requester enters himself goes to
    the first asked of the service. The promise follows from the service commitment (R21).
    """
    require_verb(actor, "open_tickets")

    def register(row: Seen) -> Ticket:
        ticket = load(Ticket, row)
        if ticket.status != "draft":
            raise WrongState(_("%(ticket)s is registered already.", ticket=str(ticket)))
        commitment: ServiceCommitment = ticket.commitment
        if not commitment.is_active:
            raise RuleViolation(
                _("“%(service)s” is no longer offered; choose another.", service=commitment.name),
                field="commitment",
            )
        first_asked = _first_asked(ticket, commitment, actor)
        ticket = step(
            ticket,
            "opened",
            to="open",
            out_of=("draft",),
            actor=actor,
            verb="open_tickets",
            changes={
                "doc_no": take_number("TK"),
                "line": commitment.line,
                "urgency": commitment.urgency,
                "first_asked": first_asked.id,
                "owner": first_asked.id,
                "opened_at": now(),
            },
            to_staff=first_asked.id,
            limits=commitment,
        )
        tell(ticket, _("New ticket: %(ticket)s", ticket=str(ticket)), first_asked, actor=actor)
        return ticket

    return each(seen, register, done=_("Registered."), model=Ticket)


def accept_tickets(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Say that one acts for registered tickets."""
    require_verb(actor, "accept_tickets")

    def accept(row: Seen) -> Ticket:
        ticket = step(
            owned_ticket(row, actor),
            "accepted",
            to="accepted",
            out_of=("open",),
            actor=actor,
            verb="accept_tickets",
        )
        words = _("%(ticket)s was accepted.", ticket=str(ticket))
        tell(ticket, words, ticket.requester, actor=actor)
        return ticket

    return each(seen, accept, done=_("The ticket was taken on."), model=Ticket)


def start_tickets(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Say that one is on the spot; this is the moment that the promised answer is measured by."""
    require_verb(actor, "start_tickets")

    def start(row: Seen) -> Ticket:
        ticket = owned_ticket(row, actor)
        return step(
            ticket,
            "started",
            to="working",
            out_of=("accepted",),
            actor=actor,
            verb="start_tickets",
            changes={"responded_at": ticket.responded_at or now()},
        )

    return each(seen, start, done=_("In hand."), model=Ticket)


def prioritise_tickets(
    *, seen: Sequence[Seen], urgency: str, reason: str, actor: Actor
) -> list[Outcome]:
    """Give tickets another urgency, and with it the time limits of that service.

    Time that was waited for the requester stays left out; the new limit is never over before now.
    """
    require_verb(actor, "prioritise_tickets")
    words = said(reason, _("Say why the urgency changes."), field="reason")

    def prioritise(row: Seen) -> Ticket:
        ticket = load(Ticket, row)
        require_verb(actor, "prioritise_tickets", ticket)
        if ticket.urgency == urgency:
            raise WrongState(_("%(ticket)s has this urgency already.", ticket=str(ticket)))
        commitment = _commitment_for(ticket, urgency)
        ticket = step(
            ticket,
            "priority",
            out_of=UNFINISHED,
            actor=actor,
            verb="prioritise_tickets",
            changes={"urgency": urgency, "commitment": commitment.id, "escalated": None},
            note=words,
            limits=commitment,
        )
        told = _(
            "The urgency of %(ticket)s was changed: %(reason)s", ticket=str(ticket), reason=words
        )
        tell(ticket, told, ticket.owner, ticket.requester, actor=actor)
        return ticket

    return each(seen, prioritise, done=_("Urgency changed."), model=Ticket)


def refuse_tickets(*, seen: Sequence[Seen], reason: str, actor: Actor) -> list[Outcome]:
    """Refuse tickets that lie outside the remit, with the reason (否定報備, R22).

    The reason goes to the requester, to the first asked and to the head of the unit that refuses;
    a requester who does not agree opens the ticket again.
    """
    require_verb(actor, "refuse_tickets")
    words = said(reason, _("Say why, and where the requester can turn instead."), field="reason")

    def refuse(row: Seen) -> Ticket:
        ticket = step(
            owned_ticket(row, actor),
            "refused",
            to="refused",
            out_of=RUNNING,
            actor=actor,
            verb="refuse_tickets",
            changes={"refusal_reason": words, "closed_at": now()},
            note=words,
        )
        told = _("%(ticket)s was refused: %(reason)s", ticket=str(ticket), reason=words)
        head = head_of(ticket.owner.unit)
        tell(ticket, told, ticket.requester, ticket.first_asked, head, actor=actor)
        return ticket

    return each(seen, refuse, done=_("Refused with the reason."), model=Ticket)


def cancel_tickets(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Withdraw tickets of one's own that are not needed any more."""
    require_verb(actor, "cancel_tickets")

    def cancel(row: Seen) -> Ticket:
        ticket = step(
            asked_ticket(row, actor),
            "cancelled",
            to="cancelled",
            out_of=RUNNING,
            actor=actor,
            verb="cancel_tickets",
            changes={"closed_at": now()},
        )
        words = _("%(ticket)s was withdrawn.", ticket=str(ticket))
        tell(ticket, words, ticket.owner, actor=actor)
        return ticket

    return each(seen, cancel, done=_("Withdrawn."), model=Ticket)


def _first_asked(ticket: Ticket, commitment: ServiceCommitment, actor: Actor) -> Staff:
    """Who registers is asked first; for what a person enters himself, the service names somebody.

    Nobody answers for what he asks for himself, nor for a complaint about himself: then it is the
    head of the serving unit.
    """
    partial = (ticket.requester_id, ticket.about_id)
    if actor.staff_id is not None and actor.staff_id not in partial:
        return Staff.get_by_id(actor.staff_id)
    for person in (commitment.responsible, head_of(commitment.unit)):
        if person is not None and person.id not in partial and person.left_on is None:
            return person
    raise NotPermitted(
        _("Nobody answers for what he asks for himself or is complained of; have it registered.")
    )


def _commitment_for(ticket: Ticket, urgency: str) -> ServiceCommitment:
    found: ServiceCommitment | None = (
        ServiceCommitment.select()
        .where(
            (ServiceCommitment.line == ticket.line)
            & (ServiceCommitment.urgency == urgency)
            & ServiceCommitment.is_active
        )
        .order_by(ServiceCommitment.code)
        .first()
    )
    if found is None:
        raise RuleViolation(
            _("There is no service commitment of this line with that urgency."), field="urgency"
        )
    return found
