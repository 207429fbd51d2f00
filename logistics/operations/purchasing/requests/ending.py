"""Taking a request back to correct it, and giving it up."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.errors import RuleViolation, WrongState
from logistics.operations.approvals import close_round
from logistics.operations.money import release_budget
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.purchasing.requests.reserving import DOC_TYPE
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.purchasing.ordering import has_orders
from logistics.tables.purchasing.requests import PurchaseRequest
from logistics.wording import _


def withdraw_purchases(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Take submitted requests back to correct them; submitting them again begins a new round."""

    def withdraw(row: Seen) -> PurchaseRequest:
        return _end(row, "returned", ("submitted",), actor=actor, verb="withdraw_purchases")

    return each(seen, withdraw, done=_("Taken back."), model=PurchaseRequest)


def cancel_purchases(*, seen: Sequence[Seen], actor: Actor, comment: str) -> list[Outcome]:
    """Give requests up for good, until something is ordered for them; a comment says why."""
    if not comment.strip():
        raise RuleViolation(_("Say why it is given up."), field="comment")

    def cancel(row: Seen) -> PurchaseRequest:
        states = ("submitted", "returned", "approved")
        return _end(row, "cancelled", states, actor=actor, verb="cancel_purchases", why=comment)

    return each(seen, cancel, done=_("Cancelled."), model=PurchaseRequest)


def _end(
    seen: Seen, to: str, out_of: tuple[str, ...], *, actor: Actor, verb: str, why: str = ""
) -> PurchaseRequest:
    require_verb(actor, verb, load(PurchaseRequest, seen))
    changes = {"end_reason": why.strip()} if why else {"approved_amount": None}
    request = move(
        PurchaseRequest, seen, to=to, out_of=out_of, actor=actor, verb=verb, changes=changes
    )
    if has_orders(request.id):
        raise WrongState(
            _("%(row)s has been ordered in part: close the purchase instead.", row=str(request))
        )
    close_round([request], actor=actor)
    release_budget(
        line_id=request.budget_line_id, doc_type=DOC_TYPE, doc_id=request.id, actor=actor
    )
    return request


__all__ = ["cancel_purchases", "withdraw_purchases"]
