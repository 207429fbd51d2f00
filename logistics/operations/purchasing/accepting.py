"""Acceptance: so many acceptors, none of them the buyer, sign the same findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from logistics.auditing import record
from logistics.database import local_today, now, trimmed
from logistics.errors import Conflict, NotFound, RuleViolation
from logistics.notices import notify
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.purchasing.people import require_free_for, staff_behind
from logistics.operations.purchasing.progress import follow_goods, follow_orders, hold_order
from logistics.operations.sets import change_many
from logistics.operations.stock.numbers import clean_quantity
from logistics.operations.transitions import change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.purchasing.accepting import Inspection, inspection_of
from logistics.queries.purchasing.duties import requests_of
from logistics.tables.people import Staff
from logistics.tables.purchasing import (
    GoodsAcceptance,
    GoodsAcceptanceLine,
    GoodsAcceptanceMember,
    PurchaseOrder,
    PurchaseOrderAllocation,
    PurchaseOrderLine,
)
from logistics.wording import _

VERB = "accept_goods"
ZERO = Decimal(0)


class Finding(NamedTuple):
    """What an acceptor finds of one line: how much is good, how much is bad, and what is wrong."""

    good: Decimal
    bad: Decimal = ZERO
    defect: str = ""


def accept_goods(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    findings: Mapping[int, Finding],
    opinion: str = "",
    technical_opinion: str = "",
) -> list[Outcome]:
    """Sign what was found of deliveries; ``findings`` is by line of the acceptance.

    Good and bad together are what was received. Findings that differ from those already signed
    stand in their place and open a new round, in which the earlier acceptors sign again. With the
    last signature needed the good goods count as accepted and the bad ones may be delivered anew.
    """

    def accept(wanted: Seen) -> GoodsAcceptance:
        acceptance = load(GoodsAcceptance, wanted)
        require_verb(actor, VERB, acceptance)
        acceptor = staff_behind(actor)
        order: PurchaseOrder = acceptance.receipt.order
        request_ids = requests_of(order.id)
        require_free_for("accept", acceptor, request_ids=request_ids)
        # Takes the row, so that two acceptors sign one after the other.
        acceptance = move(
            GoodsAcceptance, wanted, to="open", out_of=("open",), actor=actor, verb=VERB
        )
        inspection = inspection_of(acceptance)
        found = [_finding(line, findings) for line in inspection.lines]
        acceptance = _agree(inspection, found, acceptor, actor)
        signature = GoodsAcceptanceMember.create(
            acceptance=acceptance,
            round=acceptance.round,
            staff=acceptor,
            opinion=opinion.strip(),
            technical_opinion=technical_opinion.strip(),
            signed_at=now(),
            created_by=actor.account_id,
            updated_by=actor.account_id,
        )
        record(actor, VERB, signature)
        inspection = inspection_of(acceptance)
        if inspection.is_complete:
            acceptance = _conclude(inspection, order, actor)
            follow_orders(request_ids, actor=actor, verb=VERB)
        return acceptance

    return each(seen, accept, done=_("Signed"), model=GoodsAcceptance)


def _finding(line: GoodsAcceptanceLine, findings: Mapping[int, Finding]) -> Finding:
    received = Decimal(line.receipt_line.quantity)
    name = line.receipt_line.order_line.name
    told = findings.get(line.id)
    if told is None:
        raise NotFound(_("%(line)s: say what was found.", line=name), field="findings")
    good, bad = clean_quantity(told.good, "good"), clean_quantity(told.bad, "bad")
    if good < 0 or bad < 0 or good + bad != received:
        raise RuleViolation(
            _(
                "%(line)s: good and bad must add up to the %(received)s received.",
                line=name,
                received=trimmed(received),
            ),
            field="findings",
        )
    if bad and not told.defect.strip():
        raise RuleViolation(_("%(line)s: say what is wrong.", line=name), field="findings")
    return Finding(good, bad, told.defect.strip() if bad else "")


def _agree(
    inspection: Inspection, found: Sequence[Finding], acceptor: Staff, actor: Actor
) -> GoodsAcceptance:
    """Compare with what others signed; write what is new, in a new round where it differs."""
    acceptance = inspection.acceptance
    standing = [(line.good, line.bad) for line in inspection.lines]
    is_same = standing == [(finding.good, finding.bad) for finding in found]
    if is_same:
        if any(signature.staff_id == acceptor.id for signature in inspection.signatures):
            raise Conflict(_("You have already signed this acceptance; others must sign too."))
        return acceptance
    change_many(
        list(inspection.lines),
        [{"good": row.good, "bad": row.bad, "defect": row.defect} for row in found],
        actor=actor,
        verb=VERB,
    )
    if not inspection.signatures:
        return acceptance
    for signature in inspection.signatures:
        if signature.staff_id != acceptor.id:
            notify(
                signature.staff,
                _(
                    "%(name)s found something else in %(document)s: look and sign again.",
                    name=acceptor.name,
                    document=str(acceptance),
                ),
                link=f"/admin/goods_acceptance/accept/?id={acceptance.id}",
            )
    return change(acceptance, {"round": acceptance.round + 1}, actor=actor, verb=VERB)


def _conclude(inspection: Inspection, order: PurchaseOrder, actor: Actor) -> GoodsAcceptance:
    good = sum((line.good for line in inspection.lines), ZERO)
    bad = sum((line.bad for line in inspection.lines), ZERO)
    status = "rejected" if not good else "part_accepted" if bad else "accepted"
    acceptance = change(
        inspection.acceptance,
        {"status": status, "accepted_on": local_today()},
        actor=actor,
        verb=VERB,
    )
    change(acceptance.receipt, {"status": "inspected"}, actor=actor, verb=VERB)
    order = hold_order(order.id)
    _count(inspection, actor)
    follow_goods(order, actor=actor, verb=VERB)
    if bad:
        notify(
            order.buyer,
            _("%(document)s: part of the delivery was rejected.", document=str(acceptance)),
            link=f"/admin/goods_acceptance/details/?id={acceptance.id}",
        )
    return acceptance


def _count(inspection: Inspection, actor: Actor) -> None:
    """Add the findings to the lines of the order, and to the shares in the order of requests."""
    found = {line.receipt_line.order_line_id: line for line in inspection.lines}
    lines = list(PurchaseOrderLine.select().where(PurchaseOrderLine.id.in_(list(found))))
    change_many(
        lines,
        [
            {
                "accepted": line.accepted + found[line.id].good,
                "rejected": line.rejected + found[line.id].bad,
            }
            for line in lines
        ],
        actor=actor,
        verb=VERB,
    )
    left = {line_id: row.good for line_id, row in found.items()}
    shares = list(
        PurchaseOrderAllocation.select()
        .where(PurchaseOrderAllocation.order_line.in_(list(found)))
        .order_by(PurchaseOrderAllocation.id)
    )
    changes = []
    for share in shares:
        part = min(left[share.order_line_id], share.quantity - share.dropped - share.accepted)
        left[share.order_line_id] -= part
        changes.append({"accepted": share.accepted + part})
    change_many(shares, changes, actor=actor, verb=VERB)


__all__ = ["Finding", "accept_goods"]
