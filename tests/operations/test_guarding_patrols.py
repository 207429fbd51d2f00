"""Patrols: slots laid out in advance, done inside their windows, missed for good (R30)."""

from __future__ import annotations

import datetime as dt

import pytest

from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.operations.assessment import MEASURES, Span
from logistics.operations.guarding.patrols import (
    Scan,
    do_patrols,
    expect_patrols,
    forgive_patrols,
    miss_patrols,
    read_patrol_scans,
)
from logistics.operations.guarding.safety import (
    close_fire_checks,
    close_incidents,
    report_incidents,
    sign_fire_checks,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import SYSTEM
from logistics.queries.expected import kept
from models import FireCheck, Incident, Patrol, PatrolTime
from tests.factories.guarding import (
    DAY,
    clock,
    make_incident,
    make_post,
    make_route,
    slots_of,
)


def test_the_slots_of_a_plan_are_laid_out_once(cast):
    make_route(make_post(cast), "02:00", "22:00", points=3)
    last = DAY + dt.timedelta(days=1)
    assert expect_patrols(first=DAY, last=last, actor=SYSTEM) == 12
    assert expect_patrols(first=DAY, last=last, actor=SYSTEM) == 0


def test_rounds_of_days_off_are_walked_on_days_off_only(cast):
    """12 June 2026 is a Friday."""
    route = make_route(make_post(cast), "10:00")
    PatrolTime.update(days="days_off").execute()
    assert expect_patrols(first=DAY, last=DAY + dt.timedelta(days=2), actor=SYSTEM) == 2
    assert [slot.starts_at.date().day for slot in slots_of(route)] == [13, 14]


def test_a_checkpoint_missed_at_two_and_scanned_at_three_stays_missed_at_two(cast, set_clock):
    """features.md, case 11."""
    route = make_route(make_post(cast), "02:00", "03:00")
    two, three = slots_of(route)
    set_clock("2026-06-12 03:00")
    refused, done = do_patrols(seen=[Seen(two.id), Seen(three.id)], actor=cast.guard)
    assert "stays missed" in refused.words.filled()
    assert done.done
    miss_patrols(before=clock("04:00"), actor=SYSTEM)
    assert [Patrol.get_by_id(slot.id).status for slot in (two, three)] == ["missed", "done"]
    with pytest.raises(RuleViolation, match="why it is forgiven"):
        only(forgive_patrols(seen=[Seen(two.id)], note=" ", actor=cast.captain))
    only(
        forgive_patrols(
            seen=[Seen(two.id)], note="Fire alarm at the west gate.", actor=cast.captain
        )
    )
    row = Patrol.get_by_id(two.id)
    assert (row.status, row.done_at) == ("forgiven", None)
    figures = kept(Patrol)
    assert (figures.due, figures.done, figures.forgiven, figures.missed) == (2, 1, 1, 0)


def test_a_wand_read_later_fills_only_the_slot_of_its_mark(cast, set_clock):
    """features.md, case 11, for gates whose wands are read once a week."""
    route = make_route(make_post(cast), "02:00", "03:00", points=2)
    slots_of(route)
    number = cast.guard_staff.staff_no
    set_clock("2026-06-13 09:00")
    miss_patrols(before=clock("00:00", DAY + dt.timedelta(days=1)), actor=SYSTEM)
    marks = [Scan(1, clock("02:10"), number), Scan(2, clock("03:05"), number)]
    outcome = only(read_patrol_scans(seen=[Seen(route.id)], scans=marks, actor=cast.captain))
    assert outcome.words.filled() == "2 of 2 marks fell into an open window."
    assert [slot.status for slot in slots_of(route)] == ["done", "missed", "missed", "done"]
    again = only(read_patrol_scans(seen=[Seen(route.id)], scans=marks, actor=cast.captain))
    assert again.words.filled() == "0 of 2 marks fell into an open window."


@pytest.mark.parametrize("moment", ["01:00", "04:00"])
def test_a_mark_outside_every_window_or_of_nobody_fills_nothing(cast, set_clock, moment):
    route = make_route(make_post(cast), "02:00")
    slots_of(route)
    set_clock("2026-06-12 09:00")
    marks = [
        Scan(1, clock(moment), cast.guard_staff.staff_no),
        Scan(1, clock("02:05"), "nobody"),
        Scan(1, clock("02:05", DAY - dt.timedelta(days=30)), cast.guard_staff.staff_no),
        Scan(1, clock("23:00"), cast.guard_staff.staff_no),
    ]
    only(read_patrol_scans(seen=[Seen(route.id)], scans=marks, actor=cast.captain))
    assert [slot.status for slot in slots_of(route)] == ["expected"]


def test_what_a_patrol_found_is_written_and_the_head_is_told(cast, set_clock):
    (slot,) = slots_of(make_route(make_post(cast), "02:00"))
    set_clock("2026-06-12 02:15")
    with pytest.raises(RuleViolation, match="what was found"):
        do_patrols(seen=[Seen(slot.id)], result="fault", actor=cast.guard)
    only(do_patrols(seen=[Seen(slot.id)], result="fault", note="Door open.", actor=cast.guard))
    row = Patrol.get_by_id(slot.id)
    assert (row.done_at, row.staff, row.source) == (clock("02:15"), cast.guard_staff, "page")


def test_a_slot_whose_time_is_not_over_cannot_be_forgiven(cast, set_clock):
    (slot,) = slots_of(make_route(make_post(cast), "02:00"))
    set_clock("2026-06-12 02:15")
    with pytest.raises(WrongState, match="can still be done"):
        only(forgive_patrols(seen=[Seen(slot.id)], note="Rain.", actor=cast.captain))


def check(cast, **overrides):
    values = {
        "site": cast.site_a,
        "checked_on": DAY,
        "inspector": cast.captain_staff,
        "extent": "All floors.",
    }
    return FireCheck.create(**{**values, **overrides})


def test_a_fire_inspection_is_signed_by_somebody_else(cast):
    row = check(cast, inspector=cast.deputy_staff)
    with pytest.raises(RuleViolation, match="Nobody signs his own inspection"):
        only(sign_fire_checks(seen=[Seen(row.id)], actor=cast.deputy))
    only(sign_fire_checks(seen=[Seen(row.id)], actor=cast.director))
    signed = FireCheck.get_by_id(row.id)
    assert (signed.status, signed.doc_no[:3]) == ("signed", "FC-")


def test_what_a_fire_inspection_found_is_put_right_before_it_closes(cast):
    row = check(cast, findings="An extinguisher is empty.")
    with pytest.raises(RuleViolation, match="until when"):
        only(sign_fire_checks(seen=[Seen(row.id)], actor=cast.deputy))
    FireCheck.update(rectify_by=DAY).execute()
    only(sign_fire_checks(seen=[Seen(row.id)], actor=cast.deputy))
    only(close_fire_checks(seen=[Seen(row.id)], note="Refilled.", actor=cast.captain))
    assert FireCheck.get_by_id(row.id).status == "closed"


def test_an_incident_is_reported_by_who_saw_it_and_closed_with_its_loss(cast):
    row = make_incident(cast)
    only(report_incidents(seen=[Seen(row.id)], actor=cast.guard))
    with pytest.raises(RuleViolation, match="how it was handled"):
        close_incidents(seen=[Seen(row.id)], handled="", actor=cast.captain)
    only(close_incidents(seen=[Seen(row.id)], handled="Mended.", loss="120.50", actor=cast.captain))
    closed = Incident.get_by_id(row.id)
    assert (closed.status, str(closed.loss), closed.doc_no[:3]) == ("closed", "120.50", "IN-")


def test_who_answers_for_a_food_poisoning_is_proposed_for_the_veto(cast):
    row = make_incident(cast, kind="food_poisoning")
    only(report_incidents(seen=[Seen(row.id)], actor=cast.guard))
    told = {"handled": "Kitchen closed, samples sent in.", "actor": cast.captain}
    with pytest.raises(NotPermitted):
        only(close_incidents(seen=[Seen(row.id)], answerable=cast.captain_staff.id, **told))
    only(close_incidents(seen=[Seen(row.id)], answerable=cast.canteen_staff.id, **told))
    day = row.happened_at.date()
    seen = MEASURES["discipline"].observe(Span(day, day + dt.timedelta(days=1)))
    assert [(one.staff, one.fault) for one in seen] == [(cast.canteen_staff.id, "food_poisoning")]
