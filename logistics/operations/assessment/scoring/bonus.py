"""The bonus pool, shared to the fen.

Amount = pool × base·coefficient·unit factor·months ÷ Σ(same). Rounding each share would miss the
pool, so every share is cut to the fen and the fen left over go to the largest remainders.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


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
    weights = [claim.weight for claim in claims]
    whole = sum(weights, Fraction())
    if not whole:
        raise ValueError("nobody has a share of the pool")
    fen = int(pool * 100)
    exact = [fen * weight / whole for weight in weights]
    shares = [int(amount) for amount in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[: fen - sum(shares)]:
        shares[i] += 1
    return [Decimal(share).scaleb(-2) for share in shares]
