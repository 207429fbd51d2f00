"""How well a value meets a target."""

from __future__ import annotations

from decimal import Decimal

HUNDRED = Decimal(100)
MOST = Decimal(110)


def attainment(value: Decimal, wanted: Decimal, direction: str, most: Decimal = MOST) -> Decimal:
    """Percent of the target: 100 at the target, one for each percent of deviation, 0 to ``most``.

    With ``direction`` lower, less is better by the same measure (decisions.md 33).
    """
    attained = value / wanted if direction == "higher" else 2 - value / wanted
    return min(max(attained * HUNDRED, Decimal(0)), most)
