"""How much of the budget a purchase holds while it is decided on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from logistics.errors import RuleViolation, WrongState
from logistics.operations.money import (
    Posting,
    held_by,
    lock_lines,
    over_budget,
)
from logistics.tables.purchasing.requests import PurchaseRequest
from logistics.wording import _

DOC_TYPE = "purchase_request"
ZERO = Decimal(0)


def wanted_of(request: PurchaseRequest) -> Decimal:
    """Yuan to be reserved: the estimate until the award is made, then the award."""
    return Decimal(request.awarded if request.awarded is not None else request.estimate)


def fit_reservations(
    targets: Sequence[tuple[PurchaseRequest, Decimal]],
) -> tuple[list[Posting], Mapping[int, RuleViolation]]:
    """What must be posted so that each request holds its target, first come first served.

    A request that its line does not reach for is refused, by id; nothing is written here. The lines
    stay locked until commit. What orders have committed already is not reserved again.
    """
    lines = lock_lines({request.budget_line_id for request, _target in targets})
    held = held_by(DOC_TYPE, [request.id for request, _target in targets])
    left = {line.id: line.available for line in lines.values()}
    postings: list[Posting] = []
    refusals: dict[int, RuleViolation] = {}
    for request, target in targets:
        line = lines[request.budget_line_id]
        has = held.get((line.id, request.id))
        more = max(target - has.committed, ZERO) - has.reserved if has else target
        if more > left[line.id]:
            refusals[request.id] = over_budget(line, more, left[line.id])
        elif more > 0 and line.status != "approved":
            refusals[request.id] = WrongState(
                _("The budget line %(line)s is not approved yet.", line=str(line)),
                field="budget_line",
            )
        elif more:
            left[line.id] -= more
            kind = "reserve" if more > 0 else "release"
            postings.append(Posting(line.id, kind, DOC_TYPE, request.id, reserved=more))
    return postings, refusals


__all__ = ["DOC_TYPE", "fit_reservations", "wanted_of"]
