"""Requests: what a unit asks for, and what of it is still open."""

from __future__ import annotations

from decimal import Decimal

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Instant,
    LongText,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
)
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Site, Unit
from logistics.tables.people import Staff
from logistics.tables.stock.catalogue import QUANTITY_ABOVE_ZERO, Item
from logistics.wording import _

OPEN_STATUSES = ("approved", "picking", "short")
"""A request in one of these may have lines that wait for goods."""


class IssueRequest(BaseModel):
    """A unit asks for supplies for its people at one site (R60, R72)."""

    LABEL = _("Issue request")
    LABEL_MANY = _("Issue requests")
    LIST = (
        "doc_no",
        "unit",
        "site",
        "purpose",
        "requester",
        "needed_by",
        "status",
        "submitted_at",
    )
    SEARCH = ("doc_no", "purpose", "unit.name", "requester.name")
    SORT = "-created_at"
    FORM = (
        (
            _("Request"),
            ("unit", "site", "requester", "needed_by", "purpose"),
        ),
    )
    OWNED = (
        "doc_no",
        "status",
        "submitted_at",
        "approved_by",
        "approved_at",
        "decision_note",
    )
    SCOPE = Scope(site="site", unit="unit", owner="requester")
    EDITABLE_IN = ("draft", "returned")
    DELETABLE_IN = ("draft",)
    INDEXES = (("status", "site"), ("unit", "submitted_at"), ("created_at",))

    doc_no = DocNo(_("Number"), prefix="IR")
    unit = Reference(Unit, _("Unit"))
    site = Reference(Site, _("Office area"), help=_("Where the goods are handed over."))
    requester = Reference(Staff, _("Requested by"))
    purpose = Text(_("Purpose"), max_length=200)
    needed_by = Day(_("Needed by"), null=True)
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "submitted": _("Submitted"),
            "approved": _("Approved"),
            "picking": _("Being issued"),
            "short": _("Waiting for goods"),
            "issued": _("Issued"),
            "closed": _("Closed"),
            "returned": _("Returned"),
            "rejected": _("Rejected"),
            "cancelled": _("Cancelled"),
        },
        default="draft",
        tones={
            "submitted": "info",
            "approved": "info",
            "picking": "work",
            "short": "warn",
            "issued": "work",
            "closed": "ok",
            "returned": "warn",
            "rejected": "bad",
        },
    )
    submitted_at = Instant(_("Submitted at"), null=True)
    approved_by = Reference(Staff, _("Approved by"), null=True)
    approved_at = Instant(_("Approved at"), null=True)
    decision_note = LongText(_("Opinion"), default="")

    def __str__(self) -> str:
        return str(self.doc_no or self.purpose)


class IssueRequestLine(BaseModel):
    """One item that a unit asks for; what is neither issued nor given up stays open."""

    LABEL = _("Line of an issue request")
    LABEL_MANY = _("Lines of issue requests")
    TITLE = "item"
    DOCUMENT = "request"
    LIST = (
        "request",
        "item",
        "quantity",
        "issued",
        "given_up",
        "over_quota_reason",
        "no_old_item_reason",
    )
    SEARCH = ("request.doc_no", "item.code", "item.name")
    SORT = "request,id"
    FORM = (
        (
            _("Line"),
            ("item", "quantity", "over_quota_reason", "no_old_item_reason"),
        ),
    )
    OWNED = ("issued", "given_up")
    UNIQUE = (("request", "item"),)
    CHECKS = (
        Rule("issue_request_line_positive", "quantity > 0", QUANTITY_ABOVE_ZERO),
        Rule(
            "issue_request_line_within",
            "issued + given_up <= quantity",
            _("More would be issued than was asked for."),
        ),
    )

    request = Reference(IssueRequest, _("Issue request"), backref="lines")
    item = Reference(Item, _("Item"))
    quantity = Quantity(_("Requested"))
    issued = Quantity(_("Issued"), default=0, minimum=0)
    given_up = Quantity(_("Given up"), default=0, minimum=0)
    over_quota_reason = Text(
        _("Reason over quota"),
        max_length=200,
        default="",
        help=_("Needed when the unit's quota of the period does not reach."),
    )
    no_old_item_reason = Text(
        _("Why no old item comes back"),
        max_length=200,
        default="",
        help=_("For items issued old for new: a first issue, a loss."),
    )

    def __str__(self) -> str:
        return f"{self.item} × {self.quantity}"

    @property
    def open_quantity(self) -> Decimal:
        """What the unit still waits for."""
        return Decimal(self.quantity) - Decimal(self.issued) - Decimal(self.given_up)


__all__ = ["OPEN_STATUSES", "IssueRequest", "IssueRequestLine"]
