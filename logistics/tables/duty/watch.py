"""What happens on duty: the log, the handover, calls that test it, and personal calendars."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Flag,
    Instant,
    LongText,
    Record,
    Reference,
    Rule,
    Scope,
    Text,
)
from logistics.tables.base import BaseModel, Ledger
from logistics.tables.duty.roster import DutyAssignment
from logistics.tables.organisation import Site
from logistics.tables.people import Staff
from logistics.wording import _


class DutyLog(Ledger):
    """An entry of the duty log (值班日誌). A correction is a further entry (R40)."""

    LABEL = _("Duty log entry")
    LABEL_MANY = _("Duty log")
    TITLE = "noted_at"
    LIST = ("noted_at", "site", "kind", "content", "handled", "reported_to", "author")
    SEARCH = ("content", "handled", "reported_to", "author.name")
    SORT = "-noted_at"
    OWNED = (
        "assignment",
        "site",
        "noted_at",
        "kind",
        "content",
        "handled",
        "reported_to",
        "author",
    )
    SCOPE = Scope(site="site", owner="author")
    INDEXES = (("site", "noted_at"),)

    assignment = Reference(DutyAssignment, _("Duty"))
    site = Reference(Site, _("Office area"))
    noted_at = Instant(_("Happened at"))
    kind = Choice(
        _("Kind"),
        {
            "call": _("Call"),
            "visit": _("Visit"),
            "instruction": _("Instruction from above"),
            "incident": _("Incident"),
            "weather": _("Weather warning"),
            "routine": _("Routine"),
        },
        tones={"incident": "bad", "weather": "warn", "instruction": "info"},
    )
    content = LongText(_("Matter"))
    handled = LongText(_("How it was handled"), default="")
    reported_to = Text(_("Reported to"), max_length=80, default="")
    author = Reference(Staff, _("Entered by"))

    def __str__(self) -> str:
        return f"{self.noted_at:%Y-%m-%d %H:%M}"


class DutyHandover(BaseModel):
    """The handover of a post (交接班): written by who leaves, confirmed by who takes over (R40)."""

    LABEL = _("Shift handover")
    LABEL_MANY = _("Shift handovers")
    TITLE = "outgoing"
    LIST = (
        "outgoing.staff",
        "site",
        "received_by",
        "handed_at",
        "received_at",
        "open_items",
        "status",
    )
    SEARCH = ("outgoing.staff.name", "incoming.staff.name", "matters", "open_items")
    SORT = "-handed_at"
    OWNED = (
        "outgoing",
        "incoming",
        "site",
        "handed_at",
        "matters",
        "open_items",
        "keys_handed",
        "status",
        "received_at",
        "received_by",
        "remark",
    )
    SCOPE = Scope(site="site", unit="outgoing.staff.unit", owner="outgoing.staff")
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("outgoing",),)
    INDEXES = (("site", "handed_at"),)
    CHECKS = (
        Rule(
            "duty_handover_two_duties",
            "incoming_id IS NULL OR incoming_id <> outgoing_id",
            _("Nobody hands over to himself."),
        ),
    )

    outgoing = Reference(DutyAssignment, _("Duty that ends"))
    incoming = Reference(
        DutyAssignment,
        _("Duty that begins"),
        null=True,
        help=_("Empty: the office itself takes over."),
    )
    site = Reference(Site, _("Office area"), null=True)
    handed_at = Instant(_("Handed over at"))
    matters = LongText(_("What happened"))
    open_items = LongText(_("Still open"), default="")
    keys_handed = Flag(_("Keys and equipment complete"), default=True)
    status = Choice(
        _("Status"),
        {"handed": _("To be confirmed"), "received": _("Taken over")},
        default="handed",
        tones={"handed": "info", "received": "ok"},
    )
    received_at = Instant(_("Taken over at"), null=True)
    received_by = Reference(Staff, _("Relieved by"), null=True)
    remark = Text(_("Remark of who takes over"), max_length=200, default="")

    def __str__(self) -> str:
        return str(self.outgoing)

    @property
    def is_late(self) -> bool:
        """Whether the next person came after the duty had ended."""
        return bool(self.received_at and self.received_at > self.outgoing.ends_at)


class PhoneCheck(Ledger):
    """A call to a duty phone, to see whether it is answered (R40)."""

    LABEL = _("Duty phone check")
    LABEL_MANY = _("Duty phone checks")
    TITLE = "called_at"
    LIST = ("called_at", "site", "phone", "staff", "is_answered", "answered_by", "note")
    SEARCH = ("staff.name", "answered_by", "note")
    SORT = "-called_at"
    OWNED = (
        "assignment",
        "staff",
        "site",
        "called_at",
        "phone",
        "is_answered",
        "answered_by",
        "note",
    )
    SCOPE = Scope(site="site", unit="staff.unit", owner="staff")
    INDEXES = (("staff", "called_at"),)

    assignment = Reference(DutyAssignment, _("Duty"))
    staff = Reference(Staff, _("Expected on duty"))
    site = Reference(Site, _("Office area"), null=True)
    called_at = Instant(_("Called at"))
    phone = Text(_("Phone"), max_length=40)
    is_answered = Flag(_("Answered"))
    answered_by = Text(_("Answered by"), max_length=60, default="")
    note = Text(_("Note"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.called_at:%Y-%m-%d %H:%M} {self.phone}"


class CalendarAddress(Record):
    """A person's own address under which a calendar program reads his duty, without a log-in.

    Only a hash of its secret is kept; a new address ends the one before.
    """

    LABEL = _("Calendar address")
    LABEL_MANY = _("Calendar addresses")
    TITLE = "staff"
    LIST = ("staff", "created_at", "revoked_at")
    SEARCH = ("staff.name",)
    SORT = "-created_at"
    OWNED = ("staff", "token_hash", "revoked_at")
    SECRET = ("token_hash",)
    SCOPE = Scope(unit="staff.unit", owner="staff")
    PAGES = ("list", "details")
    INDEXES = (("staff", "revoked_at"),)

    staff = Reference(Staff, _("Staff member"))
    token_hash = Text(_("Hash of the secret"), max_length=64, unique=True)
    revoked_at = Instant(_("Revoked at"), null=True)

    def __str__(self) -> str:
        return str(self.staff)
