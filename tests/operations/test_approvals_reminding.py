"""Reminders of overdue decisions (features, Top 20 no. 3): told once a day, decided by nobody."""

from __future__ import annotations

import datetime as dt

import pytest

from logistics.database import local_today
from logistics.operations.approvals.reminding import remind_deciders
from logistics.permissions import SYSTEM
from models import ApprovalTask, Notice
from tests.cast import Cast
from tests.factories.approvals import make_matrix
from tests.factories.purchasing_requests import make_request, submit

ONE_DAY = dt.timedelta(days=1)


def asked(cast: Cast) -> None:
    make_matrix()
    submit(make_request(cast.staff_staff))


@pytest.fixture
def overdue(cast: Cast) -> ApprovalTask:
    """A request that the head of the Bureau has let lie past its day."""
    asked(cast)
    task = ApprovalTask.get(ApprovalTask.status == "pending")
    ApprovalTask.update(due_on=local_today() - ONE_DAY).where(ApprovalTask.id == task.id).execute()
    return task


def told(cast: Cast) -> int:
    return (
        Notice.select()
        .where((Notice.account == cast.head_account) & Notice.message.contains("Overdue"))
        .count()
    )


def test_whoever_is_late_is_reminded_once_a_day(cast: Cast, overdue: ApprovalTask) -> None:
    assert remind_deciders(actor=SYSTEM) == 1
    assert remind_deciders(actor=SYSTEM) == 0
    assert told(cast) == 1


def test_the_next_day_he_is_reminded_again(cast: Cast, overdue: ApprovalTask) -> None:
    remind_deciders(actor=SYSTEM)
    yesterday = local_today() - ONE_DAY
    ApprovalTask.update(reminded_on=yesterday).where(ApprovalTask.id == overdue.id).execute()

    assert remind_deciders(actor=SYSTEM) == 1


def test_what_is_not_yet_due_is_left_alone(cast: Cast) -> None:
    asked(cast)

    assert remind_deciders(actor=SYSTEM) == 0
    assert told(cast) == 0


def test_waiting_decides_nothing(cast: Cast, overdue: ApprovalTask) -> None:
    remind_deciders(actor=SYSTEM)

    assert ApprovalTask.get_by_id(overdue.id).status == "pending"
