"""Bulletins (通報): drafted, approved by a deputy, published by the director, acknowledged."""

from __future__ import annotations

from typing import Any

from logistics.database import (
    SHARED,
    Choice,
    Day,
    DocNo,
    Instant,
    LongText,
    Reference,
    Rule,
    Scope,
    Text,
)
from logistics.tables.base import Account, BaseModel, Ledger
from logistics.tables.conduct.rounds import CheckRound
from logistics.tables.organisation import Site, Unit
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.wording import Words, _


class Bulletin(BaseModel):
    """A circular on the results of checks, or on another matter of conduct (R15)."""

    LABEL = _("Bulletin")
    LABEL_MANY = _("Bulletins")
    LIST = ("doc_no", "title", "starts_on", "ends_on", "status", "published_at")
    SEARCH = ("doc_no", "title", "body")
    SORT = "-created_at"
    FORM = (
        (_("Bulletin"), ("title", "round", "starts_on", "ends_on")),
        (_("Text"), ("body", "requirements", "rectify_by")),
    )
    OWNED = (
        "doc_no",
        "status",
        "approved_by",
        "approved_at",
        "published_by",
        "published_at",
        "return_note",
    )
    SCOPE = SHARED
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    INDEXES = (("status", "published_at"),)
    CHECKS = (Rule("bulletin_period", "ends_on >= starts_on", ENDS_AFTER_START),)

    doc_no = DocNo(_("Number"), prefix="BU")
    title = Text(_("Title"), max_length=120)
    round = Reference(CheckRound, _("Check round"), null=True, unique=True)
    starts_on = Day(_("Period from"))
    ends_on = Day(_("Period until"))
    body = LongText(_("Text"))
    requirements = LongText(_("Requirements"), default="")
    rectify_by = Day(_("To be put right by"), null=True)
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "approved": _("Approved by the deputy"),
            "published": _("Published"),
        },
        default="draft",
        tones={"approved": "info", "published": "ok"},
    )
    approved_by = Reference(Account, _("Approved by"), null=True)
    approved_at = Instant(_("Approved at"), null=True)
    published_by = Reference(Account, _("Signed by"), null=True)
    published_at = Instant(_("Published at"), null=True)
    return_note = Text(_("Reason for returning"), max_length=200, default="")

    def __str__(self) -> str:
        return str(self.title)

    @classmethod
    def check(cls, row: Any) -> list[tuple[str, Words]]:
        if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            return [("ends_on", ENDS_AFTER_START)]
        return []


class BulletinAudience(BaseModel):
    """A unit or an office area to which a bulletin goes; without any it goes to everybody (R15)."""

    LABEL = _("Audience of a bulletin")
    LABEL_MANY = _("Audiences of bulletins")
    LIST = ("bulletin", "unit", "site")
    SEARCH = ("unit.name", "site.name")
    SORT = "bulletin,id"
    DOCUMENT = "bulletin"
    CHECKS = (
        Rule(
            "bulletin_audience_named",
            "unit_id IS NOT NULL OR site_id IS NOT NULL",
            _("Name a unit or an office area."),
        ),
    )

    bulletin = Reference(Bulletin, _("Bulletin"))
    unit = Reference(Unit, _("Unit"), null=True)
    site = Reference(Site, _("Office area"), null=True)

    def __str__(self) -> str:
        return str(self.unit or self.site)

    @classmethod
    def check(cls, row: Any) -> list[tuple[str, Words]]:
        if not row.unit_id and not row.site_id:
            return [("unit", _("Name a unit or an office area."))]
        return []


class BulletinAck(Ledger):
    """Somebody has read a bulletin and says so (R15)."""

    LABEL = _("Acknowledgement")
    LABEL_MANY = _("Acknowledgements")
    TITLE = "bulletin"
    LIST = ("bulletin", "staff", "created_at")
    SEARCH = ("bulletin.title", "staff.name")
    SORT = "-created_at"
    OWNED = ("bulletin", "staff")
    SCOPE = Scope(site="staff.site", unit="staff.unit", owner="staff")
    UNIQUE = (("bulletin", "staff"),)

    bulletin = Reference(Bulletin, _("Bulletin"))
    staff = Reference(Staff, _("Staff member"))

    def __str__(self) -> str:
        return f"{self.bulletin} · {self.staff}"
