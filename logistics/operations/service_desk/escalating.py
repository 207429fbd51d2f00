"""Reminding of promised times before they are over: half, four fifths, all of the time gone."""

from __future__ import annotations

from typing import NamedTuple

from logistics.auditing import transaction
from logistics.database import now
from logistics.notices import notify
from logistics.operations.outcomes import Seen
from logistics.operations.service_desk.steps import TICKET_PAGE, step
from logistics.operations.transitions import load
from logistics.permissions import Actor
from logistics.queries.people import head_of
from logistics.queries.rights import role_holders
from logistics.queries.service_desk.clock import clock_since, happenings_of, used_up
from logistics.queries.service_desk.tickets import running_tickets
from logistics.tables.base import Account
from logistics.tables.people import Staff
from logistics.tables.service_desk import Ticket
from logistics.tables.service_desk.tickets import ESCALATIONS, RUNNING
from logistics.wording import _


class Level(NamedTuple):
    """So many percent of the time are gone: who is told, besides those told before."""

    percent: int
    name: str


LEVELS = (Level(100, "director"), Level(80, "head"), Level(50, "owner"))
"""The highest first: a ticket found late is reported once, to the top."""
RANK = tuple(ESCALATIONS)


def escalate_tickets(*, actor: Actor) -> int:
    """Remind of every ticket whose time runs out (R20, R22, R65); answers of how many.

    At 50 % of the promised time the owner is told, at 80 % the head of his unit too, at 100 % the
    director and the first asked as well. A ticket keeps its level, so that each is told once;
    another urgency and being opened again begin anew.
    """
    with transaction():
        found = [(ticket, level) for ticket in running_tickets() if (level := _reached(ticket))]
        directors = role_holders("director") if found else []
        for ticket, level in found:
            _escalate(load(Ticket, Seen(ticket.id)), level, directors, actor)
    return len(found)


def _reached(ticket: Ticket) -> Level | None:
    """The level that a ticket has newly reached."""
    log, moment = happenings_of(ticket.id), now()
    clock = clock_since(log)
    told = RANK.index(ticket.escalated) if ticket.escalated else -1
    for level in LEVELS:
        if RANK.index(level.name) <= told:
            return None
        due = used_up(log, clock, level.percent)
        if due is not None and due <= moment:
            return level
    return None


def _escalate(ticket: Ticket, level: Level, directors: list[Account], actor: Actor) -> None:
    ticket = step(
        ticket,
        "escalated",
        out_of=RUNNING,
        actor=actor,
        verb="escalate_tickets",
        changes={"escalated": level.name},
        note=f"{level.percent} %",
    )
    words = _(
        "%(percent)s of the promised time is gone, due by %(at)s: %(ticket)s",
        percent=f"{level.percent} %",
        at=ticket.promised_at,
        ticket=str(ticket),
    )
    people: list[Staff | None] = [ticket.owner]
    if level.name != "owner":
        people.append(head_of(ticket.owner.unit))
    if level.name == "director":
        people.append(ticket.first_asked)
    accounts = {person.account_id for person in people if person is not None and person.account_id}
    if level.name == "director":
        accounts.update(account.id for account in directors)
    for account in sorted(accounts):
        notify(Account(id=account), words, link=TICKET_PAGE.format(id=ticket.id))
