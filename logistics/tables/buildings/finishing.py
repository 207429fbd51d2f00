"""What ends a works project: acceptance, settlement, and re-inspections through rain and years."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Exact,
    Flag,
    Instant,
    LongText,
    Money,
    Percent,
    Reference,
    Rule,
    Score,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel
from logistics.tables.buildings.defects import YUAN
from logistics.tables.buildings.projects import WorksProject
from logistics.tables.buildings.quoting import ROWS_OF_OPERATIONS
from logistics.tables.people import Staff
from logistics.wording import _

MOST_RETENTION = 3


class WorksAcceptance(BaseModel):
    """The acceptance of finished work by several people (竣工验收, R46, R47)."""

    LABEL = _("Works acceptance")
    LABEL_MANY = _("Works acceptances")
    LIST = ("doc_no", "project", "round", "finished_on", "needed", "mark", "status", "accepted_on")
    SEARCH = ("doc_no", "project.doc_no", "project.name", "summary")
    SORT = "-id"
    DOCUMENT = "project"
    OWNED = (
        "doc_no",
        "project",
        "round",
        "finished_on",
        "summary",
        "needed",
        "mark",
        "status",
        "accepted_on",
    )
    PAGES = ROWS_OF_OPERATIONS
    UNIQUE = (("project", "round"),)

    doc_no = DocNo(_("Number"), prefix="WA")
    project = Reference(WorksProject, _("Works project"), backref="acceptances")
    round = Whole(_("Round"), minimum=1)
    finished_on = Day(_("Finished on"))
    summary = LongText(_("What was carried out"), default="")
    needed = Whole(_("Acceptors needed"), minimum=1, unit=_("people"))
    status = Choice(
        _("Status"),
        {
            "open": _("To be accepted"),
            "passed": _("Accepted"),
            "failed": _("To be mended first"),
        },
        default="open",
        tones={"open": "info", "passed": "ok", "failed": "bad"},
    )
    mark = Score(_("Mark"), null=True, minimum=0, maximum=100, unit=_("points"))
    accepted_on = Day(_("Accepted on"), null=True)

    def __str__(self) -> str:
        return str(self.doc_no)


class WorksAcceptanceMember(BaseModel):
    """One acceptor's signature under his own log-in: what he saw and the mark he gives."""

    LABEL = _("Acceptor of works")
    LABEL_MANY = _("Acceptors of works")
    LIST = ("acceptance", "staff", "is_passed", "mark", "opinion", "signed_at")
    SEARCH = ("acceptance.doc_no", "staff.name", "opinion")
    SORT = "acceptance,id"
    DOCUMENT = "acceptance"
    OWNED = ("acceptance", "staff", "is_passed", "mark", "opinion", "signed_at")
    PAGES = ROWS_OF_OPERATIONS
    UNIQUE = (("acceptance", "staff"),)

    acceptance = Reference(WorksAcceptance, _("Works acceptance"), backref="members")
    staff = Reference(Staff, _("Acceptor"))
    is_passed = Flag(_("Accepted"))
    mark = Score(_("Mark"), minimum=0, maximum=100, unit=_("points"))
    opinion = LongText(_("Opinion"), default="")
    signed_at = Instant(_("Time of signing"))

    def __str__(self) -> str:
        return f"{self.acceptance} · {self.staff}"


class WorksSettlement(BaseModel):
    """What the work costs in the end, audited, and what is kept back until the warranty has run."""

    LABEL = _("Works settlement")
    LABEL_MANY = _("Works settlements")
    LIST = (
        "project",
        "contract_amount",
        "final_amount",
        "audited_amount",
        "retention_percent",
        "retention",
        "retention_until",
        "status",
    )
    SEARCH = ("project.doc_no", "project.name", "note")
    SORT = "-id"
    DOCUMENT = "project"
    OWNED = (
        "project",
        "contract_amount",
        "final_amount",
        "audited_amount",
        "retention_percent",
        "retention",
        "retention_until",
        "note",
        "status",
        "settled_on",
    )
    PAGES = ROWS_OF_OPERATIONS
    CHECKS = (
        Rule(
            "works_settlement_audited",
            "audited_amount <= final_amount",
            _("The audit cannot find more than was billed."),
        ),
    )

    project = Reference(WorksProject, _("Works project"), backref="settlements")
    contract_amount = Money(_("Contract amount"), minimum=0, unit=YUAN)
    final_amount = Money(
        _("Final amount"), minimum=0, unit=YUAN, help=_("As the contractor bills.")
    )
    audited_amount = Money(_("Audited amount"), minimum=0, unit=YUAN)
    retention_percent = Percent(
        _("Kept back"),
        default=3,
        minimum=0,
        maximum=MOST_RETENTION,
        unit=_("%"),
        help=_("At most 3 percent of what was settled."),
    )
    retention = Money(_("Amount kept back"), default=0, minimum=0, unit=YUAN)
    retention_until = Day(_("Kept back until"), null=True)
    note = LongText(_("Note"), default="")
    status = Choice(
        _("Status"),
        {
            "waiting": _("Waiting for approval"),
            "final": _("Settlement final"),
            "refused": _("Not approved"),
        },
        default="waiting",
        tones={"waiting": "info", "final": "ok", "refused": "bad"},
    )
    settled_on = Day(_("Settled on"), null=True)

    def __str__(self) -> str:
        return f"{self.project} · {self.final_amount:,.2f}"


class Reinspection(BaseModel):
    """A look at finished work after rain, before the flood season or the warranty's end (R46).

    Expected in advance; one that nobody has made is a finding in itself.
    """

    LABEL = _("Re-inspection")
    LABEL_MANY = _("Re-inspections")
    LIST = (
        "project",
        "trigger",
        "weather",
        "due_on",
        "inspected_on",
        "rainfall",
        "result",
        "status",
    )
    SEARCH = ("project.doc_no", "project.name", "note")
    SORT = "-due_on"
    DOCUMENT = "project"
    OWNED = (
        "project",
        "trigger",
        "weather",
        "due_on",
        "rainfall",
        "inspected_on",
        "inspector",
        "result",
        "note",
        "status",
    )
    PAGES = ROWS_OF_OPERATIONS
    UNIQUE = (("project", "trigger", "weather", "due_on"),)
    INDEXES = (("status", "due_on"),)

    project = Reference(WorksProject, _("Works project"), backref="reinspections")
    trigger = Choice(
        _("Occasion"),
        {
            "rain": _("After rain"),
            "season": _("Before the flood season"),
            "date": _("Before the warranty ends"),
        },
    )
    weather = Choice(
        _("Weather of the day"),
        {"dry": _("No rain"), "light": _("Light rain"), "heavy": _("Heavy rain")},
        default="dry",
    )
    due_on = Day(_("To be looked at by"))
    rainfall = Exact(_("Rainfall"), scale=1, null=True, minimum=0, unit=_("mm"))
    inspected_on = Day(_("Inspected on"), null=True)
    inspector = Reference(Staff, _("Inspected by"), null=True)
    result = Choice(
        _("Result"),
        {"sound": _("Dry and sound"), "leak": _("Leaks or damaged")},
        null=True,
        tones={"sound": "ok", "leak": "bad"},
    )
    note = Text(_("Note"), max_length=200, default="")
    status = Choice(
        _("Status"),
        {"expected": _("To be done"), "done": _("Done")},
        default="expected",
        tones={"expected": "info", "done": "ok"},
    )

    def __str__(self) -> str:
        return f"{self.project} {self.due_on:%Y-%m-%d}"
