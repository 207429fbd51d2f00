"""Meetings by their pages: the board of rooms, a booking's buttons, receptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from admin_views.meetings.board import QUARTERS, cells_of
from models import Booking, BookingServiceCheck, Reception
from tests.cast import Cast
from tests.client import Client
from tests.factories.meetings import (
    DAY,
    approved,
    at,
    finished,
    fresh,
    make_booking,
    make_check_list,
    make_meeting_room,
    make_reception,
    make_type,
    requested,
)


@pytest.fixture(autouse=True)
def morning(set_clock: Callable[[str], None]) -> None:
    set_clock("2026-06-12 08:40")


@pytest.fixture
def desk(client: Client, login: Any) -> Client:
    return login(client, "meeting")


def act(client: Client, row: Any, tail: str, **form: Any) -> int:
    address = f"/admin/{row._meta.table_name}/{tail}/?id={row.id}"
    page = client.get(address)
    assert page.status_code == 200, page.text[:300]
    return int(client.post(address, data=form).status_code)


def test_a_booking_goes_from_the_form_to_the_rating(client: Client, login: Any, cast: Cast) -> None:
    make_check_list()
    row = make_booking(cast)
    assert act(login(client, "staff"), row, "request") == 302
    desk = login(client, "meeting")
    assert act(desk, row, "approve", attendant_id=cast.meeting_staff.id) == 302
    assert act(desk, row, "ready") == 409
    ticked = {f"{point.id}-result": "done" for point in BookingServiceCheck.select()}
    assert act(desk, row, "check", **ticked) == 302
    assert act(desk, row, "ready") == 302
    assert act(desk, row, "start") == 302
    assert act(desk, row, "finish", attended="", fault="none") == 409
    assert act(desk, row, "finish", attended="7", fault="none") == 302
    assert act(login(client, "staff"), row, "rate", satisfaction="very_satisfied") == 302
    assert fresh(row).status == "rated"


def test_the_page_of_approving_lists_what_will_be_rejected(desk: Client, cast: Cast) -> None:
    """features.md, case 13 (indico#4129)."""
    room = make_meeting_room(cast)
    first, second = requested(cast, room=room), requested(cast, room=room)
    page = desk.get(f"/admin/booking/approve/?id={first.id}").text
    assert second.title in page
    assert "asks for the same room and time" in page
    assert cast.meeting_staff.name in page


def test_the_director_sees_who_has_the_room_and_where_they_can_go(
    client: Client, login: Any, cast: Cast
) -> None:
    room, other = make_meeting_room(cast), make_meeting_room(cast, name="Small hall")
    loser = approved(cast, room=room)
    winner = requested(cast, room=room, meeting_type=make_type(rank=1))
    director = login(client, "director")
    address = f"/admin/booking/preempt/?id={winner.id}"
    page = director.get(address).text
    assert loser.title in page
    assert "Small hall" in page
    assert director.post(address, data={"reason": "Urgent"}).status_code == 409
    form = {"reason": "Urgent", f"room-{loser.id}": str(other.id), "attendant_id": "0"}
    assert director.post(address, data=form).status_code == 302
    assert Booking.get(Booking.replaces == loser.id).room_id == other.id


def test_the_time_is_shown_as_it_is_and_changed(client: Client, login: Any, cast: Cast) -> None:
    row = approved(cast)
    staff = login(client, "staff")
    address = f"/admin/booking/reschedule/?id={row.id}"
    assert 'value="2026-06-12T09:00"' in staff.get(address).text
    assert staff.post(address, data={"starts_at": "", "ends_at": ""}).status_code == 409
    times = {"starts_at": "2026-06-12T09:15", "ends_at": "2026-06-12T10:00"}
    assert staff.post(address, data=times).status_code == 302
    assert (fresh(row).status, fresh(row).starts_at) == ("approved", at(9, 15))


def test_a_series_is_asked_for_on_the_page(client: Client, login: Any, cast: Cast) -> None:
    row = requested(cast)
    form = {"every": "week", "until": "2026-06-26"}
    assert act(login(client, "staff"), row, "repeat", **form) == 302
    assert Booking.select().where(Booking.series == row.id).count() == 2


def test_others_bookings_have_no_buttons_for_me(client: Client, login: Any, cast: Cast) -> None:
    row = requested(cast)
    page = login(client, "staff2").get(f"/admin/booking/details/?id={row.id}")
    assert page.status_code == 200
    assert "/admin/booking/cancel/" not in page.text
    assert "/admin/booking/approve/" not in page.text


def test_the_order_for_the_service_is_printed(desk: Client, cast: Cast) -> None:
    row = approved(cast, needs_audio=True, name_cards=12, layout="u_shape")
    text = desk.get(f"/admin/booking/form/order/?id={row.id}").text
    for shown in (row.doc_no, "U shape", "12", "Microphones", cast.meeting_staff.name):
        assert shown in text


class TestTheBoard:
    """The rooms of an office area over a day."""

    URL = "/admin/meeting_board/"

    def test_it_shows_the_day_of_my_office_area(
        self, client: Client, login: Any, cast: Cast
    ) -> None:
        row = approved(cast)
        elsewhere = approved(cast, room=make_meeting_room(cast, site=cast.site_b))
        staff = login(client, "staff")
        page = staff.get(self.URL).text
        assert row.title in page
        assert "09:00–10:00" in page
        assert elsewhere.title not in page
        assert elsewhere.title in staff.get(f"{self.URL}?site={cast.site_b.id}").text
        assert row.title not in staff.get(f"{self.URL}?day=2026-06-13").text

    def test_from_a_room_one_comes_to_its_form_filled_in(
        self, client: Client, login: Any, cast: Cast
    ) -> None:
        room = make_meeting_room(cast)
        staff = login(client, "staff")
        assert f"room={room.id}" in staff.get(self.URL).text
        address = f"/admin/booking/new/?room={room.id}&starts_at=2026-06-12T09:00"
        assert "2026-06-12T09:00" in staff.get(address).text

    @pytest.mark.parametrize(
        ("query", "status"),
        [("", 200), ("?day=soon", 400), ("?site=999999", 404), ("?day=2026-06-01", 200)],
    )
    def test_what_the_address_says_is_read_or_refused(
        self, desk: Client, query: str, status: int
    ) -> None:
        assert desk.get(self.URL + query).status_code == status

    def test_a_row_is_a_whole_day_and_counts_who_also_asked(self, app: Flask, cast: Cast) -> None:
        room = make_meeting_room(cast)
        requested(cast, room=room, starts_at=at(13), ends_at=at(14, 20))
        requested(cast, room=room, starts_at=at(13, 30), ends_at=at(14))
        approved(cast, room=room, starts_at=at(7), ends_at=at(8, 50))
        booked = list(Booking.select())
        with app.test_request_context():
            cells = list(cells_of(booked, DAY))
        assert sum(cell["span"] for cell in cells) == QUARTERS
        taken = [(cell["span"], cell["others"]) for cell in cells if "title" in cell]
        assert taken == [(4, 0), (6, 1)]


def test_a_reception_is_approved_settled_and_printed(
    client: Client, login: Any, cast: Cast
) -> None:
    row = make_reception(cast)
    assert act(login(client, "staff"), row, "submit") == 302
    assert act(login(client, "deputy"), row, "approve") == 302
    desk = login(client, "meeting")
    assert act(desk, row, "settle", receipt_no="", spent="1") == 409
    assert act(desk, row, "settle", receipt_no="0042", spent="352.50") == 302
    text = desk.get(f"/admin/reception/form/approval/?id={row.id}").text
    for shown in ("Science Department", "2026-17", "0042", "Dinner", "360.00"):
        assert shown in text
    assert Reception.get().status == "settled"


def test_the_start_page_says_what_waits(client: Client, login: Any, cast: Cast) -> None:
    requested(cast)
    row = approved(cast)
    page = login(client, "meeting").get("/").text
    assert "Rooms to be given: 1" in page
    assert row.title in page


def test_the_rating_page_is_there_only_after_the_meeting(
    client: Client, login: Any, cast: Cast
) -> None:
    row = finished(cast, starts_at=at(9) - dt.timedelta(minutes=10))
    assert (
        "/admin/booking/rate/"
        in login(client, "staff").get(f"/admin/booking/details/?id={row.id}").text
    )


def test_the_desk_enters_what_became_of_a_meeting_from_its_register(
    client: Client, login: Any, cast: Cast, set_clock: Callable[[str], None]
) -> None:
    row = approved(cast)
    set_clock("2026-06-12 17:30")
    desk = login(client, "meeting")
    assert "To be entered as held: 1" in desk.get("/").text
    entered = {
        f"{row.id}-started": "09:05",
        f"{row.id}-finished": "09:50",
        f"{row.id}-attended": "9",
        f"{row.id}-fault": "none",
    }
    assert act(desk, row, "register", **{**entered, f"{row.id}-finished": "late"}) == 409
    assert act(desk, row, "register", **entered) == 302
    held = fresh(row)
    assert (held.status, held.attended, held.started_at) == ("finished", 9, at(9, 5))
