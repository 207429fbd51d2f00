"""Work in the background, and files that were read into tables."""

from __future__ import annotations

from logistics.database import (
    Binary,
    Choice,
    Flag,
    Instant,
    LongText,
    Record,
    Reference,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import Account, BaseModel
from logistics.wording import _

JOB_KINDS = {
    "import": _("Import"),
    "undo_import": _("Undo of an import"),
    "verb": _("Bulk action"),
    "bulk_edit": _("Bulk edit"),
}
WAITING_STATES = ("waiting", "running")


class Job(BaseModel):
    """Work on many rows and its report; this row is the truth, a queue only wakes a worker.

    ``worker`` names who holds a running job and ``heartbeat_at`` when it last wrote: of two
    workers that think they hold it, only the one named here can write (decisions 0007).
    """

    LABEL = _("Background job")
    LABEL_MANY = _("Background jobs")
    LIST = ("id", "kind", "table", "verb", "status", "processed", "total", "refused", "account")
    SEARCH = ("table", "verb", "account.name")
    SORT = "-id"
    OWNED = (
        "account",
        "kind",
        "table",
        "verb",
        "status",
        "total",
        "processed",
        "refused",
        "arguments",
        "cursor",
        "message",
        "cancel_asked",
        "worker",
        "heartbeat_at",
        "started_at",
        "finished_at",
        "attempts",
    )
    # What is to be written into rows may be what not everybody may read.
    SECRET = ("arguments", "cursor", "message")
    SCOPE = Scope(owner="account")
    PAGES = ("list", "details")
    INDEXES = (("status", "heartbeat_at"), ("account", "created_at"))

    account = Reference(Account, _("Account"), null=True)
    kind = Choice(_("Kind"), JOB_KINDS)
    table = Text(_("Table"), max_length=60, column_name="table_name")
    verb = Text(_("Verb"), max_length=60, default="")
    status = Choice(
        _("Status"),
        {
            "waiting": _("Waiting"),
            "running": _("Running"),
            "done": _("Done"),
            "failed": _("Failed"),
            "cancelled": _("Cancelled"),
        },
        default="waiting",
        tones={
            "waiting": "neutral",
            "running": "work",
            "done": "ok",
            "failed": "bad",
            "cancelled": "neutral",
        },
    )
    total = Whole(_("Rows"), default=0, minimum=0)
    processed = Whole(_("Rows dealt with"), default=0, minimum=0)
    refused = Whole(_("Rows refused"), default=0, minimum=0)
    arguments = LongText(_("What is to be done"), default="{}")
    cursor = LongText(_("Where it stands"), default="{}")
    message = LongText(_("Result"), default="")
    cancel_asked = Flag(_("Cancel asked"))
    worker = Text(_("Worker"), max_length=120, default="")
    heartbeat_at = Instant(_("Last sign of life"), null=True)
    started_at = Instant(_("Started at"), null=True)
    finished_at = Instant(_("Finished at"), null=True)
    attempts = Whole(_("Attempts"), default=0, minimum=0)

    def __str__(self) -> str:
        return f"#{self.id}"


class JobEntry(Record):
    """What a job did to one row, or why it did not."""

    LABEL = _("Result of a row")
    LABEL_MANY = _("Results of rows")
    LIST = ("job", "position", "row_label", "done")
    SEARCH = ("row_label",)
    SORT = "job,position"
    OWNED = ("job", "position", "row_id", "row_label", "done", "message")
    SECRET = ("message",)
    SCOPE = Scope(owner="job.account")
    PAGES = ("list", "details")
    UNIQUE = (("job", "position"),)

    job = Reference(Job, _("Background job"))
    position = Whole(_("Position"), minimum=1)
    row_id = Whole(_("Row"), null=True)
    row_label = Text(_("Row's name"), max_length=200, default="")
    done = Flag(_("Done"))
    message = LongText(_("Result"), default="")

    def __str__(self) -> str:
        return f"{self.row_label or self.position}"


class DataImport(BaseModel):
    """A file that is to become rows of one table, from its upload to its undo."""

    LABEL = _("Imported file")
    LABEL_MANY = _("Imported files")
    LIST = ("id", "table", "name", "status", "created", "changed", "problems", "account")
    SEARCH = ("table", "name")
    SORT = "-id"
    OWNED = (
        "account",
        "table",
        "name",
        "size",
        "content",
        "mapping",
        "upsert_by",
        "status",
        "job",
        "total",
        "created",
        "changed",
        "unchanged",
        "problems",
        "report",
        "finished_at",
    )
    SECRET = ("content", "mapping", "report")
    SCOPE = Scope(owner="account")
    PAGES = ("list", "details")
    INDEXES = (("table", "account"),)

    account = Reference(Account, _("Account"), null=True)
    table = Text(_("Table"), max_length=60, column_name="table_name")
    name = Text(_("File name"), max_length=200)
    size = Whole(_("Size"), unit=_("bytes"), minimum=0, maximum=10 * 1024 * 1024)
    content = Binary(_("Content"))
    mapping = LongText(_("Columns"), default="[]")
    upsert_by = Text(_("Key"), max_length=200, default="")
    status = Choice(
        _("Status"),
        {
            "uploaded": _("Uploaded"),
            "checked": _("Checked, not written"),
            "done": _("Imported"),
            "undone": _("Undone"),
        },
        default="uploaded",
        tones={"uploaded": "neutral", "checked": "info", "done": "ok", "undone": "neutral"},
    )
    job = Reference(Job, _("Background job"), null=True)
    total = Whole(_("Rows"), default=0, minimum=0)
    created = Whole(_("Rows created"), default=0, minimum=0)
    changed = Whole(_("Rows changed"), default=0, minimum=0)
    unchanged = Whole(_("Rows unchanged"), default=0, minimum=0)
    problems = Whole(_("Problems"), default=0, minimum=0)
    report = LongText(_("Report"), default="{}")
    finished_at = Instant(_("Finished at"), null=True)

    def __str__(self) -> str:
        return str(self.name)


class DataImportRow(Record):
    """One row that an import created or changed, kept so that all of it can be taken back."""

    LABEL = _("Imported row")
    LABEL_MANY = _("Imported rows")
    LIST = ("data_import", "position", "row_id", "action")
    SORT = "data_import,position"
    OWNED = ("data_import", "position", "row_id", "action", "before", "version_after")
    SECRET = ("before",)
    SCOPE = Scope(owner="data_import.account")
    PAGES = ("list", "details")
    UNIQUE = (("data_import", "position"),)

    data_import = Reference(DataImport, _("Imported file"))
    position = Whole(_("Position"), minimum=1)
    row_id = Whole(_("Row"))
    action = Choice(_("What was done"), {"created": _("Created"), "changed": _("Changed")})
    before = LongText(_("Before"), default="{}")
    version_after = Whole(_("Version"), minimum=1)

    def __str__(self) -> str:
        return f"#{self.row_id}"
