"""A delivery under acceptance: its lines, what was found so far, who has signed."""

from __future__ import annotations

from typing import NamedTuple

from logistics.tables.people import Staff
from logistics.tables.purchasing import (
    GoodsAcceptance,
    GoodsAcceptanceLine,
    GoodsAcceptanceMember,
    GoodsReceiptLine,
    PurchaseOrderLine,
)
from logistics.tables.stock import Item


class Inspection(NamedTuple):
    """The lines of an acceptance with their goods, and the signatures of its present round."""

    acceptance: GoodsAcceptance
    lines: tuple[GoodsAcceptanceLine, ...]
    signatures: tuple[GoodsAcceptanceMember, ...]

    @property
    def missing(self) -> int:
        """How many signatures are still needed."""
        return max(int(self.acceptance.acceptors_needed) - len(self.signatures), 0)

    @property
    def lacks_technical(self) -> bool:
        """Whether a technical opinion is still needed."""
        return bool(self.acceptance.needs_technical) and not any(
            signature.technical_opinion for signature in self.signatures
        )

    @property
    def is_complete(self) -> bool:
        return not self.missing and not self.lacks_technical


def inspection_of(acceptance: GoodsAcceptance) -> Inspection:
    """Lines in order, signatures in the order they were given. Two statements."""
    lines = (
        GoodsAcceptanceLine.select(GoodsAcceptanceLine, GoodsReceiptLine, PurchaseOrderLine, Item)
        .join(GoodsReceiptLine)
        .join(PurchaseOrderLine)
        .left_outer_join(Item)
        .where(GoodsAcceptanceLine.acceptance == acceptance.id)
        .order_by(GoodsAcceptanceLine.id)
    )
    signatures = (
        GoodsAcceptanceMember.select(GoodsAcceptanceMember, Staff)
        .join(Staff)
        .where(
            GoodsAcceptanceMember.acceptance == acceptance.id,
            GoodsAcceptanceMember.round == acceptance.round,
        )
        .order_by(GoodsAcceptanceMember.id)
    )
    return Inspection(acceptance, tuple(lines), tuple(signatures))


__all__ = ["Inspection", "inspection_of"]
