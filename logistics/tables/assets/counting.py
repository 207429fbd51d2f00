"""The yearly count: book, card and object compared, room by room."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Instant,
    LongText,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.assets.register import Asset
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Room, Site
from logistics.tables.people import Staff
from logistics.wording import _

DIFFERENCES = ("missing", "moved", "surplus")


class AssetCount(BaseModel):
    """The count of a site's assets in a year (资产盘点): differences need a cause and a decision.

    One count a year and office area (R72); the deputy who approves it has not counted.
    """

    LABEL = _("Asset count")
    LABEL_MANY = _("Asset counts")
    LIST = ("doc_no", "year", "site", "counted_on", "counted_by", "approved_by", "status")
    SEARCH = ("doc_no", "site.name", "decision_note")
    SORT = "-year,site"
    FORM = ((_("Asset count"), ("year", "site", "counted_on")),)
    OWNED = ("doc_no", "status", "counted_by", "approved_by", "approved_at", "decision_note")
    SCOPE = Scope(site="site")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    UNIQUE = (("year", "site"),)

    doc_no = DocNo(_("Number"), prefix="AC")
    year = Whole(_("Year"), minimum=2000, maximum=2100)
    site = Reference(Site, _("Office area"))
    counted_on = Day(_("Counted on"))
    counted_by = Reference(Staff, _("Counted by"), null=True)
    approved_by = Reference(Staff, _("Approved by"), null=True)
    approved_at = Instant(_("Approved at"), null=True)
    decision_note = LongText(_("Opinion"), default="")
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "counting": _("Counting"),
            "submitted": _("To be approved"),
            "approved": _("Approved"),
        },
        default="draft",
        tones={"draft": "neutral", "counting": "work", "submitted": "info", "approved": "ok"},
    )

    def __str__(self) -> str:
        return str(self.doc_no or f"{self.year} {self.site}")


class AssetCountLine(BaseModel):
    """One card that is expected, or one thing that was found without a card.

    Place and custodian are those of the card at the moment at which the count was begun.
    """

    LABEL = _("Line of an asset count")
    LABEL_MANY = _("Lines of asset counts")
    DOCUMENT = "count"
    LIST = (
        "count",
        "asset",
        "room",
        "custodian",
        "result",
        "found_room",
        "found_name",
        "cause",
        "note",
        "counted_at",
    )
    SEARCH = ("count.doc_no", "asset.tag", "asset.name", "found_name", "note")
    SORT = "count,room,asset"
    OWNED = (
        "count",
        "asset",
        "room",
        "custodian",
        "result",
        "found_room",
        "found_name",
        "cause",
        "note",
        "counted_at",
        "counted_by",
    )
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("count", "asset"),)
    CHECKS = (
        Rule(
            "asset_count_line_named",
            "asset_id IS NOT NULL OR found_name <> ''",
            _("Name what was found without a card."),
        ),
        Rule(
            "asset_count_line_surplus",
            "result IS NULL OR (result = 'surplus') = (asset_id IS NULL)",
            _("Only what has no card is surplus."),
        ),
    )

    count = Reference(AssetCount, _("Asset count"), backref="lines")
    asset = Reference(Asset, _("Asset"), null=True, help=_("Empty: found without a card."))
    room = Reference(Room, _("Room on the card"), null=True)
    custodian = Reference(Staff, _("Custodian"), null=True)
    result = Choice(
        _("Result"),
        {
            "found": _("As on the card"),
            "moved": _("In another room"),
            "missing": _("Missing"),
            "surplus": _("Without a card"),
        },
        null=True,
        tones={"found": "ok", "moved": "warn", "missing": "bad", "surplus": "warn"},
    )
    found_room = Reference(Room, _("Found in room"), null=True)
    found_name = Text(_("Thing without a card"), max_length=80, default="")
    cause = Choice(
        _("Cause"),
        {
            "unrecorded": _("Transfer not recorded"),
            "mistake": _("Mistake on the card"),
            "lost": _("Lost"),
            "stolen": _("Stolen"),
            "disposed": _("Disposed of without papers"),
            "uncarded": _("Received without a card"),
        },
        null=True,
    )
    note = Text(_("Explanation"), max_length=200, default="")
    counted_at = Instant(_("Counted at"), null=True)
    counted_by = Reference(Staff, _("Counted by"), null=True)

    def __str__(self) -> str:
        return str(self.asset) if self.asset_id else str(self.found_name)


__all__ = ["DIFFERENCES", "AssetCount", "AssetCountLine"]
