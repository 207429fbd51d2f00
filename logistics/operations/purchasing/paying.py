"""Payment: asked for by the buyer, made by finance, only where three papers agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from logistics.auditing import record
from logistics.database import local_today
from logistics.errors import NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.money import spend_budget
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.purchasing.closing import finish_order
from logistics.operations.purchasing.people import require_free_for, staff_behind
from logistics.operations.purchasing.progress import follow_orders, hold_order
from logistics.operations.purchasing.requests.urgent import unwritten
from logistics.operations.sets import change_many
from logistics.operations.stock.numbers import require_reason
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.purchasing.duties import requests_of
from logistics.queries.purchasing.matching import MatchRow, match_of
from logistics.tables.purchasing import (
    Invoice,
    Payment,
    PurchaseOrderAllocation,
    PurchaseRequest,
    PurchaseRequestLine,
)
from logistics.wording import _

ZERO = Decimal(0)
Means = Payment.means.labels


def request_payments(
    *, seen: Sequence[Seen], actor: Actor, means: str = "transfer", note: str = ""
) -> list[Outcome]:
    """Ask finance to pay invoices; refused where order, acceptance and invoice do not agree."""
    if means not in Means:
        raise NotFound(_("Choose one from the list."), field="means")

    def ask(wanted: Seen) -> Invoice:
        invoice = load(Invoice, wanted)
        require_verb(actor, "request_payments", invoice)
        buyer = staff_behind(actor)
        hold_order(invoice.order_id)
        require_match(invoice)
        _require_written(invoice)
        invoice = move(
            Invoice,
            wanted,
            to="requested",
            out_of=("registered",),
            actor=actor,
            verb="request_payments",
        )
        payment = Payment.create(
            doc_no=take_number("PY", local_today()),
            invoice=invoice,
            amount=invoice.amount,
            means=means,
            requested_by=buyer,
            note=note.strip(),
            created_by=actor.account_id,
            updated_by=actor.account_id,
        )
        record(actor, "request_payments", payment)
        return invoice

    return each(seen, ask, done=_("Payment requested"), model=Invoice)


def make_payments(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    paid_on: dt.date | None = None,
    voucher_no: str = "",
) -> list[Outcome]:
    """Pay what was asked for: the commitment of each request becomes spent.

    The three-way match is looked at once more. An order that is accepted and paid in full closes,
    and with it the requests that it completes.
    """
    day = paid_on or local_today()
    if day > local_today():
        raise RuleViolation(_("This day is still to come."), field="paid_on")

    def pay(wanted: Seen) -> Payment:
        payment = load(Payment, wanted)
        require_verb(actor, "make_payments", payment)
        payer = staff_behind(actor)
        if payer.id == payment.requested_by_id:
            raise NotPermitted(_("Whoever asked for the payment does not make it."))
        invoice: Invoice = payment.invoice
        request_ids = requests_of(invoice.order_id)
        require_free_for("pay", payer, request_ids=request_ids)
        order = hold_order(invoice.order_id)
        rows = require_match(invoice)
        payment = move(
            Payment,
            wanted,
            to="paid",
            out_of=("requested",),
            actor=actor,
            verb="make_payments",
            changes={
                "paid_on": day,
                "paid_by": payer.id,
                "voucher_no": voucher_no.strip(),
            },
        )
        move(
            Invoice,
            Seen(invoice.id),
            to="paid",
            out_of=("requested",),
            actor=actor,
            verb="make_payments",
        )
        _spend(rows, actor)
        finish_order(order, actor=actor, verb="make_payments")
        follow_orders(request_ids, actor=actor, verb="make_payments")
        return payment

    return each(seen, pay, done=_("Paid"), model=Payment)


def cancel_payments(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Take requests for payment back; the invoice may be asked for again or sent back."""
    reason = require_reason(reason, _("Say why it is not paid."))

    def cancel(wanted: Seen) -> Payment:
        payment = load(Payment, wanted)
        require_verb(actor, "cancel_payments", payment)
        payment = move(
            Payment,
            wanted,
            to="cancelled",
            out_of=("requested",),
            actor=actor,
            verb="cancel_payments",
            changes={"note": reason[:200]},
        )
        move(
            Invoice,
            Seen(payment.invoice_id),
            to="registered",
            out_of=("requested",),
            actor=actor,
            verb="cancel_payments",
        )
        return payment

    return each(seen, cancel, done=_("Withdrawn"), model=Payment)


def require_match(invoice: Invoice) -> list[MatchRow]:
    """The lines of an invoice, each of which agrees with order and acceptance."""
    rows = match_of(invoice)
    problems = [row.problem for row in rows if row.problem is not None]
    if problems:
        raise RuleViolation(
            _(
                "Order, acceptance and invoice do not agree. %(problem)s",
                problem=problems[0],
            )
        )
    return rows


def _require_written(invoice: Invoice) -> None:
    """What was ordered by word of mouth is paid for once it is approved in writing."""
    for request in unwritten(requests_of(invoice.order_id)):
        raise WrongState(
            _("%(row)s was allowed by word of mouth only; its approval is due.", row=str(request))
        )


def _spend(rows: Sequence[MatchRow], actor: Actor) -> None:
    """Book what each line costs on the requests that share it, in the order of their shares."""
    left = {row.order_line.id: Decimal(row.line.amount) for row in rows}
    shares = _shares(list(left))
    changes = []
    by_request: dict[PurchaseRequest, Decimal] = {}
    for share in shares:
        part = min(left[share.order_line_id], share.amount - share.spent - share.released)
        left[share.order_line_id] -= part
        changes.append({"spent": share.spent + part})
        request = share.request_line.request
        by_request[request] = by_request.get(request, ZERO) + part
    change_many(shares, changes, actor=actor, verb="make_payments")
    for request, amount in sorted(by_request.items(), key=lambda pair: int(pair[0].id)):
        if amount:
            spend_budget(
                line_id=request.budget_line_id,
                amount=amount,
                doc_type="purchase_request",
                doc_id=request.id,
                actor=actor,
            )


def _shares(order_line_ids: Sequence[int]) -> list[PurchaseOrderAllocation]:
    return list(
        PurchaseOrderAllocation.select(
            PurchaseOrderAllocation, PurchaseRequestLine, PurchaseRequest
        )
        .join(PurchaseRequestLine)
        .join(PurchaseRequest)
        .where(PurchaseOrderAllocation.order_line.in_(list(order_line_ids)))
        .order_by(PurchaseOrderAllocation.id)
    )


__all__ = ["cancel_payments", "make_payments", "request_payments", "require_match"]
