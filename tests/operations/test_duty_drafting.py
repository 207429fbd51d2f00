"""Compiling a month's roster: by fair rotation, by hand, and what stands against it (R40)."""

import datetime as dt
from collections import Counter

import pytest

from logistics.calendar import kinds_between
from logistics.errors import Conflict, InvalidRecord, NotFound, NotPermitted, RuleViolation
from logistics.operations.duty.drafting import assign_duties, draft_duty_months
from logistics.operations.outcomes import Seen, only
from logistics.queries.duty.checks import check_duty_month, key_of, rest_of
from logistics.queries.duty.posts import PostKey, posts_of
from logistics.queries.duty.standing import turns_around
from logistics.rostering import broken_rests, day_class, spread
from models import (
    AuditEntry,
    CalendarDay,
    DutyAssignment,
    DutyMember,
    DutyMonth,
    DutyShift,
    StaffLeave,
)
from tests.factories.duty import (
    draft_month,
    duties_on,
    make_member,
    make_month,
    make_office,
    make_pool,
    make_shift,
    publish_month,
)
from tests.factories.people import make_staff

JUNE, JULY = dt.date(2026, 6, 1), dt.date(2026, 7, 1)
FRIDAY = dt.date(2026, 6, 12)


@pytest.fixture
def office(cast):
    return make_office(cast)


def kinds(month):
    return Counter(problem.kind for problem in check_duty_month(month))


def key(duty):
    return key_of(duty)


def choose(month, choices, cast):
    only(assign_duties(seen=[Seen(month.id)], choices=choices, actor=cast.roster))


def test_a_drafted_month_covers_every_hour_with_nobody_doubled_or_tired(cast, office):
    month = draft_month(cast)
    assert check_duty_month(month) == []
    assert DutyAssignment.select().count() == 30 * 5
    assert month.compiled_by_id == cast.roster.account_id


def test_duty_is_shared_evenly_over_working_days_days_off_and_holidays(cast, office):
    draft_month(cast)
    for people in office.values():
        for klass in ("workday", "weekend", "statutory"):
            counts = {
                person.id: DutyAssignment.select()
                .where((DutyAssignment.staff == person) & (DutyAssignment.day_class == klass))
                .count()
                for person in people
            }
            assert spread(counts) <= 2, (klass, counts)


def test_every_duty_is_counted_as_the_day_on_which_it_starts(cast, office):
    draft_month(cast)
    days = kinds_between(JUNE, dt.date(2026, 6, 30))
    for duty in DutyAssignment.select():
        assert duty.day_class == day_class(days[duty.duty_on])


def test_counts_are_carried_over_into_the_next_month(cast):
    """Alone the fourth of three people's statutory days tells whether June is remembered."""
    shift = make_shift(site=cast.site_a, on_workdays=False, on_weekends=False)
    people = [make_staff(site=cast.site_a) for _ in range(3)]
    make_pool(cast.site_a, people)
    for month in (dt.date(2026, 4, 1), dt.date(2026, 5, 1), JUNE):
        draft_month(cast, month)
    counts = Counter(duty.staff_id for duty in DutyAssignment.select())
    assert DutyAssignment.select().where(DutyAssignment.shift == shift).count() == 4
    assert spread({person.id: counts[person.id] for person in people}) == 1


def test_a_newcomer_starts_level_with_the_least_burdened(cast):
    make_shift(site=cast.site_a)
    people = [make_staff(site=cast.site_a) for _ in range(2)]
    make_pool(cast.site_a, people)
    draft_month(cast)
    newcomer = make_staff(site=cast.site_a)
    make_member(newcomer, site=cast.site_a, position=9)
    draft_month(cast, JULY)
    own = DutyAssignment.select().where(DutyAssignment.staff == newcomer).count()
    member = DutyMember.get(DutyMember.staff == newcomer)
    assert own in (10, 11)
    assert (member.opening_workdays, member.opening_weekends) == (10, 4)


def test_nobody_is_taken_from_leave_or_after_leaving(cast, office):
    on_leave, gone = office["a"][2], office["a"][3]
    StaffLeave.create(
        status="approved",
        staff=on_leave,
        kind="annual",
        starts_on=FRIDAY,
        ends_on=dt.date(2026, 6, 20),
    )
    gone.left_on = dt.date(2026, 6, 10)
    gone.save()
    draft_month(cast)
    days = {
        duty.duty_on for duty in DutyAssignment.select().where(DutyAssignment.staff == on_leave)
    }
    assert not any(FRIDAY <= day <= dt.date(2026, 6, 20) for day in days)
    last = DutyAssignment.select().where(DutyAssignment.staff == gone)
    assert all(duty.duty_on <= dt.date(2026, 6, 10) for duty in last)
    assert check_duty_month(DutyMonth.get()) == []


def test_a_night_that_ends_on_the_first_day_of_leave_is_not_given(cast):
    make_shift(site=cast.site_a, kind="night", starts=dt.time(20), ends=dt.time(8), name="Night")
    person = make_staff(site=cast.site_a)
    make_pool(cast.site_a, [person])
    StaffLeave.create(
        status="approved", staff=person, kind="sick", starts_on=FRIDAY, ends_on=FRIDAY
    )
    draft_month(cast)
    assert duties_on(FRIDAY - dt.timedelta(1)) == []
    assert duties_on(FRIDAY) == []


def test_too_few_people_leave_gaps_and_not_broken_rest(cast):
    make_shift(site=cast.site_a, kind="night", starts=dt.time(20), ends=dt.time(8))
    make_pool(cast.site_a, [make_staff(site=cast.site_a)])
    month = draft_month(cast)
    found = kinds(month)
    assert found["gap"] == 15
    assert "rest" not in found
    turns = turns_around(*(duties_on(day)[0].starts_at for day in (JUNE, dt.date(2026, 6, 29))))
    assert broken_rests(turns, rest_of(month)) == []


def test_drafting_again_fills_only_what_is_empty(cast, office):
    month = draft_month(cast)
    chosen, given_up = duties_on(FRIDAY, role="on_duty")[:2]
    choose(month, {key(given_up): None}, cast)
    only(draft_duty_months(seen=[Seen(month.id)], actor=cast.roster))
    assert DutyAssignment.get_by_id(chosen.id).staff_id == chosen.staff_id
    assert check_duty_month(month) == []
    whole = {duty.id for duty in DutyAssignment.select()}
    only(draft_duty_months(seen=[Seen(month.id)], actor=cast.roster))
    assert {duty.id for duty in DutyAssignment.select()} == whole


def test_drafting_afresh_empties_the_month_first(cast, office):
    month = draft_month(cast)
    before = {duty.id for duty in DutyAssignment.select()}
    only(draft_duty_months(seen=[Seen(month.id)], actor=cast.roster, afresh=True))
    assert before.isdisjoint({duty.id for duty in DutyAssignment.select()})
    assert AuditEntry.select().where(
        (AuditEntry.table == "duty_assignment") & (AuditEntry.verb == "draft_duty_months")
    ).count() == 3 * len(before)


def test_a_shift_that_the_office_keeps_itself_wants_nobody_and_leaves_no_hour_open(cast, office):
    DutyShift.update(on_workdays=False).where(
        (DutyShift.kind == "day") & (DutyShift.site == cast.site_a)
    ).execute()
    assert kinds(make_month(JULY))["uncovered"] == 23
    make_shift(
        site=cast.site_a,
        name="Office hours",
        by_office=True,
        on_weekends=False,
        on_statutory=False,
        needs={},
    )
    month = draft_month(cast)
    assert check_duty_month(month) == []
    assert all(duty.site_id != cast.site_a.id for duty in duties_on(FRIDAY)[1:2])


def test_an_hour_between_two_shifts_is_told(cast, office):
    DutyShift.update(ends=dt.time(19)).where(
        (DutyShift.kind == "day") & (DutyShift.site == cast.site_b)
    ).execute()
    month = draft_month(cast)
    problems = check_duty_month(month)
    assert Counter(problem.kind for problem in problems) == {"uncovered": 30}
    start = problems[0].words.params["start"]
    assert start == dt.datetime(2026, 6, 1, 11, tzinfo=dt.UTC)


def test_without_any_shift_no_hour_is_covered(db):
    assert kinds(make_month()) == {"uncovered": 2}


def test_a_duty_of_somebody_who_has_left_since_is_told(cast, office):
    month = draft_month(cast)
    person = duties_on(FRIDAY, site=cast.site_a)[0].staff
    person.left_on = FRIDAY - dt.timedelta(1)
    person.save()
    told = [problem for problem in check_duty_month(month) if problem.kind == "absent"]
    assert {problem.words.params["name"] for problem in told} == {person.name}
    assert "does not work here" in told[0].words.filled()


def test_problems_name_gap_double_duty_broken_rest_and_leave(cast, office):
    month = draft_month(cast)
    night = next(duty for duty in duties_on(FRIDAY, site=cast.site_a) if duty.shift.is_night)
    day = next(duty for duty in duties_on(FRIDAY, site=cast.site_a) if not duty.shift.is_night)
    DutyAssignment.update(staff=night.staff).where(DutyAssignment.id == day.id).execute()
    leader = duties_on(FRIDAY, role="leader")[0]
    StaffLeave.create(
        status="approved", staff=leader.staff, kind="sick", starts_on=FRIDAY, ends_on=FRIDAY
    )
    gap = duties_on(FRIDAY, site=cast.site_b)[0]
    DutyAssignment.delete().where(DutyAssignment.id == gap.id).execute()
    found = [problem for problem in check_duty_month(month) if problem.duty_on == FRIDAY]
    by_kind = {problem.kind: problem for problem in found}
    assert {"absent", "double", "gap"} <= by_kind.keys()
    assert by_kind["gap"].posts == (key(gap),)
    assert by_kind["double"].posts == (key(day), key(night))
    assert all(problem.blocks for problem in found)


def test_a_night_and_the_next_mornings_day_shift_break_rest(cast, office):
    """features.md, case 7: 20:00-08:00, then 08:00 again: no ten hours between."""
    month = draft_month(cast)
    night = next(duty for duty in duties_on(FRIDAY, site=cast.site_a) if duty.shift.is_night)
    saturday = FRIDAY + dt.timedelta(1)
    day = next(d for d in duties_on(saturday, site=cast.site_a) if not d.shift.is_night)
    choose(month, {key(day): night.staff_id}, cast)
    broken = [problem for problem in check_duty_month(month) if problem.kind == "rest"]
    assert key(night) in broken[0].posts
    assert key(day) in broken[0].posts
    assert broken[0].words.params["hours"] == "0"


def test_rest_is_kept_over_the_turn_of_the_month(cast):
    shift = make_shift(site=cast.site_a, kind="night", starts=dt.time(20), ends=dt.time(8))
    people = [make_staff(site=cast.site_a) for _ in range(2)]
    make_pool(cast.site_a, people)
    draft_month(cast)
    month = make_month(JULY)
    last = duties_on(dt.date(2026, 6, 30))[0]
    choose(month, {PostKey(shift.id, JULY, "on_duty", 1): last.staff_id}, cast)
    problems = [problem for problem in check_duty_month(month) if problem.kind == "rest"]
    assert [problem.duty_on for problem in problems] == [JULY]


def test_months_of_a_year_without_known_holidays_are_warned_of_but_not_blocked(cast, office):
    month = make_month(dt.date(2027, 1, 1))
    (warning,) = [problem for problem in check_duty_month(month) if problem.kind == "calendar"]
    assert not warning.blocks
    CalendarDay.create(day=dt.date(2027, 1, 1), kind="statutory", name="New Year's Day")
    assert "calendar" not in kinds(month)


def test_two_people_change_places_in_one_go(cast, office):
    month = draft_month(cast)
    one, other = duties_on(FRIDAY, site=cast.site_a)
    choose(month, {key(one): other.staff_id, key(other): one.staff_id}, cast)
    assert [duty.staff_id for duty in duties_on(FRIDAY, site=cast.site_a)] == [
        other.staff_id,
        one.staff_id,
    ]


def test_choosing_who_already_stands_there_changes_nothing(cast, office):
    month = draft_month(cast)
    duty = duties_on(FRIDAY)[0]
    choose(month, {key(duty): duty.staff_id}, cast)
    assert duties_on(FRIDAY)[0].id == duty.id


def test_nobody_stands_in_two_places_at_once(cast, office):
    month = draft_month(cast)
    one = duties_on(FRIDAY, site=cast.site_a)[0]
    clash = duties_on(FRIDAY, site=cast.site_b)[0]
    DutyMember.update(site=None).where(DutyMember.staff == one.staff).execute()
    with pytest.raises(Conflict, match="twice at once"):
        choose(month, {key(clash): one.staff_id}, cast)
    assert duties_on(FRIDAY, site=cast.site_b)[0].staff_id == clash.staff_id


def test_only_who_may_keep_a_post_is_put_on_it(cast, office):
    month = draft_month(cast)
    duty = duties_on(FRIDAY, site=cast.site_a)[0]
    with pytest.raises(RuleViolation, match="not among those who may be put on duty"):
        choose(month, {key(duty): cast.buyer_staff.id}, cast)
    with pytest.raises(InvalidRecord):
        choose(month, {key(duty): 999_999}, cast)
    DutyMember.update(is_eligible=False).where(DutyMember.staff == duty.staff).execute()
    assert "absent" in kinds(month)


def test_a_post_that_the_month_does_not_have_is_refused(cast, office):
    month = draft_month(cast)
    with pytest.raises(NotFound):
        choose(month, {PostKey(999, FRIDAY, "on_duty", 1): cast.guard_staff.id}, cast)


def test_a_published_month_cannot_be_drafted_or_written_by_hand(cast, office):
    month = publish_month(cast)
    duty = duties_on(FRIDAY)[0]
    (outcome,) = draft_duty_months(seen=[Seen(month.id)], actor=cast.roster, afresh=True)
    assert "changes only by swaps" in outcome.refusal.words.filled()
    with pytest.raises(RuleViolation, match="changes only by swaps"):
        choose(month, {key(duty): None}, cast)
    assert duties_on(FRIDAY)[0].id == duty.id


def test_a_stale_page_does_not_overwrite_the_roster(cast, office):
    month = draft_month(cast)
    duty = duties_on(FRIDAY)[0]
    with pytest.raises(RuleViolation, match="changed after you opened it"):
        only(
            assign_duties(
                seen=[Seen(month.id, month.row_version - 1)],
                choices={key(duty): None},
                actor=cast.roster,
            )
        )


@pytest.mark.parametrize("who", ["guard", "deputy", "admin", "head"])
def test_only_the_roster_officer_compiles(cast, office, who):
    month = make_month()
    with pytest.raises(NotPermitted):
        draft_duty_months(seen=[Seen(month.id)], actor=getattr(cast, who))
    with pytest.raises(NotPermitted):
        assign_duties(seen=[Seen(month.id)], choices={}, actor=getattr(cast, who))


def test_posts_follow_shifts_needs_and_kinds_of_day(cast):
    make_shift(site=cast.site_a, needs={"on_duty": 2, "driver": 1}, on_weekends=False)
    posts = posts_of(JUNE)
    assert len(posts) == 3 * 22
    assert {post.key.place for post in posts if post.key.role == "on_duty"} == {1, 2}
    assert all(post.day_class != "weekend" for post in posts)


def test_a_month_is_named_by_its_first_day():
    assert DutyMonth.check(DutyMonth(month=FRIDAY)) != []
    assert DutyMonth.check(DutyMonth(month=JUNE)) == []
    assert str(DutyMonth(month=JUNE)) == "2026-06"
