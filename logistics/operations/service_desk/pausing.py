"""Stopping the clock of a ticket: for the requester's reasons, or with an approval."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.database import now
from logistics.errors import InvalidRecord, NotPermitted, WrongState
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.service_desk.steps import owned_ticket, said, step, tell
from logistics.operations.transitions import add, change, load
from logistics.operations.transitions import step as transition
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.people import head_of
from logistics.tables.service_desk import Ticket, TicketPause
from logistics.tables.service_desk.course import OF_THE_REQUESTER
from logistics.wording import _

PAUSABLE = ("accepted", "working")


def pause_tickets(
    *, seen: Sequence[Seen], reason: str, waits_for: str, actor: Actor
) -> list[Outcome]:
    """Stop the clock: at once when the requester is waited for, else once it is approved.

    ``reason`` is a code of ``PAUSE_REASONS``; who is waited for is named in ``waits_for``.
    """
    require_verb(actor, "pause_tickets")
    cleaned, errors = clean_values(TicketPause, {"reason": reason})
    if errors:
        raise InvalidRecord(errors)
    whom = said(waits_for, _("Say who is waited for, and for what."), field="waits_for")[:120]

    def pause(row: Seen) -> Ticket:
        ticket = owned_ticket(row, actor)
        if _asked(ticket) is not None:
            raise WrongState(_("An approval was asked for already."))
        at_once = cleaned["reason"] in OF_THE_REQUESTER
        stop = TicketPause(
            ticket=ticket,
            reason=cleaned["reason"],
            waits_for=whom,
            asked_by=actor.staff_id,
            status="running" if at_once else "asked",
            starts_at=now() if at_once else None,
        )
        if at_once:
            add(stop, actor=actor, verb="pause_tickets")
            return _stop(ticket, stop, actor, "pause_tickets")
        if ticket.status not in PAUSABLE:
            raise WrongState(_("Accept the ticket first; its clock cannot be stopped before."))
        add(stop, actor=actor, verb="pause_tickets")
        ticket = change(ticket, {}, actor=actor, verb="pause_tickets")
        words = _("Approval to stop the clock of %(ticket)s is asked for.", ticket=str(ticket))
        tell(ticket, words, head_of(ticket.owner.unit), actor=actor)
        return ticket

    return each(seen, pause, done=_("Noted."), model=Ticket)


def approve_pauses(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Approve that a clock stands still from now on; nobody approves what he asked for."""
    require_verb(actor, "approve_pauses")

    def approve(row: Seen) -> TicketPause:
        stop = _decided_by_another(row, actor)
        stop = transition(
            stop,
            to="running",
            out_of=("asked",),
            actor=actor,
            verb="approve_pauses",
            changes={"starts_at": now(), "decided_by": actor.account_id},
        )
        ticket = _stop(stop.ticket, stop, actor, "approve_pauses")
        words = _("The clock of %(ticket)s stands still.", ticket=str(ticket))
        tell(ticket, words, ticket.owner, ticket.requester, actor=actor)
        return stop

    return each(seen, approve, done=_("Approved."), model=TicketPause)


def reject_pauses(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Refuse that a clock stands still; its time runs on."""
    require_verb(actor, "reject_pauses")
    words = said(comment, _("Say why the time runs on."), field="comment")

    def reject(row: Seen) -> TicketPause:
        stop = _decided_by_another(row, actor)
        stop = transition(
            stop,
            to="rejected",
            out_of=("asked",),
            actor=actor,
            verb="reject_pauses",
            changes={"decided_by": actor.account_id, "decision_note": words},
        )
        told = _(
            "The clock of %(ticket)s runs on: %(reason)s", ticket=str(stop.ticket), reason=words
        )
        tell(stop.ticket, told, stop.ticket.owner, actor=actor)
        return stop

    return each(seen, reject, done=_("Not approved."), model=TicketPause)


def resume_tickets(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Let the clock run again; the owner does, or the requester once he has done his part."""
    require_verb(actor, "resume_tickets")

    def resume(row: Seen) -> Ticket:
        ticket = load(Ticket, row)
        if actor.staff_id is None or actor.staff_id not in (ticket.owner_id, ticket.requester_id):
            raise NotPermitted(
                _("Only the one who acts for the ticket or its requester does that.")
            )
        stop = TicketPause.get_or_none(
            (TicketPause.ticket == ticket.id) & (TicketPause.status == "running")
        )
        if stop is not None:
            ended = {"status": "ended", "ends_at": now()}
            change(stop, ended, actor=actor, verb="resume_tickets")
        ticket = step(
            ticket,
            "resumed",
            to="working" if ticket.responded_at else "accepted",
            out_of=("paused",),
            actor=actor,
            verb="resume_tickets",
        )
        words = _("The clock of %(ticket)s runs again.", ticket=str(ticket))
        tell(ticket, words, ticket.owner, ticket.requester, actor=actor)
        return ticket

    return each(seen, resume, done=_("The clock runs again."), model=Ticket)


def drop_request(ticket: Ticket, *, actor: Actor, verb: str) -> None:
    """What is done needs no stop of the clock any more."""
    stop = _asked(ticket)
    if stop is not None:
        note = {"status": "rejected", "decision_note": ""}
        change(stop, note, actor=actor, verb=verb)


def _asked(ticket: Ticket) -> TicketPause | None:
    found: TicketPause | None = TicketPause.get_or_none(
        (TicketPause.ticket == ticket.id) & (TicketPause.status == "asked")
    )
    return found


def _stop(ticket: Ticket, stop: TicketPause, actor: Actor, verb: str) -> Ticket:
    return step(
        ticket,
        "paused",
        to="paused",
        out_of=PAUSABLE,
        actor=actor,
        verb=verb,
        note=stop.waits_for,
    )


def _decided_by_another(seen: Seen, actor: Actor) -> TicketPause:
    stop = load(TicketPause, seen)
    require_verb(actor, "approve_pauses", stop)
    if actor.staff_id in (stop.asked_by_id, stop.ticket.owner_id):
        raise NotPermitted(_("Nobody approves that his own clock stands still."))
    return stop
