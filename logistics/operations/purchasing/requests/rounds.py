"""Rounds of approval of a purchase: which row of the matrix, and what the system does itself."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from logistics.database import local_today
from logistics.operations.approvals import open_approval
from logistics.operations.money import post_entries
from logistics.operations.purchasing.requests.reserving import (
    DOC_TYPE,
    fit_reservations,
    wanted_of,
)
from logistics.operations.transitions import change
from logistics.permissions import Actor
from logistics.queries.approvals.matrix import MatrixRow, matrix_on, row_for
from logistics.queries.purchasing.reuse import reuse_findings
from logistics.queries.purchasing.splitting import same_kinds, split_kinds
from logistics.tables.purchasing.requests import PurchaseRequest, PurchaseRequestLine


def begin_round(request: PurchaseRequest, *, actor: Actor, submitted_by: int | None = None) -> None:
    """Open the next round at the row that the request needs, and do what the system does itself."""
    own_row = row_for(matrix_on(DOC_TYPE, local_today()), request.amount)
    _row, kinds = open_approval(
        request,
        amount=request.amount,
        actor=actor,
        submitted_by=submitted_by,
        **_how_high(request, own_row),
    )
    carry_out(request, kinds, actor=actor)


def row_needed(request: PurchaseRequest, amount: Decimal) -> MatrixRow:
    """The row of the matrix that the request would need at ``amount`` yuan today."""
    matrix = matrix_on(DOC_TYPE, local_today())
    return row_for(matrix, amount, **_how_high(request, row_for(matrix, amount)))


def _how_high(request: PurchaseRequest, own_row: MatrixRow) -> dict[str, bool]:
    """What lifts a request above the row of its amount.

    Off plan or split over the year: one row higher. On the list of centralised procurement: the
    highest row.
    """
    lines = list(PurchaseRequestLine.select().where(PurchaseRequestLine.request == request))
    is_split = bool(split_kinds(same_kinds(request, lines), own_row))
    return {"one_higher": request.is_off_plan or is_split, "highest": request.is_centralised}


def carry_out(request: PurchaseRequest, kinds: Collection[str], *, actor: Actor) -> None:
    """The steps that need no person: look for stock to reuse, reserve the budget."""
    changes: dict[str, Any] = {}
    if "reuse" in kinds:
        changes["reuse_result"] = reuse_findings([request.id])[request.id]
    if "finance" in kinds:
        postings, refusals = fit_reservations([(request, wanted_of(request))])
        for refusal in refusals.values():
            raise refusal
        post_entries(postings, actor=actor)
    if changes:
        change(request, changes, actor=actor, verb="approve_purchases")


__all__ = ["begin_round", "row_needed"]
