"""Placing orders: awarded lines of several requests, one order for each supplier and site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from logistics.auditing import record, transaction
from logistics.database import local_today, trimmed
from logistics.errors import NotEnough, RuleViolation, WrongState
from logistics.operations.money import commit_budget
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.purchasing.people import colleague, require_free_for, staff_behind
from logistics.operations.purchasing.progress import follow_orders
from logistics.operations.purchasing.requests.urgent import may_be_ordered
from logistics.operations.purchasing.suppliers import require_trustworthy
from logistics.operations.stock.numbers import clean_quantity
from logistics.operations.transitions import change, label_of_status, load
from logistics.permissions import Actor, require_verb
from logistics.queries.purchasing.ordering import Orderable, orderable_lines
from logistics.tables.people import Staff
from logistics.tables.purchasing import (
    PurchaseOrder,
    PurchaseOrderAllocation,
    PurchaseOrderLine,
    PurchaseRequest,
)
from logistics.tables.purchasing.orders import MOST_TOLERANCE
from logistics.wording import _

CENT = Decimal("0.01")
ZERO = Decimal(0)
VERB = "order_purchases"


class Share(NamedTuple):
    """How much of an awarded line is ordered now, and what that costs in yuan."""

    source: Orderable
    quantity: Decimal
    amount: Decimal

    @property
    def goods(self) -> tuple[Any, ...]:
        """What makes two shares the same thing at the same price."""
        line, item = self.source.line, self.source.line.item
        return (
            line.item_id,
            line.title,
            line.spec or (item.spec if item else ""),
            line.unit_of_measure or (item.unit_of_measure if item else ""),
            self.source.unit_price,
        )


@dataclass(frozen=True)
class Terms:
    """What holds for every order that is placed together."""

    buyer: Staff
    second_buyer: Staff
    deliver_by: dt.date | None
    contract_no: str
    terms: str
    tolerance: Decimal


def order_purchases(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    second_buyer: Any,
    quantities: Mapping[int, Decimal] | None = None,
    deliver_by: dt.date | None = None,
    contract_no: str = "",
    terms: str = "",
    tolerance: Decimal = ZERO,
) -> list[Outcome]:
    """Order what was awarded for requests that are approved, or allowed by word of mouth.

    Lines of one supplier and site share an order. ``quantities`` is by request line; without it all
    that is left is ordered. What is ordered is committed out of each request's reservation. One
    outcome per request; those refused stay out.
    """
    require_verb(actor, VERB)
    buyer = staff_behind(actor)
    second = colleague(
        getattr(second_buyer, "id", second_buyer), beside=buyer, field="second_buyer"
    )
    agreed = Terms(
        buyer,
        second,
        _delivery_day(deliver_by),
        contract_no.strip(),
        terms.strip(),
        _tolerance(tolerance),
    )
    shares: list[Share] = []
    with transaction():
        outcomes = each(
            seen,
            lambda wanted: _take_up(wanted, agreed, quantities, shares, actor),
            done=_("Ordered"),
            model=PurchaseRequest,
        )
        taken = {outcome.id for outcome in outcomes if outcome.done}
        shares = [share for share in shares if share.source.line.request_id in taken]
        numbers = _place(shares, agreed, actor)
        follow_orders(taken, actor=actor, verb=VERB)
    return [
        replace(row, words=_("Ordered: %(numbers)s", numbers=", ".join(numbers[row.id])))
        if row.done
        else row
        for row in outcomes
    ]


def _take_up(
    wanted: Seen,
    agreed: Terms,
    quantities: Mapping[int, Decimal] | None,
    shares: list[Share],
    actor: Actor,
) -> PurchaseRequest:
    request = load(PurchaseRequest, wanted)
    require_verb(actor, VERB, request)
    if not may_be_ordered(request):
        raise WrongState(
            _(
                "%(row)s is “%(status)s”; this step is not possible from there.",
                row=str(request),
                status=label_of_status(PurchaseRequest, request.status),
            )
        )
    for person in (agreed.buyer, agreed.second_buyer):
        require_free_for("order", person, request_ids=[request.id])
    # Takes the row, so that of two buyers the second sees what the first has ordered.
    request = change(request, {}, actor=actor, verb=VERB)
    own = _shares(orderable_lines([request.id]), quantities)
    if not own:
        raise RuleViolation(_("%(row)s: nothing is left to be ordered.", row=str(request)))
    for share in own:
        _refuse_lapsed(share.source)
    commit_budget(
        line_id=request.budget_line_id,
        amount=sum((share.amount for share in own), ZERO),
        doc_type="purchase_request",
        doc_id=request.id,
        actor=actor,
    )
    shares += own
    return request


def _shares(sources: Sequence[Orderable], quantities: Mapping[int, Decimal] | None) -> list[Share]:
    shares: list[Share] = []
    for source in sources:
        quantity = source.left
        if quantities is not None:
            quantity = clean_quantity(quantities.get(source.line.id, ZERO), "quantities")
        if not 0 <= quantity <= source.left:
            raise NotEnough(
                _(
                    "%(line)s: between 0 and %(left)s can still be ordered.",
                    line=str(source.line),
                    left=trimmed(source.left),
                ),
                field="quantities",
            )
        if quantity:
            shares.append(Share(source, quantity, _amount(source, quantity)))
    return shares


def _amount(source: Orderable, quantity: Decimal) -> Decimal:
    """What a part of the line costs; the parts of a line add up to its award to the fen."""
    before = (source.ordered * source.unit_price).quantize(CENT, ROUND_HALF_UP)
    after = ((source.ordered + quantity) * source.unit_price).quantize(CENT, ROUND_HALF_UP)
    return after - before


def _refuse_lapsed(source: Orderable) -> None:
    require_trustworthy(source.award.supplier)
    quotation = source.award.quotation
    if quotation.valid_to < local_today():
        raise RuleViolation(
            _(
                "%(quotation)s expired on %(day)s. Let the supplier confirm its price and prolong "
                "the quotation first.",
                quotation=str(quotation),
                day=quotation.valid_to,
            )
        )


def _place(shares: Sequence[Share], agreed: Terms, actor: Actor) -> dict[int, list[str]]:
    """Write the orders; returns their numbers by request."""
    groups: dict[tuple[int, int], list[Share]] = {}
    for share in shares:
        place = share.source.award.supplier_id, share.source.line.request.site_id
        groups.setdefault(place, []).append(share)
    numbers: dict[int, list[str]] = {}
    for (supplier, site), members in sorted(groups.items()):
        order = PurchaseOrder.create(
            doc_no=take_number("PO", local_today()),
            supplier=supplier,
            site=site,
            buyer=agreed.buyer,
            second_buyer=agreed.second_buyer,
            ordered_on=local_today(),
            deliver_by=agreed.deliver_by,
            contract_no=agreed.contract_no,
            terms=agreed.terms,
            tolerance=agreed.tolerance,
            amount=sum((share.amount for share in members), ZERO),
            created_by=actor.account_id,
            updated_by=actor.account_id,
        )
        record(actor, VERB, order)
        _write_lines(order, members, actor)
        for request in {share.source.line.request_id for share in members}:
            numbers.setdefault(request, []).append(order.doc_no)
    return numbers


def _write_lines(order: PurchaseOrder, members: Sequence[Share], actor: Actor) -> None:
    who = {"created_by": actor.account_id, "updated_by": actor.account_id}
    lots: dict[tuple[Any, ...], list[Share]] = {}
    for share in members:
        lots.setdefault(share.goods, []).append(share)
    for (item, name, spec, measure, price), parts in lots.items():
        line = PurchaseOrderLine.create(
            order=order,
            item=item,
            name=name,
            spec=spec,
            unit_of_measure=measure,
            quantity=sum((part.quantity for part in parts), ZERO),
            unit_price=price,
            amount=sum((part.amount for part in parts), ZERO),
            **who,
        )
        record(actor, VERB, line)
        PurchaseOrderAllocation.insert_many(
            {
                "order_line": line.id,
                "request_line": part.source.line.id,
                "quantity": part.quantity,
                "amount": part.amount,
                **who,
            }
            for part in parts
        ).execute()


def _delivery_day(day: dt.date | None) -> dt.date | None:
    if day is not None and day < local_today():
        raise RuleViolation(_("The delivery day lies in the past."), field="deliver_by")
    return day


def _tolerance(value: Decimal) -> Decimal:
    if not 0 <= value <= MOST_TOLERANCE:
        raise RuleViolation(
            _("Between 0 and %(most)s percent.", most=MOST_TOLERANCE), field="tolerance"
        )
    return value


__all__ = ["order_purchases"]
