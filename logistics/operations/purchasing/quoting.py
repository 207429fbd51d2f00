"""Quotations: asked for, written down once, prolonged or withdrawn, never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from logistics.auditing import record
from logistics.database import local_today
from logistics.errors import Conflict, NotFound, RuleViolation, WrongState
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.purchasing.people import require_free_for, staff_behind
from logistics.operations.purchasing.suppliers import require_trustworthy
from logistics.operations.stock.numbers import clean_money, require_reason
from logistics.operations.transitions import change, label_of_status, load
from logistics.permissions import Actor, require_verb
from logistics.queries.approvals.facts import tasks_of
from logistics.tables.purchasing import (
    Award,
    PurchaseRequest,
    PurchaseRequestLine,
    Quotation,
    QuotationLine,
    Supplier,
)
from logistics.wording import _

CENT = Decimal("0.01")
ZERO = Decimal(0)


def record_quotations(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    supplier: Any,
    quoted_on: dt.date,
    valid_to: dt.date,
    prices: Mapping[int, Decimal],
    offered: Mapping[int, str] | None = None,
    delivery_days: int | None = None,
    is_sealed: bool = False,
    terms: str = "",
) -> list[Outcome]:
    """Write down what a supplier asks for submitted requests; ``prices`` is by request line.

    A supplier gives one price a round, which then stands. A quotation from an earlier round gives
    way to the new one.
    """
    seller = _supplier(supplier)
    _refuse_wrong_days(quoted_on, valid_to)

    def write(wanted: Seen) -> PurchaseRequest:
        request = load(PurchaseRequest, wanted)
        require_verb(actor, "record_quotations", request)
        _require_quoting(request)
        require_free_for("quote", staff_behind(actor), request_ids=[request.id])
        # Raises the version: what was approved before did not see this offer.
        request = change(request, {}, actor=actor, verb="record_quotations")
        current = _round_of(request)
        _make_room(request, seller, current, actor)
        lines = _lines(request, prices)
        amounts = {line.id: _amount(line, prices[line.id]) for line in lines}
        quotation = Quotation.create(
            doc_no=take_number("QT", local_today()),
            request=request,
            supplier=seller,
            round=current,
            amount=sum(amounts.values(), ZERO),
            quoted_on=quoted_on,
            valid_to=valid_to,
            delivery_days=delivery_days,
            is_sealed=is_sealed,
            terms=terms.strip(),
            created_by=actor.account_id,
            updated_by=actor.account_id,
        )
        QuotationLine.insert_many(
            {
                "quotation": quotation.id,
                "request_line": line.id,
                "quantity": line.quantity,
                "unit_price": prices[line.id],
                "amount": amounts[line.id],
                "offered": (offered or {}).get(line.id, "").strip(),
                "created_by": actor.account_id,
                "updated_by": actor.account_id,
            }
            for line in lines
        ).execute()
        record(actor, "record_quotations", quotation)
        return request

    return each(seen, write, done=_("Quotation written down"), model=PurchaseRequest)


def extend_quotations(*, seen: Sequence[Seen], actor: Actor, valid_to: dt.date) -> list[Outcome]:
    """Note that suppliers stand by their prices until a later day."""

    def extend(wanted: Seen) -> Quotation:
        quotation = _standing(wanted, "extend_quotations", actor)
        if valid_to <= quotation.valid_to:
            raise RuleViolation(
                _("It already holds until %(day)s.", day=quotation.valid_to), field="valid_to"
            )
        return change(quotation, {"valid_to": valid_to}, actor=actor, verb="extend_quotations")

    return each(seen, extend, done=_("Prolonged"), model=Quotation)


def withdraw_quotations(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Take quotations out of the comparison; one that has been awarded stays."""
    reason = require_reason(reason, _("Say why the quotation is withdrawn."))

    def withdraw(wanted: Seen) -> Quotation:
        quotation = _standing(wanted, "withdraw_quotations", actor)
        awarded = Award.select().where(Award.quotation == quotation.id, Award.status == "standing")
        if awarded.exists():
            raise WrongState(_("%(row)s has been awarded.", row=str(quotation)))
        change(quotation.request, {}, actor=actor, verb="withdraw_quotations")
        changes = {"status": "withdrawn", "withdrawn_reason": reason}
        return change(quotation, changes, actor=actor, verb="withdraw_quotations")

    return each(seen, withdraw, done=_("Withdrawn"), model=Quotation)


def _supplier(value: Any) -> Supplier:
    found: Supplier | None = Supplier.get_or_none(Supplier.id == getattr(value, "id", value))
    if found is None:
        raise NotFound(_("Choose one from the list."), field="supplier")
    require_trustworthy(found)
    return found


def _refuse_wrong_days(quoted_on: dt.date, valid_to: dt.date) -> None:
    if quoted_on > local_today():
        raise RuleViolation(_("This day is still to come."), field="quoted_on")
    if valid_to < local_today():
        raise RuleViolation(_("The quotation expired on %(day)s.", day=valid_to), field="valid_to")


def _require_quoting(request: PurchaseRequest) -> None:
    if request.status != "submitted":
        raise WrongState(
            _(
                "%(row)s is “%(status)s”; this step is not possible from there.",
                row=str(request),
                status=label_of_status(PurchaseRequest, request.status),
            )
        )


def _round_of(request: PurchaseRequest) -> int:
    tasks = tasks_of("purchase_request", [request.id])[request.id]
    return max((task.round for task in tasks), default=1)


def _make_room(request: PurchaseRequest, seller: Supplier, current: int, actor: Actor) -> None:
    """Refuse a second price in the same round; retire the supplier's offer of an earlier one."""
    for earlier in Quotation.select().where(
        Quotation.request == request.id, Quotation.supplier == seller.id
    ):
        if earlier.round == current:
            raise Conflict(
                _(
                    "%(supplier)s has already quoted in this round (%(number)s): a supplier gives "
                    "one price, and it stands.",
                    supplier=seller.name,
                    number=earlier.doc_no,
                ),
                field="supplier",
            )
        if earlier.status == "standing":
            changes = {
                "status": "withdrawn",
                "withdrawn_reason": _("Quoted again in a later round.").filled(),
            }
            change(earlier, changes, actor=actor, verb="record_quotations")


def _lines(request: PurchaseRequest, prices: Mapping[int, Decimal]) -> list[PurchaseRequestLine]:
    lines = list(
        PurchaseRequestLine.select()
        .where(PurchaseRequestLine.request == request.id)
        .order_by(PurchaseRequestLine.id)
    )
    if prices.keys() - {line.id for line in lines}:
        raise NotFound(_("There is no such line in this request."), field="prices")
    priced = [line for line in lines if line.id in prices]
    if not priced:
        raise RuleViolation(_("Give a price for at least one line."), field="prices")
    return priced


def _amount(line: PurchaseRequestLine, price: Decimal) -> Decimal:
    price = clean_money(price, "prices")
    if not price:
        raise RuleViolation(
            _("%(line)s: the price must be above zero.", line=str(line)), field="prices"
        )
    return (Decimal(line.quantity) * price).quantize(CENT, ROUND_HALF_UP)


def _standing(wanted: Seen, verb: str, actor: Actor) -> Quotation:
    quotation = load(Quotation, wanted)
    require_verb(actor, verb, quotation)
    if quotation.status != "standing":
        raise WrongState(_("%(row)s was withdrawn.", row=str(quotation)))
    return quotation


__all__ = ["extend_quotations", "record_quotations", "withdraw_quotations"]
