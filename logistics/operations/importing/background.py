"""Imports as work of a job: tried in portions, written and taken back as a whole.

A file is tried to its end first. It is then written in one transaction, of any size on PostgreSQL;
on SQLite, whose only writer it would hold, a large one is written in portions, and what still goes
wrong then (somebody else was faster) takes everything back (docs/decisions/0010).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

import peewee

from logistics.auditing import settle
from logistics.database import Record, is_postgresql, now
from logistics.errors import RuleViolation, StaleRecord
from logistics.operations.deleting import delete_records, guard_unused
from logistics.operations.importing.keys import Meanings
from logistics.operations.importing.rows import (
    Imported,
    Importer,
    RowProblem,
    RowResult,
    Undo,
    line_of,
    undone,
)
from logistics.operations.importing.uploads import (
    Row,
    journal_of,
    keep_report,
    mapped_rows,
    model_of,
    sheet_of,
)
from logistics.operations.jobs.kinds import Done
from logistics.operations.jobs.telling import tell
from logistics.operations.outcomes import Seen
from logistics.operations.records import change_record
from logistics.permissions import Actor
from logistics.tables.system import DataImport, DataImportRow, Job
from logistics.wording import Words, _

PORTION = 1_000
MOST_AT_ONCE = 3_000
"""Rows in one transaction on SQLite: a few seconds, in which others wait to write."""


class Portion(NamedTuple):
    """Rows of the file that are tried or written, or rows of the journal that are taken back.

    They come in parts; of a long portion there are more than memory should hold.
    """

    step: str
    parts: Iterable[Sequence[Any]]
    is_long: bool = False


def fits_at_once(rows: int) -> bool:
    """Whether so many rows can be written in one transaction without stopping the house."""
    return is_postgresql() or rows <= MOST_AT_ONCE


class ImportWork:
    """Tries a file and, when that is wanted and nothing is wrong, writes it."""

    def __init__(self, meanings: Meanings) -> None:
        self.meanings = meanings
        self.imported = Imported()
        self.file: Any = None
        self.importer: Any = None
        self.count = 0
        self.passes = 1

    def portions(self, job: Job, actor: Actor) -> Iterator[Portion]:
        arguments, cursor = json.loads(job.arguments), json.loads(job.cursor)
        self.file = DataImport.get_by_id(arguments["file"])
        self.count = sum(1 for _row in self._rows())
        self.passes = 1 if arguments["only_check"] else 2
        if cursor.get("step") != "write":
            self.importer = self._importer(actor)
            for rows in peewee.chunked(self._rows(), PORTION):
                yield Portion("try", [rows])
            if self.imported.errors or arguments["only_check"]:
                return
            self.imported, cursor = Imported(), {}
        self.importer = self._importer(actor)
        left = self._rows(after=cursor.get("row", 0))
        parts = peewee.chunked(left, PORTION)
        if fits_at_once(self.count):
            yield Portion("write", parts, is_long=True)
            return
        for rows in parts:
            yield Portion("write", [rows])

    def do(self, job: Job, portion: Portion, actor: Actor) -> Done:
        if portion.step == "back":
            return _take_back(job, portion, actor)
        total, last = self.count * self.passes, 0
        if portion.step == "try":
            with undone():
                for number, cells in chain.from_iterable(portion.parts):
                    self.importer.take(number, cells, self.imported, shows=True)
                    last = number
                raise Undo
            keep_report(self.file, self.imported, last)
            return Done(last, {"step": "try"}, total=total)
        for rows in portion.parts:
            self._write(rows)
            last = rows[-1][0]
            if portion.is_long:
                settle()
                tell(job, processed=self.count + last, total=total)
        return Done(self.count + last, {"step": "write", "row": last}, total=total)

    def back(self, job: Job, actor: Actor) -> Iterator[Portion]:
        """All that was written so far; the journal loses what was taken back."""
        if self.file is None:
            return
        for rows in _journal(self.file):
            yield Portion("back", [rows])

    def finish(self, job: Job, actor: Actor, *, ended: str) -> tuple[str, Words]:
        only_check = json.loads(job.arguments)["only_check"]
        file = DataImport.get_by_id(json.loads(job.arguments)["file"])
        if ended != "done":
            DataImport.update(status="uploaded").where(DataImport.id == file.id).execute()
            return ended, _("Nothing was imported.")
        if file.problems:
            return "done" if only_check else "failed", _(
                "Nothing was imported: %(count)s problems to mend.", count=file.problems
            )
        counts = {name: f"{getattr(file, name):,}" for name in ("created", "changed", "unchanged")}
        if only_check:
            return "done", _(
                "Checked: %(created)s new, %(changed)s to change, %(unchanged)s unchanged.",
                **counts,
            )
        DataImport.update(status="done", finished_at=now()).where(
            DataImport.id == file.id
        ).execute()
        return "done", _(
            "Imported: %(created)s created, %(changed)s changed, %(unchanged)s unchanged.", **counts
        )

    def _importer(self, actor: Actor) -> Importer:
        return Importer(
            model_of(self.file),
            actor=actor,
            upsert_by=self.file.upsert_by,
            meanings=self.meanings,
        )

    def _rows(self, after: int = 0) -> Iterator[Row]:
        rows = mapped_rows(sheet_of(self.file), json.loads(self.file.mapping))
        return (row for row in rows if row[0] > after)

    def _write(self, rows: Sequence[Row]) -> None:
        imported = Imported()
        results = [self.importer.take(number, cells, imported) for number, cells in rows]
        if imported.errors:
            raise RuleViolation(_first_words(imported.errors[0]))
        _keep_journal(self.file, [result for result in results if result is not None])


class UndoWork:
    """Takes back an import, as long as nothing depends on what it wrote."""

    def __init__(self) -> None:
        self.file: Any = None

    def portions(self, job: Job, actor: Actor) -> Iterator[Portion]:
        self.file = DataImport.get_by_id(json.loads(job.arguments)["file"])
        if json.loads(job.cursor).get("step") != "back":
            # No cursor stays open between portions: SQLite would refuse to write behind it.
            last = 0
            while rows := list(journal_of(self.file, after=last).limit(PORTION)):
                yield Portion("look", [rows])
                last = rows[-1].position
        if fits_at_once(self.file.created + self.file.changed):
            yield Portion("back", _journal(self.file), is_long=True)
            return
        for rows in _journal(self.file):
            yield Portion("back", [rows])

    def do(self, job: Job, portion: Portion, actor: Actor) -> Done:
        if portion.step == "back":
            return _take_back(job, portion, actor)
        for rows in portion.parts:
            _guard_untouched(model_of(self.file), rows)
        return Done(job.processed, {"step": "look"}, total=self.file.created + self.file.changed)

    def back(self, job: Job, actor: Actor) -> Iterator[Portion]:
        return iter(())

    def finish(self, job: Job, actor: Actor, *, ended: str) -> tuple[str, Words]:
        if ended != "done":
            return ended, _not_taken_back(DataImport.get_by_id(json.loads(job.arguments)["file"]))
        DataImport.update(status="undone", finished_at=now()).where(
            DataImport.id == self.file.id
        ).execute()
        return "done", _("Taken back: %(count)s rows.", count=job.processed)


def _not_taken_back(file: DataImport) -> Words:
    """How much of a large import is gone all the same where it goes in portions."""
    total = file.created + file.changed
    left = journal_of(file).count()
    if left == total:
        return _("The import was not taken back.")
    return _(
        "Only %(count)s of %(total)s rows were taken back; the others still can be.",
        count=f"{total - left:,}",
        total=f"{total:,}",
    )


def _journal(file: DataImport) -> Iterator[list[DataImportRow]]:
    """What is still to be taken back, in parts: by the next one, the last is gone from it."""
    while rows := list(journal_of(file).limit(PORTION)):
        yield rows


def _take_back(job: Job, portion: Portion, actor: Actor) -> Done:
    done = job.processed
    for rows in portion.parts:
        _undo(rows, actor.through("import"))
        done += len(rows)
        if portion.is_long:
            settle()
            tell(job, processed=done, total=job.total)
    return Done(done, {"step": "back"})


def _undo(rows: Sequence[DataImportRow], door: Actor) -> None:
    model = model_of(rows[0].data_import)
    created = [Seen(row.row_id, row.version_after) for row in rows if row.action == "created"]
    delete_records(model, created, actor=door)
    for row in rows:
        if row.action == "changed":
            seen = Seen(row.row_id, row.version_after)
            change_record(model, seen, json.loads(row.before), actor=door)
    DataImportRow.delete().where(DataImportRow.id.in_([row.id for row in rows])).execute()


def _guard_untouched(model: type[Record], journal: Sequence[DataImportRow]) -> None:
    """Refuse to take back what somebody changed, removed or refers to since."""
    ids = [row.row_id for row in journal]
    rows = {row.id: row for row in model.select().where(model.id.in_(ids))}
    for entry in journal:
        row = rows.get(entry.row_id)
        if row is None:
            raise StaleRecord(_("A record of the import is gone; nothing was taken back."))
        if row.row_version != entry.version_after:
            raise StaleRecord(
                _("%(row)s was changed after the import; nothing was taken back.", row=str(row))
            )
    guard_unused(model, [rows[row.row_id] for row in journal if row.action == "created"])


def _keep_journal(file: DataImport, results: Sequence[RowResult]) -> None:
    moment = now()
    rows = [
        {
            "data_import": file.id,
            "position": result.number,
            "row_id": result.row_id,
            "action": result.action,
            "before": json.dumps({name: _kept(value) for name, value in result.before.items()}),
            "version_after": result.version,
            "created_at": moment,
            "updated_at": moment,
        }
        for result in results
        if result.action != "unchanged"
    ]
    for part in peewee.chunked(rows, 500):
        DataImportRow.insert_many(part).execute()


def _kept(value: Any) -> Any:
    """A value as JSON that ``records`` reads again."""
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _first_words(problem: RowProblem) -> Words:
    return _(
        "Line %(line)s: %(problem)s Nothing was imported.",
        line=line_of(problem.row),
        problem=problem.words,
    )
