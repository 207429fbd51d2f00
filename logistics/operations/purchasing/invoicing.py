"""Invoices: written down as the paper says, or sent back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from logistics.auditing import record
from logistics.database import local_today
from logistics.errors import Conflict, NotFound, RuleViolation, WrongState
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.purchasing.progress import hold_order
from logistics.operations.sets import change_many
from logistics.operations.stock.numbers import clean_money, require_above_zero, require_reason
from logistics.operations.transitions import label_of_status, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.purchasing.matching import NOTHING, charged_so_far, due_for
from logistics.tables.purchasing import Invoice, InvoiceLine, PurchaseOrder, PurchaseOrderLine
from logistics.tables.purchasing.orders import OPEN_STATUSES
from logistics.wording import _

CENT = Decimal("0.01")
ZERO = Decimal(0)
VERB = "register_invoices"


def register_invoices(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    invoice_no: str,
    invoiced_on: dt.date,
    amount: Decimal,
    quantities: Mapping[int, Decimal],
    prices: Mapping[int, Decimal] | None = None,
    tax: Decimal | None = None,
) -> list[Outcome]:
    """Write down an invoice for an order as the paper says it.

    ``quantities`` and ``prices`` are by order line; a price that is not given is the order's. Only
    the sum is checked here: whether the invoice may be paid says the three-way match.
    """
    number = invoice_no.strip()
    if not number:
        raise RuleViolation(_("Give the number printed on the invoice."), field="invoice_no")
    if invoiced_on > local_today():
        raise RuleViolation(_("This day is still to come."), field="invoiced_on")

    def register(wanted: Seen) -> PurchaseOrder:
        order = load(PurchaseOrder, wanted)
        require_verb(actor, VERB, order)
        order = hold_order(order.id)
        if order.status not in OPEN_STATUSES:
            raise WrongState(
                _(
                    "%(row)s is “%(status)s”; this step is not possible from there.",
                    row=str(order),
                    status=label_of_status(PurchaseOrder, order.status),
                )
            )
        _refuse_double(order, number)
        charged = _charged(order, quantities, prices or {})
        _refuse_wrong_sum(charged, clean_money(amount, "amount"))
        _write(order, number, invoiced_on, charged, tax, actor)
        return order

    return each(seen, register, done=_("Invoice written down"), model=PurchaseOrder)


def void_invoices(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Send invoices back to the supplier; their quantities may be invoiced anew."""
    reason = require_reason(reason, _("Say why the invoice is sent back."))

    def void(wanted: Seen) -> Invoice:
        invoice = load(Invoice, wanted)
        require_verb(actor, "void_invoices", invoice)
        hold_order(invoice.order_id)
        invoice = move(
            Invoice,
            wanted,
            to="void",
            out_of=("registered",),
            actor=actor,
            verb="void_invoices",
            changes={"void_reason": reason},
        )
        lines = list(InvoiceLine.select().where(InvoiceLine.invoice == invoice.id))
        _count(
            {line.order_line_id: -Decimal(line.quantity) for line in lines}, actor, "void_invoices"
        )
        return invoice

    return each(seen, void, done=_("Sent back"), model=Invoice)


def _refuse_double(order: PurchaseOrder, number: str) -> None:
    known = Invoice.get_or_none(
        (Invoice.supplier == order.supplier_id) & (Invoice.invoice_no == number)
    )
    if known is not None:
        raise Conflict(
            _(
                "Invoice %(number)s of %(supplier)s is already written down as %(document)s.",
                number=number,
                supplier=str(order.supplier),
                document=known.doc_no,
            ),
            field="invoice_no",
        )


def _charged(
    order: PurchaseOrder, quantities: Mapping[int, Decimal], prices: Mapping[int, Decimal]
) -> list[tuple[PurchaseOrderLine, Decimal, Decimal, Decimal]]:
    """The lines of the invoice: order line, quantity, unit price and amount in yuan."""
    lines = {
        line.id: line
        for line in PurchaseOrderLine.select()
        .where(PurchaseOrderLine.order == order.id)
        .order_by(PurchaseOrderLine.id)
    }
    if (quantities.keys() | prices.keys()) - lines.keys():
        raise NotFound(_("There is no such line in this order."), field="quantities")
    before = charged_so_far(order.id)
    charged = []
    for line in lines.values():
        if not quantities.get(line.id):
            continue
        quantity = require_above_zero(quantities[line.id], "quantities")
        price = clean_money(prices.get(line.id, line.unit_price), "prices")
        amount = (quantity * price).quantize(CENT, ROUND_HALF_UP)
        if price == line.unit_price:
            amount = due_for(line, quantity, before.get(line.id, NOTHING))
        charged.append((line, quantity, price, amount))
    if not charged:
        raise RuleViolation(_("Say what the invoice charges for."), field="quantities")
    return charged


def _refuse_wrong_sum(
    charged: Sequence[tuple[PurchaseOrderLine, Decimal, Decimal, Decimal]], amount: Decimal
) -> None:
    added = sum((row[3] for row in charged), ZERO)
    if added != amount:
        raise RuleViolation(
            _(
                "The lines add up to %(added)s, the invoice says %(amount)s.",
                added=added,
                amount=amount,
            ),
            field="amount",
        )


def _write(
    order: PurchaseOrder,
    number: str,
    invoiced_on: dt.date,
    charged: Sequence[tuple[PurchaseOrderLine, Decimal, Decimal, Decimal]],
    tax: Decimal | None,
    actor: Actor,
) -> None:
    who = {"created_by": actor.account_id, "updated_by": actor.account_id}
    amount = sum((row[3] for row in charged), ZERO)
    if tax is not None and not 0 <= tax < amount:
        raise RuleViolation(_("The tax must be less than the amount."), field="tax")
    invoice = Invoice.create(
        doc_no=take_number("IV", local_today()),
        invoice_no=number,
        supplier=order.supplier_id,
        order=order,
        amount=amount,
        tax=tax,
        invoiced_on=invoiced_on,
        **who,
    )
    record(actor, VERB, invoice)
    InvoiceLine.insert_many(
        {
            "invoice": invoice.id,
            "order_line": line.id,
            "quantity": quantity,
            "unit_price": price,
            "amount": line_amount,
            **who,
        }
        for line, quantity, price, line_amount in charged
    ).execute()
    _count({line.id: quantity for line, quantity, _price, _amount in charged}, actor, VERB)


def _count(more: Mapping[int, Decimal], actor: Actor, verb: str) -> None:
    lines = list(PurchaseOrderLine.select().where(PurchaseOrderLine.id.in_(list(more))))
    change_many(
        lines,
        [{"invoiced": line.invoiced + more[line.id]} for line in lines],
        actor=actor,
        verb=verb,
    )


__all__ = ["register_invoices", "void_invoices"]
