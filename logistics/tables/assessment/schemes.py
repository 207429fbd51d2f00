"""Schemes: what is assessed, for how many points, by which numbers. Versioned, then immutable."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from logistics.database import (
    SHARED,
    Choice,
    Exact,
    Instant,
    Money,
    Percent,
    Reference,
    Rule,
    Score,
    Text,
    Whole,
)
from logistics.tables.assessment.choices import (
    DAYS,
    DIMENSIONS,
    LEVELS,
    PERIODS,
    POINTS,
    ROUNDINGS,
    YUAN,
)
from logistics.tables.base import BaseModel
from logistics.tables.people import FAMILIES
from logistics.wording import Words, _

BANDS_FALL = _("The grades must begin at falling totals.")
PERCENT = _("%")


class AssessmentScheme(BaseModel):
    """How one post family is assessed. A published version never changes; a change is a new one
    (R80, R82).
    """

    LABEL = _("Assessment scheme")
    LABEL_MANY = _("Assessment schemes")
    LIST = ("code", "version", "name", "post_family", "level", "period", "status", "published_at")
    SEARCH = ("code", "name")
    SORT = "code,-version"
    FORM = (
        (_("Scheme"), ("code", "name", "post_family", "level", "period")),
        (
            _("Grades"),
            (
                "excellent_from",
                "competent_from",
                "basic_from",
                "quota",
                "quota_rounding",
                "peer_minimum",
                "least_served",
                "least_data",
                "bonus_cap",
            ),
        ),
        (
            _("Raters"),
            (
                "weight_self",
                "weight_peer",
                "weight_served",
                "weight_leader",
                "least_raters",
                "trim_from",
                "normalise_from",
                "factor_low",
                "factor_high",
            ),
        ),
        (_("Redress"), ("dispute_days", "publicity_days", "objection_days")),
        (
            _("Bonus pool"),
            (
                "bonus_base",
                "coefficient_excellent",
                "coefficient_competent",
                "coefficient_basic",
                "coefficient_incompetent",
            ),
        ),
    )
    OWNED = ("version", "status", "published_at")
    SCOPE = SHARED
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    UNIQUE = (("code", "version"),)
    INDEXES = (("post_family", "period", "status"),)
    CHECKS = (
        Rule(
            "scheme_bands_fall",
            "excellent_from > competent_from AND competent_from > basic_from AND basic_from > 0",
            BANDS_FALL,
        ),
        Rule(
            "scheme_factors",
            "factor_low <= 1000 AND factor_high >= 1000",
            _("The factors of raters must lie on both sides of 1."),
        ),
    )

    code = Text(_("Code"), max_length=24)
    version = Whole(_("Version of the scheme"), default=1, minimum=1)
    name = Text(_("Name"), max_length=80)
    post_family = Choice(_("Post family"), FAMILIES)
    level = Choice(
        _("Level"),
        LEVELS,
        default="worker",
        help=_("Levels are ranked apart and may not use each other's places."),
    )
    period = Choice(_("Kind of period"), PERIODS, default="half")
    status = Choice(
        _("Status"),
        {"draft": _("Draft"), "published": _("Published"), "retired": _("Retired")},
        default="draft",
        tones={"draft": "neutral", "published": "ok", "retired": "neutral"},
    )
    published_at = Instant(_("Published at"), null=True)

    excellent_from = Score(_("Excellent from"), default=90, minimum=0, maximum=110, unit=POINTS)
    competent_from = Score(_("Competent from"), default=75, minimum=0, maximum=110, unit=POINTS)
    basic_from = Score(
        _("Basically competent from"), default=60, minimum=0, maximum=110, unit=POINTS
    )
    quota = Percent(_("Quota of excellent"), default=20, minimum=0, maximum=100, unit=PERCENT)
    quota_rounding = Choice(_("Rounding of places"), ROUNDINGS, default="down")
    peer_minimum = Whole(
        _("Least peers"),
        default=5,
        minimum=1,
        unit=_("people"),
        help=_("Smaller families are pooled within their level."),
    )
    least_served = Percent(
        _("Least service for a grade"),
        default=50,
        minimum=0,
        maximum=100,
        unit=PERCENT,
        help=_("Who served a smaller share of the period gets no grade."),
    )
    least_data = Percent(
        _("Least data for excellent"),
        default=50,
        minimum=0,
        maximum=100,
        unit=PERCENT,
        help=_("Who has data on a smaller share of the weights is not excellent."),
    )
    bonus_cap = Score(_("Most bonus points"), default=10, minimum=0, unit=POINTS)

    weight_self = Percent(_("Weight of self"), default=5, minimum=0, maximum=100, unit=PERCENT)
    weight_peer = Percent(_("Weight of peers"), default=25, minimum=0, maximum=100, unit=PERCENT)
    weight_served = Percent(
        _("Weight of served units"), default=30, minimum=0, maximum=100, unit=PERCENT
    )
    weight_leader = Percent(
        _("Weight of the direct leader"), default=40, minimum=0, maximum=100, unit=PERCENT
    )
    least_raters = Whole(
        _("Least raters"),
        default=3,
        minimum=1,
        unit=_("people"),
        help=_("Peers or served units with fewer are merged, so that nobody can be recognised."),
    )
    trim_from = Whole(
        _("Extremes dropped from"),
        default=5,
        minimum=3,
        unit=_("raters"),
        help=_("From so many raters on, the highest and the lowest value do not count."),
    )
    normalise_from = Whole(
        _("Normalised from"),
        default=5,
        minimum=1,
        unit=_("people"),
        help=_("A rater's habit is corrected once he has rated so many people."),
    )
    factor_low = Exact(_("Least factor"), scale=3, default=Decimal("0.9"), minimum=Decimal("0.001"))
    factor_high = Exact(_("Largest factor"), scale=3, default=Decimal("1.1"), maximum=Decimal(10))

    dispute_days = Whole(_("Days to dispute an event"), default=5, minimum=1, unit=DAYS)
    publicity_days = Whole(_("Days of publicity"), default=5, minimum=5, unit=DAYS)
    objection_days = Whole(_("Days to object"), default=10, minimum=1, unit=DAYS)

    bonus_base = Money(_("Base of the bonus"), default=3000, minimum=0, unit=YUAN)
    coefficient_excellent = Exact(_("Coefficient of excellent"), default=Decimal("1.2"), minimum=0)
    coefficient_competent = Exact(_("Coefficient of competent"), default=1, minimum=0)
    coefficient_basic = Exact(
        _("Coefficient of basically competent"), default=Decimal("0.8"), minimum=0
    )
    coefficient_incompetent = Exact(_("Coefficient of incompetent"), default=0, minimum=0)

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"

    @classmethod
    def check(cls, row: Any) -> list[tuple[str, Words]]:
        if row.excellent_from > row.competent_from > row.basic_from:
            return []
        return [("excellent_from", BANDS_FALL)]

    @property
    def rater_weights(self) -> dict[str, Decimal]:
        """Percent by rater group."""
        return {
            "self": self.weight_self,
            "peer": self.weight_peer,
            "served": self.weight_served,
            "leader": self.weight_leader,
        }

    @property
    def coefficients(self) -> dict[str, Decimal]:
        """Of the bonus, by grade."""
        return {
            "excellent": self.coefficient_excellent,
            "competent": self.coefficient_competent,
            "basic": self.coefficient_basic,
            "incompetent": self.coefficient_incompetent,
            "no_grade": Decimal(0),
        }


class AssessmentDimension(BaseModel):
    """A part of the scheme with its weight; all weights of a scheme are 100 together (R17, R80)."""

    LABEL = _("Dimension")
    LABEL_MANY = _("Dimensions")
    DOCUMENT = "scheme"
    LIST = ("scheme", "kind", "name", "weight")
    SEARCH = ("name", "scheme.code")
    SORT = "scheme,position"
    UNIQUE = (("scheme", "kind"),)

    scheme = Reference(AssessmentScheme, _("Scheme"), backref="dimensions")
    position = Whole(_("Order in lists"), default=1, minimum=1)
    kind = Choice(_("Dimension"), DIMENSIONS)
    name = Text(_("Name"), max_length=60)
    weight = Percent(_("Weight"), minimum=0, maximum=100, unit=PERCENT)

    def __str__(self) -> str:
        return str(self.name)
