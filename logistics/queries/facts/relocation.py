"""Facts of the move to Sishui: its day, its three phases, its order.

R48, R49, R50, R51, R52, R53, R54, R55.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from logistics.database import local_day
from logistics.queries.facts.kinds import Fact, Figure, Period
from logistics.tables.relocation import MoveSlot, PhoneExtension, Relocation, RelocationTask
from logistics.wording import Words, _

JUNE = 6
EARLY = 10
ROOM_KINDS = 3
"""Offices, meeting rooms and the exhibition hall were fitted out."""


def moves_of(period: Period) -> list[Relocation]:
    """The moves whose units came to sit at the new place in the period."""
    done = (Relocation.moved_at >= period.begins_at) & (Relocation.moved_at < period.ends_at)
    return list(Relocation.select().where(done).order_by(Relocation.moved_at))


def units_moved(period: Period) -> Figure:
    """The day of the move, counted from the units that moved (R48)."""
    slots = _slots(period)
    moved = [slot for slot in slots if slot.status == "moved"]
    if not moved:
        return Figure(None, len(slots))
    return Figure(max(local_day(slot.moved_at) for slot in moved), len(moved))


def slots_in_order(period: Period) -> Figure:
    """Units that moved in their order with a moving company; parts count those that did not."""
    slots = _slots(period)
    stray = sum(
        slot.status != "moved" or slot.relocation.mover_id is None or later.moved_at < slot.moved_at
        for slot, later in zip(slots, [*slots[1:], *slots[-1:]], strict=True)
    )
    return Figure(len(slots) - stray, len(slots), {"stray": stray})


def tasks_left(phase: str, *categories: str) -> Callable[[Period], Figure]:
    """Counts what is left of some categories in a phase; parts count what is done of each."""

    def compute(period: Period) -> Figure:
        tasks = [
            task for task in _tasks(period) if task.phase == phase and task.category in categories
        ]
        done = [task for task in tasks if task.done_on is not None and task.done_on <= period.last]
        parts = {name: sum(task.category == name for task in done) for name in categories}
        return Figure(len(tasks) - len(done) if tasks else None, len(tasks), parts)

    return compute


def extensions(period: Period) -> Figure:
    """Numbers of the new place's exchange that were in the register by the move (R51)."""
    sites = [relocation.to_site_id for relocation in moves_of(period)]
    rows = PhoneExtension.select().where(
        PhoneExtension.site.in_(sites) & (PhoneExtension.created_at < period.ends_at)
    )
    count = rows.count()
    return Figure(count, count)


def overtime_tasks(period: Period) -> Figure:
    """Tasks of the move done at night or on days off (R55)."""
    tasks = [task for task in _tasks(period) if task.status == "done"]
    return Figure(sum(task.worked_overtime for task in tasks), len(tasks))


def _tasks(period: Period) -> list[RelocationTask]:
    moves = [relocation.id for relocation in moves_of(period)]
    return list(RelocationTask.select().where(RelocationTask.relocation.in_(moves)))


def _slots(period: Period) -> list[MoveSlot]:
    moves = [relocation.id for relocation in moves_of(period)]
    query = MoveSlot.select().where(MoveSlot.relocation.in_(moves))
    return list(query.order_by(MoveSlot.relocation, MoveSlot.seq))


def _all_done(*least: tuple[str, int]) -> Callable[[Figure], bool]:
    """Nothing is left, and of each category at least so much was done."""

    def holds(figure: Figure) -> bool:
        return figure.value == 0 and all(
            int(figure.parts[category]) >= number for category, number in least
        )

    return holds


def _phase_fact(
    requirement: str, key: str, label: Words, phase: str, least: Sequence[tuple[str, int]]
) -> Fact:
    return Fact(
        requirement,
        key,
        label,
        "relocation_task",
        tasks_left(phase, *(category for category, _number in least)),
        _all_done(*least),
        _("tasks"),
        f"phase__eq={phase}",
    )


FACTS: tuple[Fact, ...] = (
    Fact(
        "R48",
        "units_moved",
        _("Units moved on"),
        "move_slot",
        units_moved,
        lambda figure: (
            getattr(figure.value, "month", None) == JUNE
            and getattr(figure.value, "day", EARLY + 1) <= EARLY
        ),
        None,
        "status__eq=moved",
    ),
    _phase_fact(
        "R49", "offices_left", _("Allocation of offices: left"), "before", [("allocation", 1)]
    ),
    _phase_fact(
        "R50",
        "fit_out_left",
        _("Fit-out and furniture: left"),
        "before",
        [("fitout", ROOM_KINDS), ("furniture", 1)],
    ),
    _phase_fact(
        "R51",
        "wiring_left",
        _("Wiring, network, telephones: left"),
        "before",
        [("power", 1), ("network", 1), ("phone", 2)],
    ),
    Fact(
        "R51",
        "extensions",
        _("Numbers of the new exchange"),
        "phone_extension",
        extensions,
        lambda figure: figure.n > 0,
    ),
    _phase_fact("R52", "canteen_left", _("New canteen: left"), "before", [("canteen", 2)]),
    Fact(
        "R53",
        "slots_in_order",
        _("Units moved in their order"),
        "move_slot",
        slots_in_order,
        lambda figure: figure.n > 1 and figure.parts["stray"] == 0,
        None,
        "status__eq=moved",
    ),
    _phase_fact(
        "R54",
        "installations_left",
        _("Generator and central cooling: left"),
        "after",
        [("power", 1), ("hvac", 1)],
    ),
    Fact(
        "R55",
        "overtime_tasks",
        _("Tasks of the move done at night or on days off"),
        "relocation_task",
        overtime_tasks,
        lambda figure: figure.value not in (None, 0),
        _("tasks"),
        "worked_overtime__eq=1",
    ),
)
