"""What happens to tickets: the log, handing on, and the times when the clock stands still."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Instant,
    LongText,
    NoOverlap,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import Account, BaseModel, Ledger
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.tables.service_desk.promises import CLOCKS, URGENCIES
from logistics.tables.service_desk.tickets import Ticket
from logistics.wording import _

PAUSE_REASONS = {
    "requester": _("The requester has to give information"),
    "access": _("No access to the place"),
    "appointment": _("The requester asked for another time"),
    "parts": _("Parts are on order"),
    "contractor": _("Work of a contractor"),
    "weather": _("Weather"),
}
OF_THE_REQUESTER = frozenset({"requester", "access", "appointment"})
"""Reasons that lie with the requester; all others need an approval."""
EVENTS = {
    "opened": _("Registered"),
    "accepted": _("Taken on"),
    "started": _("On the spot"),
    "offered": _("Handing on asked for"),
    "transferred": _("Taken on by the other"),
    "declined": _("Taking over declined"),
    "paused": _("Clock stopped"),
    "resumed": _("Clock runs again"),
    "priority": _("Urgency changed"),
    "resolved": _("Done"),
    "confirmed": _("Confirmed"),
    "auto_closed": _("Closed without an answer"),
    "reopened": _("Opened again"),
    "refused": _("Refused with a reason"),
    "cancelled": _("Withdrawn"),
    "escalated": _("Reminded of the time"),
    "ordered": _("Work order written"),
}


class TicketEvent(Ledger):
    """One thing that happened to a ticket; the deadlines follow from these rows alone (R20, R22).

    An event that sets the limits carries them as they stood then: a commitment that is changed
    later changes no promise that was given.
    """

    LABEL = _("Event of a ticket")
    LABEL_MANY = _("Events of tickets")
    TITLE = "kind"
    LIST = ("ticket", "happened_at", "kind", "staff", "to_staff", "note")
    SEARCH = ("ticket.doc_no", "staff.name", "note")
    SORT = "-id"
    DOCUMENT = "ticket"
    OWNED = (
        "ticket",
        "happened_at",
        "kind",
        "staff",
        "to_staff",
        "note",
        "urgency",
        "clock",
        "respond_minutes",
        "resolve_minutes",
    )
    INDEXES = (("kind", "happened_at"),)
    CHECKS = (
        Rule(
            "ticket_event_limits",
            "kind NOT IN ('opened', 'priority') OR (clock IS NOT NULL "
            "AND respond_minutes IS NOT NULL AND resolve_minutes IS NOT NULL)",
            _("An event that sets the limits carries them."),
        ),
    )

    ticket = Reference(Ticket, _("Ticket"))
    happened_at = Instant(_("Happened at"))
    kind = Choice(_("Event"), EVENTS)
    staff = Reference(Staff, _("Who did it"), null=True)
    to_staff = Reference(Staff, _("To whom"), null=True)
    note = LongText(_("Note"), default="")
    urgency = Choice(_("Urgency"), URGENCIES, null=True)
    clock = Choice(_("Counted in"), CLOCKS, null=True)
    respond_minutes = Whole(_("On the spot within"), null=True, minimum=0, unit=_("minutes"))
    resolve_minutes = Whole(_("Done within"), null=True, minimum=0, unit=_("minutes"))

    def __str__(self) -> str:
        return str(self.ticket)


class TicketTransfer(BaseModel):
    """A ticket that its owner wants to hand on; he answers for it until the other accepts (R22)."""

    LABEL = _("Handing on of a ticket")
    LABEL_MANY = _("Tickets handed on")
    TITLE = "ticket"
    LIST = ("ticket", "from_staff", "to_staff", "reason", "status", "offered_at", "answered_at")
    SEARCH = ("ticket.doc_no", "ticket.title", "from_staff.name", "to_staff.name", "reason")
    SORT = "-id"
    OWNED = (
        "ticket",
        "from_staff",
        "to_staff",
        "reason",
        "status",
        "offered_at",
        "answered_at",
        "answer",
    )
    SCOPE = Scope(site="ticket.site", unit="ticket.unit", owner="to_staff", also=("from_staff",))
    PAGES = ("list", "details", "export", "history")
    INDEXES = (("to_staff", "status"),)

    ticket = Reference(Ticket, _("Ticket"))
    from_staff = Reference(Staff, _("From whom"))
    to_staff = Reference(Staff, _("To whom"))
    reason = Text(_("Why it is handed on"), max_length=200)
    status = Choice(
        _("Status"),
        {
            "offered": _("Waits for an answer"),
            "accepted": _("Taken on by the other"),
            "declined": _("Declined"),
            "withdrawn": _("Withdrawn"),
        },
        default="offered",
        tones={"offered": "info", "accepted": "ok", "declined": "bad", "withdrawn": "neutral"},
    )
    offered_at = Instant(_("Asked at"))
    answered_at = Instant(_("Answered at"), null=True)
    answer = Text(_("Answer"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.ticket} · {self.to_staff}"


class TicketPause(BaseModel):
    """A time for which the clock of a ticket stands still, and who is waited for.

    For reasons of the requester it stands at once; for all others once it is approved.
    """

    LABEL = _("Stop of the clock")
    LABEL_MANY = _("Stops of the clock")
    TITLE = "ticket"
    LIST = ("ticket", "reason", "waits_for", "status", "starts_at", "ends_at", "asked_by")
    SEARCH = ("ticket.doc_no", "ticket.title", "waits_for", "decision_note")
    SORT = "-id"
    OWNED = (
        "ticket",
        "reason",
        "waits_for",
        "status",
        "asked_by",
        "starts_at",
        "ends_at",
        "decided_by",
        "decision_note",
    )
    SCOPE = Scope(
        site="ticket.site", unit="ticket.unit", owner="asked_by", also=("ticket.requester",)
    )
    PAGES = ("list", "details", "export", "history")
    CHECKS = (
        Rule("ticket_pause_interval", "ends_at IS NULL OR ends_at >= starts_at", ENDS_AFTER_START),
        Rule(
            "ticket_pause_begun",
            "status NOT IN ('running', 'ended') OR starts_at IS NOT NULL",
            _("A stop of the clock needs its beginning."),
        ),
    )
    NO_OVERLAP = (
        NoOverlap(
            "ticket_pause_once",
            ("ticket",),
            "starts_at",
            "ends_at",
            "status IN ('running', 'ended')",
            _("The clock of this ticket stands still at that time already."),
        ),
    )

    ticket = Reference(Ticket, _("Ticket"))
    reason = Choice(_("Why it waits"), PAUSE_REASONS)
    waits_for = Text(_("Who is waited for"), max_length=120)
    status = Choice(
        _("Status"),
        {
            "asked": _("To be approved"),
            "running": _("Stands still"),
            "ended": _("Over"),
            "rejected": _("Not approved"),
        },
        default="asked",
        tones={"asked": "info", "running": "warn", "ended": "neutral", "rejected": "bad"},
    )
    asked_by = Reference(Staff, _("Asked for by"))
    starts_at = Instant(_("From"), null=True)
    ends_at = Instant(_("Until"), null=True)
    decided_by = Reference(Account, _("Decided by"), null=True)
    decision_note = Text(_("Remark on the decision"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.ticket} · {self.waits_for}"
