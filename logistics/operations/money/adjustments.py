"""Budget adjustments: a supplement, a cut or a transfer, approved by finance, director, leader."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.auditing import transaction
from logistics.errors import RuleViolation
from logistics.operations.approvals import (
    Decision,
    close_round,
    hear,
    open_approval,
    report,
    settle,
)
from logistics.operations.money.balances import Posting, post_entries
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import change, load, move
from logistics.permissions import Actor, require_verb
from logistics.tables.money import BudgetAdjustment
from logistics.wording import Words, _

DOC_TYPE = "budget_adjustment"
DONE: dict[str, Words] = {
    "submitted": _("Approved; the next step is open."),
    "approved": _("Approved; the budget lines are adjusted."),
    "returned": _("Returned for correction."),
    "rejected": _("Rejected."),
}


def submit_adjustments(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Send drafted or returned adjustments on their way of approval."""
    require_verb(actor, "submit_adjustments")

    def submit(row: Seen) -> BudgetAdjustment:
        document = load(BudgetAdjustment, row)
        require_verb(actor, "submit_adjustments", document)
        number = document.doc_no or take_number(BudgetAdjustment.doc_no.prefix)
        document = move(
            BudgetAdjustment,
            row,
            to="submitted",
            out_of=("draft", "returned"),
            actor=actor,
            verb="submit_adjustments",
            changes={"doc_no": number},
        )
        open_approval(document, amount=document.amount, actor=actor)
        return document

    return each(seen, submit, done=_("Submitted."), model=BudgetAdjustment)


def cancel_adjustments(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Give up adjustments that nobody has approved in full."""
    require_verb(actor, "cancel_adjustments")

    def cancel(row: Seen) -> BudgetAdjustment:
        require_verb(actor, "cancel_adjustments", load(BudgetAdjustment, row))
        document = move(
            BudgetAdjustment,
            row,
            to="cancelled",
            out_of=("submitted", "returned"),
            actor=actor,
            verb="cancel_adjustments",
        )
        close_round([document], actor=actor)
        return document

    return each(seen, cancel, done=_("Cancelled."), model=BudgetAdjustment)


def approve_adjustments(*, decisions: Sequence[Decision], actor: Actor) -> list[Outcome]:
    """Approve, return or reject; the last approval writes the lines in the same transaction."""
    verb = "approve_adjustments"
    with transaction():
        hearing = hear(BudgetAdjustment, decisions, actor=actor, verb=verb)
        for doc_id, verdict in list(hearing.verdicts.items()):
            try:
                if verdict.result == "approved":
                    _adjust(verdict.document, actor)
            except RuleViolation as refusal:
                hearing.refuse(doc_id, refusal)
        settle(hearing, actor=actor, verb=verb)
        for verdict in hearing.verdicts.values():
            change(verdict.document, {"status": verdict.result}, actor=actor, verb=verb)
        return report(decisions, hearing, DONE)


def _adjust(document: BudgetAdjustment, actor: Actor) -> None:
    ends = [(document.from_line_id, -document.amount), (document.to_line_id, document.amount)]
    postings = [
        Posting(line_id, "adjust", DOC_TYPE, document.id, adjusted=amount)
        for line_id, amount in ends
        if line_id is not None
    ]
    with transaction():
        post_entries(postings, actor=actor)
