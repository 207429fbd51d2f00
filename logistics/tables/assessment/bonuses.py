"""The bonus pool of a cycle, and what each person gets of it."""

from __future__ import annotations

from logistics.database import (
    SHARED,
    Choice,
    DocNo,
    Exact,
    Money,
    Reference,
    Rule,
    Scope,
    Text,
)
from logistics.tables.assessment.choices import GRADE_TONES, GRADES, YUAN
from logistics.tables.assessment.cycles import AssessmentCycle
from logistics.tables.assessment.results import ScoreRun
from logistics.tables.base import Account, BaseModel
from logistics.tables.people import Staff
from logistics.wording import _


class BonusRun(BaseModel):
    """A pool shared by grade, base, unit factor and months: drafted, shared to the fen, paid
    (R81).
    """

    LABEL = _("Bonus run")
    LABEL_MANY = _("Bonus runs")
    TITLE = "cycle"
    LIST = ("doc_no", "cycle", "pool", "status", "shared_by", "paid_by")
    SEARCH = ("doc_no", "cycle.code")
    SORT = "-created_at"
    FORM = ((_("Bonus pool"), ("pool",)),)
    OWNED = ("doc_no", "cycle", "run", "status", "shared_by", "paid_by", "voucher_no")
    SCOPE = SHARED
    PAGES = ("list", "details", "edit", "delete", "export", "history")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    CHECKS = (Rule("bonus_run_pool", "pool > 0", _("The pool must be above zero.")),)
    INDEXES = (("cycle", "status"),)

    doc_no = DocNo(_("Number"), prefix="BN")
    cycle = Reference(AssessmentCycle, _("Cycle"))
    run = Reference(ScoreRun, _("Scoring run"))
    pool = Money(_("Bonus pool"), unit=YUAN)
    status = Choice(
        _("Status"),
        {"draft": _("Draft"), "shared": _("Shared out"), "paid": _("Bonus paid")},
        default="draft",
        tones={"draft": "neutral", "shared": "info", "paid": "ok"},
    )
    shared_by = Reference(Account, _("Shared out by"), null=True)
    paid_by = Reference(Account, _("Paid by"), null=True)
    voucher_no = Text(_("Voucher number"), max_length=40, default="")

    def __str__(self) -> str:
        return str(self.doc_no or self.cycle)


class BonusLine(BaseModel):
    """One person's share: base × coefficient × unit factor × months, cut from the pool (R81)."""

    LABEL = _("Bonus line")
    LABEL_MANY = _("Bonus lines")
    DOCUMENT = "bonus_run"
    TITLE = "staff"
    LIST = (
        "bonus_run",
        "staff",
        "grade",
        "base",
        "coefficient",
        "unit_factor",
        "months",
        "amount",
    )
    SEARCH = ("staff.name", "bonus_run.doc_no")
    SORT = "bonus_run,staff"
    OWNED = ("bonus_run", "staff", "grade", "coefficient", "months", "amount")
    SCOPE = Scope(site="staff.site", unit="staff.unit", owner="staff")
    PAGES = ("list", "details", "edit", "export", "history")
    UNIQUE = (("bonus_run", "staff"),)

    bonus_run = Reference(BonusRun, _("Bonus run"), backref="lines")
    staff = Reference(Staff, _("Staff member"))
    grade = Choice(_("Grade"), GRADES, tones=GRADE_TONES)
    base = Money(_("Base amount"), minimum=0, unit=YUAN)
    coefficient = Exact(_("Coefficient"), minimum=0)
    unit_factor = Exact(_("Unit factor"), default=1, minimum=0)
    months = Exact(_("Months served"), minimum=0, unit=_("months"))
    amount = Money(_("Amount"), default=0, minimum=0, unit=YUAN)

    def __str__(self) -> str:
        return f"{self.staff} · {self.bonus_run}"
