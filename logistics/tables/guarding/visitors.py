"""Who comes to see whom, and whether they have left again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    Choice,
    DocNo,
    Flag,
    Instant,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
    local_day,
    now,
    office_zone,
)
from logistics.tables.base import BaseModel
from logistics.tables.guarding.posts import GuardPost
from logistics.tables.people import Staff
from logistics.wording import Words, _

PRIVATE = ("name", "phone", "id_tail", "plate")
"""What is deleted when a visit is past its retention."""


class Visitor(BaseModel):
    """A visit, from its booking to the return of the badge (R32).

    Of the identity card only the last four characters are kept, and a salted hash of the whole.
    """

    LABEL = _("Visitor")
    LABEL_MANY = _("Visitors")
    TITLE = "name"
    LIST = (
        "doc_no",
        "name",
        "organisation",
        "host",
        "expected_at",
        "entered_at",
        "left_at",
        "badge_no",
        "status",
    )
    SEARCH = ("doc_no", "name", "organisation", "plate", "badge_no", "host.name")
    SORT = "-expected_at"
    TODAY = "expected_at"
    FORM = (
        (_("Visitor"), ("name", "organisation", "phone", "persons", "plate")),
        (_("Visit"), ("host", "post", "expected_at", "purpose")),
    )
    OWNED = (
        "doc_no",
        "status",
        "id_tail",
        "id_hash",
        "badge_no",
        "registered_at",
        "registered_by",
        "entered_at",
        "due_out_at",
        "left_at",
        "badge_returned",
        "checked_out_by",
        "note",
        "purged_at",
    )
    PERSONAL = PRIVATE
    SECRET = ("id_hash",)
    SCOPE = Scope(site="post.site", unit="host.unit", owner="host")
    EDITABLE_IN = ("booked",)
    DELETABLE_IN = ("booked",)
    INDEXES = (("status", "due_out_at"), ("post", "expected_at"), ("id_tail", "status"))
    CHECKS = (
        Rule(
            "visitor_leaves_after_entering",
            "left_at IS NULL OR (entered_at IS NOT NULL AND left_at >= entered_at)",
            _("Nobody leaves before he has come in."),
        ),
        Rule(
            "visitor_badge_while_inside",
            "status NOT IN ('inside', 'overdue') OR badge_no <> ''",
            _("Whoever is inside wears a badge."),
        ),
    )

    doc_no = DocNo(_("Number"), prefix="VS")
    name = Text(_("Full name"), max_length=60)
    organisation = Text(_("Comes from"), max_length=120, default="")
    phone = Text(_("Phone"), max_length=40, default="")
    persons = Whole(_("Persons"), default=1, minimum=1, maximum=200, unit=_("people"))
    plate = Text(_("Number plate"), max_length=12, default="")
    host = Reference(Staff, _("Visited"))
    post = Reference(GuardPost, _("Gate post"))
    expected_at = Instant(_("Expected at"), default=now)
    purpose = Text(_("Purpose of the visit"), max_length=200)
    status = Choice(
        _("Status"),
        {
            "booked": _("Visit booked"),
            "registered": _("Waits at the gate"),
            "inside": _("Inside"),
            "left": _("Has left"),
            "overdue": _("Overdue, still inside"),
            "refused": _("Not received"),
        },
        default="booked",
        tones={
            "booked": "neutral",
            "registered": "info",
            "inside": "work",
            "left": "ok",
            "overdue": "bad",
            "refused": "warn",
        },
    )
    id_tail = Text(_("Last four of the identity card"), max_length=4, default="")
    id_hash = Text(_("Hash of the identity card"), max_length=100, default="")
    badge_no = Text(_("Badge"), max_length=12, default="")
    registered_at = Instant(_("Registered at"), null=True)
    registered_by = Reference(Staff, _("Registered by"), null=True)
    entered_at = Instant(_("Came in at"), null=True)
    due_out_at = Instant(_("To be out by"), null=True)
    left_at = Instant(_("Left at"), null=True)
    badge_returned = Flag(_("Badge returned"))
    checked_out_by = Reference(Staff, _("Let out by"), null=True)
    note = Text(_("Note"), max_length=200, default="")
    purged_at = Instant(_("Personal data deleted at"), null=True)

    def __str__(self) -> str:
        """The number, never the name: it stands in the audit, which cannot be purged."""
        expected = self.expected_at.astimezone(office_zone())
        return self.doc_no or f"{self.organisation} {expected:%m-%d %H:%M}".strip()

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        ends_on = row.post.ends_on if row.post else None
        if ends_on and row.expected_at and ends_on < local_day(row.expected_at):
            yield "post", _("This gate is closed by then.")
