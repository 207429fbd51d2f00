"""The budget of works projects that name a line; those bought by a purchase request hold none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from logistics.operations.money import (
    commit_budget,
    held_by,
    release_budget,
    reserve_budget,
    spend_budget,
)
from logistics.permissions import Actor
from logistics.tables.buildings import WorksProject

DOC_TYPE = "works_project"


def hold_budget(project: WorksProject, amount: Decimal, *, actor: Actor) -> None:
    """Set aside what ``amount`` in all takes beyond what the project holds already."""
    if project.budget_line_id is None:
        return
    held = held_by(DOC_TYPE, [project.id]).get((project.budget_line_id, project.id))
    missing = amount - (held.reserved + held.committed if held else Decimal(0))
    if missing > 0:
        reserve_budget(amount=missing, actor=actor, **_of(project))


def bind_budget(project: WorksProject, *, actor: Actor) -> None:
    """Commit all that the project has set aside."""
    if project.budget_line_id is None:
        return
    held = held_by(DOC_TYPE, [project.id]).get((project.budget_line_id, project.id))
    if held and held.reserved:
        commit_budget(amount=held.reserved, actor=actor, **_of(project))


def pay_from_budget(project: WorksProject, paid: Decimal, kept: Decimal, *, actor: Actor) -> None:
    """Book ``paid`` yuan and give back all but ``kept``."""
    if project.budget_line_id is None:
        return
    if paid:
        spend_budget(amount=paid, actor=actor, **_of(project))
    held = held_by(DOC_TYPE, [project.id]).get((project.budget_line_id, project.id))
    rest = (held.reserved + held.committed if held else Decimal(0)) - kept
    if rest > 0:
        release_budget(amount=rest, actor=actor, **_of(project))


def free_budget(project: WorksProject, *, actor: Actor) -> None:
    """Give back all that the project holds."""
    if project.budget_line_id is not None:
        release_budget(actor=actor, **_of(project))


def _of(project: WorksProject) -> dict[str, Any]:
    return {
        "line_id": project.budget_line_id,
        "doc_type": DOC_TYPE,
        "doc_id": project.id,
    }
