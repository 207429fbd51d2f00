"""Reports to the superior bodies: their sections, and facts that are counted and then frozen."""

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
    LongText,
    Percent,
    Reference,
    Rule,
    Text,
    Whole,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.people import ENDS_AFTER_START
from logistics.tables.targets.targets import WORK_LINES
from logistics.wording import Words, _


class Report(BaseModel):
    """A summary of a period, reported upward (R01, R02)."""

    LABEL = _("Work report")
    LABEL_MANY = _("Work reports")
    TITLE = "title"
    LIST = ("doc_no", "title", "kind", "starts_on", "ends_on", "status", "published_at")
    SEARCH = ("doc_no", "title")
    SORT = "-ends_on,-id"
    FORM = (
        (_("Work report"), ("title", "kind", "starts_on", "ends_on")),
        (_("Address and opening"), ("addressed_to", "opening")),
    )
    OWNED = (
        "doc_no",
        "status",
        "compiled_at",
        "approved_by",
        "approved_at",
        "published_by",
        "published_at",
        "return_note",
    )
    SCOPE = SHARED
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    INDEXES = (("status", "ends_on"),)
    CHECKS = (Rule("report_period", "ends_on >= starts_on", ENDS_AFTER_START),)

    doc_no = DocNo(_("Number"), prefix="RE")
    title = Text(_("Title"), max_length=120)
    kind = Choice(
        _("Kind"),
        {
            "half_year": _("Half-year report"),
            "annual": _("Annual report"),
            "topical": _("Topical report"),
        },
        default="half_year",
    )
    starts_on = Day(_("Period from"))
    ends_on = Day(_("Period until"))
    addressed_to = Text(
        _("Superior bodies addressed"),
        max_length=120,
        default="",
        help=_("The superior bodies that the report goes to."),
    )
    opening = LongText(_("Opening words"), default="")
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "review": _("Under review"),
            "approved": _("Approved"),
            "published": _("Published"),
        },
        default="draft",
        tones={"review": "info", "approved": "info", "published": "ok"},
    )
    compiled_at = Instant(_("Facts counted at"), null=True)
    approved_by = Reference(Account, _("Approved by"), null=True)
    approved_at = Instant(_("Approved at"), null=True)
    published_by = Reference(Account, _("Signed by"), null=True)
    published_at = Instant(_("Published at"), null=True)
    return_note = Text(_("Reason for returning"), max_length=200, default="")

    def __str__(self) -> str:
        return str(self.title)

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            yield "ends_on", ENDS_AFTER_START


class ReportSection(BaseModel):
    """One section of a report: its number, its heading and its text (R03).

    Made by the house from the records of the period, then edited by whoever writes the report.
    """

    LABEL = _("Section of a report")
    LABEL_MANY = _("Sections of a report")
    TITLE = "heading"
    LIST = ("report", "number", "heading", "work_line", "narrative")
    SEARCH = ("heading", "narrative", "report.title")
    SORT = "report,position"
    DOCUMENT = "report"
    OWNED = ("drafted",)
    UNIQUE = (("report", "number"), ("report", "position"))

    report = Reference(Report, _("Work report"), backref="sections")
    position = Whole(_("Order in lists"), minimum=1)
    number = Text(_("Number of the section"), max_length=8, help=_("1, 2.4 and so on."))
    heading = Text(_("Heading"), max_length=80)
    work_line = Choice(_("Line of work"), WORK_LINES, null=True)
    narrative = LongText(_("Text"), default="")
    drafted = LongText(
        _("As drafted by the house"),
        default="",
        help=_("While the text is still this one, counting the facts again drafts it anew."),
    )

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"


class ReportFact(BaseModel):
    """A figure of a report as it was counted: frozen once the report is approved (R01, R67, R78).

    It keeps the version of its query, when it was counted, the number of records behind it, the
    same figure a year earlier, and where its rows are listed.
    """

    LABEL = _("Fact of a report")
    LABEL_MANY = _("Facts of a report")
    TITLE = "label"
    LIST = ("report", "requirement", "label", "value", "records", "previous", "change", "holds")
    SEARCH = ("label", "key", "requirement", "report.title")
    SORT = "report,position"
    DOCUMENT = "report"
    PAGES = ("list", "details", "export", "history")
    OWNED = (
        "report",
        "section",
        "position",
        "requirement",
        "key",
        "label",
        "value",
        "unit_of_measure",
        "records",
        "previous",
        "previous_records",
        "change",
        "holds",
        "source",
        "filters",
        "snapshot",
        "query_version",
        "as_of",
    )
    UNIQUE = (("report", "key"),)
    INDEXES = (("report", "position"),)

    report = Reference(Report, _("Work report"))
    section = Text(_("Number of the section"), max_length=8)
    position = Whole(_("Order in lists"), minimum=1)
    requirement = Text(_("Number of the statement"), max_length=4)
    key = Text(_("Key"), max_length=60)
    label = Text(_("Figure"), max_length=160, worded=True)
    value = Text(_("Value"), max_length=60, null=True, help=_("Empty: there are no records."))
    unit_of_measure = Text(_("Unit of measure"), max_length=20, default="", worded=True)
    records = Whole(_("Number of records"), minimum=0)
    previous = Text(_("Same period last year"), max_length=60, null=True)
    previous_records = Whole(_("Records last year"), default=0, minimum=0)
    change = Percent(_("Change against last year"), null=True, unit=_("%"))
    holds = Flag(_("Borne out"), help=_("The records bear out what the report claims."))
    source = Text(_("Table"), max_length=60)
    filters = Text(_("Filter of its rows"), max_length=300, default="")
    snapshot = LongText(_("Parts"), default="")
    query_version = Text(_("Version of the query"), max_length=40)
    as_of = Instant(_("Facts counted at"))

    def __str__(self) -> str:
        return str(self.label)
