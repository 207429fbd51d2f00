"""Surveys on the spot, offers, and how far the work has come."""

from __future__ import annotations

from logistics.database import Choice, Day, Flag, LongText, Percent, Price, Reference, Text, Whole
from logistics.tables.base import BaseModel
from logistics.tables.buildings.contractors import Contractor
from logistics.tables.buildings.defects import YUAN
from logistics.tables.buildings.projects import YEARS, WorksProject
from logistics.tables.people import Staff
from logistics.wording import _

ROWS_OF_OPERATIONS = ("list", "details", "export", "history")


class SiteSurvey(BaseModel):
    """One contractor's survey of the place (现场勘查, R45)."""

    LABEL = _("Site survey")
    LABEL_MANY = _("Site surveys")
    LIST = ("project", "contractor", "surveyed_on", "guide", "findings", "advice", "season_advice")
    SEARCH = ("project.doc_no", "project.name", "contractor.name", "findings")
    SORT = "-surveyed_on"
    DOCUMENT = "project"
    OWNED = ("project", "contractor", "surveyed_on", "guide", "findings", "advice", "season_advice")
    PAGES = ROWS_OF_OPERATIONS
    UNIQUE = (("project", "contractor"),)

    project = Reference(WorksProject, _("Works project"))
    contractor = Reference(Contractor, _("Contractor"))
    surveyed_on = Day(_("Surveyed on"))
    guide = Reference(Staff, _("Accompanied by"))
    findings = LongText(_("What was found"))
    advice = LongText(_("Proposed method"), default="")
    season_advice = Text(_("Proposed season"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.contractor} {self.surveyed_on:%Y-%m-%d}"


class WorksQuotation(BaseModel):
    """A contractor's offer after its survey: price, days, warranty (R45)."""

    LABEL = _("Works quotation")
    LABEL_MANY = _("Works quotations")
    LIST = (
        "project",
        "contractor",
        "amount",
        "days",
        "warranty_years",
        "quoted_on",
        "terms",
        "is_chosen",
    )
    SEARCH = ("project.doc_no", "project.name", "contractor.name", "terms")
    SORT = "project,amount"
    DOCUMENT = "project"
    OWNED = (
        "project",
        "contractor",
        "amount",
        "days",
        "warranty_years",
        "quoted_on",
        "terms",
        "is_chosen",
    )
    PAGES = ROWS_OF_OPERATIONS
    UNIQUE = (("project", "contractor"),)

    project = Reference(WorksProject, _("Works project"))
    contractor = Reference(Contractor, _("Contractor"))
    amount = Price(_("Total price"), minimum=0, unit=YUAN)
    days = Whole(_("Time needed"), minimum=1, maximum=1000, unit=_("days"))
    warranty_years = Whole(_("Warranty"), minimum=0, maximum=50, unit=YEARS)
    quoted_on = Day(_("Quoted on"))
    terms = Text(_("Terms"), max_length=200, default="")
    is_chosen = Flag(_("Chosen"))

    def __str__(self) -> str:
        return f"{self.contractor} · {self.amount:,.2f}"


class WorksProgress(BaseModel):
    """How far the work had come on a day; what will be covered up is looked at first (隐蔽验收)."""

    LABEL = _("Progress report")
    LABEL_MANY = _("Progress reports")
    LIST = ("project", "reported_on", "percent", "kind", "note", "reporter")
    SEARCH = ("project.doc_no", "project.name", "note")
    SORT = "-reported_on,-id"
    DOCUMENT = "project"
    OWNED = ("project", "reported_on", "percent", "kind", "note", "reporter")
    PAGES = ROWS_OF_OPERATIONS

    project = Reference(WorksProject, _("Works project"))
    reported_on = Day(_("Reported on"))
    percent = Percent(_("Done"), minimum=0, maximum=100, unit=_("%"))
    kind = Choice(
        _("Kind"),
        {"progress": _("Progress"), "concealed": _("Check before covering up")},
        default="progress",
    )
    note = LongText(_("Note"), default="")
    reporter = Reference(Staff, _("Entered by"))

    def __str__(self) -> str:
        return f"{self.project} {self.percent:.0f} %"
