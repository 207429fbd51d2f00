"""What an award does to its request: amount, budget, and approval anew when it costs more."""

from __future__ import annotations

from decimal import Decimal

from logistics.auditing import transaction
from logistics.database import lock
from logistics.errors import WrongState
from logistics.operations.approvals import close_round
from logistics.operations.money import held_by, post_entries
from logistics.operations.purchasing.requests.reserving import (
    DOC_TYPE,
    fit_reservations,
    wanted_of,
)
from logistics.operations.purchasing.requests.rounds import begin_round, row_needed
from logistics.operations.transitions import change, label_of_status
from logistics.permissions import Actor
from logistics.queries.approvals.progress import last_round
from logistics.tables.purchasing.requests import PurchaseRequest
from logistics.wording import _


def take_award(
    *, request_id: int, awarded: Decimal | None, actor: Actor, verb: str
) -> PurchaseRequest:
    """Enter the sum of a request's standing awards (None: there is none any more).

    The reservation follows the award. When the larger of estimate and award needs a higher row of
    the matrix, or exceeds what was approved, a new round begins at the right level. The right to
    award is the calling verb's matter.
    """
    with transaction():
        query = PurchaseRequest.select().where(PurchaseRequest.id == request_id)
        request: PurchaseRequest = lock(query).get()
        if request.status not in ("submitted", "approved"):
            raise WrongState(
                _(
                    "%(row)s is “%(status)s”; this step is not possible from there.",
                    row=str(request),
                    status=label_of_status(PurchaseRequest, request.status),
                )
            )
        amount = max(request.estimate, awarded or Decimal(0))
        again = _must_be_approved_again(request, amount)
        changes = {"awarded": awarded, "amount": amount}
        if again:
            changes |= {"status": "submitted", "approved_amount": None}
        request = change(request, changes, actor=actor, verb=verb)
        _follow_with_budget(request, actor)
        if again:
            submitted_by = last_round(DOC_TYPE, request.id)[0].submitted_by_id
            close_round([request], actor=actor)
            begin_round(request, actor=actor, submitted_by=submitted_by)
    return request


def _must_be_approved_again(request: PurchaseRequest, amount: Decimal) -> bool:
    if request.status == "approved":
        return amount > Decimal(request.approved_amount)
    rule = last_round(DOC_TYPE, request.id)[0].rule
    return row_needed(request, amount).above > Decimal(rule.above_amount)


def _follow_with_budget(request: PurchaseRequest, actor: Actor) -> None:
    """Before the budget check nothing is held, so that there is nothing to follow."""
    held = held_by(DOC_TYPE, [request.id]).get((request.budget_line_id, request.id))
    if held is None or not held.reserved:
        return
    postings, refusals = fit_reservations([(request, wanted_of(request))])
    for refusal in refusals.values():
        raise refusal
    post_entries(postings, actor=actor)


__all__ = ["take_award"]
