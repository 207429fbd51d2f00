"""The arithmetic of rosters: rest, doubles, coverage and fair rotation.

Pure: rows go in as turns and posts, nothing is read or written. All times are instants, so that
22:00 to 06:00 and the next morning's 02:00 to 10:00 are seen to overlap; intervals are half-open.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from logistics.holidays import BRIDGE_OFF, STATUTORY, WEEKEND

WORKING, OFF = "workday", "weekend"
# The rarest days are given out first, while everybody is still free.
DAY_CLASSES = (STATUTORY, OFF, WORKING)


class Interval(NamedTuple):
    """From ``starts_at`` up to, but not including, ``ends_at``."""

    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's duty from one instant to another; ``key`` leads back to its row."""

    staff_id: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    is_night: bool = False
    key: Hashable = None


@dataclass(frozen=True, slots=True)
class Post:
    """A place in the roster that wants one person of the pool ``(role, site)``."""

    key: Hashable
    role: str
    candidates: Sequence[int]
    day_class: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    is_night: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """How long one must rest between two turns, and between two nights."""

    between: dt.timedelta = dt.timedelta(hours=10)
    nights: dt.timedelta = dt.timedelta(hours=24)


class BrokenRest(NamedTuple):
    """Two turns of one person with less than ``needed`` between; negative when they overlap."""

    earlier: Turn
    later: Turn
    rest: dt.timedelta
    needed: dt.timedelta


@dataclass(slots=True)
class Tally:
    """How many duties everybody has had, by role and class of day, nights counted again."""

    days: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    nights: Counter[tuple[str, int, str]] = field(default_factory=Counter)

    def add(self, role: str, staff_id: int, day_class: str, is_night: bool, times: int = 1) -> None:
        """Count ``times`` duties more."""
        self.days[role, staff_id, day_class] += times
        self.nights[role, staff_id, day_class] += times * is_night

    def total(self, role: str, staff_id: int) -> int:
        """All duties of one person in one role."""
        return sum(self.days[role, staff_id, each] for each in DAY_CLASSES)


def day_class(kind: str) -> str:
    """The class in which a day's duty is counted: working day, day off or statutory holiday."""
    if kind == STATUTORY:
        return STATUTORY
    return OFF if kind in {WEEKEND, BRIDGE_OFF} else WORKING


def instants(
    day: dt.date, starts: dt.time, ends: dt.time, zone: ZoneInfo
) -> tuple[dt.datetime, dt.datetime]:
    """The instants of a shift that belongs to ``day``; an end not after the start is next day's."""
    last = day if ends > starts else day + dt.timedelta(days=1)
    first_moment = dt.datetime.combine(day, starts, zone)
    last_moment = dt.datetime.combine(last, ends, zone)
    return first_moment.astimezone(dt.UTC), last_moment.astimezone(dt.UTC)


def doubles(turns: Iterable[Turn]) -> list[tuple[Turn, Turn]]:
    """Pairs of turns of one person that overlap."""
    found = []
    for own in _by_person(turns):
        for index, earlier in enumerate(own):
            for later in own[index + 1 :]:
                if later.starts_at >= earlier.ends_at:
                    break
                found.append((earlier, later))
    return found


def broken_rests(turns: Iterable[Turn], rest: Rest) -> list[BrokenRest]:
    """Neighbouring turns, and neighbouring nights, of one person with too little rest between.

    Overlapping turns are doubles and are not told again here.
    """
    found: list[BrokenRest] = []
    for own in _by_person(turns):
        pairs = [(pair, rest.between) for pair in pairwise(own)]
        nights = [turn for turn in own if turn.is_night]
        pairs += [(pair, rest.nights) for pair in pairwise(nights)]
        told: dict[tuple[Turn, Turn], BrokenRest] = {}
        for (earlier, later), needed in pairs:
            free = later.starts_at - earlier.ends_at
            if dt.timedelta(0) <= free < needed:
                # A pair of nights breaks both rules at once: the longer rest is the one to name.
                told[earlier, later] = BrokenRest(earlier, later, free, needed)
        found += told.values()
    return found


def obstacle(turn: Turn, others: Iterable[Turn], rest: Rest) -> BrokenRest | None:
    """What of a person's other turns stands against ``turn``: an overlap or too short a rest."""
    for other in others:
        earlier, later = sorted((other, turn), key=lambda each: each.starts_at)
        both_nights = other.is_night and turn.is_night
        needed = max(rest.between, rest.nights) if both_nights else rest.between
        free = later.starts_at - earlier.ends_at
        if free < needed:
            return BrokenRest(earlier, later, free, needed)
    return None


def uncovered(window: Interval, covers: Iterable[Interval], people: int = 1) -> list[Interval]:
    """The parts of ``window`` in which fewer than ``people`` of ``covers`` run."""
    changes: Counter[dt.datetime] = Counter()
    for cover in covers:
        starts_at = max(cover.starts_at, window.starts_at)
        ends_at = min(cover.ends_at, window.ends_at)
        if starts_at < ends_at:
            changes[starts_at] += 1
            changes[ends_at] -= 1
    moments = sorted({window.starts_at, window.ends_at, *changes})
    gaps: list[Interval] = []
    present = 0
    for moment, following in pairwise(moments):
        present += changes[moment]
        if present >= people:
            continue
        if gaps and gaps[-1].ends_at == moment:
            gaps[-1] = Interval(gaps[-1].starts_at, following)
        else:
            gaps.append(Interval(moment, following))
    return gaps


def rotate(
    posts: Iterable[Post],
    *,
    tally: Tally,
    turns: Iterable[Turn] = (),
    rest: Rest,
    is_away: Callable[[int, Post], bool] = lambda staff_id, post: False,
) -> dict[Hashable, int | None]:
    """Give every post to the candidate with the fewest duties on such days; None where none can.

    ``turns`` are the duties that stand already, in this month and around it; ``tally`` carries the
    counts over from earlier months and is left as it is. Ties go to fewer of the same, nights or
    days, then to fewer duties in all, then to whoever has been free the longest. Nothing is left to
    chance: the same rows give the same roster.

    The rarest days go first. Where people are so few that this leaves posts empty, going by time is
    tried as well, because a post that is kept counts for more than an even share.
    """
    wanted, standing = list(posts), list(turns)
    by_class = _give(sorted(wanted, key=_rarest_first), tally, standing, rest, is_away)
    if None not in by_class.values():
        return by_class
    by_time = _give(sorted(wanted, key=_by_time), tally, standing, rest, is_away)
    return min(by_class, by_time, key=lambda given: list(given.values()).count(None))


def _give(
    posts: Sequence[Post],
    tally: Tally,
    turns: Sequence[Turn],
    rest: Rest,
    is_away: Callable[[int, Post], bool],
) -> dict[Hashable, int | None]:
    counts = Tally(Counter(tally.days), Counter(tally.nights))
    own: dict[int, list[Turn]] = defaultdict(list)
    for turn in turns:
        own[turn.staff_id].append(turn)
    given: dict[Hashable, int | None] = {}
    for post in posts:
        able = [
            staff_id
            for staff_id in post.candidates
            if not is_away(staff_id, post)
            and obstacle(_turn_of(post, staff_id), own[staff_id], rest) is None
        ]
        if not able:
            given[post.key] = None
            continue
        claims = {staff_id: _claim(staff_id, post, counts, own[staff_id]) for staff_id in able}
        chosen = min(able, key=claims.__getitem__)
        given[post.key] = chosen
        own[chosen].append(_turn_of(post, chosen))
        counts.add(post.role, chosen, post.day_class, post.is_night)
    return given


def spread(counts: Mapping[int, int]) -> int:
    """How far the most burdened is from the least burdened: 0 for a pool of nobody."""
    return max(counts.values(), default=0) - min(counts.values(), default=0)


def _rarest_first(post: Post) -> tuple[int, dt.datetime, str]:
    return DAY_CLASSES.index(post.day_class), post.starts_at, str(post.key)


def _by_time(post: Post) -> tuple[dt.datetime, str]:
    return post.starts_at, str(post.key)


def _claim(
    staff_id: int, post: Post, tally: Tally, own: Sequence[Turn]
) -> tuple[int, int, int, float, int]:
    """Sorts first whom the post should go to."""
    days = tally.days[post.role, staff_id, post.day_class]
    nights = tally.nights[post.role, staff_id, post.day_class]
    return (
        days,
        nights if post.is_night else days - nights,
        tally.total(post.role, staff_id),
        -_distance(post, own),
        post.candidates.index(staff_id),
    )


def _distance(post: Post, own: Sequence[Turn]) -> float:
    """Seconds between the post and the nearest turn; infinite for somebody without any."""
    return min(
        (
            max(post.starts_at - turn.ends_at, turn.starts_at - post.ends_at)
            / dt.timedelta(seconds=1)
            for turn in own
        ),
        default=float("inf"),
    )


def _turn_of(post: Post, staff_id: int) -> Turn:
    return Turn(staff_id, post.starts_at, post.ends_at, post.is_night, post.key)


def _by_person(turns: Iterable[Turn]) -> Iterator[list[Turn]]:
    own: dict[int, list[Turn]] = defaultdict(list)
    for turn in turns:
        own[turn.staff_id].append(turn)
    for each in own.values():
        yield sorted(each, key=lambda turn: (turn.starts_at, turn.ends_at))
