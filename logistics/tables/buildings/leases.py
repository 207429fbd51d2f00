"""Leased premises: the contract, its rent and what must be decided before it ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Exact,
    LongText,
    Money,
    NoOverlap,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel
from logistics.tables.buildings.defects import YUAN
from logistics.tables.buildings.quoting import ROWS_OF_OPERATIONS
from logistics.tables.organisation import SQUARE_METRES, Room, Unit
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.wording import Words, _

ALERT_DAYS = (120, 90, 30)
"""Days before the end of a lease at which it is called to mind."""

HOLDING = "status IN ('submitted', 'approved', 'active')"


class Lease(BaseModel):
    """A room that a unit rents (租赁, R56): approved by director, leader and the authority."""

    LABEL = _("Lease")
    LABEL_MANY = _("Leases")
    TITLE = "room"
    LIST = (
        "doc_no",
        "room",
        "lessor",
        "unit",
        "area",
        "rent_month",
        "starts_on",
        "ends_on",
        "status",
    )
    SEARCH = ("doc_no", "lessor", "purpose", "unit.name", "room.code")
    SORT = "ends_on"
    FORM = (
        (_("Premises"), ("room", "lessor", "unit", "requester", "purpose", "area")),
        (_("Term and rent"), ("starts_on", "ends_on", "rent_month", "months_a_payment", "deposit")),
        (_("Grounds"), ("own_stock_note", "fitout_amount", "benefit_note")),
    )
    AUTHOR = "requester"
    OWNED = ("doc_no", "status", "amount", "approval_no", "signed_on", "ended_on", "end_reason")
    SCOPE = Scope(site="room.building.site", unit="unit", owner="requester")
    EDITABLE_IN = ("draft", "returned")
    DELETABLE_IN = ("draft",)
    CHECKS = (Rule("lease_term", "ends_on > starts_on", ENDS_AFTER_START),)
    NO_OVERLAP = (
        NoOverlap(
            "lease_one_at_a_time",
            ("room",),
            "starts_on",
            "ends_on",
            HOLDING,
            _("This room is already leased on some of these days."),
        ),
    )
    INDEXES = (("status", "ends_on"),)

    doc_no = DocNo(_("Number"), prefix="LE")
    room = Reference(Room, _("Room"))
    lessor = Text(_("Lessor"), max_length=120)
    unit = Reference(Unit, _("Tenant"))
    requester = Reference(Staff, _("Requester"))
    purpose = Text(_("Purpose"), max_length=200)
    area = Exact(_("Area"), minimum=0, unit=SQUARE_METRES)
    rent_month = Money(_("Rent a month"), minimum=0, unit=YUAN)
    months_a_payment = Whole(
        _("Paid every"), default=3, minimum=1, maximum=12, unit=_("months"), help=_("In advance.")
    )
    deposit = Money(_("Deposit"), default=0, minimum=0, unit=YUAN)
    starts_on = Day(_("From"))
    ends_on = Day(_("Until"), help=_("The last day, included."))
    own_stock_note = LongText(
        _("Own rooms looked at"),
        default="",
        help=_("First own rooms are looked through; only what they cannot give is rented."),
    )
    fitout_amount = Money(_("Fit-out"), default=0, minimum=0, unit=YUAN)
    benefit_note = LongText(
        _("Benefit of the fit-out"),
        default="",
        help=_("For leased rooms: what the outlay gives over the months that are left."),
    )
    amount = Money(_("Rent of the whole term"), null=True, unit=YUAN, help=_("What is decided on."))
    approval_no = Text(
        _("Authority's approval"),
        max_length=40,
        default="",
        help=_("Number under which the organ-affairs authority agreed."),
    )
    signed_on = Day(_("Signed on"), null=True)
    ended_on = Day(_("Ended on"), null=True)
    end_reason = LongText(_("Why it ended"), default="")
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "submitted": _("Submitted"),
            "approved": _("Approved"),
            "active": _("In force"),
            "ended": _("Ended"),
            "returned": _("Returned"),
            "rejected": _("Rejected"),
        },
        default="draft",
        tones={
            "submitted": "info",
            "approved": "ok",
            "active": "ok",
            "ended": "neutral",
            "returned": "warn",
            "rejected": "bad",
        },
    )

    def __str__(self) -> str:
        return f"{self.doc_no or ''} {self.room.building} {self.room.code}".strip()

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.starts_on and row.ends_on and row.ends_on <= row.starts_on:
            yield "ends_on", ENDS_AFTER_START


class LeasePayment(BaseModel):
    """One instalment of rent, expected in advance (R56)."""

    LABEL = _("Rent payment")
    LABEL_MANY = _("Rent payments")
    LIST = ("lease", "due_on", "covers_from", "covers_until", "amount", "paid_on", "status")
    SEARCH = ("lease.doc_no", "lease.lessor", "voucher_no")
    SORT = "-due_on"
    DOCUMENT = "lease"
    OWNED = (
        "lease",
        "due_on",
        "covers_from",
        "covers_until",
        "amount",
        "paid_on",
        "voucher_no",
        "status",
    )
    PAGES = ROWS_OF_OPERATIONS
    UNIQUE = (("lease", "due_on"),)
    INDEXES = (("status", "due_on"),)

    lease = Reference(Lease, _("Lease"), backref="payments")
    due_on = Day(_("Rent due on"))
    covers_from = Day(_("Covers from"))
    covers_until = Day(_("Covers until"))
    amount = Money(_("Amount"), minimum=0, unit=YUAN)
    paid_on = Day(_("Paid on"), null=True)
    voucher_no = Text(_("Voucher number"), max_length=40, default="")
    status = Choice(
        _("Status"),
        {"due": _("To be paid"), "paid": _("Paid"), "void": _("No longer due")},
        default="due",
        tones={"due": "info", "paid": "ok", "void": "neutral"},
    )

    def __str__(self) -> str:
        return f"{self.lease} {self.due_on:%Y-%m-%d}"


class LeaseReminder(BaseModel):
    """A lease called to mind 120, 90 and 30 days before its end; renew or give up is the answer."""

    LABEL = _("Lease reminder")
    LABEL_MANY = _("Lease reminders")
    LIST = ("lease", "days_before", "remind_on", "status", "answered_on", "note")
    SEARCH = ("lease.doc_no", "lease.lessor", "note")
    SORT = "-remind_on"
    DOCUMENT = "lease"
    OWNED = ("lease", "days_before", "remind_on", "status", "answered_on", "note")
    PAGES = ROWS_OF_OPERATIONS
    UNIQUE = (("lease", "days_before"),)

    lease = Reference(Lease, _("Lease"), backref="reminders")
    days_before = Whole(_("Days before the end"), minimum=1, unit=_("days"))
    remind_on = Day(_("Reminded on"))
    status = Choice(
        _("Decision"),
        {"open": _("Not decided yet"), "renew": _("To be renewed"), "quit": _("To be given up")},
        default="open",
        tones={"open": "info", "renew": "ok", "quit": "neutral"},
    )
    answered_on = Day(_("Answered on"), null=True)
    note = Text(_("Note"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.lease} · {self.days_before}"
