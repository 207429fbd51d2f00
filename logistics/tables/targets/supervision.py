"""Matters under supervision (督查督办): issued, taken on at once, reported weekly, struck off."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Flag,
    Instant,
    LongText,
    Percent,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import Account, BaseModel, Ledger
from logistics.tables.organisation import Unit
from logistics.tables.people import Staff
from logistics.tables.targets.targets import PERCENT, Target
from logistics.wording import _

OPEN_STATES = ("issued", "accepted", "reported")
UNDER_WAY = ("issued", "accepted")
"""Where the person responsible has the next step."""


class SupervisionItem(BaseModel):
    """A matter that leaders want done, with its deadlines: taken on within two working hours,
    reported on every week, done by its day (R65, R68, R86).

    That it is overdue is no state but follows from the deadlines, so that it cannot be forgotten.
    """

    LABEL = _("Matter under supervision")
    LABEL_MANY = _("Matters under supervision")
    TITLE = "title"
    LIST = ("doc_no", "title", "level", "unit", "owner", "due_on", "next_report_on", "status")
    SEARCH = ("doc_no", "title", "requirement", "owner.name")
    SORT = "-id"
    FORM = (
        (_("Matter"), ("title", "source", "source_note", "target", "requirement")),
        (_("Responsibility"), ("unit", "owner", "level", "due_on")),
    )
    OWNED = (
        "doc_no",
        "status",
        "issued_by",
        "issued_at",
        "accept_by",
        "accepted_at",
        "next_report_on",
        "percent",
        "reported_at",
        "result",
        "pressed",
        "closed_by",
        "closed_at",
        "was_late",
        "withdrawn_reason",
    )
    SCOPE = Scope(site="unit.site", unit="unit", owner="owner")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    INDEXES = (("status", "due_on"), ("status", "next_report_on"))
    CHECKS = (
        Rule(
            "supervision_item_issued",
            "status IN ('draft', 'withdrawn') OR accept_by IS NOT NULL",
            _("An issued matter has the hour by which it must be taken on."),
        ),
    )

    doc_no = DocNo(_("Number"), prefix="SV")
    title = Text(_("Matter"), max_length=120)
    source = Choice(
        _("Source"),
        {
            "meeting": _("Decided at a meeting"),
            "leader": _("Given by a leader"),
            "target": _("Target of the year"),
            "check": _("Found at a check"),
            "complaint": _("Raised by staff"),
        },
        default="leader",
    )
    source_note = Text(_("Paper behind it"), max_length=120, default="")
    target = Reference(Target, _("Management target"), null=True)
    requirement = LongText(_("What has to be achieved"))
    level = Choice(
        _("Urgency"),
        {"ordinary": _("Ordinary"), "important": _("Important"), "urgent": _("Very urgent")},
        default="ordinary",
        tones={"ordinary": "neutral", "important": "warn", "urgent": "bad"},
    )
    unit = Reference(Unit, _("Responsible unit"))
    owner = Reference(Staff, _("Responsible"))
    due_on = Day(_("To be done by"))
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "issued": _("To be taken on"),
            "accepted": _("Under way"),
            "reported": _("Reported as done"),
            "done": _("Struck off"),
            "withdrawn": _("Withdrawn"),
        },
        default="draft",
        tones={"issued": "warn", "accepted": "work", "reported": "info", "done": "ok"},
    )
    issued_by = Reference(Account, _("Supervised by"), null=True)
    issued_at = Instant(_("Issued at"), null=True)
    accept_by = Instant(
        _("To be taken on by"), null=True, help=_("Two working hours after it was issued.")
    )
    accepted_at = Instant(_("Taken on at"), null=True)
    next_report_on = Day(_("Next report due"), null=True)
    percent = Percent(_("Progress"), default=0, minimum=0, maximum=100, unit=PERCENT)
    reported_at = Instant(_("Reported as done at"), null=True)
    result = LongText(_("Result"), default="")
    pressed = Whole(_("Times pressed"), default=0, minimum=0)
    closed_by = Reference(Account, _("Struck off by"), null=True)
    closed_at = Instant(_("Struck off at"), null=True)
    was_late = Flag(_("Done late"), help=_("Reported as done after its day."))
    withdrawn_reason = Text(_("Reason for withdrawing"), max_length=200, default="")

    def __str__(self) -> str:
        return str(self.title)


class SupervisionReport(Ledger):
    """What was reported on a matter, week by week; never rewritten (R65)."""

    LABEL = _("Report on a matter")
    LABEL_MANY = _("Reports on matters")
    TITLE = "item"
    LIST = ("item", "reported_on", "percent", "note", "created_by")
    SEARCH = ("item.title", "item.doc_no", "note")
    SORT = "-id"
    OWNED = ("item", "reported_on", "percent", "note", "was_due_on")
    SCOPE = Scope(site="item.unit.site", unit="item.unit", owner="item.owner")

    item = Reference(SupervisionItem, _("Matter"))
    reported_on = Day(_("Day"))
    was_due_on = Day(_("Was due on"), null=True)
    percent = Percent(_("Progress"), minimum=0, maximum=100, unit=PERCENT)
    note = LongText(_("What has been done"))

    def __str__(self) -> str:
        return f"{self.item} · {self.reported_on:%Y-%m-%d}"
