"""Attachments of a document, without their content."""

from __future__ import annotations

from logistics.database import Record
from logistics.tables.system import Attachment

SHOWN = tuple(
    field for field in Attachment._meta.sorted_fields if field.name not in Attachment.SECRET
)


def attachments_of(row: Record) -> list[Attachment]:
    """The files attached to a row, oldest first; their bytes stay in the database."""
    return list(
        Attachment.select(*SHOWN)
        .where((Attachment.doc_type == row._meta.table_name) & (Attachment.doc_id == row.id))
        .order_by(Attachment.id)
    )
