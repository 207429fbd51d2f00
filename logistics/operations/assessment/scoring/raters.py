"""Raters: fair to one another, safe from a single one, and none of them alone.

A strict rater and a mild one are brought together before anything is averaged; the highest and the
lowest value go when enough people rated; a group too small to hide its members is merged with the
other crowd.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .numbers import HUNDRED, ZERO, clamped, mean, rounded
from .rules import Rated, RatingRules

CROWDS = ("peer", "served")
"""The groups whose members stay unknown; self and direct leader are one person each."""

BALLOT_VALUES = {"excellent": 100, "competent": 80, "basic": 60, "incompetent": 40}
"""What a vote is worth: (n1·100 + n2·80 + n3·60 + n4·40) ÷ valid votes."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One value (0 to 100) that a rater gave a person under one item."""

    rater: int
    staff: int
    item: int
    group: str
    value: Decimal


def factor(overall: Decimal, own: Decimal, rules: RatingRules) -> Decimal:
    """What one rater's values are multiplied by: overall mean ÷ own mean, clamped, to three places
    as it is shown.
    """
    if not own:
        return rules.factor_high
    return rounded(clamped(overall / own, rules.factor_low, rules.factor_high), 3)


def rater_factors(votes: Iterable[Vote], rules: RatingRules) -> dict[int, Decimal]:
    """The factor of every rater who rated enough people; the others' values stay as they are.

    The overall mean is the mean of all raters' means. A person's rating of himself is no rater's
    habit: left out.
    """
    values: dict[int, list[Decimal]] = defaultdict(list)
    people: dict[int, set[int]] = defaultdict(set)
    for vote in votes:
        if vote.group != "self":
            values[vote.rater].append(vote.value)
            people[vote.rater].add(vote.staff)
    if not values:
        return {}
    means = {rater: mean(given) for rater, given in values.items()}
    overall = mean(list(means.values()))
    return {
        rater: factor(overall, own, rules)
        for rater, own in means.items()
        if len(people[rater]) >= rules.normalise_from
    }


def normalised(vote: Vote, factors: Mapping[int, Decimal]) -> Decimal:
    """The vote's value after its rater's factor, at most 100."""
    if vote.group == "self" or vote.rater not in factors:
        return vote.value
    return min(HUNDRED, vote.value * factors[vote.rater])


def trimmed_mean(values: Sequence[Decimal], trim_from: int) -> Decimal:
    """The mean without the highest and the lowest value when at least `trim_from` rated."""
    kept = sorted(values)[1:-1] if len(values) >= trim_from else list(values)
    return mean(kept)


def merged(
    groups: Mapping[str, Sequence[Decimal]], rules: RatingRules
) -> list[tuple[Decimal, Sequence[Decimal]]]:
    """The groups as (weight, values), small crowds merged, and left out when even together they are
    too few.
    """
    crowds = [(rules.weights[name], groups[name]) for name in CROWDS if groups.get(name)]
    if any(len(values) < rules.least_raters for _, values in crowds):
        weight = sum((weight for weight, _ in crowds), ZERO)
        crowds = [(weight, [value for _, values in crowds for value in values])]
    crowds = [(weight, values) for weight, values in crowds if len(values) >= rules.least_raters]
    ones = [(rules.weights[name], groups[name]) for name in ("self", "leader") if groups.get(name)]
    return crowds + ones


def combine(groups: Mapping[str, Sequence[Decimal]], rules: RatingRules) -> Decimal | None:
    """One value (0 to 100) from the values of each group; None when nobody but the person has a
    voice.
    """
    parts = merged(groups, rules)
    others = len(parts) - bool(groups.get("self"))
    weight = sum((weight for weight, _ in parts), ZERO)
    if not others or not weight:
        return None
    return (
        sum((share * trimmed_mean(values, rules.trim_from) for share, values in parts), ZERO)
        / weight
    )


def rate(votes: Sequence[Vote], factors: Mapping[int, Decimal], rules: RatingRules) -> Rated | None:
    """What the votes for one person under one rated item amount to."""
    given: dict[str, list[Decimal]] = defaultdict(list)
    levelled: dict[str, list[Decimal]] = defaultdict(list)
    for vote in votes:
        given[vote.group].append(vote.value)
        levelled[vote.group].append(normalised(vote, factors))
    raw, value = combine(given, rules), combine(levelled, rules)
    return None if raw is None or value is None else Rated(len(votes), raw, value)


def count_ballot(votes: Sequence[Vote], rules: RatingRules) -> Rated | None:
    """What the secret votes for one person under one balloted item amount to; too few valid votes
    are no data.
    """
    if len(votes) < rules.least_raters:
        return None
    value = trimmed_mean([vote.value for vote in votes], rules.trim_from)
    return Rated(len(votes), value, value)
