"""Rows from a file into a plain table: all of them, or none and the reasons.

Every row goes through ``records``, so that an import is held to what a form is held to. A column
that operations own is accepted while it says what the row already says, so that an export can be
imported again, and refused when it says anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import peewee

from logistics import permissions
from logistics.auditing import transaction
from logistics.database import Record
from logistics.errors import InvalidRecord, RuleViolation
from logistics.operations.outcomes import Seen
from logistics.operations.records import change_record, create_record
from logistics.operations.validation import Problem, clean_value
from logistics.permissions import Actor
from logistics.queries.structure import KEPT_BY_THE_HOUSE, editable_columns
from logistics.wording import Words, _


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one row of the file; rows count from 1."""

    row: int
    column: str
    words: Words


@dataclass
class Imported:
    """What an import did, or would do."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[RowProblem] = field(default_factory=list)


class _Undo(Exception):
    """Takes back everything: the rows had errors, or the import was only a trial."""


def import_rows(
    model: type[Record],
    rows: Iterable[Mapping[str, Any]],
    *,
    actor: Actor,
    upsert_by: str | None = None,
    dry_run: bool = False,
) -> Imported:
    """Create rows, or change those that ``upsert_by`` (a unique column or ``id``) finds.

    All or nothing: with a single error, or with ``dry_run``, nothing stays.
    """
    permissions.require(actor, "import", model)
    _guard_key(model, upsert_by)
    imported = Imported()
    door = actor.through("import")
    try:
        with transaction():
            for number, row in enumerate(rows, start=1):
                _import_row(model, number, row, door, upsert_by, imported)
            if imported.errors or dry_run:
                raise _Undo
    except _Undo:
        pass
    return imported


def _guard_key(model: type[Record], name: str | None) -> None:
    column = model._meta.fields.get(name) if name else None
    if name and (column is None or not (column.unique or column.primary_key)):
        raise RuleViolation(
            _("“%(name)s” is not a column that finds one row; use a unique one.", name=name)
        )


def _import_row(
    model: type[Record],
    number: int,
    row: Mapping[str, Any],
    actor: Actor,
    upsert_by: str | None,
    imported: Imported,
) -> None:
    try:
        found = _find(model, row, upsert_by)
        values = _writable(model, row, found)
        with transaction():
            if found is None:
                create_record(model, values, actor=actor)
                imported.created += 1
                return
            changed = change_record(model, Seen(found.id), values, actor=actor)
            if changed.row_version == found.row_version:
                imported.unchanged += 1
            else:
                imported.changed += 1
    except InvalidRecord as refusal:
        imported.errors += [
            RowProblem(number, name, problems[0]) for name, problems in refusal.errors.items()
        ]
    except RuleViolation as refusal:
        imported.errors.append(RowProblem(number, refusal.field or "", refusal.words))


def _find(model: type[Record], row: Mapping[str, Any], upsert_by: str | None) -> Record | None:
    if upsert_by is None or row.get(upsert_by) in (None, ""):
        return None
    column = model._meta.fields[upsert_by]
    try:
        key = clean_value(column, row[upsert_by])
    except Problem as problem:
        raise InvalidRecord({upsert_by: [problem.words]}) from None
    found: Record | None = model.get_or_none(column == key)
    return found


def _writable(model: type[Record], row: Mapping[str, Any], found: Record | None) -> dict[str, Any]:
    """The editable columns of a row; the others must say what the row says already."""
    editable = {column.name for column in editable_columns(model)}
    errors: dict[str, list[Words]] = {}
    for name, value in row.items():
        column = model._meta.fields.get(name)
        if column is None:
            errors[name] = [_("This table has no such column.")]
        elif name not in editable and not _says_the_same(column, value, found):
            errors[name] = [_("This column is kept by the system and cannot be imported.")]
    if errors:
        raise InvalidRecord(errors)
    return {name: value for name, value in row.items() if name in editable}


def _says_the_same(column: peewee.Field, value: Any, found: Record | None) -> bool:
    if column.name in KEPT_BY_THE_HOUSE or value in (None, ""):
        return True
    if found is None:
        return False
    try:
        return bool(clean_value(column, value) == found.__data__.get(column.name))
    except Problem:
        return False
