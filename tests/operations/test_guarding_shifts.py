"""Guard shifts: planned without a gap, nobody too long, handed over to whoever relieves (R31)."""

from __future__ import annotations

import datetime as dt

import pytest

from logistics.errors import Conflict, NotPermitted, RuleViolation, WrongState
from logistics.operations.guarding.handovers import (
    BookEntry,
    enter_guard_handovers,
    hand_over_guard_shifts,
    take_over_guard_shifts,
)
from logistics.operations.guarding.shifts import (
    plan_guard_shifts,
    replace_guards,
    report_absent_guards,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import explained
from logistics.queries.guarding.coverage import gaps, long_stretches, relief_of
from models import GuardHandover, GuardShift, StaffLeave, Visitor
from tests.cast import Cast
from tests.factories.guarding import DAY, clock, make_post, make_shift, make_visitor
from tests.factories.people import make_staff

NEXT = DAY + dt.timedelta(days=1)


def crew(number: int) -> list[int]:
    return [make_staff().id for _ in range(number)]


def plan(cast: Cast, post, people, last=NEXT, hours=12, first=DAY, starts="08:00"):
    return only(
        plan_guard_shifts(
            seen=[Seen(post.id)],
            first=first,
            last=last,
            crew=people,
            starts=dt.time.fromisoformat(starts),
            hours=hours,
            actor=cast.captain,
        )
    )


def order(post) -> list[int]:
    rows = GuardShift.select().where(GuardShift.post == post).order_by(GuardShift.starts_at)
    return [row.staff_id for row in rows]


def test_a_planned_post_has_no_gap_over_midnight(cast):
    post = make_post(cast)
    people = crew(3)
    plan(cast, post, people)
    assert order(post) == [people[0], people[1], people[2], people[0]]
    ends = clock("08:00", NEXT + dt.timedelta(days=1))
    assert gaps([post], clock("08:00"), ends) == []


def test_a_plan_laid_out_twice_adds_nothing_and_the_next_goes_on_in_turn(cast):
    post = make_post(cast)
    people = crew(3)
    plan(cast, post, people, last=DAY)
    assert plan(cast, post, people, last=DAY).words.filled() == "0 shifts planned."
    plan(cast, post, people, first=NEXT, last=NEXT)
    assert order(post) == [people[0], people[1], people[2], people[0]]


def test_who_has_leave_is_passed_over(cast):
    post = make_post(cast)
    people = crew(3)
    StaffLeave.create(
        status="approved", staff=people[1], kind="annual", starts_on=DAY, ends_on=NEXT
    )
    plan(cast, post, people, last=DAY)
    assert order(post) == [people[0], people[2]]


def test_a_crew_of_one_does_not_reach_and_nothing_is_planned(cast):
    post = make_post(cast)
    with pytest.raises(WrongState, match="The crew does not reach"):
        plan(cast, post, crew(1), last=DAY)
    assert order(post) == []


def test_nobody_is_planned_for_more_than_twelve_hours_in_a_row(cast):
    post, other = make_post(cast), make_post(cast)
    people = crew(3)
    make_shift(other, people[0], "00:00", hours=8)
    plan(cast, post, people, last=DAY)
    assert people[0] not in order(post)[:1]
    assert long_stretches(clock("00:00"), clock("00:00", NEXT)) == []


def test_a_hole_between_shifts_is_listed_with_its_hours(cast):
    """The coverage check of domain 2.8 over absolute times."""
    post = make_post(cast)
    make_shift(post, make_staff(), "00:00", hours=8)
    make_shift(post, make_staff(), "10:00", hours=14)
    (gap,) = gaps([post], clock("00:00"), clock("00:00", NEXT))
    assert (gap.starts_at, gap.ends_at, gap.missing) == (clock("08:00"), clock("10:00"), 1)


def test_a_post_for_two_has_a_gap_while_only_one_stands_there(cast):
    post = make_post(cast, people=2)
    make_shift(post, make_staff(), "00:00", hours=24)
    make_shift(post, make_staff(), "06:00", hours=18)
    (gap,) = gaps([post], clock("00:00"), clock("00:00", NEXT))
    assert (gap.ends_at, gap.missing) == (clock("06:00"), 1)


def test_a_post_has_no_gap_before_it_is_manned_and_an_absent_guard_leaves_one(cast):
    post = make_post(cast, starts_on=NEXT)
    make_shift(post, make_staff(), "00:00", hours=24, day=NEXT, status="absent")
    (gap,) = gaps([post], clock("00:00"), clock("00:00", NEXT + dt.timedelta(days=1)))
    assert gap.starts_at == clock("00:00", NEXT)


def test_the_database_keeps_a_guard_at_one_post_at_a_time(cast):
    person = make_staff()
    make_shift(make_post(cast), person, "20:00")
    other = make_post(cast)
    with pytest.raises(Conflict, match="at a post at that time already"), explained(GuardShift):
        make_shift(other, person, "02:00", hours=8, day=NEXT)


def test_a_long_row_over_two_posts_is_found(cast):
    person = make_staff()
    make_shift(make_post(cast), person, "08:00", hours=8)
    make_shift(make_post(cast), person, "17:00", hours=8)
    (row,) = long_stretches(clock("00:00"), clock("00:00", NEXT))
    assert (row.staff.id, row.length) == (person.id, dt.timedelta(hours=17))


def test_a_guard_replaced_during_his_shift_leaves_the_gap_until_then(cast, set_clock):
    post = make_post(cast)
    shift = make_shift(post, make_staff(), "08:00")
    substitute = make_staff()
    set_clock("2026-06-12 09:00")
    only(
        replace_guards(
            seen=[Seen(shift.id)], staff_id=substitute.id, note="Ill.", actor=cast.captain
        )
    )
    (gap,) = gaps([post], clock("08:00"), clock("20:00"))
    assert (gap.starts_at, gap.ends_at) == (clock("08:00"), clock("09:00"))
    assert GuardShift.get_by_id(shift.id).status == "absent"


def test_a_substitute_may_not_stand_too_long(cast, set_clock):
    post = make_post(cast)
    tired = make_staff()
    make_shift(post, tired, "08:00")
    shift = make_shift(post, make_staff(), "20:00")
    set_clock("2026-06-12 10:00")
    with pytest.raises(RuleViolation, match="more than 12 hours in a row"):
        only(
            replace_guards(
                seen=[Seen(shift.id)], staff_id=tired.id, note="Ill.", actor=cast.captain
            )
        )


def test_an_absence_is_reported_once_the_shift_has_begun(cast, set_clock):
    shift = make_shift(make_post(cast), make_staff(), "08:00")
    set_clock("2026-06-12 07:00")
    with pytest.raises(WrongState, match="has not begun yet"):
        only(report_absent_guards(seen=[Seen(shift.id)], note="?", actor=cast.captain))
    set_clock("2026-06-12 08:20")
    only(report_absent_guards(seen=[Seen(shift.id)], note="Did not come.", actor=cast.captain))
    assert GuardShift.get_by_id(shift.id).status == "absent"


@pytest.fixture
def changing(cast: Cast) -> tuple[GuardShift, GuardShift]:
    """A shift of the guard's and the captain's after it."""
    post = make_post(cast)
    mine = make_shift(post, cast.guard_staff, "08:00")
    return mine, make_shift(post, cast.captain_staff, "20:00")


def hand_over(shift, actor, **more):
    return only(
        hand_over_guard_shifts(
            seen=[Seen(shift.id)], **{"matters": "Quiet.", "actor": actor, **more}
        )
    )


def test_a_shift_is_handed_over_in_its_last_half_hour_to_whoever_relieves(
    cast, changing, set_clock
):
    mine, relief = changing
    set_clock("2026-06-12 19:20")
    with pytest.raises(WrongState, match="last half hour"):
        hand_over(mine, cast.guard)
    set_clock("2026-06-12 19:50")
    hand_over(mine, cast.guard)
    handover = GuardHandover.get(GuardHandover.outgoing == mine)
    assert (handover.incoming, handover.status) == (relief, "handed")
    with pytest.raises(NotPermitted, match="The plan names Captain Cao"):
        only(take_over_guard_shifts(seen=[Seen(handover.id)], actor=cast.guard))
    only(take_over_guard_shifts(seen=[Seen(handover.id)], actor=cast.captain))
    assert GuardHandover.get_by_id(handover.id).status == "received"
    assert GuardShift.get_by_id(mine.id).status == "kept"


def test_a_post_kept_day_and_night_is_not_left_to_nobody(cast, changing, set_clock):
    mine, relief = changing
    relief.delete_instance()
    set_clock("2026-06-12 20:00")
    with pytest.raises(WrongState, match="call the captain"):
        hand_over(mine, cast.guard)


def test_only_who_keeps_the_shift_hands_it_over(cast, changing, set_clock):
    set_clock("2026-06-12 20:00")
    with pytest.raises(NotPermitted, match="not your shift"):
        hand_over(changing[0], cast.captain)


def test_a_record_that_was_not_complete_needs_a_remark(cast, changing, set_clock):
    mine, _relief = changing
    set_clock("2026-06-12 19:55")
    hand_over(mine, cast.guard)
    handover = GuardHandover.get(GuardHandover.outgoing == mine)
    with pytest.raises(RuleViolation, match="what was not as written"):
        take_over_guard_shifts(seen=[Seen(handover.id)], is_complete=False, actor=cast.captain)


def test_a_handover_flags_whoever_is_still_inside_after_closing(cast, changing, set_clock):
    mine, _relief = changing
    visitor = make_visitor(
        mine.post,
        cast.staff_staff,
        status="inside",
        badge_no="7",
        entered_at=clock("10:00"),
        due_out_at=clock("18:00"),
    )
    set_clock("2026-06-12 19:55")
    hand_over(mine, cast.guard)
    assert Visitor.get_by_id(visitor.id).status == "overdue"


def entry(shift: GuardShift, minutes: int = 0) -> BookEntry:
    at = shift.ends_at + dt.timedelta(minutes=minutes)
    return BookEntry(at, at, "Quiet.")


def test_the_captain_copies_the_book_but_not_his_own_shift(cast, changing, set_clock):
    mine, own = changing
    set_clock("2026-06-13 09:00")
    done, refused = enter_guard_handovers(
        seen=[Seen(mine.id), Seen(own.id)], entries=[entry(mine), entry(own)], actor=cast.captain
    )
    assert done.done
    assert "his own shift" in refused.words.filled()
    handover = GuardHandover.get(GuardHandover.outgoing == mine)
    assert (handover.incoming, handover.received_by) == (own, cast.captain_staff)
    assert relief_of(mine) == own


def test_an_entry_of_the_book_lies_near_the_end_of_its_shift(cast, changing, set_clock):
    mine, _own = changing
    set_clock("2026-06-13 09:00")
    (refused,) = enter_guard_handovers(
        seen=[Seen(mine.id)], entries=[entry(mine, minutes=150)], actor=cast.captain
    )
    assert "near the end of the shift" in refused.words.filled()
    assert GuardShift.get_by_id(mine.id).status == "planned"
