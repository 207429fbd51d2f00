"""What is overdue: targets past their day, matters not taken on, not reported on, not done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from logistics.database import local_day, now
from logistics.queries.service_desk.clock import OfficeClock
from logistics.tables.targets import SupervisionItem, Target
from logistics.tables.targets.supervision import UNDER_WAY
from logistics.wording import Words, _
from logistics.working_hours import Span, moment_after

TIME_TO_ACCEPT = dt.timedelta(hours=2)
"""“At once” (第一时间), in office hours."""


def to_be_taken_on_by(issued_at: dt.datetime) -> dt.datetime:
    """Two hours of the office's time after a matter was issued (R65)."""
    clock = OfficeClock(local_day(issued_at))
    span = [Span(issued_at, None)]
    return moment_after(span, TIME_TO_ACCEPT, clock.office, clock.zone) or issued_at


def lateness_of(item: SupervisionItem, at: dt.datetime) -> Words | None:
    """Why a matter is overdue at a moment; None when it is not (R65)."""
    today = local_day(at)
    if item.status not in UNDER_WAY:
        return None
    if item.due_on < today:
        return _("Days overdue: %(days)s", days=(today - item.due_on).days)
    if item.status == "issued" and item.accept_by is not None and item.accept_by < at:
        return _("Not taken on in time")
    if item.next_report_on is not None and item.next_report_on < today:
        return _("Not reported on since %(day)s", day=item.next_report_on)
    return None


def overdue_matters(at: dt.datetime | None = None) -> Any:
    """Matters past a deadline at a moment, the longest overdue first; a query to be narrowed."""
    moment = at or now()
    today = local_day(moment)
    late = (
        (SupervisionItem.due_on < today)
        | ((SupervisionItem.status == "issued") & (SupervisionItem.accept_by < moment))
        | (SupervisionItem.next_report_on < today)
    )
    return (
        SupervisionItem.select()
        .where(SupervisionItem.status.in_(UNDER_WAY) & late)
        .order_by(SupervisionItem.due_on, SupervisionItem.id)
    )


def overdue_targets(on: dt.date) -> Any:
    """Targets whose day has gone by and which nobody reported as reached (R65)."""
    return (
        Target.select()
        .where((Target.status == "published") & (Target.due_on < on))
        .order_by(Target.due_on, Target.id)
    )


def late_targets(first: dt.date, last: dt.date) -> Any:
    """Targets due between two days that were reached later or, by the last day, not at all."""
    missed = Target.reached_on.is_null() | (Target.reached_on > Target.due_on)
    return (
        Target.select()
        .where(
            Target.status.in_(("published", "reached", "done"))
            & Target.due_on.between(first, last)
            & missed
        )
        .order_by(Target.due_on, Target.id)
    )
