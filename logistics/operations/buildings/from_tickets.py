"""A ticket of the service desk that needs a technician: it becomes a work order (报修转维修单)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from logistics.database import local_day
from logistics.errors import RuleViolation, WrongState
from logistics.operations.buildings.common import cleaned
from logistics.operations.buildings.repairs import write_order
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.service_desk.steps import owned_ticket, step
from logistics.operations.transitions import add
from logistics.permissions import Actor, require_verb
from logistics.queries.buildings.orders import order_of
from logistics.tables.buildings import BuildingDefect, WorkOrder
from logistics.tables.organisation import Building
from logistics.tables.service_desk import Ticket
from logistics.wording import _

VERB = "order_ticket_repairs"


def order_ticket_repairs(
    *,
    seen: Sequence[Seen],
    technician: int | None,
    kind: str,
    actor: Actor,
    building: int | None = None,
    task: str = "",
    due_at: dt.datetime | str | None = None,
) -> list[Outcome]:
    """Send a technician for tickets: each gets a building defect with its work order (R20, R44).

    Who acts for the ticket goes on answering for it, and reports it as done once the work is
    accepted. What is left out is taken from the ticket: building, matter, promised time.
    """
    require_verb(actor, VERB)

    def order(row: Seen) -> Ticket:
        ticket = owned_ticket(row, actor)
        standing = order_of(ticket.id)
        if standing is not None:
            raise WrongState(
                _("%(order)s is written for it already.", order=str(standing)),
            )
        defect = _defect_of(ticket, kind, building, actor)
        values = cleaned(
            WorkOrder,
            {
                "technician": technician,
                "task": task.strip() or ticket.description or ticket.title,
                "due_at": due_at or ticket.promised_at,
                "is_urgent": ticket.urgency == "urgent",
            },
        )
        made = write_order(defect, values, actor=actor, verb=VERB)
        return step(
            ticket,
            "ordered",
            out_of=("accepted", "working"),
            actor=actor,
            verb=VERB,
            note=str(made.doc_no),
            to_staff=made.technician_id,
        )

    return each(seen, order, done=_("A work order is written."), model=Ticket)


def _defect_of(ticket: Ticket, kind: str, building: int | None, actor: Actor) -> BuildingDefect:
    room = ticket.room
    place: dict[str, Any] = {"building": building or _building_of(ticket), "kind": kind}
    if place["building"] is None:
        raise RuleViolation(_("The ticket names no room; choose the building."), field="building")
    values = cleaned(BuildingDefect, place)
    spot = " ".join(str(part) for part in (room, ticket.place) if part) or ticket.title
    defect = BuildingDefect(
        **values,
        doc_no=take_number(BuildingDefect.doc_no.prefix),
        status="in_repair",
        site=ticket.site_id,
        room=room.id if room is not None and room.building_id == values["building"] else None,
        place=spot[:120],
        severity="serious" if ticket.urgency == "urgent" else "general",
        description=ticket.description or ticket.title,
        reporter=ticket.requester_id or ticket.first_asked_id,
        reported_on=local_day(ticket.opened_at),
        last_seen_on=local_day(ticket.opened_at),
        ticket=ticket.id,
    )
    for field, words in BuildingDefect.check(defect):
        raise RuleViolation(words, field=field)
    add(defect, actor=actor, verb=VERB)
    return defect


def _building_of(ticket: Ticket) -> int | None:
    """That of the room; without one the building of the site, where there is only one."""
    if ticket.room_id is not None:
        return int(ticket.room.building_id)
    standing = list(Building.select(Building.id).where(Building.site == ticket.site_id).limit(2))
    return int(standing[0].id) if len(standing) == 1 else None
