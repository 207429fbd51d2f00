"""Mail and newspapers: rounds, items from arrival to signature, and subscriptions by unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    SHARED,
    Choice,
    Day,
    DocNo,
    Flag,
    Instant,
    Price,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
    office_zone,
)
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Site, Unit
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.wording import Words, _

ONLY_A_NUMBER = _(
    "Classified mail is registered by its number only: leave sender and remarks empty."
)
NEEDS_A_NUMBER = _("Registered, express and classified mail needs its tracking number.")
KINDS = {
    "letter": _("Letter"),
    "registered": _("Registered letter"),
    "express": _("Express mail"),
    "classified": _("Classified mail"),
    "newspaper": _("Newspapers"),
    "parcel": _("Parcel"),
}
NUMBERED = ("registered", "express", "classified")
AT_HAND = ("sorted", "recovered", "forwarded")
"""States from which an item is handed over."""


class DeliveryRound(BaseModel):
    """A round of an office area at a fixed time; expected for every working day (R41).

    A round of a past day that is still planned was missed.
    """

    LABEL = _("Delivery round")
    LABEL_MANY = _("Delivery rounds")
    TITLE = "starts_at"
    LIST = ("starts_at", "site", "status", "carrier", "finished_at", "note")
    SEARCH = ("site.name", "carrier.name", "note")
    SORT = "-starts_at,site"
    AHEAD = "starts_at"
    FORM = ((_("Delivery round"), ("site", "starts_at", "note")),)
    OWNED = ("status", "carrier", "finished_at")
    SCOPE = Scope(site="site")
    EDITABLE_IN = ("planned",)
    DELETABLE_IN = ("planned",)
    UNIQUE = (("site", "starts_at"),)
    INDEXES = (("status", "starts_at"),)
    CHECKS = (
        Rule(
            "delivery_round_done",
            "status = 'planned' OR (carrier_id IS NOT NULL AND finished_at IS NOT NULL)",
            _("A round that was made names who made it, and when it ended."),
        ),
    )

    site = Reference(Site, _("Office area"))
    starts_at = Instant(_("Starts at"))
    status = Choice(
        _("Status"),
        {"planned": _("Planned"), "done": _("Round made")},
        default="planned",
        tones={"planned": "info", "done": "ok"},
    )
    carrier = Reference(Staff, _("Made by"), null=True)
    finished_at = Instant(_("Finished at"), null=True)
    note = Text(_("Note"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.starts_at.astimezone(office_zone()):%Y-%m-%d %H:%M} {self.site.name}"


class MailItem(BaseModel):
    """One item of mail from arrival to signature (R41).

    A misdelivery keeps its marks for ever, whatever becomes of the item afterwards (R42).
    """

    LABEL = _("Mail item")
    LABEL_MANY = _("Mail items")
    LIST = (
        "doc_no",
        "kind",
        "tracking",
        "to_unit",
        "to_person",
        "status",
        "received_at",
        "due_at",
        "delivered_at",
        "signed_by",
    )
    SEARCH = ("doc_no", "tracking", "from_org", "to_person", "to_unit.name", "signed_by.name")
    SORT = "-received_at,-id"
    FORM = (
        (_("Mail item"), ("kind", "is_urgent", "tracking", "copies", "is_damaged")),
        (_("Addressee"), ("to_unit", "to_person")),
        (_("Sender"), ("from_org", "remarks")),
    )
    OWNED = (
        "doc_no",
        "round",
        "site",
        "status",
        "received_at",
        "due_at",
        "sorted_at",
        "delivered_at",
        "delivered_by",
        "signed_by",
        "proxy_note",
        "forwarded_from",
        "misdelivered_at",
        "misdelivered_to",
        "misdelivered_by",
        "found_by",
        "misdelivery_note",
        "recovered_at",
        "ending_note",
    )
    SCOPE = Scope(site="site", unit="to_unit")
    PAGES = ("list", "details", "edit", "export", "history")
    EDITABLE_IN = ("received",)
    INDEXES = (
        ("status", "site"),
        ("round", "to_unit"),
        ("received_at",),
        ("delivered_at",),
        ("misdelivered_at",),
    )
    CHECKS = (
        Rule(
            "mail_item_classified",
            "kind <> 'classified' OR (from_org = '' AND remarks = '')",
            ONLY_A_NUMBER,
        ),
        Rule(
            "mail_item_numbered",
            "kind NOT IN ('registered', 'express', 'classified') OR tracking <> ''",
            NEEDS_A_NUMBER,
        ),
        Rule(
            "mail_item_signed",
            "status <> 'delivered' OR (signed_by_id IS NOT NULL AND delivered_at IS NOT NULL"
            " AND delivered_by_id IS NOT NULL AND to_unit_id IS NOT NULL)",
            _("Mail is delivered to a unit against a signature."),
        ),
    )

    doc_no = DocNo(_("Number"), prefix="ML")
    round = Reference(DeliveryRound, _("Delivery round"), backref="items")
    site = Reference(Site, _("Office area"))
    kind = Choice(
        _("Kind"), KINDS, default="letter", tones={"classified": "bad", "express": "warn"}
    )
    is_urgent = Flag(_("Urgent"))
    tracking = Text(_("Tracking number"), max_length=40, default="")
    copies = Whole(_("Copies"), default=1, minimum=1)
    from_org = Text(_("Sender"), max_length=120, default="")
    to_unit = Reference(
        Unit,
        _("Addressed to"),
        null=True,
        help=_("Empty while the addressee is not known; trace it, or return the item."),
    )
    to_person = Text(_("Recipient"), max_length=60, default="")
    is_damaged = Flag(_("Arrived damaged"))
    remarks = Text(_("Remarks"), max_length=200, default="")
    status = Choice(
        _("Status"),
        {
            "received": _("Registered"),
            "sorted": _("Sorted"),
            "delivered": _("Handed over"),
            "misdelivered": _("Misdelivered"),
            "recovered": _("Recovered"),
            "forwarded": _("Forwarded"),
            "returned": _("Returned to the post"),
        },
        default="received",
        tones={
            "received": "info",
            "sorted": "work",
            "delivered": "ok",
            "misdelivered": "bad",
            "recovered": "warn",
            "forwarded": "work",
        },
    )
    received_at = Instant(_("Received at"))
    due_at = Instant(_("To be delivered by"))
    sorted_at = Instant(_("Sorted at"), null=True)
    delivered_at = Instant(_("Delivered at"), null=True)
    delivered_by = Reference(Staff, _("Delivered by"), null=True)
    signed_by = Reference(Staff, _("Signed for by"), null=True)
    proxy_note = Text(_("Signed on behalf, because"), max_length=120, default="")
    forwarded_from = Reference(Unit, _("Forwarded from"), null=True)
    misdelivered_at = Instant(_("Misdelivery found at"), null=True)
    misdelivered_to = Reference(Unit, _("Misdelivered to"), null=True)
    misdelivered_by = Reference(Staff, _("Misdelivered by"), null=True)
    found_by = Reference(Staff, _("Found by"), null=True)
    misdelivery_note = Text(_("How it went astray"), max_length=200, default="")
    recovered_at = Instant(_("Recovered at"), null=True)
    ending_note = Text(_("How it was settled"), max_length=200, default="")

    def __str__(self) -> str:
        return str(self.doc_no or self.tracking or f"#{self.id}")

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.kind == "classified" and (row.from_org or row.remarks):
            yield "from_org", ONLY_A_NUMBER
        if row.kind in NUMBERED and not row.tracking:
            yield "tracking", NEEDS_A_NUMBER

    @property
    def is_late(self) -> bool:
        """Whether it was handed over after it was due."""
        return bool(self.delivered_at and self.delivered_at > self.due_at)


class Subscription(BaseModel):
    """A newspaper or magazine that units get, with their copies (报刊分送表) (R42)."""

    LABEL = _("Subscription")
    LABEL_MANY = _("Subscriptions")
    LIST = ("title", "kind", "issn", "starts_on", "ends_on", "frequency", "price")
    SEARCH = ("title", "issn", "note")
    SORT = "-ends_on,title"
    FORM = (
        (_("Subscription"), ("title", "kind", "issn", "frequency")),
        (_("Period"), ("starts_on", "ends_on", "price", "note")),
    )
    SCOPE = SHARED
    UNIQUE = (("title", "starts_on"),)
    CHECKS = (Rule("subscription_period", "ends_on >= starts_on", ENDS_AFTER_START),)

    title = Text(_("Publication"), max_length=80)
    kind = Choice(
        _("Kind"), {"newspaper": _("Newspaper"), "magazine": _("Magazine")}, default="newspaper"
    )
    issn = Text(_("Postal code of the title"), max_length=20, default="")
    frequency = Choice(
        _("Appears"),
        {
            "daily": _("Every working day"),
            "weekly": _("Every week, on Mondays"),
            "monthly": _("Every month, in its first week"),
        },
        default="daily",
    )
    starts_on = Day(_("From"))
    ends_on = Day(_("Until"))
    price = Price(_("Price per copy"), default=0, minimum=0, unit=_("yuan"))
    note = Text(_("Note"), max_length=200, default="")

    def __str__(self) -> str:
        return str(self.title)

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            yield "ends_on", ENDS_AFTER_START


class SubscriptionUnit(BaseModel):
    """How many copies of a title a unit gets (R42)."""

    LABEL = _("Copies of a unit")
    LABEL_MANY = _("Copies of units")
    TITLE = "unit"
    DOCUMENT = "subscription"
    SCOPE = Scope(site="unit.site", unit="unit")
    LIST = ("subscription", "unit", "copies")
    SEARCH = ("subscription.title", "unit.name")
    SORT = "subscription,unit"
    UNIQUE = (("subscription", "unit"),)

    subscription = Reference(Subscription, _("Subscription"), backref="units")
    unit = Reference(Unit, _("Unit"))
    copies = Whole(_("Copies"), default=1, minimum=1)

    def __str__(self) -> str:
        return f"{self.unit} × {self.copies}"
