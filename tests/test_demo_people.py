"""The people of the demonstration: who is there, on duty, checked, and assessed (R12, R38)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from logistics.calendar import workdays_between
from logistics.database import local_today, now, office_zone, total
from logistics.demo.diary import FIRST_DAY, LAST_DAY, MOVE_DAY, moment
from logistics.demo.office import Office
from logistics.operations.assessment import preview_run, score_cycles
from logistics.operations.outcomes import Seen, only
from logistics.queries.assessment.results import current_run, results_of
from logistics.queries.conduct.figures import bulletins_for, to_explain
from logistics.queries.duty.checks import check_duty_month
from logistics.queries.duty.posts import office_hours_of
from logistics.queries.duty.standing import my_coming_duty, on_duty_now, published_duties
from logistics.queries.duty.swaps import open_swaps_of
from logistics.rostering import Interval, instants, uncovered
from logistics.tables.duty.roster import PUBLIC_STATES
from logistics.tables.people import FAMILIES
from models import (
    AssessmentCycle,
    AssessmentParticipant,
    BonusLine,
    BonusRun,
    Bulletin,
    BulletinAck,
    CheckResult,
    CheckRound,
    DutyAssignment,
    DutyHandover,
    DutyLog,
    DutyMonth,
    DutySwap,
    Finding,
    PhoneCheck,
    Post,
    RoomAllocation,
    Site,
    Staff,
    StaffPost,
)

MONTHS = [dt.date(2026, number, 1) for number in range(1, 7)]
FIRST_SHIFT = moment(FIRST_DAY, 8, 30)
"""The night before was kept by the roster of the year before."""
SISHUI_OPENS = moment(dt.date(2026, 6, 1), 8, 30)
END = moment(LAST_DAY + dt.timedelta(days=1), 0)


def test_the_half_year_has_120_working_days(demonstration: Office) -> None:
    assert workdays_between(FIRST_DAY, LAST_DAY) == 120


def test_every_post_family_has_people(demonstration: Office) -> None:
    held = Post.select(Post.family).join(StaffPost).where(StaffPost.ends_on.is_null()).distinct()
    assert {post.family for post in held} == set(FAMILIES)


def test_three_cleaners_were_hired_for_sishui_in_june(demonstration: Office) -> None:
    hired = Staff.select().where(Staff.hired_on >= FIRST_DAY)
    assert [person.hired_on for person in hired] == [MOVE_DAY] * 3
    assert {person.site.code for person in hired} == {"SISHUI"}
    posts = StaffPost.select().where(StaffPost.staff.in_(list(hired)))
    assert {held.post.code for held in posts} == {"CLEAN-B"}


def test_bureaus_that_moved_have_rooms_at_sishui(demonstration: Office) -> None:
    rooms = RoomAllocation.select().where(RoomAllocation.unit == demonstration.unit("13"))
    before, after = rooms.order_by(RoomAllocation.starts_on)
    assert before.ends_on + dt.timedelta(days=1) == after.starts_on == MOVE_DAY
    assert [row.room.building.site.code for row in (before, after)] == ["COMMITTEE", "SISHUI"]


@pytest.mark.parametrize(
    ("code", "since"),
    [("COMMITTEE", FIRST_SHIFT), ("THIRD", FIRST_SHIFT), ("SISHUI", SISHUI_OPENS)],
)
def test_every_hour_has_a_leader_and_an_officer(
    demonstration: Office, code: str, since: dt.datetime
) -> None:
    site = demonstration.site(code)
    window = Interval(since, END)
    assert uncovered(window, _kept("leader", None)) == []
    officers = [*_kept("on_duty", site.id), *_office_hours(site)]
    assert uncovered(window, officers) == []


def _kept(role: str, site_id: int | None) -> list[Interval]:
    place = DutyAssignment.site.is_null() if site_id is None else DutyAssignment.site == site_id
    duties = published_duties().where((DutyAssignment.role == role) & place)
    return [Interval(duty.starts_at, duty.ends_at) for duty in duties]


def _office_hours(site: Site) -> Iterator[Interval]:
    for month in MONTHS:
        for day, shift in office_hours_of(month):
            if shift.site_id == site.id:
                yield Interval(*instants(day, shift.starts, shift.ends, office_zone()))


def test_rosters_were_published_in_time_and_keep_the_rules(demonstration: Office) -> None:
    rosters = list(DutyMonth.select().where(DutyMonth.month.in_(MONTHS)))
    assert len(rosters) == len(MONTHS)
    for row in rosters:
        assert row.status in PUBLIC_STATES
        assert row.published_at < moment(row.month, 0)


def test_duty_is_shared_evenly_within_a_pool(demonstration: Office) -> None:
    site = demonstration.site("COMMITTEE")
    duties = DutyAssignment.select().where(
        (DutyAssignment.site == site) & (DutyAssignment.role == "on_duty")
    )
    counts: dict[int, int] = {}
    for duty in duties.where(DutyAssignment.status == "assigned"):
        counts[duty.staff_id] = counts.get(duty.staff_id, 0) + 1
    assert max(counts.values()) - min(counts.values()) <= 4


def test_somebody_with_a_phone_is_on_duty_now_everywhere(demonstration: Office) -> None:
    kept = on_duty_now()
    assert all(post.phone for post in kept)
    assert "leader" in {post.role for post in kept}
    watched = {post.site.code for post in kept if post.role == "on_duty" and post.site}
    assert watched == {site.code for site in Site.select()}


@pytest.mark.parametrize("login", ["guard", "staff", "staff2"])
def test_duty_in_the_coming_week_is_seen(demonstration: Office, login: str) -> None:
    coming = my_coming_duty(demonstration.staff_id(login))
    assert coming[0].duty.starts_at < now() + dt.timedelta(days=7)


def test_the_next_month_is_drafted_without_a_problem(demonstration: Office) -> None:
    following = (local_today().replace(day=1) + dt.timedelta(days=31)).replace(day=1)
    month = DutyMonth.get(DutyMonth.month == following)
    assert month.compiled_by is not None
    assert [problem for problem in check_duty_month(month) if problem.blocks] == []


def test_a_swap_waits_for_the_guard(demonstration: Office) -> None:
    (swap,) = open_swaps_of(demonstration.staff_id("guard"))
    assert (swap.status, swap.to_staff.name) == ("requested", "顾大勇")
    ended = {row.status for row in DutySwap.select()}
    assert ended >= {"approved", "declined", "rejected", "withdrawn"}


def test_duty_left_its_traces(demonstration: Office) -> None:
    assert DutyHandover.select().where(DutyHandover.status == "received").count() > 200
    assert DutyLog.select().count() > 50
    assert PhoneCheck.select().where(~PhoneCheck.is_answered).count() == 1
    assert PhoneCheck.select().where(PhoneCheck.is_answered).count() > 20


def test_each_month_was_checked_and_told_in_a_bulletin(demonstration: Office) -> None:
    rounds = list(CheckRound.select().where(CheckRound.planned_on <= LAST_DAY))
    assert {row.planned_on.month for row in rounds} == {1, 2, 3, 4, 5, 6}
    for row in rounds:
        bulletin = Bulletin.get(Bulletin.round == row)
        assert bulletin.status == "published"
        assert bulletin.doc_no.startswith(f"BU-2026{row.planned_on:%m}")
        assert row.second_checker_id not in (None, row.checker_id)
        assert BulletinAck.select().where(BulletinAck.bulletin == bulletin).count() >= 10


def test_checks_found_faults_and_looked_up_leave(demonstration: Office) -> None:
    seen = {(row.presence, row.records_say) for row in CheckResult.select()}
    assert {("late", None), ("off_post", None), ("leave", "night_before")} <= seen
    on_post = CheckResult.select().where(CheckResult.presence == "on_post").count()
    assert on_post > CheckResult.select().where(CheckResult.presence.is_null(False)).count() * 0.8


def test_findings_are_analysed_and_most_are_mended(demonstration: Office) -> None:
    findings = list(Finding.select())
    assert all(row.cause and row.measure and row.owner_id for row in findings)
    closed = [row for row in findings if row.status == "closed"]
    assert len(closed) > len(findings) / 2
    assert all(row.effectiveness for row in closed)


def test_somebody_has_a_fault_to_explain_today(demonstration: Office) -> None:
    waiting = CheckRound.get(CheckRound.status == "done")
    faults = CheckResult.select().where((CheckResult.round == waiting) & CheckResult.is_fault)
    assert any(to_explain(row.staff_id) and not row.staff.account.login.isdigit() for row in faults)
    assert CheckRound.select().where(CheckRound.status == "planned").count() == 1


def test_the_newest_bulletin_is_still_unread_by_some(demonstration: Office) -> None:
    staff = demonstration.staff("staff")
    (unread,) = bulletins_for(staff, unread_only=True)
    assert unread == bulletins_for(staff)[0]


def test_the_first_quarter_is_final_and_its_bonus_adds_up(demonstration: Office) -> None:
    quarter = AssessmentCycle.get(AssessmentCycle.code == "2026Q1")
    assert quarter.status == "final"
    bonus = BonusRun.get(BonusRun.cycle == quarter)
    assert bonus.status == "shared"
    lines = BonusLine.select(total(BonusLine.amount)).where(BonusLine.bonus_run == bonus)
    assert lines.scalar() == bonus.pool == Decimal("60000.00")


def test_the_half_year_can_be_scored_and_repeats_itself(demonstration: Office) -> None:
    cycle = AssessmentCycle.get(AssessmentCycle.code == "2026H1")
    assert cycle.status == "rated"
    preview = preview_run(cycle)
    assert (preview.proposed, preview.disputed) == (0, 0)
    only(score_cycles(seen=[Seen(cycle.id)], actor=demonstration.actor("assessor")))
    cycle = AssessmentCycle.get_by_id(cycle.id)
    results = list(results_of(cycle))
    people = AssessmentParticipant.select().where(AssessmentParticipant.cycle == cycle).count()
    assert len(results) == people
    assert all(row.total is not None for row in results)
    # Too short a service gives no grade: the three cleaners hired in June.
    assert sum(row.grade == "no_grade" for row in results) == 3
    assert {row.grade for row in results} >= {"excellent", "competent"}
    assert current_run(cycle).inputs_hash == preview.inputs.fingerprint
    assert preview_run(cycle).unchanged
