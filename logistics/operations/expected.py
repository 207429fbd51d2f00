"""Records that are made before anything happens, so that a missing one is itself a finding.

Patrol slots, cleaning rounds, meter readings and nil reports are expected by a plan: each is a row
of its own from the start and is filled in when the work is done (architecture.md, “Expected records
are made in advance”). An area says which rows its plan expects; how they come to be there without
doubling lives here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from logistics.auditing import record, transaction
from logistics.database import Record, now
from logistics.errors import RuleViolation, WrongState
from logistics.operations.outcomes import Seen
from logistics.operations.sets import change_many, know_neighbours
from logistics.operations.transitions import load, move
from logistics.permissions import Actor
from logistics.tables.base import BaseModel
from logistics.tables.expected import ExpectedRecord
from logistics.wording import _

ROWS_A_STATEMENT = 400

Row = TypeVar("Row", bound=ExpectedRecord)


def expect_rows(
    model: type[Record],
    rows: Iterable[Mapping[str, Any]],
    *,
    key: Sequence[str],
    actor: Actor,
    verb: str,
) -> int:
    """Insert those of ``rows`` whose ``key`` is not there yet; answers how many were new.

    ``key`` names the columns of a unique constraint of ``model``; all rows name the same columns.
    What is there already stays untouched, so that the same plan may be laid out any number of
    times, by two processes at once too. Each new row is audited under ``verb``.
    """
    target = [model._meta.fields[name] for name in key]
    added = 0
    remaining = iter(rows)
    with transaction():
        while part := list(islice(remaining, ROWS_A_STATEMENT)):
            query = (
                model.insert_many([_with_author(model, row, actor) for row in part])
                .on_conflict(action="nothing", conflict_target=target)
                .returning(model.id)
            )
            ids = [row_id for (row_id,) in query.tuples().execute()]
            made = list(model.select().where(model.id.in_(ids)).order_by(model.id))
            for row in know_neighbours(made):
                record(actor, verb, row)
            added += len(ids)
    return added


def _with_author(model: type[Record], row: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    if not issubclass(model, BaseModel):
        return dict(row)
    return {**row, "created_by": actor.account_id, "updated_by": actor.account_id}


def require_window(row: ExpectedRecord) -> None:
    """Refuse unless it is now time for ``row``: what is done late does not fill an earlier slot."""
    if now() < row.starts_at:
        raise WrongState(_("Its time begins at %(at)s.", at=row.starts_at))
    if now() >= row.ends_at:
        raise WrongState(
            _("Its time ended at %(at)s; what was not done by then stays missed.", at=row.ends_at)
        )


def miss_rows(model: type[Row], *, before: dt.datetime, actor: Actor, verb: str) -> int:
    """Mark as missed what is still to be done although its window closed before ``before``."""
    with transaction():
        late = model.select().where((model.status == "expected") & (model.ends_at <= before))
        rows = know_neighbours(list(late.order_by(model.id)))
        if rows:
            change_many(rows, [{"status": "missed"}] * len(rows), actor=actor, verb=verb)
    return len(rows)


def forgive_row(model: type[Row], seen: Seen, *, note: str, actor: Actor, verb: str) -> Row:
    """Forgive a miss: the row stays, with who forgave it and why. Refused without a note."""
    if not note.strip():
        raise RuleViolation(_("Write why it is forgiven."), field="note")
    row = load(model, seen)
    if row.status == "expected" and now() < row.ends_at:
        raise WrongState(_("Its time is not over yet; it can still be done."))
    return move(
        model,
        seen,
        to="forgiven",
        out_of=("expected", "missed"),
        actor=actor,
        verb=verb,
        changes={
            "note": note.strip()[:200],
            "forgiven_by": actor.account_id,
            "forgiven_at": now(),
        },
    )
