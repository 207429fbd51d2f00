"""Whether the guards' shifts tile the day, over absolute times: no gap, nobody too long (R31)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from logistics.database import office_zone
from logistics.tables.guarding import GuardPost, GuardShift
from logistics.tables.guarding.posts import KEPT_STATES
from logistics.tables.people import Staff

LONGEST = dt.timedelta(hours=12)
"""Nobody keeps a post longer than this in a row."""
BREAK = dt.timedelta(hours=4)
"""A shorter break between two shifts is no rest: they count as one row."""
Span = tuple[dt.datetime, dt.datetime]


class Gap(NamedTuple):
    """A time in which a post that is manned day and night has ``missing`` guards too few."""

    post: GuardPost
    starts_at: dt.datetime
    ends_at: dt.datetime
    missing: int


class Stretch(NamedTuple):
    """Shifts that one guard keeps in a row."""

    staff: Staff
    starts_at: dt.datetime
    ends_at: dt.datetime

    @property
    def length(self) -> dt.timedelta:
        return self.ends_at - self.starts_at


def gaps(
    posts: Iterable[GuardPost],
    begins_at: dt.datetime,
    ends_at: dt.datetime,
    states: Collection[str] = KEPT_STATES,
) -> list[Gap]:
    """Every gap of the posts that are manned day and night, from ``begins_at`` to ``ends_at``.

    ``states`` names the shifts that count: what was kept, or what is planned as well. A post has
    no gap before the day it is manned from. One statement.
    """
    wanted = [post for post in posts if post.requires_24h]
    shifts = _shifts(wanted, begins_at, ends_at, states)
    found: list[Gap] = []
    for post in wanted:
        first, last = _manned(post, begins_at, ends_at)
        if first < last:
            found += _gaps_of(post, first, last, shifts[post.id])
    return found


def long_stretches(begins_at: dt.datetime, ends_at: dt.datetime) -> list[Stretch]:
    """Whoever keeps posts longer in a row than he may, in shifts that touch the span."""
    query = (
        GuardShift.select(GuardShift, Staff)
        .join(Staff)
        .where(
            (GuardShift.ends_at > begins_at - LONGEST)
            & (GuardShift.starts_at < ends_at + LONGEST)
            & GuardShift.status.in_(KEPT_STATES)
        )
        .order_by(GuardShift.staff, GuardShift.starts_at)
    )
    return [
        row
        for row in _stretches(query)
        if row.length > LONGEST and row.ends_at > begins_at and row.starts_at < ends_at
    ]


def stretch_around(staff_id: int, span: Span) -> Span:
    """From when to when this person would be at posts in a row, with a shift at that time."""
    near: Any = GuardShift.select(GuardShift.starts_at, GuardShift.ends_at).where(
        (GuardShift.staff == staff_id)
        & GuardShift.status.in_(KEPT_STATES)
        & (GuardShift.ends_at > span[0] - LONGEST - BREAK)
        & (GuardShift.starts_at < span[1] + LONGEST + BREAK)
    )
    return in_a_row(span, near.tuples())


def in_a_row(span: Span, others: Iterable[Span]) -> Span:
    """``span`` with those of the others that follow on it, before and after, without a rest."""
    begins, ends = span
    known = sorted(others)
    for other in reversed(known):
        if other[0] < begins and begins - other[1] < BREAK:
            begins = other[0]
    for other in known:
        if other[1] > ends and other[0] - ends < BREAK:
            ends = other[1]
    return begins, ends


def relief_of(shift: GuardShift) -> GuardShift | None:
    """The shift that takes over where this one ends, at the same post."""
    found: GuardShift | None = (
        GuardShift.select()
        .where(
            (GuardShift.post == shift.post_id)
            & (GuardShift.id != shift.id)
            & GuardShift.status.in_(KEPT_STATES)
            & (GuardShift.starts_at <= shift.ends_at)
            & (GuardShift.ends_at > shift.ends_at)
        )
        .order_by(GuardShift.starts_at.desc(), GuardShift.id)
        .first()
    )
    return found


def guards_at(post_id: int, moment: dt.datetime) -> list[GuardShift]:
    """The shifts in which somebody keeps a post at a moment."""
    query = (
        GuardShift.select(GuardShift, Staff)
        .join(Staff)
        .where(
            (GuardShift.post == post_id)
            & (GuardShift.starts_at <= moment)
            & (GuardShift.ends_at > moment)
            & GuardShift.status.in_(KEPT_STATES)
        )
        .order_by(GuardShift.starts_at, GuardShift.id)
    )
    return list(query)


def _shifts(
    posts: Iterable[GuardPost],
    begins_at: dt.datetime,
    ends_at: dt.datetime,
    states: Collection[str],
) -> dict[int, list[Span]]:
    query: Any = (
        GuardShift.select(GuardShift.post, GuardShift.starts_at, GuardShift.ends_at)
        .where(
            GuardShift.post.in_([post.id for post in posts])
            & (GuardShift.ends_at > begins_at)
            & (GuardShift.starts_at < ends_at)
            & GuardShift.status.in_(list(states))
        )
        .tuples()
    )
    by_post: dict[int, list[Span]] = defaultdict(list)
    for post, starts, ends in query:
        by_post[post].append((starts, ends))
    return by_post


def _manned(post: GuardPost, begins_at: dt.datetime, ends_at: dt.datetime) -> Span:
    """The part of a span in which the post is manned at all."""
    first = dt.datetime.combine(post.starts_on, dt.time(), office_zone())
    if post.ends_on is None:
        return max(begins_at, first), ends_at
    after = dt.datetime.combine(post.ends_on, dt.time(), office_zone()) + dt.timedelta(days=1)
    return max(begins_at, first), min(ends_at, after)


def _gaps_of(
    post: GuardPost, begins_at: dt.datetime, ends_at: dt.datetime, spans: Iterable[Span]
) -> Iterator[Gap]:
    """Sweep over the moments at which somebody comes or goes."""
    changes: dict[dt.datetime, int] = defaultdict(int, {begins_at: 0, ends_at: 0})
    for starts, ends in spans:
        changes[max(starts, begins_at)] += 1
        changes[min(ends, ends_at)] -= 1
    moments = sorted(changes)
    present, opened, missing = 0, begins_at, 0
    for moment in moments:
        present += changes[moment]
        short = max(0, post.people - present) if moment < ends_at else 0
        if short != missing:
            if missing:
                yield Gap(post, opened, moment, missing)
            opened, missing = moment, short


def _stretches(shifts: Iterable[GuardShift]) -> Iterator[Stretch]:
    row: Stretch | None = None
    for shift in shifts:
        if row and row.staff.id == shift.staff_id and shift.starts_at - row.ends_at < BREAK:
            row = row._replace(ends_at=max(row.ends_at, shift.ends_at))
            continue
        if row:
            yield row
        row = Stretch(shift.staff, shift.starts_at, shift.ends_at)
    if row:
        yield row
