"""What the arithmetic must know of a published scheme, and of one person's records.

Plain values, no rows: a run reads them from the database once, a test writes them by hand.
Points and shares are `Decimal`; shares are in percent (0 to 100, or to the item's cap).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from .numbers import HUNDRED, ZERO

GRADES = ("excellent", "competent", "basic", "incompetent", "no_grade")
"""From the best to none: a cap is the first grade of this order that a person may still get."""


def worse(one: str, other: str) -> str:
    """The worse of two grades."""
    return GRADES[max(GRADES.index(one), GRADES.index(other))]


@dataclass(frozen=True, slots=True)
class ItemRule:
    """One item: how its records become points.

    `method` is one of deduct, target, ratio, rating, ballot, bonus, veto. `reckoning` says how
    records become one value: sum, mean, or share (Σ quantity ÷ Σ possible × 100). `loss` set makes
    a target a band: that many points go for each unit beyond `tolerance`. `silence_is_full`:
    breaches are entered as they happen, so no record means that nothing went wrong.
    """

    id: int
    dimension: int
    method: str
    full: Decimal
    tag: str = "results"
    reckoning: str = "share"
    target: Decimal = HUNDRED
    direction: str = "higher"
    tolerance: Decimal = ZERO
    loss: Decimal | None = None
    cap: Decimal = HUNDRED
    floor: Decimal = ZERO
    least_records: int = 1
    silence_is_full: bool = False


@dataclass(frozen=True, slots=True)
class Records:
    """The confirmed records of one person under one item, summed.

    `count` records, of which `against` cost or gave points; `points` is Σ quantity × points each.
    """

    count: int = 0
    against: int = 0
    points: Decimal = ZERO
    quantity: Decimal = ZERO
    possible: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Rated:
    """What the raters of one person gave under one item: the mean as given, and after
    normalisation.
    """

    raters: int
    raw: Decimal
    normalised: Decimal


@dataclass(frozen=True, slots=True)
class RatingRules:
    """How the values of several raters become one."""

    least_raters: int = 3
    trim_from: int = 5
    normalise_from: int = 5
    factor_low: Decimal = Decimal("0.9")
    factor_high: Decimal = Decimal("1.1")
    weights: Mapping[str, Decimal] = field(
        default_factory=lambda: {
            "self": Decimal(5),
            "peer": Decimal(25),
            "served": Decimal(30),
            "leader": Decimal(40),
        }
    )


@dataclass(frozen=True, slots=True)
class GradeRules:
    """The bands of the grades and the quota of the best."""

    excellent_from: Decimal = Decimal(90)
    competent_from: Decimal = Decimal(75)
    basic_from: Decimal = Decimal(60)
    quota: Decimal = Decimal(20)
    rounding: str = "down"
    peer_minimum: int = 5


@dataclass(frozen=True, slots=True, eq=False)
class SchemeRules:
    """A whole scheme: dimensions by id with their weights (Σ = 100), items, ratings, grades.

    Who has data on less than `least_data` percent of the weights is not excellent.
    Each is itself and no other, so that what follows from it can be remembered by it.
    """

    id: int
    family: str
    level: str
    weights: Mapping[int, Decimal]
    items: tuple[ItemRule, ...]
    integrity: int | None = None
    bonus_cap: Decimal = Decimal(10)
    least_data: Decimal = ZERO
    ratings: RatingRules = field(default_factory=RatingRules)
    grades: GradeRules = field(default_factory=GradeRules)
