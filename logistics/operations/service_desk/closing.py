"""Ending tickets: done, confirmed or not, opened again."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from logistics.calendar import add_workdays
from logistics.database import local_day, local_today, now
from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.service_desk.handing_on import drop_offer
from logistics.operations.service_desk.pausing import drop_request
from logistics.operations.service_desk.steps import asked_ticket, owned_ticket, said, step, tell
from logistics.operations.transitions import load
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.service_desk.tickets import WORKDAYS_TO_CONFIRM, silent_tickets
from logistics.tables.service_desk import Ticket
from logistics.wording import _


def resolve_tickets(
    *,
    seen: Sequence[Seen],
    solution: str,
    actor: Actor,
    parts: str = "",
    cost: Decimal | str | None = None,
    finding: str | None = None,
) -> list[Outcome]:
    """Report tickets as done; the requester has three working days to say whether they are.

    Of a complaint about a person it is said whether it proved right; that counts in his assessment.
    """
    require_verb(actor, "resolve_tickets")
    if not solution.strip():
        raise RuleViolation(_("Write what was done."), field="solution")
    values = {"solution": solution.strip(), "parts": parts, "cost": cost, "finding": finding}
    cleaned, errors = clean_values(Ticket, values)
    if errors:
        raise InvalidRecord(errors)

    def resolve(row: Seen) -> Ticket:
        ticket = owned_ticket(row, actor)
        if (cleaned["finding"] is None) != (ticket.about_id is None):
            raise RuleViolation(
                _("Say of a complaint about a person, and only of it, what was found."),
                field="finding",
            )
        drop_offer(ticket, actor=actor, verb="resolve_tickets")
        drop_request(ticket, actor=actor, verb="resolve_tickets")
        ticket = step(
            ticket,
            "resolved",
            to="resolved",
            out_of=("accepted", "working"),
            actor=actor,
            verb="resolve_tickets",
            changes={
                **cleaned,
                "resolved_at": now(),
                "responded_at": ticket.responded_at or now(),
            },
            note=cleaned["solution"],
        )
        words = _(
            "%(ticket)s is done. Please confirm it or open it again within %(days)s working days.",
            ticket=str(ticket),
            days=WORKDAYS_TO_CONFIRM,
        )
        tell(ticket, words, ticket.requester, ticket.first_asked, actor=actor)
        return ticket

    return each(seen, resolve, done=_("Reported as done."), model=Ticket)


def confirm_tickets(
    *, seen: Sequence[Seen], satisfaction: int | str, actor: Actor, verdict: str = ""
) -> list[Outcome]:
    """Confirm as the requester that tickets are done, with 1 to 5 for satisfaction (R20).

    For a caller from outside the first asked rings back and enters the answer; whoever did the work
    confirms nothing.
    """
    require_verb(actor, "confirm_tickets")
    cleaned, errors = clean_values(Ticket, {"satisfaction": satisfaction, "verdict": verdict})
    if not errors and cleaned["satisfaction"] is None:
        errors["satisfaction"] = [_("Fill this in.")]
    if errors:
        raise InvalidRecord(errors)

    def confirm(row: Seen) -> Ticket:
        ticket = asked_ticket(row, actor)
        if ticket.owner_id == actor.staff_id:
            raise NotPermitted(_("Who did the work does not confirm it."))
        ticket = step(
            ticket,
            "confirmed",
            to="confirmed",
            out_of=("resolved",),
            actor=actor,
            verb="confirm_tickets",
            changes={**cleaned, "closed_at": now()},
            note=cleaned["verdict"],
        )
        words = _(
            "%(ticket)s was confirmed, satisfaction %(mark)s of 5.",
            ticket=str(ticket),
            mark=ticket.satisfaction,
        )
        tell(ticket, words, ticket.owner, actor=actor)
        return ticket

    return each(seen, confirm, done=_("Confirmed."), model=Ticket)


def close_silent_tickets(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Close tickets that are done and that the requester has not answered for three working days.

    They count as unconfirmed, not as satisfied.
    """
    require_verb(actor, "close_silent_tickets")

    def close(row: Seen) -> Ticket:
        ticket = load(Ticket, row)
        if ticket.resolved_at is not None and ticket.status == "resolved":
            last = add_workdays(local_day(ticket.resolved_at), WORKDAYS_TO_CONFIRM)
            if local_today() <= last:
                raise WrongState(_("Until %(day)s the requester may still answer.", day=last))
        return step(
            ticket,
            "auto_closed",
            to="auto_closed",
            out_of=("resolved",),
            actor=actor,
            verb="close_silent_tickets",
            changes={"closed_at": now()},
        )

    return each(seen, close, done=_("Closed for good."), model=Ticket)


def close_unanswered_tickets(*, actor: Actor) -> int:
    """Close every ticket whose requester has let the time to answer pass; answers how many."""
    seen = [Seen(ticket.id) for ticket in silent_tickets()]
    return sum(outcome.done for outcome in close_silent_tickets(seen=seen, actor=actor))


def reopen_tickets(*, seen: Sequence[Seen], reason: str, actor: Actor) -> list[Outcome]:
    """Open tickets again that are not done after all; their time goes on where it stood."""
    require_verb(actor, "reopen_tickets")
    words = said(reason, _("Say what is not in order."), field="reason")

    def reopen(row: Seen) -> Ticket:
        ticket = asked_ticket(row, actor)
        ticket = step(
            ticket,
            "reopened",
            to="accepted",
            out_of=("resolved", "confirmed", "auto_closed", "refused"),
            actor=actor,
            verb="reopen_tickets",
            changes={
                "reopened": ticket.reopened + 1,
                "resolved_at": None,
                "closed_at": None,
                "satisfaction": None,
                "refusal_reason": "",
                "escalated": None,
                "finding": None,
            },
            note=words,
        )
        told = _("%(ticket)s was opened again: %(reason)s", ticket=str(ticket), reason=words)
        tell(ticket, told, ticket.owner, ticket.first_asked, actor=actor)
        return ticket

    return each(seen, reopen, done=_("Opened again."), model=Ticket)
