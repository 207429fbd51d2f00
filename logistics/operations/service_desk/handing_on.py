"""Handing tickets on: the owner answers for a ticket until the next one accepts it (首問負責)."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.database import now
from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.service_desk.steps import owned_ticket, said, step, tell
from logistics.operations.transitions import add, load
from logistics.operations.transitions import step as transition
from logistics.permissions import Actor, require_verb
from logistics.tables.people import Staff
from logistics.tables.service_desk import Ticket, TicketTransfer
from logistics.tables.service_desk.tickets import UNFINISHED
from logistics.wording import _


def transfer_tickets(
    *, seen: Sequence[Seen], to_staff_id: int, reason: str, actor: Actor
) -> list[Outcome]:
    """Ask somebody to take over tickets; nothing changes until he accepts (R22)."""
    require_verb(actor, "transfer_tickets")
    words = said(reason, _("Say why it is handed on."), field="reason")
    person = Staff.get_or_none(Staff.id == to_staff_id)
    if person is None or person.left_on is not None or person.account_id is None:
        raise RuleViolation(_("Choose somebody of the staff who has an account."), field="to_staff")

    def offer(row: Seen) -> Ticket:
        ticket = owned_ticket(row, actor)
        if person.id in (ticket.owner_id, ticket.requester_id, ticket.about_id):
            raise NotPermitted(
                _("A ticket goes to somebody else than its owner, its requester and whom it names.")
            )
        if offered(ticket) is not None:
            raise WrongState(_("%(ticket)s is being handed on already.", ticket=str(ticket)))
        transfer = TicketTransfer(
            ticket=ticket,
            from_staff=ticket.owner_id,
            to_staff=person,
            reason=words,
            offered_at=now(),
        )
        add(transfer, actor=actor, verb="transfer_tickets")
        ticket = step(
            ticket,
            "offered",
            out_of=UNFINISHED,
            actor=actor,
            verb="transfer_tickets",
            note=words,
            to_staff=person.id,
        )
        told = _("Can you take over %(ticket)s? %(reason)s", ticket=str(ticket), reason=words)
        tell(ticket, told, person, actor=actor)
        return ticket

    return each(seen, offer, done=_("The other was asked."), model=Ticket)


def accept_transfers(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Take over tickets: from now on one acts for them. The first asked stays answerable (R22)."""
    require_verb(actor, "accept_transfers")

    def accept(row: Seen) -> TicketTransfer:
        transfer = _answered(row, "accepted", actor, "accept_transfers")
        ticket: Ticket = transfer.ticket
        ticket = step(
            ticket,
            "transferred",
            to="paused" if ticket.status == "paused" else "accepted",
            out_of=UNFINISHED,
            actor=actor,
            verb="accept_transfers",
            changes={"owner": transfer.to_staff_id, "handed_on": ticket.handed_on + 1},
            note=transfer.reason,
            to_staff=transfer.to_staff_id,
        )
        words = _(
            "%(who)s now acts for %(ticket)s.", who=str(transfer.to_staff), ticket=str(ticket)
        )
        people = (transfer.from_staff, ticket.requester, ticket.first_asked)
        tell(ticket, words, *people, actor=actor)
        return transfer

    return each(seen, accept, done=_("The ticket is yours now."), model=TicketTransfer)


def decline_transfers(*, seen: Sequence[Seen], answer: str, actor: Actor) -> list[Outcome]:
    """Decline to take tickets over, with the reason; who asked goes on answering for them."""
    require_verb(actor, "decline_transfers")
    words = said(answer, _("Say why you cannot take it over."), field="answer")

    def decline(row: Seen) -> TicketTransfer:
        transfer = _answered(row, "declined", actor, "decline_transfers", answer=words)
        ticket = step(
            transfer.ticket,
            "declined",
            out_of=UNFINISHED,
            actor=actor,
            verb="decline_transfers",
            note=words,
        )
        told = _("%(ticket)s was not taken over: %(reason)s", ticket=str(ticket), reason=words)
        tell(ticket, told, transfer.from_staff, actor=actor)
        return transfer

    return each(seen, decline, done=_("Declined."), model=TicketTransfer)


def withdraw_transfers(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Take back what one has asked somebody to take over, before he has answered."""
    require_verb(actor, "withdraw_transfers")

    def withdraw(row: Seen) -> TicketTransfer:
        transfer = load(TicketTransfer, row)
        if transfer.from_staff_id != actor.staff_id:
            raise NotPermitted(_("Only who has asked takes it back."))
        return _end(transfer, "withdrawn", actor, "withdraw_transfers")

    return each(seen, withdraw, done=_("Withdrawn."), model=TicketTransfer)


def offered(ticket: Ticket) -> TicketTransfer | None:
    """The handing on of a ticket that waits for an answer."""
    found: TicketTransfer | None = TicketTransfer.get_or_none(
        (TicketTransfer.ticket == ticket.id) & (TicketTransfer.status == "offered")
    )
    return found


def drop_offer(ticket: Ticket, *, actor: Actor, verb: str) -> None:
    """A ticket that is done is not handed on any more."""
    transfer = offered(ticket)
    if transfer is not None:
        _end(transfer, "withdrawn", actor, verb)


def _answered(
    seen: Seen, status: str, actor: Actor, verb: str, *, answer: str = ""
) -> TicketTransfer:
    transfer = load(TicketTransfer, seen)
    if transfer.to_staff_id != actor.staff_id:
        raise NotPermitted(_("Only the person who was asked answers."))
    return _end(transfer, status, actor, verb, answer=answer)


def _end(
    transfer: TicketTransfer, status: str, actor: Actor, verb: str, *, answer: str = ""
) -> TicketTransfer:
    return transition(
        transfer,
        to=status,
        out_of=("offered",),
        actor=actor,
        verb=verb,
        changes={"answered_at": now(), "answer": answer},
    )
