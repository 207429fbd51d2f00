"""Tickets: what somebody asked for, who answers for it, and by when (首問負責制)."""

from __future__ import annotations

from typing import Any

from logistics.database import (
    Choice,
    DocNo,
    Instant,
    LongText,
    Money,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Room, Site, Unit
from logistics.tables.people import Staff
from logistics.tables.service_desk.promises import (
    LINES,
    URGENCIES,
    URGENCY_TONES,
    ServiceCommitment,
)
from logistics.wording import Words, _

RUNNING = ("open", "accepted", "working")
"""States in which the clock runs."""
UNFINISHED = (*RUNNING, "paused")
ESCALATIONS = {
    "owner": _("The one who acts for it"),
    "head": _("The unit head"),
    "director": _("The director"),
}
"""Who has been told that the promised time runs out, by and by."""
FINDINGS = {"founded": _("Proved right"), "unfounded": _("Not proved")}
"""What came of a complaint about a person."""
ABOUT_COMPLAINTS = _("Only a complaint is about a person.")
WHO_ASKS = _("Name the member of staff who asks, or the caller.")


class Ticket(BaseModel):
    """A request for a service, from being asked to the requester's confirmation (R20, R22) (R07).

    ``first_asked`` never changes and stays answerable until the requester confirms; ``owner`` is
    who has to act, and changes only when the next one accepts. The times by which something is due
    follow from the ticket's events alone; they are empty while the clock stands still.
    """

    LABEL = _("Ticket")
    LABEL_MANY = _("Tickets")
    LIST = (
        "doc_no",
        "title",
        "line",
        "urgency",
        "unit",
        "owner",
        "promised_at",
        "status",
    )
    SEARCH = ("doc_no", "title", "description", "requester.name", "caller_name", "owner.name")
    SORT = "-id"
    FORM = (
        (_("Matter"), ("title", "description", "commitment", "channel", "about", "materials")),
        (_("Asked by whom"), ("requester", "caller_name", "caller_phone", "unit")),
        (_("Where"), ("site", "room", "place")),
    )
    OWNED = (
        "doc_no",
        "status",
        "line",
        "urgency",
        "first_asked",
        "owner",
        "opened_at",
        "respond_by",
        "promised_at",
        "responded_at",
        "resolved_at",
        "closed_at",
        "solution",
        "parts",
        "cost",
        "refusal_reason",
        "satisfaction",
        "verdict",
        "reopened",
        "handed_on",
        "escalated",
        "finding",
    )
    PERSONAL = ("caller_name", "caller_phone", "about")
    SCOPE = Scope(site="site", unit="unit", owner="requester", also=("owner", "first_asked"))
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    INDEXES = (("status", "promised_at"), ("owner", "status"), ("line", "opened_at"))
    CHECKS = (
        Rule(
            "ticket_owned",
            "status = 'draft' OR (owner_id IS NOT NULL AND first_asked_id IS NOT NULL)",
            _("Every matter has somebody who answers for it."),
        ),
        Rule(
            "ticket_asked_by",
            "requester_id IS NOT NULL OR caller_name <> ''",
            WHO_ASKS,
        ),
    )

    doc_no = DocNo(_("Number"), prefix="TK")
    title = Text(_("Matter"), max_length=120)
    description = LongText(_("What is the matter"), default="")
    commitment = Reference(
        ServiceCommitment,
        _("Service asked for"),
        help=_("From it follow the time limits and who acts."),
    )
    line = Choice(_("Line of service"), LINES, null=True)
    urgency = Choice(_("Urgency"), URGENCIES, null=True, tones=URGENCY_TONES)
    channel = Choice(
        _("Asked"),
        {
            "online": _("In this system"),
            "phone": _("By phone"),
            "visit": _("In person"),
            "letter": _("By letter"),
        },
        default="online",
    )
    about = Reference(
        Staff, _("Complaint about"), null=True, help=_("The person whom a complaint names.")
    )
    materials = Text(
        _("What was said at once"),
        max_length=200,
        default="",
        help=_("All that is still needed is told the first time: papers, access, times."),
    )
    requester = Reference(Staff, _("Requester"), null=True)
    caller_name = Text(
        _("Caller"), max_length=60, default="", help=_("For people who are not of the staff.")
    )
    caller_phone = Text(_("Phone of the caller"), max_length=40, default="")
    unit = Reference(Unit, _("Unit"))
    site = Reference(Site, _("Office area"))
    room = Reference(Room, _("Room"), null=True)
    place = Text(_("Place"), max_length=80, default="")
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "open": _("Registered"),
            "accepted": _("Taken on"),
            "working": _("In hand"),
            "paused": _("Clock stopped"),
            "resolved": _("To be confirmed"),
            "confirmed": _("Confirmed"),
            "auto_closed": _("Closed without an answer"),
            "refused": _("Refused with a reason"),
            "cancelled": _("Withdrawn"),
        },
        default="draft",
        tones={
            "open": "info",
            "accepted": "work",
            "working": "work",
            "paused": "warn",
            "resolved": "info",
            "confirmed": "ok",
            "auto_closed": "ok",
            "refused": "bad",
            "cancelled": "neutral",
        },
    )
    first_asked = Reference(Staff, _("First asked"), null=True)
    owner = Reference(Staff, _("Acts for it"), null=True)
    opened_at = Instant(_("Registered at"), null=True)
    respond_by = Instant(_("On the spot by"), null=True)
    promised_at = Instant(_("Promised by"), null=True)
    responded_at = Instant(_("On the spot at"), null=True)
    resolved_at = Instant(_("Done at"), null=True)
    closed_at = Instant(_("Closed at"), null=True)
    solution = LongText(_("What was done"), default="")
    parts = Text(_("Parts used"), max_length=200, default="")
    cost = Money(_("Cost of the work"), null=True, minimum=0)
    refusal_reason = Text(_("Reason for not doing it"), max_length=200, default="")
    satisfaction = Whole(
        _("Satisfaction"), null=True, minimum=1, maximum=5, help=_("1 poor to 5 very good.")
    )
    verdict = Text(_("Word of the requester"), max_length=200, default="")
    reopened = Whole(_("Times reopened"), default=0, minimum=0)
    handed_on = Whole(
        _("Times handed on"), default=0, minimum=0, help=_("More than twice is passing the buck.")
    )

    escalated = Choice(
        _("Reminded of the time"),
        ESCALATIONS,
        null=True,
        tones={"owner": "info", "head": "warn", "director": "bad"},
        help=_("Told at 50 %, 80 % and 100 % of the promised time."),
    )
    finding = Choice(
        _("Finding on the complaint"),
        FINDINGS,
        null=True,
        tones={"founded": "bad", "unfounded": "ok"},
    )

    def __str__(self) -> str:
        return f"{self.doc_no} {self.title}" if self.doc_no else str(self.title)

    @classmethod
    def check(cls, row: Any) -> list[tuple[str, Words]]:
        problems = [] if row.requester_id or row.caller_name else [("requester", WHO_ASKS)]
        if row.about_id and row.commitment_id and row.commitment.line != "complaint":
            problems.append(("about", ABOUT_COMPLAINTS))
        return problems
