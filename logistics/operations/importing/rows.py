"""Rows of a file, each through ``records``: an import is held to what a form is held to.

A column that operations own is accepted while it says what the row already says, so that an export
can be imported again, and refused when it says anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import peewee

from logistics import permissions
from logistics.auditing import settle, transaction
from logistics.database import Record
from logistics.errors import InvalidRecord, NotFound, RuleViolation
from logistics.operations.importing.keys import Meanings, itself, key_of, keys_of, row_with
from logistics.operations.importing.values import BLANK, CellReader, reads_same, shown
from logistics.operations.outcomes import Seen
from logistics.operations.records import change_record, create_record
from logistics.operations.validation import Problem
from logistics.permissions import Actor
from logistics.queries.structure import KEPT_BY_THE_HOUSE, editable_columns
from logistics.wording import Words, _

MOST_PROBLEMS = 5_000
MOST_SHOWN = 200
SETTLED_EVERY = 1_000


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one row of the file; rows count from 1."""

    row: int
    column: str
    words: Words


@dataclass(frozen=True)
class RowResult:
    """What one row of the file did, or would do.

    ``before`` holds the written columns as they were; ``changes`` says column, old and new as
    people read them, and is filled for the first rows of a trial only.
    """

    number: int
    action: str
    row_id: int = 0
    label: str = ""
    version: int = 1
    before: Mapping[str, Any] = field(default_factory=dict)
    changes: Sequence[tuple[str, Any, Any]] = ()


@dataclass
class Imported:
    """What an import did, or would do."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    errors: list[RowProblem] = field(default_factory=list)
    rows: list[RowResult] = field(default_factory=list)

    def count(self, result: RowResult) -> None:
        """Add what became of one row."""
        if result.action == "created":
            self.created += 1
        elif result.action == "changed":
            self.changed += 1
        else:
            self.unchanged += 1


def line_of(number: int) -> int:
    """The line of a sheet in which a row stands: the head is the first."""
    return number + 1


class Undo(Exception):
    """Takes back everything: the rows had errors, or the import was only a trial."""


@contextmanager
def undone() -> Iterator[None]:
    """A transaction that is taken back when ``Undo`` is raised inside."""
    try:
        with transaction():
            yield
    except Undo:
        pass


def import_rows(
    model: type[Record],
    rows: Iterable[Mapping[str, Any]],
    *,
    actor: Actor,
    upsert_by: str | None = None,
    dry_run: bool = False,
    meanings: Meanings = itself,
) -> Imported:
    """Create rows, or change those that ``upsert_by`` finds; all or nothing.

    ``upsert_by`` names a unique column, several that are unique together (``unit,year``), or
    ``id``. With a single error, or with ``dry_run``, nothing stays. Raises RuleViolation for a key
    that does not find one row, NotPermitted without the right to import.
    """
    importer = Importer(model, actor=actor, upsert_by=upsert_by, meanings=meanings)
    imported = Imported()
    with undone():
        for number, cells in enumerate(rows, start=1):
            importer.take(number, cells, imported, shows=dry_run)
            if number % SETTLED_EVERY == 0:
                settle()
        if imported.errors or dry_run:
            raise Undo
    return imported


class Importer:
    """Takes one row of a file after the other, inside a transaction of the caller."""

    def __init__(
        self,
        model: type[Record],
        *,
        actor: Actor,
        upsert_by: str | None = None,
        meanings: Meanings = itself,
    ) -> None:
        permissions.require(actor, "import", model)
        self.model = model
        self.actor = actor.through("import")
        self.key = key_named(model, upsert_by)
        self.reader = CellReader(model, actor, meanings)
        self.fields = model._meta.fields
        self.editable = {column.name for column in editable_columns(model)} - set(model.SECRET)
        self.taken: dict[tuple[str, tuple[Any, ...]], int] = {}

    def take(
        self, number: int, cells: Mapping[str, Any], imported: Imported, *, shows: bool = False
    ) -> RowResult | None:
        """Write one row and count it; its problems are noted, and None is the answer."""
        try:
            with transaction():
                result = self._take(number, cells, shows and len(imported.rows) < MOST_SHOWN)
        except InvalidRecord as refusal:
            problems = [(name, words[0]) for name, words in refusal.errors.items()]
        except RuleViolation as refusal:
            problems = [(refusal.field or "", refusal.words)]
        else:
            imported.count(result)
            if shows and result.action != "unchanged" and len(imported.rows) < MOST_SHOWN:
                imported.rows.append(result)
            return result
        room = MOST_PROBLEMS - len(imported.errors)
        imported.errors += [RowProblem(number, *problem) for problem in problems[: max(room, 0)]]
        return None

    def _take(self, number: int, cells: Mapping[str, Any], shows: bool) -> RowResult:
        found = self._find(cells)
        values = self._values(cells, found)
        if found is not None:
            self._once(number, ("id",), [found.id])
        if found is None:
            row = create_record(self.model, values, actor=self.actor)
            for key in keys_of(self.model)[1:]:
                self._once(number, key, [row.__data__.get(name) for name in key])
            changes = self._changes({}, row.__data__, values) if shows else ()
            return RowResult(number, "created", row.id, str(row), row.row_version, {}, changes)
        if not values:
            return RowResult(number, "unchanged", found.id)
        before = {name: found.__data__.get(name) for name in values}
        row = change_record(self.model, Seen(found.id, found.row_version), values, actor=self.actor)
        changes = self._changes(before, row.__data__, values) if shows else ()
        return RowResult(number, "changed", row.id, str(row), row.row_version, before, changes)

    def _changes(
        self, before: Mapping[str, Any], after: Mapping[str, Any], names: Iterable[str]
    ) -> list[tuple[str, Any, Any]]:
        return [
            (name, shown(self.fields[name], before.get(name)), shown(self.fields[name], value))
            for name in names
            if (value := after.get(name)) not in BLANK or before.get(name) not in BLANK
        ]

    def _once(self, number: int, key: tuple[str, ...], values: Sequence[Any]) -> None:
        """A row may stand in a file once; portions that are tried singly do not see each other."""
        if None in values:
            return
        first = self.taken.setdefault((",".join(key), tuple(values)), number)
        if first != number:
            name = next(iter(self.key or key))
            problem = _("The same record stands in line %(line)s already.", line=line_of(first))
            raise InvalidRecord({name: [problem]})

    def _find(self, cells: Mapping[str, Any]) -> Record | None:
        if not self.key or not key_of(self.key, cells):
            return None
        columns = [self.fields[name] for name in self.key]
        values = [self._read(column, cells[column.name]) for column in columns]
        found = row_with(self.model, columns, values)
        if found is not None and not permissions.may(self.actor, "read", self.model, found):
            found = None
        if found is None and self.key == ("id",):
            raise NotFound(_("There is no such record."), field="id")
        return found

    def _read(self, column: peewee.Field, cell: Any, current: Any = None) -> Any:
        try:
            return self.reader.read(column, cell, current)
        except Problem as problem:
            raise InvalidRecord({column.name: [problem.words]}) from None

    def _values(self, cells: Mapping[str, Any], found: Record | None) -> dict[str, Any]:
        """The editable columns that differ; the others must say what the row says already."""
        errors: dict[str, list[Words]] = {}
        values: dict[str, Any] = {}
        for name, cell in cells.items():
            column = self.fields.get(name)
            if column is None or name in self.model.SECRET:
                errors[name] = [_("This table has no such column.")]
            elif name in KEPT_BY_THE_HOUSE or found is None and cell in BLANK:
                continue
            elif name not in self.editable:
                if not self._says_the_same(column, cell, found):
                    errors[name] = [_("This column is kept by the system and cannot be imported.")]
            else:
                self._add(values, errors, column, cell, found)
        if errors:
            raise InvalidRecord(errors)
        return values

    def _add(
        self,
        values: dict[str, Any],
        errors: dict[str, list[Words]],
        column: peewee.Field,
        cell: Any,
        found: Record | None,
    ) -> None:
        current = None if found is None else found.__data__.get(column.name)
        try:
            value = self.reader.read(column, cell, current)
        except Problem as problem:
            errors[column.name] = [problem.words]
            return
        if found is None or value != current:
            values[column.name] = value

    def _says_the_same(self, column: peewee.Field, cell: Any, found: Record | None) -> bool:
        """Of a new row: what it starts with anyway."""
        if cell in BLANK:
            return True
        start = None if callable(column.default) else column.default
        current = start if found is None else found.__data__.get(column.name)
        return current is not None and reads_same(self.reader, column, cell, current)


def key_named(model: type[Record], text: str | None) -> tuple[str, ...]:
    """The key that ``upsert_by`` names; refused when it would not find one row."""
    if not text:
        return ()
    names = tuple(name.strip() for name in text.split(","))
    if names not in keys_of(model):
        raise RuleViolation(
            _("“%(name)s” is not a column that finds one row; use a unique one.", name=text)
        )
    return names
