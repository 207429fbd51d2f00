"""Files attached to records. They live in the database, so that every host and backup has them."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from logistics import permissions
from logistics.auditing import record, transaction
from logistics.database import Record
from logistics.errors import NotFound, RuleViolation
from logistics.operations.outcomes import Seen
from logistics.operations.records import guard_editable
from logistics.operations.transitions import change, load
from logistics.permissions import Actor
from logistics.tables.system import Attachment
from logistics.wording import _

LARGEST = 10 * 1024 * 1024
# The first bytes tell what a file is; its name does not.
KINDS = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        b"PK\x03\x04",
    ),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
}


def attach_file(
    *, model: type[Record], seen: Seen, name: str, content: bytes, actor: Actor
) -> Attachment:
    """Attach a file to a record that the actor may edit now; raises the record's version.

    Raises RuleViolation for a file that is empty, larger than 10 MiB or of a kind not taken.
    """
    media_type = _kind_of(name, content)
    with transaction():
        row = load(model, seen)
        permissions.require(actor, "edit", model, row)
        guard_editable(row)
        attachment = Attachment.create(
            doc_type=model._meta.table_name,
            doc_id=row.id,
            name=PurePath(name).name[-200:],
            media_type=media_type,
            size=len(content),
            digest=hashlib.sha256(content).hexdigest(),
            content=content,
            created_by=actor.account_id,
            updated_by=actor.account_id,
        )
        record(actor, "attach_file", attachment)
        change(row, {}, actor=actor, verb="attach_file")
    return attachment


def remove_file(*, model: type[Record], seen: Seen, attachment_id: int, actor: Actor) -> None:
    """Take a file off a record that the actor may edit now; raises the record's version."""
    with transaction():
        row = load(model, seen)
        permissions.require(actor, "edit", model, row)
        guard_editable(row)
        attachment = file_of(row, attachment_id)
        record(actor, "remove_file", attachment, before=attachment.__data__, after={})
        Attachment.delete().where(Attachment.id == attachment.id).execute()
        change(row, {}, actor=actor, verb="remove_file")


def file_of(row: Record, attachment_id: int) -> Attachment:
    """One file of a record, with its content; NotFound when it belongs to another."""
    attachment = Attachment.get_or_none(
        (Attachment.id == attachment_id)
        & (Attachment.doc_type == row._meta.table_name)
        & (Attachment.doc_id == row.id)
    )
    if attachment is None:
        raise NotFound(_("There is no such file."))
    return attachment


def _kind_of(name: str, content: bytes) -> str:
    kind = KINDS.get(PurePath(name).suffix.lower())
    if kind is None or not content.startswith(kind[1]):
        raise RuleViolation(
            _("Attach a PDF, PNG, JPEG, DOCX or XLSX file; this is none of them."), field="file"
        )
    if len(content) > LARGEST:
        raise RuleViolation(_("A file may have at most 10 MiB."), field="file")
    return kind[0]
