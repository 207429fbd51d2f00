"""Exact numbers of the assessment: rounding once, half up, on the exact value.

Shares of weights are thirds and sevenths, which no decimal holds. They stay fractions until the one
place where a figure is fixed, so that 87.125 never arrives as 87.1249.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

HUNDRED = Decimal(100)
ZERO = Decimal(0)


def rounded(value: Decimal | Fraction, places: int = 2) -> Decimal:
    """The value to `places` decimals, half up (away from zero for a negative value)."""
    step = _step(places)
    if isinstance(value, Decimal):
        return value.quantize(step, rounding=ROUND_HALF_UP)
    top, bottom = abs(value.numerator) * 10**places, value.denominator
    whole: int = (2 * top + bottom) // (2 * bottom)
    return (-whole if value < 0 else whole) * step


@cache
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def clamped(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """The value, but at least `low` and at most `high`."""
    return max(low, min(high, value))


def mean(values: list[Decimal]) -> Decimal:
    """The arithmetic mean; `values` is not empty."""
    return sum(values, ZERO) / len(values)
