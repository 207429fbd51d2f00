"""Many rows taken on by one step: each judged by itself, all written by one statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from logistics.auditing import transaction
from logistics.database import Record
from logistics.errors import NotFound, RuleViolation, StaleRecord, WrongState
from logistics.operations.outcomes import Outcome, Seen, label_of
from logistics.operations.sets import change_many
from logistics.operations.transitions import label_of_status
from logistics.permissions import Actor
from logistics.wording import Words, _


@dataclass(frozen=True)
class Filling:
    """What becomes of rows: out of which states, with which values, under which verb.

    ``rows`` selects them together with whatever names them. ``values`` gives the columns of one
    row, the same for all, or raises its refusal.
    """

    rows: Any
    verb: str
    out_of: tuple[str, ...]
    values: Callable[[Any], Mapping[str, Any]]
    done: Words


def fill(filling: Filling, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Write the rows that can be; a refused row leaves the others standing."""
    outcomes: list[Outcome] = []
    rows: list[Record] = []
    changes: list[Mapping[str, Any]] = []
    model: type[Record] = filling.rows.model
    with transaction():
        found = filling.rows.where(model.id.in_([one.id for one in seen]))
        known: dict[int, Record] = {row.id: row for row in found}
        for one in seen:
            try:
                row = _as_seen(known, one)
                _refuse_state(filling, row)
                changes.append(filling.values(row))
            except RuleViolation as refusal:
                label = str(known[one.id]) if one.id in known else label_of(model, one.id)
                outcomes.append(Outcome(one.id, label, refusal.words, refusal))
            else:
                rows.append(row)
                outcomes.append(Outcome(one.id, str(row), filling.done))
        change_many(rows, changes, actor=actor, verb=filling.verb)
    return outcomes


def _as_seen(known: Mapping[int, Record], one: Seen) -> Record:
    row = known.get(one.id)
    if row is None:
        raise NotFound(_("There is no such record."))
    if one.row_version is not None and row.row_version != one.row_version:
        raise StaleRecord(
            _("%(row)s was changed after you opened it. Look at it again first.", row=str(row))
        )
    return row


def _refuse_state(filling: Filling, row: Any) -> None:
    if row.status not in filling.out_of:
        raise WrongState(
            _(
                "%(row)s is “%(status)s”; this step is not possible from there.",
                row=str(row),
                status=label_of_status(type(row), row.status),
            )
        )
