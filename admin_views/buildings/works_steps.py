"""How far a works project has come, as the steps above its record."""

from __future__ import annotations

from typing import Any

from logistics.wording import Words, _

WAY: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (_("Proposing"), ("draft",)),
    (_("Site surveys"), ("proposed",)),
    (_("Quotations"), ("surveyed",)),
    (_("Approval"), ("quoted", "submitted", "returned")),
    (_("Contract"), ("approved",)),
    (_("Work"), ("contracted", "started")),
    (_("Settlement"), ("accepted",)),
    (_("Warranty"), ("settled", "warranty")),
)
"""Each step with the states in which it is under way."""


def steps_of(project: Any) -> list[dict[str, Any]]:
    """The stepper's entries; none once the project was given up."""
    if project.status in ("rejected", "cancelled"):
        return []
    status = project.status
    if status == "submitted" and project.approval_for == "final":
        status = "accepted"
    now = next((at for at, (_label, states) in enumerate(WAY) if status in states), len(WAY))
    return [
        {
            "label": label,
            "note": _note(project, position),
            "state": "done" if position < now else "now" if position == now else "later",
        }
        for position, (label, _states) in enumerate(WAY)
    ]


def _note(project: Any, position: int) -> str:
    days = {4: project.contracted_on, 5: project.accepted_on, 7: project.warranty_until}
    day = days.get(position)
    return f"{day:%Y-%m-%d}" if day else ""
