"""Targets (目标管理): of the center, of its units, of single people; and how far each has come."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from logistics.database import (
    Choice,
    Day,
    DocNo,
    LongText,
    Percent,
    Quantity,
    Reference,
    Rule,
    Scope,
    Score,
    Text,
    Whole,
    this_year,
)
from logistics.tables.base import BaseModel, Ledger
from logistics.tables.organisation import Unit
from logistics.tables.people import Staff
from logistics.wording import Words, _

LEVELS = {"center": _("Center"), "unit": _("Unit"), "person": _("Person")}
LEVEL_ABOVE = {"unit": "center", "person": "unit"}
WORK_LINES = {
    "management": _("Management work"),
    "support": _("Support work"),
    "service": _("Service work"),
}
"""管理、保障、服务: the three lines of the center's work (R03)."""
PERCENT = _("%")
PARENT_ABOVE = _("A target serves one of the level above and of the same year.")
TARGET_ABOVE_ZERO = _("The target must be above zero.")


class Target(BaseModel):
    """What is to be reached in a year, by whom and by when.

    A yearly target of the center is shared out to units and people, each with its weight among
    those beside it (R02, R03, R65, R79, R86).
    """

    LABEL = _("Management target")
    LABEL_MANY = _("Register of targets")
    TITLE = "indicator"
    LIST = (
        "doc_no",
        "level",
        "indicator",
        "owner",
        "wanted",
        "attained",
        "score",
        "due_on",
        "status",
    )
    SEARCH = ("doc_no", "indicator", "owner.name", "unit.name")
    SORT = "-year,id"
    FORM = (
        (_("Management target"), ("year", "level", "parent", "indicator", "work_line", "details")),
        (_("Measure of it"), ("wanted", "unit_of_measure", "direction", "weight")),
        (_("Responsibility"), ("unit", "owner", "due_on")),
    )
    OWNED = (
        "doc_no",
        "status",
        "attained",
        "score",
        "reported_on",
        "reached_on",
        "published_on",
    )
    SCOPE = Scope(site="unit.site", unit="unit", owner="owner")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    INDEXES = (("year", "status"), ("status", "due_on"))
    CHECKS = (
        Rule("target_wanted_positive", "wanted > 0", TARGET_ABOVE_ZERO),
        Rule("target_not_own_parent", "parent_id <> id", PARENT_ABOVE),
        Rule("target_center_on_top", "level <> 'center' OR parent_id IS NULL", PARENT_ABOVE),
    )

    doc_no = DocNo(_("Number"), prefix="TG")
    year = Whole(_("Year"), default=this_year, minimum=2000, maximum=2200)
    level = Choice(_("Level"), LEVELS, default="unit")
    parent = Reference(
        "self",
        _("Serves the target"),
        null=True,
        help=_("The target of the level above that this one is a part of."),
    )
    indicator = Text(_("Indicator"), max_length=120)
    details = LongText(_("What counts and what does not"), default="")
    work_line = Choice(_("Line of work"), WORK_LINES, default="service")
    wanted = Quantity(_("Value to reach"))
    unit_of_measure = Text(_("Unit of measure"), max_length=20, default="%")
    direction = Choice(
        _("Direction"),
        {"higher": _("Higher is better"), "lower": _("Lower is better")},
        default="higher",
    )
    weight = Percent(
        _("Weight"),
        minimum=Decimal("0.01"),
        maximum=100,
        unit=PERCENT,
        help=_("Among the targets beside it; together they are 100 when they are published."),
    )
    unit = Reference(Unit, _("Unit"))
    owner = Reference(Staff, _("Responsible"))
    due_on = Day(_("To be done by"))
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "published": _("Under way"),
            "reached": _("Reported as reached"),
            "done": _("Confirmed as reached"),
            "withdrawn": _("Withdrawn"),
        },
        default="draft",
        tones={"published": "work", "reached": "info", "done": "ok"},
    )
    attained = Quantity(_("Attained"), null=True)
    score = Score(
        _("Points scored"), null=True, help=_("100 at the target value, in proportion, up to 110.")
    )
    reported_on = Day(_("Last report"), null=True)
    reached_on = Day(_("Reached on"), null=True)
    published_on = Day(_("Published on"), null=True)

    def __str__(self) -> str:
        return str(self.indicator)

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.wanted is not None and row.wanted <= 0:
            yield "wanted", TARGET_ABOVE_ZERO
        above = row.parent
        if above is not None:
            fits = above.level == LEVEL_ABOVE.get(row.level) and above.year == row.year
            if not fits or above.id == row.id:
                yield "parent", PARENT_ABOVE


class TargetProgress(Ledger):
    """How far a target had come on a day, as its owner reported it; never rewritten (R65)."""

    LABEL = _("Progress of a target")
    LABEL_MANY = _("Progress of targets")
    TITLE = "target"
    LIST = ("target", "reported_on", "attained", "percent", "note", "created_by")
    SEARCH = ("target.indicator", "note")
    SORT = "-reported_on,-id"
    OWNED = ("target", "reported_on", "attained", "percent", "note")
    SCOPE = Scope(site="target.unit.site", unit="target.unit", owner="target.owner")
    INDEXES = (("target", "reported_on"),)

    target = Reference(Target, _("Management target"))
    reported_on = Day(_("Day"))
    attained = Quantity(_("Attained"))
    percent = Percent(_("Of the target value"), unit=PERCENT)
    note = LongText(_("What has been done"), default="")

    def __str__(self) -> str:
        return f"{self.target} · {self.reported_on:%Y-%m-%d}"
