"""What waits at the service desk for whoever looks at his first page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for

from admin_views import words
from logistics import permissions
from logistics.database import now
from logistics.permissions import Actor
from logistics.tables.service_desk.course import PAUSE_REASONS
from logistics.tables.service_desk.tickets import RUNNING
from logistics.wording import Words, _
from models import Ticket, TicketPause, TicketTransfer


def waiting_in_service_desk(actor: Actor) -> Iterator[dict[str, Any]]:
    """What one is asked to take over, what one acts for, what one has to confirm or approve."""
    if actor.staff_id is None:
        return
    asked = (TicketTransfer.to_staff == actor.staff_id) & (TicketTransfer.status == "offered")
    for transfer in TicketTransfer.select().where(asked):
        yield _line(transfer, str(transfer.ticket), _("Can you take it over?"))
    own = (Ticket.owner == actor.staff_id) & Ticket.status.in_(RUNNING)
    for ticket in Ticket.select().where(own).order_by(Ticket.promised_at):
        late = ticket.promised_at is not None and ticket.promised_at < now()
        yield {**_due(ticket), "tone": "bad" if late else None}
    done = (Ticket.requester == actor.staff_id) & (Ticket.status == "resolved")
    for ticket in Ticket.select().where(done):
        yield _line(ticket, str(ticket), _("Is it done? Please confirm."))
    yield from _pauses(actor)


def _pauses(actor: Actor) -> Iterator[dict[str, Any]]:
    if not permissions.may_verb(actor, "approve_pauses"):
        return
    asked = TicketPause.select().where(
        (TicketPause.status == "asked") & (TicketPause.asked_by != actor.staff_id)
    )
    for stop in permissions.visible(actor, asked, TicketPause):
        yield _line(stop, str(stop.ticket), PAUSE_REASONS[stop.reason])


def _due(ticket: Ticket) -> dict[str, Any]:
    due = words.instant(ticket.promised_at) if ticket.promised_at else ""
    return _line(ticket, str(ticket), _("Promised by %(at)s", at=due) if due else "")


def _line(row: Any, title: str, wait: Words | str) -> dict[str, Any]:
    return {
        "kind": row.LABEL,
        "icon": "headset",
        "title": title,
        "wait": wait,
        "url": url_for(f"{row._meta.table_name}.details", id=row.id),
    }
