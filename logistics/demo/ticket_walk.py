"""One ticket of the demonstration on its way: who asks for what, and each step at its time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from logistics.demo.diary import Entry
from logistics.demo.office import Office
from logistics.operations.buildings.from_tickets import order_ticket_repairs
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.operations.service_desk.closing import (
    confirm_tickets,
    reopen_tickets,
    resolve_tickets,
)
from logistics.operations.service_desk.handing_on import accept_transfers, transfer_tickets
from logistics.operations.service_desk.opening import (
    accept_tickets,
    open_tickets,
    refuse_tickets,
    start_tickets,
)
from logistics.operations.service_desk.pausing import (
    approve_pauses,
    pause_tickets,
    resume_tickets,
)
from logistics.permissions import SYSTEM, Actor
from logistics.queries.people import head_of
from logistics.queries.service_desk.clock import OfficeClock
from logistics.tables.organisation import Building
from logistics.tables.service_desk import ServiceCommitment, Ticket, TicketPause, TicketTransfer
from logistics.working_hours import Span, moment_after

ORDER = 8
BEST = 5


@dataclass(frozen=True)
class Fate:
    """What is asked, by whom, and how it goes; ``turn`` between 0 and 1 decides on the unusual.

    ``mark`` is the requester's satisfaction, None when he never answers.
    """

    matter: dict[str, Any]
    who: str
    caller: tuple[str, str] | None
    answerer: str
    fitter: str
    turn: float
    mark: int | None
    verdict: str
    pause: tuple[str, str]
    stop: tuple[str, str]
    place: str


@dataclass
class Walk:
    """The way of one ticket; ``at`` is the moment of its last step."""

    office: Office
    texts: dict[str, Any]
    fate: Fate
    clock: OfficeClock
    at: dt.datetime
    ticket_id: int = 0
    owner: Actor = SYSTEM

    def after(self, minutes: int, act: Callable[[], object]) -> Entry:
        """The next step, so many office minutes after the last one."""
        hours, allowance = self.clock.office, dt.timedelta(minutes=minutes)
        self.at = moment_after([Span(self.at, None)], allowance, hours, self.clock.zone) or self.at
        return Entry(self.at, ORDER, act)

    @property
    def ticket(self) -> Ticket:
        return Ticket.get_by_id(self.ticket_id)

    @property
    def seen(self) -> list[Seen]:
        return [Seen(self.ticket_id)]

    @property
    def asks(self) -> Actor:
        """Who speaks to the desk: the requester, or who was asked by a caller."""
        return self.office.actor_for(self.fate.answerer if self.fate.caller else self.fate.who)

    @property
    def responsible(self) -> str:
        """Who answers for the service."""
        code = self.fate.matter["service"]
        found = ServiceCommitment.get(ServiceCommitment.code == code).responsible
        return str(found.name)

    def ask(self) -> None:
        """Enter the matter."""
        fate, office = self.fate, self.office
        requester = office.person(fate.who)
        name, phone = fate.caller or ("", "")
        values = {
            "title": fate.matter["title"],
            "commitment": office.key(ServiceCommitment, fate.matter["service"]),
            "channel": "phone" if fate.caller else "online",
            "materials": fate.matter.get("materials", ""),
            "about": office.staff_id(fate.matter["about"]) if "about" in fate.matter else None,
            "requester": None if fate.caller else requester.id,
            "caller_name": name,
            "caller_phone": phone,
            "unit": requester.unit_id,
            "site": requester.site_id,
            "place": fate.place,
        }
        self.ticket_id = create_record(Ticket, values, actor=self.asks).id

    def register(self) -> None:
        self.ask()
        only(open_tickets(seen=self.seen, actor=self.asks))
        self.owner = self.office.actor_of(self.ticket.owner)

    def accept(self) -> None:
        only(accept_tickets(seen=self.seen, actor=self.owner))

    def order(self) -> None:
        """Send a technician with a work order."""
        building = Building.select().where(Building.site == self.ticket.site_id).first()
        only(
            order_ticket_repairs(
                seen=self.seen,
                technician=self.office.staff_id(self.texts["fitters"][0]),
                kind="heating_cooling",
                building=building.id,
                actor=self.owner,
            )
        )

    def start(self) -> None:
        only(start_tickets(seen=self.seen, actor=self.owner))

    def offer(self, who: str, reason: str) -> None:
        """Ask somebody to take it over, unless he has it already."""
        staff_id = self.office.staff_id(who)
        if self.owner.staff_id != staff_id:
            only(
                transfer_tickets(
                    seen=self.seen, to_staff_id=staff_id, reason=reason, actor=self.owner
                )
            )

    def hand_to(self, who: str, reason: str) -> None:
        self.offer(who, reason)
        offered = TicketTransfer.get_or_none(
            (TicketTransfer.ticket == self.ticket_id) & (TicketTransfer.status == "offered")
        )
        if offered is not None:
            self.owner = self.office.actor_for(who)
            only(accept_transfers(seen=[Seen(offered.id)], actor=self.owner))

    def pause(self) -> None:
        self._stop(*self.fate.pause)

    def stop(self) -> None:
        self._stop(*self.fate.stop)

    def _stop(self, reason: str, waits_for: str) -> None:
        only(pause_tickets(seen=self.seen, reason=reason, waits_for=waits_for, actor=self.owner))

    def approve(self) -> None:
        """The head of the fitters' section approves that the clock stands still."""
        stop = TicketPause.get(
            (TicketPause.ticket == self.ticket_id) & (TicketPause.status == "asked")
        )
        head = head_of(self.ticket.owner.unit)
        actor = self.office.actor_of(head) if head else self.office.actor("deputy")
        if actor.staff_id == self.ticket.owner_id:
            actor = self.office.actor("deputy")
        only(approve_pauses(seen=[Seen(stop.id)], actor=actor))

    def resume(self) -> None:
        only(resume_tickets(seen=self.seen, actor=self.owner))

    def refuse(self) -> None:
        reasons = self.texts["refused"]
        reason = reasons[self.ticket_id % len(reasons)]
        only(refuse_tickets(seen=self.seen, reason=reason, actor=self.owner))

    def resolve(self) -> None:
        matter = self.fate.matter
        only(
            resolve_tickets(
                seen=self.seen,
                solution=matter["solution"],
                parts=matter.get("parts", ""),
                cost=matter.get("cost"),
                finding="founded" if "about" in matter else None,
                actor=self.owner,
            )
        )

    def confirm(self) -> None:
        only(
            confirm_tickets(
                seen=self.seen,
                satisfaction=self.fate.mark or BEST,
                verdict=self.fate.verdict,
                actor=self.asks,
            )
        )

    def reopen(self) -> None:
        only(reopen_tickets(seen=self.seen, reason=self.texts["reopened"], actor=self.asks))
