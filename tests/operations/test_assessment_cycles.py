"""Cycles: who is enrolled by which scheme, and when a step may be taken."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.operations.assessment import (
    close_cycles,
    close_ratings,
    open_cycles,
    set_standings,
)
from logistics.operations.outcomes import Seen, only
from models import (
    AssessmentCycle,
    AssessmentParticipant,
    CycleScheme,
    Staff,
    StaffPost,
)
from tests.cast import Cast
from tests.factories.assessment import (
    LAST,
    clause_of,
    make_cycle,
    make_event,
    make_participant,
    make_scheme,
)
from tests.factories.people import make_post, make_staff, make_staff_post

D = Decimal
JULY = dt.datetime(2026, 7, 6, 2, tzinfo=dt.UTC)


@pytest.fixture
def july() -> Iterator[None]:
    """A working day after the half-year."""
    with time_machine.travel(JULY, tick=False):
        yield


def opened(cycle: AssessmentCycle, actor: Any) -> dict[str, AssessmentParticipant]:
    only(open_cycles(seen=[Seen(cycle.id)], actor=actor))
    return {
        row.staff.name: row
        for row in AssessmentParticipant.select().where(AssessmentParticipant.cycle == cycle)
    }


def guard_post(cast: Cast, **overrides: Any) -> Staff:
    """One more guard of the center."""
    staff = make_staff(unit=cast.units["GUARD"], site=cast.site_a, **overrides.pop("person", {}))
    make_staff_post(**{"staff": staff, "post": cast.posts["GUARD-A"], **overrides})
    return staff


class TestOpening:
    def test_holders_of_the_families_posts_in_the_center_are_enrolled(self, cast: Cast) -> None:
        guards, managers = make_scheme(), make_scheme(family="management")
        people = opened(make_cycle(guards, managers, status="draft"), cast.assessor)
        assert people["Guard Gu"].scheme == guards
        assert people["Guard Gu"].post == cast.posts["GUARD-A"]
        assert people["Director Ding"].scheme == managers
        assert people["Director Ding"].months == 6
        assert "Keeper Kang" not in people  # no scheme for the stores in this cycle
        assert "Clerk Shi" not in people  # the Economic Bureau is served, not assessed

    def test_who_merely_stands_in_is_not_enrolled(self, cast: Cast) -> None:
        backup = guard_post(cast, is_backup=True)
        people = opened(make_cycle(make_scheme(), status="draft"), cast.assessor)
        assert backup.name not in people

    def test_months_count_from_the_hiring(self, cast: Cast) -> None:
        newcomer = guard_post(
            cast, person={"hired_on": dt.date(2026, 3, 1)}, starts_on=dt.date(2026, 3, 1)
        )
        row = opened(make_cycle(make_scheme(), status="draft"), cast.assessor)[newcomer.name]
        assert (row.months, row.standing) == (4, "graded")

    def test_who_served_too_short_is_not_graded(self, cast: Cast) -> None:
        """The cleaners hired in June: 1 of 6 months."""
        june = dt.date(2026, 6, 1)
        newcomer = guard_post(cast, person={"hired_on": june}, starts_on=june)
        row = opened(make_cycle(make_scheme(), status="draft"), cast.assessor)[newcomer.name]
        assert (row.months, row.standing) == (1, "too_short")

    def test_who_left_before_or_came_after_is_not_enrolled(self, cast: Cast) -> None:
        before = guard_post(cast, person={"left_on": dt.date(2025, 12, 31)})
        after = guard_post(
            cast, person={"hired_on": dt.date(2026, 7, 1)}, starts_on=dt.date(2026, 7, 1)
        )
        people = opened(make_cycle(make_scheme(), status="draft"), cast.assessor)
        assert not {before.name, after.name} & set(people)

    def test_the_post_held_last_counts(self, cast: Cast) -> None:
        driver = guard_post(cast, ends_on=dt.date(2026, 4, 30))
        make_staff_post(staff=driver, post=cast.posts["DRIVER-A"], starts_on=dt.date(2026, 5, 1))
        drivers = make_scheme(family="driver")
        people = opened(make_cycle(make_scheme(), drivers, status="draft"), cast.assessor)
        assert people[driver.name].scheme == drivers

    def test_without_schemes_the_newest_published_are_taken(self, cast: Cast) -> None:
        make_scheme(code="OLD", status="retired")
        newest = make_scheme()
        make_scheme(status="draft", published_at=None)
        cycle = make_cycle(status="draft")
        opened(cycle, cast.assessor)
        assert [row.scheme for row in CycleScheme.select()] == [newest]

    def test_two_schemes_of_one_family_are_refused(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="same post family"):
            opened(make_cycle(make_scheme(), make_scheme(), status="draft"), cast.assessor)

    def test_a_draft_or_a_scheme_of_another_period_is_refused(self, cast: Cast) -> None:
        for overrides in ({"status": "draft"}, {"period": "year"}):
            cycle = make_cycle(make_scheme(**overrides), status="draft")
            with pytest.raises(RuleViolation, match="not published for this kind"):
                opened(cycle, cast.assessor)

    def test_schemes_that_rank_differently_do_not_go_together(self, cast: Cast) -> None:
        schemes = make_scheme(), make_scheme(family="management", quota=25)
        with pytest.raises(RuleViolation, match="agree on “Quota of excellent”"):
            opened(make_cycle(*schemes, status="draft"), cast.assessor)

    def test_no_scheme_at_all_is_refused(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="no published scheme"):
            opened(make_cycle(status="draft"), cast.assessor)

    def test_a_family_that_nobody_works_in_is_refused(self, cast: Cast) -> None:
        StaffPost.delete().where(StaffPost.post == cast.posts["CANTEEN-A"]).execute()
        with pytest.raises(RuleViolation, match="Nobody holds a post"):
            opened(make_cycle(make_scheme(family="canteen"), status="draft"), cast.assessor)

    def test_it_is_opened_once_and_by_the_assessor(self, cast: Cast) -> None:
        cycle = make_cycle(make_scheme(), status="draft")
        with pytest.raises(NotPermitted):
            opened(cycle, cast.director)
        opened(cycle, cast.assessor)
        with pytest.raises(WrongState):
            opened(cycle, cast.assessor)


class TestStandings:
    def person(self, cast: Cast, **overrides: Any) -> AssessmentParticipant:
        scheme = make_scheme()
        return make_participant(
            cycle=make_cycle(scheme), scheme=scheme, **{"staff": make_staff(), **overrides}
        )

    def set(self, row: AssessmentParticipant, actor: Any, standing: str, reason: str = "") -> None:
        only(set_standings(seen=[Seen(row.id)], standing=standing, reason=reason, actor=actor))

    def test_probation_takes_the_grade(self, cast: Cast) -> None:
        row = self.person(cast)
        self.set(row, cast.assessor, "not_graded", "On probation")
        row = AssessmentParticipant.get_by_id(row.id)
        assert (row.standing, row.reason) == ("not_graded", "On probation")
        self.set(row, cast.assessor, "graded")

    def test_it_needs_a_reason(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="reason"):
            self.set(self.person(cast), cast.assessor, "not_excellent", " ")

    def test_it_takes_only_what_a_person_may_choose(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="list"):
            self.set(self.person(cast), cast.assessor, "too_short", "…")

    def test_nobody_sets_his_own(self, cast: Cast) -> None:
        row = self.person(cast, staff=cast.assessor_staff)
        with pytest.raises(RuleViolation, match="his own"):
            self.set(row, cast.assessor, "graded")

    def test_it_is_too_late_after_the_scoring(self, cast: Cast) -> None:
        row = self.person(cast)
        AssessmentCycle.update(status="computed").execute()
        with pytest.raises(WrongState):
            self.set(row, cast.assessor, "not_graded", "On probation")

    def test_only_the_assessor_does(self, cast: Cast) -> None:
        with pytest.raises(NotPermitted):
            self.set(self.person(cast), cast.head, "not_graded", "…")


class TestClosing:
    def close(self, operation: Any, cycle: AssessmentCycle, actor: Any) -> str:
        only(operation(seen=[Seen(cycle.id)], actor=actor))
        return str(AssessmentCycle.get_by_id(cycle.id).status)

    def test_collection_and_ratings_end_one_after_the_other(self, cast: Cast, july: None) -> None:
        cycle = make_cycle(make_scheme())
        assert self.close(close_cycles, cycle, cast.assessor) == "closed"
        assert self.close(close_ratings, cycle, cast.assessor) == "rated"

    def test_the_period_must_be_over(self, cast: Cast) -> None:
        cycle = make_cycle(make_scheme())
        with (
            time_machine.travel(dt.datetime.combine(LAST, dt.time(4), dt.UTC), tick=False),
            pytest.raises(RuleViolation, match="2026-06-30"),
        ):
            self.close(close_cycles, cycle, cast.assessor)

    def test_disputes_are_settled_first(self, cast: Cast, july: None) -> None:
        scheme = make_scheme()
        cycle = make_cycle(scheme, status="closed")
        clause = clause_of(scheme, "presence", "late")
        make_event(
            cycle=cycle, staff=make_staff(), item=clause.item, clause=clause, status="disputed"
        )
        with pytest.raises(RuleViolation, match="1 events are disputed"):
            self.close(close_ratings, cycle, cast.assessor)

    def test_no_step_is_left_out(self, cast: Cast, july: None) -> None:
        cycle = make_cycle(make_scheme())
        with pytest.raises(WrongState):
            self.close(close_ratings, cycle, cast.assessor)
        self.close(close_cycles, cycle, cast.assessor)
        with pytest.raises(WrongState):
            self.close(close_cycles, cycle, cast.assessor)

    def test_only_the_assessor_does(self, cast: Cast, july: None) -> None:
        cycle = make_cycle(make_scheme())
        for operation in (close_cycles, close_ratings):
            with pytest.raises(NotPermitted):
                self.close(operation, cycle, cast.staff)


def test_a_post_outside_the_center_enrols_nobody(cast: Cast) -> None:
    """Guards of a bureau are the bureau's own."""
    stranger = make_staff(unit=cast.units["BUREAU"])
    StaffPost.create(staff=stranger, post=make_post(family="guard"), starts_on=dt.date(2025, 1, 1))
    people = opened(make_cycle(make_scheme(), status="draft"), cast.assessor)
    assert stranger.name not in people
