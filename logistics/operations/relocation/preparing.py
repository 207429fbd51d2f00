"""The tasks of a move, in the order in which they depend on each other, and the gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from logistics.database import local_today, now
from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import load, move
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, may_verb, require_verb
from logistics.queries.relocation import Gatepost, blocking, open_tasks_of, tasks_of
from logistics.tables.relocation import Relocation, RelocationTask
from logistics.wording import Words, _

PAGE = "/admin/relocation_task/details/?id={id}"
UNDER_WAY = ("preparing", "ready", "moved")
MOVING = {"before": UNDER_WAY, "during": ("ready", "moved"), "after": ("moved",)}
"""In which states of the move a task of a phase may be done."""


def begin_relocations(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Give drafted moves their number and tell the owners of their tasks (R48, R49)."""
    require_verb(actor, "begin_relocations")

    def begin(row: Seen) -> Relocation:
        require_verb(actor, "begin_relocations", load(Relocation, row))
        relocation = move(
            Relocation,
            row,
            to="preparing",
            out_of=("draft",),
            actor=actor,
            verb="begin_relocations",
            changes={"doc_no": take_number(Relocation.doc_no.prefix)},
        )
        for task in tasks_of(relocation.id):
            words = _("Yours in the move, by %(day)s: %(task)s", day=task.due_on, task=str(task))
            notify(task.owner, words, link=PAGE.format(id=task.id))
        return relocation

    return each(seen, begin, done=_("In preparation."), model=Relocation)


def finish_relocation_tasks(
    *,
    seen: Sequence[Seen],
    evidence: str,
    actor: Actor,
    done_on: dt.date | str | None = None,
    worked_overtime: bool = False,
) -> list[Outcome]:
    """Report tasks as done, with what proves it (R49, R50, R51, R52, R53, R54).

    Not before the task that it depends on, nor in a phase that the move has not reached.
    """
    require_verb(actor, "finish_relocation_tasks")
    if not evidence.strip():
        raise RuleViolation(_("Name the record or certificate that proves it."), field="evidence")
    values, errors = clean_values(RelocationTask, {"done_on": done_on or local_today()})
    if errors or values["done_on"] > local_today():
        raise RuleViolation(_("Give a day that has come."), field="done_on")

    def finish(row: Seen) -> RelocationTask:
        task = load(RelocationTask, row)
        _refuse_others(task, actor)
        if task.relocation.status not in MOVING[task.phase]:
            raise WrongState(
                _("The move is “%(status)s”; this task is not due yet.", status=_state(task))
            )
        if task.depends_on_id is not None and task.depends_on.status != "done":
            raise WrongState(_("First comes: %(task)s.", task=str(task.depends_on)))
        return move(
            RelocationTask,
            row,
            to="done",
            out_of=("open",),
            actor=actor,
            verb="finish_relocation_tasks",
            changes={
                **values,
                "evidence": evidence.strip()[:200],
                "worked_overtime": worked_overtime,
            },
        )

    return each(seen, finish, done=_("Done."), model=RelocationTask)


def reopen_relocation_tasks(*, seen: Sequence[Seen], reason: str, actor: Actor) -> list[Outcome]:
    """Take back that tasks are done; refused while later tasks rest on them."""
    require_verb(actor, "reopen_relocation_tasks")
    if not reason.strip():
        raise RuleViolation(_("Say why."), field="reason")

    def reopen(row: Seen) -> RelocationTask:
        task = load(RelocationTask, row)
        require_verb(actor, "reopen_relocation_tasks", task)
        later = RelocationTask.get_or_none(
            (RelocationTask.depends_on == task.id) & (RelocationTask.status == "done")
        )
        if later is not None:
            raise WrongState(_("Done already and resting on it: %(task)s.", task=str(later)))
        if task.phase == "before" and task.relocation.status != "preparing":
            raise WrongState(_("The gate is passed; note what is left as a task afterwards."))
        task = move(
            RelocationTask,
            row,
            to="open",
            out_of=("done",),
            actor=actor,
            verb="reopen_relocation_tasks",
            changes={"done_on": None, "evidence": ""},
        )
        words = _("%(task)s is open again: %(reason)s", task=str(task), reason=reason.strip())
        notify(task.owner, words, link=PAGE.format(id=task.id))
        return task

    return each(seen, reopen, done=_("Open again."), model=RelocationTask)


def clear_relocations(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Pass the gate: everything that must be ready before a move is ready (R49, R51, R52)."""
    require_verb(actor, "clear_relocations")

    def clear(row: Seen) -> Relocation:
        relocation = load(Relocation, row)
        require_verb(actor, "clear_relocations", relocation)
        refuse_closed_gate(relocation.id)
        return move(
            Relocation,
            row,
            to="ready",
            out_of=("preparing",),
            actor=actor,
            verb="clear_relocations",
            changes={"ready_at": now(), "ready_by": actor.account_id},
        )

    return each(seen, clear, done=_("Ready to move."), model=Relocation)


def close_relocations(*, seen: Sequence[Seen], closing_note: str, actor: Actor) -> list[Outcome]:
    """Close moves of which nothing remains to be done (R54, R55)."""
    require_verb(actor, "close_relocations")
    if not closing_note.strip():
        raise RuleViolation(_("Write how the move went."), field="closing_note")

    def close(row: Seen) -> Relocation:
        relocation = load(Relocation, row)
        require_verb(actor, "close_relocations", relocation)
        left = open_tasks_of(relocation, "before", "during", "after")
        if left:
            raise WrongState(_("Still to be done: %(task)s.", task=str(left[0])))
        return move(
            Relocation,
            row,
            to="closed",
            out_of=("moved",),
            actor=actor,
            verb="close_relocations",
            changes={"closing_note": closing_note.strip()},
        )

    return each(seen, close, done=_("Closed."), model=Relocation)


def refuse_closed_gate(relocation_id: int) -> None:
    """Refuse while a post of the gate is not ready, naming the first."""
    for post in blocking(relocation_id):
        raise WrongState(why_blocked(post))


def why_blocked(post: Gatepost) -> Words:
    """What is missing at a post of the gate."""
    if not post.tasks:
        return _("%(what)s: no task has been planned for it.", what=post.label)
    task = post.open_tasks[0]
    return _(
        "%(what)s: “%(task)s” (%(owner)s) is not done yet.",
        what=post.label,
        task=str(task),
        owner=task.owner.name,
    )


def _refuse_others(task: RelocationTask, actor: Actor) -> None:
    """Whose task it is, or who runs the move, reports it."""
    require_verb(actor, "finish_relocation_tasks", task)
    runs_it = may_verb(actor, "execute_moves")
    if task.owner_id != actor.staff_id and not runs_it and not actor.unlimited:
        raise NotPermitted(_("Only the person responsible reports this."))


def _state(task: RelocationTask) -> Any:
    return Relocation._meta.fields["status"].labels[task.relocation.status]
