"""Official receptions: the letter, the approval, the list of what was spent, the receipt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Instant,
    LongText,
    Money,
    Price,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.meetings.bookings import PEOPLE, Booking
from logistics.tables.organisation import Site, Unit
from logistics.tables.people import Staff
from logistics.wording import Words, _

YUAN = _("yuan")
FEW_GUESTS, FEW_COMPANIONS = 10, 3
TOO_MANY_COMPANIONS = _(
    "Up to 10 guests have at most 3 companions, more guests at most one companion for three."
)
ENDS_LATER = _("The end lies before the start.")


def most_companions(guests: int) -> int:
    """How many people of the house may sit with so many guests."""
    return FEW_COMPANIONS if guests <= FEW_GUESTS else guests // 3


class Reception(BaseModel):
    """An official reception (公务接待). It is settled with its four papers together (R35)."""

    LABEL = _("Reception")
    LABEL_MANY = _("Receptions")
    TITLE = "guest_unit"
    LIST = (
        "doc_no",
        "guest_unit",
        "unit",
        "site",
        "starts_on",
        "guests",
        "companions",
        "amount",
        "status",
    )
    SEARCH = ("doc_no", "guest_unit", "lead_guest", "purpose", "letter_no", "unit.name")
    SORT = "-starts_on"
    FORM = (
        (_("Guests and purpose"), ("guest_unit", "lead_guest", "guests", "purpose", "letter_no")),
        (
            _("Reception"),
            ("unit", "site", "requester", "booking", "starts_on", "ends_on", "companions"),
        ),
        (_("Reception standard"), ("meals", "standard", "lodging")),
    )
    AUTHOR = "requester"
    OWNED = (
        "doc_no",
        "status",
        "amount",
        "spent",
        "receipt_no",
        "decided_by",
        "decided_at",
        "decision_note",
        "settled_at",
    )
    SCOPE = Scope(site="site", unit="unit", owner="requester")
    EDITABLE_IN = ("draft", "returned")
    DELETABLE_IN = ("draft",)
    CHECKS = (
        Rule(
            "reception_companions",
            "(guests <= 10 AND companions <= 3) OR (guests > 10 AND companions * 3 <= guests)",
            TOO_MANY_COMPANIONS,
        ),
        Rule("reception_interval", "ends_on >= starts_on", ENDS_LATER),
    )
    INDEXES = (("status", "starts_on"),)

    doc_no = DocNo(_("Number"), prefix="RC")
    guest_unit = Text(_("Unit of the guests"), max_length=120)
    lead_guest = Text(_("Leading guest"), max_length=60, default="")
    guests = Whole(_("Number of guests"), minimum=1, unit=PEOPLE)
    purpose = Text(_("Purpose of the visit"), max_length=200)
    letter_no = Text(
        _("Number of the letter"),
        max_length=60,
        default="",
        help=_("The official letter by which the guests were announced."),
    )
    unit = Reference(Unit, _("Host unit"))
    site = Reference(Site, _("Office area"))
    requester = Reference(Staff, _("Applicant"))
    booking = Reference(Booking, _("Room booking"), null=True)
    starts_on = Day(_("First day"))
    ends_on = Day(_("Last day"))
    companions = Whole(_("Companions"), default=0, minimum=0, unit=PEOPLE)
    meals = Whole(_("Number of meals"), default=0, minimum=0)
    standard = Money(_("Standard of a meal a person"), default=0, minimum=0, unit=YUAN)
    lodging = Text(_("Lodging"), max_length=120, default="")
    amount = Money(_("Planned amount"), default=0, minimum=0, unit=YUAN)
    spent = Money(_("Spent"), null=True, minimum=0, unit=YUAN)
    receipt_no = Text(_("Number of the receipt"), max_length=60, default="")
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "submitted": _("Submitted"),
            "approved": _("Approved"),
            "settled": _("Settled"),
            "returned": _("Returned"),
            "rejected": _("Rejected"),
            "cancelled": _("Cancelled"),
        },
        default="draft",
        tones={
            "submitted": "info",
            "approved": "work",
            "settled": "ok",
            "returned": "warn",
            "rejected": "bad",
        },
    )
    decided_by = Reference(Account, _("Decided by"), null=True)
    decided_at = Instant(_("Decided at"), null=True)
    decision_note = LongText(_("Opinion"), default="")
    settled_at = Instant(_("Settled at"), null=True)

    def __str__(self) -> str:
        return f"{self.doc_no} {self.guest_unit}" if self.doc_no else str(self.guest_unit)

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.guests and (row.companions or 0) > most_companions(row.guests):
            yield "companions", TOO_MANY_COMPANIONS
        if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            yield "ends_on", ENDS_LATER


class ReceptionLine(BaseModel):
    """A meal, a night or a ride that guests are given (接待清单)."""

    LABEL = _("Line of a reception")
    LABEL_MANY = _("Lines of receptions")
    DOCUMENT = "reception"
    LIST = ("reception", "spent_on", "kind", "what", "people", "quantity", "price", "amount")
    SEARCH = ("what", "place", "reception.doc_no")
    SORT = "reception,spent_on"
    OWNED = ("amount",)

    reception = Reference(Reception, _("Reception"))
    spent_on = Day(_("Day"))
    kind = Choice(
        _("Kind"),
        {
            "meal": _("Working meal"),
            "lodging": _("Lodging"),
            "transport": _("Transport"),
            "venue": _("Venue"),
            "other": _("Other"),
        },
        default="meal",
    )
    what = Text(_("What for"), max_length=120)
    place = Text(_("Place"), max_length=80, default="")
    people = Whole(_("Number of people"), default=1, minimum=1, unit=PEOPLE)
    quantity = Quantity(_("Quantity"), default=1, minimum=0)
    price = Price(_("Price"), minimum=0, unit=YUAN)
    amount = Money(_("Amount"), default=0, minimum=0, unit=YUAN)

    def __str__(self) -> str:
        return str(self.what)


__all__ = ["Reception", "ReceptionLine", "most_companions"]
