"""The gate of a move: what is ready and what still blocks."""

from __future__ import annotations

from dataclasses import dataclass

from logistics.tables.relocation import (
    CATEGORIES,
    GATE,
    PHASES,
    MoveSlot,
    Relocation,
    RelocationTask,
)
from logistics.wording import Words


@dataclass(frozen=True)
class Gatepost:
    """One thing that must be ready before anybody moves.

    A category without any task is not ready: nobody has looked at it.
    """

    category: str
    tasks: tuple[RelocationTask, ...]

    @property
    def label(self) -> Words:
        """The category in words."""
        return CATEGORIES[self.category]

    @property
    def open_tasks(self) -> tuple[RelocationTask, ...]:
        """The tasks that still block."""
        return tuple(task for task in self.tasks if task.status != "done")

    @property
    def is_ready(self) -> bool:
        """Whether there was something to do and all of it is done."""
        return bool(self.tasks) and not self.open_tasks


def tasks_of(relocation_id: int) -> list[RelocationTask]:
    """The tasks of a move by phase and day, with their owners and what they wait for."""
    phases = list(PHASES)
    query = RelocationTask.select().where(RelocationTask.relocation == relocation_id)
    rows = list(query.order_by(RelocationTask.due_on, RelocationTask.id))
    return sorted(rows, key=lambda task: phases.index(task.phase))


def gate_of(relocation_id: int) -> list[Gatepost]:
    """What the go-live gate asks: allocation, power, network, phone, fire check, canteen, shuttle,
    mail route (R49, R51). Only tasks of the phase before the move count.
    """
    before = [task for task in tasks_of(relocation_id) if task.phase == "before"]
    return [
        Gatepost(category, tuple(task for task in before if task.category == category))
        for category in GATE
    ]


def blocking(relocation_id: int) -> list[Gatepost]:
    """The posts of the gate that are not ready."""
    return [post for post in gate_of(relocation_id) if not post.is_ready]


def slots_of(relocation_id: int) -> list[MoveSlot]:
    """The units in the order in which they load."""
    query = MoveSlot.select().where(MoveSlot.relocation == relocation_id)
    return list(query.order_by(MoveSlot.seq))


def open_tasks_of(relocation: Relocation, *phases: str) -> list[RelocationTask]:
    """The tasks of some phases that are not done."""
    return [
        task for task in tasks_of(relocation.id) if task.phase in phases and task.status == "open"
    ]
