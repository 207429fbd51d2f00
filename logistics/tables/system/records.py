"""What the house keeps about its own work: audit, numbers, files, messages."""

from __future__ import annotations

from logistics.database import (
    SHARED,
    Binary,
    Choice,
    Day,
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

DOORS = {
    "page": _("Web page"),
    "bulk": _("Bulk action"),
    "import": _("Import"),
    "api": _("API"),
    "command": _("Command line"),
}


class AuditEntry(Record):
    """Who did what to which row, chained by hash to the entry before (R82)."""

    LABEL = _("Audit entry")
    LABEL_MANY = _("Audit entries")
    LIST = (
        "seq",
        "created_at",
        "actor",
        "door",
        "verb",
        "table",
        "row_id",
        "row_label",
    )
    SEARCH = ("actor", "verb", "table", "row_label")
    SORT = "-seq"
    OWNED = (
        "seq",
        "account",
        "actor",
        "door",
        "verb",
        "table",
        "row_id",
        "row_label",
        "changes",
        "previous_hash",
        "entry_hash",
    )
    SCOPE = SHARED
    APPEND_ONLY = True
    PAGES = ("list", "details", "export")
    INDEXES = (("table", "row_id"), ("account", "created_at"), ("verb", "created_at"))

    seq = Whole(_("Number"), unique=True, minimum=1)
    account = Reference(Account, _("Account"), null=True)
    actor = Text(_("Who"), max_length=120)
    door = Choice(_("Door"), DOORS)
    verb = Text(_("Verb"), max_length=60)
    table = Text(_("Table"), max_length=60, column_name="table_name")
    row_id = Whole(_("Row"), null=True)
    row_label = Text(_("Row's name"), max_length=200, default="")
    changes = LongText(_("Changes"), help=_("Column, value before, value after."))
    previous_hash = Text(_("Hash before"), max_length=64)
    entry_hash = Text(_("Hash"), max_length=64)

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"


class AuditHead(Record):
    """The last link of the chain: one row, locked by whoever appends."""

    LABEL = _("Head of the audit chain")
    LABEL_MANY = _("Head of the audit chain")
    LIST = ("seq", "entry_hash", "updated_at")
    SEARCH = ()  # one row, with another hash after every transaction
    OWNED = ("seq", "entry_hash")
    SCOPE = SHARED
    PAGES = ("list", "details")

    seq = Whole(_("Number"), default=0)
    entry_hash = Text(_("Hash"), max_length=64, default="")

    def __str__(self) -> str:
        return str(self.seq)


class DocumentCounter(Record):
    """The last number given to one kind of document on one day."""

    LABEL = _("Document counter")
    LABEL_MANY = _("Document counters")
    LIST = ("prefix", "day", "last")
    SEARCH = ("prefix",)
    OWNED = ("prefix", "day", "last")
    SCOPE = SHARED
    PAGES = ("list", "details")
    UNIQUE = (("prefix", "day"),)

    prefix = Text(_("Prefix"), max_length=8)
    day = Day(_("Day"))
    last = Whole(_("Last number"), default=0, minimum=0)

    def __str__(self) -> str:
        return f"{self.prefix}-{self.day:%Y%m%d}"


class Attachment(BaseModel):
    """A file that belongs to a document; kept in the database so that every host has it."""

    LABEL = _("Attachment")
    LABEL_MANY = _("Attachments")
    LIST = (
        "name",
        "doc_type",
        "doc_id",
        "media_type",
        "size",
        "created_by",
        "created_at",
    )
    SEARCH = ("name",)
    OWNED = ("doc_type", "doc_id", "name", "media_type", "size", "digest", "content")
    SECRET = ("content",)
    SCOPE = Scope(owner="created_by")
    PAGES = ("list", "details")
    INDEXES = (("doc_type", "doc_id"),)

    doc_type = Text(_("Kind of document"), max_length=60)
    doc_id = Whole(_("Document"))
    name = Text(_("File name"), max_length=200)
    media_type = Text(_("Type"), max_length=100)
    size = Whole(_("Size"), unit=_("bytes"), minimum=0, maximum=10 * 1024 * 1024)
    digest = Text(_("SHA-256"), max_length=64)
    content = Binary(_("Content"))

    def __str__(self) -> str:
        return str(self.name)


class Notice(Record):
    """A message in a person's inbox."""

    LABEL = _("Notice")
    LABEL_MANY = _("Notices")
    LIST = ("account", "message", "created_at", "read_at")
    OWNED = ("account", "message", "params", "link", "read_at")
    SCOPE = Scope(owner="account")
    PAGES = ("list", "details")
    INDEXES = (("account", "read_at"),)

    account = Reference(Account, _("Account"))
    message = Text(_("Message"), max_length=250)
    params = LongText(_("Parameters"), default="{}")
    link = Text(_("Link"), max_length=200, default="")
    read_at = Instant(_("Read at"), null=True)

    def __str__(self) -> str:
        return str(self.message)


class RequestKey(Record):
    """The key of a form that was sent: a second sending of it does nothing more."""

    LABEL = _("Sent form")
    LABEL_MANY = _("Sent forms")
    LIST = ("form_key", "account", "created_at", "result")
    SEARCH = ()  # written at every form that is sent, read by nobody
    OWNED = ("form_key", "account", "result")
    SECRET = ("form_key",)
    SCOPE = Scope(owner="account")
    PAGES = ("list", "details")

    form_key = Text(_("Key"), max_length=64, unique=True)
    account = Reference(Account, _("Account"))
    result = Text(_("Answer"), max_length=250, default="")

    def __str__(self) -> str:
        return self.result or f"#{self.id}"
