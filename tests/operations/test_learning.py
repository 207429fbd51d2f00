"""Learning: a plan a year, study days, attendance with hours (R04, R09, R10, R11, R84)."""

import datetime as dt
from decimal import Decimal

import peewee
import pytest

from logistics.database import local_day
from logistics.errors import InvalidRecord, NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.learning.plans import (
    approve_learning_plans,
    close_learning_plans,
    expect_study_days,
    lay_out_sessions,
    publish_learning_plans,
    return_learning_plans,
)
from logistics.operations.learning.sessions import (
    Attended,
    call_sessions,
    cancel_sessions,
    hold_sessions,
    hours_for,
    reflect_on_sessions,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import SYSTEM
from logistics.queries.learning.hours import completion, coverage, learners
from models import (
    LearningPlan,
    LearningPlanItem,
    Notice,
    StaffLeave,
    TrainingAttendance,
    TrainingSession,
)
from tests.factories.learning import (
    attendance,
    called,
    hold,
    make_plan,
    make_plan_item,
    make_session,
    published_plan,
)
from tests.factories.organisation import make_room

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 6, 30)
D = Decimal


@pytest.fixture(autouse=True)
def after_the_session(set_clock):
    set_clock("2026-03-06 18:00")


def sessions():
    return list(TrainingSession.select().order_by(TrainingSession.starts_at))


def called_to(session):
    rows = TrainingAttendance.select().where(TrainingAttendance.session == session.id)
    return {row.staff for row in rows}


def plan_item(plan):
    return LearningPlanItem.get(LearningPlanItem.plan == plan.id)


def session_days():
    return [local_day(each.starts_at) for each in sessions()]


def test_a_plan_goes_from_the_draft_to_the_end_of_its_year(cast):
    """R09: made at the beginning of the year, approved, published, tracked, closed."""
    plan = published_plan(cast)
    assert plan.doc_no.startswith("LP-")
    only(close_learning_plans(seen=[Seen(plan.id)], review="All held.", actor=cast.assessor))
    assert LearningPlan.get().status == "closed"


def test_nobody_approves_or_signs_a_plan_of_his_own(cast):
    plan = make_plan(cast, created_by=cast.deputy_account)
    with pytest.raises(NotPermitted, match="of his own"):
        only(approve_learning_plans(seen=[Seen(plan.id)], actor=cast.deputy))
    other = make_plan(cast, year=2027)
    make_plan_item(other)
    only(approve_learning_plans(seen=[Seen(other.id)], actor=cast.deputy))
    LearningPlan.update(approved_by=cast.director_account).execute()
    with pytest.raises(NotPermitted, match="does not sign"):
        only(publish_learning_plans(seen=[Seen(other.id)], actor=cast.director))


def test_an_empty_plan_is_not_approved_and_an_approved_one_may_come_back(cast):
    plan = make_plan(cast)
    with pytest.raises(RuleViolation, match="no subject yet"):
        only(approve_learning_plans(seen=[Seen(plan.id)], actor=cast.deputy))
    make_plan_item(plan)
    only(approve_learning_plans(seen=[Seen(plan.id)], actor=cast.deputy))
    only(return_learning_plans(seen=[Seen(plan.id)], comment="More visits.", actor=cast.director))
    assert LearningPlan.get().return_note == "More visits."


def test_one_plan_a_unit_and_year(cast):
    make_plan(cast)
    with pytest.raises(peewee.IntegrityError):
        make_plan(cast)


def test_study_days_recur_and_are_laid_out_once(cast):
    """R11: every second Friday; 15 May 2026 is a working Friday, 1 May a day off."""
    published_plan(cast, month=5, recurs="fortnightly", weekday=5, is_study_day=True)
    span = {"first": FIRST, "last": LAST, "actor": SYSTEM}
    assert expect_study_days(**span) == 3
    assert expect_study_days(**span) == 0
    assert session_days() == [dt.date(2026, 4, 30), dt.date(2026, 5, 15), dt.date(2026, 5, 29)]
    assert sessions()[0].is_study_day


def test_only_a_published_plan_is_laid_out(cast):
    plan = make_plan(cast)
    make_plan_item(plan, weekday=5, recurs="weekly")
    with pytest.raises(WrongState, match="once the plan is published"):
        only(lay_out_sessions(seen=[Seen(plan.id)], actor=cast.assessor))
    LearningPlan.update(status="published").execute()
    only(lay_out_sessions(seen=[Seen(plan.id)], actor=cast.assessor))
    assert len(sessions()) == 4


def test_everybody_of_the_audience_is_called_and_told(cast):
    session = called(cast)
    assert session.doc_no.startswith("TS-")
    rows = TrainingAttendance.select().where(TrainingAttendance.session == session.id)
    assert {row.status for row in rows} == {"called"}
    people = {row.staff for row in rows}
    assert cast.guard_staff in people
    assert cast.staff_staff not in people  # of a bureau
    assert Notice.select().where(Notice.account == cast.guard_account).exists()


def test_a_session_for_guards_calls_guards(cast):
    session = called(cast, audience="guard")
    assert called_to(session) == {cast.guard_staff, cast.captain_staff}


def test_attendance_is_entered_by_its_exceptions(cast):
    """Late comers get half the hours (design of 2.2); leave is looked up."""
    StaffLeave.create(
        status="approved",
        staff=cast.buyer_staff,
        kind="annual",
        starts_on=dt.date(2026, 3, 5),
        ends_on=dt.date(2026, 3, 9),
    )
    session = called(cast)
    hold(
        cast,
        session,
        Attended(cast.guard_staff.id, "late"),
        Attended(cast.keeper_staff.id, "absent"),
        Attended(cast.finance_staff.id, "present", score="92"),
        discussion="All spoke.",
    )
    found = {
        row.staff.account.login: (row.status, row.hours, row.score)
        for row in TrainingAttendance.select().where(TrainingAttendance.session == session.id)
    }
    assert found["guard"] == ("late", D(1), None)
    assert found["keeper"] == ("absent", D(0), None)
    assert found["buyer"] == ("leave", D(0), None)
    assert found["finance"] == ("present", D(2), 92)
    assert found["mail"] == ("present", D(2), None)
    assert TrainingSession.get().discussion == "All spoke."


@pytest.mark.parametrize(
    ("status", "hours", "counted"),
    [
        ("present", "1.5", "1.5"),
        ("late", "1.5", "0.8"),
        ("absent", "1.5", "0"),
        ("leave", "3", "0"),
    ],
)
def test_hours_by_attendance(status, hours, counted):
    assert hours_for(status, D(hours)) == D(counted)


def test_nobody_is_entered_who_was_not_called_or_before_the_session(cast, set_clock):
    session = called(cast)
    with pytest.raises(NotFound, match="not called"):
        hold(cast, session, Attended(cast.staff_staff.id, "present"))
    with pytest.raises(InvalidRecord, match="from the list"):
        hold(cast, session, Attended(cast.guard_staff.id, "made_up"))
    set_clock("2026-03-06 14:00")
    with pytest.raises(WrongState, match="not begun"):
        hold(cast, session)


def test_who_missed_a_session_makes_up_for_it(cast):
    session = called(cast)
    hold(cast, session, Attended(cast.guard_staff.id, "absent"))
    later = called(cast, makes_up=session)
    assert called_to(later) == {cast.guard_staff}
    hold(cast, later)
    assert attendance(session, cast.guard_staff).status == "made_up"
    assert attendance(later, cast.guard_staff).hours == D(2)


def test_a_session_that_makes_up_for_nobody_is_refused(cast):
    session = called(cast)
    hold(cast, session)
    later = make_session(cast, makes_up=session)
    with pytest.raises(RuleViolation, match="nobody whom this session is for"):
        only(call_sessions(seen=[Seen(later.id)], actor=cast.assessor))


def test_a_cancelled_session_is_told_and_not_held(cast):
    session = called(cast)
    only(cancel_sessions(seen=[Seen(session.id)], reason="Flood watch.", actor=cast.assessor))
    with pytest.raises(WrongState, match="is “Cancelled”"):
        only(hold_sessions(seen=[Seen(session.id)], actor=cast.assessor))


def test_a_room_holds_one_session_at_a_time(cast):
    room = make_room()
    make_session(cast, room=room)
    with pytest.raises(peewee.IntegrityError, match="training_session_room_once"):
        make_session(cast, room=room)


def test_reflections_are_written_by_those_who_were_there(cast):
    """R04: 談體會."""
    session = called(cast)
    hold(cast, session, Attended(cast.keeper_staff.id, "absent"))
    own = {"seen": [Seen(attendance(session, cast.guard_staff).id)], "actor": cast.guard}
    only(reflect_on_sessions(**own, reflection="Service is our duty."))
    assert attendance(session, cast.guard_staff).reflection == "Service is our duty."
    with pytest.raises(NotPermitted, match="his own"):
        only(reflect_on_sessions(seen=own["seen"], reflection="x", actor=cast.keeper))
    missed = [Seen(attendance(session, cast.keeper_staff).id)]
    with pytest.raises(WrongState, match="those who were there"):
        only(reflect_on_sessions(seen=missed, reflection="x", actor=cast.keeper))


def test_hours_a_head_and_coverage_come_with_their_n(cast):
    """R10, R84: the 100 percent of coverage is counted, and shown with how many were called."""
    plan = published_plan(cast)
    session = called(cast, plan_item=None)
    hold(cast, session, Attended(cast.guard_staff.id, "absent"))
    reached = coverage(FIRST, LAST)
    assert reached.called - reached.reached == 1
    assert reached.percent < 100
    people = list(learners(plan, FIRST, LAST))
    assert (people[0].staff, people[0].hours, people[0].asked) == (cast.guard_staff.id, D(0), 24)
    later = called(cast, makes_up=session)
    hold(cast, later)
    assert coverage(FIRST, LAST).percent == 100
    assert coverage(dt.date(2025, 1, 1), dt.date(2025, 6, 30)).percent is None


def test_a_plan_is_done_as_far_as_its_subjects_were_held(cast):
    plan = published_plan(cast, month=3)
    make_plan_item(plan, month=6, topic="Visit")
    held = called(cast, plan_item=plan_item(plan))
    hold(cast, held)
    assert completion(plan, dt.date(2026, 3, 31)).percent == 100
    assert completion(plan, LAST).percent == 50


def test_a_plan_with_open_sessions_is_not_closed(cast):
    plan = published_plan(cast)
    called(cast, plan_item=plan_item(plan))
    with pytest.raises(WrongState, match="1 sessions of this plan"):
        only(close_learning_plans(seen=[Seen(plan.id)], review="Well.", actor=cast.assessor))
