"""The offers for a request beside each other: which count, which is the lowest, what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from logistics.database import local_today
from logistics.tables.purchasing import (
    Award,
    AwardLine,
    PurchaseRequest,
    PurchaseRequestLine,
    Quotation,
    QuotationLine,
    Supplier,
)
from logistics.wording import Words, _

ZERO = Decimal(0)
PAPERLESS_METHODS = ("direct",)
"""Here a price asked on the telephone will do; elsewhere the paper bears seal and licence."""


@dataclass(frozen=True)
class Offer:
    """One quotation with its prices by request line, and why it cannot be taken, if so."""

    quotation: Quotation
    prices: Mapping[int, QuotationLine]
    problem: Words | None

    def covers(self, line_ids: Collection[int]) -> bool:
        """Whether it has a price for each of these lines."""
        return all(line_id in self.prices for line_id in line_ids)

    def price_of(self, line_ids: Collection[int]) -> Decimal:
        """What these lines cost together, in yuan."""
        return sum((Decimal(self.prices[line_id].amount) for line_id in line_ids), ZERO)


@dataclass(frozen=True)
class Comparison:
    """All standing offers for a request, cheapest first; those for all lines before the others."""

    request: PurchaseRequest
    lines: tuple[PurchaseRequestLine, ...]
    offers: tuple[Offer, ...]

    @cached_property
    def by_quotation(self) -> Mapping[int, Offer]:
        """The offers by the quotation's id."""
        return {offer.quotation.id: offer for offer in self.offers}

    @property
    def line_ids(self) -> tuple[int, ...]:
        """All lines of the request."""
        return tuple(line.id for line in self.lines)

    def comparable(self, line_ids: Collection[int]) -> list[Offer]:
        """The offers that count for these lines."""
        return [offer for offer in self.offers if not offer.problem and offer.covers(line_ids)]

    def lowest(self, line_ids: Collection[int]) -> Decimal | None:
        """The lowest price for these lines among the offers that count; None without any."""
        prices = [offer.price_of(line_ids) for offer in self.comparable(line_ids)]
        return min(prices, default=None)


def comparison_of(
    request: PurchaseRequest, *, method: str | None, day: dt.date | None = None
) -> Comparison:
    """The offers for a request as they stand on ``day`` (today) under a purchasing method."""
    day = day or local_today()
    lines = tuple(
        PurchaseRequestLine.select()
        .where(PurchaseRequestLine.request == request.id)
        .order_by(PurchaseRequestLine.id)
    )
    prices: dict[int, dict[int, QuotationLine]] = {}
    for row in (
        QuotationLine.select(QuotationLine)
        .join(Quotation)
        .where(Quotation.request == request.id, Quotation.status == "standing")
    ):
        prices.setdefault(row.quotation_id, {})[row.request_line_id] = row
    offers = [
        Offer(
            quotation,
            prices.get(quotation.id, {}),
            _problem(quotation, prices.get(quotation.id, {}), lines, method, day),
        )
        for quotation in Quotation.select(Quotation, Supplier)
        .join(Supplier)
        .where(Quotation.request == request.id, Quotation.status == "standing")
        .order_by(Quotation.amount, Quotation.id)
    ]
    everything = [line.id for line in lines]
    offers.sort(key=lambda offer: not offer.covers(everything))
    return Comparison(request, lines, tuple(offers))


def standing_awards(request_ids: Collection[int]) -> list[Award]:
    """The awards in force for these requests, with supplier and quotation. One statement."""
    return list(
        Award.select(Award, Supplier, Quotation)
        .join(Supplier)
        .switch(Award)
        .join(Quotation, on=Award.quotation)
        .where(Award.request.in_(list(request_ids)), Award.status == "standing")
        .order_by(Award.id)
    )


def unawarded_lines(request_id: int) -> list[PurchaseRequestLine]:
    """The lines that no award in force gives to a supplier in their present quantity."""
    given = (
        AwardLine.select(AwardLine.request_line, AwardLine.quantity)
        .join(Award)
        .where(Award.request == request_id, Award.status == "standing")
    )
    quantities = {row.request_line_id: row.quantity for row in given}
    lines = PurchaseRequestLine.select().where(PurchaseRequestLine.request == request_id)
    return [line for line in lines if quantities.get(line.id) != line.quantity]


def _problem(
    quotation: Quotation,
    prices: Mapping[int, QuotationLine],
    lines: Collection[PurchaseRequestLine],
    method: str | None,
    day: dt.date,
) -> Words | None:
    wanted = {line.id: line.quantity for line in lines}
    if quotation.supplier.is_blacklisted:
        return _("The supplier is blacklisted.")
    if not quotation.supplier.is_active:
        return _("The supplier is no longer in use.")
    if quotation.valid_to < day:
        return _("The quotation expired on %(day)s.", day=quotation.valid_to)
    if any(wanted.get(line_id) != row.quantity for line_id, row in prices.items()):
        return _("The request was changed after this quotation was given.")
    if not quotation.is_sealed and method not in PAPERLESS_METHODS:
        return _("The paper bears no seal and licence.")
    return None


__all__ = ["Comparison", "Offer", "comparison_of", "standing_awards", "unawarded_lines"]
