"""The import pages of every table, mixed into ``TableView``."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

from flask import Response, flash, redirect, request
from flask_admin import expose
from werkzeug.exceptions import NotFound

from admin_views import current, exporting, words
from admin_views.columns import shown_columns
from admin_views.forms import form_columns
from admin_views.importing import mapping
from admin_views.importing.shown import file_page, start_page
from admin_views.jobs.starting import ROWS_AT_ONCE, address_of, start
from logistics import permissions
from logistics.errors import RuleViolation
from logistics.operations.importing.files import Sheet, with_messages
from logistics.operations.importing.uploads import (
    choose_columns,
    import_of,
    open_import,
    open_undo,
    report_of,
    sheet_of,
    upload_file,
)
from logistics.operations.packing import unpack
from logistics.permissions import Actor
from logistics.wording import _
from models import DataImport

if TYPE_CHECKING:
    from admin_views.table_view import TableView

REFUSED = 422
IMPORT_PAGES = ("import_start", "import_file", "import_messages", "import_template")


class ImportPages:
    """Upload, columns, trial, import and undo of a file."""

    @current.takes_files
    @expose("/import/", methods=("GET", "POST"))
    def import_start(self: TableView) -> Any:
        """A new file, and what was imported before."""
        actor = _importing(self)
        if request.method != "POST":
            return start_page(self, actor)
        try:
            file = _kept(self, actor)
        except RuleViolation as refusal:
            return start_page(self, actor, refusal.words), REFUSED
        return redirect(self.address_of("import_file", number=file.id))

    @expose("/import/<int:number>/", methods=("GET", "POST"))
    def import_file(self: TableView, number: int) -> Any:
        """A file: its columns, what it would do or has done, and what may be done with it."""
        actor = _importing(self)
        file = import_of(self.model, number, actor)
        if request.method != "POST":
            return file_page(self, file, actor)
        try:
            return _act(self, file, actor)
        except RuleViolation as refusal:
            fresh = import_of(self.model, number, actor)
            return file_page(self, fresh, actor, refusal.words), REFUSED

    @expose("/import/<int:number>/messages/")
    def import_messages(self: TableView, number: int) -> Response:
        """The same file with a column that says what is wrong."""
        file = import_of(self.model, number, _importing(self))
        told: dict[int, str] = {}
        for error in report_of(file)[0]:
            column = self.model._meta.fields.get(error.column)
            label = words.words(column.verbose_name) + ": " if column is not None else ""
            said = label + words.words(error.words)
            told[error.row] = f"{told[error.row]} / {said}" if error.row in told else said
        sheet = sheet_of(file)
        pieces = with_messages(sheet, words.words(mapping.MESSAGES), told)
        stem = str(file.name).rpartition(".")[0] or self.table
        return exporting.download(pieces, f"{stem}-{words.words(_('to mend'))}", sheet.kind)

    @expose("/import/template/<kind>/")
    def import_template(self: TableView, kind: str) -> Response:
        """A file with the head alone, to be filled in."""
        if kind not in ("csv", "xlsx"):
            raise NotFound()
        _importing(self)
        names = [field.name for field in form_columns(self.model)]
        columns = shown_columns(self.model, names)
        return exporting.send(kind, words.words(self.model.LABEL_MANY), columns, [])


def _importing(view: TableView) -> Actor:
    actor = current.actor()
    permissions.require(actor, "import", view.model)
    return actor


def _kept(view: TableView, actor: Actor) -> DataImport:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise RuleViolation(_("Choose a file first."), field="file")
    content = sent.read()
    if sent.filename.lower().endswith(".json"):
        raise RuleViolation(_("Give a file that ends in .csv or .xlsx."), field="file")
    sheet = Sheet(sent.filename, content)
    if next(sheet.rows(), None) is None:
        raise RuleViolation(_("There are no rows below the head."), field="file")
    return upload_file(
        model=view.model,
        name=sent.filename,
        content=content,
        mapping=mapping.map_head(view.model, sheet.head),
        actor=actor,
    )


def _act(view: TableView, file: DataImport, actor: Actor) -> Any:
    wish = request.form.get("do", "")
    if wish == "check":
        file = choose_columns(file, _sent_columns(file, view), _sent_key(), actor=actor)
        job = start(open_import(file, only_check=True, actor=actor), rows=_rows(file))
    elif wish == "import":
        job = start(open_import(file, only_check=False, actor=actor), rows=_rows(file))
    elif wish == "undo":
        job = start(open_undo(file, actor=actor), rows=file.created + file.changed)
    else:
        raise NotFound()
    if job.status in ("waiting", "running"):
        return redirect(address_of(job))
    if wish != "check" or job.status == "failed":
        flash(words.words(unpack(job.message)), "ok" if job.status == "done" else "bad")
    return redirect(view.address_of("import_file", number=file.id))


def _sent_columns(file: DataImport, view: TableView) -> list[str]:
    known = mapping.importable(view.model)
    count = len(json.loads(file.mapping))
    sent = [request.form.get(f"column-{place}", "") for place in range(count)]
    return [name if name in known else "" for name in sent]


def _sent_key() -> str:
    return request.form.get("upsert_by", "")[:200]


def _rows(file: DataImport) -> int:
    """How many rows a file has, counted no further than matters."""
    rows = sheet_of(file).rows()
    return sum(1 for _row in itertools.islice(rows, ROWS_AT_ONCE + 1))
