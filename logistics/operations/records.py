"""Create, change and delete rows of plain tables.

The only way in which form, cell, import, command line and API write a table that has no verb of its
own: the declaration is enforced here, and with it rights, scope, states, versions and the audit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import peewee

from logistics import permissions
from logistics.auditing import record, snapshot, transaction
from logistics.database import Record
from logistics.errors import (
    Conflict,
    InvalidRecord,
    NotFound,
    NotPermitted,
    RuleViolation,
    WrongState,
)
from logistics.operations.outcomes import Seen
from logistics.operations.transitions import add, change, label_of_status, load
from logistics.operations.validation import REQUIRED, Errors, clean_values
from logistics.permissions import Actor
from logistics.queries.structure import (
    derived_values,
    document_of,
    editable_columns,
    lines_of,
    references_to,
)
from logistics.schema import explain_integrity_error
from logistics.wording import _

Row = TypeVar("Row", bound=Record)

KEPT = _("This column is kept by the system.")
NOT_YOURS = _("Choose one from the list.")


@dataclass(frozen=True)
class LineChange:
    """What is to become of one line: new (no id), changed, or removed."""

    values: Mapping[str, Any] = field(default_factory=dict)
    id: int | None = None
    remove: bool = False


Lines = Mapping[type[Record], Sequence[LineChange]]


class InvalidLines(InvalidRecord):
    """Problems in lines: ``by_line`` maps table and position to the problems by column."""

    def __init__(self, by_line: Mapping[tuple[type[Record], int], Errors]) -> None:
        self.by_line = dict(by_line)
        super().__init__(next(iter(self.by_line.values())))


def create_record(
    model: type[Row], values: Mapping[str, Any], *, actor: Actor, lines: Lines | None = None
) -> Row:
    """Insert one row and its lines; all or nothing.

    Raises InvalidRecord with the problems by column, InvalidLines, NotPermitted or Conflict.
    """
    _page(model, "new")
    permissions.require(actor, "create", model)
    with explained(model), transaction():
        row = _new_row(model, values, actor)
        if not permissions.may(actor, "create", model, row):
            raise NotPermitted(_("Your roles allow this only for your own site, unit or person."))
        _guard_document(row, actor)
        add(row, actor=actor, verb="create")
        if lines:
            _write_lines(row, lines, actor)
    return row


def change_record(
    model: type[Row],
    seen: Seen,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    lines: Lines | None = None,
) -> Row:
    """Write the columns that differ, and the lines; all or nothing.

    Raises StaleRecord when the row is no longer what was seen, otherwise as ``create_record``.
    """
    _page(model, "edit")
    with explained(model), transaction():
        row = load(model, seen)
        permissions.require(actor, "edit", model, row)
        guard_editable(row)
        changes = _changes(row, values, actor)
        lines_changed = bool(lines) and _write_lines(row, lines or {}, actor)
        if changes or lines_changed:
            change(row, changes, actor=actor, verb="edit")
        if not permissions.may(actor, "edit", model, row):
            raise NotPermitted(_("Your roles allow this only for your own site, unit or person."))
        _guard_document(row, actor)
    return row


def delete_record(model: type[Row], seen: Seen, *, actor: Actor) -> Row:
    """Delete a row that nothing refers to, together with its own lines.

    Raises Conflict naming what refers to it; WrongState for a document that has its number.
    """
    _page(model, "delete")
    with explained(model), transaction():
        row = load(model, seen)
        permissions.require(actor, "delete", model, row)
        guard_deletable(row)
        _guard_document(row, actor)
        for line in lines_of(model):
            for part in line.select().where(line._meta.fields[line.DOCUMENT] == row.id):
                _delete(part, actor)
        _delete(row, actor)
    return row


def guard_deletable(row: Record) -> None:
    """Refuse to delete a document that has a number, or a row that others refer to."""
    if row.DELETABLE_IN and row.status not in row.DELETABLE_IN:
        raise WrongState(
            _(
                "%(row)s is “%(status)s” and cannot be deleted; cancel it instead.",
                row=str(row),
                status=label_of_status(type(row), row.status),
            )
        )
    for model, _column, count in references_to(row):
        raise Conflict(
            _(
                "%(row)s is still in use: %(count)s × %(table)s.",
                row=str(row),
                count=count,
                table=model.LABEL,
            )
        )


@contextmanager
def explained(model: type[Record]) -> Iterator[None]:
    """Turn a constraint of the database that refuses a row into the rule's own message."""
    try:
        yield
    except peewee.IntegrityError as error:
        raise explain_integrity_error(error, model) from error
    except peewee.DataError as error:
        raise RuleViolation(_("A value is too large for its column.")) from error


def _page(model: type[Record], page: str) -> None:
    if page not in model.PAGES:
        raise NotPermitted(_("Rows of this table are written by the system only."))


def _new_row(
    model: type[Row], values: Mapping[str, Any], actor: Actor, *, document: Record | None = None
) -> Row:
    """A row that is not saved yet; a line of ``document``, whatever its values say of that."""
    told = {
        name: value for name, value in values.items() if document is None or name != model.DOCUMENT
    }
    cleaned, errors = _clean(model, told, actor)
    if document is not None:
        cleaned[str(model.DOCUMENT)] = document
    for column in editable_columns(model):
        if column.name in cleaned or column.name in errors:
            continue
        if not column.null and column.default is None:
            errors[column.name] = [REQUIRED]
    row = model(**cleaned)
    _judge(row, errors)
    for name, key in derived_values(row).items():
        setattr(row, name, key)
    return row


def _changes(row: Record, values: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    model = type(row)
    cleaned, errors = _clean(model, values, actor)
    changes = {name: value for name, value in cleaned.items() if row.__data__.get(name) != value}
    proposed = model(**{**row.__data__, **changes})
    _judge(proposed, errors)
    return changes | {
        name: key for name, key in derived_values(proposed).items() if row.__data__.get(name) != key
    }


def _judge(row: Record, errors: Errors) -> None:
    if not errors:
        for name, words in row.check(row):
            errors.setdefault(name, []).append(words)
    if errors:
        raise InvalidRecord(errors)


def _clean(
    model: type[Record], values: Mapping[str, Any], actor: Actor
) -> tuple[dict[str, Any], Errors]:
    editable = {column.name: column for column in editable_columns(model)}
    errors: Errors = {name: [KEPT] for name in values if name not in editable}
    cleaned, problems = clean_values(
        model, {name: value for name, value in values.items() if name in editable}
    )
    errors.update(problems)
    for name, value in cleaned.items():
        column = editable[name]
        if isinstance(column, peewee.ForeignKeyField) and value is not None:
            # That there is such a row is known by now; its scope is asked by its id.
            target = column.rel_model(id=value)
            if not permissions.may(actor, "read", column.rel_model, target):
                errors[name] = [NOT_YOURS]
    return cleaned, errors


def _delete(row: Record, actor: Actor) -> None:
    before = snapshot(row)
    type(row).delete().where(type(row).id == row.id).execute()
    record(actor, "delete", row, before=before, after={})


def guard_editable(row: Record) -> None:
    """Refuse to change a record in a state in which it can no longer be edited."""
    if row.EDITABLE_IN and row.status not in row.EDITABLE_IN:
        raise WrongState(
            _(
                "%(row)s is “%(status)s” and can no longer be edited.",
                row=str(row),
                status=label_of_status(type(row), row.status),
            )
        )


def _guard_document(row: Record, actor: Actor) -> None:
    """A line written by itself obeys its document's state and raises its version.

    Where the document is a line itself, so does the document above.
    """
    document = document_of(row)
    if document is not None:
        permissions.require(actor, "edit", type(document), document)
        guard_editable(document)
        change(document, {}, actor=actor, verb="edit_lines")
        _guard_document(document, actor)


def _write_lines(document: Record, lines: Lines, actor: Actor) -> bool:
    changed = False
    problems: dict[tuple[type[Record], int], Errors] = {}
    for model, rows in lines.items():
        if model not in lines_of(type(document)):
            raise NotFound(_("There is no such record."))
        own = {row.id: row for row in _own_lines(document, model)}
        for position, line in enumerate(rows):
            try:
                changed |= _write_line(document, model, line, own, actor)
            except InvalidRecord as refusal:
                problems[model, position] = refusal.errors
    if problems:
        raise InvalidLines(problems)
    return changed


def _own_lines(document: Record, model: type[Record]) -> list[Record]:
    return list(model.select().where(model._meta.fields[model.DOCUMENT] == document.id))


def _write_line(
    document: Record,
    model: type[Record],
    line: LineChange,
    own: Mapping[int, Record],
    actor: Actor,
) -> bool:
    if line.id is None:
        if line.remove:
            return False
        add(_new_row(model, line.values, actor, document=document), actor=actor, verb="create")
        return True
    row = own.get(line.id)
    if row is None:
        raise NotFound(_("A line that is not part of this record cannot be changed here."))
    if line.remove:
        guard_deletable(row)
        _delete(row, actor)
        return True
    changes = _changes(row, line.values, actor)
    if changes:
        change(row, changes, actor=actor, verb="edit")
    return bool(changes)
