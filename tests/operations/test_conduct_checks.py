"""Rounds of post checks: the lot, what was seen, what the records say, and the right to answer
(R13, R14).
"""

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.database import office_zone
from logistics.errors import InvalidRecord, NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.conduct.checking import (
    CheckEntry,
    draw,
    explain_check_results,
    finish_check_rounds,
    plan_check_rounds,
    record_check_results,
)
from logistics.operations.conduct.confirming import Excuse, confirm_check_rounds
from logistics.operations.outcomes import Seen, only
from logistics.permissions import load_actor, may, visible
from logistics.queries.conduct.figures import figures_of, results_of, to_explain
from logistics.queries.conduct.lots import Lot, lots_of
from models import (
    CheckResult,
    CheckRound,
    DutyAssignment,
    Finding,
    Notice,
    Staff,
    StaffLeave,
    StaffPost,
)
from tests.factories.conduct import (
    CLEAN,
    OFF_POST,
    PLANNED,
    confirmed_round,
    leave_ordinary_posts,
    make_round,
    plan_round,
    record,
    results,
)
from tests.factories.duty import make_shift

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def on_the_day(request):
    if "cast" in request.fixturenames:
        request.getfixturevalue("set_clock")("2026-06-12 10:00")
        leave_ordinary_posts(request.getfixturevalue("cast"))


def lot(staff_id, days, faults=0):
    return Lot(1, 1, staff_id, days * DAY, faults)


def actor_of(result):
    return load_actor(result.staff.account)


def enter(round_, entry, cast):
    only(record_check_results(seen=[Seen(round_.id)], entries=[entry], actor=cast.discipline))


# The lot


def test_posts_unchecked_for_a_quarter_are_drawn_before_all_others():
    lots = [lot(number, 10, faults=9) for number in range(50)] + [lot(99, 91), lot(98, 200)]
    for seed in range(20):
        assert {each.staff_id for each in draw(lots, 2, str(seed))} == {98, 99}


def test_long_unchecked_posts_and_earlier_faults_come_up_more_often():
    lots = [lot(1, 0), lot(2, 80), lot(3, 0, faults=2)]
    first = Counter(draw(lots, 1, str(seed))[0].staff_id for seed in range(3000))
    weights = {each.staff_id: each.weight for each in lots}
    for staff_id, weight in weights.items():
        share = weight / sum(weights.values())
        assert abs(first[staff_id] / 3000 - share) < 0.05


@given(st.integers(0, 12), st.lists(st.integers(0, 300), max_size=10), st.text(max_size=8))
def test_a_draw_never_takes_twice_and_is_repeated_by_its_seed(places, days, seed):
    lots = [lot(number, each) for number, each in enumerate(days)]
    drawn = draw(lots, places, seed)
    assert len({each.staff_id for each in drawn}) == len(drawn) == min(places, len(lots))
    assert draw(lots, places, seed) == drawn


def test_a_round_draws_posts_of_its_office_area_and_never_its_checkers(cast):
    round_ = make_round(cast, checker=cast.buyer_staff, second_checker=cast.keeper_staff)
    lots = lots_of(round_)
    assert {each.site_id for each in lots} == {cast.site_a.id}
    met = {each.staff_id for each in lots}
    assert met.isdisjoint({cast.buyer_staff.id, cast.keeper_staff.id})
    assert cast.guard_staff.id in met
    everywhere = lots_of(make_round(cast, site=None))
    assert cast.staff2_staff.id in {each.staff_id for each in everywhere}


def test_people_gone_and_posts_ended_are_not_drawn(cast):
    StaffPost.update(ends_on=PLANNED - DAY).where(StaffPost.staff == cast.guard_staff).execute()
    Staff.update(left_on=PLANNED - DAY).where(Staff.id == cast.keeper_staff.id).execute()
    met = {each.staff_id for each in lots_of(make_round(cast))}
    assert cast.guard_staff.id not in met
    assert cast.keeper_staff.id not in met


def test_office_areas_that_keep_duty_add_their_duty_post(cast):
    make_shift(site=cast.site_a)
    duty_posts = [each for each in lots_of(make_round(cast)) if each.staff_id is None]
    assert [(each.site_id, each.is_overdue) for each in duty_posts] == [(cast.site_a.id, True)]


def test_a_check_made_starts_the_count_anew(cast):
    round_ = plan_round(cast)
    record(cast, round_)
    checked = {result.drawn_id for result in results(round_)}
    unchecked = {each.staff_id: each.unchecked for each in lots_of(make_round(cast))}
    assert all(unchecked[staff_id] == dt.timedelta(0) for staff_id in checked)
    assert any(each > dt.timedelta(90) for each in unchecked.values())


def test_planning_draws_numbers_and_keeps_the_seed(cast):
    round_ = plan_round(cast)
    assert round_.status == "planned"
    assert round_.doc_no == "CR-20260612-001"
    assert len(results(round_)) == 3
    drawn = draw(lots_of(make_round(cast)), 3, round_.draw_seed)
    assert [each.staff_id for each in drawn] == [each.drawn_id for each in results(round_)]


def test_nobody_draws_until_the_lot_pleases_him(cast):
    round_ = plan_round(cast)
    (outcome,) = plan_check_rounds(seen=[Seen(round_.id)], actor=cast.discipline)
    assert isinstance(outcome.refusal, WrongState)
    assert len(results(round_)) == 3


def test_where_there_is_nothing_to_check_nothing_is_planned(cast):
    StaffPost.delete().execute()
    (outcome,) = plan_check_rounds(seen=[Seen(make_round(cast).id)], actor=cast.discipline)
    assert "no post that could be checked" in outcome.words.filled()


def test_who_is_to_be_checked_does_not_see_it_beforehand(cast):
    """Unannounced means unannounced: the row has no owner until the check."""
    round_ = plan_round(cast, places=50)
    query = visible(cast.guard, CheckResult.select(), CheckResult)
    assert cast.guard_staff.id in {result.drawn_id for result in results(round_)}
    assert list(query) == []
    assert not may(cast.guard, "read", CheckRound)


# What was seen


def test_results_are_recorded_for_the_person_drawn(cast):
    round_ = plan_round(cast)
    record(cast, round_)
    for result in results(round_):
        assert result.staff_id == result.drawn_id
        assert (result.presence, result.verdict, result.attitude) == (
            "on_post",
            "clean",
            Decimal(9),
        )


@pytest.mark.parametrize(
    ("kind", "presence", "records"),
    [("official", "official_out", "official"), ("sick", "leave", "leave")],
)
def test_an_absence_that_leave_explains_is_none(cast, kind, presence, records):
    round_ = plan_round(cast)
    person = results(round_)[0].drawn
    StaffLeave.create(
        status="approved", staff=person, kind=kind, starts_on=PLANNED, ends_on=PLANNED
    )
    record(cast, round_, {0: OFF_POST})
    result = results(round_)[0]
    assert (result.presence, result.observed) == (presence, "off_post")
    assert (result.records_say, result.is_fault) == (records, False)


def test_somebody_present_in_spite_of_leave_is_present(cast):
    round_ = plan_round(cast)
    person = results(round_)[0].drawn
    StaffLeave.create(
        status="approved", staff=person, kind="annual", starts_on=PLANNED, ends_on=PLANNED
    )
    record(cast, round_)
    assert results(round_)[0].presence == "on_post"


def test_at_a_duty_post_the_roster_names_the_person_after_swaps(cast, june, set_clock):
    moment = dt.datetime(2026, 6, 12, 9, 30, tzinfo=office_zone())
    duty = DutyAssignment.get(
        (DutyAssignment.site == cast.site_a)
        & (DutyAssignment.role == "on_duty")
        & (DutyAssignment.starts_at <= moment)
        & (DutyAssignment.ends_at > moment)
    )
    set_clock("2026-06-12 10:00")
    StaffPost.delete().execute()
    round_ = plan_round(cast, places=1)
    (result,) = results(round_)
    assert result.is_duty
    entry = CheckEntry(result.id, checked_at=moment, **OFF_POST)
    enter(round_, entry, cast)
    result = results(round_)[0]
    assert (result.staff_id, result.presence, result.is_fault) == (
        duty.staff_id,
        "off_post",
        True,
    )


def test_who_came_off_night_duty_or_keeps_duty_elsewhere_is_not_absent(cast, june, set_clock):
    set_clock("2026-06-12 10:00")
    StaffPost.delete().where(StaffPost.staff != cast.guard_staff).execute()
    round_ = plan_round(cast, places=5)
    index = next(i for i, each in enumerate(results(round_)) if not each.is_duty)
    night = DutyAssignment.get(
        (DutyAssignment.duty_on == PLANNED - DAY)
        & (DutyAssignment.site == cast.site_a)
        & (DutyAssignment.ends_at == dt.datetime(2026, 6, 12, 8, tzinfo=office_zone()))
        & (DutyAssignment.role == "on_duty")
    )
    DutyAssignment.update(status="replaced").where(
        DutyAssignment.staff == cast.guard_staff
    ).execute()
    DutyAssignment.update(staff=cast.guard_staff).where(DutyAssignment.id == night.id).execute()
    record(cast, round_, {index: OFF_POST})
    result = results(round_)[index]
    assert (result.presence, result.records_say) == ("leave", "night_before")
    DutyAssignment.update(
        site=cast.site_b, ends_at=dt.datetime(2026, 6, 12, 12, tzinfo=office_zone())
    ).where(DutyAssignment.id == night.id).execute()
    record(cast, round_, {index: OFF_POST})
    result = results(round_)[index]
    assert (result.presence, result.records_say) == ("official_out", "duty_elsewhere")


def test_a_duty_post_that_the_roster_leaves_empty_has_nobody_to_answer_for_it(cast):
    make_shift(site=cast.site_a)
    StaffPost.delete().execute()
    round_ = plan_round(cast, places=1)
    record(cast, round_, {0: {"presence": "empty_post", "note": "Door locked."}})
    assert results(round_)[0].staff_id is None
    only(finish_check_rounds(seen=[Seen(round_.id)], actor=cast.discipline))
    assert CheckRound.get_by_id(round_.id).status == "explained"
    only(confirm_check_rounds(seen=[Seen(round_.id)], actor=cast.deputy))
    assert (Finding.get().severity, Finding.get().owner_id) == ("serious", None)


def test_a_poor_mark_is_a_fault_of_its_own_category(cast):
    round_ = plan_round(cast)
    poor = {**CLEAN, "service": Decimal("5.5"), "attitude": Decimal(4), "note": "Rude on the phone"}
    record(cast, round_, {1: poor})
    result = results(round_)[1]
    assert (result.presence, result.is_fault, result.verdict) == ("on_post", True, "pending")


@pytest.mark.parametrize(
    ("seen", "column"),
    [
        ({"presence": "late"}, "note"),
        ({"presence": "asleep"}, "presence"),
        ({"presence": ""}, "presence"),
        ({"presence": "on_post", "attitude": Decimal("10.5")}, "attitude"),
        (
            {"presence": "on_post", "checked_at": dt.datetime(2026, 6, 12, 3, tzinfo=dt.UTC)},
            "checked_at",
        ),
        (
            {"presence": "on_post", "checked_at": dt.datetime(2026, 6, 11, 3, tzinfo=dt.UTC)},
            "checked_at",
        ),
    ],
)
def test_results_that_make_no_sense_are_refused_by_column(cast, seen, column):
    round_ = plan_round(cast)
    with pytest.raises(InvalidRecord) as refusal:
        record(cast, round_, {0: seen})
    assert column in refusal.value.errors
    assert all(result.presence is None for result in results(round_))


def test_only_the_checkers_enter_results_and_nobody_his_own(cast):
    make_shift(site=cast.site_a)
    round_ = plan_round(cast, places=50, checker=cast.discipline_staff)
    (result, *_rest) = results(round_)
    entry = CheckEntry(result.id, "on_post")
    CheckRound.update(checker=cast.keeper_staff).where(CheckRound.id == round_.id).execute()
    with pytest.raises(NotPermitted, match="Only the checkers"):
        enter(round_, entry, cast)
    CheckRound.update(checker=cast.discipline_staff).where(CheckRound.id == round_.id).execute()
    CheckResult.update(drawn=cast.discipline_staff, is_duty=False).where(
        CheckResult.id == result.id
    ).execute()
    with pytest.raises(NotPermitted, match="Nobody checks himself"):
        enter(round_, entry, cast)


def test_results_of_another_round_are_not_entered(cast):
    round_, other = plan_round(cast), plan_round(cast)
    entry = CheckEntry(results(other)[0].id, "on_post")
    with pytest.raises(NotFound):
        enter(round_, entry, cast)


# The right to answer


def test_a_round_is_finished_when_every_post_was_seen(cast):
    round_ = plan_round(cast)
    with pytest.raises(WrongState, match="3 posts of"):
        only(finish_check_rounds(seen=[Seen(round_.id)], actor=cast.discipline))
    record(cast, round_, {0: OFF_POST})
    only(finish_check_rounds(seen=[Seen(round_.id)], actor=cast.discipline))
    round_ = CheckRound.get_by_id(round_.id)
    assert (round_.status, round_.explain_by) == ("done", dt.date(2026, 6, 17))
    result = results(round_)[0]
    assert to_explain(result.staff_id) == [result]
    assert Notice.get().account_id == result.staff.account_id
    with pytest.raises(WrongState, match="not yet finished"):
        record(cast, round_)


def test_a_round_without_faults_waits_for_nobody(cast):
    round_ = plan_round(cast)
    record(cast, round_)
    only(finish_check_rounds(seen=[Seen(round_.id)], actor=cast.discipline))
    assert CheckRound.get_by_id(round_.id).status == "explained"


def finished(cast, *faults):
    round_ = plan_round(cast)
    record(cast, round_, dict.fromkeys(faults, OFF_POST))
    only(finish_check_rounds(seen=[Seen(round_.id)], actor=cast.discipline))
    return CheckRound.get_by_id(round_.id)


def explain(result, actor, text="Was called away."):
    only(explain_check_results(seen=[Seen(result.id)], explanation=text, actor=actor))


def test_when_the_last_person_has_explained_the_round_is_explained(cast):
    round_ = finished(cast, 0, 1)
    first, second, clean = results(round_)
    explain(first, actor_of(first))
    assert CheckRound.get_by_id(round_.id).status == "done"
    explain(second, actor_of(second))
    assert CheckRound.get_by_id(round_.id).status == "explained"
    explain(first, actor_of(first), "And I had told the desk.")
    assert results(round_)[0].explanation == "And I had told the desk."
    with pytest.raises(WrongState, match="nothing to explain"):
        explain(clean, actor_of(clean))


def test_nobody_explains_for_another_or_too_late_or_without_words(cast, set_clock):
    round_ = finished(cast, 0)
    result = results(round_)[0]
    other = cast.keeper if result.staff_id != cast.keeper_staff.id else cast.guard
    with pytest.raises(NotPermitted, match="Only the person concerned"):
        explain(result, other)
    with pytest.raises(RuleViolation, match="Write your explanation"):
        explain(result, actor_of(result), " ")
    set_clock("2026-06-18 00:01")
    with pytest.raises(WrongState, match="were due by"):
        explain(result, actor_of(result))


def test_a_fault_is_not_confirmed_before_the_person_was_heard(cast, set_clock):
    round_ = finished(cast, 0)
    with pytest.raises(WrongState, match="may still explain"):
        only(confirm_check_rounds(seen=[Seen(round_.id)], actor=cast.deputy))
    set_clock("2026-06-18 00:01")
    only(confirm_check_rounds(seen=[Seen(round_.id)], actor=cast.deputy))
    assert CheckRound.get_by_id(round_.id).status == "confirmed"


def test_upheld_faults_become_findings_and_excused_ones_do_not(cast):
    round_ = finished(cast, 0, 1)
    first, second, _clean = results(round_)
    explain(first, actor_of(first))
    explain(second, actor_of(second))
    excuse = Excuse(second.id, "Helped at an accident; the guard confirms it.")
    only(confirm_check_rounds(seen=[Seen(round_.id)], actor=cast.deputy, excuses=[excuse]))
    assert [result.verdict for result in results(round_)] == ["upheld", "excused", "clean"]
    finding = Finding.get()
    assert (finding.result_id, finding.category, finding.owner_id) == (
        first.id,
        "attendance",
        first.staff_id,
    )


def test_an_excuse_needs_its_reason(cast):
    round_ = finished(cast, 0)
    with pytest.raises(RuleViolation, match="reason for excusing"):
        confirm_check_rounds(
            seen=[Seen(round_.id)],
            actor=cast.deputy,
            excuses=[Excuse(results(round_)[0].id, "")],
        )


def test_a_poor_service_mark_opens_a_finding_on_service(cast):
    round_ = plan_round(cast)
    poor = {**CLEAN, "service": Decimal(3), "note": "Let people wait"}
    record(cast, round_, {0: poor})
    only(finish_check_rounds(seen=[Seen(round_.id)], actor=cast.discipline))
    result = results(round_)[0]
    explain(result, actor_of(result))
    only(confirm_check_rounds(seen=[Seen(round_.id)], actor=cast.deputy))
    assert (Finding.get().category, Finding.get().severity) == ("service", "general")


def test_who_checked_or_answers_for_a_fault_does_not_confirm(cast):
    round_ = finished(cast)
    CheckRound.update(second_checker=cast.deputy_staff).execute()
    with pytest.raises(NotPermitted, match="does not confirm"):
        only(confirm_check_rounds(seen=[Seen(round_.id)], actor=cast.deputy))
    only(confirm_check_rounds(seen=[Seen(round_.id)], actor=cast.director))


@pytest.mark.parametrize("who", ["guard", "admin", "roster"])
def test_every_step_takes_its_right(cast, who):
    actor = getattr(cast, who)
    with pytest.raises(NotPermitted):
        plan_check_rounds(seen=[], actor=actor)
    with pytest.raises(NotPermitted):
        record_check_results(seen=[], entries=[], actor=actor)
    with pytest.raises(NotPermitted):
        finish_check_rounds(seen=[], actor=actor)
    with pytest.raises(NotPermitted):
        confirm_check_rounds(seen=[], actor=actor)


def test_figures_leave_out_who_was_excused_from_the_rate_and_say_nothing_of_nothing(cast):
    round_ = confirmed_round(cast, 0)
    figures = figures_of(results_of(round_))
    assert (figures.checked, figures.upheld) == (3, 1)
    assert figures.by_presence == {"off_post": 1, "on_post": 2}
    assert figures.on_post_percent == Decimal("66.67")
    assert figures.attitude == Decimal("9.00")
    nothing = figures_of([])
    assert (nothing.checked, nothing.on_post_percent, nothing.attitude) == (0, None, None)
    CheckResult.update(presence="leave", attitude=None).execute()
    assert figures_of(results_of(round_)).on_post_percent is None


def test_two_checkers_are_two_people():
    both = CheckRound(checker=1, second_checker=1)
    assert [name for name, _words in CheckRound.check(both)] == ["second_checker"]
    assert CheckRound.check(CheckRound(checker=1, second_checker=2)) == []
