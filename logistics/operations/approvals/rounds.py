"""Rounds of approval: opened when a document is submitted, closed when it goes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from logistics.auditing import transaction
from logistics.calendar import add_workdays
from logistics.database import local_today, now
from logistics.errors import RuleViolation
from logistics.notices import notify
from logistics.operations.sets import change_many
from logistics.permissions import Actor
from logistics.queries.approvals.facts import (
    decisions_of,
    house_on,
    past_of,
    step_of,
    tasks_of,
)
from logistics.queries.approvals.matrix import MatrixRow, matrix_on, row_for
from logistics.queries.approvals.refusals import role_words
from logistics.queries.approvals.routing import House, Past, deciders_at, may_pass_up, route
from logistics.tables.approvals import ApprovalTask
from logistics.tables.base import Account
from logistics.wording import _

Moves = list[tuple[ApprovalTask, str]]


def open_approval(
    document: Any,
    *,
    amount: Decimal,
    actor: Actor,
    one_higher: bool = False,
    highest: bool = False,
    submitted_by: int | None = None,
) -> tuple[MatrixRow, list[str]]:
    """Begin the next round for a document that has ``unit`` and ``requester``.

    The row of the matrix for ``amount`` (see ``row_for``) gives the steps. Returns it together with
    the kinds of the steps that the system has to carry out at once. ``submitted_by`` is the account
    that answers for the document: the actor's, unless somebody else had the round begun. Refused
    when a step could be decided by nobody: better now than when it waits for nobody.
    """
    doc_type = document._meta.table_name
    day = local_today()
    row = row_for(matrix_on(doc_type, day), amount, one_higher=one_higher, highest=highest)
    with transaction():
        earlier = tasks_of(doc_type, [document.id])[document.id]
        tasks = _lay_out(document, row, earlier, submitted_by or actor.account_id, actor)
        roles = {task.role.code for task in tasks if task.role_id is not None}
        house = house_on(day, roles=roles, units=[document.unit_id])
        past = past_of([*earlier, *tasks], decisions_of(doc_type, [document.id])[document.id])
        _refuse_orphans(tasks, house, past)
        moves, following = plan(tasks, house, past)
        apply_moves(moves, actor)
        announce([(document, following)], {document.id: past}, house)
    return row, [task.kind for task, status in moves if status == "automatic"]


def close_round(documents: Sequence[Any], *, actor: Actor) -> None:
    """End the rounds of documents that are withdrawn or cancelled: nobody needs to decide."""
    if not documents:
        return
    tasks = tasks_of(documents[0]._meta.table_name, [document.id for document in documents])
    apply_moves([move for held in tasks.values() for move in void_moves(held)], actor)


def plan(tasks: Sequence[ApprovalTask], house: House, past: Past) -> tuple[Moves, Any]:
    """What becomes of waiting tasks now, and the one whose turn it is (None: the round is over).

    The system carries out its own steps; a step that nobody at its level may decide is left to a
    higher one that still comes, so that its holder decides once.
    """
    moves: Moves = []
    waiting = [task for task in tasks if task.status == "waiting"]
    for position, task in enumerate(waiting):
        step = step_of(task)
        if step.role is None:
            moves.append((task, "automatic"))
        elif not deciders_at(step.role, step, house, past) and may_pass_up(
            step, [step_of(later) for later in waiting[position + 1 :]]
        ):
            moves.append((task, "passed_up"))
        else:
            moves.append((task, "pending"))
            return moves, task
    return moves, None


def void_moves(tasks: Sequence[ApprovalTask]) -> Moves:
    """The end of every task that nobody has decided yet."""
    return [(task, "void") for task in tasks if task.status in ("waiting", "pending")]


def apply_moves(moves: Moves, actor: Actor) -> None:
    """Write the new states; a task whose turn comes gets its moment and its day."""
    if not moves:
        return
    moment, today = now(), local_today()
    due: dict[int, dt.date] = {}
    changes: list[Mapping[str, Any]] = []
    for task, status in moves:
        opened = status == "pending"
        if opened and task.workdays not in due:
            due[task.workdays] = add_workdays(today, task.workdays)
        changes.append(
            {
                "status": status,
                "opened_at": moment if opened else task.opened_at,
                "due_on": due[task.workdays] if opened else task.due_on,
            }
        )
    change_many([task for task, _status in moves], changes, actor=actor, verb=None)


def announce(
    turns: Sequence[tuple[Any, ApprovalTask | None]], pasts: Mapping[int, Past], house: House
) -> None:
    """Tell those whose turn it is; somebody for whom many documents wait is told once."""
    waiting: dict[int, list[Any]] = {}
    for document, task in turns:
        if task is None:
            continue
        for account in route(step_of(task), house, pasts[document.id]).deciders:
            waiting.setdefault(account, []).append(document)
    for account, documents in waiting.items():
        first, table = documents[0], documents[0]._meta.table_name
        if len(documents) == 1:
            words = _("%(document)s waits for your decision.", document=str(first)[:120])
            notify(Account(id=account), words, link=f"/admin/{table}/approve/?id={first.id}")
        else:
            words = _("%(count)s documents wait for your decision.", count=len(documents))
            notify(Account(id=account), words, link=f"/admin/{table}/?status__eq=submitted")


def _lay_out(
    document: Any,
    row: MatrixRow,
    earlier: Sequence[ApprovalTask],
    submitted_by: int | None,
    actor: Actor,
) -> list[ApprovalTask]:
    """One task for every step of the row, in the round after the last."""
    last = max((task.round for task in earlier), default=0)
    ApprovalTask.insert_many(
        {
            "doc_type": document._meta.table_name,
            "doc_id": document.id,
            "round": last + 1,
            "seq": step.seq,
            "rule": row.rule,
            "kind": step.kind,
            "role": step.role_id,
            "unit": document.unit_id,
            "requester": document.requester.account_id,
            "submitted_by": submitted_by,
            "workdays": step.workdays,
            "created_by": actor.account_id,
            "updated_by": actor.account_id,
        }
        for step in row.steps
    ).execute()
    tasks = tasks_of(document._meta.table_name, [document.id])[document.id]
    return [task for task in tasks if task.round == last + 1]


def _refuse_orphans(tasks: Sequence[ApprovalTask], house: House, past: Past) -> None:
    for task in tasks:
        step = step_of(task)
        if step.role is not None and not route(step, house, past).deciders:
            raise RuleViolation(
                _(
                    "Nobody may decide the step “%(step)s” of %(role)s: whoever could is the "
                    "requester or has a duty that excludes it. Another holder is needed.",
                    step=task._meta.fields["kind"].labels[task.kind],
                    role=role_words(task.role),
                )
            )


__all__ = ["Moves", "announce", "apply_moves", "close_round", "open_approval", "plan", "void_moves"]
