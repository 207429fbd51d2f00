"""The bonus pool, shared to the fen.

Amount = pool × base·coefficient·unit factor·months ÷ Σ(same). Rounding each share would miss the
pool, so it is shared out by the largest remainders (operations/money/sharing.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from logistics.operations.money.sharing import share_out


@dataclass(frozen=True, slots=True)
class Claim:
    """What one person brings to the pool: base amount (元), coefficient of the grade, factor of the
    unit, months.
    """

    base: Decimal
    coefficient: Decimal
    unit_factor: Decimal = Decimal(1)
    months: Decimal = Decimal(1)

    @property
    def weight(self) -> Fraction:
        return (
            Fraction(self.base)
            * Fraction(self.coefficient)
            * Fraction(self.unit_factor)
            * Fraction(self.months)
        )


def share_pool(pool: Decimal, claims: Sequence[Claim]) -> list[Decimal]:
    """The amounts (元, two decimals) in the order of the claims; together exactly the pool.

    Equal remainders go to the earlier claim, so the same list always gives the same amounts.
    Raises ValueError when nobody has a share.
    """
    return share_out(pool, [claim.weight for claim in claims])
