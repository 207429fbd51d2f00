"""Purchases of one kind in one year: what splitting an amount below a threshold shows in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import peewee

from logistics.database import total
from logistics.queries.approvals.matrix import MatrixRow
from logistics.tables.purchasing.requests import LIVE, PurchaseRequest, PurchaseRequestLine

ZERO = Decimal(0)


@dataclass(frozen=True)
class SameKind:
    """One catalogue code of a request and what else was bought of it from the budget line.

    A budget line stands for one year, so that the year needs no test of its own.
    """

    code: str
    own: Decimal
    others: Decimal
    count: int

    @property
    def total(self) -> Decimal:
        """Yuan of this request and the others together."""
        return self.own + self.others


def same_kinds(request: PurchaseRequest, lines: Collection[PurchaseRequestLine]) -> list[SameKind]:
    """The catalogue codes of a request that live requests on the same budget line share."""
    own: dict[str, Decimal] = {}
    for line in lines:
        if line.catalogue_code:
            own[line.catalogue_code] = own.get(line.catalogue_code, ZERO) + line.value
    others = _others(request, own)
    return [
        SameKind(code, own[code], amount, count) for code, (amount, count) in sorted(others.items())
    ]


def split_kinds(kinds: Collection[SameKind], row: MatrixRow) -> list[SameKind]:
    """Those whose sum over the year leaves the row that the request alone would fall into."""
    if row.up_to is None:
        return []
    return [kind for kind in kinds if kind.total > row.up_to]


def requests_of_kinds(request: PurchaseRequest, codes: Collection[str]) -> list[PurchaseRequest]:
    """The other live requests with these codes on the same budget line, newest first."""
    return list(
        PurchaseRequest.select()
        .join(PurchaseRequestLine)
        .where(*_alike(request, codes))
        .distinct()
        .order_by(PurchaseRequest.submitted_at.desc(), PurchaseRequest.id.desc())
    )


def _others(request: PurchaseRequest, codes: Collection[str]) -> Mapping[str, tuple[Decimal, int]]:
    if not codes:
        return {}
    rows: Any = (
        PurchaseRequestLine.select(
            PurchaseRequestLine.catalogue_code,
            total(PurchaseRequestLine.amount),
            peewee.fn.COUNT(PurchaseRequest.id.distinct()),
        )
        .join(PurchaseRequest)
        .where(*_alike(request, codes))
        .group_by(PurchaseRequestLine.catalogue_code)
        .tuples()
    )
    return {code: (amount, count) for code, amount, count in rows}


def _alike(request: PurchaseRequest, codes: Collection[str]) -> list[Any]:
    return [
        PurchaseRequest.budget_line == request.budget_line_id,
        PurchaseRequest.status.in_(LIVE),
        PurchaseRequest.id != request.id,
        PurchaseRequestLine.catalogue_code.in_(list(codes)),
    ]
