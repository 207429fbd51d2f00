"""The three-way match: an invoice is paid where order, acceptance and invoice agree."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from logistics.database import total, trimmed
from logistics.tables.purchasing import Invoice, InvoiceLine, PurchaseOrderLine
from logistics.wording import Words, _

CENT = Decimal("0.01")
ZERO = Decimal(0)


class Charged(NamedTuple):
    """What invoices charge for an order line: quantity, and amount in yuan."""

    quantity: Decimal
    amount: Decimal


NOTHING = Charged(ZERO, ZERO)


class MatchRow(NamedTuple):
    """One line of an invoice beside its order line.

    ``invoiced`` is what all standing invoices charge, this one included; ``due`` is what this
    invoice should charge for its quantity.
    """

    line: InvoiceLine
    order_line: PurchaseOrderLine
    invoiced: Decimal
    due: Decimal

    @property
    def problem(self) -> Words | None:
        """Why the line cannot be paid, if so."""
        if self.line.unit_price != self.order_line.unit_price:
            return _(
                "%(line)s: invoiced at %(invoiced)s, ordered at %(ordered)s.",
                line=self.order_line.name,
                invoiced=self.line.unit_price,
                ordered=self.order_line.unit_price,
            )
        if self.invoiced > self.order_line.quantity:
            return _(
                "%(line)s: %(invoiced)s invoiced, %(ordered)s ordered.",
                line=self.order_line.name,
                invoiced=trimmed(self.invoiced),
                ordered=trimmed(self.order_line.quantity),
            )
        if self.invoiced > self.order_line.accepted:
            return _(
                "%(line)s: %(invoiced)s invoiced, %(accepted)s accepted.",
                line=self.order_line.name,
                invoiced=trimmed(self.invoiced),
                accepted=trimmed(self.order_line.accepted),
            )
        if self.line.amount != self.due:
            return _(
                "%(line)s: %(amount)s invoiced, %(due)s due.",
                line=self.order_line.name,
                amount=self.line.amount,
                due=self.due,
            )
        return None


def match_of(invoice: Invoice) -> list[MatchRow]:
    """The lines of an invoice beside their order. Two statements."""
    rows = (
        InvoiceLine.select(InvoiceLine, PurchaseOrderLine)
        .join(PurchaseOrderLine)
        .where(InvoiceLine.invoice == invoice.id)
        .order_by(InvoiceLine.id)
    )
    others = charged_so_far(invoice.order_id, but=invoice.id)
    return [
        MatchRow(
            row,
            row.order_line,
            row.order_line.invoiced,
            due_for(row.order_line, row.quantity, others.get(row.order_line_id, NOTHING)),
        )
        for row in rows
    ]


def due_for(line: PurchaseOrderLine, quantity: Decimal, before: Charged) -> Decimal:
    """What ``quantity`` of an order line costs; the last of the line takes its rest to the fen."""
    if before.quantity + quantity == line.quantity:
        return Decimal(line.amount) - before.amount
    exact = Decimal(quantity) * Decimal(line.unit_price)
    return exact.quantize(CENT, ROUND_HALF_UP)


def charged_so_far(order_id: int, *, but: int | None = None) -> dict[int, Charged]:
    """By order line, what the standing invoices of an order charge, one of them left out."""
    query: Any = (
        InvoiceLine.select(
            InvoiceLine.order_line, total(InvoiceLine.quantity), total(InvoiceLine.amount)
        )
        .join(Invoice)
        .where(Invoice.order == order_id, Invoice.status != "void")
        .group_by(InvoiceLine.order_line)
    )
    if but is not None:
        query = query.where(Invoice.id != but)
    return {line: Charged(quantity, amount) for line, quantity, amount in query.tuples()}


__all__ = ["NOTHING", "Charged", "MatchRow", "charged_so_far", "due_for", "match_of"]
