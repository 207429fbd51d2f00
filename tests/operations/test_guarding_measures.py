"""Measures of guards and cleaners: what counts for whom (domain 2.26; R30, R39)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from logistics.operations.assessment.measures import MEASURES, Span
from models import CleaningTask, GuardHandover, GuardShift, Patrol, Visitor
from tests.factories.cleaning import make_area, rounds_of
from tests.factories.guarding import (
    DAY,
    clock,
    make_post,
    make_route,
    make_shift,
    make_violation,
    make_visitor,
    slots_of,
)

JUNE = Span(dt.date(2026, 6, 1), dt.date(2026, 6, 30))


def observed(code: str) -> list[tuple[int, str, Decimal, Decimal]]:
    return [(o.staff, o.fault, o.quantity, o.possible) for o in MEASURES[code].observe(JUNE)]


def test_patrols_count_for_whoever_stood_at_the_post_and_forgiven_ones_for_nobody(cast):
    post = make_post(cast)
    make_shift(post, cast.guard_staff, "00:00", hours=8)
    make_shift(post, cast.captain_staff, "08:00", hours=8)
    slots = slots_of(make_route(post, "02:00", "03:00", "04:00", "09:00"))
    for slot, status in zip(slots, ("done", "missed", "forgiven", "done"), strict=True):
        done_at = slot.starts_at if status == "done" else None
        Patrol.update(status=status, done_at=done_at).where(Patrol.id == slot.id).execute()
    assert observed("patrol_completion") == [
        (cast.guard_staff.id, "", 1, 2),
        (cast.captain_staff.id, "", 1, 1),
    ]


def test_a_shift_without_a_record_and_one_not_as_written_are_faults(cast):
    post = make_post(cast)
    shifts = [make_shift(post, cast.guard_staff, text, hours=8) for text in ("00:00", "08:00")]
    GuardHandover.create(
        outgoing=shifts[0], handed_at=clock("08:00"), matters="Quiet.", is_complete=False
    )
    assert [fault for _staff, fault, *_rest in observed("gate_records")] == [
        "incomplete",
        "no_note",
    ]
    GuardShift.update(status="absent").execute()
    assert observed("gate_records") == []


def test_a_badge_that_did_not_come_back_counts_against_who_let_out(cast):
    post = make_post(cast)
    for returned in (True, False):
        make_visitor(
            post,
            cast.staff_staff,
            status="left",
            badge_no="1",
            entered_at=clock("09:00"),
            left_at=clock("10:00"),
            badge_returned=returned,
            checked_out_by=cast.guard_staff,
        )
    assert Visitor.select().count() == 2
    assert [fault for _staff, fault, *_rest in observed("gate_records")] == ["", "badge"]


def test_a_violation_is_dealt_with_within_three_days(cast, set_clock):
    for handled_at in (clock("11:00"), None):
        make_violation(cast, handled_at=handled_at)
    set_clock("2026-06-13 10:00")
    assert [fault for _staff, fault, *_rest in observed("parking_order")] == [""]
    set_clock("2026-06-16 10:00")
    assert [fault for _staff, fault, *_rest in observed("parking_order")] == ["", "unhandled"]


def test_rounds_count_for_the_cleaner_they_were_planned_for(cast, set_clock):
    set_clock("2026-06-12 18:00")
    first, _second = rounds_of(make_area(cast), DAY)
    CleaningTask.update(status="done", done_at=first.starts_at).where(
        CleaningTask.id == first.id
    ).execute()
    person = cast.guard_staff.id
    assert observed("cleaning_rounds") == [(person, "", 1, 1), (person, "", 0, 1)]
