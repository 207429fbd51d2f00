"""A room from the request to the decision: nobody has it twice, and nobody loses it in silence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import peewee
import pytest

from logistics.errors import Conflict, InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations.meetings.asking import (
    cancel_bookings,
    repeat_bookings,
    request_bookings,
    reschedule_bookings,
)
from logistics.operations.meetings.deciding import (
    approve_bookings,
    mark_no_shows,
    preempt_bookings,
)
from logistics.operations.outcomes import Seen, only
from logistics.queries.meetings.rooms import free_rooms
from models import Booking, BookingServiceCheck, Notice, Room
from tests.cast import Cast
from tests.factories.meetings import (
    DAY,
    approved,
    at,
    fresh,
    make_booking,
    make_check_list,
    make_meeting_room,
    make_type,
    requested,
)

DESK_TIME = "2026-06-11 15:00"


@pytest.fixture(autouse=True)
def the_day_before(set_clock: Callable[[str], None]) -> None:
    set_clock(DESK_TIME)


@pytest.fixture
def room(cast: Cast) -> Room:
    return make_meeting_room(cast, name="Room 201")


def told(cast: Cast, login: str = "staff") -> list[str]:
    account = getattr(cast, f"{login}_account")
    return [notice.message for notice in Notice.select().where(Notice.account == account)]


class TestAsking:
    """Who may ask for which room, and what a request gets (R35, R36)."""

    def test_a_request_gets_its_number_and_the_time_that_its_room_is_kept(
        self, cast: Cast, room: Room
    ) -> None:
        row = make_booking(cast, room=room, meeting_type=make_type(set_up=30))
        only(request_bookings(seen=[Seen(row.id)], actor=cast.staff))
        row = fresh(row)
        assert row.doc_no == "MB-20260611-001"
        assert (row.blocked_from, row.blocked_until) == (at(8, 30), at(10, 15))
        assert (row.site_id, row.is_urgent) == (cast.site_a.id, False)

    def test_one_asked_for_on_the_day_itself_is_at_short_notice(
        self, cast: Cast, set_clock: Callable[[str], None]
    ) -> None:
        set_clock("2026-06-12 08:00")
        assert requested(cast).is_urgent

    @pytest.mark.parametrize(
        ("columns", "message"),
        [
            ({"attendees": 21}, "has 20 seats"),
            ({"starts_at": at(9, day=dt.date(2026, 6, 10)), "ends_at": at(9)}, None),
            ({"starts_at": at(8, day=DAY - dt.timedelta(2)), "ends_at": at(10)}, None),
            (
                {
                    "starts_at": at(9, day=dt.date(2026, 6, 1)),
                    "ends_at": at(10, day=dt.date(2026, 6, 1)),
                },
                "past",
            ),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, cast: Cast, room: Room, columns: dict[str, Any], message: str | None
    ) -> None:
        row = make_booking(cast, room=room, **columns)
        (outcome,) = request_bookings(seen=[Seen(row.id)], actor=cast.staff)
        assert outcome.done is (message is None)
        if message:
            assert isinstance(outcome.refusal, InvalidRecord)
            assert message in outcome.words.filled()

    def test_a_room_of_an_area_that_is_not_open_yet_is_refused(self, cast: Cast) -> None:
        site = cast.site_b
        type(site).update(opened_on=dt.date(2026, 7, 1)).where(type(site).id == site.id).execute()
        row = make_booking(cast, room=make_meeting_room(cast, site=site))
        with pytest.raises(InvalidRecord, match="opens on 2026-07-01"):
            only(request_bookings(seen=[Seen(row.id)], actor=cast.staff))

    def test_a_room_that_is_not_booked_is_refused(self, cast: Cast) -> None:
        """Room 503 was booked only once it had been fitted out (R56)."""
        row = make_booking(cast, room=make_meeting_room(cast, is_bookable=False))
        with pytest.raises(InvalidRecord, match="cannot be booked"):
            only(request_bookings(seen=[Seen(row.id)], actor=cast.staff))

    def test_of_a_taken_room_one_learns_who_has_it_and_what_is_free(
        self, cast: Cast, room: Room
    ) -> None:
        other = make_meeting_room(cast, name="Room 202")
        make_meeting_room(cast, capacity=4)
        first = approved(cast, room=room)
        row = make_booking(cast, room=room, starts_at=at(10, 10), ends_at=at(11))
        with pytest.raises(Conflict) as refused:
            only(request_bookings(seen=[Seen(row.id)], actor=cast.staff))
        words = refused.value.words.filled()
        assert first.title in words
        assert str(other) in words
        assert [free.id for free in free_rooms((at(9), at(10)), seats=8)] == [other.id]

    def test_after_the_quarter_of_an_hour_the_room_is_free(self, cast: Cast, room: Room) -> None:
        approved(cast, room=room)
        assert requested(cast, room=room, starts_at=at(10, 15), ends_at=at(11))
        assert approved(cast, room=room, starts_at=at(10, 15), ends_at=at(11)).status == "approved"

    def test_one_asks_for_ones_own_only(self, cast: Cast) -> None:
        row = make_booking(cast)
        with pytest.raises(NotPermitted):
            only(request_bookings(seen=[Seen(row.id)], actor=cast.staff2))


class TestDeciding:
    """features.md, case 13: what collides is listed, rejected with reason, and told."""

    def test_approving_one_request_rejects_those_that_collide(self, cast: Cast, room: Room) -> None:
        make_check_list()
        first = requested(cast, room=room)
        second = requested(cast, room=room, starts_at=at(10, 10), ends_at=at(11))
        later = requested(cast, room=room, starts_at=at(10, 15), ends_at=at(11))
        only(approve_bookings(seen=[Seen(first.id)], actor=cast.meeting))
        assert fresh(first).status == "approved"
        assert (fresh(second).status, fresh(later).status) == ("rejected", "requested")
        assert fresh(second).decision_note
        assert any("was rejected" in message for message in told(cast))
        assert BookingServiceCheck.select().where(BookingServiceCheck.booking == first).count() == 4

    def test_nobody_approves_his_own(self, cast: Cast) -> None:
        row = requested(cast, requester=cast.meeting_staff)
        with pytest.raises(NotPermitted, match="himself"):
            only(approve_bookings(seen=[Seen(row.id)], actor=cast.meeting))

    def test_the_database_keeps_a_room_from_being_given_twice(self, cast: Cast, room: Room) -> None:
        """Even past the operations; the buffers count."""
        approved(cast, room=room)
        row = requested(cast, room=room, starts_at=at(10, 15), ends_at=at(11))
        with pytest.raises(peewee.IntegrityError):
            Booking.update(status="approved", blocked_from=at(10, 14)).where(
                Booking.id == row.id
            ).execute()


class TestMoving:
    """features.md, case 13: shortening an accepted booking keeps it accepted."""

    def move(self, cast: Cast, row: Booking, starts: dt.datetime, ends: dt.datetime) -> Booking:
        only(
            reschedule_bookings(
                seen=[Seen(row.id)], starts_at=starts, ends_at=ends, actor=cast.staff
            )
        )
        return fresh(row)

    def test_a_shorter_meeting_stays_approved_and_gives_its_time_back(self, cast: Cast) -> None:
        row = self.move(cast, approved(cast), at(9), at(9, 30))
        assert (row.status, row.blocked_until) == ("approved", at(9, 45))

    def test_a_longer_one_is_decided_anew(self, cast: Cast) -> None:
        row = self.move(cast, approved(cast), at(9), at(11))
        assert row.status == "requested"

    def test_it_cannot_be_moved_into_another_meeting(self, cast: Cast, room: Room) -> None:
        approved(cast, room=room, starts_at=at(14), ends_at=at(15))
        row = approved(cast, room=room)
        with pytest.raises(Conflict):
            self.move(cast, row, at(14, 30), at(16))
        assert fresh(row).status == "approved"

    def test_a_cancelled_one_frees_the_room(self, cast: Cast, room: Room) -> None:
        row = approved(cast, room=room)
        only(cancel_bookings(seen=[Seen(row.id)], reason="Not needed", actor=cast.staff))
        assert approved(cast, room=room).status == "approved"


class TestSeries:
    """Every date is a row of its own with absolute times."""

    def test_every_week_at_the_same_time_of_day(self, cast: Cast) -> None:
        row = requested(cast)
        until = DAY + dt.timedelta(days=20)
        only(repeat_bookings(seen=[Seen(row.id)], every="week", until=until, actor=cast.staff))
        dates = list(Booking.select().where(Booking.series == row.id).order_by(Booking.starts_at))
        assert [copy.starts_at for copy in dates] == [
            at(9, day=DAY + dt.timedelta(days=7)),
            at(9, day=DAY + dt.timedelta(days=14)),
        ]
        assert {copy.status for copy in dates} == {"requested"}
        assert len({copy.doc_no for copy in dates}) == 2

    def test_a_daily_series_keeps_to_working_days(self, cast: Cast) -> None:
        row = requested(cast)
        until = DAY + dt.timedelta(days=5)
        only(repeat_bookings(seen=[Seen(row.id)], every="day", until=until, actor=cast.staff))
        days = [copy.starts_at.day for copy in Booking.select().where(Booking.series == row.id)]
        assert sorted(days) == [15, 16, 17]

    def test_dates_that_are_taken_are_told_or_left_out(self, cast: Cast, room: Room) -> None:
        week = DAY + dt.timedelta(days=7)
        approved(cast, room=room, starts_at=at(8, day=week), ends_at=at(9, day=week))
        row = requested(cast, room=room)
        arguments: dict[str, Any] = {"every": "week", "until": DAY + dt.timedelta(days=14)}
        with pytest.raises(Conflict, match="2026-06-19"):
            only(repeat_bookings(seen=[Seen(row.id)], actor=cast.staff, **arguments))
        only(repeat_bookings(seen=[Seen(row.id)], actor=cast.staff, skip_taken=True, **arguments))
        (copy,) = Booking.select().where(Booking.series == row.id)
        assert copy.starts_at == at(9, day=DAY + dt.timedelta(days=14))


class TestGivingWay:
    """A higher rank takes a room only where the other has another to go to."""

    def take(self, cast: Cast, winner: Booking, room_ids: dict[int, int]) -> None:
        only(
            preempt_bookings(
                seen=[Seen(winner.id)],
                alternatives=room_ids,
                reason="Urgent",
                actor=cast.director,
            )
        )

    def test_the_loser_is_kept_another_room_and_told(self, cast: Cast, room: Room) -> None:
        other = make_meeting_room(cast, name="Room 202")
        loser = approved(cast, room=room)
        winner = requested(cast, room=room, meeting_type=make_type(rank=1))
        self.take(cast, winner, {loser.id: other.id})
        assert (fresh(winner).status, fresh(loser).status) == ("approved", "preempted")
        instead = Booking.get(Booking.replaces == loser.id)
        assert (instead.room_id, instead.status) == (other.id, "approved")
        assert instead.starts_at == loser.starts_at
        assert any("gives way" in message for message in told(cast))

    def test_without_another_room_nobody_gives_way(self, cast: Cast, room: Room) -> None:
        loser = approved(cast, room=room)
        winner = requested(cast, room=room, meeting_type=make_type(rank=1))
        with pytest.raises(InvalidRecord, match="another room"):
            self.take(cast, winner, {})
        small = make_meeting_room(cast, capacity=2)
        with pytest.raises(InvalidRecord, match="2 seats"):
            self.take(cast, winner, {loser.id: small.id})
        assert fresh(loser).status == "approved"

    def test_the_same_rank_keeps_its_room(self, cast: Cast, room: Room) -> None:
        kind = make_type(rank=1)
        winner = requested(cast, room=room, meeting_type=kind)
        rival = requested(cast, room=room, meeting_type=kind)
        only(approve_bookings(seen=[Seen(rival.id)], actor=cast.meeting))
        Booking.update(status="requested").where(Booking.id == winner.id).execute()
        with pytest.raises(RuleViolation, match="ranks the same"):
            self.take(cast, winner, {rival.id: make_meeting_room(cast).id})

    def test_where_nobody_is_in_the_way_the_desk_decides(self, cast: Cast) -> None:
        with pytest.raises(WrongState, match="Nobody has this room"):
            self.take(cast, requested(cast), {})

    def test_only_the_director_does_this(self, cast: Cast) -> None:
        with pytest.raises(NotPermitted):
            preempt_bookings(seen=[], alternatives={}, reason="x", actor=cast.meeting)


def test_after_half_an_hour_without_anybody_the_room_is_free(
    cast: Cast, room: Room, set_clock: Callable[[str], None]
) -> None:
    row = approved(cast, room=room)
    set_clock("2026-06-12 09:29")
    with pytest.raises(RuleViolation, match="30 minutes"):
        only(mark_no_shows(seen=[Seen(row.id)], actor=cast.meeting))
    set_clock("2026-06-12 09:30")
    only(mark_no_shows(seen=[Seen(row.id)], actor=cast.meeting))
    assert fresh(row).status == "no_show"
    late = approved(cast, room=room, starts_at=at(9, 35), ends_at=at(10))
    assert late.status == "approved"
    assert any("Nobody came" in message for message in told(cast))
