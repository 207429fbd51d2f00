"""An amount shared out exactly to the fen: what is left over goes to the largest remainders."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def share_out(amount: Decimal, weights: Sequence[Fraction | Decimal]) -> list[Decimal]:
    """The shares (元, two decimals) in the order of ``weights``; together exactly ``amount``.

    Equal remainders go to the earlier weight, so the same list always gives the same shares. A
    negative amount is shared like a positive one. Raises ValueError when all weights are nothing
    or one is below it.
    """
    exact_weights = [Fraction(weight) for weight in weights]
    whole = sum(exact_weights, Fraction())
    if not whole or any(weight < 0 for weight in exact_weights):
        raise ValueError("nobody has a share")
    fen = int(abs(amount) * 100)
    exact = [fen * weight / whole for weight in exact_weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[: fen - sum(shares)]:
        shares[i] += 1
    sign = -1 if amount < 0 else 1
    return [Decimal(sign * share).scaleb(-2) for share in shares]
