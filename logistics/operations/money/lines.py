"""Approving a year's budget lines: from then on they can be reserved, and changed by adjustment."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import move
from logistics.permissions import Actor, require_verb
from logistics.tables.money import BudgetLine
from logistics.wording import _


def approve_budget_lines(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Make drafted lines binding."""
    require_verb(actor, "approve_budget_lines")

    def approve(row: Seen) -> BudgetLine:
        return move(
            BudgetLine,
            row,
            to="approved",
            out_of=("draft",),
            actor=actor,
            verb="approve_budget_lines",
        )

    return each(seen, approve, done=_("Approved."), model=BudgetLine)
