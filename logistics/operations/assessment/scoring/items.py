"""One item of one person: its records become points, or it has no data.

No data is neither nothing nor everything: the item then drops out, and the weights of the others
grow (totals.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from logistics.queries.targets.attainment import attainment

from .numbers import HUNDRED, ZERO, rounded
from .rules import ItemRule, Rated, Records


@dataclass(frozen=True, slots=True)
class ItemScore:
    """`raw` as measured, `share` in percent of full, `points` of it; all None without data."""

    item: int
    raw: Decimal | None = None
    share: Decimal | None = None
    points: Decimal | None = None

    @property
    def no_data(self) -> bool:
        return self.points is None


def deduct(full: Decimal, lost: Decimal, floor: Decimal = ZERO) -> Decimal:
    """What is left of `full` after `lost` = Σ n·d, never below the floor (扣完為止)."""
    return max(floor, full - lost)


def ratio(full: Decimal, value: Decimal, target: Decimal) -> Decimal:
    """full × min(1, value ÷ target): reaching the target is all there is to get."""
    return min(full, full * value / target)


def meet_target(
    full: Decimal, value: Decimal, target: Decimal, *, direction: str, cap: Decimal
) -> Decimal:
    """Full at the target, one percent of full per percent of deviation, at most `cap` percent of
    full.
    """
    return full * attainment(value, target, direction, cap) / HUNDRED


def stay_in_band(
    full: Decimal,
    value: Decimal,
    target: Decimal,
    *,
    direction: str,
    tolerance: Decimal,
    loss: Decimal,
) -> Decimal:
    """Full within `tolerance` of the target, then `loss` points for each unit beyond; never below
    nothing.
    """
    away = {"higher": target - value, "lower": value - target, "within": abs(value - target)}[
        direction
    ]
    return max(ZERO, full - loss * max(ZERO, away - tolerance))


def reckon(rule: ItemRule, records: Records) -> Decimal | None:
    """The one value that the records of a person make; None when there is nothing to divide by."""
    if rule.reckoning == "sum":
        return records.quantity
    divisor = records.possible if rule.reckoning == "share" else Decimal(records.count)
    if not divisor:
        return None
    return records.quantity * (HUNDRED if rule.reckoning == "share" else 1) / divisor


def _deduct(rule: ItemRule, records: Records, served: Decimal) -> ItemScore:
    if not records.count and not rule.silence_is_full:
        return ItemScore(rule.id)
    return _scored(rule, records.points, deduct(rule.full, records.points, rule.floor))


def _ratio(rule: ItemRule, records: Records, served: Decimal) -> ItemScore:
    value = _value(rule, records)
    if value is None:
        return ItemScore(rule.id)
    return _scored(rule, value, max(rule.floor, ratio(rule.full, value, _target(rule, served))))


def _target_method(rule: ItemRule, records: Records, served: Decimal) -> ItemScore:
    value = _value(rule, records)
    if value is None:
        return ItemScore(rule.id)
    target = _target(rule, served)
    if rule.loss is None:
        points = meet_target(rule.full, value, target, direction=rule.direction, cap=rule.cap)
    else:
        points = stay_in_band(
            rule.full,
            value,
            target,
            direction=rule.direction,
            tolerance=rule.tolerance,
            loss=rule.loss,
        )
    return _scored(rule, value, max(rule.floor, points))


def _value(rule: ItemRule, records: Records) -> Decimal | None:
    """The measured value, or None when the records are too few to say anything."""
    return reckon(rule, records) if records.count >= max(1, rule.least_records) else None


def _target(rule: ItemRule, served: Decimal) -> Decimal:
    """The target of a sum shrinks with the months served; a mean or a share is the same for
    everybody.
    """
    return rule.target * served if rule.reckoning == "sum" else rule.target


def _scored(rule: ItemRule, raw: Decimal, points: Decimal) -> ItemScore:
    return ItemScore(
        rule.id, rounded(raw, 4), rounded(points * HUNDRED / rule.full), rounded(points)
    )


_BY_RECORDS: dict[str, Callable[[ItemRule, Records, Decimal], ItemScore]] = {
    "deduct": _deduct,
    "ratio": _ratio,
    "target": _target_method,
}


def score_records(rule: ItemRule, records: Records, served: Decimal = Decimal(1)) -> ItemScore:
    """The score of a deduct, ratio or target item; `served` is the share of the period that the
    person served.
    """
    return _BY_RECORDS[rule.method](rule, records, served)


def score_rating(rule: ItemRule, rated: Rated | None) -> ItemScore:
    """The score of a rated or balloted item: the raters' value in percent of full."""
    if rated is None:
        return ItemScore(rule.id)
    points = rule.full * rated.normalised / HUNDRED
    return ItemScore(
        rule.id, rounded(rated.raw, 4), rounded(rated.normalised), rounded(max(rule.floor, points))
    )


def score_bonus(rule: ItemRule, records: Records) -> ItemScore:
    """What a bonus item adds: the points that were confirmed, at most its full score; no record
    adds nothing.
    """
    return _scored(rule, records.points, min(rule.full, records.points))
