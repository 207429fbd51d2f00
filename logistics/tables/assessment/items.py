"""What a scheme counts: its items and the clauses by which points go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    Choice,
    Flag,
    Percent,
    Quantity,
    Reference,
    Rule,
    Score,
    Text,
    Whole,
)
from logistics.tables.assessment.choices import (
    CAPS,
    DIRECTIONS,
    METHODS,
    POINTS,
    RECKONINGS,
    TAGS,
)
from logistics.tables.assessment.schemes import PERCENT, AssessmentDimension
from logistics.tables.base import BaseModel
from logistics.wording import Words, _


class AssessmentItem(BaseModel):
    """What is looked at, and how it becomes points. Full scores of a dimension are 100 together
    (R80, R81).
    """

    LABEL = _("Assessment item")
    LABEL_MANY = _("Assessment items")
    DOCUMENT = "dimension"
    LIST = ("dimension", "code", "name", "method", "full_score", "measure", "source", "tag")
    SEARCH = ("code", "name", "source")
    SORT = "dimension,position"
    UNIQUE = (("dimension", "code"),)
    CHECKS = (
        Rule(
            "assessment_item_full_score",
            "full_score > 0 OR method = 'veto'",
            _("Only a veto may be worth nothing."),
        ),
        Rule(
            "assessment_item_target",
            "target > 0",
            _("The target must be above zero."),
        ),
    )

    dimension = Reference(AssessmentDimension, _("Dimension"), backref="items")
    position = Whole(_("Order in lists"), default=1, minimum=1)
    code = Text(_("Code"), max_length=24)
    name = Text(_("Name"), max_length=60)
    method = Choice(_("Method"), METHODS)
    tag = Choice(_("Counts as"), TAGS, default="results")
    full_score = Score(_("Full score"), minimum=0, maximum=100, unit=POINTS)
    measure = Text(
        _("Counted from"),
        max_length=40,
        default="",
        help=_("The records that are counted by themselves. Empty: entered by hand."),
    )
    source = Text(
        _("Records behind it"), max_length=120, default="", help=_("Which papers show it.")
    )
    reckoning = Choice(_("How it is reckoned"), RECKONINGS, default="share")
    target = Quantity(_("Target value"), default=100)
    direction = Choice(_("Direction"), DIRECTIONS, default="higher")
    tolerance = Quantity(_("Tolerance"), default=0, minimum=0)
    loss = Score(
        _("Points lost per unit"),
        null=True,
        minimum=0,
        help=_("For each unit beyond the tolerance. Empty: one percent for one percent."),
    )
    cap = Percent(_("Most, of the full score"), default=110, minimum=100, maximum=110, unit=PERCENT)
    floor = Score(_("Least points"), default=0, minimum=0, unit=POINTS)
    least_records = Whole(_("Least records"), default=1, minimum=1, help=_("Fewer are no data."))
    silence_is_full = Flag(
        _("No record is the full score"),
        help=_("Only where breaches are entered as they happen; otherwise no record is no data."),
    )

    def __str__(self) -> str:
        return str(self.name)

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.full_score == 0 and row.method != "veto":
            yield "full_score", _("Only a veto may be worth nothing.")
        if row.target is not None and row.target <= 0:
            yield "target", _("The target must be above zero.")


class AssessmentClause(BaseModel):
    """One kind of event under an item, and what one of it costs, gives or forbids."""

    LABEL = _("Clause")
    LABEL_MANY = _("Clauses")
    DOCUMENT = "item"
    LIST = ("item", "code", "name", "points", "caps_at")
    SEARCH = ("code", "name")
    SORT = "item,position"
    UNIQUE = (("item", "code"),)

    item = Reference(AssessmentItem, _("Assessment item"), backref="clauses")
    position = Whole(_("Order in lists"), default=1, minimum=1)
    code = Text(_("Code"), max_length=24, help=_("A measure finds its clause by the fault's code."))
    name = Text(_("Name"), max_length=80)
    points = Score(_("Points each"), default=0, minimum=0, maximum=100, unit=POINTS)
    caps_at = Choice(_("Best grade left"), CAPS, null=True, help=_("For a veto only."))

    def __str__(self) -> str:
        return str(self.name)
