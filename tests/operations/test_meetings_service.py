"""The service around a meeting, the week entered at once, and the meetings counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.errors import Conflict, InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations.assessment.measures.base import Span
from logistics.operations.assessment.measures.meetings import (
    MEETING_ERRORS,
    MEETING_PREPARATION,
    MEETING_SATISFACTION,
)
from logistics.operations.meetings.planning import (
    MeetingPlan,
    MeetingReport,
    plan_meetings,
    register_meetings,
)
from logistics.operations.meetings.serving import (
    CheckEntry,
    check_bookings,
    finish_bookings,
    note_guest_ratings,
    rate_bookings,
    ready_bookings,
    start_bookings,
)
from logistics.operations.outcomes import Seen, only
from logistics.queries.meetings.figures import (
    checks_of,
    day_figures,
    figures_of_days,
    meetings_by_site,
    meetings_by_type,
    satisfaction_between,
)
from models import Booking, BookingRating, BookingServiceCheck
from tests.cast import Cast
from tests.factories.meetings import (
    DAY,
    approved,
    at,
    finished,
    fresh,
    make_check_list,
    make_meeting_room,
    make_type,
    tick,
)

SPAN = Span(dt.date(2026, 6, 1), dt.date(2026, 6, 30))


@pytest.fixture(autouse=True)
def morning(set_clock: Callable[[str], None]) -> None:
    set_clock("2026-06-12 08:45")


def seen(row: Any) -> list[Seen]:
    return [Seen(row.id)]


class TestTheCheckList:
    """A room is ready only once its list is ticked (R35)."""

    def test_a_room_is_not_ready_with_a_point_open(self, cast: Cast) -> None:
        make_check_list()
        row = approved(cast)
        with pytest.raises(RuleViolation, match="Tables · Sound"):
            only(ready_bookings(seen=seen(row), actor=cast.meeting))
        tick(cast, row, "before")
        only(ready_bookings(seen=seen(row), actor=cast.meeting))
        assert fresh(row).status == "ready"

    def test_what_is_not_in_order_needs_a_note_and_keeps_the_room_from_being_ready(
        self, cast: Cast
    ) -> None:
        make_check_list()
        row = approved(cast)
        point = checks_of(row.id)[1]
        entry = CheckEntry(point.id, "failed")
        with pytest.raises(InvalidRecord, match="Sound"):
            only(check_bookings(seen=seen(row), entries=[entry], actor=cast.meeting))
        entry = CheckEntry(point.id, "failed", "No sound")
        only(check_bookings(seen=seen(row), entries=[entry], actor=cast.meeting))
        assert fresh(point).staff == cast.meeting_staff
        with pytest.raises(RuleViolation, match="Sound"):
            only(ready_bookings(seen=seen(row), actor=cast.meeting))

    def test_only_the_attendant_and_the_desk_serve(self, cast: Cast) -> None:
        row = approved(cast)
        with pytest.raises(NotPermitted, match="attendant"):
            only(ready_bookings(seen=seen(row), actor=cast.staff))
        Booking.update(attendant=cast.guard_staff).where(Booking.id == row.id).execute()
        only(ready_bookings(seen=seen(row), actor=cast.guard))


class TestTheMeeting:
    """Begun, ended, rated by hosts and guests, "very satisfied" among the answers (R79)."""

    def test_it_begins_only_in_a_ready_room_and_near_its_time(
        self, cast: Cast, set_clock: Callable[[str], None]
    ) -> None:
        row = approved(cast)
        with pytest.raises(WrongState):
            only(start_bookings(seen=seen(row), actor=cast.meeting))
        only(ready_bookings(seen=seen(row), actor=cast.meeting))
        set_clock("2026-06-12 07:50")
        with pytest.raises(RuleViolation, match="later"):
            only(start_bookings(seen=seen(row), actor=cast.meeting))

    def test_one_that_ends_early_gives_the_room_back(
        self, cast: Cast, set_clock: Callable[[str], None]
    ) -> None:
        row = approved(cast)
        only(ready_bookings(seen=seen(row), actor=cast.meeting))
        only(start_bookings(seen=seen(row), actor=cast.meeting))
        set_clock("2026-06-12 09:20")
        only(finish_bookings(seen=seen(row), attended=6, actor=cast.meeting))
        row = fresh(row)
        assert (row.status, row.attended, row.fault) == ("finished", 6, "none")
        assert row.blocked_until == at(9, 35)
        assert approved(cast, room=row.room, starts_at=at(9, 35), ends_at=at(10))

    def test_a_fault_of_the_service_is_told_in_words(self, cast: Cast) -> None:
        with pytest.raises(InvalidRecord, match="what went wrong"):
            finish_bookings(seen=[], attended=6, fault="equipment", actor=cast.meeting)

    def test_the_host_rates_once_and_the_attendant_never(self, cast: Cast) -> None:
        row = finished(cast)
        rating: dict[str, Any] = {"seen": seen(row), "satisfaction": "very_satisfied"}
        only(rate_bookings(actor=cast.staff, **rating))
        assert fresh(row).status == "rated"
        with pytest.raises(Conflict, match="already"):
            only(rate_bookings(actor=cast.staff, **rating))
        with pytest.raises(NotPermitted):
            only(rate_bookings(actor=cast.meeting, **rating))
        guest = {"guest": "Mr Wu, Science Department", "actor": cast.meeting}
        only(note_guest_ratings(seen=seen(row), satisfaction="satisfied", **guest))
        assert satisfaction_between(DAY, DAY) == (100, 2)

    def test_a_rating_comes_after_the_meeting(self, cast: Cast) -> None:
        row = approved(cast)
        with pytest.raises(WrongState):
            only(rate_bookings(seen=seen(row), satisfaction="satisfied", actor=cast.staff))


class TestAWeekAtOnce:
    """The desk enters its plan, and afterwards its register (R36)."""

    def plan(self, cast: Cast, *hours: int, **columns: Any) -> list[MeetingPlan]:
        values = {
            "meeting_type": make_type(code="PWC").id,
            "unit": cast.staff_staff.unit_id,
            "requester": cast.staff_staff.id,
            "room": make_meeting_room(cast).id,
            "attendees": 8,
            "attendant": cast.meeting_staff.id,
        }
        values |= columns
        return [
            MeetingPlan(title=f"No. {hour}", starts_at=at(hour), ends_at=at(hour, 45), **values)
            for hour in hours
        ]

    def test_planned_meetings_are_approved_with_their_check_lists(self, cast: Cast) -> None:
        make_check_list()
        rows = plan_meetings(plans=self.plan(cast, 9, 10, 14), actor=cast.meeting)
        assert [row.status for row in rows] == ["approved"] * 3
        assert BookingServiceCheck.select().count() == 12

    def test_a_plan_that_meets_itself_is_refused_whole(self, cast: Cast) -> None:
        plans = self.plan(cast, 9)
        with pytest.raises(Conflict, match="taken"):
            plan_meetings(plans=[*plans, *plans], actor=cast.meeting)
        assert not Booking.select().exists()

    def test_the_register_finishes_meetings_and_fills_in_their_lists(
        self, cast: Cast, set_clock: Callable[[str], None]
    ) -> None:
        make_check_list()
        rows = plan_meetings(plans=self.plan(cast, 9, 10), actor=cast.meeting)
        set_clock("2026-06-12 17:00")
        reports = [
            MeetingReport(rows[0].id, at(9), at(9, 40), 8),
            MeetingReport(
                rows[1].id, at(10, 20), at(10, 50), 7, "late_start", "Late", {2: "No sound"}
            ),
        ]
        register_meetings(reports=reports, actor=cast.meeting)
        assert {fresh(row).status for row in rows} == {"finished"}
        results = [check.result for check in checks_of(rows[1].id)]
        assert results == ["done", "failed", "done", "done"]
        assert {check.staff_id for check in checks_of(rows[0].id)} == {cast.meeting_staff.id}
        with pytest.raises(WrongState, match="entered already"):
            register_meetings(reports=reports, actor=cast.meeting)

    def test_what_is_still_to_come_is_not_entered(self, cast: Cast) -> None:
        (row,) = plan_meetings(plans=self.plan(cast, 9), actor=cast.meeting)
        with pytest.raises(InvalidRecord, match="to come"):
            register_meetings(
                reports=[MeetingReport(row.id, at(9), at(9, 40), 8)], actor=cast.meeting
            )

    def test_the_measures_see_lists_faults_and_ratings(
        self, cast: Cast, set_clock: Callable[[str], None]
    ) -> None:
        self.test_the_register_finishes_meetings_and_fills_in_their_lists(cast, set_clock)
        row = Booking.select().order_by(Booking.id).first()
        only(rate_bookings(seen=seen(row), satisfaction="fair", actor=cast.staff))
        prepared = list(MEETING_PREPARATION.observe(SPAN))
        assert [(each.quantity, each.possible) for each in prepared] == [(4, 4), (3, 4)]
        assert [each.fault for each in MEETING_ERRORS.observe(SPAN)] == ["", "late_start"]
        assert [each.quantity for each in MEETING_SATISFACTION.observe(SPAN)] == [0]
        assert {each.staff for each in prepared} == {cast.meeting_staff.id}


class TestFigures:
    """Meetings held, by area and kind, and a working day's most and least (R35, R36, R37)."""

    def test_only_meetings_that_took_place_count(self, cast: Cast) -> None:
        kind = make_type(code="DIR")
        finished(cast, meeting_type=kind)
        approved(cast, meeting_type=kind)
        finished(cast, room=make_meeting_room(cast, site=cast.site_b))
        assert meetings_by_site(DAY, DAY) == {"COMMITTEE": 1, "SISHUI": 1}
        assert meetings_by_type(DAY, DAY)["DIR"] == 1

    def test_a_working_day_without_meetings_counts_as_none(self, cast: Cast) -> None:
        """12 June 2026 is a Friday; the 13th and 14th are no working days."""
        finished(cast)
        figures = day_figures(DAY, DAY + dt.timedelta(days=3))
        assert (figures.days, figures.most, figures.most_on) == (2, 1, DAY)
        assert (figures.least, figures.least_on) == (0, DAY + dt.timedelta(days=3))
        assert figures.mean == Decimal("0.50")
        assert day_figures(DAY, DAY, sites=["SISHUI"]).most == 0

    def test_without_a_working_day_there_is_no_figure(self) -> None:
        assert figures_of_days({}, 0).most is None

    @given(st.lists(st.integers(min_value=0, max_value=30), min_size=1, max_size=40))
    def test_the_mean_lies_between_the_least_and_the_most(self, counts: list[int]) -> None:
        days = {DAY + dt.timedelta(days=number): count for number, count in enumerate(counts)}
        figures = figures_of_days(days, sum(counts))
        assert figures.least is not None
        assert figures.most is not None
        assert figures.mean is not None
        assert figures.least <= figures.mean <= figures.most
        assert figures.most_on is not None
        assert days[figures.most_on] == figures.most


def test_nobody_has_rated_is_no_hundred_percent(cast: Cast) -> None:
    finished(cast)
    assert satisfaction_between(DAY, DAY) == (None, 0)
    assert not BookingRating.select().exists()
