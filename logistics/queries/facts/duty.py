"""Duty round the clock: R40."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import peewee

from logistics.queries.duty.checks import Problem, check_duty_month
from logistics.queries.facts.kinds import Fact, Figure, Period, at_least, exactly, share
from logistics.tables.duty import DutyAssignment, DutyMonth, DutyShift, PhoneCheck
from logistics.tables.duty.roster import PUBLIC_STATES
from logistics.tables.organisation import Site
from logistics.wording import _

GOOD = 90


def _months(period: Period) -> list[DutyMonth]:
    """The published months that lie in the period."""
    months = DutyMonth.select().where(
        period.has_day(DutyMonth.month) & DutyMonth.status.in_(PUBLIC_STATES)
    )
    return list(months.order_by(DutyMonth.month))


def months_published(period: Period) -> Figure:
    """Rosters of the period that were published before their month began (R40)."""
    months = _months(period)
    in_time = [month for month in months if _in_time(month)]
    return Figure(len(in_time) if months else None, len(months))


def _in_time(month: DutyMonth) -> bool:
    begins_at = Period(month.month, month.month).begins_at
    return month.published_at is not None and month.published_at < begins_at


def duty_gaps(period: Period) -> Figure:
    """Gaps in the rosters of the period: hours without leader or duty officer, posts without
    their person (R40). The records are the duties.
    """
    months = _months(period)
    duties = DutyAssignment.select().where(
        DutyAssignment.month.in_(months) & (DutyAssignment.status == "assigned")
    )
    count = duties.count()
    if not count:
        return Figure(None, 0)
    opened = _opening_days()
    gaps = sum(_counts(problem, opened) for month in months for problem in check_duty_month(month))
    return Figure(gaps, count)


def _counts(problem: Problem, opened: Mapping[int, dt.date]) -> bool:
    """A gap, unless all its posts are of an office area that was not open yet."""
    open_posts = [post for post in problem.posts if opened[post.shift_id] <= problem.duty_on]
    return problem.kind == "uncovered" or (problem.kind == "gap" and bool(open_posts))


def _opening_days() -> dict[int, dt.date]:
    """By shift the day on which its office area was opened."""
    shifts = DutyShift.select(DutyShift, Site).join(Site, peewee.JOIN.LEFT_OUTER)
    return {
        shift.id: (shift.site.opened_on if shift.site else None) or dt.date.min for shift in shifts
    }


def phone_answered(period: Period) -> Figure:
    """Test calls to the duty telephone that were answered (R40)."""
    calls = PhoneCheck.select().where(period.has_moment(PhoneCheck.called_at))
    return share(calls.where(PhoneCheck.is_answered).count(), calls.count())


def _every_month(figure: Figure) -> bool:
    return figure.n == figure.value and figure.n >= 1


FACTS: tuple[Fact, ...] = (
    Fact(
        "R40",
        "months_published",
        _("Monthly rosters published in time"),
        "duty_month",
        months_published,
        _every_month,
        unit=_("months"),
        filters="month__between={first} to {last}",
    ),
    Fact(
        "R40",
        "duty_gaps",
        _("Gaps in the duty round the clock"),
        "duty_assignment",
        duty_gaps,
        exactly(0),
        filters="duty_on__between={first} to {last}",
    ),
    Fact(
        "R40",
        "phone_answered",
        _("Test calls to the duty telephone answered"),
        "phone_check",
        phone_answered,
        at_least(GOOD),
        unit=_("%"),
        filters="called_at__between={first} to {last}",
    ),
)
