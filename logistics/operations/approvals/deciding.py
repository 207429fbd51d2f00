"""Deciding on documents: judged one by one, written together.

The area that owns the documents hears the decisions, adds its own conditions, and settles those
that stand. A refused decision leaves nothing behind, the others go through.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from logistics.auditing import changes_between, note, transaction
from logistics.database import Record, lock, now
from logistics.errors import NotFound, NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.approvals.judging import (
    Decision,
    Sitting,
    Verdict,
    convene,
    judge,
    with_decision,
)
from logistics.operations.approvals.rounds import Moves, announce, apply_moves
from logistics.operations.outcomes import Outcome, Seen
from logistics.operations.sets import ROWS_A_STATEMENT
from logistics.permissions import Actor, visible, within_verb
from logistics.queries.approvals.matrix import measure_of
from logistics.queries.approvals.routing import Past
from logistics.tables.approvals import ApprovalDecision
from logistics.tables.base import Account
from logistics.verbs import VERBS
from logistics.wording import Words, _

DONE: Mapping[str, Words] = {
    "submitted": _("Approved; the next step is open."),
    "approved": _("Approved."),
    "returned": _("Returned for correction."),
    "rejected": _("Rejected."),
}


@dataclass
class Hearing:
    """Decisions heard together: the verdicts that stand so far and the refusals, by document."""

    sitting: Sitting
    documents: Mapping[int, Any]
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    refusals: dict[int, RuleViolation] = field(default_factory=dict)

    def refuse(self, doc_id: int, refusal: RuleViolation) -> None:
        """Take a verdict back."""
        self.verdicts.pop(doc_id, None)
        self.refusals[doc_id] = refusal


def hear(model: type[Record], decisions: Sequence[Decision], *, actor: Actor, verb: str) -> Hearing:
    """Lock the documents in the order of their ids and judge each decision.

    Somebody who acts for an absent person, or was asked by name, needs no right of his own; anybody
    else needs ``verb``.
    A document that the actor may neither see nor decide on is not there for him.
    """
    wanted = {decision.seen.id: decision for decision in reversed(decisions)}
    rows = model.select().where(model.id.in_(list(wanted))).order_by(model.id)
    return _judge_each({row.id: row for row in lock(rows)}, wanted, model, actor, verb)


def foresee(model: type[Record], doc_ids: Collection[int], *, actor: Actor, verb: str) -> Hearing:
    """What agreeing would lead to for each document, or why the actor may not; changes nothing."""
    # Words and minutes are asked when he decides.
    wanted = {doc_id: Decision(Seen(doc_id), "approve", "-", "-") for doc_id in doc_ids}
    rows = {row.id: row for row in model.select().where(model.id.in_(list(wanted)))}
    return _judge_each(rows, wanted, model, actor, verb)


def _judge_each(
    documents: Mapping[int, Any],
    wanted: Mapping[int, Decision],
    model: type[Record],
    actor: Actor,
    verb: str,
) -> Hearing:
    ids = model.select(model.id).where(model.id.in_(list(documents)))
    seen = {row.id for row in visible(actor, ids, model)}
    entitled = {row.id for row in within_verb(actor, ids, model, verb)}
    hearing = Hearing(convene(model._meta.table_name, list(documents)), documents)
    past = hearing.sitting.decisions
    seen |= {
        doc_id for doc_id in past if actor.account_id in {made.decider_id for made in past[doc_id]}
    }
    for doc_id, decision in wanted.items():
        try:
            if doc_id not in documents:
                raise NotFound(_("There is no such record."))
            verdict = judge(hearing.sitting, documents[doc_id], decision, actor=actor)
            asked = verdict.on_behalf_of is not None or verdict.task.signer_id is not None
            if not asked and doc_id not in entitled:
                raise NotPermitted(
                    _(
                        "Your roles do not include the right “%(verb)s” here.",
                        verb=VERBS[verb].label,
                    )
                )
            hearing.verdicts[doc_id] = verdict
        except RuleViolation as refusal:
            hidden = doc_id in documents and doc_id not in seen
            gone = NotFound(_("There is no such record."))
            hearing.refuse(doc_id, gone if hidden else refusal)
    return hearing


def settle(hearing: Hearing, *, actor: Actor, verb: str) -> None:
    """Write the decisions that stand and the state of the rounds, and tell whom it concerns."""
    verdicts = list(hearing.verdicts.values())
    if not verdicts:
        return
    sitting = hearing.sitting
    _append(verdicts, actor, verb)
    apply_moves([move for verdict in verdicts for move in _all_moves(verdict)], actor)
    turns = [(verdict.document, verdict.following) for verdict in verdicts]
    pasts = {v.document.id: _past_after(sitting, v, actor) for v in verdicts}
    announce(turns, pasts, sitting.house)
    for verdict in verdicts:
        _tell_requester(verdict)


def report(
    decisions: Sequence[Decision], hearing: Hearing, done: Mapping[str, Words]
) -> list[Outcome]:
    """What became of each document, in the order asked; ``done`` gives the words by result."""
    outcomes = []
    for doc_id in dict.fromkeys(decision.seen.id for decision in decisions):
        refusal = hearing.refusals.get(doc_id)
        document = hearing.documents.get(doc_id)
        hidden = document is None or isinstance(refusal, NotFound)
        label = _("No. %(id)s", id=doc_id).filled() if hidden else str(document)
        words = refusal.words if refusal else done[hearing.verdicts[doc_id].result]
        outcomes.append(Outcome(doc_id, label, words, refusal))
    return outcomes


def decide_on(
    model: type[Record],
    decisions: Sequence[Decision],
    carry_out: Callable[[Verdict, Actor], None],
    *,
    actor: Actor,
    verb: str,
) -> list[Outcome]:
    """Hear the decisions, write those that stand, do with ``carry_out`` what follows."""
    with transaction():
        hearing = hear(model, decisions, actor=actor, verb=verb)
        settle(hearing, actor=actor, verb=verb)
        for verdict in hearing.verdicts.values():
            carry_out(verdict, actor)
        return report(decisions, hearing, DONE)


def _past_after(sitting: Sitting, verdict: Verdict, actor: Actor) -> Past:
    people = {actor.account_id, verdict.on_behalf_of} - {None}
    return with_decision(sitting.pasts[verdict.document.id], people, verdict.task.kind)


def _all_moves(verdict: Verdict) -> Moves:
    return [(verdict.task, "done"), *verdict.moves]


def _append(verdicts: Sequence[Verdict], actor: Actor, verb: str) -> None:
    moment = now()
    for start in range(0, len(verdicts), ROWS_A_STATEMENT):
        part = verdicts[start : start + ROWS_A_STATEMENT]
        rows = [_decision_row(verdict, actor, moment) for verdict in part]
        written = ApprovalDecision.insert_many(rows).returning(ApprovalDecision.id).tuples()
        for verdict, row, (decision_id,) in zip(part, rows, list(written.execute()), strict=True):
            note(
                actor,
                verb,
                table=ApprovalDecision._meta.table_name,
                row_id=decision_id,
                row_label=str(verdict.document)[:200],
                changes=changes_between(ApprovalDecision, {}, row),
            )


def _decision_row(verdict: Verdict, actor: Actor, moment: dt.datetime) -> dict[str, Any]:
    task, decision = verdict.task, verdict.decision
    return {
        "task": task.id,
        "doc_type": task.doc_type,
        "doc_id": task.doc_id,
        "round": task.round,
        "seq": task.seq,
        "decider": actor.account_id,
        "on_behalf_of": verdict.on_behalf_of,
        "choice": decision.choice,
        "comment": decision.comment.strip(),
        "minutes_no": decision.minutes_no.strip(),
        "seen_version": verdict.document.row_version,
        "amount": measure_of(verdict.document),
        "created_at": moment,
        "created_by": actor.account_id,
        "updated_by": actor.account_id,
    }


def _tell_requester(verdict: Verdict) -> None:
    told: dict[str, Words] = {
        "approved": _("%(document)s was approved.", document=str(verdict.document)[:120]),
        "returned": _(
            "%(document)s was returned for correction.", document=str(verdict.document)[:120]
        ),
        "rejected": _("%(document)s was rejected.", document=str(verdict.document)[:120]),
    }
    if verdict.result in told and verdict.task.requester_id is not None:
        link = f"/admin/{verdict.task.doc_type}/details/?id={verdict.document.id}"
        notify(Account(id=verdict.task.requester_id), told[verdict.result], link=link)


__all__ = ["Hearing", "decide_on", "foresee", "hear", "report", "settle"]
