"""The one way in which a document goes from state to state."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from logistics.auditing import record, snapshot
from logistics.database import Record, now
from logistics.errors import NotFound, StaleRecord, WrongState
from logistics.operations.outcomes import Seen
from logistics.permissions import Actor
from logistics.statements import row_by_id
from logistics.tables.base import BaseModel
from logistics.wording import Words, _

Row = TypeVar("Row", bound=Record)


def load(model: type[Row], seen: Seen) -> Row:
    """The row as it is now; refused when it is gone or no longer what was seen.

    It is held until the end of the transaction: what is worked out from it is still true when it
    is written, for those too who bring no version.
    """
    row: Row | None = row_by_id(model, seen.id, locked=True)
    if row is None:
        raise NotFound(_("There is no such record."))
    if seen.row_version is not None and row.row_version != seen.row_version:
        raise StaleRecord(
            _(
                "%(row)s was changed after you opened it. Look at it again first.",
                row=str(row),
            )
        )
    return row


def add(row: Row, *, actor: Actor, verb: str) -> Row:
    """Insert a row that an operation makes; audited."""
    if isinstance(row, BaseModel):
        row.created_by = row.updated_by = actor.account_id
    row.save(force_insert=True)
    record(actor, verb, row)
    return row


def change(
    row: Row,
    changes: Mapping[str, Any],
    *,
    actor: Actor,
    verb: str,
    where: Any = None,
) -> Row:
    """Write only the named columns, guarded by the version that was read; audited.

    ``where`` is a further condition that must still hold in the database.
    """
    before = snapshot(row)
    model = type(row)
    columns = {**changes, "row_version": row.row_version + 1, "updated_at": now()}
    if "updated_by" in model._meta.fields:
        columns["updated_by"] = actor.account_id
    guard = (model.id == row.id) & (model.row_version == row.row_version)
    if where is not None:
        guard &= where
    if model.update(columns).where(guard).execute() != 1:
        raise StaleRecord(
            _(
                "Somebody else has just changed %(row)s. Look at it again first.",
                row=str(row),
            )
        )
    for name, value in columns.items():
        setattr(row, name, value)
    row._dirty.clear()
    record(actor, verb, row, before=before)
    return row


def move(
    model: type[Row],
    seen: Seen,
    *,
    to: str,
    out_of: Collection[str],
    actor: Actor,
    verb: str,
    changes: Mapping[str, Any] | None = None,
) -> Row:
    """Take a document from one of the states ``out_of`` to the state ``to``.

    The guard stands in the UPDATE itself, so that of two people who press at the same moment one
    succeeds and the other is told.
    """
    return step(load(model, seen), to=to, out_of=out_of, actor=actor, verb=verb, changes=changes)


def step(
    row: Row,
    *,
    to: str,
    out_of: Collection[str],
    actor: Actor,
    verb: str,
    changes: Mapping[str, Any] | None = None,
) -> Row:
    """``move`` for a row that was loaded already, to be looked at before."""
    model = type(row)
    status = model._meta.fields["status"]
    if row.status not in out_of:
        raise WrongState(
            _(
                "%(row)s is “%(status)s”; this step is not possible from there.",
                row=str(row),
                status=label_of_status(model, row.status),
            )
        )
    return change(
        row,
        {**(changes or {}), "status": to},
        actor=actor,
        verb=verb,
        where=status.in_(list(out_of)),
    )


def label_of_status(model: type[Record], status: str) -> Words:
    """The word for a state."""
    labels: Mapping[str, Words] = model._meta.fields["status"].labels
    return labels[status]
