"""Visitors from the gate to the return of the badge; parking before and after the marking."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from logistics.errors import Conflict, NotPermitted, RuleViolation, WrongState
from logistics.operations.guarding.parking import (
    handle_parking_violations,
    notify_parking_violations,
)
from logistics.operations.guarding.visitors import (
    admit_visitors,
    check_out_visitors,
    flag_overdue_visitors,
    is_identity,
    purge_visitors,
    refuse_visitors,
    register_visitors,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.queries.guarding.parking import before_and_after
from logistics.queries.guarding.visitors import past_retention
from models import AuditEntry, Notice, ParkingViolation, Visitor
from tests.factories.guarding import (
    DAY,
    ID_NUMBER,
    clock,
    make_lane,
    make_post,
    make_violation,
    make_visitor,
)


@pytest.fixture
def post(cast, set_clock):
    set_clock("2026-06-12 09:30")
    return make_post(cast)


def register(visitor, actor, number=ID_NUMBER):
    return only(register_visitors(seen=[Seen(visitor.id)], id_number=number, actor=actor))


def admit(visitor, actor, badge="12", **more):
    return only(admit_visitors(seen=[Seen(visitor.id)], badge_no=badge, actor=actor, **more))


def inside(cast, post, **overrides):
    visitor = make_visitor(post, cast.staff_staff, **overrides)
    register(visitor, cast.guard, overrides.pop("number", ID_NUMBER))
    admit(visitor, cast.staff, badge=str(visitor.id))
    return Visitor.get_by_id(visitor.id)


def test_a_visit_goes_from_the_gate_to_the_host_and_out_with_the_badge(cast, post, set_clock):
    visitor = make_visitor(post, cast.staff_staff)
    register(visitor, cast.guard)
    assert Notice.select().where(Notice.account == cast.staff_account).count() == 1
    admit(visitor, cast.staff)
    set_clock("2026-06-12 11:00")
    only(check_out_visitors(seen=[Seen(visitor.id)], badge_returned=True, actor=cast.guard))
    row = Visitor.get_by_id(visitor.id)
    assert (row.status, row.entered_at, row.left_at) == ("left", clock("09:30"), clock("11:00"))
    assert row.doc_no.startswith("VS-20260612-")


def test_of_the_identity_card_only_the_tail_and_a_hash_are_kept(cast, post):
    visitor = make_visitor(post, cast.staff_staff)
    register(visitor, cast.guard)
    row = Visitor.get_by_id(visitor.id)
    assert row.id_tail == "8515"
    assert is_identity(ID_NUMBER, row.id_hash)
    assert not is_identity("110101199003078516", row.id_hash)
    kept = json.dumps([entry.changes for entry in AuditEntry.select()])
    assert ID_NUMBER not in kept
    assert "Visitor Wang" not in kept


def test_nobody_is_let_in_before_he_is_registered_nor_without_his_hosts_word(cast, post):
    visitor = make_visitor(post, cast.staff_staff)
    with pytest.raises(WrongState):
        admit(visitor, cast.staff)
    register(visitor, cast.guard)
    with pytest.raises(RuleViolation, match="Clerk Shi confirms the visit"):
        admit(visitor, cast.guard)
    admit(visitor, cast.guard, confirmed_by_phone="By telephone, 09:34")
    assert Visitor.get_by_id(visitor.id).status == "inside"


def test_another_host_cannot_admit(cast, post):
    visitor = make_visitor(post, cast.staff_staff)
    register(visitor, cast.guard)
    with pytest.raises(NotPermitted):
        admit(visitor, cast.staff2)


def test_the_same_person_is_not_inside_twice_nor_one_badge_on_two(cast, post):
    inside(cast, post)
    again = make_visitor(post, cast.staff_staff)
    with pytest.raises(Conflict, match="still inside"):
        register(again, cast.guard)
    register(again, cast.guard, "22030419880101123X")
    badge = Visitor.get(Visitor.status == "inside").badge_no
    with pytest.raises(Conflict, match="is out with"):
        admit(again, cast.staff, badge=badge)


def test_a_badge_that_stays_away_needs_a_note(cast, post):
    visitor = inside(cast, post)
    with pytest.raises(RuleViolation, match="Take the badge back"):
        check_out_visitors(seen=[Seen(visitor.id)], badge_returned=False, actor=cast.guard)
    only(
        check_out_visitors(
            seen=[Seen(visitor.id)], badge_returned=False, note="Lost.", actor=cast.guard
        )
    )
    row = Visitor.get_by_id(visitor.id)
    assert (row.status, row.badge_returned) == ("left", False)


def test_whoever_is_inside_after_closing_is_overdue(cast, post, set_clock):
    visitor = inside(cast, post)
    with pytest.raises(WrongState, match="closes at"):
        only(flag_overdue_visitors(seen=[Seen(visitor.id)], actor=cast.guard))
    set_clock("2026-06-12 18:10")
    only(flag_overdue_visitors(seen=[Seen(visitor.id)], actor=cast.guard))
    only(check_out_visitors(seen=[Seen(visitor.id)], badge_returned=True, actor=cast.guard))
    assert Visitor.get_by_id(visitor.id).status == "left"


def test_a_visitor_who_is_not_received_is_turned_away_with_the_reason(cast, post):
    visitor = make_visitor(post, cast.staff_staff)
    register(visitor, cast.guard)
    only(refuse_visitors(seen=[Seen(visitor.id)], note="No appointment.", actor=cast.staff))
    assert Visitor.get_by_id(visitor.id).status == "refused"


def test_staff_book_visits_to_themselves_only(cast, post):
    values = {
        "name": "Wang",
        "host": cast.staff_staff.id,
        "post": post.id,
        "expected_at": "2026-06-12 14:00",
        "purpose": "Contract",
    }
    assert create_record(Visitor, values, actor=cast.staff).status == "booked"
    with pytest.raises(NotPermitted):
        create_record(Visitor, {**values, "host": cast.keeper_staff.id}, actor=cast.staff)


def test_personal_data_is_deleted_after_180_days_and_the_visit_stays(cast, post, set_clock):
    visitor = inside(cast, post)
    only(check_out_visitors(seen=[Seen(visitor.id)], badge_returned=True, actor=cast.guard))
    set_clock("2026-12-09 09:00")
    with pytest.raises(WrongState, match="kept for 180 days"):
        only(purge_visitors(seen=[Seen(visitor.id)], actor=cast.captain))
    assert past_retention().count() == 0
    set_clock("2026-12-10 09:00")
    assert past_retention().count() == 1
    only(purge_visitors(seen=[Seen(visitor.id)], actor=cast.captain))
    row = Visitor.get_by_id(visitor.id)
    assert (row.name, row.phone, row.id_tail, row.id_hash) == ("—", "", "", "")
    assert (row.status, row.organisation) == ("left", "Sunrise Water Works")
    assert past_retention().count() == 0


def test_a_violation_is_not_found_in_the_future(cast, set_clock):
    set_clock("2026-06-12 09:00")
    row = make_violation(cast, found_at=clock("09:01"))
    with pytest.raises(RuleViolation, match="in the future"):
        only(notify_parking_violations(seen=[Seen(row.id)], actor=cast.guard))


def test_a_parking_notice_takes_its_number_and_tells_the_keeper_of_the_car(cast):
    row = make_violation(cast, owner=cast.staff_staff)
    only(notify_parking_violations(seen=[Seen(row.id)], actor=cast.guard))
    with pytest.raises(RuleViolation, match="how it was dealt with"):
        handle_parking_violations(seen=[Seen(row.id)], handled="", actor=cast.guard)
    only(handle_parking_violations(seen=[Seen(row.id)], handled="Moved.", actor=cast.guard))
    done = ParkingViolation.get_by_id(row.id)
    assert (done.status, done.doc_no[:3]) == ("handled", "PV-")
    assert Notice.get(Notice.account == cast.staff_account)


def test_the_third_violation_within_a_year_is_told_to_the_head_of_the_unit(cast):
    rows = [
        make_violation(cast, owner=cast.staff_staff, found_at=clock("10:00", day))
        for day in (DAY - dt.timedelta(days=400), DAY - dt.timedelta(days=9), DAY)
    ]
    notify_parking_violations(seen=[Seen(row.id) for row in rows], actor=cast.guard)
    told = Notice.select().where(Notice.account == cast.head_account)
    assert told.count() == 0
    fourth = make_violation(cast, owner=cast.staff_staff, found_at=clock("11:00"))
    only(notify_parking_violations(seen=[Seen(fourth.id)], actor=cast.guard))
    assert told.count() == 1


def test_violations_are_compared_over_equal_months_before_and_after_the_marking(cast):
    """30 days with 6 before, 60 days with 4 after: 6.0 and 2.0 in thirty days."""
    first = dt.date(2026, 3, 1)
    make_lane(cast, marked_on=dt.date(2026, 3, 31))
    for day in (1, 5, 9, 13, 17, 30, 31, 40, 50, 89):
        make_violation(cast, found_at=clock("09:00", first + dt.timedelta(days=day - 1)))
    (row,) = before_and_after(first, first + dt.timedelta(days=89))
    assert (row.before, row.days_before, row.after, row.days_after) == (6, 30, 4, 60)
    assert (str(row.a_month_before), str(row.a_month_after)) == ("6.0", "2.0")
    assert row.has_fallen
