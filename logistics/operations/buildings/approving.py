"""Works projects and leases before those who decide on them, by the engine of approval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from logistics.operations.approvals import Decision, Verdict, decide_on, open_approval
from logistics.operations.buildings.budget import bind_budget, free_budget, hold_budget
from logistics.operations.buildings.choosing import require_choice
from logistics.operations.buildings.common import permitted
from logistics.operations.buildings.settling import refuse_settlement, settle_finally
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import change, move
from logistics.permissions import Actor, require_verb
from logistics.tables.buildings import WorksProject
from logistics.wording import _


def submit_works(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Send projects with a chosen contractor on their way of approval, by their amount (R45).

    A budget line that is named must reach: its amount is set aside at once.
    """
    require_verb(actor, "submit_works")

    def submit(row: Seen) -> WorksProject:
        project = permitted(WorksProject, row, "submit_works", actor)
        require_choice(project)
        project = move(
            WorksProject,
            row,
            to="submitted",
            out_of=("quoted",),
            actor=actor,
            verb="submit_works",
        )
        hold_budget(project, project.amount, actor=actor)
        open_approval(project, amount=project.amount, actor=actor)
        return project

    return each(seen, submit, done=_("Submitted."), model=WorksProject)


def approve_works(*, decisions: Sequence[Decision], actor: Actor) -> list[Outcome]:
    """Approve, return or reject contracts and higher final amounts (R45).

    A final amount that is not approved leaves the work accepted, to be settled anew.
    """
    return decide_on(WorksProject, decisions, _carry_out, actor=actor, verb="approve_works")


def _carry_out(verdict: Verdict, actor: Actor) -> None:
    project: WorksProject = verdict.document
    result, verb = verdict.result, "approve_works"
    if result == "submitted":
        change(project, {}, actor=actor, verb=verb)
    elif project.approval_for == "final":
        if result == "approved":
            approved: dict[str, Any] = {"approved_amount": project.amount}
            change(project, approved, actor=actor, verb=verb)
            bind_budget(project, actor=actor)
            settle_finally(project, actor=actor, verb=verb)
        else:
            refuse_settlement(project, actor=actor, verb=verb)
    else:
        changes: dict[str, Any] = {"status": result}
        if result == "approved":
            changes["approved_amount"] = project.amount
        else:
            free_budget(project, actor=actor)
        change(project, changes, actor=actor, verb=verb)


__all__ = ["approve_works", "submit_works"]
