"""The arithmetic of energy, without a database.

Quantities are in the unit of their kind (kWh, m³, MJ, litres or kg); coal equivalents in kgce.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

THOUSANDTH = Decimal("0.001")
CENT = Decimal("0.01")
HUNDRED = Decimal(100)


class RunsBackwards(ValueError):
    """A reading below the one before, with neither a replacement nor a new beginning between."""

    def __init__(self, previous: Decimal, value: Decimal) -> None:
        super().__init__(f"{value} is below {previous}")
        self.previous = previous
        self.value = value


class Swap(NamedTuple):
    """A meter replaced between two readings; ``factor`` is that of the old one."""

    old_end: Decimal
    factor: Decimal
    new_start: Decimal


class Coefficient(NamedTuple):
    """What one unit is worth in kgce from a day on; ``density`` turns litres into kg."""

    kind: str
    starts_on: dt.date
    kgce: Decimal
    density: Decimal | None = None


class Used(NamedTuple):
    """So much of one kind of energy, used in the month that begins on ``month``."""

    kind: str
    quantity: Decimal
    month: dt.date


class NoCoefficient(LookupError):
    """There is no coal equivalent for a kind of energy on a day."""

    def __init__(self, kind: str, day: dt.date) -> None:
        super().__init__(f"no coal equivalent of {kind} on {day}")
        self.kind = kind
        self.day = day


def used_between(
    previous: Decimal,
    value: Decimal,
    *,
    factor: Decimal,
    swaps: Sequence[Swap] = (),
    rolled_over: bool = False,
    digits: int = 6,
) -> Decimal:
    """What a meter counted from one reading to the next.

    Each replacement ends one stretch and begins another: (old end − old start) + (new end − new
    start), each times the factor of its meter, and never negative. ``rolled_over`` says that the
    meter passed its largest number of ``digits`` digits since the last stretch began.
    """
    used, start = Decimal(0), previous
    for swap in swaps:
        used += _stretch(start, swap.old_end) * swap.factor
        start = swap.new_start
    end = value + Decimal(10) ** digits if rolled_over else value
    used += _stretch(start, end) * factor
    return used.quantize(THOUSANDTH, ROUND_HALF_UP)


def coal_equivalent(uses: Iterable[Used], coefficients: Iterable[Coefficient]) -> Decimal:
    """Σ quantity × coefficient in kgce, exact; water is no energy and counts nothing.

    Each use takes the coefficient in force when its month began. Raises NoCoefficient.
    """
    by_kind: dict[str, list[Coefficient]] = {}
    for coefficient in sorted(coefficients, key=lambda each: each.starts_on):
        by_kind.setdefault(coefficient.kind, []).append(coefficient)
    total = Decimal(0)
    for use in uses:
        if use.kind == "water":
            continue
        known = [each for each in by_kind.get(use.kind, ()) if each.starts_on <= use.month]
        if not known:
            raise NoCoefficient(use.kind, use.month)
        valid = known[-1]
        total += use.quantity * (valid.density or Decimal(1)) * valid.kgce
    return total


def quota_of_months(
    annual: Decimal, profile: Mapping[int, Decimal], months: Iterable[int]
) -> Decimal | None:
    """The part of a year's quota that falls on ``months`` (1 to 12), by last year's profile.

    Half a year of a place that is heated is not half of its year. None without a profile.
    """
    whole = sum(profile.values(), Decimal(0))
    if not whole:
        return None
    part = sum((profile.get(month, Decimal(0)) for month in set(months)), Decimal(0))
    return (annual * part / whole).quantize(THOUSANDTH, ROUND_HALF_UP)


def band_of(value: Decimal, guide: Decimal, baseline: Decimal, limit: Decimal) -> str:
    """``guide``, ``baseline``, ``limit`` or ``over``: the best band that the value keeps to."""
    for band, most in (("guide", guide), ("baseline", baseline), ("limit", limit)):
        if value <= most:
            return band
    return "over"


def over_percent(value: Decimal, allowed: Decimal) -> Decimal:
    """By how much a value is over what is allowed, in percent; 0 when it is not."""
    if value <= allowed:
        return Decimal(0)
    if not allowed:
        return HUNDRED
    return ((value - allowed) * HUNDRED / allowed).quantize(CENT, ROUND_HALF_UP)


def share_of(value: Decimal, by: Decimal | int | None) -> Decimal | None:
    """A value per m² or per head; None where there is neither area nor head."""
    if not by:
        return None
    return (value / Decimal(by)).quantize(THOUSANDTH, ROUND_HALF_UP)


def _stretch(start: Decimal, end: Decimal) -> Decimal:
    if end < start:
        raise RunsBackwards(start, end)
    return end - start
