"""Approving purchases: decisions, budget and states of many requests in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from logistics.auditing import transaction
from logistics.errors import RuleViolation
from logistics.operations.approvals import Decision, Hearing, Verdict, hear, report, settle
from logistics.operations.money import post_entries
from logistics.operations.outcomes import Outcome
from logistics.operations.purchasing.progress import follow_orders
from logistics.operations.purchasing.requests.quoted import why_not_quoted
from logistics.operations.purchasing.requests.reserving import (
    fit_reservations,
    wanted_of,
)
from logistics.operations.purchasing.requests.urgent import refuse_undoing_orders
from logistics.operations.sets import change_many
from logistics.permissions import Actor
from logistics.queries.purchasing.reuse import reuse_findings, why_not_reused
from logistics.tables.purchasing.requests import PurchaseRequest
from logistics.wording import Words, _

VERB = "approve_purchases"
DONE: dict[str, Words] = {
    "submitted": _("Approved; the next step is open."),
    "approved": _("Approved; it can be ordered."),
    "returned": _("Returned for correction."),
    "rejected": _("Rejected."),
}


def approve_purchases(*, decisions: Sequence[Decision], actor: Actor) -> list[Outcome]:
    """Approve, return or reject, one result per request (R06, R73).

    The budget is checked and reserved in the same transaction, in the order of the requests; what
    is returned or rejected gives it back. The number of statements does not grow with the set.
    """
    with transaction():
        hearing = hear(PurchaseRequest, decisions, actor=actor, verb=VERB)
        _refuse_without_quotations(hearing)
        _refuse_before_reuse(hearing)
        refuse_undoing_orders(hearing)
        postings, refusals = fit_reservations(_targets(hearing))
        for doc_id, refusal in refusals.items():
            hearing.refuse(doc_id, refusal)
        settle(hearing, actor=actor, verb=VERB)
        post_entries(postings, actor=actor)
        _write_states(hearing, actor)
        _follow_what_was_urgent(hearing, actor)
        return report(decisions, hearing, DONE)


def _refuse_without_quotations(hearing: Hearing) -> None:
    """The step of the quotations ends when there are enough, and a supplier is chosen."""
    closing = [
        verdict
        for verdict in hearing.verdicts.values()
        if verdict.task.kind == "quote" and verdict.decision.choice == "approve"
    ]
    needed = {verdict.document.id: verdict.task.rule.min_quotes for verdict in closing}
    for doc_id, refusal in why_not_quoted(needed).items():
        hearing.refuse(doc_id, refusal)


def _refuse_before_reuse(hearing: Hearing) -> None:
    """Nothing is bought anew whose equal stands in the idle pool, unless somebody has looked (R74).

    The step of the reuse check asks for it, and at the latest the last approval.
    """
    buying = [
        doc_id
        for doc_id, verdict in hearing.verdicts.items()
        if "reuse" in verdict.carried_out or verdict.result == "approved"
    ]
    for doc_id, words in why_not_reused(buying).items():
        hearing.refuse(doc_id, RuleViolation(words))


def _targets(hearing: Hearing) -> list[tuple[PurchaseRequest, Decimal]]:
    """What each request has to hold afterwards."""
    return [
        (verdict.document, _target(verdict))
        for _doc_id, verdict in sorted(hearing.verdicts.items())
        if _target(verdict) is not None
    ]


def _target(verdict: Verdict) -> Any:
    """Yuan to be held, None when the decision does not touch the budget."""
    if verdict.result in ("returned", "rejected"):
        return Decimal(0)
    if "finance" in verdict.carried_out or verdict.result == "approved":
        return wanted_of(verdict.document)
    return None


def _write_states(hearing: Hearing, actor: Actor) -> None:
    verdicts = list(hearing.verdicts.values())
    if not verdicts:
        return
    checked = [v.document.id for v in verdicts if "reuse" in v.carried_out]
    findings = reuse_findings(checked)
    changes = [
        {
            "status": verdict.result,
            "approved_amount": _approved_amount(verdict),
            "reuse_result": findings.get(verdict.document.id, verdict.document.reuse_result),
        }
        for verdict in verdicts
    ]
    change_many([verdict.document for verdict in verdicts], changes, actor=actor, verb=VERB)


def _follow_what_was_urgent(hearing: Hearing, actor: Actor) -> None:
    """What was ordered by word of mouth goes on at once to where its orders are."""
    approved = [
        verdict.document.id
        for verdict in hearing.verdicts.values()
        if verdict.result == "approved" and verdict.document.written_due is not None
    ]
    if approved:
        follow_orders(approved, actor=actor, verb=VERB)


def _approved_amount(verdict: Verdict) -> Decimal | None:
    return verdict.document.amount if verdict.result == "approved" else None


__all__ = ["approve_purchases"]
