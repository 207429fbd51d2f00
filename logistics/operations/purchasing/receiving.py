"""Receiving: a delivery is counted on arrival and opens its acceptance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from logistics.auditing import record
from logistics.database import local_today, trimmed
from logistics.errors import NotEnough, NotFound, RuleViolation
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.purchasing.people import require_free_for, staff_behind
from logistics.operations.purchasing.progress import follow_goods
from logistics.operations.sets import change_many
from logistics.operations.stock.numbers import clean_quantity
from logistics.operations.transitions import change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.approvals.progress import rule_of
from logistics.queries.purchasing.duties import requests_of
from logistics.tables.purchasing import (
    GoodsAcceptance,
    GoodsAcceptanceLine,
    GoodsReceipt,
    GoodsReceiptLine,
    PurchaseOrder,
    PurchaseOrderLine,
)
from logistics.wording import _

VERB = "receive_goods"
ZERO = Decimal(0)
HUNDRED = Decimal(100)
TECHNICAL_METHODS = ("inquiry", "statutory")
RECEIVABLE = ("placed", "receiving")


def receive_goods(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    quantities: Mapping[int, Decimal] | None = None,
    received_on: dt.date | None = None,
    delivery_note: str = "",
    note: str = "",
) -> list[Outcome]:
    """Count what arrived of orders; ``quantities`` is by order line, without it all that is due.

    More than ordered is refused beyond the order's tolerance. What was rejected before may come
    again. The acceptance opens at once, with as many acceptors as the amount asks for.
    """
    day = _arrival_day(received_on)

    def receive(wanted: Seen) -> PurchaseOrder:
        order = load(PurchaseOrder, wanted)
        require_verb(actor, VERB, order)
        keeper = staff_behind(actor)
        request_ids = requests_of(order.id)
        require_free_for("keep", keeper, request_ids=request_ids)
        # Takes the row, so that two deliveries are counted one after the other.
        order = move(
            PurchaseOrder, wanted, to=order.status, out_of=RECEIVABLE, actor=actor, verb=VERB
        )
        arrived = _arrived(order, quantities)
        who = {"created_by": actor.account_id, "updated_by": actor.account_id}
        receipt = GoodsReceipt.create(
            doc_no=take_number("GR", local_today()),
            order=order,
            delivery_note=delivery_note.strip(),
            received_on=day,
            received_by=keeper,
            note=note.strip(),
            **who,
        )
        record(actor, VERB, receipt)
        GoodsReceiptLine.insert_many(
            {"receipt": receipt.id, "order_line": line.id, "quantity": quantity, **who}
            for line, quantity in arrived
        ).execute()
        _open_acceptance(receipt, request_ids, actor)
        change_many(
            [line for line, _quantity in arrived],
            [{"received": line.received + quantity} for line, quantity in arrived],
            actor=actor,
            verb=VERB,
        )
        return follow_goods(order, actor=actor, verb=VERB)

    return each(seen, receive, done=_("Received; it waits for acceptance"), model=PurchaseOrder)


def return_goods(
    *, seen: Sequence[Seen], actor: Actor, returned_on: dt.date, note: str = ""
) -> list[Outcome]:
    """Note that what acceptances rejected went back to the supplier."""
    day = _arrival_day(returned_on, field="returned_on")

    def give_back(wanted: Seen) -> GoodsAcceptance:
        acceptance = load(GoodsAcceptance, wanted)
        require_verb(actor, "return_goods", acceptance)
        bad = GoodsAcceptanceLine.select().where(
            GoodsAcceptanceLine.acceptance == acceptance.id, GoodsAcceptanceLine.bad > 0
        )
        if acceptance.status == "open" or not bad.exists():
            raise RuleViolation(_("Nothing of this delivery was rejected."))
        if acceptance.returned_on is not None:
            raise RuleViolation(
                _("It went back on %(day)s already.", day=acceptance.returned_on),
                field="returned_on",
            )
        changes = {"returned_on": day, "return_note": note.strip()}
        return change(acceptance, changes, actor=actor, verb="return_goods")

    return each(seen, give_back, done=_("Returned to the supplier"), model=GoodsAcceptance)


def most_receivable(line: PurchaseOrderLine, tolerance: Decimal) -> Decimal:
    """How much more of a line may arrive, the tolerance in percent included."""
    step = Decimal("0.001")
    extra = (Decimal(line.quantity) * tolerance / HUNDRED).quantize(step, "ROUND_DOWN")
    return max(Decimal(line.quantity) + extra - line.standing, ZERO)


def _arrival_day(day: dt.date | None, field: str = "received_on") -> dt.date:
    if day is not None and day > local_today():
        raise RuleViolation(_("This day is still to come."), field=field)
    return day or local_today()


def _arrived(
    order: PurchaseOrder, quantities: Mapping[int, Decimal] | None
) -> list[tuple[PurchaseOrderLine, Decimal]]:
    lines = list(
        PurchaseOrderLine.select()
        .where(PurchaseOrderLine.order == order.id)
        .order_by(PurchaseOrderLine.id)
    )
    if quantities is not None and quantities.keys() - {line.id for line in lines}:
        raise NotFound(_("There is no such line in this order."), field="quantities")
    arrived = []
    for line in lines:
        quantity = line.outstanding if quantities is None else quantities.get(line.id, ZERO)
        quantity = clean_quantity(quantity, "quantities")
        most = most_receivable(line, Decimal(order.tolerance))
        if not 0 <= quantity <= most:
            raise NotEnough(
                _(
                    "%(line)s: at most %(most)s more can be received; what comes beyond the order "
                    "goes back.",
                    line=line.name,
                    most=trimmed(most),
                ),
                field="quantities",
            )
        if quantity:
            arrived.append((line, quantity))
    if not arrived:
        raise RuleViolation(_("Say how much arrived."), field="quantities")
    return arrived


def _open_acceptance(receipt: GoodsReceipt, request_ids: Sequence[int], actor: Actor) -> None:
    rules = [rule_of("purchase_request", request_id) for request_id in request_ids]
    known = [rule for rule in rules if rule is not None]
    who = {"created_by": actor.account_id, "updated_by": actor.account_id}
    acceptance = GoodsAcceptance.create(
        doc_no=take_number("GA", local_today()),
        receipt=receipt,
        acceptors_needed=max([1, *(rule.acceptors for rule in known)]),
        needs_technical=any(rule.method in TECHNICAL_METHODS for rule in known),
        **who,
    )
    record(actor, VERB, acceptance)
    GoodsAcceptanceLine.insert_many(
        {"acceptance": acceptance.id, "receipt_line": line.id, **who}
        for line in GoodsReceiptLine.select()
        .where(GoodsReceiptLine.receipt == receipt.id)
        .order_by(GoodsReceiptLine.id)
    ).execute()


__all__ = ["most_receivable", "receive_goods", "return_goods"]
