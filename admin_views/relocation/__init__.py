"""Relocation: the gate of a move, its tasks, and the order in which units move."""

from admin_views.relocation.moves import (
    RELOCATION_VERBS,
    SLOT_VERBS,
    TASK_VERBS,
    RelocationView,
)

__all__ = ["RELOCATION_VERBS", "SLOT_VERBS", "TASK_VERBS", "RelocationView"]
