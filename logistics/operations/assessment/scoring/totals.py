"""One person: items become a base, the base and the bonus a total.

Base = Σ weight × dimension. Items without data drop out; the others keep their proportions and grow
until they are 100 again. Total = min(100, base) + min(bonus cap, bonus).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm

from .items import ItemScore, score_bonus, score_rating, score_records
from .numbers import HUNDRED, ZERO, rounded
from .rules import GRADES, ItemRule, Rated, Records, SchemeRules, worse

SCORED = ("deduct", "target", "ratio", "rating", "ballot")
RATED = ("rating", "ballot")


@dataclass(frozen=True, slots=True)
class Person:
    """Everything that one person's score depends on.

    `cap` is the best grade still open to the person; `served` the share of the period in service (0
    to 1).
    """

    staff: int
    records: Mapping[int, Records]
    ratings: Mapping[int, Rated]
    served: Decimal = Decimal(1)
    cap: str = GRADES[0]


@dataclass(frozen=True, slots=True)
class Assessed:
    """One person's scores, points and shares with two decimals; `extras` are the bonus items.

    `base` and `total` are None when no item has data; `data_share` is the percent of the weights
    that has some. `results` and `integrity` (percent) settle ties.
    """

    staff: int
    scores: tuple[ItemScore, ...]
    extras: tuple[ItemScore, ...]
    base: Decimal | None
    bonus: Decimal
    total: Decimal | None
    results: Decimal
    integrity: Decimal
    against: int
    data_share: Decimal
    cap: str


@lru_cache(maxsize=64)
def nominal_weights(scheme: SchemeRules) -> Mapping[int, Fraction]:
    """The weight of each scored item when all have data, in percent of the base.

    Within a dimension items weigh as their full scores do.
    """
    full: dict[int, Decimal] = defaultdict(Decimal)
    scored = [rule for rule in scheme.items if rule.method in SCORED]
    for rule in scored:
        full[rule.dimension] += rule.full
    return {
        rule.id: Fraction(scheme.weights[rule.dimension] * rule.full)
        / Fraction(full[rule.dimension])
        for rule in scored
    }


@lru_cache(maxsize=1024)
def weights_used(scheme: SchemeRules, with_data: frozenset[int]) -> Mapping[int, Fraction]:
    """The weight of each item that has data, in percent of the base; together they are 100.

    All grow by the same factor. Few different sets of items come in a run: this is remembered.
    """
    weights = {
        item: weight
        for item, weight in nominal_weights(scheme).items()
        if item in with_data and weight
    }
    whole = sum(weights.values(), Fraction())
    return {item: weight * 100 / whole for item, weight in weights.items()}


@lru_cache(maxsize=1024)
def data_share(scheme: SchemeRules, with_data: frozenset[int]) -> Decimal:
    """The percent of the scheme's weights that the items with data carry, before they grow."""
    weights = nominal_weights(scheme)
    return rounded(sum((weights[item] for item in with_data), Fraction()))


@lru_cache(maxsize=1024)
def rates(scheme: SchemeRules, with_data: frozenset[int]) -> tuple[Mapping[int, int], int]:
    """What one point of each dimension adds to the base, given the items that have data.

    Numerators by dimension and the denominator that all share: whole numbers are added much faster
    than fractions, and as exactly.
    """
    weights = weights_used(scheme, with_data)
    exact = {
        rule.dimension: weights[rule.id] / Fraction(rule.full)
        for rule in scheme.items
        if rule.id in weights
    }
    shared = lcm(*(rate.denominator for rate in exact.values()))
    return {d: int(rate * shared) for d, rate in exact.items()}, shared


def base_of(
    scheme: SchemeRules, scores: Mapping[int, ItemScore], covered: frozenset[int]
) -> Decimal | None:
    """Σ weight × dimension over the items ``covered`` by data, rounded once; None without any."""
    got: dict[int, Decimal] = defaultdict(Decimal)
    for rule in scheme.items:
        score = scores.get(rule.id)
        if score is not None and score.points is not None:
            got[rule.dimension] += score.points
    worth, shared = rates(scheme, covered)
    if not worth:
        return None
    return rounded(Fraction(sum((got[d] * worth[d] for d in worth), ZERO)) / shared)


def with_data(scores: Iterable[ItemScore]) -> frozenset[int]:
    """The items that have data."""
    return frozenset(score.item for score in scores if score.points is not None)


def total_of(base: Decimal | None, bonus: Decimal, bonus_cap: Decimal) -> Decimal | None:
    """min(100, base) + min(cap, bonus); without a base there is nothing to add a bonus to."""
    return None if base is None else min(HUNDRED, base) + min(bonus_cap, bonus)


def share_of(scores: Mapping[int, ItemScore], wanted: Iterable[ItemRule]) -> Decimal:
    """The points of some items in percent of their full scores; 0 when none has data (used to
    settle ties only).
    """
    got = full = ZERO
    for rule in wanted:
        score = scores.get(rule.id)
        if score is not None and score.points is not None:
            got += score.points
            full += rule.full
    return rounded(got * HUNDRED / full) if full else ZERO


def assess(person: Person, scheme: SchemeRules) -> Assessed:
    """Score one person under one scheme."""
    scores = {rule.id: _score(person, rule) for rule in scheme.items if rule.method in SCORED}
    extras = tuple(
        score_bonus(rule, person.records.get(rule.id, Records()))
        for rule in scheme.items
        if rule.method == "bonus"
    )
    with_points = with_data(scores.values())
    base = base_of(scheme, scores, with_points)
    covered = data_share(scheme, with_points)
    bonus = min(scheme.bonus_cap, sum((extra.points or ZERO for extra in extras), ZERO))
    return Assessed(
        staff=person.staff,
        scores=tuple(scores.values()),
        extras=extras,
        base=base,
        bonus=bonus,
        total=total_of(base, bonus, scheme.bonus_cap),
        results=share_of(scores, (rule for rule in scheme.items if rule.tag == "results")),
        integrity=share_of(
            scores, (rule for rule in scheme.items if rule.dimension == scheme.integrity)
        ),
        against=sum(records.against for records in person.records.values()),
        data_share=covered,
        cap=worse(person.cap, "competent") if covered < scheme.least_data else person.cap,
    )


def _score(person: Person, rule: ItemRule) -> ItemScore:
    if rule.method in RATED:
        return score_rating(rule, person.ratings.get(rule.id))
    return score_records(rule, person.records.get(rule.id, Records()), person.served)
