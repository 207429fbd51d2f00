"""The arithmetic of rosters: rest, doubles, coverage and fair rotation."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logistics.rostering import (
    DAY_CLASSES,
    Interval,
    Post,
    Rest,
    Tally,
    Turn,
    broken_rests,
    day_class,
    doubles,
    instants,
    obstacle,
    rotate,
    spread,
    uncovered,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
D = dt.date(2026, 6, 12)
NEXT = dt.date(2026, 6, 13)
NIGHT = (dt.time(22), dt.time(6))
REST = Rest()
MIDNIGHT = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


def turn(date, hours, staff_id=1, is_night=False, key=None):
    start, end = instants(date, *(dt.time(h) if isinstance(h, int) else h for h in hours), SHANGHAI)
    return Turn(staff_id, start, end, is_night, key)


def at(hour):
    return MIDNIGHT + dt.timedelta(hours=hour)


def test_a_shift_over_midnight_belongs_to_its_start_day():
    start, end = instants(D, *NIGHT, SHANGHAI)
    assert start == dt.datetime(2026, 6, 12, 14, tzinfo=dt.UTC)
    assert end == dt.datetime(2026, 6, 12, 22, tzinfo=dt.UTC)


def test_a_full_duty_ends_at_the_same_clock_of_the_next_day():
    start, end = instants(D, dt.time(8), dt.time(8), SHANGHAI)
    assert end - start == dt.timedelta(hours=24)


def test_a_night_overlaps_the_next_mornings_early_shift():
    """features.md, case 7: clock times compared within one date never see this (hrms#3298)."""
    night, early = turn(D, NIGHT, is_night=True), turn(NEXT, (2, 10))
    assert doubles([night, early]) == [(night, early)]
    assert broken_rests([night, early], REST) == []
    assert obstacle(early, [night], REST).rest == dt.timedelta(hours=-4)


def test_a_night_leaves_too_little_rest_before_the_next_mornings_day_shift():
    """features.md, case 7, second half."""
    night, day_shift = turn(D, NIGHT, is_night=True), turn(NEXT, (8, 16))
    assert doubles([night, day_shift]) == []
    (broken,) = broken_rests([night, day_shift], REST)
    assert (broken.rest, broken.needed) == (
        dt.timedelta(hours=2),
        dt.timedelta(hours=10),
    )


@pytest.mark.parametrize(("days_later", "broken"), [(1, True), (2, False)])
def test_nobody_keeps_two_nights_running(days_later, broken):
    first = turn(D, NIGHT, is_night=True)
    second = turn(D + dt.timedelta(days_later), NIGHT, is_night=True)
    assert bool(broken_rests([second, first], REST)) is broken
    assert (obstacle(second, [first], REST) is not None) is broken


def test_two_nights_with_a_day_shift_between_are_still_two_nights_running():
    turns = [
        turn(D, (20, 2), is_night=True),
        turn(NEXT, (12, 13)),
        turn(NEXT, (23, 5), is_night=True),
    ]
    (broken,) = broken_rests(turns, REST)
    assert (broken.earlier, broken.later) == (turns[0], turns[2])


def test_turns_of_two_people_do_not_disturb_each_other():
    turns = [turn(D, NIGHT, 1, True), turn(D, NIGHT, 2, True)]
    assert doubles(turns) == []
    assert broken_rests(turns, REST) == []


def test_a_long_turn_overlaps_every_later_one_inside_it():
    full = turn(D, (8, 8))
    inside = [turn(D, (9, 10)), turn(D, (12, 13))]
    assert doubles([full, *inside]) == [(full, inside[0]), (full, inside[1])]


def test_uncovered_hours_are_joined_and_cut_to_the_window():
    window = Interval(at(0), at(24))
    covers = [Interval(at(-8), at(8)), Interval(at(10), at(12)), Interval(at(20), at(30))]
    assert uncovered(window, covers) == [
        Interval(at(8), at(10)),
        Interval(at(12), at(20)),
    ]
    assert uncovered(window, []) == [window]


def test_two_people_are_wanted_where_two_are_wanted():
    window = Interval(at(0), at(4))
    covers = [Interval(at(0), at(4)), Interval(at(1), at(3))]
    assert uncovered(window, covers, people=2) == [
        Interval(at(0), at(1)),
        Interval(at(3), at(4)),
    ]


hours = st.integers(0, 47)
covers_strategy = st.lists(st.tuples(hours, hours).filter(lambda pair: pair[0] < pair[1]))


@given(covers_strategy, st.integers(1, 3))
def test_uncovered_agrees_with_counting_hour_by_hour(pairs, people):
    covers = [Interval(at(first), at(last)) for first, last in pairs]
    gaps = uncovered(Interval(at(0), at(48)), covers, people)
    missing = {
        hour for hour in range(48) if sum(first <= hour < last for first, last in pairs) < people
    }
    found = {hour for hour in range(48) for gap in gaps if gap.starts_at <= at(hour) < gap.ends_at}
    assert found == missing
    assert all(a.ends_at < b.starts_at for a, b in zip(gaps, gaps[1:], strict=False))


@given(covers_strategy)
def test_doubles_agree_with_comparing_every_pair(pairs):
    turns = [Turn(1, at(a), at(b), key=index) for index, (a, b) in enumerate(pairs)]
    found = {frozenset((one.key, other.key)) for one, other in doubles(turns)}
    assert found == {
        frozenset((i, j))
        for i, (a, b) in enumerate(pairs)
        for j, (c, d) in enumerate(pairs[:i])
        if a < d and c < b
    }


def roster_posts(days, candidates, classes):
    """Day and night shift of ``days`` days; ``classes`` gives the class of each."""
    posts = []
    for offset in range(days):
        date = dt.date(2026, 6, 1) + dt.timedelta(offset)
        for name, span, is_night in (("day", (8, 20), False), ("night", (20, 8), True)):
            start, end = instants(date, *map(dt.time, span), SHANGHAI)
            posts.append(
                Post(
                    (date, name),
                    "on_duty",
                    candidates,
                    classes[offset],
                    start,
                    end,
                    is_night,
                )
            )
    return posts


def spreads(posts, result, people):
    """For each class of day, how far the most burdened is from the least burdened."""
    for each in DAY_CLASSES:
        counts = Counter(result[post.key] for post in posts if post.day_class == each)
        yield spread({person: counts[person] for person in range(people)})


classes_strategy = st.lists(st.sampled_from(DAY_CLASSES), min_size=30, max_size=30)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 9), classes_strategy, st.integers(1, 30))
def test_without_rest_to_keep_counts_differ_by_one_at_most(people, classes, days):
    free = Rest(dt.timedelta(0), dt.timedelta(0))
    posts = roster_posts(days, range(people), classes)
    result = rotate(posts, tally=Tally(), rest=free)
    assert None not in result.values()
    assert max(spreads(posts, result, people)) <= 1


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 9), classes_strategy, st.sets(st.integers(0, 8)))
def test_rotation_never_breaks_rest_and_never_takes_who_is_away(people, classes, away):
    posts = roster_posts(30, range(people), classes)
    result = rotate(
        posts, tally=Tally(), rest=REST, is_away=lambda staff_id, post: staff_id in away
    )
    turns = [
        Turn(result[post.key], post.starts_at, post.ends_at, post.is_night)
        for post in posts
        if result[post.key] is not None
    ]
    assert doubles(turns) == []
    assert broken_rests(turns, REST) == []
    assert away.isdisjoint(each.staff_id for each in turns)


@settings(max_examples=20, deadline=None)
@given(st.integers(6, 10), classes_strategy)
def test_six_people_keep_two_shifts_a_day_without_a_gap_and_nearly_even(people, classes):
    posts = roster_posts(30, range(people), classes)
    result = rotate(posts, tally=Tally(), rest=REST)
    assert None not in result.values()
    assert max(spreads(posts, result, people)) <= 2


def test_a_post_that_nobody_may_take_stays_empty():
    (post, *_rest) = roster_posts(1, (7,), ["workday"])
    assert rotate([post], tally=Tally(), rest=REST, is_away=lambda *_: True) == {post.key: None}


def test_a_post_that_is_kept_counts_for_more_than_an_even_share():
    """Alone, one keeps every second night, although the holiday between asks for another start."""
    classes = ["workday", "statutory", "workday", "workday"]
    nights = [post for post in roster_posts(4, (1,), classes) if post.is_night]
    result = rotate(nights, tally=Tally(), rest=REST)
    assert list(result.values()).count(None) == 2
    three = rotate(nights[:3], tally=Tally(), rest=REST)
    assert [three[post.key] for post in nights[:3]] == [1, None, 1]


def test_counts_carried_over_decide_who_comes_first():
    tally = Tally()
    tally.add("on_duty", 1, "statutory", False, times=2)
    tally.add("on_duty", 2, "statutory", True, times=1)
    (post, *_rest) = roster_posts(1, (1, 2), ["statutory"])
    assert rotate([post], tally=tally, rest=REST)[post.key] == 2


def test_equal_counts_give_a_night_to_whoever_kept_fewer_nights():
    tally = Tally()
    tally.add("on_duty", 1, "workday", True)
    tally.add("on_duty", 2, "workday", False)
    day_post, night_post = roster_posts(1, (1, 2), ["workday"])
    assert rotate([night_post], tally=tally, rest=REST)[night_post.key] == 2
    assert rotate([day_post], tally=tally, rest=REST)[day_post.key] == 1


def test_duties_already_given_are_rested_after():
    standing = [turn(dt.date(2026, 5, 31), (20, 8), 1, True)]
    day_post, _night = roster_posts(1, (1, 2), ["workday"])
    assert rotate([day_post], tally=Tally(), turns=standing, rest=REST) == {day_post.key: 2}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("workday", "workday"),
        ("adjusted_work", "workday"),
        ("weekend", "weekend"),
        ("bridge_off", "weekend"),
        ("statutory", "statutory"),
    ],
)
def test_days_are_counted_in_three_classes(kind, expected):
    assert day_class(kind) == expected
