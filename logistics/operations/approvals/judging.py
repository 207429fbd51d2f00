"""Judging a decision: whose turn it is, what was seen, what would follow. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from logistics.database import local_today
from logistics.errors import Conflict, NotPermitted, RuleViolation, StaleRecord, WrongState
from logistics.operations.approvals.rounds import Moves, plan, void_moves
from logistics.operations.outcomes import Seen
from logistics.operations.transitions import label_of_status
from logistics.permissions import Actor
from logistics.queries.approvals.facts import (
    decisions_of,
    house_on,
    past_of,
    step_of,
    tasks_of,
)
from logistics.queries.approvals.refusals import why_not
from logistics.queries.approvals.routing import House, Past, route
from logistics.tables.approvals import ApprovalDecision, ApprovalTask
from logistics.tables.approvals.tasks import CHOICES
from logistics.wording import _

RESULTS = {"approve": "approved", "return": "returned", "reject": "rejected"}


@dataclass(frozen=True)
class Decision:
    """What somebody decides on a document as he saw it.

    ``choice`` is approve, return or reject; the last two need a comment. A collective decision
    needs the number of the meeting's minutes.
    """

    seen: Seen
    choice: str = "approve"
    comment: str = ""
    minutes_no: str = ""


@dataclass(frozen=True)
class Sitting:
    """Documents of one kind together with what deciding on them needs; by document id."""

    doc_type: str
    tasks: Mapping[int, list[ApprovalTask]]
    decisions: Mapping[int, list[ApprovalDecision]]
    pasts: Mapping[int, Past]
    house: House

    def pending(self, doc_id: int) -> ApprovalTask | None:
        """The task whose turn it is."""
        return next((task for task in self.tasks[doc_id] if task.status == "pending"), None)


@dataclass(frozen=True)
class Verdict:
    """A decision that stands, and what follows from it."""

    document: Any
    decision: Decision
    task: ApprovalTask
    on_behalf_of: int | None
    moves: Moves
    following: ApprovalTask | None

    @property
    def result(self) -> str:
        """The document's state afterwards: ``submitted`` while steps remain."""
        if self.decision.choice != "approve":
            return RESULTS[self.decision.choice]
        return "approved" if self.following is None else "submitted"

    @property
    def carried_out(self) -> set[str]:
        """The kinds of the steps that are done with it: its own and those of the system."""
        own = {self.task.kind} if self.decision.choice == "approve" else set()
        return own | {task.kind for task, status in self.moves if status == "automatic"}


def convene(doc_type: str, doc_ids: Sequence[int]) -> Sitting:
    """Everything about the approval of these documents. Seven statements, however many they are."""
    tasks = tasks_of(doc_type, doc_ids)
    decisions = decisions_of(doc_type, doc_ids)
    held = [task for rounds in tasks.values() for task in rounds]
    return Sitting(
        doc_type=doc_type,
        tasks=tasks,
        decisions=decisions,
        pasts={key: past_of(tasks[key], decisions[key]) for key in tasks},
        house=house_on(
            local_today(),
            roles={task.role.code for task in held if task.role_id is not None},
            units={task.unit_id for task in held},
        ),
    )


def judge(sitting: Sitting, document: Any, decision: Decision, *, actor: Actor) -> Verdict:
    """What the decision would lead to; raises the rule that refuses it. Writes nothing."""
    assert decision.choice in CHOICES, decision.choice
    _refuse_double_click(sitting, document, decision.seen, actor)
    task = _task_in_turn(sitting, document)
    _refuse_unseen_changes(sitting, document, decision.seen)
    past = sitting.pasts[document.id]
    deciders = route(step_of(task), sitting.house, past).deciders
    if actor.account_id is None or actor.account_id not in deciders:
        raise NotPermitted(why_not(actor.account_id, task, sitting.house, past))
    _refuse_bare_decision(task, decision)
    on_behalf_of = deciders[actor.account_id]
    moves, following = _consequences(sitting, document, task, decision, actor, on_behalf_of)
    return Verdict(document, decision, task, on_behalf_of, moves, following)


def _refuse_double_click(sitting: Sitting, document: Any, seen: Seen, actor: Actor) -> None:
    """The same person has just decided on what he sends again."""
    for decision in _decided_since(sitting, document, seen):
        if decision.decider_id == actor.account_id:
            raise Conflict(
                _(
                    "You have already decided on %(document)s: %(choice)s, %(moment)s.",
                    document=str(document),
                    choice=CHOICES[decision.choice],
                    moment=decision.created_at,
                )
            )


def _task_in_turn(sitting: Sitting, document: Any) -> ApprovalTask:
    task = sitting.pending(document.id)
    if document.status == "submitted" and task is not None:
        return task
    state = label_of_status(type(document), document.status)
    decisions = sitting.decisions[document.id]
    if decisions and document.status in RESULTS.values():
        raise WrongState(
            _(
                "%(document)s is already “%(status)s”: %(name)s decided on %(moment)s.",
                document=str(document),
                status=state,
                name=decisions[-1].decider.name,
                moment=decisions[-1].created_at,
            )
        )
    raise WrongState(
        _(
            "%(document)s is “%(status)s”; there is nothing to decide.",
            document=str(document),
            status=state,
        )
    )


def _refuse_unseen_changes(sitting: Sitting, document: Any, seen: Seen) -> None:
    """What is approved is what was seen."""
    if seen.row_version is None or seen.row_version == document.row_version:
        return
    for decision in _decided_since(sitting, document, seen):
        raise StaleRecord(
            _(
                "%(name)s has decided on %(document)s in the meantime: %(choice)s. "
                "Look at it again first.",
                name=decision.decider.name,
                document=str(document),
                choice=CHOICES[decision.choice],
            )
        )
    raise StaleRecord(
        _("%(row)s was changed after you opened it. Look at it again first.", row=str(document))
    )


def _decided_since(sitting: Sitting, document: Any, seen: Seen) -> list[ApprovalDecision]:
    """The decisions on what was seen or on something newer, the last one first."""
    if seen.row_version is None:
        return []
    decisions = reversed(sitting.decisions[document.id])
    return [decision for decision in decisions if decision.seen_version >= seen.row_version]


def _refuse_bare_decision(task: ApprovalTask, decision: Decision) -> None:
    if decision.choice != "approve" and not decision.comment.strip():
        raise RuleViolation(_("Say why: a return or a rejection needs a comment."), field="comment")
    if task.kind == "collective" and decision.choice == "approve" and not decision.minutes_no:
        raise RuleViolation(
            _("A collective decision is recorded with the number of the meeting's minutes."),
            field="minutes_no",
        )


def _consequences(
    sitting: Sitting,
    document: Any,
    task: ApprovalTask,
    decision: Decision,
    actor: Actor,
    on_behalf_of: int | None,
) -> tuple[Moves, ApprovalTask | None]:
    tasks = sitting.tasks[document.id]
    if decision.choice != "approve":
        return [move for move in void_moves(tasks) if move[0] is not task], None
    people = {actor.account_id, on_behalf_of} - {None}
    past = with_decision(sitting.pasts[document.id], people, task.kind)
    return plan(tasks, sitting.house, past)


def with_decision(past: Past, people: set[Any], kind: str) -> Past:
    duties = dict(past.duties)
    for person in people:
        duties[person] = duties.get(person, frozenset()) | {kind}
    return Past(past.requesters, past.decided | people, duties)


__all__ = ["Decision", "Sitting", "Verdict", "convene", "judge", "with_decision"]
