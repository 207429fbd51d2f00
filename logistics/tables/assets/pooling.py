"""The idle pool (公物仓), and the look into it before anything is bought."""

from __future__ import annotations

from logistics.database import (
    Choice,
    DocNo,
    Instant,
    LongText,
    Money,
    NoOverlap,
    Price,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.assets.register import YUAN, Asset
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Unit
from logistics.tables.people import Staff
from logistics.tables.purchasing.requests import PurchaseRequestLine
from logistics.wording import _

CONDITIONS = {
    "new": _("As new"),
    "good": _("Good, usable"),
    "worn": _("Worn, usable"),
    "repair": _("Usable after repair"),
}


class PoolListing(BaseModel):
    """An idle asset on offer to all units (闲置资产登记), until somebody takes it (R70, R74).

    The saving is the price of the purchase that it made needless, less its repair.
    """

    LABEL = _("Pool listing")
    LABEL_MANY = _("Idle pool")
    LIST = (
        "doc_no",
        "asset",
        "condition",
        "new_price",
        "repair_cost",
        "offered_at",
        "status",
        "taken_by",
        "saving",
    )
    SEARCH = ("doc_no", "asset.tag", "asset.name", "asset.catalogue_code", "description")
    SORT = "-offered_at"
    FORM = (
        (_("Asset"), ("asset", "condition", "description")),
        (_("Worth it"), ("new_price", "repair_cost")),
    )
    OWNED = (
        "doc_no",
        "asset",
        "status",
        "offered_at",
        "offered_by",
        "ended_at",
        "taken_by",
        "taken_by_staff",
        "saving",
        "request_line",
        "end_reason",
    )
    SCOPE = Scope(site="asset.site")
    EDITABLE_IN = ("offered",)
    PAGES = ("list", "details", "edit", "export", "history")
    INDEXES = (("status", "offered_at"),)
    CHECKS = (
        Rule(
            "pool_listing_interval",
            "ended_at IS NULL OR ended_at >= offered_at",
            _("It ends before it begins."),
        ),
        Rule(
            "pool_listing_saving",
            "(status = 'taken' AND saving IS NOT NULL) OR (status <> 'taken' AND saving IS NULL)",
            _("What was taken has its saving, and nothing else has one."),
        ),
    )
    NO_OVERLAP = (
        NoOverlap(
            "pool_listing_once",
            ("asset",),
            "offered_at",
            "ended_at",
            "",
            _("This asset already stands in the pool."),
        ),
    )

    doc_no = DocNo(_("Number"), prefix="PL")
    asset = Reference(Asset, _("Asset"))
    condition = Choice(
        _("Condition of the asset"),
        CONDITIONS,
        default="good",
        tones={"new": "ok", "good": "ok", "worn": "info", "repair": "warn"},
    )
    description = LongText(
        _("Marks and parts"), default="", help=_("Marks of use, what is missing; photos as files.")
    )
    new_price = Price(
        _("Price of a new one"),
        minimum=0,
        unit=YUAN,
        help=_("What a unit would pay if it bought instead."),
    )
    repair_cost = Money(
        _("Cost of repair"), default=0, minimum=0, unit=YUAN, help=_("Before it can be used again.")
    )
    offered_at = Instant(_("Offered at"))
    offered_by = Reference(Staff, _("Offered by"), null=True)
    ended_at = Instant(_("Ended at"), null=True)
    taken_by = Reference(Unit, _("Taken by unit"), null=True)
    taken_by_staff = Reference(Staff, _("Receiving person"), null=True)
    request_line = Reference(
        PurchaseRequestLine,
        _("Instead of"),
        null=True,
        help=_("The line of a purchase request that it made needless."),
    )
    saving = Money(_("Purchase avoided"), null=True, unit=YUAN)
    end_reason = Text(_("Why withdrawn"), max_length=200, default="")
    status = Choice(
        _("Status"),
        {
            "offered": _("On offer"),
            "reserved": _("Handed over, to be accepted"),
            "taken": _("Taken"),
            "withdrawn": _("Withdrawn"),
        },
        default="offered",
        tones={"offered": "info", "reserved": "work", "taken": "ok", "withdrawn": "neutral"},
    )

    def __str__(self) -> str:
        return f"{self.doc_no} · {self.asset}" if self.doc_no else str(self.asset)


class ReuseCheck(BaseModel):
    """What came of looking into the pool before a line was bought (R74, features 17)."""

    LABEL = _("Reuse check")
    LABEL_MANY = _("Reuse checks")
    LIST = (
        "request_line",
        "found",
        "outcome",
        "listing",
        "reason",
        "checked_by",
        "checked_at",
    )
    SEARCH = ("request_line.name", "request_line.request.doc_no", "findings", "reason")
    SORT = "-checked_at"
    OWNED = (
        "request_line",
        "found",
        "findings",
        "outcome",
        "listing",
        "reason",
        "checked_by",
        "checked_at",
    )
    SCOPE = Scope(
        site="request_line.request.site",
        unit="request_line.request.unit",
        owner="request_line.request.requester",
    )
    PAGES = ("list", "details", "export", "history")
    CHECKS = (
        Rule(
            "reuse_check_listing",
            "outcome NOT IN ('reused', 'repaired') OR listing_id IS NOT NULL",
            _("Choose what is taken from the pool."),
        ),
        Rule(
            "reuse_check_reason",
            "outcome <> 'unsuitable' OR reason <> ''",
            _("Say why nothing in the pool will do."),
        ),
    )

    request_line = Reference(PurchaseRequestLine, _("Request line"), backref="reuse_checks")
    found = Whole(_("Found in the pool"), minimum=0, unit=_("pieces"))
    findings = LongText(_("What the pool offers"), default="")
    outcome = Choice(
        _("Outcome"),
        {
            "nothing": _("Nothing found"),
            "unsuitable": _("Unsuitable"),
            "reused": _("Reused"),
            "repaired": _("Reused after repair"),
        },
        tones={"nothing": "neutral", "unsuitable": "warn", "reused": "ok", "repaired": "ok"},
    )
    listing = Reference(PoolListing, _("Pool listing"), null=True)
    reason = Text(_("Why unsuitable"), max_length=200, default="")
    checked_by = Reference(Staff, _("Looked by"))
    checked_at = Instant(_("Looked at"))

    def __str__(self) -> str:
        return str(self.request_line)


__all__ = ["CONDITIONS", "PoolListing", "ReuseCheck"]
