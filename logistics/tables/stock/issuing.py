"""Issuing: the sheet by which a keeper serves several sites at once.

One sheet gathers the open lines of approved requests; it has a slip for each site, whose lines
stand one to one for request lines, so that every issue has a unit that bears its cost.
"""

from __future__ import annotations

from decimal import Decimal

from logistics.database import (
    SHARED,
    Choice,
    Day,
    DocNo,
    Flag,
    Instant,
    Money,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.organisation import Site, Unit
from logistics.tables.people import Staff
from logistics.tables.stock.catalogue import QUANTITY_ABOVE_ZERO, Item, Warehouse
from logistics.tables.stock.requests import IssueRequestLine
from logistics.wording import _


class IssueSheet(BaseModel):
    """One round of issuing: open requests of several sites, gathered and issued together
    (R58, R60).
    """

    LABEL = _("Issue sheet")
    LABEL_MANY = _("Issue sheets")
    LIST = ("doc_no", "title", "status", "issued_on", "issued_by", "created_at")
    SEARCH = ("doc_no", "title")
    SORT = "-created_at"
    OWNED = ("doc_no", "title", "status", "issued_on", "issued_by", "issued_at")
    SCOPE = SHARED
    PAGES = ("list", "details", "export", "history")
    INDEXES = (("status", "created_at"),)

    doc_no = DocNo(_("Number"), prefix="SI")
    title = Text(_("Title"), max_length=80)
    status = Choice(
        _("Status"),
        {
            "draft": _("Not issued"),
            "issued": _("Issued"),
            "signed": _("Signed for"),
            "cancelled": _("Cancelled"),
        },
        default="draft",
        tones={"issued": "work", "signed": "ok"},
    )
    issued_on = Day(_("Issued on"), null=True)
    issued_by = Reference(Account, _("Issued by"), null=True)
    issued_at = Instant(_("Entered at"), null=True)

    def __str__(self) -> str:
        return f"{self.doc_no} {self.title}"


class IssueSlip(BaseModel):
    """One site's share of a sheet: what left its warehouse, and who signed for it there
    (R58, R60).
    """

    LABEL = _("Issue slip")
    LABEL_MANY = _("Issue slips")
    TITLE = "sheet"
    LIST = ("sheet", "site", "warehouse", "status", "receiver", "signed_at")
    SEARCH = ("sheet.doc_no", "sheet.title", "receiver.name")
    SORT = "-id"
    OWNED = ("sheet", "site", "warehouse", "status", "receiver", "signed_at")
    SCOPE = Scope(site="site")
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("sheet", "site"),)
    INDEXES = (("status", "site"),)

    sheet = Reference(IssueSheet, _("Issue sheet"), backref="slips")
    site = Reference(Site, _("Office area"))
    warehouse = Reference(Warehouse, _("Warehouse"))
    status = Choice(
        _("Status"),
        {
            "draft": _("Not issued"),
            "issued": _("To be signed for"),
            "signed": _("Signed for"),
            "cancelled": _("Cancelled"),
        },
        default="draft",
        tones={"issued": "info", "signed": "ok"},
    )
    receiver = Reference(Staff, _("Received by"), null=True)
    signed_at = Instant(_("Signed at"), null=True)

    def __str__(self) -> str:
        return f"{self.sheet.doc_no} · {self.site}"


class IssueSlipLine(BaseModel):
    """What one request line gets by one slip."""

    LABEL = _("Line of an issue slip")
    LABEL_MANY = _("Lines of issue slips")
    DOCUMENT = "slip"
    LIST = (
        "slip",
        "item",
        "unit",
        "requested",
        "available",
        "issued",
        "value",
        "taken_back",
    )
    SEARCH = ("slip.sheet.doc_no", "item.code", "item.name", "unit.name")
    SORT = "slip,item,id"
    OWNED = (
        "slip",
        "request_line",
        "item",
        "unit",
        "requested",
        "available",
        "issued",
        "value",
        "old_returned",
        "taken_back",
    )
    PAGES = ("list", "details", "export")
    UNIQUE = (("slip", "request_line"),)
    CHECKS = (
        Rule("issue_slip_line_positive", "requested > 0", QUANTITY_ABOVE_ZERO),
        Rule(
            "issue_slip_line_within",
            "issued <= requested AND taken_back <= issued",
            _("More would be issued than was asked for."),
        ),
    )

    slip = Reference(IssueSlip, _("Issue slip"), backref="lines")
    request_line = Reference(IssueRequestLine, _("Line of an issue request"))
    item = Reference(Item, _("Item"))
    unit = Reference(Unit, _("Unit"))
    requested = Quantity(_("Requested"))
    available = Quantity(
        _("Available"),
        null=True,
        minimum=0,
        help=_("On hand when it was issued, over all units together."),
    )
    issued = Quantity(_("Issued"), default=0, minimum=0)
    value = Money(_("Cost"), default=0, minimum=0, unit=_("yuan"))
    old_returned = Flag(_("Old item returned"))
    taken_back = Quantity(_("Taken back"), default=0, minimum=0)

    def __str__(self) -> str:
        return f"{self.item} × {self.issued}"

    @property
    def short(self) -> Decimal:
        """What was asked for and not issued."""
        return Decimal(self.requested) - Decimal(self.issued)


__all__ = ["IssueSheet", "IssueSlip", "IssueSlipLine"]
