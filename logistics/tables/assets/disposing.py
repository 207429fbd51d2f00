"""Disposal: keeper, technical opinion, finance, director, and only then off the books."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Instant,
    LongText,
    Money,
    Reference,
    Scope,
    Text,
    Whole,
)
from logistics.tables.assets.register import YEARS, YUAN, Asset
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Unit
from logistics.tables.people import Staff
from logistics.wording import _

VERDICTS = {
    "beyond_repair": _("Beyond repair"),
    "uneconomic": _("Repair costs more than it is worth"),
    "obsolete": _("Technically outdated"),
    "unsafe": _("Unsafe"),
    "usable": _("Still usable"),
}
OPEN = ("submitted", "examined", "checked", "approved")


class AssetDisposal(BaseModel):
    """A disposal (报废审批表): keeper, technical opinion, finance and director are four persons.

    Its steps are those of the chain in domain 2.24; who takes one takes no other (R72, R74, R82).
    """

    LABEL = _("Asset disposal")
    LABEL_MANY = _("Asset disposals")
    LIST = (
        "doc_no",
        "unit",
        "kind",
        "reason",
        "cost",
        "book_value",
        "income",
        "status",
        "submitted_by",
        "approved_by",
    )
    SEARCH = ("doc_no", "reason", "unit.name", "authority_no")
    SORT = "-created_at"
    FORM = ((_("Disposal"), ("unit", "kind", "reason")),)
    OWNED = (
        "doc_no",
        "status",
        "cost",
        "book_value",
        "submitted_by",
        "submitted_at",
        "verdict",
        "technical_opinion",
        "examined_by",
        "examined_at",
        "checked_by",
        "checked_at",
        "finance_opinion",
        "approved_by",
        "approved_at",
        "decision_note",
        "disposed_on",
        "income",
        "authority_no",
    )
    SCOPE = Scope(site="unit.site", unit="unit")
    EDITABLE_IN = ("draft", "returned")
    DELETABLE_IN = ("draft",)
    INDEXES = (("status", "created_at"),)

    doc_no = DocNo(_("Number"), prefix="AD")
    unit = Reference(Unit, _("Unit"))
    kind = Choice(
        _("How disposed of"),
        {
            "scrap": _("Written off and recycled"),
            "sale": _("Sold"),
            "donation": _("Given away"),
            "loss": _("Written off as lost"),
        },
        default="scrap",
    )
    reason = LongText(_("Reason"))
    cost = Money(_("Original value"), default=0, minimum=0, unit=YUAN)
    book_value = Money(_("Book value"), default=0, minimum=0, unit=YUAN)
    submitted_by = Reference(Staff, _("Submitted by"), null=True)
    submitted_at = Instant(_("Submitted at"), null=True)
    verdict = Choice(_("Technical verdict"), VERDICTS, null=True)
    technical_opinion = LongText(_("Technical opinion"), default="")
    examined_by = Reference(Staff, _("Examined by"), null=True)
    examined_at = Instant(_("Examined at"), null=True)
    checked_by = Reference(Staff, _("Checked by finance"), null=True)
    checked_at = Instant(_("Checked by finance at"), null=True)
    finance_opinion = LongText(_("Opinion of finance"), default="")
    approved_by = Reference(Staff, _("Approved by"), null=True)
    approved_at = Instant(_("Approved at"), null=True)
    decision_note = LongText(_("Opinion"), default="")
    disposed_on = Day(_("Written off on"), null=True)
    income = Money(_("Income"), null=True, minimum=0, unit=YUAN)
    authority_no = Text(
        _("Reply of the competent authority"),
        max_length=60,
        default="",
        help=_("Its number, where the authority has to agree."),
    )
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "submitted": _("To be examined"),
            "examined": _("To be checked"),
            "checked": _("To be approved"),
            "approved": _("Approved"),
            "scrapped": _("Written off"),
            "returned": _("Returned"),
            "rejected": _("Rejected"),
        },
        default="draft",
        tones={
            "draft": "neutral",
            "submitted": "info",
            "examined": "info",
            "checked": "info",
            "approved": "work",
            "scrapped": "ok",
            "returned": "warn",
            "rejected": "bad",
        },
    )

    def __str__(self) -> str:
        return str(self.doc_no or self.reason[:40])


class AssetDisposalLine(BaseModel):
    """One asset of a disposal, with its value on the day of submission."""

    LABEL = _("Line of an asset disposal")
    LABEL_MANY = _("Lines of asset disposals")
    DOCUMENT = "disposal"
    LIST = ("disposal", "asset", "defect", "years_used", "life_left", "cost", "book_value")
    SEARCH = ("disposal.doc_no", "asset.tag", "asset.name", "defect")
    SORT = "disposal,id"
    FORM = ((_("Disposal"), ("disposal", "asset", "defect")),)
    OWNED = ("years_used", "life_left", "cost", "book_value", "former_status")
    UNIQUE = (("disposal", "asset"),)

    disposal = Reference(AssetDisposal, _("Asset disposal"), backref="lines")
    asset = Reference(Asset, _("Asset"))
    defect = Text(_("What is wrong with it"), max_length=200)
    years_used = Whole(_("Years in use"), null=True, minimum=0, unit=YEARS)
    life_left = Whole(
        _("Short of the least life"),
        null=True,
        minimum=0,
        unit=YEARS,
        help=_("Above zero it cannot go without a technical opinion."),
    )
    cost = Money(_("Original value"), default=0, minimum=0, unit=YUAN)
    book_value = Money(_("Book value"), default=0, minimum=0, unit=YUAN)
    former_status = Text(_("Status before"), max_length=24, default="")

    def __str__(self) -> str:
        return str(self.asset)


__all__ = ["OPEN", "VERDICTS", "AssetDisposal", "AssetDisposalLine"]
