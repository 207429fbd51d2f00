"""What is wrong with a month's roster: gaps, double duty, broken rest, people who cannot come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import peewee

from logistics.calendar import calendar_warning, month_days
from logistics.database import local_day, office_zone
from logistics.queries.duty.posts import (
    Away,
    DutyPost,
    PostKey,
    hours_planned,
    pools,
    posts_of,
)
from logistics.queries.duty.standing import turns_around
from logistics.rostering import BrokenRest, Interval, Rest, Turn, broken_rests, uncovered
from logistics.tables.duty import DutyAssignment, DutyMonth, DutyShift
from logistics.tables.duty.shifts import DUTY_ROLES
from logistics.tables.organisation import Site
from logistics.tables.people import Staff
from logistics.wording import Words, _

EVERYWHERE = _("All office areas")
COVERED_ROLES = ("leader", "on_duty")


@dataclass(frozen=True)
class Problem:
    """Something that stands against a roster. What does not ``block`` is only worth knowing."""

    kind: str
    words: Words
    duty_on: dt.date
    posts: tuple[PostKey, ...] = field(default=())
    blocks: bool = True


def check_duty_month(month: DutyMonth) -> list[Problem]:
    """All problems of a month in order of day. An empty answer proves that every hour is covered
    (R40).

    Every hour belongs to a shift with a leader and a duty officer at each office area
    (``uncovered``), and every post of every shift has its person (``gap``).
    """
    duties = duties_of(month)
    posts = posts_of(month.month)
    found = [
        *_uncovered(month),
        *_gaps(posts, duties),
        *_double_duties(duties),
        *_broken_rests(month, duties),
        *_not_able(month, duties),
        *_unknown_holidays(month),
    ]
    return sorted(found, key=lambda problem: (problem.duty_on, problem.kind))


def duties_of(month: DutyMonth) -> list[DutyAssignment]:
    """The duties that stand in a month, with person, shift and office area, in order of time."""
    return list(
        DutyAssignment.select(DutyAssignment, Staff, DutyShift, Site)
        .join(Staff)
        .switch(DutyAssignment)
        .join(DutyShift)
        .switch(DutyAssignment)
        .join(Site, peewee.JOIN.LEFT_OUTER)
        .where((DutyAssignment.month == month.id) & (DutyAssignment.status == "assigned"))
        .order_by(DutyAssignment.starts_at, DutyAssignment.id)
    )


def key_of(duty: DutyAssignment) -> PostKey:
    """The post on which a duty stands."""
    return PostKey(duty.shift_id, duty.duty_on, duty.role, duty.place)


def rest_of(month: DutyMonth) -> Rest:
    """The rest that a month's roster has to keep."""
    return Rest(dt.timedelta(hours=month.min_rest), dt.timedelta(hours=month.min_night_rest))


def _gaps(posts: Iterable[DutyPost], duties: Iterable[DutyAssignment]) -> Iterator[Problem]:
    filled = {key_of(duty) for duty in duties}
    for post in posts:
        if post.key not in filled:
            yield Problem(
                "gap",
                _(
                    "Nobody is %(role)s for the %(shift)s at %(site)s.",
                    role=DUTY_ROLES[post.key.role],
                    shift=str(post.shift),
                    site=_place(post.shift.site),
                ),
                post.key.duty_on,
                (post.key,),
            )


def _uncovered(month: DutyMonth) -> Iterator[Problem]:
    planned = hours_planned(month.month)
    first, last = month_days(month.month)
    midnights = (
        dt.datetime.combine(day, dt.time(), office_zone())
        for day in (first, last + dt.timedelta(days=1))
    )
    window = Interval(*midnights)
    sites: set[int | None] = {site for site, _role in planned if site is not None} or {None}
    names: dict[int | None, Site] = {site.id: site for site in Site.select()}
    for site_id in sites:
        for role in COVERED_ROLES:
            # A shift for all office areas covers each of them.
            covers = {id(each): each for key in (site_id, None) for each in planned[key, role]}
            for gap in uncovered(window, covers.values()):
                yield Problem(
                    "uncovered",
                    _(
                        "From %(start)s to %(end)s no shift provides a %(role)s at %(site)s.",
                        start=gap.starts_at,
                        end=gap.ends_at,
                        role=DUTY_ROLES[role],
                        site=_place(names.get(site_id)),
                    ),
                    local_day(gap.starts_at),
                )


def _double_duties(duties: Iterable[DutyAssignment]) -> Iterator[Problem]:
    seen: dict[tuple[int, dt.date], DutyAssignment] = {}
    for duty in duties:
        first = seen.setdefault((duty.staff_id, duty.duty_on), duty)
        if first is not duty:
            yield Problem(
                "double",
                _(
                    "%(name)s has two duties on one day: %(first)s and %(second)s.",
                    name=duty.staff.name,
                    first=first.shift.name,
                    second=duty.shift.name,
                ),
                duty.duty_on,
                (key_of(first), key_of(duty)),
            )


def _broken_rests(month: DutyMonth, duties: list[DutyAssignment]) -> Iterator[Problem]:
    if not duties:
        return
    own = {duty.id: duty for duty in duties}
    turns = turns_around(duties[0].starts_at, duties[-1].ends_at, {d.staff_id for d in duties})
    for broken in broken_rests(turns, rest_of(month)):
        pair = [own[turn.key] for turn in (broken.earlier, broken.later) if turn.key in own]
        if pair and not _same_day(broken):
            yield Problem(
                "rest",
                rest_words(pair[0].staff.name, broken),
                pair[-1].duty_on,
                tuple(key_of(duty) for duty in pair),
            )


def double_words(name: str, earlier: Turn, later: Turn) -> Words:
    """What to say when somebody would stand in two places at once."""
    return _(
        "%(name)s would be on duty twice at once: from %(first)s and from %(second)s.",
        name=name,
        first=earlier.starts_at,
        second=later.starts_at,
    )


def rest_words(name: str, broken: BrokenRest) -> Words:
    """What to say of too short a rest, or of two duties at once."""
    if broken.rest < dt.timedelta(0):
        return double_words(name, broken.earlier, broken.later)
    return _(
        "%(name)s rests only %(hours)s hours between the duties of %(first)s and %(second)s; "
        "%(needed)s are needed.",
        name=name,
        hours=_hours(broken.rest),
        first=local_day(broken.earlier.starts_at),
        second=local_day(broken.later.starts_at),
        needed=_hours(broken.needed),
    )


def _not_able(month: DutyMonth, duties: list[DutyAssignment]) -> Iterator[Problem]:
    """People who have been put on duty and are on leave, gone, or not eligible for the role."""
    first, last = month_days(month.month)
    away = Away((duty.staff for duty in duties), first, last)
    able = {key: {person.id for person in people} for key, people in pools().items()}
    for duty in duties:
        words = None
        leave = away.leave_during(duty.staff_id, duty.starts_at, duty.ends_at)
        if leave is not None:
            words = _(
                "%(name)s is on leave from %(first)s to %(last)s.",
                name=duty.staff.name,
                first=leave.starts_on,
                last=leave.ends_on,
            )
        elif not away.is_employed(duty.staff_id, duty.starts_at, duty.ends_at):
            words = _("%(name)s does not work here on that day.", name=duty.staff.name)
        elif duty.staff_id not in able.get((duty.role, duty.site_id), set()):
            words = not_eligible(duty.staff.name, duty.role)
        if words is not None:
            yield Problem("absent", words, duty.duty_on, (key_of(duty),))


def not_eligible(name: str, role: str) -> Words:
    """What to say when somebody is not in the pool of a role."""
    return _(
        "%(name)s is not among those who may be put on duty as %(role)s here.",
        name=name,
        role=DUTY_ROLES[role],
    )


def _unknown_holidays(month: DutyMonth) -> Iterator[Problem]:
    first, last = month_days(month.month)
    words = calendar_warning(first, last)
    if words is not None:
        yield Problem("calendar", words, first, blocks=False)


def _same_day(broken: BrokenRest) -> bool:
    """Two duties of one day are told as double duty already."""
    return local_day(broken.earlier.starts_at) == local_day(broken.later.starts_at)


def _place(site: Site | None) -> Words | str:
    return str(site) if site is not None else EVERYWHERE


def _hours(span: dt.timedelta) -> str:
    return f"{span / dt.timedelta(hours=1):g}"


def turn_on(post: DutyPost, staff_id: int) -> Turn:
    """A post as the turn that it would be for somebody."""
    return Turn(staff_id, post.starts_at, post.ends_at, post.shift.is_night, post.key)
