"""How far documents have come, and what waits for whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from logistics.database import local_today
from logistics.permissions import Actor
from logistics.queries.approvals.facts import (
    decisions_of,
    house_on,
    past_of,
    step_of,
    tasks_of,
)
from logistics.queries.approvals.refusals import waits_for
from logistics.queries.approvals.routing import route
from logistics.tables.approvals import (
    ApprovalDecision,
    ApprovalRule,
    ApprovalTask,
    IncompatibleDuty,
)
from logistics.tables.base import Account
from logistics.tables.system import Role
from logistics.wording import Words


@dataclass(frozen=True)
class Progress:
    """One step on the way of a document: its task, and the decision or those who may take it."""

    task: ApprovalTask
    decision: ApprovalDecision | None = None
    waits_for: Words | str = ""
    deciders: tuple[Account, ...] = ()


def progress_of(doc_type: str, doc_id: int) -> list[Progress]:
    """Every step of every round, in order; for the step whose turn it is, who may decide it."""
    tasks = tasks_of(doc_type, [doc_id])[doc_id]
    decisions = decisions_of(doc_type, [doc_id])[doc_id]
    taken = {decision.task_id: decision for decision in decisions}
    past = past_of(tasks, decisions)
    open_tasks = [task for task in tasks if task.status in ("pending", "waiting")]
    house = house_on(
        local_today(),
        roles={task.role.code for task in open_tasks if task.role_id is not None},
        units={task.unit_id for task in open_tasks},
    )
    names: dict[int, Account] = {}
    steps: list[Progress] = []
    for task in tasks:
        if task not in open_tasks or task.role_id is None:
            steps.append(Progress(task, taken.get(task.id)))
            continue
        able = route(step_of(task), house, past).deciders
        missing = [account for account in able if account not in names]
        names.update({row.id: row for row in Account.select().where(Account.id.in_(missing))})
        people = tuple(names[account] for account in sorted(able))
        steps.append(Progress(task, None, waits_for(task, house, past), people))
    return steps


def waiting_for(actor: Actor, doc_type: str | None = None) -> list[ApprovalTask]:
    """The tasks that this actor may decide now, the most urgent first. Seven statements."""
    if actor.account_id is None:
        return []
    pending = ApprovalTask.select(ApprovalTask, Role).join(Role)
    pending = pending.where(ApprovalTask.status == "pending")
    if doc_type is not None:
        pending = pending.where(ApprovalTask.doc_type == doc_type)
    tasks = list(pending.order_by(ApprovalTask.due_on, ApprovalTask.id))
    able = deciders_of(tasks)
    return [task for task in tasks if actor.account_id in able[task.id]]


def deciders_of(tasks: Collection[ApprovalTask]) -> dict[int, Mapping[int, int | None]]:
    """By task id, who may decide it today and on whose behalf; roles must be loaded."""
    house = house_on(
        local_today(),
        roles={task.role.code for task in tasks},
        units={task.unit_id for task in tasks},
    )
    by_type: dict[str, set[int]] = {}
    for task in tasks:
        by_type.setdefault(task.doc_type, set()).add(task.doc_id)
    decisions = {name: decisions_of(name, doc_ids) for name, doc_ids in by_type.items()}
    return {
        task.id: route(
            step_of(task), house, past_of([task], decisions[task.doc_type][task.doc_id])
        ).deciders
        for task in tasks
    }


def last_round(doc_type: str, doc_id: int) -> list[ApprovalTask]:
    """The tasks of the document's last round with their rules, in order; empty without any."""
    tasks = tasks_of(doc_type, [doc_id])[doc_id]
    return [task for task in tasks if task.round == tasks[-1].round]


def rule_of(doc_type: str, doc_id: int) -> ApprovalRule | None:
    """The rule of the document's last round; it says how many quotations and acceptors it takes."""
    tasks = last_round(doc_type, doc_id)
    return tasks[0].rule if tasks else None


def duties_on(doc_type: str, doc_id: int, account_id: int) -> frozenset[str]:
    """The duties that somebody has had in the approval of a document, ``request`` included.

    What ``past_of`` says of one person, without loading the rounds. Two statements.
    """
    on_document = (ApprovalTask.doc_type == doc_type) & (ApprovalTask.doc_id == doc_id)
    decided: Any = (
        ApprovalTask.select(ApprovalTask.kind)
        .join(ApprovalDecision)
        .where(
            on_document,
            (ApprovalDecision.decider == account_id)
            | (ApprovalDecision.on_behalf_of == account_id),
        )
        .distinct()
        .tuples()
    )
    last = ApprovalTask.select(ApprovalTask.requester, ApprovalTask.submitted_by).where(on_document)
    task = last.order_by(ApprovalTask.round.desc()).first()
    asked = task is not None and account_id in (task.requester_id, task.submitted_by_id)
    return frozenset(kind for (kind,) in decided) | ({"request"} if asked else set())


def decided_by(account_id: int | None, doc_type: str, doc_ids: Collection[int]) -> set[int]:
    """Those of the documents on which somebody has decided, in whatever round. One statement."""
    decisions: Any = (
        ApprovalDecision.select(ApprovalTask.doc_id)
        .join(ApprovalTask)
        .where(
            (ApprovalTask.doc_type == doc_type)
            & ApprovalTask.doc_id.in_(list(doc_ids))
            & (ApprovalDecision.decider == account_id)
        )
        .tuples()
    )
    return {doc_id for (doc_id,) in decisions}


def incompatible_with(duty: str) -> frozenset[str]:
    """The duties that never meet ``duty`` in one person on one document. One statement."""
    pairs = IncompatibleDuty.select().where(
        (IncompatibleDuty.first_duty == duty) | (IncompatibleDuty.second_duty == duty)
    )
    return frozenset(name for pair in pairs for name in (pair.first_duty, pair.second_duty)) - {
        duty
    }
