"""Submitting a purchase request: complete, within budget, on its way to the right people."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from logistics.database import now
from logistics.errors import InvalidRecord, WrongState
from logistics.operations.money import over_budget
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.purchasing.requests.rounds import begin_round
from logistics.operations.purchasing.requests.urgent import NOTHING_ORAL
from logistics.operations.sets import change_many
from logistics.operations.transitions import load, move
from logistics.operations.validation import REQUIRED, Errors
from logistics.permissions import Actor, require_verb
from logistics.tables.purchasing.requests import PurchaseRequest, PurchaseRequestLine
from logistics.tables.stock import Item
from logistics.wording import _

VERB = "submit_purchases"
ZERO = Decimal(0)


def submit_purchases(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Send drafted or returned requests on their way of approval (R71, R72).

    Refused when something is missing, when the budget line does not reach, or when a step of the
    approval could be decided by nobody.
    """
    require_verb(actor, VERB)

    def submit(row: Seen) -> PurchaseRequest:
        request = load(PurchaseRequest, row)
        require_verb(actor, VERB, request)
        number = request.doc_no or take_number(PurchaseRequest.doc_no.prefix)
        request = move(
            PurchaseRequest,
            row,
            to="submitted",
            out_of=("draft", "returned"),
            actor=actor,
            verb=VERB,
            changes={"doc_no": number, "submitted_at": now(), **_amounts(request, actor)},
        )
        begin_round(request, actor=actor)
        return request

    return each(seen, submit, done=_("Submitted."), model=PurchaseRequest)


def _amounts(request: PurchaseRequest, actor: Actor) -> dict[str, Any]:
    """The amounts of a request that is complete and within budget."""
    lines = list(
        PurchaseRequestLine.select(PurchaseRequestLine, Item)
        .left_outer_join(Item)
        .where(PurchaseRequestLine.request == request)
        .order_by(PurchaseRequestLine.id)
    )
    _refuse_gaps(request, lines)
    estimate = sum((line.value for line in lines), ZERO)
    wanted = request.awarded if request.awarded is not None else estimate
    line = request.budget_line
    if line.status != "approved":
        raise WrongState(
            _("The budget line %(line)s is not approved yet.", line=str(line)), field="budget_line"
        )
    if line.available < wanted:
        raise over_budget(line, wanted, line.available)
    _complete(lines, actor)
    return {
        "estimate": estimate,
        "amount": max(estimate, wanted),
        "approved_amount": None,
        **NOTHING_ORAL,
    }


def _refuse_gaps(request: PurchaseRequest, lines: Sequence[PurchaseRequestLine]) -> None:
    errors: Errors = {
        name: [REQUIRED] for name in ("need_by", "budget_line") if getattr(request, name) is None
    }
    if request.is_off_plan and not request.off_plan_reason.strip():
        errors["off_plan_reason"] = [_("Name the plan it belongs to, or say why it is off plan.")]
    if not lines:
        errors["purpose"] = [_("Enter at least one line: what is to be bought.")]
    elif not sum((line.value for line in lines), ZERO):
        errors["purpose"] = [_("Estimate the prices: the amount decides who approves.")]
    if errors:
        raise InvalidRecord(errors)


def _complete(lines: Sequence[PurchaseRequestLine], actor: Actor) -> None:
    """Write into each line what it costs and what it takes over from its item."""
    changes = [
        {
            "amount": line.value,
            "name": line.title,
            "unit_of_measure": line.unit_of_measure or _of_item(line, "unit_of_measure"),
            "catalogue_code": line.catalogue_code or _of_item(line, "catalogue_code"),
        }
        for line in lines
    ]
    change_many(lines, changes, actor=actor, verb=VERB)


def _of_item(line: PurchaseRequestLine, column: str) -> str:
    return str(getattr(line.item, column)) if line.item_id is not None else ""


__all__ = ["submit_purchases"]
