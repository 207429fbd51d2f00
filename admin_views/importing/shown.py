"""What the pages of import show."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

from admin_views import words
from admin_views.importing import mapping
from admin_views.jobs.starting import address_of
from logistics import permissions
from logistics.operations.importing import keys_of
from logistics.operations.importing.rows import line_of
from logistics.operations.importing.uploads import report_of, sheet_of
from logistics.operations.packing import unpack
from logistics.permissions import Actor
from logistics.queries.structure import editable_columns
from logistics.wording import Words, _
from models import DataImport

if TYPE_CHECKING:
    from admin_views.table_view import TableView

SAMPLES = 3
EARLIER = 10
PROBLEMS_SHOWN = 50
ROWS_SHOWN = 50


def start_page(view: TableView, actor: Actor, problem: Words | None = None) -> str:
    """The page that takes a file."""
    query = DataImport.select(
        DataImport.id, DataImport.name, DataImport.status, DataImport.created_at
    ).where(DataImport.table == view.table)
    earlier = permissions.visible(actor, query, DataImport).order_by(DataImport.id.desc())
    return str(
        view.render(
            "table/import.html",
            view=view.facts(),
            problem=problem,
            earlier=[
                {
                    "name": file.name,
                    "at": file.created_at,
                    "badge": _badge(file),
                    "url": view.address_of("import_file", number=file.id),
                }
                for file in earlier.limit(EARLIER)
            ],
            templates=[
                (kind.upper(), view.address_of("import_template", kind=kind))
                for kind in ("xlsx", "csv")
            ],
            columns=[
                {"label": field.verbose_name, "required": not field.null and field.default is None}
                for field in editable_columns(view.model)
                if field.name not in view.model.SECRET
            ],
            crumbs=view.crumbs(_("Import")),
        )
    )


def file_page(view: TableView, file: DataImport, actor: Actor, problem: Words | None = None) -> str:
    """The page of one file."""
    errors, rows = report_of(file)
    labels = _labels(view)
    job = file.job
    is_open = file.status in ("uploaded", "checked")
    return str(
        view.render(
            "table/import_file.html",
            view=view.facts(),
            file=file,
            title=str(file.name),
            problem=problem,
            badge=_badge(file),
            job={"url": address_of(job), "status": job.status, "words": unpack(job.message)}
            if job is not None
            else None,
            is_open=is_open,
            is_working=job is not None and job.status in ("waiting", "running"),
            columns=_columns(view, file) if is_open else [],
            choices=_choices(view),
            keys=_keys(view, file),
            errors=[
                {
                    "line": line_of(error.row),
                    "label": labels.get(error.column, error.column),
                    "text": error.words,
                }
                for error in errors[:PROBLEMS_SHOWN]
            ],
            more_errors=max(0, len(errors) - PROBLEMS_SHOWN),
            rows=[
                {**row, "changes": [(labels.get(n, n), old, new) for n, old, new in row["changes"]]}
                for row in rows[:ROWS_SHOWN]
            ],
            messages_url=view.address_of("import_messages", number=file.id),
            start_url=view.address_of("import_start"),
            crumbs=view.crumbs((_("Import"), view.address_of("import_start")), str(file.name)),
        )
    )


def _badge(file: DataImport) -> dict[str, Any]:
    field = DataImport.status
    return {"text": field.labels[file.status], "tone": field.tones[file.status]}


def _labels(view: TableView) -> dict[str, Any]:
    return {field.name: field.verbose_name for field in view.model._meta.sorted_fields}


def _columns(view: TableView, file: DataImport) -> list[dict[str, Any]]:
    """Each column of the file with what stands in its first rows and the column that it is for."""
    sheet = sheet_of(file)
    first = list(itertools.islice(sheet.rows(), SAMPLES))
    return [
        {
            "place": place,
            "head": head,
            "samples": [_sample(cells[place]) for cells in first if cells[place] not in (None, "")],
            "chosen": chosen,
            "known": bool(chosen) or mapping.is_messages(head),
        }
        for place, (head, chosen) in enumerate(
            zip(sheet.head, json.loads(file.mapping), strict=True)
        )
    ]


def _sample(cell: Any) -> str:
    text = words.written(cell)
    return text if len(text) <= 40 else text[:39] + "…"


def _choices(view: TableView) -> list[tuple[Words, list[tuple[str, str]]]]:
    """The table's columns: those that may be written, and those that may only be compared."""
    model = view.model
    writable = {field.name for field in editable_columns(model)}
    names = mapping.importable(model)
    labels = dict(zip(names, mapping.heads(model, names), strict=True))
    mine = [(name, labels[name]) for name in names if name in writable]
    kept = [(name, labels[name]) for name in names if name not in writable]
    return [(_("Columns to fill"), mine), (_("Kept by the system, must be unchanged"), kept)]


def _keys(view: TableView, file: DataImport) -> list[tuple[str, str, bool]]:
    model = view.model
    found = []
    for names in keys_of(model):
        code = ",".join(names)
        label = " + ".join(mapping.heads(model, names))
        found.append((code, label, code == _chosen_key(file)))
    return found


def _chosen_key(file: DataImport) -> str:
    """The key chosen; at first the id where the file has it, since it then is an export."""
    untouched = file.row_version == 1
    return "id" if untouched and "id" in json.loads(file.mapping) else str(file.upsert_by)
