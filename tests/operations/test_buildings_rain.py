"""Finished works through rain and years: re-inspections, recurrences, closing (R44, R46)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from logistics.database import local_today
from logistics.errors import RuleViolation, WrongState
from logistics.operations.buildings.defects import close_defects, note_recurrences
from logistics.operations.buildings.settling import close_works
from logistics.operations.buildings.watching import (
    expect_rain_checks,
    expect_reinspections,
    record_reinspections,
    record_warranty_repairs,
)
from logistics.operations.outcomes import only
from logistics.permissions import SYSTEM
from models import BuildingDefect, Notice, Reinspection, WorksProject
from tests.cast import Cast
from tests.factories.approvals import make_matrix
from tests.factories.buildings import make_defect, make_project, seen

Clock = Callable[[str], None]


@pytest.fixture
def roof(cast: Cast, set_clock: Clock) -> Any:
    """A roof whose repair was accepted on 24 April 2026 and is in warranty."""
    make_matrix()
    set_clock("2026-04-24 10:00")
    return make_project(cast, "warranty", defect=make_defect(cast.staff_staff))


def rain(cast: Cast, roof: WorksProject, weather: str) -> Reinspection:
    fallen = {"rained_on": local_today(), "weather": weather, "rainfall": "12.5"}
    only(expect_rain_checks(seen=seen(roof), actor=cast.works, **fallen))
    return Reinspection.select().order_by(Reinspection.id.desc()).get()


def look(cast: Cast, check: Reinspection, result: str, note: str = "Dry") -> None:
    only(record_reinspections(seen=seen(check), result=result, note=note, actor=cast.works))


def close(cast: Cast, roof: WorksProject) -> None:
    only(close_works(seen=seen(roof), actor=cast.works))


def test_a_roof_closes_only_after_a_light_and_a_heavy_rain_stood_dry(
    cast: Cast, roof: WorksProject, set_clock: Clock
) -> None:
    set_clock("2028-05-02 09:00")
    with pytest.raises(WrongState, match="a light rain dry"):
        close(cast, roof)
    look(cast, rain(cast, roof, "light"), "sound")
    with pytest.raises(WrongState, match="a heavy rain dry"):
        close(cast, roof)
    look(cast, rain(cast, roof, "heavy"), "sound")
    close(cast, roof)

    assert WorksProject.get_by_id(roof.id).status == "closed"
    assert BuildingDefect.get_by_id(roof.defect_id).status == "closed"
    assert roof.budget_line.spent == 81_216


def test_an_inspection_that_nobody_has_made_keeps_the_project_open(
    cast: Cast, roof: WorksProject, set_clock: Clock
) -> None:
    set_clock("2028-05-02 09:00")
    for weather in ("light", "heavy"):
        look(cast, rain(cast, roof, weather), "sound")
    set_clock("2028-05-20 09:00")
    left = rain(cast, roof, "light")
    set_clock("2028-05-21 09:00")
    with pytest.raises(WrongState, match="2028-05-21 is still to be done"):
        close(cast, roof)
    look(cast, left, "sound")
    close(cast, roof)


def test_what_is_kept_back_keeps_the_project_open(
    cast: Cast, roof: WorksProject, set_clock: Clock
) -> None:
    set_clock("2026-05-02 09:00")
    for weather in ("light", "heavy"):
        look(cast, rain(cast, roof, weather), "sound")
    with pytest.raises(WrongState, match="kept back until 2028-04-23"):
        close(cast, roof)


def test_a_leak_opens_the_defect_again_and_the_rains_count_anew(
    cast: Cast, roof: WorksProject, set_clock: Clock
) -> None:
    set_clock("2028-05-02 09:00")
    look(cast, rain(cast, roof, "light"), "sound")
    heavy = rain(cast, roof, "heavy")
    with pytest.raises(RuleViolation, match="where it leaks"):
        look(cast, heavy, "leak", "")
    look(cast, heavy, "leak", "Third floor, room 305")

    defect = BuildingDefect.get_by_id(roof.defect_id)
    assert (defect.status, defect.recurrences) == ("open", 1)
    with pytest.raises(WrongState, match="open again"):
        close(cast, roof)

    set_clock("2028-05-10 09:00")
    only(record_warranty_repairs(seen=seen(roof), note="Seam welded", actor=cast.works))
    with pytest.raises(WrongState, match="a light rain dry"):
        close(cast, roof)
    for weather in ("light", "heavy"):
        look(cast, rain(cast, roof, weather), "sound")
    close(cast, roof)
    assert BuildingDefect.get_by_id(roof.defect_id).recurrences == 1


def test_a_recurrence_within_the_warranty_names_the_contractor(
    cast: Cast, roof: WorksProject, set_clock: Clock
) -> None:
    set_clock("2029-07-01 09:00")
    defect = roof.defect
    only(note_recurrences(seen=seen(defect), seen_on="2029-06-30", actor=cast.works))
    assert BuildingDefect.get_by_id(defect.id).status == "open"
    assert roof.contractor.name in Notice.select().order_by(Notice.id.desc()).get().params

    with pytest.raises(RuleViolation, match="not come yet"):
        note_recurrences(seen=seen(defect), seen_on="2029-07-02", actor=cast.works)
    with pytest.raises(RuleViolation, match="still runs"):
        only(close_defects(seen=seen(defect), note="Nothing there", actor=cast.works))


def test_one_rain_is_expected_once_and_only_of_finished_works(
    cast: Cast, roof: WorksProject
) -> None:
    rain(cast, roof, "heavy")
    rain(cast, roof, "heavy")
    assert Reinspection.select().count() == 1
    started = make_project(cast, "started")
    with pytest.raises(WrongState, match="Only finished works"):
        rain(cast, started, "light")
    with pytest.raises(RuleViolation, match="light or heavy"):
        rain(cast, roof, "dry")


def test_the_calendar_expects_roofs_before_each_flood_season_and_all_works_at_the_end(
    cast: Cast, roof: WorksProject
) -> None:
    make_project(cast, "accepted", kind="painting")
    span = {"first": dt.date(2026, 4, 1), "last": dt.date(2032, 1, 1), "actor": SYSTEM}

    assert expect_reinspections(**span) == 5 + 1 + 1
    assert expect_reinspections(**span) == 0
    due = [row.due_on for row in roof.reinspections.order_by(Reinspection.due_on)]
    assert (due[0], due[-1]) == (dt.date(2026, 5, 31), dt.date(2031, 3, 24))


def test_nothing_is_inspected_ahead_or_before_the_work_was_done(
    cast: Cast, roof: WorksProject
) -> None:
    check = rain(cast, roof, "light")
    entered = {"seen": seen(check), "result": "sound", "actor": cast.works}
    with pytest.raises(RuleViolation, match="not come yet"):
        record_reinspections(inspected_on="2026-04-25", **entered)
    with pytest.raises(RuleViolation, match="not finished"):
        only(record_reinspections(inspected_on="2026-04-23", **entered))
