"""Those who have let a decision wait past its day are reminded; nothing passes by waiting."""

from __future__ import annotations

from typing import Any

from logistics.auditing import transaction
from logistics.database import local_today
from logistics.notices import notify
from logistics.operations.sets import change_many
from logistics.permissions import Actor
from logistics.queries.approvals.progress import deciders_of
from logistics.tables.approvals import ApprovalTask
from logistics.tables.base import Account
from logistics.tables.system import Role
from logistics.wording import _


def remind_deciders(*, actor: Actor) -> int:
    """Tell everybody how many of his decisions are overdue; answers how many were reminded.

    Once a day at most, however often it is run: a task keeps the day of its last reminder.
    """
    today = local_today()
    with transaction():
        overdue: Any = (
            ApprovalTask.select(ApprovalTask, Role)
            .join(Role)
            .where(
                (ApprovalTask.status == "pending")
                & (ApprovalTask.due_on < today)
                & (ApprovalTask.reminded_on.is_null() | (ApprovalTask.reminded_on < today))
            )
            .order_by(ApprovalTask.id)
        )
        tasks = list(overdue)
        waiting: dict[int, int] = {}
        for deciders in deciders_of(tasks).values():
            for account in deciders:
                waiting[account] = waiting.get(account, 0) + 1
        change_many(tasks, [{"reminded_on": today}] * len(tasks), actor=actor, verb=None)
        for account, count in waiting.items():
            words = _("Overdue decisions that wait for you: %(count)s.", count=count)
            notify(Account(id=account), words, link="/")
    return len(waiting)
