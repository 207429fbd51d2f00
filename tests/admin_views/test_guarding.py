"""Guarding in the panel: every verb's button works from its record and refuses with its words."""

from __future__ import annotations

import datetime as dt

import pytest

from logistics.operations.guarding.visitors import admit_visitors, register_visitors
from logistics.operations.outcomes import Seen
from models import (
    FireCheck,
    GuardHandover,
    GuardShift,
    Incident,
    ParkingViolation,
    Patrol,
    Visitor,
)
from tests.factories.guarding import (
    DAY,
    ID_NUMBER,
    clock,
    make_incident,
    make_post,
    make_route,
    make_shift,
    make_violation,
    make_visitor,
    slots_of,
)


@pytest.fixture(autouse=True)
def morning(set_clock):
    set_clock("2026-06-12 09:30")


def press(client, row, tail, **data):
    """Post a verb's page, after its GET has opened."""
    url = f"/admin/{row._meta.table_name}/{tail}/?id={row.id}"
    assert client.get(url).status_code == 200
    return client.post(url, data=data)


def test_a_form_knows_who_finds_a_car_but_not_whom_a_visitor_wants(cast, client, login):
    guard = login(client, "guard")
    mine = f'value="{cast.guard.staff_id}"'
    assert mine in guard.get("/admin/parking_violation/new/").text.partition('name="found_by"')[2]
    assert mine not in guard.get("/admin/visitor/new/").text
    assert "0.000000" not in login(client, "meeting").get("/admin/reception/new/").text


def test_a_visitor_is_registered_admitted_and_let_out_by_buttons(cast, client, login):
    visitor = make_visitor(make_post(cast), cast.staff_staff)
    login(client, "guard")
    page = client.get(f"/admin/visitor/details/?id={visitor.id}").text
    assert "Register" in page
    refused = press(client, visitor, "register", id_number="123")
    assert refused.status_code == 409
    assert "Enter the whole number" in refused.text
    assert press(client, visitor, "register", id_number=ID_NUMBER).status_code == 302
    login(client, "staff")
    assert "Wait at the gate: 1" in client.get("/").text
    assert press(client, visitor, "admit", badge_no="3").status_code == 302
    login(client, "guard")
    assert press(client, visitor, "check", badge_returned="").status_code == 409
    assert press(client, visitor, "check", badge_returned="y").status_code == 302
    assert Visitor.get_by_id(visitor.id).status == "left"


def test_the_slip_of_a_visit_prints_without_the_whole_identity_card(cast, client, login):
    visitor = make_visitor(make_post(cast), cast.staff_staff)
    login(client, "guard")
    assert "Print the slip" not in client.get(f"/admin/visitor/details/?id={visitor.id}").text
    register_visitors(seen=[Seen(visitor.id)], id_number=ID_NUMBER, actor=cast.guard)
    admit_visitors(seen=[Seen(visitor.id)], badge_no="9", actor=cast.staff)
    page = client.get(f"/admin/visitor/form/slip/?id={visitor.id}")
    assert "8515" in page.text
    assert "Guard Gu" in page.text
    assert ID_NUMBER not in page.text
    assert client.get(f"/admin/visitor/form/other/?id={visitor.id}").status_code == 404


def test_a_guard_of_another_office_area_sees_no_visitor(cast, client, login):
    visitor = make_visitor(make_post(cast, site=cast.site_b), cast.staff2_staff)
    login(client, "guard")
    assert client.get(f"/admin/visitor/details/?id={visitor.id}").status_code == 404
    assert client.get(f"/admin/visitor/check/?id={visitor.id}").status_code == 404


def test_old_visits_are_purged_from_the_list(cast, client, login, set_clock):
    visitor = make_visitor(make_post(cast), cast.staff_staff)
    login(client, "captain")
    assert press(client, visitor, "purge").status_code == 409
    set_clock("2027-06-12 09:30")
    login(client, "captain")
    assert "1 visits are past their retention" in client.get("/").text
    assert press(client, visitor, "purge").status_code == 302
    assert Visitor.get_by_id(visitor.id).name == "—"


def test_a_patrol_is_done_by_its_button_and_printed(cast, client, login, set_clock):
    (slot,) = slots_of(make_route(make_post(cast), "09:20"))
    login(client, "guard")
    assert press(client, slot, "do", result="fault", note="").status_code == 409
    assert press(client, slot, "do", result="ok").status_code == 302
    page = client.get(f"/admin/patrol/form/record/?id={slot.id}").text
    assert "All in order" in page
    assert "Place 1" in page


def test_a_wand_is_read_from_the_page_of_its_route(cast, client, login):
    route = make_route(make_post(cast), "02:00")
    slots_of(route)
    login(client, "captain")
    refused = press(client, route, "read", scans="nonsense")
    assert "This line is not a mark: nonsense" in refused.text
    line = f"2026-06-12 02:10, 1, {cast.guard_staff.staff_no}"
    assert press(client, route, "read", scans=line).status_code == 302
    assert Patrol.get().status == "done"


def test_a_missed_patrol_is_forgiven_with_a_note(cast, client, login):
    (slot,) = slots_of(make_route(make_post(cast), "02:00"))
    login(client, "captain")
    assert press(client, slot, "forgive", note="").status_code == 409
    assert press(client, slot, "forgive", note="Storm.").status_code == 302
    assert Patrol.get_by_id(slot.id).status == "forgiven"


def test_shifts_are_planned_by_names_and_their_coverage_is_shown(cast, client, login):
    post = make_post(cast, starts_on=DAY)
    login(client, "captain")
    typed = {"first": "2026-06-12", "last": "2026-06-14", "starts": "08:00", "hours": "12"}
    refused = press(client, post, "plan", **typed, crew="Nobody")
    assert "names nobody" in refused.text
    numbers = [cast.guard_staff.staff_no, cast.staff_staff.staff_no, cast.roster_staff.staff_no]
    assert press(client, post, "plan", **typed, crew=" ".join(numbers)).status_code == 302
    assert GuardShift.select().count() == 6
    page = client.get(f"/admin/guard_post/coverage/?id={post.id}").text
    assert "Clerk Shi" not in page or "Guard Gu" in page
    assert "2026-06-15 08:00" in page


def test_a_shift_is_handed_over_and_taken_over_by_buttons(cast, client, login, set_clock):
    post = make_post(cast)
    mine = make_shift(post, cast.guard_staff, "08:00")
    make_shift(post, cast.captain_staff, "20:00")
    set_clock("2026-06-12 19:50")
    login(client, "guard")
    assert press(client, mine, "hand", matters="").status_code == 409
    done = press(client, mine, "hand", matters="Quiet.", equipment_complete="y")
    assert done.status_code == 302
    handover = GuardHandover.get()
    login(client, "captain")
    assert "take over" in client.get("/").text
    assert press(client, handover, "take", is_complete="y").status_code == 302
    page = client.get(f"/admin/guard_handover/form/record/?id={handover.id}").text
    assert "Captain Cao" in page


def test_the_captain_replaces_reports_absent_and_copies_the_book(cast, client, login):
    post = make_post(cast)
    running = make_shift(post, cast.guard_staff, "08:00")
    login(client, "captain")
    replaced = press(client, running, "replace", staff_id=cast.staff_staff.id, note="Ill.")
    assert replaced.status_code == 302
    night = make_shift(post, cast.keeper_staff, "00:00", hours=8)
    assert press(client, night, "enter", matters="Quiet.", is_complete="y").status_code == 302
    gone = make_shift(post, cast.roster_staff, "00:00", hours=24)
    assert press(client, gone, "report", note="Did not come.").status_code == 302
    states = {row.staff_id: row.status for row in GuardShift.select()}
    assert states[cast.guard_staff.id] == states[cast.roster_staff.id] == "absent"
    assert states[cast.keeper_staff.id] == "kept"


def test_a_parking_notice_is_given_dealt_with_and_printed(cast, client, login):
    row = make_violation(cast, owner=cast.staff_staff, found_at=clock("09:00"))
    login(client, "guard")
    assert "it is the 1. time" in client.get(f"/admin/parking_violation/notify/?id={row.id}").text
    assert press(client, row, "notify").status_code == 302
    assert press(client, row, "handle", handled="").status_code == 409
    assert press(client, row, "handle", handled="Moved at once.").status_code == 302
    assert ParkingViolation.get().status == "handled"
    assert "ABC123" in client.get(f"/admin/parking_violation/form/notice/?id={row.id}").text


def test_incidents_and_fire_inspections_end_by_buttons(cast, client, login):
    incident = make_incident(cast, happened_at=clock("09:00"))
    check = FireCheck.create(
        site=cast.site_a,
        checked_on=DAY,
        inspector=cast.captain_staff,
        extent="All floors.",
        findings="An exit is blocked.",
        rectify_by=DAY + dt.timedelta(days=3),
    )
    login(client, "guard")
    assert press(client, incident, "report").status_code == 302
    login(client, "deputy")
    assert press(client, incident, "close", handled="Mended.", loss="abc").status_code == 409
    assert press(client, incident, "close", handled="Mended.", loss="80").status_code == 302
    assert press(client, check, "sign").status_code == 302
    assert press(client, check, "close", note="Cleared.").status_code == 302
    assert (Incident.get().status, FireCheck.get().status) == ("closed", "closed")
    assert "An exit is blocked." in client.get(f"/admin/fire_check/form/record/?id={check.id}").text


def test_the_overdue_are_flagged_from_their_page(cast, client, login, set_clock):
    visitor = make_visitor(
        make_post(cast),
        cast.staff_staff,
        status="inside",
        badge_no="5",
        entered_at=clock("09:00"),
        due_out_at=clock("18:00"),
    )
    set_clock("2026-06-12 18:05")
    login(client, "guard")
    assert press(client, visitor, "flag").status_code == 302
    other = make_visitor(visitor.post, cast.staff_staff)
    assert press(client, other, "refuse", note="").status_code == 409
