"""Many plain rows deleted by few statements, under the rules by which one is."""

from __future__ import annotations

from collections.abc import Sequence

from logistics import permissions
from logistics.auditing import record, transaction
from logistics.database import Record, lock
from logistics.errors import Conflict, NotFound, StaleRecord, WrongState
from logistics.operations.outcomes import Seen
from logistics.operations.records import delete_record, explained
from logistics.operations.transitions import label_of_status
from logistics.permissions import Actor
from logistics.queries.structure import lines_of, reference_among
from logistics.wording import _


def delete_records(model: type[Record], seen: Sequence[Seen], *, actor: Actor) -> None:
    """Delete rows as they were seen, all or none; raises what ``delete_record`` raises.

    Lines, documents with lines and rows of a tree go one by one, in the order given: each changes,
    takes along or holds other rows.
    """
    with explained(model), transaction():
        is_tree = any(target is model for target in model._meta.refs.values())
        if is_tree or model.DOCUMENT or lines_of(model) or "delete" not in model.PAGES:
            for one in seen:
                delete_record(model, one, actor=actor)
            return
        rows = _held(model, seen)
        guard_unused(model, rows)
        for row in rows:
            permissions.require(actor, "delete", model, row)
            if row.DELETABLE_IN and row.status not in row.DELETABLE_IN:
                raise WrongState(
                    _(
                        "%(row)s is “%(status)s” and cannot be deleted; cancel it instead.",
                        row=str(row),
                        status=label_of_status(model, row.status),
                    )
                )
            record(actor, "delete", row, before=dict(row.__data__), after={})
        model.delete().where(model.id.in_([row.id for row in rows])).execute()


def guard_unused(model: type[Record], rows: Sequence[Record]) -> None:
    """Refuse when some row refers to one of ``rows``; a statement a column, not a row."""
    by_id = {row.id: row for row in rows}
    for other, found in reference_among(model, list(by_id)):
        raise Conflict(
            _(
                "%(row)s is still in use: %(count)s × %(table)s.",
                row=str(by_id[found]),
                count=1,
                table=other.LABEL,
            )
        )


def _held(model: type[Record], seen: Sequence[Seen]) -> list[Record]:
    versions = {one.id: one.row_version for one in seen}
    rows: list[Record] = list(lock(model.select().where(model.id.in_(list(versions)))))
    if len(rows) != len(versions):
        raise NotFound(_("There is no such record."))
    for row in rows:
        if versions[row.id] not in (None, row.row_version):
            raise StaleRecord(
                _("%(row)s was changed after you opened it. Look at it again first.", row=str(row))
            )
    return rows
