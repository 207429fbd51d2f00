"""Many people: peer groups, ranks, the places of the best, and the grades.

Nobody is compared with fewer than the least number of peers: small families are pooled, but never
across levels, because managers and workers may not use each other's places.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from .numbers import HUNDRED
from .rules import GRADES, GradeRules, worse
from .totals import Assessed

_ROUNDING = {"down": ROUND_DOWN, "half_up": ROUND_HALF_UP, "up": ROUND_UP}


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a person stands: the peer group, the rank in it, the grade, and whether a tie is left
    to the collective.
    """

    staff: int
    group: str
    rank: int | None
    grade: str
    tied: bool = False


def places(people: int, rules: GradeRules) -> int:
    """How many of `people` may be excellent: 37 → 7, 12 → 2, 4 → 0 at 20 percent rounded down."""
    exact = people * rules.quota / HUNDRED
    return int(exact.quantize(Decimal(1), rounding=_ROUNDING[rules.rounding]))


def peer_groups(sizes: Mapping[tuple[str, str], int], minimum: int) -> dict[tuple[str, str], str]:
    """(level, family) → name of the peer group. Families under the minimum are pooled within their
    level.

    A pool still too small takes in the smallest of the level's other families.
    """
    groups: dict[tuple[str, str], str] = {}
    for level in sorted({level for level, _ in sizes}):
        families = sorted(
            (size, family) for (owner, family), size in sizes.items() if owner == level
        )
        small = [(size, family) for size, family in families if size < minimum]
        large = families[len(small) :]
        if small and large and sum(size for size, _ in small) < minimum:
            small.append(large.pop(0))
        name = small[0][1] if len(small) == 1 else f"{level}_pool"
        groups |= {(level, family): name for _, family in small}
        groups |= {(level, family): family for _, family in large}
    return groups


def ranks(people: Iterable[Assessed]) -> dict[int, int]:
    """Rank by total, the best first; equal totals share a rank (1, 2, 2, 4)."""
    totals = sorted((one.total for one in people if one.total is not None), reverse=True)
    first = {total: place for place, total in reversed(list(enumerate(totals, start=1)))}
    return {one.staff: first[one.total] for one in people if one.total is not None}


def tie_key(one: Assessed) -> tuple[Decimal, Decimal, int, Decimal]:
    """The order of candidates: total, then results (績), fewer events, integrity (廉)."""
    return (-(one.total or Decimal(0)), -one.results, one.against, -one.integrity)


def choose_excellent(
    people: Sequence[Assessed], rules: GradeRules, quota: int
) -> tuple[set[int], set[int]]:
    """Who gets a place, and who is equal in everything at the last place: those the collective
    decides on.
    """
    candidates = sorted(
        (
            one
            for one in people
            if one.cap == GRADES[0] and one.total is not None and one.total >= rules.excellent_from
        ),
        key=tie_key,
    )
    chosen, waiting = candidates[:quota], candidates[quota:]
    if not chosen or not waiting or tie_key(chosen[-1]) != tie_key(waiting[0]):
        return {one.staff for one in chosen}, set()
    edge = tie_key(waiting[0])
    tied = {one.staff for one in candidates if tie_key(one) == edge}
    return {one.staff for one in chosen} - tied, tied


def band(total: Decimal, rules: GradeRules) -> str:
    """The grade by points alone, below excellent, which also needs a place."""
    if total >= rules.competent_from:
        return "competent"
    return "basic" if total >= rules.basic_from else "incompetent"


def grade(one: Assessed, rules: GradeRules, *, excellent: bool) -> str:
    """The grade by places, points and cap; nobody without data is graded."""
    if one.total is None:
        return "no_grade"
    return worse("excellent" if excellent else band(one.total, rules), one.cap)


def place_group(name: str, people: Sequence[Assessed], rules: GradeRules) -> list[Placed]:
    """Ranks and grades of one peer group. Those not graded hold no rank and make no places."""
    eligible = [one for one in people if one.total is not None and one.cap != "no_grade"]
    rank = ranks(eligible)
    excellent, tied = choose_excellent(eligible, rules, places(len(eligible), rules))
    return [
        Placed(
            one.staff,
            name,
            rank.get(one.staff),
            grade(one, rules, excellent=one.staff in excellent),
            one.staff in tied,
        )
        for one in people
    ]


def place(people: Iterable[tuple[tuple[str, str], Assessed]], rules: GradeRules) -> list[Placed]:
    """Ranks and grades of everybody, each given with (level, family)."""
    families: dict[tuple[str, str], list[Assessed]] = defaultdict(list)
    for key, one in people:
        families[key].append(one)
    names = peer_groups(
        {key: len(members) for key, members in families.items()}, rules.peer_minimum
    )
    groups: dict[str, list[Assessed]] = defaultdict(list)
    for key, members in families.items():
        groups[names[key]].extend(members)
    return [placed for name in sorted(groups) for placed in place_group(name, groups[name], rules)]
