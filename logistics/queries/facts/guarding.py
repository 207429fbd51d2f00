"""Facts of guarding: patrols, guards day and night, visitors, parking (R30 to R33)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import peewee

from logistics.calendar import days_between
from logistics.database import local_day
from logistics.queries.expected import kept, kept_by
from logistics.queries.facts.kinds import Fact, Figure, Period
from logistics.queries.guarding.coverage import gaps
from logistics.queries.guarding.parking import before_and_after
from logistics.tables.guarding import (
    FireCheck,
    GuardPost,
    GuardShift,
    ParkingViolation,
    Patrol,
    Visitor,
)
from logistics.tables.organisation import Site
from logistics.wording import _

LEAST_SITES = 3
"""The report speaks of three office areas."""
HOUR = Decimal(3600)
HUNDRED = Decimal(100)


def patrols_missed(period: Period) -> Figure:
    """Slots neither done nor forgiven; the parts are the slots done in each office area."""
    within = _within(Patrol.starts_at, period)
    figures = kept(Patrol, within)
    names = _site_names()
    parts = {names[site]: row.done for site, row in kept_by(Patrol, Patrol.site, within).items()}
    return Figure(figures.missed if figures.due else None, figures.due, parts)


def days_without_patrol(period: Period) -> Figure:
    """Days on which an office area with a manned post was not patrolled once."""
    rows: Any = (
        Patrol.select(Patrol.site, Patrol.done_at)
        .where(_within(Patrol.starts_at, period) & (Patrol.status == "done"))
        .tuples()
    )
    walked = {(site, local_day(done_at)) for site, done_at in rows}
    names = _site_names()
    manned: dict[int, dt.date] = {}
    for post in GuardPost.select():
        manned[post.site_id] = min(post.starts_on, manned.get(post.site_id, post.starts_on))
    parts: dict[str, int] = {}
    n = 0
    for site, starts_on in manned.items():
        days = list(days_between(max(period.first, starts_on), period.last))
        n += len(days)
        parts[names[site]] = sum((site, day) not in walked for day in days)
    return Figure(sum(parts.values()) if n else None, n, parts)


def quarters_without_fire_check(period: Period) -> Figure:
    """Quarters in which an open office area had no signed fire inspection."""
    checks: Any = (
        FireCheck.select(FireCheck.site, FireCheck.checked_on)
        .where(
            FireCheck.checked_on.between(period.first, period.last) & (FireCheck.status != "draft")
        )
        .tuples()
    )
    inspected = [(site, _quarter(day)) for site, day in checks]
    parts: dict[str, int] = {}
    for site in Site.select():
        opened = max(period.first, site.opened_on or period.first)
        due = {_quarter(day) for day in days_between(opened, period.last)}
        parts[site.name] = len(due - {quarter for key, quarter in inspected if key == site.id})
    return Figure(sum(parts.values()) if inspected else None, len(inspected), parts)


def guard_gaps(period: Period) -> Figure:
    """Hours in which a post manned day and night had nobody, counted over the shifts kept."""
    posts = list(GuardPost.select(GuardPost, Site).join(Site).where(GuardPost.requires_24h))
    found = gaps(posts, period.begins_at, period.ends_at, ("kept",))
    parts = {
        post.name: sum(
            (_hours(gap.ends_at - gap.starts_at) for gap in found if gap.post.id == post.id),
            Decimal(0),
        )
        for post in posts
    }
    shifts = GuardShift.select().where(
        (GuardShift.status == "kept")
        & (GuardShift.ends_at > period.begins_at)
        & (GuardShift.starts_at < period.ends_at)
    )
    n = shifts.count()
    return Figure(sum(parts.values(), Decimal(0)) if n else None, n, parts)


def unregistered_visitors(period: Period) -> Figure:
    """Visitors let in without having been registered; the parts count the visits by office area."""
    entered = _within(Visitor.entered_at, period)
    rows: Any = (
        Visitor.select(GuardPost.site, peewee.fn.COUNT(Visitor.id))
        .join(GuardPost)
        .where(entered)
        .group_by(GuardPost.site)
        .tuples()
    )
    names = _site_names()
    parts = {names[site]: count for site, count in rows}
    n = sum(parts.values())
    known = Visitor.registered_at.is_null(False) & Visitor.doc_no.is_null(False)
    without = Visitor.select().where(entered & ~known).count()
    return Figure(without if n else None, n, parts)


def parking_change(period: Period) -> Figure:
    """By how many percent the violations a month changed when lanes were marked.

    The parts give the change of each office area that was in use before its marking.
    """
    rows = [
        row
        for row in before_and_after(period.first, period.last)
        if row.a_month_before is not None and row.a_month_after is not None
    ]
    n = ParkingViolation.select().where(_within(ParkingViolation.found_at, period)).count()
    if not rows:
        return Figure(None, n)
    parts = {row.site.name: _change(row.a_month_before, row.a_month_after) for row in rows}
    before = sum((row.a_month_before or Decimal(0) for row in rows), Decimal(0))
    after = sum((row.a_month_after or Decimal(0) for row in rows), Decimal(0))
    return Figure(_change(before, after), n, parts)


def _none_at_three_sites(figure: Figure) -> bool:
    """Nothing found, although there was something to look at in all three office areas."""
    return figure.value == 0 and figure.n > 0 and len(figure.parts) >= LEAST_SITES


def _walked_everywhere(figure: Figure) -> bool:
    return _none_at_three_sites(figure) and all(int(count) > 0 for count in figure.parts.values())


def _fallen_everywhere(figure: Figure) -> bool:
    fallen = [isinstance(part, Decimal) and part < 0 for part in figure.parts.values()]
    return isinstance(figure.value, Decimal) and figure.value < 0 and bool(fallen) and all(fallen)


def _within(column: Any, period: Period) -> Any:
    return (column >= period.begins_at) & (column < period.ends_at)


def _site_names() -> dict[int, str]:
    return {site.id: site.name for site in Site.select()}


def _quarter(day: dt.date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def _hours(length: dt.timedelta) -> Decimal:
    return (Decimal(length.total_seconds()) / HOUR).quantize(Decimal("0.1"))


def _change(before: Decimal | None, after: Decimal | None) -> Decimal:
    if not before or after is None:
        return Decimal(0)
    return (HUNDRED * (after - before) / before).quantize(Decimal("0.1"))


PERCENT, HOURS = _("%"), _("h")
BETWEEN = "{first} to {last}"
FACTS: tuple[Fact, ...] = (
    Fact(
        "R30",
        "patrols_missed",
        _("Patrols missed without excuse"),
        "patrol",
        patrols_missed,
        _walked_everywhere,
        filters=f"starts_at__between={BETWEEN}",
    ),
    Fact(
        "R30",
        "days_without_patrol",
        _("Days of an office area without a patrol"),
        "patrol",
        days_without_patrol,
        _none_at_three_sites,
        filters=f"starts_at__between={BETWEEN}&status__eq=done",
    ),
    Fact(
        "R30",
        "quarters_without_fire_check",
        _("Quarters without a fire inspection"),
        "fire_check",
        quarters_without_fire_check,
        _none_at_three_sites,
        filters=f"checked_on__between={BETWEEN}",
    ),
    Fact(
        "R31",
        "guard_gaps",
        _("Hours without a guard at a post kept day and night"),
        "guard_shift",
        guard_gaps,
        _none_at_three_sites,
        HOURS,
        f"starts_at__between={BETWEEN}&status__eq=kept",
    ),
    Fact(
        "R32",
        "unregistered_visitors",
        _("Visitors let in without registration"),
        "visitor",
        unregistered_visitors,
        _none_at_three_sites,
        filters=f"entered_at__between={BETWEEN}",
    ),
    Fact(
        "R33",
        "parking_change",
        _("Change of parking violations after the lanes were marked"),
        "parking_violation",
        parking_change,
        _fallen_everywhere,
        PERCENT,
        f"found_at__between={BETWEEN}",
    ),
)
