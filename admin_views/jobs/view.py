"""The page of a job: how far it is, what became of each row, and its end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Response, jsonify, url_for
from flask_admin import expose

from admin_views import current, exporting, words
from admin_views.codes import table_label, verb_label
from admin_views.details import Details
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.operations.importing.files import csv_bytes
from logistics.operations.jobs import cancel_jobs
from logistics.operations.packing import unpack
from logistics.queries.structure import tables_by_name
from logistics.tables.system.jobs import WAITING_STATES
from logistics.wording import Words, _
from models import DataImport, Job, JobEntry

ENTRIES_SHOWN = 100


class JobView(TableView):
    """Background jobs: everybody sees his own."""

    verbs = (
        Verb(
            cancel_jobs,
            _("Stop the job"),
            icon="x-octagon",
            states=WAITING_STATES,
            effects=lambda rows, _actor: [_stopping(job) for job in rows],
            danger=True,
        ),
    )

    @expose("/details/")
    def details(self) -> Any:
        job = self.one()
        context = Details(self, job, current.actor()).context()
        if job.status in WAITING_STATES:
            # The panel above tells how far it is by the second; these figures would soon be old.
            context |= {"groups": [], "badge": None, "related": []}
        return self.render("system/job.html", **{**context, **_facts(self, job)})

    @expose("/progress/")
    def progress(self) -> Any:
        """How far a job is, for the page that waits for it."""
        job = self.one()
        return jsonify(
            processed=job.processed,
            total=job.total,
            refused=job.refused,
            status=job.status,
            over=job.status not in WAITING_STATES,
        )

    @expose("/report/")
    def report(self) -> Response:
        """What became of each row, as CSV."""
        job = self.one()
        head = [[words.words(text) for text in (_("Record"), _("Result"), _("Why"), _("Address"))]]
        rows = exporting.connected(_report_rows(job))
        return exporting.download(csv_bytes(head, rows), f"{job.table}-{job.id}", "csv")


def _stopping(job: Job) -> Words:
    """What becomes of work that is stopped half way."""
    if job.kind == "import":
        return _("%(what)s: nothing of it is kept.", what=title_of(job))
    if job.kind == "undo_import":
        return _("%(what)s: it ends after the rows at hand.", what=title_of(job))
    return _("%(what)s: what is done stays done, the rest is left.", what=title_of(job))


def _report_rows(job: Job) -> Iterator[list[str]]:
    query = JobEntry.select().where(JobEntry.job == job.id).order_by(JobEntry.position)
    for entry in query.iterator():
        done = words.words(_("Done") if entry.done else _("Not done"))
        why = words.words(unpack(entry.message))
        yield [entry.row_label, done, why, _row_url(job, entry) or ""]


def _row_url(job: Job, entry: JobEntry) -> str | None:
    if entry.row_id is None or job.table not in tables_by_name():
        return None
    return url_for(f"{job.table}.details", id=entry.row_id)


def _facts(view: TableView, job: Job) -> dict[str, Any]:
    query = JobEntry.select().where(JobEntry.job == job.id)
    entries = query.order_by(JobEntry.done, JobEntry.position).limit(ENTRIES_SHOWN)
    return {
        "job": job,
        "title": title_of(job),
        "message": unpack(job.message),
        "is_working": job.status in WAITING_STATES,
        "progress_url": view.address_of("progress", job),
        "report_url": view.address_of("report", job),
        "results": [
            {
                "label": entry.row_label,
                "done": entry.done,
                "text": unpack(entry.message),
                "url": _row_url(job, entry),
            }
            for entry in entries
        ],
        **_back(job),
    }


def title_of(job: Job) -> Words:
    """What the job does, in words."""
    if job.kind == "verb":
        what: Any = verb_label(job.verb)
    else:
        what = type(job).kind.labels[job.kind]
    return _("%(what)s: %(table)s", what=what, table=table_label(job.table))


def _back(job: Job) -> dict[str, Any]:
    """Where the work was asked for and what that is called; a table may be gone since."""
    model = tables_by_name().get(job.table)
    if model is None:
        return {"back_url": url_for("job.index"), "back_label": Job.LABEL_MANY}
    number = json.loads(job.arguments).get("file")
    file = DataImport.get_or_none(DataImport.id == number) if number is not None else None
    if file is not None:
        url = url_for(f"{job.table}.import_file", number=file.id)
        return {"back_url": url, "back_label": file.name, "goes_on": True}
    return {"back_url": url_for(f"{job.table}.index"), "back_label": model.LABEL_MANY}
