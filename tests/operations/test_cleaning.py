"""Cleaning: two rounds a day inside their windows, and inspections (R34, R38, R39)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations.cleaning.inspecting import (
    close_cleaning_inspections,
    inspect_clean_areas,
    rectify_cleaning_inspections,
)
from logistics.operations.cleaning.rounds import (
    assign_cleaning_tasks,
    do_cleaning_tasks,
    expect_cleaning_tasks,
    forgive_cleaning_tasks,
    miss_cleaning_tasks,
    void_cleaning_tasks,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import change_record
from logistics.permissions import SYSTEM
from logistics.queries.cleaning import area_days, mean_score, staffing
from models import CleanArea, CleaningInspection, CleaningTask
from tests.factories.cleaning import FRIDAY, make_area, rounds_of
from tests.factories.guarding import clock
from tests.factories.people import make_staff

MONDAY = FRIDAY + dt.timedelta(days=3)


def do(task, actor, **more):
    return only(do_cleaning_tasks(seen=[Seen(task.id)], actor=actor, **more))


def test_rounds_are_laid_out_for_open_days_only_and_once(cast):
    """Friday and Monday; the weekend is closed."""
    make_area(cast)
    assert expect_cleaning_tasks(first=FRIDAY, last=MONDAY, actor=SYSTEM) == 4
    assert expect_cleaning_tasks(first=FRIDAY, last=MONDAY, actor=SYSTEM) == 0
    make_area(cast, days="all", starts_on=FRIDAY + dt.timedelta(days=1))
    assert expect_cleaning_tasks(first=FRIDAY, last=MONDAY, actor=SYSTEM) == 6


def test_an_area_cannot_be_cleaned_less_than_twice_a_day(cast):
    area = make_area(cast)
    with pytest.raises(InvalidRecord):
        change_record(CleanArea, Seen(area.id), {"rounds_per_day": 1}, actor=cast.cleaning)


def test_a_round_counts_only_inside_its_window(cast, set_clock):
    early, late = rounds_of(make_area(cast))
    set_clock("2026-06-12 06:59")
    with pytest.raises(WrongState, match="Its time begins"):
        do(early, cast.guard)
    set_clock("2026-06-12 08:30")
    with pytest.raises(WrongState, match="stays missed"):
        do(early, cast.guard)
    set_clock("2026-06-12 13:20")
    do(late, cast.guard)
    row = CleaningTask.get_by_id(late.id)
    assert (row.done_at, row.done_by) == (clock("13:20"), cast.guard_staff)


def test_a_cleaner_reports_his_own_rounds_and_the_supervisor_those_of_others(cast, set_clock):
    first, second = rounds_of(make_area(cast))
    set_clock("2026-06-12 07:10")
    with pytest.raises(NotPermitted):
        do(first, cast.staff)
    do(first, cast.cleaning)
    assert CleaningTask.get_by_id(first.id).done_by == cast.guard_staff
    assert second.status == "expected"


def test_a_false_report_is_voided_by_somebody_else(cast, set_clock):
    task, _later = rounds_of(make_area(cast, cleaner=cast.cleaning_staff))
    set_clock("2026-06-12 07:10")
    do(task, cast.cleaning)
    with pytest.raises(NotPermitted, match="own rounds"):
        only(void_cleaning_tasks(seen=[Seen(task.id)], note="Dirty.", actor=cast.cleaning))
    only(void_cleaning_tasks(seen=[Seen(task.id)], note="Dirty.", actor=cast.deputy))
    row = CleaningTask.get_by_id(task.id)
    assert (row.status, row.done_at, row.note) == ("missed", None, "Dirty.")


def test_a_missed_round_forgiven_keeps_its_row_and_is_not_done(cast, set_clock):
    first, second = rounds_of(make_area(cast))
    set_clock("2026-06-12 13:10")
    do(second, cast.guard)
    miss_cleaning_tasks(before=clock("13:10"), actor=SYSTEM)
    only(forgive_cleaning_tasks(seen=[Seen(first.id)], note="No water.", actor=cast.cleaning))
    (row,) = area_days(FRIDAY, FRIDAY)
    assert (row.open, row.kept, row.twice) == (1, 0, 0)


def test_rounds_given_to_somebody_else_are_his(cast, set_clock):
    first, _second = rounds_of(make_area(cast))
    only(
        assign_cleaning_tasks(
            seen=[Seen(first.id)], staff_id=cast.staff_staff.id, actor=cast.cleaning
        )
    )
    set_clock("2026-06-12 07:10")
    with pytest.raises(NotPermitted):
        do(first, cast.guard)
    do(first, cast.staff)


def test_compliance_is_counted_by_days_of_areas(cast):
    """Hand-counted: of four area-days one is complete, one has two rounds of three, one has one
    round, and for one no round was ever laid out: 25 %."""
    hall, toilets = make_area(cast), make_area(cast, rounds_per_day=3)
    rounds_of(hall)
    tasks = [*rounds_of(hall), *rounds_of(toilets), *rounds_of(hall, MONDAY)]
    for task in tasks[:-1]:
        CleaningTask.update(status="done", done_at=task.starts_at).where(
            CleaningTask.id == task.id
        ).execute()
    CleaningTask.update(status="missed").where(CleaningTask.id == tasks[-1].id).execute()
    CleaningTask.update(status="missed").where(
        (CleaningTask.status == "expected") & (CleaningTask.day == MONDAY)
    ).execute()
    for task in rounds_of(toilets, MONDAY):
        task.delete_instance()
    (row,) = area_days(FRIDAY, MONDAY)
    assert (row.open, row.kept, row.twice) == (4, 1, 2)
    assert row.percent == Decimal("25.00")


def inspect(area, actor, **more):
    values = {"level": "supervisor_weekly", "score": "92.5", "actor": actor, **more}
    return only(inspect_clean_areas(seen=[Seen(area.id)], **values))


def test_an_inspection_takes_its_number_and_names_the_cleaner(cast):
    area = make_area(cast)
    inspect(area, cast.deputy)
    row = CleaningInspection.get()
    assert (row.doc_no[:3], row.cleaner, row.status) == ("CI-", cast.guard_staff, "closed")
    day = row.inspected_at
    assert mean_score(day, day + dt.timedelta(days=1)) == (Decimal("92.50"), 1)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"score": "101"}, "score"),
        ({"score": "55"}, "findings"),
        ({"findings": "Dust."}, "rectify_by"),
        ({"level": "nobody"}, "level"),
    ],
)
def test_an_inspection_that_says_too_little_is_refused(cast, values, field):
    with pytest.raises(InvalidRecord) as refusal:
        inspect(make_area(cast), cast.deputy, **values)
    assert field in refusal.value.errors


def test_nobody_inspects_what_he_cleans_himself(cast):
    area = make_area(cast, cleaner=cast.cleaning_staff)
    with pytest.raises(NotPermitted, match="cleans himself"):
        inspect(area, cast.cleaning)


def test_what_an_inspection_found_is_put_right_and_rechecked(cast):
    inspect(
        make_area(cast), cast.deputy, score="70", findings="Dust.", rectify_by=dt.date(2099, 1, 1)
    )
    row = CleaningInspection.get()
    with pytest.raises(WrongState):
        only(close_cleaning_inspections(seen=[Seen(row.id)], actor=cast.deputy))
    with pytest.raises(RuleViolation, match="how it was put right"):
        rectify_cleaning_inspections(seen=[Seen(row.id)], note="", actor=cast.guard)
    for is_right, status in ((False, "rectifying"), (True, "closed")):
        only(rectify_cleaning_inspections(seen=[Seen(row.id)], note="Wiped.", actor=cast.guard))
        only(close_cleaning_inspections(seen=[Seen(row.id)], is_right=is_right, actor=cast.deputy))
        assert CleaningInspection.get_by_id(row.id).status == status


def test_square_metres_are_shared_among_the_cleaners_hired_by_then(cast):
    """R38: three were hired when Sishui opened."""
    for hired in (dt.date(2020, 1, 1), dt.date(2026, 6, 3)):
        cleaner = make_staff(site=cast.site_b, hired_on=hired)
        make_area(cast, site=cast.site_b, size=300, cleaner=cleaner)
    before, after = (staffing(day)[0] for day in (dt.date(2026, 6, 2), dt.date(2026, 6, 3)))
    assert (before.cleaners, before.each) == (1, Decimal("600.0"))
    assert (after.cleaners, after.each) == (2, Decimal("300.0"))
