"""A file on its way into a table: kept, mapped, tried, imported, taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from logistics import permissions
from logistics.auditing import transaction
from logistics.database import Record, now
from logistics.errors import NotFound, RuleViolation, WrongState
from logistics.operations.importing.files import MISSING, Sheet
from logistics.operations.importing.rows import Imported, RowProblem, key_named, line_of
from logistics.operations.jobs.opening import open_job
from logistics.operations.packing import pack, unpack
from logistics.operations.transitions import add, change
from logistics.permissions import Actor
from logistics.queries.structure import tables_by_name
from logistics.tables.system import DataImport, DataImportRow, Job
from logistics.wording import Words, _

Row = tuple[int, dict[str, Any]]


def upload_file(
    *, model: type[Record], name: str, content: bytes, mapping: Sequence[str], actor: Actor
) -> DataImport:
    """Keep a file that is to be imported; ``mapping`` names the column of each of its columns."""
    permissions.require(actor, "import", model)
    with transaction():
        return add(
            DataImport(
                account=actor.account_id,
                table=model._meta.table_name,
                name=PurePath(name).name[-200:],
                size=len(content),
                content=content,
                mapping=json.dumps(list(mapping)),
            ),
            actor=actor,
            verb="upload_file",
        )


def import_of(model: type[Record], number: int, actor: Actor) -> DataImport:
    """One of the table's imports that the actor may see; NotFound otherwise."""
    query = DataImport.select().where(
        DataImport.id == number, DataImport.table == model._meta.table_name
    )
    found: DataImport | None = permissions.visible(actor, query, DataImport).first()
    if found is None:
        raise NotFound(_("There is no such file."))
    return found


def choose_columns(
    file: DataImport, mapping: Sequence[str], upsert_by: str, *, actor: Actor
) -> DataImport:
    """Say which column of the table each column of the file is, and the key that finds rows."""
    model = model_of(file)
    key = key_named(model, upsert_by)
    twice = {name for name in mapping if name and list(mapping).count(name) > 1}
    if twice:
        label = model._meta.fields[sorted(twice)[0]].verbose_name
        raise RuleViolation(_("Two columns of the file are to be “%(label)s”.", label=label))
    missing = [name for name in key if name not in mapping]
    if missing:
        label = model._meta.fields[missing[0]].verbose_name
        raise RuleViolation(_("The file has no column for the key: %(label)s.", label=label))
    with transaction():
        return change(
            file,
            {
                "mapping": json.dumps(list(mapping)),
                "upsert_by": upsert_by,
                "status": "uploaded",
                "report": "{}",
                "problems": 0,
            },
            actor=actor,
            verb="choose_columns",
        )


def open_import(file: DataImport, *, only_check: bool, actor: Actor) -> Job:
    """The job that tries a file, or that imports it when it was tried without a problem."""
    permissions.require(actor, "import", model_of(file))
    if file.status in ("done", "undone"):
        raise WrongState(_("This file was imported already."))
    if not only_check and (file.status != "checked" or file.problems):
        raise WrongState(_("Check the file first; it is imported when nothing is wrong."))
    return _open("import", file, actor, only_check=only_check)


def open_undo(file: DataImport, *, actor: Actor) -> Job:
    """The job that takes back all rows of an import."""
    permissions.require(actor, "import", model_of(file))
    if file.status != "done":
        raise WrongState(_("Only what was imported can be taken back."))
    return _open("undo_import", file, actor)


def _open(kind: str, file: DataImport, actor: Actor, **arguments: Any) -> Job:
    with transaction():
        job = open_job(
            kind,
            table=file.table,
            actor=actor,
            arguments={"file": file.id, **arguments},
        )
        DataImport.update(job=job.id, updated_at=now()).where(DataImport.id == file.id).execute()
    return job


def model_of(file: DataImport) -> type[Record]:
    """The table into which a file goes."""
    return tables_by_name()[file.table]


def sheet_of(file: DataImport) -> Sheet:
    """The file's rows."""
    return Sheet(str(file.name), bytes(file.content))


def mapped_rows(sheet: Sheet, mapping: Sequence[str]) -> Iterator[Row]:
    """The rows of a file with their numbers, each cell under the column that it is for."""
    places = [(place, name) for place, name in enumerate(mapping) if name]
    for number, cells in enumerate(sheet.rows(), start=1):
        yield (
            number,
            {name: cells[place] for place, name in places if cells[place] is not MISSING},
        )


def keep_report(file: DataImport, imported: Imported, total: int) -> None:
    """Write down what a trial found."""
    report = {
        "errors": [[error.row, error.column, pack(error.words)] for error in imported.errors],
        "rows": [
            [
                row.number,
                row.action,
                row.label,
                [[name, _told(old), _told(new)] for name, old, new in row.changes],
            ]
            for row in imported.rows
        ],
    }
    DataImport.update(
        status="checked",
        report=json.dumps(report, ensure_ascii=False),
        total=total,
        created=imported.created,
        changed=imported.changed,
        unchanged=imported.unchanged,
        problems=len(imported.errors),
        updated_at=now(),
    ).where(DataImport.id == file.id).execute()


def report_of(file: DataImport) -> tuple[list[RowProblem], list[dict[str, Any]]]:
    """The problems of a trial, and the first rows that it would write."""
    report = json.loads(file.report)
    errors = [RowProblem(row, name, unpack(words)) for row, name, words in report.get("errors", [])]
    rows = [
        {
            "line": line_of(number),
            "action": action,
            "label": label,
            "changes": [(name, unpack(old), unpack(new)) for name, old, new in changes],
        }
        for number, action, label, changes in report.get("rows", [])
    ]
    return errors, rows


def _told(value: Any) -> str:
    """A value as a difference keeps it: packed like words, so that dates and numbers survive."""
    if value in (None, ""):
        return ""
    if isinstance(value, Words):
        return pack(value)
    if isinstance(value, bool):
        return pack(_("Yes") if value else _("No"))
    return pack(Words("%(value)s", {"value": value}))


def journal_of(file: DataImport, *, after: int | None = None) -> Any:
    """The rows that an import wrote, the last first; with ``after`` the first first, from there."""
    query = DataImportRow.select().where(DataImportRow.data_import == file.id)
    if after is None:
        return query.order_by(DataImportRow.position.desc())
    return query.where(DataImportRow.position > after).order_by(DataImportRow.position)
