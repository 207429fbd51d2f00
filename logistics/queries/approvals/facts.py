"""The facts that routing goes by, loaded for many documents at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from logistics.queries.approvals.routing import LADDER, House, Past, Step
from logistics.tables.approvals import (
    ApprovalDecision,
    ApprovalRule,
    ApprovalTask,
    Delegation,
    IncompatibleDuty,
)
from logistics.tables.base import Account
from logistics.tables.people import Staff, StaffPost
from logistics.tables.system import AccountRole, Role


def house_on(day: dt.date, *, roles: Collection[str], units: Collection[int]) -> House:
    """Who holds these roles (and those of the ladder) and heads these units. Four statements."""
    return House(
        holders=_holders({*roles, *LADDER}),
        heads=_heads(day, units),
        stand_ins=_stand_ins(day),
        incompatible=frozenset(
            frozenset({pair.first_duty, pair.second_duty}) for pair in IncompatibleDuty.select()
        ),
    )


def step_of(task: ApprovalTask) -> Step:
    """What routing needs to know of a task; its ``role`` must be loaded."""
    role = task.role.code if task.role_id is not None else None
    signer = task.signer_id if task.signer_id is not None and task.signer.is_active else None
    return Step(role=role, kind=task.kind, unit_id=task.unit_id, signer=signer)


def tasks_of(doc_type: str, doc_ids: Collection[int]) -> dict[int, list[ApprovalTask]]:
    """All tasks by document, in order of round and step, with role and rule. Three statements.

    Roles and rules are few and shared by the tasks; joining them to each would cost more.
    """
    found: dict[int, list[ApprovalTask]] = {doc_id: [] for doc_id in doc_ids}
    roles = {role.id: role for role in Role.select()}
    rules = {rule.id: rule for rule in ApprovalRule.select()}
    query = (
        ApprovalTask.select()
        .where(ApprovalTask.doc_type == doc_type, ApprovalTask.doc_id.in_(list(doc_ids)))
        .order_by(ApprovalTask.doc_id, ApprovalTask.round, ApprovalTask.seq)
    )
    for task in query:
        task.role, task.rule = roles.get(task.role_id), rules[task.rule_id]
        task._dirty.clear()
        found[task.doc_id].append(task)
    return found


def decisions_of(doc_type: str, doc_ids: Collection[int]) -> dict[int, list[ApprovalDecision]]:
    """All decisions by document, oldest first, with task, decider and principal. One statement."""
    principal = Account.alias()
    found: dict[int, list[ApprovalDecision]] = {doc_id: [] for doc_id in doc_ids}
    query = (
        ApprovalDecision.select(ApprovalDecision, ApprovalTask, Account, principal)
        .join(ApprovalTask)
        .switch(ApprovalDecision)
        .join(Account, on=ApprovalDecision.decider)
        .switch(ApprovalDecision)
        .left_outer_join(principal, on=(ApprovalDecision.on_behalf_of == principal.id))
        .where(ApprovalDecision.doc_type == doc_type, ApprovalDecision.doc_id.in_(list(doc_ids)))
        .order_by(ApprovalDecision.id)
    )
    for decision in query:
        found[decision.doc_id].append(decision)
    return found


def past_of(tasks: Iterable[ApprovalTask], decisions: Iterable[ApprovalDecision]) -> Past:
    """What was done on one document, seen from its last round.

    A decision on somebody's behalf uses up the right of both. Duties count over all rounds: who
    collected the quotations once does not decide on them later.
    """
    last = 0
    requesters: set[Any] = set()
    for task in tasks:
        if task.round >= last:
            last = task.round
            requesters = {task.requester_id, task.submitted_by_id}
    decided: set[int] = set()
    duties: dict[int, set[str]] = defaultdict(set)
    for decision in decisions:
        people = {decision.decider_id, decision.on_behalf_of_id} - {None}
        if decision.round == last:
            decided |= people
        for person in people:
            duties[person].add(decision.task.kind)
    for person in requesters - {None}:
        duties[person].add("request")
    return Past(
        requesters=frozenset(requesters - {None}),
        decided=frozenset(decided),
        duties={person: frozenset(held) for person, held in duties.items()},
    )


def _holders(roles: Collection[str]) -> dict[str, frozenset[int]]:
    query: Any = (
        AccountRole.select(Role.code, AccountRole.account)
        .join(Role)
        .switch(AccountRole)
        .join(Account, on=AccountRole.account)
        .where(AccountRole.status != "proposed", Account.is_active, Role.code.in_(list(roles)))
        .tuples()
    )
    holders: dict[str, set[int]] = defaultdict(set)
    for code, account in query:
        holders[code].add(account)
    return {code: frozenset(accounts) for code, accounts in holders.items()}


def _heads(day: dt.date, units: Collection[int]) -> dict[int, frozenset[int]]:
    """Who heads a unit and holds the role of heads: without its rights his step would never end, so
    that it goes up the ladder as if there were no head."""
    query: Any = (
        StaffPost.select(StaffPost.heads_unit, Staff.account)
        .join(Staff)
        .join(Account)
        .join(AccountRole, on=(AccountRole.account == Account.id))
        .join(Role)
        .where(
            Role.code == "unit_head",
            AccountRole.status != "proposed",
            StaffPost.heads_unit.in_(list(units)),
            StaffPost.is_backup == False,  # noqa: E712 - SQL
            StaffPost.starts_on <= day,
            StaffPost.ends_on.is_null() | (StaffPost.ends_on >= day),
            Account.is_active,
        )
        .tuples()
    )
    heads: dict[int, set[int]] = defaultdict(set)
    for unit, account in query:
        heads[unit].add(account)
    return {unit: frozenset(accounts) for unit, accounts in heads.items()}


def _stand_ins(day: dt.date) -> dict[int, int]:
    """Account to account. A delegate who can no longer log in stands in for nobody."""
    absent, delegate = Staff.alias(), Staff.alias()
    query: Any = (
        Delegation.select(absent.account, delegate.account)
        .join(absent, on=(Delegation.delegator == absent.id))
        .switch(Delegation)
        .join(delegate, on=(Delegation.delegate == delegate.id))
        .join(Account, on=(delegate.account == Account.id))
        .where(
            Delegation.status == "confirmed",
            Delegation.starts_on <= day,
            Delegation.ends_on >= day,
            absent.account.is_null(False),
            Account.is_active,
        )
        .tuples()
    )
    return dict(query)
