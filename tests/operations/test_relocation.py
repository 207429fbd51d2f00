"""A move: tasks that depend on each other, the gate, the order of units.

R48, R49, R50, R51, R52, R53, R54.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from logistics.database import office_zone
from logistics.errors import Conflict, InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import change_record, create_record
from logistics.operations.relocation.moving import execute_moves
from logistics.operations.relocation.preparing import (
    begin_relocations,
    clear_relocations,
    close_relocations,
    finish_relocation_tasks,
    reopen_relocation_tasks,
)
from logistics.queries.relocation import blocking
from models import (
    MoveSlot,
    PhoneExtension,
    Relocation,
    RelocationTask,
    RoomAllocation,
    Staff,
    Unit,
)
from tests.cast import Cast
from tests.factories.organisation import make_building, make_room, make_unit
from tests.factories.relocation import make_relocation, make_slot, make_task

Clock = Callable[[str], None]


@pytest.fixture(autouse=True)
def _clock(cast: Cast, set_clock: Clock) -> None:
    set_clock("2026-06-02 18:00")


def seen(*rows: Any) -> list[Seen]:
    return [Seen(row.id) for row in rows]


def finish(cast: Cast, *tasks: RelocationTask) -> None:
    for task in tasks:
        only(finish_relocation_tasks(seen=seen(task), evidence="Signed", actor=cast.works))


def ready(cast: Cast) -> Relocation:
    relocation = make_relocation(cast)
    finish(cast, *relocation.tasks)
    only(clear_relocations(seen=seen(relocation), actor=cast.director))
    return relocation


def test_begun_it_has_a_number_and_the_owners_are_told(cast: Cast) -> None:
    relocation = make_relocation(cast, status="draft", doc_no=None)
    only(begin_relocations(seen=seen(relocation), actor=cast.works))
    assert Relocation.get_by_id(relocation.id).doc_no.startswith("RL-")


def test_the_gate_names_what_still_blocks(cast: Cast) -> None:
    relocation = make_relocation(cast)
    tasks = {task.category: task for task in relocation.tasks}
    fire = tasks.pop("fire_check")
    finish(cast, *tasks.values())
    with pytest.raises(WrongState, match="Fire check: “Get ready: fire_check”"):
        only(clear_relocations(seen=seen(relocation), actor=cast.director))

    # What nobody has planned is not ready either, and a task afterwards does not stand for it.
    RelocationTask.delete().where(RelocationTask.id == fire.id).execute()
    make_task(relocation, cast.works_staff, category="fire_check", phase="after")
    assert [post.category for post in blocking(relocation.id)] == ["fire_check"]
    with pytest.raises(WrongState, match="no task has been planned"):
        only(clear_relocations(seen=seen(relocation), actor=cast.director))


def test_a_task_waits_for_the_one_before_it(cast: Cast) -> None:
    relocation = make_relocation(cast)
    power, network = (
        RelocationTask.get(RelocationTask.category == name) for name in ("power", "network")
    )
    change_record(RelocationTask, Seen(network.id), {"depends_on": power.id}, actor=cast.works)
    with pytest.raises(WrongState, match="First comes: Get ready: power"):
        finish(cast, network)
    finish(cast, power, network)

    with pytest.raises(WrongState, match="resting on it"):
        only(reopen_relocation_tasks(seen=seen(power), reason="Fuse", actor=cast.works))
    assert relocation.tasks.where(RelocationTask.status == "done").count() == 2


def test_tasks_cannot_wait_for_each_other_in_a_circle(cast: Cast) -> None:
    make_relocation(cast)
    first, second, third = RelocationTask.select().order_by(RelocationTask.id).limit(3)
    for task, before in ((second, first), (third, second)):
        change_record(RelocationTask, Seen(task.id), {"depends_on": before.id}, actor=cast.works)
    with pytest.raises(InvalidRecord, match="circle"):
        change_record(RelocationTask, Seen(first.id), {"depends_on": third.id}, actor=cast.works)
    with pytest.raises(InvalidRecord, match="circle"):
        change_record(RelocationTask, Seen(first.id), {"depends_on": first.id}, actor=cast.works)


def test_only_whose_task_it_is_reports_it_and_with_a_proof(cast: Cast) -> None:
    relocation = make_relocation(cast)
    task = make_task(relocation, cast.guard_staff, category="other")
    with pytest.raises(NotPermitted):
        only(finish_relocation_tasks(seen=seen(task), evidence="Signed", actor=cast.staff))
    with pytest.raises(RuleViolation, match="proves"):
        finish_relocation_tasks(seen=seen(task), evidence=" ", actor=cast.guard)
    only(finish_relocation_tasks(seen=seen(task), evidence="Signed", actor=cast.guard))


def test_a_phase_is_not_worked_on_before_the_move_has_reached_it(cast: Cast) -> None:
    relocation = make_relocation(cast)
    after = make_task(relocation, cast.works_staff, phase="after", category="hvac")
    with pytest.raises(WrongState, match="not due yet"):
        finish(cast, after)


def test_units_load_one_at_a_time(cast: Cast) -> None:
    relocation = make_relocation(cast)
    make_slot(relocation, cast.units["BUREAU"], 1)
    begins = dt.datetime(2026, 6, 2, 11, tzinfo=office_zone())
    values = {
        "relocation": relocation.id,
        "seq": 2,
        "unit": cast.units["GUARD"].id,
        "starts_at": begins,
        "ends_at": begins + dt.timedelta(hours=2),
    }
    with pytest.raises(Conflict, match="Another unit loads"):
        create_record(MoveSlot, values, actor=cast.works)
    create_record(
        MoveSlot, {**values, "starts_at": begins + dt.timedelta(hours=1)}, actor=cast.works
    )


def test_nobody_moves_before_the_gate_is_passed_nor_out_of_turn(cast: Cast) -> None:
    relocation = make_relocation(cast)
    first = make_slot(relocation, cast.units["BUREAU"], 1)
    second = make_slot(relocation, cast.units["GUARD"], 2)
    with pytest.raises(WrongState, match="not been found ready"):
        only(execute_moves(seen=seen(first), actor=cast.works))
    finish(cast, *relocation.tasks)
    only(clear_relocations(seen=seen(relocation), actor=cast.director))
    with pytest.raises(WrongState, match="Before it comes: 1"):
        only(execute_moves(seen=seen(second), actor=cast.works))

    # As a set they are taken in their order.
    outcomes = execute_moves(seen=seen(second, first), actor=cast.works)
    assert all(outcome.done for outcome in outcomes)
    assert Relocation.get_by_id(relocation.id).status == "moved"


def test_one_event_gives_unit_people_phones_and_rooms_their_new_place(cast: Cast) -> None:
    relocation = ready(cast)
    bureau, person = cast.units["BUREAU"], cast.staff_staff
    old_room = make_room(building=make_building(site=cast.site_a))
    allocation = RoomAllocation.create(room=old_room, unit=bureau, starts_on=dt.date(2020, 1, 1))
    old = PhoneExtension.create(site=cast.site_a, number="8801", unit=bureau)
    PhoneExtension.create(site=cast.site_b, number="8802-15", unit=bureau, staff=person)
    elsewhere = Staff.get_by_id(cast.guard_staff.id)

    only(execute_moves(seen=seen(make_slot(relocation, bureau, 1)), actor=cast.works))

    site = cast.site_b.id
    assert Unit.get_by_id(bureau.id).site_id == site
    moved = Staff.get_by_id(person.id)
    assert (moved.site_id, moved.phone) == (site, "8802-15")
    assert Staff.get_by_id(elsewhere.id).site_id == cast.site_a.id
    assert RoomAllocation.get_by_id(allocation.id).ends_on == dt.date(2026, 6, 1)
    assert not PhoneExtension.get_by_id(old.id).is_active
    assert MoveSlot.get().people_moved == 2


def test_a_move_closes_when_nothing_is_left_to_do(cast: Cast) -> None:
    relocation = ready(cast)
    after = make_task(relocation, cast.works_staff, phase="after", title="Generator")
    only(execute_moves(seen=seen(make_slot(relocation, make_unit(), 1)), actor=cast.works))
    note = {"closing_note": "Everybody sits.", "actor": cast.works}
    with pytest.raises(WrongState, match="Generator"):
        only(close_relocations(seen=seen(relocation), **note))
    finish(cast, after)
    only(close_relocations(seen=seen(relocation), **note))
    assert Relocation.get_by_id(relocation.id).status == "closed"
