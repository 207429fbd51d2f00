"""0005 fewer_texts.

Frozen as it was written: no table of today is looked at.
"""

from logistics.schema.searching import index_text, unindex_text
from logistics.schema.shapes import Search

TABLES = ()
REMOVED = ()

SEARCHED = (
    Search("approval_task", ("reason",)),
)

UNSEARCHED = (
    Search("approval_task", ("doc_type", "kind", "reason", "status")),
    Search("audit_head", ("entry_hash",)),
    Search("request_key", ("result",)),
)


def up(migrator, db):
    unindex_text(db, *UNSEARCHED)
    index_text(db, *SEARCHED)


def down(migrator, db):
    unindex_text(db, *SEARCHED)
    index_text(db, *UNSEARCHED)
